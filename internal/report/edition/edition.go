// Package edition says what each generation of the vendor's documentation allows in a report, and checks requests.
//
//	limits, notices, err := edition.Check(request, edition.Lenient, nil)
//
// An edition is data: a file in the directory data lists its metrics, dimensions, filters and products, its limits, and
// which metric goes with which dimension, each with its evidence. The package knows nothing of the world, of figures or
// of jobs.
package edition

import (
	"fmt"
	"slices"
	"strings"
)

// An Edition holds what one generation of the documentation, and observations of the API of that time, say about
// reports. It does not change.
type Edition struct {
	Name       string     `yaml:"edition" json:"edition"`
	About      string     `yaml:"about" json:"about"`
	Endpoint   string     `yaml:"endpoint" json:"endpoint"` // uses this edition by default
	Limits     LimitFacts `yaml:"limits" json:"limits"`
	Metrics    []Listing  `yaml:"metrics" json:"metrics"`
	Dimensions []Listing  `yaml:"dimensions" json:"dimensions"`
	Filters    []Listing  `yaml:"filters" json:"filters"`
	Products   []Listing  `yaml:"products" json:"products"`
	Matrix     []Row      `yaml:"matrix" json:"matrix"`
	Remarks    []string   `yaml:"remarks" json:"remarks,omitempty"` // facts that fit nowhere else

	limits Limits // parsed from Limits
}

// A Coverage says how much of a list or row of a page could be read.
type Coverage string

// The coverages. A name that is missing from a complete list does not exist there; one that is missing from a partial
// list may be in the part that could not be read.
const (
	Complete Coverage = "whole"
	Partial  Coverage = "cut"
)

// A Listing is a list of names from one source, such as the metrics of a page.
type Listing struct {
	Evidence `yaml:",inline"`
	Coverage Coverage `yaml:"seen" json:"seen"`
	Names    []string `yaml:"names" json:"names"`
	AllBut   []string `yaml:"all_but" json:"-"` // in a file, in place of names: all known names except these
}

// A Row holds what one source says about some metrics: with which dimensions they go.
type Row struct {
	Evidence `yaml:",inline"`
	Metrics  []Metric    `yaml:"metrics" json:"metrics"`
	Coverage Coverage    `yaml:"seen" json:"seen,omitempty"` // of a row of a page's matrix; "" for single requests
	Allowed  []Dimension `yaml:"allowed" json:"allowed,omitempty"`
	Denied   []Dimension `yaml:"denied" json:"denied,omitempty"`
	Tried    []Dimension `yaml:"tried" json:"tried,omitempty"` // a client asked for it, the response is unknown
}

// names lists the editions, oldest first. Tokens store an index of this list.
var names = []string{"2018", "2023", "2026"}

// Names returns the names of the editions, oldest first.
func Names() []string { return slices.Clone(names) }

// ByName returns an edition. The error wraps ErrParameter and lists the known editions.
func ByName(name string) (*Edition, error) {
	read, ok := editions[name]
	if !ok {
		return nil, Refuse(ErrParameter, "unknown edition %q; known editions: %s", Clip(name), strings.Join(names, ", "))
	}
	e, err := read()
	if err != nil {
		return nil, fmt.Errorf("edition %s: %w", name, err) // never happens: a test reads them all
	}
	return e, nil
}
