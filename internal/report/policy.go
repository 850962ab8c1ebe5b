package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// A Progress says what makes a report end.
type Progress string

// The values of Policy.Progress.
const (
	After     Progress = "after"     // the duration Takes has passed
	Polls     Progress = "polls"     // clients have polled it Polls times
	ByHand    Progress = "hand"      // Engine.End ends it
	Realistic Progress = "realistic" // two minutes to two hours have passed, by size
)

// A Policy says how long a report takes and how it ends. The zero Policy finishes it at once.
type Policy struct {
	Progress Progress      // empty means After
	Takes    time.Duration // with After: from Ask to the end, in whole milliseconds
	Polls    int           // with Polls: how many polls return IN_PROGRESS before the end
	Outcome  Status        // Finished, Failed or Expired; empty means Finished
}

// The bounds of a Policy.
const (
	maxTakes = 365 * 24 * time.Hour
	maxPolls = 1_000_000
)

// ErrPolicy is wrapped by errors about an invalid policy.
var ErrPolicy = fmt.Errorf("policy")

// Check fills in the defaults. The error wraps ErrPolicy and says what is wrong.
func (p Policy) Check() (Policy, error) {
	p.Progress, p.Outcome = cmp.Or(p.Progress, After), cmp.Or(p.Outcome, Finished)
	switch {
	case !slices.Contains(progresses, p.Progress):
		return p, fmt.Errorf("%w: unknown progress %q; known values: %q", ErrPolicy, edition.Clip(p.Progress), progresses)
	case !slices.Contains(outcomes, p.Outcome):
		return p, fmt.Errorf("%w: unknown outcome %q; known values: %q", ErrPolicy, edition.Clip(p.Outcome), outcomes)
	case p.Takes < 0 || p.Takes > maxTakes:
		return p, fmt.Errorf("%w: takes is %v, must be from 0s to %v", ErrPolicy, p.Takes, maxTakes)
	case p.Polls < 0 || p.Polls > maxPolls:
		return p, fmt.Errorf("%w: polls is %d, must be from 0 to %d", ErrPolicy, p.Polls, maxPolls)
	case p.Takes > 0 && p.Progress != After:
		return p, fmt.Errorf("%w: takes is valid only with progress %q, not with %q", ErrPolicy, After, p.Progress)
	case p.Polls > 0 && p.Progress != Polls:
		return p, fmt.Errorf("%w: polls is valid only with progress %q, not with %q", ErrPolicy, Polls, p.Progress)
	}
	return p, nil
}

// Tokens store an index of these lists. They never store Realistic, which becomes a duration when the report starts.
var (
	progresses = []Progress{After, Polls, ByHand, Realistic}
	outcomes   = []Status{Finished, Failed, Expired}
)

// The documentation says that a report takes two hours at most, and a client in production saw some ten minutes for
// small ones (docs/spec/reporting.md#life-cycle).
const (
	shortest = 2 * time.Minute
	longest  = 2 * time.Hour
	// perRow is added for each row; the largest report of the default world takes most of the two hours.
	perRow = 500 * time.Microsecond
)

// realistic returns how long a report with at most so many rows takes: two minutes and half a second for each thousand
// rows, then up to half as long again, by h, a hash of the request; two hours at most. The spread is ASSUMED.
func realistic(rows int, h uint64) time.Duration {
	takes := shortest + time.Duration(min(rows, int(longest/perRow)))*perRow
	takes += takes / 2 * time.Duration(h%1000) / 1000
	return min(takes, longest).Truncate(time.Millisecond)
}

// reservedPolicies are the policies of reserved values of the filter visitorDomainGroup, which no one can own. They win
// over the policy of the key.
var reservedPolicies = map[string]Policy{
	"failed.invalid":  {Progress: After, Outcome: Failed},
	"expired.invalid": {Progress: After, Outcome: Expired},
	"endless.invalid": {Progress: ByHand, Outcome: Finished},
}
