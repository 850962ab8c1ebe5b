package contracts

import (
	"fmt"
	"slices"
	"time"
)

// A Difference announces a case that fails, on mocks or on other targets, or a change since earlier runs.
type Difference struct {
	ID     string // of the case; "" for a change
	Where  string // the route and member of a change, as findings show it; "" for a case
	On     string // "mock" or "real"; "" means both
	Until  string // the last day on which it is accepted; "" means no limit
	Reason string
	Since  string // the day it was added, such as 2026-01-31
}

func (d Difference) text() string {
	if d.Until != "" {
		return "accepted until " + d.Until
	}
	return "known since " + d.Since
}

// Differences lists the known differences. If the case of an entry passes, it is reported as failed until the entry is
// removed. There are no entries on "real" until the suite has run with real credentials.
var Differences = []Difference{}

// A known lists the differences of a run.
type known struct {
	all  []Difference
	mock bool
	now  func() time.Time
}

// apply returns the result after known differences: an announced failure becomes Expected, and a pass of an announced
// case becomes a failure.
func (k known) apply(res Result) Result {
	on := "real"
	if k.mock {
		on = "mock"
	}
	i := slices.IndexFunc(k.all, func(d Difference) bool { return d.ID == res.ID && (d.On == on || d.On == "") })
	if i < 0 {
		return res
	}
	d := k.all[i]
	switch res.Outcome {
	case Fail:
		if d.Until != "" && k.now().Format(time.DateOnly) > d.Until {
			res.Notes = append(res.Notes, "it was accepted until "+d.Until+": "+d.Reason)
			return res
		}
		res.Outcome, res.Reason = Expected, d.text()+": "+d.Reason
	case Pass:
		res.Outcome = Fail
		res.Failures = []Failure{{
			Expected: fmt.Sprintf("%s is a known difference (%s: %s), but it passes: remove the entry", d.ID, d.text(),
				d.Reason),
			Source: "contracts/known.go",
		}}
	}
	return res
}
