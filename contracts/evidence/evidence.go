// Package evidence records the results of contract runs, and reports which cases are verified by them.
package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/provenance"
	"github.com/dailymock/dailymock/internal/bounded"
)

// Version numbers the JSON format of Run.
const Version = 2

// A Run records one run. It contains no secrets, and no values except constants of the API.
type Run struct {
	Version int                      `json:"version"`
	ID      string                   `json:"run"`
	Date    time.Time                `json:"date"`
	Target  string                   `json:"target"`
	Real    bool                     `json:"real"`
	Hosts   []provenance.Fingerprint `json:"hosts"`
	Cases   []Case                   `json:"cases"`
}

// A Case records a case that had a result.
type Case struct {
	ID           string                `json:"case"`
	Version      int                   `json:"case_version"`
	Title        string                `json:"title"`
	Outcome      contracts.Outcome     `json:"outcome"`
	Milliseconds int64                 `json:"took_ms,omitempty"` // of real time
	Observations []observe.Observation `json:"observations"`
}

// kind returns the folder of a run, which separates runs against mocks and against the real APIs.
func kind(f *contracts.Findings) string {
	switch {
	case f.Real:
		return "real"
	case f.Mock:
		return "mock"
	}
	return "other"
}

// Record writes a run to a new file in folder/real, folder/mock or folder/other. It returns an error if the file
// exists.
func Record(f *contracts.Findings, folder string) error {
	r := Of(f)
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	folder = filepath.Join(folder, kind(f))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	name := filepath.Join(folder, r.Date.Format("20060102T150405Z")+"-"+f.RunID+".json")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(append(b, '\n'))
	return errors.Join(err, file.Close())
}

// Of returns what findings record as evidence.
func Of(f *contracts.Findings) Run {
	r := Run{
		Version: Version, ID: f.RunID, Date: f.Started.UTC().Truncate(time.Millisecond),
		Target: f.Target, Real: f.Real, Hosts: f.Hosts, Cases: []Case{},
	}
	for _, c := range f.Results {
		if conclusive(c.Outcome) {
			r.Cases = append(r.Cases, Case{c.ID, c.Version, c.Title, c.Outcome, c.Took.Milliseconds(), c.Observations})
		}
	}
	return r
}

func conclusive(o contracts.Outcome) bool {
	return o == contracts.Pass || o == contracts.Fail || o == contracts.Expected
}

// History returns the runs in the files of a folder, the oldest first.
func History(folder string) ([]Run, error) {
	names, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var runs []Run
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".json") {
			continue
		}
		var r Run
		file := filepath.Join(folder, n.Name())
		b, err := bounded.ReadFile(file, bounded.State)
		if err == nil {
			err = json.Unmarshal(b, &r)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if r.Version != Version {
			return nil, fmt.Errorf("%s: version %d of evidence, need %d", file, r.Version, Version)
		}
		runs = append(runs, r)
	}
	slices.SortStableFunc(runs, func(a, b Run) int { return a.Date.Compare(b.Date) })
	return runs, err
}

// Earlier returns the runs in a folder that are of the same kind as findings, the oldest first.
func Earlier(f *contracts.Findings, folder string) ([]Run, error) {
	return History(filepath.Join(folder, kind(f)))
}

// Compare adds a comparison with earlier runs of the same kind to findings: when a failed case last passed, and which
// cases had a result then and have none now, unless the reason is temporary.
func Compare(f *contracts.Findings, folder string) error {
	runs, err := Earlier(f, folder)
	if err != nil {
		return err
	}
	passed, decided := map[string]time.Time{}, map[string]time.Time{}
	for _, r := range runs {
		for _, c := range r.Cases {
			decided[c.ID] = r.Date
			if c.Outcome == contracts.Pass {
				passed[c.ID] = r.Date
			}
		}
	}
	for i, r := range f.Results {
		open := r.Outcome == contracts.Inconclusive && !r.Passing || r.Outcome == contracts.Skipped && r.Cause != ""
		switch last := decided[r.ID]; {
		case r.Outcome == contracts.Fail:
			f.Results[i].LastPassed = passed[r.ID]
		case open && !last.IsZero():
			f.Lost = append(f.Lost, contracts.Lost{ID: r.ID, Title: r.Title, Last: last, Reason: r.Reason})
		}
	}
	return nil
}

// The statuses of a case.
const (
	Verified   = "verified"   // passed against the real API
	Stale      = "stale"      // passed long ago, or before the case changed
	Refuted    = "refuted"    // failed against the real API
	Unverified = "unverified" // has no result from the real API
	MockFact   = "mock only"  // tests a choice of the mock, which the real API cannot verify
)

// A Verification tells whether the evidence verifies a case.
type Verification struct {
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	Basis  contracts.Basis `json:"basis"`
	Status string          `json:"status"`
	Date   time.Time       `json:"date,omitzero"` // of the evidence
	Why    string          `json:"why,omitempty"`
}

// Verify reads the runs in a folder and returns the status of each case by the last run with a result. Evidence older
// than maxAge at the time now is stale.
func Verify(cases []contracts.Case, folder string, now time.Time, maxAge time.Duration) ([]Verification, error) {
	runs, err := History(filepath.Join(folder, "real"))
	if err != nil {
		return nil, err
	}
	var all []Verification
	for _, c := range cases {
		v := Verification{ID: c.ID, Title: c.Title, Basis: c.Basis(), Status: Unverified}
		if c.Basis().MockOnly() || slices.Contains(c.Needs, contracts.MockOnly) {
			v.Status = MockFact
		}
		for _, r := range runs {
			i := slices.IndexFunc(r.Cases, func(e Case) bool { return e.ID == c.ID })
			if i >= 0 {
				v.Date = r.Date
				v.Status, v.Why = r.status(c, r.Cases[i], now, maxAge)
			}
		}
		all = append(all, v)
	}
	return all, nil
}

func (r Run) status(c contracts.Case, e Case, now time.Time, maxAge time.Duration) (status, why string) {
	real := r.Real && len(r.Hosts) > 0
	for _, h := range r.Hosts {
		real = real && (h.Real || !slices.Contains(contracts.VendorHosts, contracts.Host(h.Host)))
	}
	switch {
	case !real:
		return Unverified, "the evidence is not from the real hosts"
	case e.Outcome == contracts.Fail || e.Outcome == contracts.Expected:
		return Refuted, "it failed there"
	case e.Version != c.Version:
		return Stale, "the case has changed since"
	case now.Sub(r.Date) > maxAge:
		return Stale, fmt.Sprintf("older than %d days", int(maxAge.Hours()/24))
	}
	return Verified, ""
}
