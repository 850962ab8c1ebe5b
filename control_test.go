package dailymock_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

func TestClockOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Now: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)})
	for _, step := range []struct{ name, method, path, body, want string }{
		{"it stands still where it was pinned", "GET", "/_mock/clock", "", `{"now":"2026-01-31T12:00:00Z","frozen":true,"speed":1}`},
		{"it advances", "POST", "/_mock/clock/advance", `{"by": "1h30m"}`, `{"now":"2026-01-31T13:30:00Z","frozen":true,"speed":1}`},
		{"it is set, in any zone", "PUT", "/_mock/clock", `{"now": "2026-02-01T01:00:00+01:00"}`, `{"now":"2026-02-01T00:00:00Z","frozen":true,"speed":1}`},
		{"it takes a speed for later", "PUT", "/_mock/clock", `{"speed": 60}`, `{"now":"2026-02-01T00:00:00Z","frozen":true,"speed":60}`},
		{"it goes back when set", "PUT", "/_mock/clock", `{"now": "2025-02-01T00:00:00Z", "speed": 0.5, "frozen": true}`, `{"now":"2025-02-01T00:00:00Z","frozen":true,"speed":0.5}`},
		{"a reset puts it back", "POST", "/_mock/reset", "", `{"now":"2026-01-31T12:00:00Z","frozen":true,"speed":1}`},
		{"a reset takes an empty object too", "POST", "/_mock/reset", "{}", `{"now":"2026-01-31T12:00:00Z","frozen":true,"speed":1}`},
	} {
		got := call(t, m, step.method, step.path, step.body)
		if got.StatusCode != http.StatusOK || strings.TrimSpace(got.body) != step.want {
			t.Errorf("%s: %s %s, want %s", step.name, got.Status, got.body, step.want)
		}
	}
}

func TestClockRunsAfterUnfreezing(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	if err := m.SetSpeed(dailymock.MaxSpeed); err != nil {
		t.Fatal(err)
	}
	m.Unfreeze()
	for m.Now().Equal(dailymocktest.Today) { // a microsecond is a second now
	}
	m.Freeze()
	if before, after := m.Now(), m.Now(); !before.Equal(after) || !m.Clock().Frozen {
		t.Errorf("a frozen clock went from %v to %v", before, after)
	}
}

func TestControlRefuses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	before := m.Clock()
	for _, tt := range []struct{ route, body, says string }{
		{"PUT /_mock/clock", ``, `send at least one of "now", "frozen", "speed"`},
		{"PUT /_mock/clock", `{}`, `send at least one of "now", "frozen", "speed"`},
		{"PUT /_mock/clock", `{"now": null}`, `send at least one of`},
		{"PUT /_mock/clock", `{"nwo": "2026-01-01T00:00:00Z"}`, `unknown member "nwo"; known: "now", "frozen", "speed"`},
		{"PUT /_mock/clock", `{"NOW": "2026-01-01T00:00:00Z"}`, `unknown member "NOW"`},
		{"PUT /_mock/clock", `{"now": "tomorrow"}`, `"now" must be a time such as "2026-01-31T12:00:00Z", not "tomorrow"`},
		{"PUT /_mock/clock", `{"now": 12}`, `"now" must be a time such as`},
		{"PUT /_mock/clock", `{"now": "1066-10-14T00:00:00Z"}`, `outside of the years 2000 to 2199`},
		{"PUT /_mock/clock", `{"frozen": "yes"}`, `"frozen" must be a bool, not "yes"`},
		{"PUT /_mock/clock", `{"speed": -1}`, `speed -1 must be above 0`},
		{"PUT /_mock/clock", `{"speed": 0}`, `freeze it`},
		{"PUT /_mock/clock", `{"speed": 1e999}`, `"speed" must be a float64, not 1e999`},
		{"PUT /_mock/clock", `{"frozen": false, "now": "9999-01-01T00:00:00Z"}`, `outside of the years`},
		{"PUT /_mock/clock", `[1]`, `must be one JSON object`},
		{"PUT /_mock/clock", `null`, `must be one JSON object`},
		{"PUT /_mock/clock", `{"now"`, `must be one JSON object: unexpected end`},
		{"PUT /_mock/clock", `{} {}`, `must be one JSON object`},
		{"POST /_mock/clock/advance", ``, `"by" is missing; send {"by": "2h"}`},
		{"POST /_mock/clock/advance", `{"by": "2 days"}`, `"by" must be a duration such as "2h"`},
		{"POST /_mock/clock/advance", `{"by": 7200}`, `"by" must be a duration such as "2h"`},
		{"POST /_mock/clock/advance", `{"by": "-1h"}`, `to go back, set it`},
		{"POST /_mock/clock/advance", `{"by": "2000000h"}`, `outside of the years`},
		{"POST /_mock/reset", `{"seed": 2}`, `unknown member "seed"; the body must be empty`},
	} {
		method, path, _ := strings.Cut(tt.route, " ")
		got := call(t, m, method, path, tt.body)
		var body struct{ Error string }
		got.json(t, &body)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(body.Error, tt.says) {
			t.Errorf("%s %s: %s %q, want 400 that says %q", tt.route, tt.body, got.Status, body.Error, tt.says)
		}
	}
	if got := m.Clock(); got != before {
		t.Errorf("after refusals the clock reads %v, want %v", got, before)
	}
}

func TestControlBoundsItsBody(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	got := call(t, m, "PUT", "/_mock/clock", `{"now": "`+strings.Repeat("0", 100<<10)+`"}`)
	if got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("100 KiB of body: %s %s, want 413", got.Status, got.body)
	}
}

func TestControlRefusesPagesOfOtherSites(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, tt := range []struct {
		site string
		want int
	}{
		{"cross-site", http.StatusForbidden},
		{"same-origin", http.StatusOK},
		{"", http.StatusOK}, // no browser
	} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", m.URL+"/_mock/reset", nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.site != "" {
			req.Header.Set("Sec-Fetch-Site", tt.site)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.StatusCode; got != tt.want {
			t.Errorf("a reset from %q answers %d, want %d", tt.site, got, tt.want)
		}
	}
}

// TestControlAtOnce is for the race detector: the clock is moved, read and
// reset by many at once.
func TestControlAtOnce(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				m.Advance(time.Hour)
				m.Unfreeze()
				m.SetTime(dailymocktest.Today)
				m.Freeze()
				m.Clock()
			}
			m.Reset()
		})
	}
	all.Wait()
	if got, want := m.Now(), dailymocktest.Today; !got.Equal(want) {
		t.Errorf("after the last reset the clock shows %v, want %v", got, want)
	}
}
