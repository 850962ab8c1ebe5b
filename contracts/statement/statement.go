// Package statement lists what the fact sheets say about the real APIs, for contract cases to rely on.
package statement

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/packed"
	"github.com/dailymock/dailymock/internal/source"
)

// A Statement is one statement of a fact sheet about the real APIs.
type Statement struct {
	ID      string // such as "reporting-7.1"
	Basis   source.Basis
	Sources []string // keys of internal/source; empty if only the sheet says so
	Sheet   string   // the heading of the sheet, such as "docs/spec/reporting.md#limits"
	Text    string
}

//go:generate go run ../../internal/packed/pack statements.txt

//go:embed statements.txt.gz
var text []byte

// All returns all statements, in the order of the fact sheets.
var All = sync.OnceValue(func() []Statement { return mustParse(string(packed.Read(text))) })

var byID = sync.OnceValue(func() map[string]Statement {
	by := map[string]Statement{}
	for _, s := range All() {
		by[s.ID] = s
	}
	return by
})

// Lookup returns the statement with an id.
func Lookup(id string) (Statement, bool) {
	s, ok := byID()[id]
	return s, ok
}

// mustParse parses statements.txt: headings of fact sheets, each followed by lines of the form
// "id | basis | sources | text". Empty lines and lines that begin with # are comments.
func mustParse(text string) []Statement {
	var all []Statement
	var sheet string
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "docs/spec/"):
			sheet = line
		default:
			s, err := parse(line)
			if err != nil {
				panic(fmt.Sprintf("statement: statements.txt:%d: %v", n+1, err))
			}
			s.Sheet = sheet
			all = append(all, s)
		}
	}
	return all
}

func parse(line string) (Statement, error) {
	f := strings.SplitN(line, "|", 4)
	if len(f) != 4 || !strings.Contains(f[0], "-") || !strings.Contains(f[0], ".") {
		return Statement{}, fmt.Errorf("%q is not id | basis | sources | text", line)
	}
	s := Statement{ID: strings.TrimSpace(f[0]), Basis: source.Basis(strings.TrimSpace(f[1])),
		Text: strings.TrimSpace(f[3])}
	if !s.Basis.Known() {
		return s, fmt.Errorf("unknown basis %q", s.Basis)
	}
	s.Sources = strings.Fields(f[2])
	return s, nil
}
