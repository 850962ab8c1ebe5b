package contracts

import (
	"context"
	"fmt"
	"github.com/dailymock/dailymock/contracts/internal/observe"
	"runtime"
	"strings"
	"sync"
	"time"
)

// A T is what a case has to work with: testify's TestingT, and the only way to
// the network. It is used by one goroutine at a time.
type T struct {
	Case Case

	ctx  context.Context
	run  *run
	keys Keys

	mu       sync.Mutex
	outcome  Outcome // "" until something ended the case early
	cause    string  // what kept the case from running, if that is a defect of the target
	pause    bool    // the case may be conclusive another time: quota, outage, network
	retry    time.Time
	reason   string
	failures []Failure
	notes    []string
	news     []string
	requests int
	tokens   map[string]bearer
	scoped   map[string]Secret // instead of those, by the same names; nil means none
	seen     observe.Set
	last     *exchange
}

// A Failure is one expectation that did not hold.
type Failure struct {
	Expected string `json:"expected"`       // what the case claims, and which part did not hold
	Got      string `json:"got,omitempty"`  // the answer, without secrets
	Source   string `json:"source"`         // who says that it should be so
	Curl     string `json:"curl,omitempty"` // sends the request again; secrets are variables
}

// Errorf says that an expectation did not hold; the case goes on.
func (t *T) Errorf(format string, args ...any) {
	said := assertion(fmt.Sprintf(format, args...))
	t.mu.Lock()
	defer t.mu.Unlock()
	const most = 20 // of one case; more of the same tells nobody anything
	if len(t.failures) >= most {
		return
	}
	f := Failure{Expected: t.Case.Title + ": " + t.run.redact.Text(said), Source: t.Case.Source()}
	if t.last != nil {
		f.Got, f.Curl = t.came(t.last), t.curl(t.last.q, t.last.req)
	}
	t.failures = append(t.failures, f)
}

// FailNow ends the case.
func (t *T) FailNow() { runtime.Goexit() }

// Helper is there for testify, which calls it as it would testing's.
func (t *T) Helper() {}

// Skipf ends the case without a verdict, for a reason that the target or the
// options give.
func (t *T) Skipf(format string, args ...any) { t.end(Skipped, fmt.Sprintf(format, args...)) }

// Inconclusivef ends the case without a verdict, because it could not be seen
// whether it holds.
func (t *T) Inconclusivef(format string, args ...any) {
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

// Blockedf ends the case as failed because of a defect that blocks others as well. Findings show cases with the same
// cause as one.
func (t *T) Blockedf(format string, args ...any) {
	cause := t.run.redact.Text(fmt.Sprintf(format, args...))
	t.Errorf("%s", cause)
	t.mu.Lock()
	t.cause = cause
	t.mu.Unlock()
	t.FailNow()
}

// Laterf ends the case without a verdict for a reason that passes: a quota, an outage, the network. The case can be run
// again after a while; zero means that nothing says when.
func (t *T) Laterf(after time.Duration, format string, args ...any) {
	t.mu.Lock()
	t.pause = true
	if after > 0 {
		t.retry = t.Now().Add(after)
	}
	t.mu.Unlock()
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

func (t *T) end(o Outcome, reason string) {
	t.mu.Lock()
	t.outcome, t.reason = o, t.run.redact.Text(reason)
	t.mu.Unlock()
	runtime.Goexit()
}

// oddf ends the case, inconclusive, for something that happens to a single report now and then. Run makes it a failure
// if
// it happens to several cases.
func (t *T) oddf(pattern, format string, args ...any) {
	t.mu.Lock()
	t.cause, t.pause = pattern, true
	t.mu.Unlock()
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

// Notef writes something down that a reader of the results may want to know,
// such as what a probe met.
func (t *T) Notef(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, t.run.redact.Text(fmt.Sprintf(format, args...)))
}

// Informf records a change that breaks no client: an addition or a deprecation.
func (t *T) Informf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.news = append(t.news, t.run.redact.Text(fmt.Sprintf(format, args...)))
}

// Mock tells whether the target is one.
func (t *T) Mock() bool { return t.run.Target.Mock }

// Keys are the credentials of the case.
func (t *T) Keys() Keys { return t.keys }

// RunID names the run; titles of what a case creates hold it.
func (t *T) RunID() string { return t.run.RunID }

// Allows reports whether the run may have an effect on the target.
func (t *T) Allows(e Effect) bool { return t.Mock() || t.run.allows(e) }

// Now is the time of the person who runs the cases, in UTC.
func (t *T) Now() time.Time { return t.run.Time.Now() }

// Today is the time of the target, in UTC.
func (t *T) Today() time.Time {
	if now := t.run.Target.Now; now != nil {
		return now().UTC()
	}
	return t.Now()
}

// Wait lets time pass for the target: its clock moves if it can be moved, else
// the case waits.
func (t *T) Wait(d time.Duration) {
	var err error
	if advance := t.run.Target.Advance; advance != nil {
		err = advance(t.ctx, d)
	} else {
		err = t.run.Time.Sleep(t.ctx, d)
	}
	if err != nil {
		t.Inconclusivef("waiting for %v: %v", d, err)
	}
}

// Advance moves the clock of the target, which the case has to need. Tokens are
// taken anew afterwards.
func (t *T) Advance(d time.Duration) {
	t.Wait(d)
	clear(t.tokens)
}

// Name is a title for what the case creates: it says whose it is, and which
// run's.
func (t *T) Name() string {
	return fmt.Sprintf("contract %s %s", t.run.RunID, strings.ToLower(t.Case.ID))
}

// assertion is what testify says without the places in our code, which tell a
// reader nothing about an API.
func assertion(said string) string {
	if !strings.Contains(said, "Error Trace:") {
		return strings.TrimSpace(said)
	}
	var kept []string
	part := ""
	for line := range strings.SplitSeq(said, "\n") {
		label, text, found := strings.Cut(strings.TrimLeft(line, "\t "), ":")
		if found && strings.HasPrefix(line, "\t") &&
			(label == "Error Trace" || label == "Error" || label == "Messages" || label == "Test") {
			part = label
		} else {
			text = line
		}
		if text = strings.TrimSpace(text); text != "" && (part == "Error" || part == "Messages") {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, "\n")
}
