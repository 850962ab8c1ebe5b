package contracts

import (
	"fmt"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/provenance"
	"github.com/dailymock/dailymock/internal/source"
)

// An Outcome tells how a case ended.
type Outcome string

// The outcomes. Expected is a failure that a known Difference predicts.
const (
	Pass         Outcome = "pass"
	Fail         Outcome = "fail"
	Expected     Outcome = "expected-failure"
	Skipped      Outcome = "skipped"
	Inconclusive Outcome = "inconclusive"
)

// Outcomes lists the outcomes in the order of the summary.
var Outcomes = []Outcome{Pass, Fail, Expected, Skipped, Inconclusive}

// A Result holds the outcome of one case and its reasons.
type Result struct {
	ID           string                `json:"id"`
	Title        string                `json:"title"`
	Level        Level                 `json:"level"`
	Surface      Surface               `json:"surface"`
	Basis        source.Basis          `json:"basis"`
	Source       string                `json:"source"`
	Effect       Effect                `json:"effect"`
	Version      int                   `json:"version,omitempty"`
	Outcome      Outcome               `json:"outcome"`
	Reason       string                `json:"reason,omitempty"`     // of skipped, inconclusive and expected
	Cause        string                `json:"cause,omitempty"`      // shared with other cases that it stopped
	Passing      bool                  `json:"passing,omitempty"`    // inconclusive for a temporary reason
	Retry        time.Time             `json:"retry,omitzero"`       // when to run the case again
	LastPassed   time.Time             `json:"last_passed,omitzero"` // of a case that fails, in earlier runs
	Failures     []Failure             `json:"failures,omitempty"`
	Notes        []string              `json:"notes,omitempty"`
	Information  []string              `json:"information,omitempty"` // additions and deprecations
	Requests     int                   `json:"requests"`
	Took         time.Duration         `json:"took_ns"`
	Observations []observe.Observation `json:"-"` // for Record
}

// A Failure describes an assertion that failed.
type Failure struct {
	Expected string `json:"expected"`       // the title of the case and the assertion that failed
	Got      string `json:"got,omitempty"`  // the response, without secrets
	Source   string `json:"source"`         // the documentation of the expected behaviour
	Curl     string `json:"curl,omitempty"` // sends the request again; secrets are variables
}

// A Lost case had a result in an earlier run and has none in this one.
type Lost struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Last   time.Time `json:"last"` // when it last had a result
	Reason string    `json:"reason"`
}

// A Changed says what differs from earlier runs, or threatens to. One that may break a client fails the run.
type Changed struct {
	What   string    `json:"what"`            // one sentence
	Where  string    `json:"where"`           // host, route and member
	Class  string    `json:"class"`           // "breaking" or "dangerous"
	Since  time.Time `json:"since,omitzero"`  // the last run that saw otherwise
	Advice string    `json:"advice"`          // what a client should do
	Cases  []string  `json:"cases,omitempty"` // ids of the cases that saw it, if it concerns some
}

// FindingsVersion numbers the JSON format of Findings, which findings.schema.json describes.
const FindingsVersion = 2

// Findings holds the results of a run.
type Findings struct {
	Version       int                      `json:"version"`
	RunID         string                   `json:"run"`
	Target        string                   `json:"target"`
	Mock          bool                     `json:"mock"`
	Real          bool                     `json:"real"` // the run reached a vendor's host over TLS, without a doubt
	Hosts         []provenance.Fingerprint `json:"hosts"`
	Started       time.Time                `json:"started"`
	Took          time.Duration            `json:"took_ns"`
	Requests      int                      `json:"requests"`
	MinConclusive int                      `json:"min_conclusive,omitempty"`
	Counts        map[Outcome]int          `json:"counts"`
	Rights        []string                 `json:"rights,omitempty"`      // what the credentials may do
	Information   []string                 `json:"information,omitempty"` // additions since earlier runs
	Changed       []Changed                `json:"changed,omitempty"`
	Lost          []Lost                   `json:"lost,omitempty"`
	Results       []Result                 `json:"results"`
}

func (f *Findings) count() {
	f.Counts = map[Outcome]int{}
	for _, o := range Outcomes {
		f.Counts[o] = 0
	}
	for _, r := range f.Results {
		f.Counts[r.Outcome]++
	}
}

// expiries adds certificates that expire soon. Most are renewed a month before.
func (f *Findings) expiries(now time.Time) {
	const soon = 14 * 24 * time.Hour
	for _, h := range f.Hosts {
		if !h.Expires.IsZero() && h.Expires.Sub(now) < soon {
			f.Changed = append(f.Changed, Changed{Where: h.Host, Class: "dangerous",
				What:   h.Host + ": the certificate expires on " + h.Expires.Format(time.DateTime) + " UTC",
				Advice: "expect refused connections from then on, unless it is renewed"})
		}
	}
}

// Blocked returns the ids of the failed cases with a cause; none if cause is empty.
func (f *Findings) Blocked(cause string) []string {
	var ids []string
	for _, r := range f.Results {
		if cause != "" && r.Cause == cause && r.Outcome == Fail {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// The exit statuses of a run.
const (
	StatusFine         = 0
	StatusFailed       = 1
	StatusInconclusive = 3
)

// Status returns the exit status of a run: 1 if a case is lost or failed and is not a probe, or if something changed, 3
// if fewer than MinConclusive cases were conclusive, else 0.
func (f *Findings) Status() int {
	if len(f.Lost) > 0 || len(f.Changed) > 0 {
		return StatusFailed
	}
	conclusive := 0
	for _, r := range f.Results {
		switch r.Outcome {
		case Fail:
			if r.Level != May {
				return StatusFailed
			}
			conclusive++
		case Pass, Expected:
			conclusive++
		}
	}
	if conclusive < max(f.MinConclusive, 1) {
		return StatusInconclusive
	}
	return StatusFine
}

// Line returns the result in one line.
func (r Result) Line() string {
	line := fmt.Sprintf("%-16s %s  %s", r.Outcome, r.ID, r.Title)
	if r.Reason != "" {
		line += ": " + r.Reason
	}
	if !r.Retry.IsZero() {
		line += "; try again after " + r.Retry.Format(time.DateTime) + " UTC"
	}
	return line
}

// Summary returns one line for the run.
func (f *Findings) Summary() string {
	var parts []string
	for _, o := range Outcomes {
		if n := f.Counts[o]; n > 0 || o == Pass || o == Fail {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	kind := "not the real thing"
	switch {
	case f.Mock:
		kind = "a mock"
	case f.Real:
		kind = "the real thing"
	}
	return fmt.Sprintf("%s (%s): %s; %d requests in %s", f.Target, kind, strings.Join(parts, ", "), f.Requests,
		f.Took.Round(time.Millisecond))
}
