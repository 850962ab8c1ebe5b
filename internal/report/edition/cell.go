package edition

import "slices"

// A Compatibility says whether a metric goes with a dimension.
type Compatibility string

// The compatibilities. Unknown means that no source says.
const (
	Allowed Compatibility = "allowed"
	Denied  Compatibility = "denied"
	Unknown Compatibility = "unknown"
)

// A Cell is one place of the compatibility matrix.
type Cell struct {
	Compatibility Compatibility `json:"verdict"`
	Evidence
}

// Cell says whether a metric goes with a dimension. A source that allows the pair wins over one that denies it, since
// the pages leave out pairs that clients use every day.
func (e *Edition) Cell(m Metric, d Dimension) Cell {
	unknown := Cell{Unknown, Evidence{Basis: Assumed, Note: noteNoRow}}
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
			denied = &Cell{Denied, r.withNote(noteCompleteRow)}
		case slices.Contains(r.Tried, d):
			unknown.Sources, unknown.Note = r.Sources, r.Note
		case r.Coverage == Partial:
			unknown.Sources, unknown.Note = r.Sources, notePartialRow
		}
	}
	if denied != nil {
		return *denied
	}
	return unknown
}

// sameReason reports whether two cells say the same for the same reason.
func (c Cell) sameReason(o Cell) bool {
	return c.Compatibility == o.Compatibility && c.String() == o.String() && c.Note == o.Note
}

// reason returns the note of the cell and its sources.
func (c Cell) reason() string {
	if c.Note == "" {
		return noteSource + " (" + c.cited() + ")"
	}
	return c.Note + " (" + c.cited() + ")"
}

// A Presence says how an edition knows a name.
type Presence string

// The presences.
const (
	Listed   Presence = "documented" // a page of the edition lists it
	InSchema Presence = "schema"     // only the schema of that time has it
	Absent   Presence = "absent"     // neither has it, as far as could be read
)

// An Entry says how an edition knows a metric, dimension, filter or product.
type Entry struct {
	Presence Presence `json:"standing"`
	Evidence
	Partial bool `json:"partly,omitempty"` // not listed, but some pages could be read only in part
}

// EntryOf finds a name in the listings of an edition.
func EntryOf(listings []Listing, name string) Entry {
	entry := Entry{Presence: Absent, Evidence: Evidence{Basis: Assumed}}
	listed := Entry{Presence: Listed}
	for _, l := range listings {
		has := slices.Contains(l.Names, name)
		switch {
		case has && l.Basis == Documented:
			listed.Basis, listed.Note = Documented, l.Note
			listed.Sources = append(listed.Sources, l.Sources...)
		case has && entry.Presence == Absent:
			entry.Presence, entry.Evidence = InSchema, l.Evidence
		case !has && l.Basis == Documented && l.Coverage == Partial:
			entry.Partial = true
		}
	}
	if listed.Basis != "" {
		return listed
	}
	return entry
}
