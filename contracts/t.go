package contracts

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/observe"
)

// A T sends the requests of a case and records its result. It implements testify's TestingT. Use it from one goroutine
// at a time.
type T struct {
	Case Case

	ctx    context.Context
	runner *runner
	keys   Keys

	mu          sync.Mutex
	outcome     Outcome // "" unless the case ended early
	cause       string  // the defect of the target that stopped the case
	temporary   bool    // a later run may be conclusive: quota, outage, network
	retry       time.Time
	reason      string
	failures    []Failure
	notes       []string
	information []string
	requests    int
	tokens      map[string]bearer
	scoped      map[string]Secret // overrides tokens, with the same keys; optional
	seen        observe.Set
	last        *exchange
}

// A Failure describes an assertion that failed.
type Failure struct {
	Expected string `json:"expected"`       // the title of the case and the assertion that failed
	Got      string `json:"got,omitempty"`  // the response, without secrets
	Source   string `json:"source"`         // the documentation of the expected behaviour
	Curl     string `json:"curl,omitempty"` // sends the request again; secrets are variables
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
	f := Failure{Expected: t.Case.Title + ": " + t.runner.redact.Text(text), Source: t.Case.Source()}
	if t.last != nil {
		f.Got, f.Curl = t.responseText(t.last), t.curl(t.last.q, t.last.req)
	}
	t.failures = append(t.failures, f)
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
	cause := t.runner.redact.Text(fmt.Sprintf(format, args...))
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
	t.outcome, t.reason = o, t.runner.redact.Text(reason)
	t.mu.Unlock()
	runtime.Goexit()
}

// anomalyf ends the case as inconclusive for a defect that single reports have occasionally. Run turns it into a
// failure if several cases have the same cause.
func (t *T) anomalyf(cause, format string, args ...any) {
	t.mu.Lock()
	t.cause, t.temporary = cause, true
	t.mu.Unlock()
	t.end(Inconclusive, fmt.Sprintf(format, args...))
}

// Notef adds a note to the result, such as what a probe received.
func (t *T) Notef(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, t.runner.redact.Text(fmt.Sprintf(format, args...)))
}

// Informf records a change that breaks no client: an addition or a deprecation.
func (t *T) Informf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.information = append(t.information, t.runner.redact.Text(fmt.Sprintf(format, args...)))
}

// Mock reports whether the target is a mock.
func (t *T) Mock() bool { return t.runner.Target.Mock }

// Keys returns the credentials of the case.
func (t *T) Keys() Keys { return t.keys }

// RunID returns the name of the run, which is part of the titles of created objects.
func (t *T) RunID() string { return t.runner.RunID }

// Allows reports whether the run may have an effect on the target.
func (t *T) Allows(e Effect) bool { return t.Mock() || t.runner.allows(e) }

// Now returns the local time in UTC.
func (t *T) Now() time.Time { return t.runner.Time.Now() }

// Today returns the time of the target in UTC.
func (t *T) Today() time.Time {
	if now := t.runner.Target.Now; now != nil {
		return now().UTC()
	}
	return t.Now()
}

// Wait advances the clock of the target if the target supports it, and otherwise sleeps.
func (t *T) Wait(d time.Duration) {
	var err error
	if advance := t.runner.Target.Advance; advance != nil {
		err = advance(t.ctx, d)
	} else {
		err = t.runner.Time.Sleep(t.ctx, d)
	}
	if err != nil {
		t.Inconclusivef("waiting for %v: %v", d, err)
	}
}

// Advance moves the clock of the target and forgets the tokens. The case must have the need Clock.
func (t *T) Advance(d time.Duration) {
	t.Wait(d)
	clear(t.tokens)
}

// Name returns a title for an object that the case creates, with the run and the case in it.
func (t *T) Name() string {
	return fmt.Sprintf("contract %s %s", t.runner.RunID, strings.ToLower(t.Case.ID))
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
	return strings.Join(kept, "\n")
}
