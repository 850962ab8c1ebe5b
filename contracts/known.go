package contracts

import (
	"fmt"
	"slices"
)

// A Difference is a case that is known to fail, on mocks or on real targets.
type Difference struct {
	ID     string // of the case
	On     string // "mock" or "real"
	Reason string
	Since  string // the day it was entered, 2026-01-31
}

// Differences is the one table of them. An entry whose case passes is a failure
// of that case: the entry has to go.
//
// Nothing is on "real" while nobody has run the suite with real credentials.
var Differences = []Difference{}

// expected turns a failure that was announced into one that was expected, and a
// success that was not into a failure.
func (r *run) expected(res Result) Result {
	on := "real"
	if r.Target.Mock {
		on = "mock"
	}
	i := slices.IndexFunc(r.Known, func(d Difference) bool { return d.ID == res.ID && d.On == on })
	if i < 0 {
		return res
	}
	d := r.Known[i]
	switch res.Outcome {
	case Fail:
		res.Outcome, res.Reason = Expected, fmt.Sprintf("known since %s: %s", d.Since, d.Reason)
	case Pass:
		res.Outcome = Fail
		res.Failures = []Failure{{
			Expected: fmt.Sprintf("%s fails here since %s (%s), but it passes: take it out of the table of differences", d.ID,
				d.Since, d.Reason),
			Source: "contracts/known.go",
		}}
	}
	return res
}
