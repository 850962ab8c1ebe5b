package drift

import (
	"io"
	"strings"

	"github.com/dailymock/dailymock/internal/junit"
)

// junit writes a case for each change: breaking and dangerous ones fail, what
// could not be seen is skipped. A comparison that failed to compare is an error.
func (r Report) junit(w io.Writer) error {
	suite := junit.Suite{Name: "drift " + r.Witness}
	add := func(name string, set func(*junit.Case)) {
		c := junit.Case{Class: "drift." + r.Witness, Name: Printable(name)}
		set(&c)
		suite.Cases = append(suite.Cases, c)
	}
	if r.Compared == 0 {
		add("comparison", func(c *junit.Case) { c.Error = &junit.Message{Line: r.Summary()} })
	}
	for _, change := range r.Changes {
		var text strings.Builder
		change.text(&text)
		add(change.ID(), func(c *junit.Case) {
			if change.Class != Additive {
				c.Failure = &junit.Message{Line: string(change.Class) + ": " + Printable(change.Message), Text: text.String()}
			}
		})
	}
	for _, u := range r.Unknown {
		add("unknown", func(c *junit.Case) { c.Skipped = &junit.Message{Line: Printable(u)} })
	}
	for _, s := range r.Stale {
		add("known "+s.Change, func(c *junit.Case) { c.Failure = &junit.Message{Line: Printable(s.Why)} })
	}
	return junit.Write(w, suite)
}
