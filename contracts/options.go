package contracts

import (
	"cmp"
	"context"
	"time"

	"github.com/dailymock/dailymock/contracts/ledger"
)

// Options configure a run. Only Target is required.
type Options struct {
	Target Target
	Cases  []Case    // in the order in which they run; contracts/cases has all of them
	Serves []Surface // surfaces that the target must serve; a live target must serve all
	Allow  []Effect  // permitted effects on a target other than a mock, besides Reads and Validates

	FailFast      bool          // skips all cases after a failure
	Parallel      int           // number of concurrent cases; zero means 1
	Timeout       time.Duration // for one case; zero means 30 seconds, or 3 minutes on a mock that must not be advanced
	MinConclusive int           // the run is inconclusive with fewer conclusive cases; zero means 1
	Budget        int           // maximum number of requests; zero means unlimited
	Pause         time.Duration // between requests to a target other than a mock; zero means half a second
	PollGap       time.Duration // between status requests for a report; zero means 15 seconds, or less on a mock
	RunID         string        // part of the titles of created objects; "" means "run"

	Reports *ledger.Reports // reports requested so far; nil means an empty list
	Start   bool            // only requests reports; a later run resumes with Reports
	Ledger  *ledger.Ledger  // lists the created objects; nil means an empty ledger

	Known    []Difference   // nil means Differences
	Before   func([]string) // called before the first case with what the credentials may do, unless it is a mock; optional
	Progress func(Result)   // called once for each finished case, never concurrently; optional
	Time     Timekeeper     // nil means real time
}

// The defaults of Options.
const (
	defaultTimeout = 30 * time.Second
	sharedTimeout  = 3 * time.Minute // on a mock whose clock must not be advanced, so that cases wait in real time
	defaultPause   = 500 * time.Millisecond
	defaultPollGap = 15 * time.Second // as the vendor's samples poll (docs/spec/reporting.md#life-cycle)
	mockPollGap    = 3 * time.Second
	sharedPollGap  = 300 * time.Millisecond
)

func (o Options) complete() (Options, error) {
	var err error
	if o.Target, err = o.Target.Check(); err != nil {
		return o, err
	}
	if o.Known == nil {
		o.Known = Differences
	}
	if o.Time == nil {
		o.Time = systemClock{}
	}
	o.Parallel = max(o.Parallel, 1)
	if o.Target.shared() {
		o.Timeout, o.PollGap = cmp.Or(o.Timeout, sharedTimeout), cmp.Or(o.PollGap, sharedPollGap)
	}
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.RunID = cmp.Or(o.RunID, "run")
	if o.Reports == nil {
		o.Reports = &ledger.Reports{}
	}
	if o.Ledger == nil {
		o.Ledger = &ledger.Ledger{}
	}
	if o.Target.Mock {
		o.PollGap = cmp.Or(o.PollGap, mockPollGap)
		o.Pause = 0
	}
	o.PollGap = cmp.Or(o.PollGap, defaultPollGap)
	if !o.Target.Mock {
		o.Pause = cmp.Or(o.Pause, defaultPause)
	}
	return o, nil
}

// A Timekeeper tells the local time, by which a run waits, limits its rate and dates its evidence. The target has
// another clock.
type Timekeeper interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error // returns the context's error if it ends first
}

// systemClock is a Timekeeper in real time. Nothing else in the package reads the system clock.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now().UTC() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
