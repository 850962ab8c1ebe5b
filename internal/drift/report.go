package drift

import "slices"

// A Report is the result of one comparison.
type Report struct {
	Witness string `json:"witness"` // "schema", "behaviour" or "docs"
	From    string `json:"from"`    // what was compared, as the user named it
	To      string `json:"to"`
	// types, observations or tables; 0 means that nothing could be compared
	Compared int           `json:"compared"`
	Changes  []Change      `json:"changes"`           // sorted; without those that are known or outside of the slice
	Outside  map[Class]int `json:"outside,omitempty"` // how many changes touch no operation, by class
	Known    []Change      `json:"known,omitempty"`   // accepted by the --known file
	Unknown  []string      `json:"unknown,omitempty"` // what could not be seen, one sentence each
	Stale    []UnmetKnown  `json:"stale,omitempty"`   // entries of the --known file that are expired or match nothing
}

// Exit codes of a comparison.
const (
	ExitFine     = 0 // nothing relevant changed
	ExitChanged  = 1 // something breaking or dangerous changed, or an entry of the known file is stale
	ExitNoAnswer = 3 // nothing could be compared
)

// ExitCode returns how a command that printed the report ends.
func (r Report) ExitCode() int {
	switch {
	case r.Compared == 0:
		return ExitNoAnswer
	case len(r.Stale) > 0 || slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Class != Additive }):
		return ExitChanged
	}
	return ExitFine
}

// Count returns how many of the report's changes are of a class.
func (r Report) Count(class Class) int {
	n := 0
	for _, c := range r.Changes {
		if c.Class == class {
			n++
		}
	}
	return n
}

// Slice moves the changes that touch no operation out of the report and counts
// them. Changes that were compared without operations stay.
func (r *Report) Slice() {
	r.Changes = slices.DeleteFunc(r.Changes, func(c Change) bool {
		outside := c.Effects != nil && len(c.Effects) == 0
		if outside {
			if r.Outside == nil {
				r.Outside = map[Class]int{}
			}
			r.Outside[c.Class]++
		}
		return outside
	})
}
