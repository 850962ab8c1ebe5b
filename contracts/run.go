// Package contracts tests what clients rely on in Dailymotion's partner APIs and DynTube's analytics. Its cases run
// against the mock, a staging system or the real APIs.
//
//	target := contracts.Target{Name: "staging", Base: "https://staging.example", Keys: keys}
//	found, err := contracts.Run(ctx, contracts.Options{Target: target, Cases: cases.All()})
//	render.Text(os.Stdout, found, false)
//	os.Exit(found.Status())
//
// # Sources of a case
//
// Each case names the statements that it relies on, by their ids in statement/statements.txt. A statement has a basis:
// DOCUMENTED, OBSERVED, ENGINE or ASSUMED. The basis of a case is that of its weakest statement. Cases based on
// ASSUMED or ENGINE run against mocks only. statement/uncovered.md lists the statements without a case, with the
// reason.
//
// # Limits of a case
//
// A case uses the network only through its T, which applies the limits, the redaction and the request budget and
// records the servers that responded. Against a target other than a mock, a case only reads or sends invalid requests,
// unless Options.Allow permits other effects.
//
// # Outcomes
//
// A case passes, fails, is skipped with a reason, or is inconclusive: the target did not respond, had an outage or
// refused the credentials, or the budget was spent. A run without a conclusive case is not a success.
package contracts

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/provenance"
)

// A runner runs the cases of one Run.
type runner struct {
	Options
	*session
	known  known
	rights rights

	exclusive sync.RWMutex // write-locked by an exclusive case
	failed    atomic.Bool
	progress  sync.Mutex
	services  map[string]*serviceState // by surface or host
}

// Run runs the cases and returns their results in the same order. An error concerns the options; defects of the target
// are in the findings.
func Run(ctx context.Context, o Options) (*Findings, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r := &runner{Options: o, known: known{o.Known, o.Target.Mock, o.Time.Now}, services: map[string]*serviceState{}}
	r.session = &session{
		ctx: ctx, target: o.Target, peers: provenance.Peers{Vendors: vendorHosts()}, runID: o.RunID, allow: o.Allow,
		time: o.Time, reports: o.Reports, ledger: o.Ledger, start: o.Start, pollGap: o.PollGap, pause: o.Pause,
		budget: o.Budget, tokens: tokens{by: map[string]bearer{}}, reads: reads{by: map[string]read{}},
	}
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
	r.services[string(MCN)] = r.services[string(REST)]
	f := &Findings{Version: FindingsVersion, RunID: o.RunID, Target: o.Target.Name, Mock: o.Target.Mock,
		Started: o.Time.Now()}
	if !o.Target.Mock {
		r.findRights()
		f.Rights = r.rights.lines
		if o.Before != nil {
			o.Before(f.Rights)
		}
	}
	results := r.runAll()
	r.again(results)
	f.Results = failRepeatedCauses(results)
	f.Took = o.Time.Now().Sub(f.Started)
	f.Requests = int(r.spent.Load())
	f.Hosts, f.Real = r.peers.Fingerprints(o.Target.doubt())
	f.expiries(o.Time.Now())
	f.MinConclusive = max(o.MinConclusive, 1)
	f.count()
	return f, nil
}

// again runs the cases once more that had no result on a target other than a mock, so that a response that fails once
// loses no case. Those that create something or wait for a quota are left, and those whose reason another case still
// has.
func (r *runner) again(results []Result) {
	still := map[string]bool{}
	for i, old := range results {
		c := r.Cases[i]
		retried := old.Outcome == Inconclusive && old.Retry.IsZero() && old.Cause == "" && !still[old.Reason]
		harmless := c.Effect == Reads || c.Effect == Validates
		if !retried || !harmless || r.Target.Mock || r.skipReason(c) != "" || !r.budgetLeft() {
			continue
		}
		results[i] = r.runCase(c)
		results[i].Requests += old.Requests
		still[results[i].Reason] = results[i].Outcome == Inconclusive
	}
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
	for _, last := range []bool{false, true} {
		for i := range r.Cases {
			if r.Cases[i].Last == last {
				next <- i
			}
		}
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
			return r.known.apply(res)
		}
	}
	began := r.Time.Now() // after the cases that ran alone
	t := r.execute(c, c.Run)
	t.fill(&res)
	if res.Requests = t.requests; !c.Unrecorded {
		res.Observations = t.seen.List()
	}
	res.Took = r.Time.Now().Sub(began)
	return r.known.apply(res)
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
	case real && !c.Effect.in(r.Allow):
		return fmt.Sprintf("it %s; --allow %s lets it run", effectVerbs[c.Effect], c.Effect)
	}
	switch n := r.Target.missing(c.ID, c.Needs); {
	case n == Clock && r.Target.Mock:
		return "it advances the clock of the mock; --allow moves-clock lets it run"
	case n != "":
		return "it needs " + string(n)
	}
	if reason := r.rights.lacks(c); reason != "" {
		return reason
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

// execute runs a case or a probe.
func (r *runner) execute(c Case, do func(*T)) *T {
	ctx, cancel := context.WithTimeout(r.ctx, r.Timeout)
	defer cancel()
	t := &T{id: c.ID, title: c.Title, source: c.Source(), effect: c.Effect, ctx: ctx, session: r.session,
		keys: r.Target.Keys(c.ID), tokens: tokens{by: map[string]bearer{}}, seen: observe.Set{}}
	t.keys.hide(&r.redact)
	t.run(do)
	return t
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
				t.outage(t.last.resp)
			}
		})
	})
	return state.t, state.t.outcome == Pass
}

// absent lists the statuses that a probe receives where a surface is not served.
var absent = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented, http.StatusGone,
	http.StatusMovedPermanently, http.StatusPermanentRedirect}

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
