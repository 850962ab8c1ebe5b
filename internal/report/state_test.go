package report_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/world"
)

func mustSnapshot(tb fataler, d *testEngine) []byte {
	tb.Helper()
	state, err := d.Snapshot()
	if err != nil {
		tb.Fatal(err)
	}
	return state
}

func TestStateOutlivesARestart(t *testing.T) {
	t.Parallel()
	polls := func(c *report.Config) { c.Policy = report.Policy{Progress: report.Polls, Polls: 2} }
	before, after := open(t, polls), open(t)
	r := views("2026-03-01", "2026-03-02", "DAY")
	polled, byHand := before.mustAsk(t, r), before.mustAsk(t, r)
	before.mustStatus(t, polled.Token)
	if _, err := before.End(byHand.Token, report.Failed); err != nil {
		t.Fatal(err)
	}
	if err := before.SetPolicy("bob's key", report.Policy{Takes: time.Hour}); err != nil {
		t.Fatal(err)
	}
	state := mustSnapshot(t, before)
	if err := after.Restore(state); err != nil {
		t.Fatal(err)
	}
	if got := mustSnapshot(t, after); !bytes.Equal(got, state) {
		t.Errorf("the state after a restart is\n%s, want\n%s", got, state)
	}
	for _, d := range []*testEngine{before, after} { // the same calls give the same from here on
		if got := d.mustStatus(t, byHand.Token); got != report.Failed {
			t.Errorf("the report that was ended is %s", got)
		}
		if got := d.mustStatus(t, polled.Token); got != report.InProgress {
			t.Errorf("after two polls: %s, want IN_PROGRESS", got)
		}
		if got := d.mustStatus(t, polled.Token); got != report.Finished {
			t.Errorf("after three polls: %s, want FINISHED", got)
		}
		if got := d.Policy("bob's key").Takes; got != time.Hour {
			t.Errorf("reports of bob take %v, want 1h", got)
		}
	}
	if a, b := before.mustAsk(t, r), after.mustAsk(t, r); a.Token != b.Token {
		t.Error("the next report has another token after a restart")
	}
}

func TestDamagedStateChangesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.mustAsk(t, views("2026-03-01", "2026-03-02", "DAY"))
	state := mustSnapshot(t, d)
	for _, damaged := range []string{
		``, `[]`, `{"jobs": [{"spec": "AAAA"}]}`, `{"policy": {"Polls": -1}}`, `{"slots": {"a": {"running": ["AAAA"]}}}`,
	} {
		if err := d.Restore([]byte(damaged)); err == nil {
			t.Errorf("%q was restored", damaged)
		}
		if !bytes.Equal(mustSnapshot(t, d), state) {
			t.Fatalf("%q changed the state", damaged)
		}
	}
}

// TestFullEngineKeepsWhatIsInProgress and drops what has ended, remembering how.
func TestFullEngineKeepsWhatIsInProgress(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) {
		c.MaxJobs, c.Policy = 8, report.Policy{Progress: report.ByHand}
		c.Limits = map[string]string{"at-once": "8"}
	})
	r := views("2026-03-01", "2026-03-02", "DAY")
	failed := d.mustAsk(t, r)
	if _, err := d.End(failed.Token, report.Failed); err != nil {
		t.Fatal(err)
	}
	var running []report.File
	for range 7 {
		running = append(running, d.mustAsk(t, r))
	}
	running = append(running, d.mustAsk(t, r)) // in the place of the failed one
	if _, err := d.Ask(world.Account{Key: "bob's key"}, r); !errors.Is(err, report.ErrConcurrent) {
		t.Errorf("a report beyond the limit of the server: %v, want ErrConcurrent", err)
	}
	for _, f := range running {
		if got := d.mustStatus(t, f.Token); got != report.InProgress {
			t.Errorf("a report in progress is %s", got)
		}
	}
	for range 2 {
		if got := d.mustStatus(t, failed.Token); got != report.Failed {
			t.Errorf("the dropped report is %s, want FAILED", got)
		}
	}
	if _, err := d.End(running[0].Token, report.Finished); err != nil {
		t.Fatal(err)
	}
	d.mustAsk(t, r)
	if got := d.mustStatus(t, running[0].Token); got != report.Finished {
		t.Errorf("the finished report is %s, want FINISHED", got)
	}
}
