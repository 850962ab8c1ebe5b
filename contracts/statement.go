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
	ID   string // such as "reporting-7.1": sheet, section, number
	Mark Mark
	From string // the sheet's own names of its sources; "" where the sheet alone says so
	Text string
}

// Source says where the statement stands.
func (s Statement) Source() string {
	sheet, at, _ := strings.Cut(s.ID, "-")
	section := at[:strings.LastIndex(at, ".")]
	text := fmt.Sprintf("spec/%s.md §%s", sheet, section)
	if s.From != "" {
		text += " (" + s.From + ")"
	}
	return text
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

// mustStatements reads lines of "id | mark | from | text". Empty lines and those
// that begin with # are for people.
func mustStatements(text string) []Statement {
	var all []Statement
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, "|", 4)
		if len(f) != 4 || !strings.Contains(f[0], "-") || !strings.Contains(f[0], ".") {
			panic(fmt.Sprintf("contracts: statements.txt:%d: %q is not id | mark | from | text", n+1, line))
		}
		s := Statement{strings.TrimSpace(f[0]), Mark(strings.TrimSpace(f[1])), strings.TrimSpace(f[2]), strings.TrimSpace(f[3])}
		if s.Mark.rank() == len(marks) {
			panic(fmt.Sprintf("contracts: statements.txt:%d: %q is no mark", n+1, s.Mark))
		}
		all = append(all, s)
	}
	return all
}
