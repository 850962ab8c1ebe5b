package report_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/world"
)

func (d *testEngine) mustAsk(tb fataler, r report.Request) report.File {
	tb.Helper()
	f, err := d.Ask(ana, r)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func (d *testEngine) mustStatus(tb fataler, token string) report.Status {
	tb.Helper()
	f, err := d.File(ana, token)
	if err != nil {
		tb.Fatal(err)
	}
	return f.Status
}

var aDay = views("2026-03-01", "2026-03-01", "DAY")

func TestReportEndsAfterPolls(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy = report.Policy{Progress: report.Polls, Polls: 3} })
	token := d.mustAsk(t, aDay).Token
	for i := range 3 {
		if got := d.mustStatus(t, token); got != report.InProgress {
			t.Errorf("poll %d: %s, want IN_PROGRESS", i+1, got)
		}
	}
	d.advance(time.Minute)
	if got := d.mustStatus(t, token); got != report.Finished {
		t.Errorf("poll 4: %s, want FINISHED", got)
	}
	d.advance(48 * time.Hour)
	if got := d.mustStatus(t, token); got != report.Expired {
		t.Errorf("48 hours after the fourth poll: %s, want EXPIRED", got)
	}
}

func TestReportIsPutAtItsEndByHand(t *testing.T) {
	t.Parallel()
	for _, want := range []report.Status{report.Finished, report.Failed, report.Expired} {
		d := open(t, func(c *report.Config) { c.Policy.Progress = report.ByHand })
		token := d.mustAsk(t, aDay).Token
		d.advance(1000 * time.Hour)
		if got := d.mustStatus(t, token); got != report.InProgress {
			t.Errorf("after long: %s, want IN_PROGRESS", got)
		}
		state := d.States("")[0]
		if _, err := d.End(state.ID, want); err != nil {
			t.Fatal(err)
		}
		f, err := d.File(ana, token)
		if err != nil {
			t.Fatal(err)
		}
		if f.Status != want || (len(f.Links()) > 0) != (want == report.Finished) {
			t.Errorf("put at %s: %s with %d links", want, f.Status, len(f.Links()))
		}
	}
}

func TestHandOverrulesTheClock(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = time.Hour })
	token := d.mustAsk(t, aDay).Token
	if _, err := d.End(token, report.Failed); err != nil {
		t.Fatal(err)
	}
	d.advance(2 * time.Hour)
	if got := d.mustStatus(t, token); got != report.Failed {
		t.Errorf("failed by hand, two hours later: %s, want FAILED", got)
	}
	if _, err := d.End(token, report.InProgress); !errors.Is(err, report.ErrPolicy) {
		t.Errorf("put back in progress: %v, want a refusal", err)
	}
	if _, err := d.End("nothing", report.Failed); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("end of nothing: %v, want not found", err)
	}
}

// TestFailedReportFreesItsPlaceAtOnce as docs/spec/reporting.md#limits has it.
func TestFailedReportFreesItsPlaceAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Progress = report.ByHand })
	first := d.mustAsk(t, aDay)
	d.mustAsk(t, aDay)
	if _, err := d.Ask(ana, aDay); !errors.Is(err, report.ErrConcurrent) {
		t.Fatalf("third report: %v, want a refusal", err)
	}
	if _, err := d.End(first.Token, report.Failed); err != nil {
		t.Fatal(err)
	}
	d.mustAsk(t, aDay)
}

func TestOneKeyHasAPolicyOfItsOwn(t *testing.T) {
	t.Parallel()
	d := open(t)
	if err := d.SetPolicy(ana.Key, report.Policy{Outcome: report.Failed}); err != nil {
		t.Fatal(err)
	}
	if got := d.mustAsk(t, aDay).Status; got != report.Failed {
		t.Errorf("ana's report: %s, want FAILED", got)
	}
	f, err := d.Ask(world.Account{Key: "bob's key"}, aDay)
	if err != nil {
		t.Fatal(err)
	}
	if f.Status != report.Finished {
		t.Errorf("bob's report: %s, want FINISHED", f.Status)
	}
}

func TestRequestChoosesItsEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*report.Filters)
		want   report.Status
	}{
		"the channel whose reports fail": {func(f *report.Filters) { f.ChannelSlug = "fails" }, report.Failed},
		"its videos":                     {func(f *report.Filters) { f.VideoOwnerChannelSlug = "fails" }, report.Failed},
		"the site that fails": {func(f *report.Filters) { f.VisitorDomainGroup = "failed.invalid" },
			report.Failed},
		"the site that expires": {func(f *report.Filters) { f.VisitorDomainGroup = "expired.invalid" },
			report.Expired},
		"the site without an end": {func(f *report.Filters) { f.VisitorDomainGroup = "endless.invalid" },
			report.InProgress},
	} {
		d := open(t)
		r := aDay
		c.change(&r.Filters)
		if got := d.mustAsk(t, r).Status; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestFailedReportHasNoFile(t *testing.T) {
	t.Parallel()
	d := open(t)
	f := d.mustAsk(t, aDay)
	link := f.Links()[0]
	if _, err := d.End(f.Token, report.Failed); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest("GET", link.Path, nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("GET after the failure = %d, want 404", w.Code)
	}
}

func TestRealisticReportsTakeMinutesToTwoHours(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Progress = report.Realistic })
	takes := func(key string, r report.Request) time.Duration {
		if _, err := d.Ask(world.Account{Key: key}, r); err != nil {
			t.Fatal(err)
		}
		d.set(noon.Add(5 * time.Hour))
		defer d.set(noon)
		for _, s := range d.States("") {
			if slices.Equal(s.Request.Dimensions, r.Dimensions) {
				return s.History[1].At.Sub(noon)
			}
		}
		return 0
	}
	small := takes("a", aDay)
	big := views("2025-10-01", "2026-03-01", "HOUR", "VIDEO_ID", "VISITOR_COUNTRY", "VISITOR_PAGE_URL")
	big.Filters.ChannelSlug = "many-rows"
	large := takes("b", big)
	if small < 2*time.Minute || small > 5*time.Minute {
		t.Errorf("a report of one row takes %v, want a few minutes", small)
	}
	if large != 2*time.Hour {
		t.Errorf("a huge report takes %v, want two hours", large)
	}
}

// TestHistoryTellsTheTruth compares, for any policy and any walk of the clock
// forward, what polls saw with what the history says.
func TestHistoryTellsTheTruth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := report.Policy{
			Progress: rapid.SampledFrom([]report.Progress{report.After, report.Polls, report.ByHand}).Draw(t, "progress"),
			Outcome:  rapid.SampledFrom([]report.Status{report.Finished, report.Failed, report.Expired}).Draw(t, "outcome"),
		}
		switch p.Progress {
		case report.After:
			p.Takes = time.Duration(rapid.IntRange(0, 7200).Draw(t, "takes")) * time.Second
		case report.Polls:
			p.Polls = rapid.IntRange(0, 5).Draw(t, "polls")
		}
		d := open(t, func(c *report.Config) { c.Policy = p })
		token := d.mustAsk(t, aDay).Token
		saw := []report.Status{report.InProgress}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			d.advance(time.Duration(rapid.IntRange(0, 40*3600).Draw(t, "wait")) * time.Second)
			if rapid.IntRange(0, 9).Draw(t, "hand") == 0 {
				if _, err := d.End(token, report.Failed); err != nil {
					t.Fatal(err)
				}
			}
			got := d.mustStatus(t, token)
			history := d.States("")[0].History
			if last := history[len(history)-1]; last.Status != got {
				t.Fatalf("polled %s, the history ends %v", got, last)
			}
			if !slices.IsSortedFunc(history, func(a, b report.Transition) int { return a.At.Compare(b.At) }) {
				t.Fatalf("history out of order: %v", history)
			}
			if got != saw[len(saw)-1] {
				saw = append(saw, got)
			}
		}
		if i := slices.Index(saw[1:], report.InProgress); i >= 0 {
			t.Fatalf("a report came back from its end: %v", saw)
		}
	})
}

func TestPolicySaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, p := range []report.Policy{
		{Progress: "soon"},
		{Outcome: "LOST"},
		{Outcome: report.InProgress},
		{Takes: -1},
		{Takes: 9000 * time.Hour},
		{Progress: report.Polls, Polls: -1},
		{Progress: report.Polls, Takes: time.Second},
		{Polls: 3},
	} {
		if err := open(t).SetPolicy("", p); !errors.Is(err, report.ErrPolicy) {
			t.Errorf("%+v: %v, want a refusal", p, err)
		}
	}
}
