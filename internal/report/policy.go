package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Progress is the way in which reports come to their end.
type Progress string

// The ways of a Policy.
const (
	After     Progress = "after"     // a duration on the clock: Takes
	Polls     Progress = "polls"     // that many times somebody sees it in progress
	ByHand    Progress = "hand"      // somebody says so
	Realistic Progress = "realistic" // minutes to two hours, by size
)

// A Policy says how long the reports that are asked for from now on take, and
// how they end. The zero Policy finishes them at once.
type Policy struct {
	Progress Progress      // empty means After
	Takes    time.Duration // of After: from asking to the end; whole milliseconds
	Polls    int           // of Polls: how often a report is seen IN_PROGRESS before its end
	Outcome  Status        // Finished, Failed or Expired; empty means Finished
}

// The bounds of a Policy.
const (
	maxTakes = 365 * 24 * time.Hour
	maxPolls = 1_000_000
)

// ErrPolicy is what setting a policy answers for one that cannot be.
var ErrPolicy = fmt.Errorf("policy")

// Check completes a policy, or says what is wrong with it by an ErrPolicy.
func (p Policy) Check() (Policy, error) {
	p.Progress, p.Outcome = cmp.Or(p.Progress, After), cmp.Or(p.Outcome, Finished)
	switch {
	case !slices.Contains(progresses, p.Progress):
		return p, fmt.Errorf("%w: progress %q is none of %q", ErrPolicy, clip(p.Progress), progresses)
	case !slices.Contains(outcomes, p.Outcome):
		return p, fmt.Errorf("%w: outcome %q is none of %q", ErrPolicy, clip(p.Outcome), outcomes)
	case p.Takes < 0 || p.Takes > maxTakes:
		return p, fmt.Errorf("%w: takes %v is not in 0s to %v", ErrPolicy, p.Takes, maxTakes)
	case p.Polls < 0 || p.Polls > maxPolls:
		return p, fmt.Errorf("%w: polls %d is not in 0 to %d", ErrPolicy, p.Polls, maxPolls)
	case p.Takes > 0 && p.Progress != After:
		return p, fmt.Errorf("%w: takes belongs to progress %q, not to %q", ErrPolicy, After, p.Progress)
	case p.Polls > 0 && p.Progress != Polls:
		return p, fmt.Errorf("%w: polls belongs to progress %q, not to %q", ErrPolicy, Polls, p.Progress)
	}
	return p, nil
}

// progresses and outcomes in the order that tokens remember them by. A token
// never holds Realistic: it has a duration when it is made.
var (
	progresses = []Progress{After, Polls, ByHand, Realistic}
	outcomes   = []Status{Finished, Failed, Expired}
)

// The documentation gives two hours as the longest that a report takes, and a
// client in production saw some ten minutes for small ones (docs/spec/reporting.md#limits).
const (
	shortest = 2 * time.Minute
	longest  = 2 * time.Hour
	// perRow is what a row adds; the most rows that a report of the default
	// world can have fill most of the two hours.
	perRow = 500 * time.Microsecond
)

// realistic is how long a report with at most so many rows takes: two minutes
// and half a second for each thousand rows, then by h, a hash of the request, up
// to half as long again; never more than two hours. The spread is ours.
func realistic(rows int, h uint64) time.Duration {
	takes := shortest + time.Duration(min(rows, int(longest/perRow)))*perRow
	takes += takes / 2 * time.Duration(h%1000) / 1000
	return min(takes, longest).Truncate(time.Millisecond)
}

// reservedPolicies are reserved values of the filter visitorDomainGroup, names that
// nobody can own: a report that has one ends so, whatever the policy says.
var reservedPolicies = map[string]Policy{
	"failed.invalid":  {Progress: After, Outcome: Failed},
	"expired.invalid": {Progress: After, Outcome: Expired},
	"endless.invalid": {Progress: ByHand, Outcome: Finished},
}

// Reserved lists the values of the filter visitorDomainGroup by which a request
// chooses its own end, each with the status that it stays in.
func Reserved() map[string]Status {
	all := map[string]Status{}
	for value, p := range reservedPolicies {
		all[value] = p.Outcome
		if p.Progress == ByHand {
			all[value] = InProgress
		}
	}
	return all
}
