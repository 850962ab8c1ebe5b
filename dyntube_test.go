package dailymock_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

type dyntubeLogs struct {
	Pager struct{ Page, Size, Hits, Total, Pages int }
	Views []struct {
		ID   string
		Date time.Time
	}
}

func TestDynTubeWithoutAKey(t *testing.T) {
	t.Parallel()
	const ask = "GET //stats.dyntube.com/v1/logs/data?from=2022-01-01&to=2022-12-31&size=20&page=1"
	for _, off := range []bool{true, false} {
		m := dailymocktest.Start(t, dailymock.Options{DynTubeAuthOff: off, DynTubeMaxSize: 7})
		method, target, _ := strings.Cut(ask, " ")
		got := call(t, m, method, target, "")
		if !off {
			if got.StatusCode != http.StatusUnauthorized || got.body != `{"message":"Unauthorized"}` {
				t.Errorf("%s %s, want 401", got.Status, got.body)
			}
			continue
		}
		var logs dyntubeLogs
		got.json(t, &logs)
		if logs.Pager.Size != 7 || len(logs.Views) != 7 || logs.Pager.Total < 100_000 {
			t.Errorf("%+v with %d views, want 7 of many", logs.Pager, len(logs.Views))
		}
	}
}

// TestDynTubeGoesWithTheClock: views come with time, and a webhook is told what
// was published meanwhile.
func TestDynTubeGoesWithTheClock(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{DynTubeAuthOff: true})
	ask := func() (logs dyntubeLogs) {
		call(t, m, "GET", "/v1/logs/data?from=2026-01-01&size=1", "").json(t, &logs)
		return logs
	}
	before := ask()
	m.Advance(7 * 24 * time.Hour)
	after := ask()
	if after.Pager.Total < before.Pager.Total+2000 || !after.Views[0].Date.After(dailymocktest.Today) {
		t.Errorf("a week later there are %d views of %d, the last at %v", after.Pager.Total, before.Pager.Total, after.Views[0].Date)
	}

	told := 0
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); strings.HasPrefix(string(body), `{"event":"`) {
			told++
		}
	}))
	defer hook.Close()
	var answer struct {
		Events []struct {
			Event, VideoKey string
			At              time.Time
			Status          int
		}
	}
	body := fmt.Sprintf(`{"url": %q, "after": %q}`, hook.URL, dailymocktest.Today.Format(time.RFC3339))
	call(t, m, "POST", "/_mock/dyntube/events", body).json(t, &answer)
	if len(answer.Events) == 0 || told != len(answer.Events) {
		t.Fatalf("%d events in the answer, %d at the hook, want some and the same", len(answer.Events), told)
	}
	if e := answer.Events[0]; e.Status != http.StatusOK || !e.At.After(dailymocktest.Today) || e.VideoKey == "" || e.Event == "" {
		t.Errorf("told %+v", e)
	}

	m.Reset()
	if got := ask(); got.Pager != before.Pager || got.Views[0] != before.Views[0] {
		t.Errorf("after a reset %+v, want %+v", got, before)
	}
}

func TestDynTubeDeliveryRefuses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for body, says := range map[string]string{
		`{"url": "http://127.0.0.1:1/"}`:                                  `\"after\" is missing`,
		`{"after": "2026-01-01T00:00:00Z"}`:                               "a webhook is an address",
		`{"url": "ftp://x/", "after": "2026-01-01T00:00:00Z"}`:            "a webhook is an address",
		`{"url": "http://127.0.0.1:1/", "after": "2026-01-01"}`:           "must be a time",
		`{"url": "http://127.0.0.1:1/", "after": "2026-06-01T00:00:00Z"}`: "after 0 events",
		`{"uri": "http://127.0.0.1:1/"}`:                                  "unknown member",
	} {
		if got := call(t, m, "POST", "/_mock/dyntube/events", body); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, says) {
			t.Errorf("%s: %s %s, want 400 and %s", body, got.Status, got.body, says)
		}
	}
	if _, err := dailymock.New(dailymock.Options{DynTubeMaxSize: -1}); err == nil || !strings.Contains(err.Error(), "DynTubeMaxSize: got -1") {
		t.Errorf("a page of -1: %v", err)
	}
}

// TestDynTubeDocumentation runs what docs/dyntube.md shows first.
func TestDynTubeDocumentation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/dyntube.md")
	if err != nil {
		t.Fatal(err)
	}
	m := dailymocktest.Start(t, dailymock.Options{})
	path := regexp.MustCompile(`curl -s 'http://127.0.0.1:8080(/v1/logs/data[^']*)' -H 'Authorization: Bearer any-key'`).FindSubmatch(text)
	if path == nil {
		t.Fatal("no request in docs/dyntube.md")
	}
	r, err := http.NewRequest("GET", m.URL+string(path[1]), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer any-key")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Pager json.RawMessage
		Views []struct{ Geo json.RawMessage }
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || len(got.Views) == 0 {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	if want := fmt.Sprintf("    %s\n    %s\n", got.Pager, got.Views[0].Geo); !strings.Contains(string(text), want) {
		t.Errorf("docs/dyntube.md does not show\n%s", want)
	}
}
