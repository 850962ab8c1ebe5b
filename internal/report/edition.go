package report

import (
	"fmt"
	"slices"
	"strings"
)

// An Edition is what one generation of the documentation, and what was seen of
// the API in its time, says of reports. It stands in a file of the directory
// editions; an Edition that was read is never changed.
type Edition struct {
	Name       string     `yaml:"edition" json:"edition"`
	About      string     `yaml:"about" json:"about"`
	Endpoint   string     `yaml:"door" json:"door"` // the endpoint whose own edition it is
	Limits     LimitFacts `yaml:"limits" json:"limits"`
	Metrics    []Listing  `yaml:"metrics" json:"metrics"`
	Dimensions []Listing  `yaml:"dimensions" json:"dimensions"`
	Filters    []Listing  `yaml:"filters" json:"filters"`
	Products   []Listing  `yaml:"products" json:"products"`
	Matrix     []Row      `yaml:"matrix" json:"matrix"`
	Remarks    []string   `yaml:"remarks" json:"remarks,omitempty"` // what fits in none of these

	limits Limits // as Limits says
}

// A Basis says how well something is known (docs/spec/reporting.md#how-to-read-this).
type Basis string

// The bases, best first.
const (
	Documented Basis = "DOCUMENTED" // the vendor's documentation says so
	Observed   Basis = "OBSERVED"   // seen in a real answer, or in code that runs against the real API
	ByEngine   Basis = "ENGINE"     // read from the source of the vendor's GraphQL engine
	Assumed    Basis = "ASSUMED"    // nobody says; a choice of this mock
)

var bases = []Basis{Documented, Observed, ByEngine, Assumed}

// Evidence is the ground that a fact stands on.
type Evidence struct {
	Basis   Basis    `yaml:"basis" json:"basis"`
	Sources []string `yaml:"sources" json:"sources"` // tags, which Sources explains
	Note    string   `yaml:"note" json:"note,omitempty"`
}

// String is the evidence in short, such as "DOCUMENTED, S7 S11".
func (e Evidence) String() string {
	if len(e.Sources) == 0 {
		return string(e.Basis)
	}
	return string(e.Basis) + ", " + strings.Join(e.Sources, " ")
}

// An Coverage tells how much of a list or row could be read.
type Coverage string

// The extents. What is missing from a whole list is missing; what is missing
// from one that was cut off may have stood in the rest.
const (
	Complete Coverage = "whole"
	Partial  Coverage = "cut"
)

// A Listing is what one source names: the metrics, say, of a page.
type Listing struct {
	Evidence `yaml:",inline"`
	Coverage Coverage `yaml:"seen" json:"seen"`
	Names    []string `yaml:"names" json:"names"`
	AllBut   []string `yaml:"all_but" json:"-"` // in a file: all that the mock knows but these, instead of names
}

// A Row is what one source says of some metrics: with which dimensions they go.
type Row struct {
	Evidence `yaml:",inline"`
	Metrics  []Metric    `yaml:"metrics" json:"metrics"`
	Coverage Coverage    `yaml:"seen" json:"seen,omitempty"` // of a row of a page's matrix; "" for single requests
	Allowed  []Dimension `yaml:"allowed" json:"allowed,omitempty"`
	Denied   []Dimension `yaml:"denied" json:"denied,omitempty"`
	Tried    []Dimension `yaml:"tried" json:"tried,omitempty"` // somebody asked for it, the answer is not known
}

// editionNames are the editions, oldest first; a token remembers one by its place.
var editionNames = []string{"2018", "2023", "2026"}

// Editions names the editions, oldest first.
func Editions() []string { return slices.Clone(editionNames) }

// EditionOf returns an edition, or an error that wraps ErrParameter and names
// those that there are.
func EditionOf(name string) (*Edition, error) {
	read, ok := editions[name]
	if !ok {
		return nil, refuse(ErrParameter, "edition %q is not known; there are %s", clip(name), strings.Join(editionNames, ", "))
	}
	e, err := read()
	if err != nil {
		return nil, fmt.Errorf("edition %s: %w", name, err) // never: a test reads them all
	}
	return e, nil
}
