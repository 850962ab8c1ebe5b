package edition

import (
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
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
	Sources []string `yaml:"sources" json:"sources"` // keys of Sources
	Note    string   `yaml:"note" json:"note,omitempty"`
}

// String returns the evidence in short, such as "DOCUMENTED, S7 S11".
func (e Evidence) String() string {
	if len(e.Sources) == 0 {
		return string(e.Basis)
	}
	return string(e.Basis) + ", " + strings.Join(e.Sources, " ")
}

// cited returns the evidence with the addresses of its sources, for readers who do not know the keys.
func (e Evidence) cited() string {
	text := string(e.Basis)
	for i, key := range e.Sources {
		address, _, _ := strings.Cut(Sources()[key], " (")
		if i == 0 {
			text += ": " + address
		} else {
			text += ", " + address
		}
	}
	return text
}

// withNote returns the evidence with another note.
func (e Evidence) withNote(note string) Evidence {
	e.Note = note
	return e
}

// Sources returns the address of each source by the key that evidence has for it.
var Sources = sync.OnceValue(func() map[string]string {
	var sources map[string]string
	text, err := dataFiles.ReadFile("data/sources.yaml")
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, &sources, yaml.Strict())
	}
	if err != nil {
		return map[string]string{"": err.Error()} // never happens: a test looks up every key
	}
	return sources
})
