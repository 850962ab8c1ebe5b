package contracts

import (
	"fmt"
	"slices"
	"time"
)

// A Difference is a case that is known to fail, on mocks or on real targets.
type Difference struct {
	ID     string // of the case
	On     string // "mock" or "real"; "" means both
	Until  string // the last day on which it is accepted; "" means any
	Reason string
	Since  string // the day it was entered, 2026-01-31
}

func (d Difference) text() string {
	if d.Until != "" {
		return "accepted until " + d.Until
	}
	return "known since " + d.Since
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
	i := slices.IndexFunc(r.Known, func(d Difference) bool { return d.ID == res.ID && (d.On == on || d.On == "") })
	if i < 0 {
		return res
	}
	d := r.Known[i]
	switch res.Outcome {
	case Fail:
		if d.Until != "" && r.Time.Now().Format(time.DateOnly) > d.Until {
			res.Notes = append(res.Notes, "it was accepted until "+d.Until+": "+d.Reason)
			return res
		}
		res.Outcome, res.Reason = Expected, d.text()+": "+d.Reason
	case Pass:
		res.Outcome = Fail
		res.Failures = []Failure{
			{
				Expected: fmt.Sprintf(
					"%s is a known difference (%s: %s), but it passes: remove the entry",
					d.ID,
					d.text(),
					d.Reason,
				),
				Source: "contracts/known.go",
			},
		}
	}
	return res
}
