package edition

import (
	"strings"

	"github.com/dailymock/dailymock/internal/source"
)

// A Basis says how well a fact is known (docs/spec/README.md#marks).
type Basis string

// The bases, best first.
const (
	Documented Basis = "DOCUMENTED" // the vendor's documentation says so
	Observed   Basis = "OBSERVED"   // seen in a real response, or in code that runs against the real API
	ByEngine   Basis = "ENGINE"     // read from the source of the vendor's GraphQL engine
	Assumed    Basis = "ASSUMED"    // no source says; a choice of this mock
)

var bases = []Basis{Documented, Observed, ByEngine, Assumed}

// Evidence says how a fact is known.
type Evidence struct {
	Basis   Basis    `yaml:"basis" json:"basis"`
	Sources []string `yaml:"sources" json:"sources"` // keys of internal/source
	Note    string   `yaml:"note" json:"note,omitempty"`
}

// String returns the evidence in short, such as "DOCUMENTED, v0-matrix v2-matrix".
func (e Evidence) String() string {
	if len(e.Sources) == 0 {
		return string(e.Basis)
	}
	return string(e.Basis) + ", " + strings.Join(e.Sources, " ")
}

// cited returns the evidence with the titles and addresses of its sources.
func (e Evidence) cited() string {
	if len(e.Sources) == 0 {
		return string(e.Basis)
	}
	sources := make([]string, len(e.Sources))
	for i, key := range e.Sources {
		s, _ := source.Lookup(key)
		sources[i] = s.String()
	}
	return string(e.Basis) + ": " + strings.Join(sources, "; ")
}

// withNote returns the evidence with another note.
func (e Evidence) withNote(note string) Evidence {
	e.Note = note
	return e
}
