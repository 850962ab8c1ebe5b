package edition

import (
	"strings"

	"github.com/dailymock/dailymock/internal/source"
)

// A Basis says how well a fact is known.
type Basis = source.Basis

// The bases that editions use by name.
const (
	Documented = source.Documented
	Observed   = source.Observed
	Assumed    = source.Assumed
)

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
