// Package evidence keeps what runs of the contract suite saw, and says how well each case is proven by it.
package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/internal/jsonfile"
	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/dailymock/dailymock/internal/source"
)

// Version counts the forms of Evidence.
const Version = 1

// Evidence is what a run saw of one case. It holds no secrets and no values but
// the words of the API.
type Evidence struct {
	Version      int                     `json:"version"`
	Case         string                  `json:"case"`
	CaseVersion  int                     `json:"case_version"`
	Title        string                  `json:"title"`
	Outcome      contracts.Outcome       `json:"outcome"`
	Date         time.Time               `json:"date"`
	Target       string                  `json:"target"`
	Real         bool                    `json:"real"`
	Hosts        []contracts.Fingerprint `json:"hosts"`
	Observations []observe.Observation   `json:"observations"`
}

// Record writes a file for each case that came to a conclusion: in folder/real
// when the target was the real thing, in folder/mock or folder/other else, so
// that none overwrites what weighs more.
func Record(f *contracts.Findings, folder string) error {
	kind := "other"
	switch {
	case f.Real:
		kind = "real"
	case f.Mock:
		kind = "mock"
	}
	folder = filepath.Join(folder, kind)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var errs []error
	for _, r := range f.Results {
		if !slices.Contains([]contracts.Outcome{contracts.Pass, contracts.Fail, contracts.Expected}, r.Outcome) {
			continue
		}
		errs = append(errs, jsonfile.Write(filepath.Join(folder, r.ID+".json"), Evidence{
			Version: Version, Case: r.ID, CaseVersion: r.Version, Title: r.Title, Outcome: r.Outcome,
			Date:   f.Started.UTC().Truncate(time.Second),
			Target: f.Target, Real: f.Real, Hosts: f.Hosts, Observations: r.Observations,
		}))
	}
	return errors.Join(errs...)
}

// The statuses of a case.
const (
	Verified   = "verified"   // it passed on the real API
	Stale      = "stale"      // it did, but long ago, or what it asserts has changed since
	Refuted    = "refuted"    // it failed on the real API
	Unverified = "unverified" // nobody has run it there
	MockFact   = "mock only"  // nothing that could be verified: the mock's own choice
)

// A Verification says how well a case is proven.
type Verification struct {
	ID     string       `json:"id"`
	Title  string       `json:"title"`
	Basis  source.Basis `json:"basis"`
	Status string       `json:"status"`
	Date   time.Time    `json:"date,omitzero"` // of the evidence
	Why    string       `json:"why,omitempty"`
}

// Verify reads the evidence in a folder and tells how each case stands. Evidence
// older than maxAge at the time now is stale.
func Verify(cases []contracts.Case, folder string, now time.Time, maxAge time.Duration) ([]Verification, error) {
	var all []Verification
	for _, c := range cases {
		v := Verification{ID: c.ID, Title: c.Title, Basis: c.Basis(), Status: Unverified}
		if c.Basis().MockOnly() || slices.Contains(c.Needs, contracts.MockOnly) {
			v.Status = MockFact
		}
		e, err := readEvidence(filepath.Join(folder, "real", c.ID+".json"))
		if errors.Is(err, fs.ErrNotExist) {
			all = append(all, v)
			continue
		}
		if err != nil {
			return nil, err
		}
		v.Date = e.Date
		v.Status, v.Why = e.status(c, now, maxAge)
		all = append(all, v)
	}
	return all, nil
}

func (e Evidence) status(c contracts.Case, now time.Time, maxAge time.Duration) (status, why string) {
	real := e.Real && e.Case == c.ID && len(e.Hosts) > 0
	for _, h := range e.Hosts {
		real = real && (h.Real || !slices.Contains(contracts.VendorHosts, contracts.Host(h.Host)))
	}
	switch {
	case !real:
		return Unverified, "the evidence is not from the real hosts"
	case e.Outcome == contracts.Fail || e.Outcome == contracts.Expected:
		return Refuted, "it failed there"
	case e.CaseVersion != c.Version:
		return Stale, "the case has changed since"
	case now.Sub(e.Date) > maxAge:
		return Stale, fmt.Sprintf("older than %d days", int(maxAge.Hours()/24))
	}
	return Verified, ""
}

func readEvidence(file string) (Evidence, error) {
	var e Evidence
	b, err := os.ReadFile(file)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(b, &e); err != nil {
		return e, fmt.Errorf("%s: %w", file, err)
	}
	if e.Version != Version {
		return e, fmt.Errorf("%s: version %d of evidence, known is %d", file, e.Version, Version)
	}
	return e, nil
}
