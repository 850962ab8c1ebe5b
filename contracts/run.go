package contracts

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/dailymock/dailymock/contracts/internal/redact"
)

// Options configure a run. Only Target is required.
type Options struct {
	Target Target
	Cases  []Case    // in the order in which they run; contracts/cases has all of them
	Serves []Surface // surfaces that the target must serve; a live target must serve all
	Allow  []Effect  // permitted effects on a target other than a mock, besides Reads and Validates

	FailFast      bool          // skips all cases after a failure
	Parallel      int           // number of concurrent cases; zero means 1
	Timeout       time.Duration // for one case; zero means 30 seconds
	MinConclusive int           // the run is inconclusive with fewer conclusive cases; zero means 1
	Budget        int           // maximum number of requests; zero means unlimited
	Pause         time.Duration // between requests to a target other than a mock; zero means half a second
	PollGap       time.Duration // between status requests for a report; zero means 15 seconds, or 3 on a mock
	RunID         string        // part of the titles of created objects; "" means "run"

	Reports *SavedReports // reports requested so far; nil means an empty list
	Start   bool          // only requests reports; a later run resumes with Reports
	Ledger  *Ledger       // lists the created objects; nil means an empty ledger

	Known    []Difference // nil means Differences
	Progress func(Result) // called once for each finished case, never concurrently; optional
	Time     Timekeeper   // nil means real time
}

// The defaults of Options.
const (
	defaultTimeout = 30 * time.Second
	defaultPause   = 500 * time.Millisecond
	defaultPollGap = 15 * time.Second // as the vendor's samples poll (docs/spec/reporting.md#life-cycle)
	mockPollGap    = 3 * time.Second
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
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.RunID = cmp.Or(o.RunID, "run")
	if o.Reports == nil {
		o.Reports = &SavedReports{}
	}
	if o.Ledger == nil {
		o.Ledger = &Ledger{}
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

// A runner holds the state that the cases of one Run share.
type runner struct {
	Options
	ctx    context.Context
	client *http.Client
	redact *redact.Redactor

	exclusive sync.RWMutex // write-locked by an exclusive case
	spent     atomic.Int64
	failed    atomic.Bool
	progress  sync.Mutex
	pace      sync.Mutex
	next      time.Time // when the next request may be sent

	services map[string]*serviceState // by surface or host
	tokens   tokens
	asking   sync.Mutex // held while a case requests a report of a target other than a mock
	peers    peers
}

// Run runs the cases and returns their results in the same order. An error concerns the options; defects of the target
// are in the findings.
func Run(ctx context.Context, o Options) (*Findings, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r := &runner{Options: o, ctx: ctx, redact: &redact.Redactor{}, tokens: tokens{by: map[string]bearer{}},
		services: map[string]*serviceState{}}
	transport := o.Target.Transport
	if transport == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		defer own.CloseIdleConnections()
		transport = own
	}
	r.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for service := range probes {
		r.services[service] = &serviceState{}
	}
	f := &Findings{Version: FindingsVersion, RunID: o.RunID, Target: o.Target.Name, Mock: o.Target.Mock,
		Started: o.Time.Now()}
	f.Results = failRepeatedCauses(r.runAll())
	f.Took = o.Time.Now().Sub(f.Started)
	f.Requests = int(r.spent.Load())
	f.Hosts, f.Real = r.peers.fingerprints(o.Target)
	f.MinConclusive = max(o.MinConclusive, 1)
	f.count()
	return f, nil
}

// failRepeatedCauses turns inconclusive results into failures if at least two have the same cause.
func failRepeatedCauses(results []Result) []Result {
	times := map[string]int{}
	for _, r := range results {
		if r.Outcome == Inconclusive && r.Cause != "" {
			times[r.Cause]++
		}
	}
	for i, r := range results {
		if r.Outcome == Inconclusive && times[r.Cause] > 1 {
			results[i].Outcome, results[i].Passing = Fail, false
			results[i].Failures = []Failure{{Expected: r.Title + ": " + r.Cause + ": " + r.Reason, Source: r.Source}}
		}
	}
	return results
}

// runAll runs the cases, with Parallel workers.
func (r *runner) runAll() []Result {
	results := make([]Result, len(r.Cases))
	next := make(chan int)
	var workers sync.WaitGroup
	for range r.Parallel {
		workers.Go(func() {
			for i := range next {
				results[i] = r.runCase(r.Cases[i])
				r.notify(results[i])
			}
		})
	}
	for i := range r.Cases {
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

// notify records a failure for FailFast and calls Progress.
func (r *runner) notify(res Result) {
	if res.Outcome == Fail && res.Level != May {
		r.failed.Store(true)
	}
	if r.Progress != nil {
		r.progress.Lock()
		defer r.progress.Unlock()
		r.Progress(res)
	}
}

// runCase runs a case, or returns why it is skipped.
func (r *runner) runCase(c Case) Result {
	began := r.Time.Now()
	res := Result{
		ID: c.ID, Title: c.Title, Level: c.Level, Surface: c.Surface, Basis: c.Basis(), Source: c.Source(),
		Effect: c.Effect, Version: c.Version,
	}
	if reason := r.skipReason(c); reason != "" {
		res.Outcome, res.Reason = Skipped, reason
		return res
	}
	if c.Exclusive {
		r.exclusive.Lock()
		defer r.exclusive.Unlock()
	} else {
		r.exclusive.RLock()
		defer r.exclusive.RUnlock()
	}
	for _, service := range []string{string(c.Surface), string(c.ExtraHost)} {
		if t, ok := r.serves(service); !ok {
			t.fill(&res)
			return r.applyKnown(res)
		}
	}
	t := r.execute(c, c.Run)
	t.fill(&res)
	res.Requests, res.Observations = t.requests, t.seen.List()
	res.Took = r.Time.Now().Sub(began)
	return r.applyKnown(res)
}

// skipReason returns why a case must not run, or "".
func (r *runner) skipReason(c Case) string {
	real := !r.Target.Mock
	switch {
	case r.ctx.Err() != nil:
		return "the run was ended"
	case r.FailFast && r.failed.Load():
		return "another case has failed"
	case real && c.Basis().MockOnly():
		return fmt.Sprintf("%s: the case runs against mocks only", c.Basis())
	case real && !r.allows(c.Effect):
		return fmt.Sprintf("it %s; --allow %s lets it run", effectVerbs[c.Effect], c.Effect)
	}
	if n := r.Target.missing(c); n != "" {
		return "it needs " + string(n)
	}
	if r.Start && c.Effect != CreatesReport {
		return "only reports are asked for at the start of a run in two parts"
	}
	return ""
}

var effectVerbs = map[Effect]string{
	CreatesReport: "asks for a report", Uploads: "uploads", Deletes: "deletes", SignsOut: "ends sessions of the user",
	FailsLogin: "signs in with a wrong password",
}

func (r *runner) allows(e Effect) bool {
	return e == Reads || e == Validates || slices.Contains(r.Allow, e)
}

// execute runs a case or a probe in a new goroutine, since FailNow ends the goroutine.
func (r *runner) execute(c Case, do func(*T)) *T {
	ctx, cancel := context.WithTimeout(r.ctx, r.Timeout)
	defer cancel()
	t := &T{Case: c, ctx: ctx, runner: r, keys: r.Target.Keys(c.ID), tokens: map[string]bearer{}, seen: observe.Set{}}
	hideKeys(r.redact, t.keys)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("the case panicked: %v", p)
			}
		}()
		do(t)
	}()
	<-done
	t.conclude()
	return t
}

// fill copies the outcome of the case to a result.
func (t *T) fill(res *Result) {
	res.Outcome, res.Reason, res.Failures, res.Notes = t.outcome, t.reason, t.failures, t.notes
	res.Cause, res.Passing, res.Retry, res.Information = t.cause, t.temporary, t.retry, t.information
}

// conclude sets the outcome of the case after it has run.
func (t *T) conclude() {
	switch {
	case len(t.failures) > 0:
		t.outcome, t.reason = Fail, ""
	case t.outcome == Inconclusive && t.Mock() && t.ctx.Err() == nil && t.runner.budgetLeft():
		t.failures = []Failure{{Expected: t.Case.Title + ": inconclusive against a mock: " + t.reason,
			Source: t.Case.Source()}}
		t.outcome = Fail
	case t.outcome != "":
	case t.requests == 0:
		t.failures = []Failure{{Expected: "the case sends a request", Source: t.Case.Source()}}
		t.outcome = Fail
	default:
		t.outcome = Pass
	}
}

func (r *runner) budgetLeft() bool { return r.Budget == 0 || r.spent.Load() < int64(r.Budget) }

// spend counts a request against the budget and waits until it may be sent.
func (r *runner) spend(t *T) {
	if n := r.spent.Add(1); r.Budget > 0 && n > int64(r.Budget) {
		r.spent.Add(-1)
		t.Laterf(0, "the budget of %d requests is spent", r.Budget)
	}
	if r.Pause == 0 {
		return
	}
	r.pace.Lock()
	now := r.Time.Now()
	wait := r.next.Sub(now)
	r.next = now.Add(max(wait, 0) + r.Pause)
	r.pace.Unlock()
	if wait > 0 {
		if err := r.Time.Sleep(t.ctx, wait); err != nil {
			t.Inconclusivef("the case timed out before its request was sent")
		}
	}
}

// A serviceState holds the result of the probe of a surface or host.
type serviceState struct {
	once sync.Once
	t    *T
}

// serves probes a surface or host once and reports whether the target serves it. If not, the returned T has the outcome
// of its cases.
func (r *runner) serves(service string) (*T, bool) {
	state, ok := r.services[service]
	if !ok {
		return nil, true
	}
	state.once.Do(func() {
		c := Case{ID: "probe-" + service, Title: "the target serves " + service}
		state.t = r.execute(c, func(t *T) {
			q := probes[service]
			q.AnyStatus = true
			a := t.Do(q)
			switch {
			case slices.Contains(absent, a.Status):
				if r.expects(service) {
					t.Blockedf("%s is gone: %s%s responds %d", service, q.Host, q.Path, a.Status)
				}
				t.cause = service + " is not served"
				t.Skipf("the target does not serve %s: %s responds %d", service, q.Path, a.Status)
			case a.Status == http.StatusTooManyRequests || a.Status >= 500:
				t.outage(a)
			}
		})
	})
	return state.t, state.t.outcome == Pass
}

// absent lists the statuses that a probe receives where a surface is not served.
var absent = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}

// expects reports whether the target must serve a surface or host: a live target must serve all, any other target those
// in Serves.
func (r *runner) expects(service string) bool {
	live := !r.Target.Mock && r.Target.Base == ""
	return live || slices.Contains(r.Serves, Surface(service))
}

// probes holds a request for each surface or host. A target that serves it responds with a status that is not in
// absent.
var probes = map[string]Request{
	string(OAuth): {Method: http.MethodPost, Host: Partner, Path: "/oauth/v1/token", Form: map[string][]string{}},
	string(Reporting): {Method: http.MethodPost, Host: Partner, Path: "/graphql",
		JSON: map[string]any{"query": "{__typename}"}},
	string(REST):    {Host: Data, Path: "/echo?message=contract"},
	string(MCN):     {Host: Data, Path: "/echo?message=contract"},
	string(DynTube): {Host: Stats, Path: "/v1/logs/data"},
	string(Site):    {Host: Site, Path: "/oauth/authorize?response_type=code"},
	string(Data):    {Method: http.MethodPost, Host: Data, Path: "/oauth/token", Form: map[string][]string{}},
}
