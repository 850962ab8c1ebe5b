package contracts

import (
	"cmp"
	"context"
	"fmt"
	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/dailymock/dailymock/contracts/internal/redact"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options say what runs, against what, and within which bounds. Only Target has
// to be there.
type Options struct {
	Target Target
	Cases  []Case    // in the order in which they run; contracts/cases has them all
	Serves []Surface // that the target must have; a live target must have all
	Allow  []Effect  // on a target that is no mock: Reads and Validates are always allowed

	FailFast      bool          // no case begins after one has failed
	Parallel      int           // cases at a time; zero means 1
	Timeout       time.Duration // for one case; zero means 30 seconds
	MinConclusive int           // fewer conclusive cases make the run inconclusive; zero means 1
	Budget        int           // requests in all; zero means no bound
	Pause         time.Duration // between two requests to a target that is no mock; zero means half a second
	PollGap       time.Duration // between two looks at a report; zero means 15 seconds, 3 on a mock
	RunID         string        // in titles of what is created; "" means "run"

	Reports *SavedReports // reports that were asked for; nil means a new one
	Start   bool          // ask for reports, and leave them for a run that resumes with Reports
	Ledger  *Ledger       // of what is created; nil means a new one

	Known    []Difference // nil means Differences
	Progress func(Result) // called as each case ends, one at a time; nil means nobody listens
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
		o.Time = wall{}
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

// A run is what all cases of one Run share.
type run struct {
	Options
	ctx    context.Context
	client *http.Client
	redact *redact.Redactor

	alone    sync.RWMutex // held whole by a case that runs alone
	spent    atomic.Int64
	failed   atomic.Bool
	progress sync.Mutex
	pace     sync.Mutex
	next     time.Time // when the next request may go out

	surfaces map[string]*surfaceState // by surface or host
	tokens   tokens
	places   places
	met      met
}

// Run runs the cases and tells how each ended, in their order. The error is
// about the options; what the target does wrong is in the findings.
func Run(ctx context.Context, o Options) (*Findings, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r := &run{Options: o, ctx: ctx, redact: &redact.Redactor{}, tokens: tokens{by: map[string]bearer{}},
		surfaces: map[string]*surfaceState{}}
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
	for place := range probes {
		r.surfaces[place] = &surfaceState{}
	}
	f := &Findings{Version: FindingsVersion, RunID: o.RunID, Target: o.Target.Name, Mock: o.Target.Mock,
		Started: o.Time.Now()}
	f.Results = patterns(r.all())
	f.Took = o.Time.Now().Sub(f.Started)
	f.Requests = int(r.spent.Load())
	f.Hosts, f.Real = r.met.verdict(o.Target)
	f.MinConclusive = max(o.MinConclusive, 1)
	f.count()
	return f, nil
}

// patterns makes failures of inconclusive results that have the same cause in at least two cases.
func patterns(results []Result) []Result {
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

// all runs the cases, several at a time.
func (r *run) all() []Result {
	results := make([]Result, len(r.Cases))
	turns := make(chan int)
	var workers sync.WaitGroup
	for range r.Parallel {
		workers.Go(func() {
			for i := range turns {
				results[i] = r.one(r.Cases[i])
				r.told(results[i])
			}
		})
	}
	for i := range r.Cases {
		turns <- i
	}
	close(turns)
	workers.Wait()
	return results
}

func (r *run) told(res Result) {
	if res.Outcome == Fail && res.Level != May {
		r.failed.Store(true)
	}
	if r.Progress != nil {
		r.progress.Lock()
		defer r.progress.Unlock()
		r.Progress(res)
	}
}

// one runs a case, or says why not.
func (r *run) one(c Case) Result {
	began := r.Time.Now()
	res := Result{
		ID: c.ID, Title: c.Title, Level: c.Level, Surface: c.Surface, Basis: c.Basis(), Source: c.Source(),
		Effect: c.Effect, Version: c.Version,
	}
	if reason := r.bars(c); reason != "" {
		res.Outcome, res.Reason = Skipped, reason
		return res
	}
	if c.Exclusive {
		r.alone.Lock()
		defer r.alone.Unlock()
	} else {
		r.alone.RLock()
		defer r.alone.RUnlock()
	}
	for _, place := range []string{string(c.Surface), string(c.ExtraHost)} {
		if t, ok := r.serves(place); !ok {
			t.fill(&res)
			return r.expected(res)
		}
	}
	t := r.play(c, c.Run)
	t.fill(&res)
	res.Requests, res.Observations = t.requests, t.seen.List()
	res.Took = r.Time.Now().Sub(began)
	return r.expected(res)
}

// bars is why a case may not run, or "".
func (r *run) bars(c Case) string {
	real := !r.Target.Mock
	switch {
	case r.ctx.Err() != nil:
		return "the run was ended"
	case r.FailFast && r.failed.Load():
		return "another case has failed"
	case real && c.Basis().MockOnly():
		return fmt.Sprintf("%s: it is asserted of a mock only", c.Basis())
	case real && !r.allows(c.Effect):
		return fmt.Sprintf("it %s; --allow %s lets it run", effectVerbs[c.Effect], c.Effect)
	}
	if n := r.Target.lacks(c); n != "" {
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

func (r *run) allows(e Effect) bool {
	return e == Reads || e == Validates || slices.Contains(r.Allow, e)
}

// play has a case, or a probe, do its work in a goroutine of its own, since it
// ends where it fails.
func (r *run) play(c Case, do func(*T)) *T {
	ctx, cancel := context.WithTimeout(r.ctx, r.Timeout)
	defer cancel()
	t := &T{Case: c, ctx: ctx, run: r, keys: r.Target.Keys(c.ID), tokens: map[string]bearer{}, seen: observe.Set{}}
	hideKeys(r.redact, t.keys)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("the case itself broke: %v", p)
			}
		}()
		do(t)
	}()
	<-done
	t.judge()
	return t
}

// fill copies how the case ended.
func (t *T) fill(res *Result) {
	res.Outcome, res.Reason, res.Failures, res.Notes = t.outcome, t.reason, t.failures, t.notes
	res.Cause, res.Passing, res.Retry, res.Information = t.cause, t.pause, t.retry, t.news
}

// judge says how the case ended.
func (t *T) judge() {
	switch {
	case len(t.failures) > 0:
		t.outcome, t.reason = Fail, ""
	case t.outcome == Inconclusive && t.Mock() && t.ctx.Err() == nil && t.run.budgetLeft():
		t.failures = []Failure{{Expected: t.Case.Title + ": a mock leaves nothing open, but: " + t.reason,
			Source: t.Case.Source()}}
		t.outcome = Fail
	case t.outcome != "":
	case t.requests == 0:
		t.failures = []Failure{{Expected: "a case looks at the target", Source: t.Case.Source()}}
		t.outcome = Fail
	default:
		t.outcome = Pass
	}
}

func (r *run) budgetLeft() bool { return r.Budget == 0 || r.spent.Load() < int64(r.Budget) }

// spend takes one request from the budget and waits for its turn.
func (r *run) spend(t *T) {
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
			t.Inconclusivef("the case ran out of time before its request went out")
		}
	}
}

func (r *run) gotConn(info httptrace.GotConnInfo) { r.met.connected(info) }

// meet writes down who answered.
func (r *run) meet(req *http.Request, resp *http.Response) { r.met.answered(req, resp) }

// surfaceState tells whether a target has a surface at all.
type surfaceState struct {
	once sync.Once
	t    *T
}

// serves looks once whether the target has a surface, or answers at a host. Where
// it does not, T says how the cases of it end.
func (r *run) serves(place string) (*T, bool) {
	state, ok := r.surfaces[place]
	if !ok {
		return nil, true
	}
	state.once.Do(func() {
		c := Case{ID: "probe-" + place, Title: "the target has " + place}
		state.t = r.play(c, func(t *T) {
			q := probes[place]
			q.AnyStatus = true
			a := t.Do(q)
			switch {
			case slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, a.Status):
				if r.expects(place) {
					t.Blockedf("%s is gone: %s%s responds %d", place, q.Host, q.Path, a.Status)
				}
				t.cause = place + " is not served"
				t.Skipf("the target does not serve %s: %s responds %d", place, q.Path, a.Status)
			case a.Status == http.StatusTooManyRequests || a.Status >= 500:
				t.outage(a)
			}
		})
	})
	return state.t, state.t.outcome == Pass
}

// expects reports whether a target must have a surface or host: the vendors' own hosts have all, any other target what
// it
// is said to serve.
func (r *run) expects(place string) bool {
	live := !r.Target.Mock && r.Target.Base == ""
	return live || slices.Contains(r.Serves, Surface(place))
}

// probes are requests that are answered by anything but 404 where a surface, or
// what is asked of a host, is there.
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
