package contracts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/contracts/statement"
	"github.com/dailymock/dailymock/internal/source"
)

// A Case checks one property on which clients rely.
type Case struct {
	ID         string  // stable, such as "REPORTING-014"
	Title      string  // a sentence that is true when the case passes
	Level      Level   // severity of a failure; "" means Must
	Surface    Surface // the API that it tests; "" means the one that the id begins with
	Edition    string  // the documentation it holds for; "" means any
	States     string  // ids in statements.txt that the case relies on, separated by spaces
	Needs      []Need  // what the target must have; optional
	Effect     Effect  // what it does to the target; "" means Reads
	ExtraHost  Host    // a host that the target must serve besides those of the surface; optional
	Last       bool    // runs after all other cases, since it ends what they share
	Exclusive  bool    // runs while no other case runs, since it moves the clock or reads what others change
	Unrecorded bool    // its responses are no observations, since the data decide what it requests
	Version    int     // incremented when the assertion changes, which makes older evidence stale; starts at 0

	Run func(t *T)
}

// Basis returns the weakest basis of the case's statements.
func (c Case) Basis() source.Basis {
	worst := source.Documented
	for _, s := range c.statements() {
		if s.Basis.Weaker(worst) {
			worst = s.Basis
		}
	}
	return worst
}

// Source returns the pages and other sources that the case relies on, with their addresses, followed by the headings of
// the fact sheets that explain them.
func (c Case) Source() string {
	var sources, sheets []string
	for _, s := range c.statements() {
		for _, key := range s.Sources {
			from, _ := source.Lookup(key)
			sources = append(sources, from.String())
		}
		sheets = append(sheets, s.Sheet)
	}
	var all []string
	for _, text := range append(sources, sheets...) {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

func (c Case) statements() []statement.Statement {
	var all []statement.Statement
	for _, id := range strings.Fields(c.States) {
		if s, ok := statement.Lookup(id); ok {
			all = append(all, s)
		}
	}
	return all
}

// complete returns the case with its defaults set, or an error if the case is invalid.
func (c Case) complete() (Case, error) {
	if c.Level == "" {
		c.Level = Must
	}
	if c.Effect == "" {
		c.Effect = Reads
	}
	if c.Surface == "" {
		prefix, _, _ := strings.Cut(c.ID, "-")
		c.Surface = Surface(strings.ToLower(prefix))
	}
	for _, id := range strings.Fields(c.States) {
		if _, ok := statement.Lookup(id); !ok {
			return c, fmt.Errorf("%s: unknown statement %q", c.ID, id)
		}
	}
	switch {
	case c.States == "":
		return c, fmt.Errorf("%s: States is empty", c.ID)
	case c.Run == nil:
		return c, fmt.Errorf("%s: no Run function", c.ID)
	case !slices.Contains(Surfaces, c.Surface):
		return c, fmt.Errorf("%s: unknown surface %q", c.ID, c.Surface)
	case !strings.HasPrefix(c.ID, strings.ToUpper(string(c.Surface))+"-"):
		return c, fmt.Errorf("%s: the id does not begin with the surface %s", c.ID, c.Surface)
	}
	return c, nil
}
