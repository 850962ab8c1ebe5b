package contracts

import (
	_ "embed"
	"fmt"
	"strings"
)

// A Mark says on what evidence a statement stands.
type Mark string

// The marks, from the strongest to the weakest. What an official SDK or several
// clients depend on counts as Observed.
const (
	Documented Mark = "DOCUMENTED" // an official page says so
	Observed   Mark = "OBSERVED"   // seen in a real answer, or relied on by working code
	Engine     Mark = "ENGINE"     // read from the source of the engine that the vendor ran once
	Assumed    Mark = "ASSUMED"    // nobody says; a default of the mock
)

var marks = []Mark{Documented, Observed, Engine, Assumed}

func (m Mark) rank() int {
	for i, other := range marks {
		if m == other {
			return i
		}
	}
	return len(marks)
}

// MockOnly tells marks that may not be held against a real target.
func (m Mark) MockOnly() bool { return m.rank() >= Engine.rank() }

// A Statement is one thing that a fact sheet says about the real APIs.
type Statement struct {
	ID      string // such as "reporting-7.1"
	Mark    Mark
	Sources []string // keys of internal/source; empty if only the sheet says so
	Sheet   string   // the heading of the sheet, such as "docs/spec/reporting.md#limits"
	Text    string
}

//go:embed statements.txt
var statementsText string

// Statements are all that the suite knows of, in the order of the sheets.
var Statements = mustStatements(statementsText)

var statementByID = func() map[string]Statement {
	by := map[string]Statement{}
	for _, s := range Statements {
		by[s.ID] = s
	}
	return by
}()

// mustStatements reads headings of the sheets and below each of them lines of "id | mark | keys of sources | text". It
// skips empty lines and those that begin with #.
func mustStatements(text string) []Statement {
	var all []Statement
	var sheet string
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "docs/spec/"):
			sheet = line
		default:
			s, err := readStatement(line)
			if err != nil {
				panic(fmt.Sprintf("contracts: statements.txt:%d: %v", n+1, err))
			}
			s.Sheet = sheet
			all = append(all, s)
		}
	}
	return all
}

func readStatement(line string) (Statement, error) {
	f := strings.SplitN(line, "|", 4)
	if len(f) != 4 || !strings.Contains(f[0], "-") || !strings.Contains(f[0], ".") {
		return Statement{}, fmt.Errorf("%q is not id | mark | sources | text", line)
	}
	s := Statement{ID: strings.TrimSpace(f[0]), Mark: Mark(strings.TrimSpace(f[1])), Text: strings.TrimSpace(f[3])}
	if s.Mark.rank() == len(marks) {
		return s, fmt.Errorf("unknown mark %q", s.Mark)
	}
	s.Sources = strings.Fields(f[2])
	return s, nil
}
