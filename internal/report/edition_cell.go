package report

import "slices"

// A Compatibility says whether a metric goes with a dimension.
type Compatibility string

// The verdicts. Nobody states what is Unknown.
const (
	Allowed Compatibility = "allowed"
	Denied  Compatibility = "denied"
	Unknown Compatibility = "unknown"
)

// A Cell is one place of the matrix.
type Cell struct {
	Compatibility Compatibility `json:"verdict"`
	Evidence
}

// Cell tells whether a metric goes with a dimension. A source that says yes wins
// over one that says no, since pages leave out what clients do all day.
func (e *Edition) Cell(m Metric, d Dimension) Cell {
	unknown := Cell{Unknown, Evidence{Basis: Assumed, Note: "no row for it was seen"}}
	var denied *Cell
	for _, r := range e.Matrix {
		if !slices.Contains(r.Metrics, m) {
			continue
		}
		switch {
		case slices.Contains(r.Allowed, d):
			return Cell{Allowed, r.Evidence}
		case slices.Contains(r.Denied, d):
			denied = &Cell{Denied, r.Evidence}
		case r.Coverage == Complete && denied == nil:
			denied = &Cell{Denied, r.Evidence.with("its row was seen whole, and does not have it")}
		case slices.Contains(r.Tried, d):
			unknown.Sources, unknown.Note = r.Sources, r.Note
		case r.Coverage == Partial:
			unknown.Sources, unknown.Note = r.Sources, "its row could be read only in part, and not so far"
		}
	}
	if denied != nil {
		return *denied
	}
	return unknown
}

// with returns the evidence with another note.
func (e Evidence) with(note string) Evidence {
	e.Note = note
	return e
}

// A Presence says how a name stands in an edition.
type Presence string

// The standings.
const (
	Listed   Presence = "documented" // a page of the edition lists it
	InSchema Presence = "schema"     // only the schema of that time has it
	Absent   Presence = "absent"     // neither, as far as was seen
)

// A Entry tells how a metric, dimension, filter or product stands in an edition.
type Entry struct {
	Presence Presence `json:"standing"`
	Evidence
	Partial bool `json:"partly,omitempty"` // not listed, but the pages were read only in part
}

// EntryOf finds a name in one of the edition's lists.
func EntryOf(listings []Listing, name string) Entry {
	place := Entry{Presence: Absent, Evidence: Evidence{Basis: Assumed}}
	listed := Entry{Presence: Listed}
	for _, l := range listings {
		has := slices.Contains(l.Names, name)
		switch {
		case has && l.Basis == Documented:
			listed.Basis, listed.Note = Documented, l.Note
			listed.Sources = append(listed.Sources, l.Sources...)
		case has && place.Presence == Absent:
			place.Presence, place.Evidence = InSchema, l.Evidence
		case !has && l.Basis == Documented && l.Coverage == Partial:
			place.Partial = true
		}
	}
	if listed.Basis != "" {
		return listed
	}
	return place
}
