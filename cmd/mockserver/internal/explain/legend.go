package explain

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/source"
)

var cited = regexp.MustCompile(`\b(?:DOCUMENTED|OBSERVED|ENGINE|ASSUMED), ([a-z0-9-]+(?: [a-z0-9-]+)*)`)

// legend returns a table of the sources that the blocks cite.
func legend(blocks []block) []block {
	var text strings.Builder
	for _, b := range blocks {
		b.markdown(&text)
	}
	var rows [][]string
	for _, found := range cited.FindAllStringSubmatch(text.String(), -1) {
		for key := range strings.FieldsSeq(found[1]) {
			s, ok := source.Lookup(key)
			if ok && !slices.ContainsFunc(rows, func(r []string) bool { return r[0] == key }) {
				rows = append(rows, []string{key, s.String()})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return []block{heading{2, "Sources"}, table{nil, rows}}
}
