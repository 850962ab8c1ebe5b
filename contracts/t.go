package contracts

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/cut"
	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/shapes"
)

// A T sends the requests of a case and records its result. It implements testify's TestingT. Use it from one goroutine
// at a time.
type T struct {
	id, title, source string // of the case
	effect            Effect // of the case

	ctx     context.Context
	session *session
	keys    Keys
	today   time.Time // what Day counts from

	mu           sync.Mutex
	outcome      Outcome // "" unless the case ended early
	cause        string  // the defect of the target that stopped the case
	temporary    bool    // a later run may be conclusive: quota, outage, network
	retry        time.Time
	reason       string
	failures     []Failure
	notes        []string
	information  []string
	requests     int
	cleanups     []func()
	tokens       tokens
	reportScopes string // see Endpoint.ReportAs; "" for the usual ones
	seen         observe.Set
	last         sent
}

// Errorf records a failure; the case continues.
func (t *T) Errorf(format string, args ...any) {
	text := assertion(fmt.Sprintf(format, args...))
	t.mu.Lock()
	defer t.mu.Unlock()
	const most = 20 // of one case; more would only repeat
	if len(t.failures) >= most {
		return
	}
	t.failures = append(t.failures, t.failure(t.session.redact.Text(text)))
}

// failure describes a failed assertion, with the last request and its response.
func (t *T) failure(text string) Failure {
	f := Failure{Expected: t.title + ": " + text, Source: t.source}
	if t.last.req != nil {
		f.Curl = t.session.curl(t.last.Request, t.last.req)
	}
	if t.last.resp != nil {
		f.Got = fmt.Sprintf("%d %s, %s\n%s", t.last.resp.StatusCode, http.StatusText(t.last.resp.StatusCode),
			t.session.redact.Text(t.last.resp.Header.Get("Content-Type")), t.session.redact.Body(t.last.body))
	}
	return f
}

// FailNow ends the case.
func (t *T) FailNow() { runtime.Goexit() }

// Helper does nothing. Testify calls it.
func (t *T) Helper() {}

// Skipf ends the case as skipped, because of the target or the options.
func (t *T) Skipf(format string, args ...any) { t.end(Skipped, fmt.Sprintf(format, args...)) }

// Inconclusivef ends the case as inconclusive: it could neither pass nor fail.
func (t *T) Inconclusivef(format string, args ...any) {
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

// Blockedf ends the case as failed because of a defect that blocks other cases too. Findings group the cases with the
// same cause.
func (t *T) Blockedf(format string, args ...any) {
	cause := t.session.redact.Text(fmt.Sprintf(format, args...))
	t.Errorf("%s", cause)
	t.mu.Lock()
	t.cause = cause
	t.mu.Unlock()
	t.FailNow()
}

// Laterf ends the case as inconclusive for a temporary reason: a quota, an outage, the network. The case can run again
// after the duration; zero means that it is unknown.
func (t *T) Laterf(after time.Duration, format string, args ...any) {
	t.mu.Lock()
	t.temporary = true
	if after > 0 {
		t.retry = t.Now().Add(after)
	}
	t.mu.Unlock()
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

func (t *T) end(o Outcome, reason string) {
	t.mu.Lock()
	t.outcome, t.reason = o, t.session.redact.Text(reason)
	t.mu.Unlock()
	runtime.Goexit()
}

// anomalyf ends the case as inconclusive for a defect that single reports have occasionally. Run turns it into a
// failure if several cases have the same cause.
func (t *T) anomalyf(cause, format string, args ...any) {
	t.mu.Lock()
	t.cause, t.temporary = t.session.redact.Text(cause), true
	t.mu.Unlock()
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

// Notef adds a note to the result, such as what a probe received.
func (t *T) Notef(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, t.session.redact.Text(fmt.Sprintf(format, args...)))
}

// Informf records a change that breaks no client: an addition or a deprecation.
func (t *T) Informf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.information = append(t.information, t.session.redact.Text(fmt.Sprintf(format, args...)))
}

// Mock reports whether the target is a mock.
func (t *T) Mock() bool { return t.session.target.Mock }

// ID returns the id of the case in lower case, for names.
func (t *T) ID() string { return strings.ToLower(t.id) }

// Keys returns the credentials of the case.
func (t *T) Keys() Keys { return t.keys }

// RunID returns the name of the run, which is part of the titles of created objects.
func (t *T) RunID() string { return t.session.runID }

// Allows reports whether the run may have an effect on the target.
func (t *T) Allows(e Effect) bool { return t.Mock() || e.in(t.session.allow) }

// Now returns the local time in UTC.
func (t *T) Now() time.Time { return t.session.time.Now() }

// Today returns the time of the target in UTC.
func (t *T) Today() time.Time {
	if now := t.session.target.Now; now != nil {
		return now().UTC()
	}
	return t.Now()
}

// Day returns the day that is a number of days before the target's today in UTC, such as 2026-01-31. Today stays the
// same for the case until it moves the clock.
func (t *T) Day(back int) string {
	if t.today.IsZero() {
		t.today = t.Today()
	}
	return t.today.AddDate(0, 0, -back).Format(time.DateOnly)
}

// Wait advances the clock of the target if the target supports it, and otherwise sleeps.
func (t *T) Wait(d time.Duration) {
	var err error
	switch target := t.session.target; {
	case target.Advance != nil:
		t.session.clock.Lock()
		err = target.Advance(t.ctx, d)
		t.session.clock.Unlock()
	case target.Frozen:
		t.Skipf("it waits, and the clock of the mock stands still; --allow moves-clock lets it run")
	default:
		err = t.session.time.Sleep(t.ctx, d)
	}
	if err != nil {
		t.Inconclusivef("waiting for %v: %v", d, err)
	}
}

// Advance moves the clock of the target and forgets the tokens. The case must have the need Clock.
func (t *T) Advance(d time.Duration) {
	t.Wait(d)
	t.today = time.Time{}
	clear(t.tokens.by)
}

// Fits asserts that a JSON value matches a schema in shapes/.
func (t *T) Fits(v any, schema string) {
	t.Helper()
	if err := shapes.Validate(v, schema); err != nil {
		t.Errorf("the value does not match the schema %s: %v", schema, err)
	}
}

// Name returns a title for an object that the case creates, with the run and the case in it.
func (t *T) Name() string {
	return fmt.Sprintf("contract %s %s", t.session.runID, t.ID())
}

// Cleanup adds a function that runs when the case ends. The last one added runs first.
func (t *T) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

// Share has later cases of the run find an object that the case created. Shared returns its id, or "".
func (t *T) Share(kind, id string) { t.session.shared.Store(kind, id) }

// Shared returns the id of the object of a kind that an earlier case shared, or "".
func (t *T) Shared(kind string) string {
	id, _ := t.session.shared.Load(kind)
	text, _ := id.(string)
	return text
}

// Deleted marks an object in the ledger as deleted.
func (t *T) Deleted(kind, id string) { t.session.ledger.Removed(kind, id) }

// run calls do in a new goroutine, since FailNow ends the goroutine, and sets the outcome of the case.
func (t *T) run(do func(*T)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("the case panicked: %v", p)
			}
		}()
		defer func() {
			for _, f := range t.cleanups {
				defer f() // the last one first, and each even if another ends the goroutine
			}
		}()
		do(t)
	}()
	<-done
	t.conclude()
}

// conclude sets the outcome of the case after it has run.
func (t *T) conclude() {
	switch {
	case len(t.failures) > 0:
		t.outcome, t.reason = Fail, ""
	case t.outcome == Inconclusive && t.Mock() && t.ctx.Err() == nil && t.session.budgetLeft():
		t.failures = []Failure{{Expected: t.title + ": inconclusive against a mock: " + t.reason, Source: t.source}}
		t.outcome = Fail
	case t.outcome != "":
	case t.requests == 0:
		t.failures = []Failure{{Expected: "the case sends a request", Source: t.source}}
		t.outcome = Fail
	default:
		t.outcome = Pass
	}
}

// fill copies the outcome of the case to a result.
func (t *T) fill(res *Result) {
	res.Outcome, res.Reason, res.Failures, res.Notes = t.outcome, t.reason, t.failures, t.notes
	res.Cause, res.Passing, res.Retry, res.Information = t.cause, t.temporary, t.retry, t.information
}

// assertion returns a message of testify without its file names and line numbers.
func assertion(message string) string {
	if !strings.Contains(message, "Error Trace:") {
		return strings.TrimSpace(message)
	}
	var kept []string
	part := ""
	for line := range strings.SplitSeq(message, "\n") {
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
	return cut.Message(strings.Join(kept, "\n"))
}
