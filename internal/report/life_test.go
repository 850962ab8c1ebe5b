package report_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

func TestReportLivesUntilItsTime(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = 2 * time.Hour })
	f, err := d.Ask(ana, views("2026-03-01", "2026-03-02", "DAY"))
	if err != nil {
		t.Fatal(err)
	}
	for _, moment := range []struct {
		after time.Duration
		want  report.Status
		links int
	}{
		{0, report.InProgress, 0},
		{2*time.Hour - time.Millisecond, report.InProgress, 0},
		{2 * time.Hour, report.Finished, 1},
		{2*time.Hour + 47*time.Hour + 59*time.Minute, report.Finished, 1},
		{2*time.Hour + 48*time.Hour, report.Expired, 0},
		{10000 * time.Hour, report.Expired, 0},
	} {
		d.set(noon.Add(moment.after))
		got, err := d.File(ana, f.Token)
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != moment.want || len(got.Links()) != moment.links {
			t.Errorf(
				"after %v: %s with %d links, want %s with %d",
				moment.after,
				got.Status,
				len(got.Links()),
				moment.want,
				moment.links,
			)
		}
	}
}

func TestFileIsThereOnlyWhileItsReportIs(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = time.Hour })
	f, err := d.Ask(ana, views("2026-03-01", "2026-03-02", "DAY"))
	if err != nil {
		t.Fatal(err)
	}
	d.advance(time.Hour)
	done, err := d.File(ana, f.Token)
	if err != nil {
		t.Fatal(err)
	}
	link := done.Links()[0]
	for _, moment := range []struct {
		at   time.Time
		want int
	}{
		{noon, http.StatusNotFound},
		{noon.Add(time.Hour), http.StatusOK},
		{noon.Add(49*time.Hour - time.Second), http.StatusOK},
		{noon.Add(49 * time.Hour), http.StatusNotFound},
	} {
		d.set(moment.at)
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest("GET", link.Path, nil))
		if w.Code != moment.want {
			t.Errorf("GET at %v = %d, want %d", moment.at, w.Code, moment.want)
		}
		if w.Code == http.StatusNotFound && !strings.Contains(w.Body.String(), "<Code>NoSuchKey</Code>") {
			t.Errorf("GET at %v: %s, want the storage's NoSuchKey", moment.at, w.Body)
		}
	}
}

func TestThirdReportAtOnceIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = time.Hour })
	r := views("2026-03-01", "2026-03-02", "DAY")
	for range 2 {
		if _, err := d.Ask(ana, r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Ask(ana, r); !errors.Is(err, report.ErrConcurrent) || !strings.Contains(err.Error(), "2") {
		t.Errorf("third report: %v, want a refusal that names the limit", err)
	}
	if _, err := d.Ask(world.Account{Key: "bob's key"}, r); err != nil {
		t.Errorf("another key's first report: %v, want none", err)
	}
	d.advance(time.Hour)
	if _, err := d.Ask(ana, r); err != nil {
		t.Errorf("third report after the first two finished: %v, want none", err)
	}
}

func TestTokensOfOthersAreUnknown(t *testing.T) {
	t.Parallel()
	d := open(t)
	f, err := d.Ask(ana, views("2026-03-01", "2026-03-02", "DAY"))
	if err != nil {
		t.Fatal(err)
	}
	tampered := []byte(f.Token)
	tampered[len(tampered)/2] ^= 1
	other := open(t, func(c *report.Config) { c.Signer = signed.FromSeed(2) })
	foreign, err := other.Ask(ana, views("2026-03-01", "2026-03-02", "DAY"))
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]struct {
		who   world.Account
		token string
	}{
		"another account's": {world.Account{Key: "bob's key"}, f.Token},
		"a tampered one":    {ana, string(tampered)},
		"one cut short":     {ana, f.Token[:len(f.Token)-1]},
		"another server's":  {ana, foreign.Token},
		"an empty one":      {ana, ""},
	} {
		if _, err := d.File(try.who, try.token); !errors.Is(err, report.ErrNotFound) {
			t.Errorf("token, %s: %v, want not found", name, err)
		}
	}
}

func TestRestartForgetsNoReport(t *testing.T) {
	t.Parallel()
	before, after := open(t), open(t)
	asked, err := before.Ask(ana, views("2026-03-01", "2026-03-05", "DAY", "VIDEO_TITLE"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(asked.Token, "eyJ0eX") {
		t.Errorf("token begins %.6s, want eyJ0eX as the vendor's do", asked.Token)
	}
	link := asked.Links()[0]
	again, err := after.File(ana, asked.Token)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := again.Links()[0], link; got != want {
		t.Errorf("link after a restart = %v, want %v", got, want)
	}
	if got, want := after.mustGet(t, link), before.mustGet(t, link); got != want {
		t.Error("the file after a restart differs")
	}
	if !again.Created.Equal(asked.Created) {
		t.Errorf("created = %v after a restart, want %v", again.Created, asked.Created)
	}
}

func TestSameRequestTwiceIsTwoReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2026-03-01", "2026-03-02", "DAY")
	a, err := d.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	if a.Token == b.Token {
		t.Error("both have one token, want two")
	}
}
