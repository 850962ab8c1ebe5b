package report

import "slices"

// A Verdict says whether a metric goes with a dimension.
type Verdict string

// The verdicts. Nobody states what is Unknown.
const (
	Allowed Verdict = "allowed"
	Denied  Verdict = "denied"
	Unknown Verdict = "unknown"
)

// A Cell is one place of the matrix.
type Cell struct {
	Verdict Verdict `json:"verdict"`
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
		case r.Seen == Whole && denied == nil:
			denied = &Cell{Denied, r.Evidence.with("its row was seen whole, and does not have it")}
		case slices.Contains(r.Tried, d):
			unknown.Sources, unknown.Note = r.Sources, r.Note
		case r.Seen == Cut:
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

// A Standing says how a name stands in an edition.
type Standing string

// The standings.
const (
	Listed   Standing = "documented" // a page of the edition lists it
	InSchema Standing = "schema"     // only the schema of that time has it
	Absent   Standing = "absent"     // neither, as far as was seen
)

// A Place tells how a metric, dimension, filter or product stands in an edition.
type Place struct {
	Standing Standing `json:"standing"`
	Evidence
	Partly bool `json:"partly,omitempty"` // not listed, but the pages were read only in part
}

// PlaceOf finds a name in one of the edition's lists.
func PlaceOf(listings []Listing, name string) Place {
	place := Place{Standing: Absent, Evidence: Evidence{Basis: Assumed}}
	listed := Place{Standing: Listed}
	for _, l := range listings {
		has := slices.Contains(l.Names, name)
		switch {
		case has && l.Basis == Documented:
			listed.Basis, listed.Note = Documented, l.Note
			listed.Sources = append(listed.Sources, l.Sources...)
		case has && place.Standing == Absent:
			place.Standing, place.Evidence = InSchema, l.Evidence
		case !has && l.Basis == Documented && l.Seen == Cut:
			place.Partly = true
		}
	}
	if listed.Basis != "" {
		return listed
	}
	return place
}
