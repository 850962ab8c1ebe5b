package explain

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
)

var tag = regexp.MustCompile(`\b[A-Z][0-9]+\b`)

// legend returns a table of the sources that the blocks cite.
func legend(blocks []block) []block {
	var text strings.Builder
	for _, b := range blocks {
		b.markdown(&text)
	}
	var rows [][]string
	for _, found := range tag.FindAllString(text.String(), -1) {
		about, ok := edition.Sources()[found]
		if ok && !slices.ContainsFunc(rows, func(r []string) bool { return r[0] == found }) {
			rows = append(rows, []string{found, about})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return []block{heading{2, "Sources"}, table{nil, rows}}
}
