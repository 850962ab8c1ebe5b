package dyntube_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/webhook"
)

// A hook is a customer's webhook that records its deliveries.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	status int
}

func hookFor(t *testing.T, status int) *hook {
	h := &hook{status: status}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		if r.Method == "POST" && r.Header.Get("Content-Type") == "application/json" {
			h.bodies = append(h.bodies, string(body))
		}
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(h.status)
	}))
	t.Cleanup(h.Close)
	return h
}

func TestWebhooksAreToldOfVideos(t *testing.T) {
	t.Parallel()
	m, h := start(t, dyntube.Config{}), hookFor(t, 200)
	after := today.AddDate(0, -10, 0)
	told, err := m.Deliver(t.Context(), webhook.Order{URL: h.URL, Key: "a-key", After: after})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < 10 || len(told) != len(h.bodies) {
		t.Fatalf("%d events, the hook has %d", len(told), len(h.bodies))
	}
	listed := map[string]video{}
	for _, v := range m.videos(t, "size=100").Videos {
		listed[v.Key] = v
	}
	kinds := map[string]int{}
	for i, body := range h.bodies {
		var e struct {
			Event string         `json:"event"`
			Video map[string]any `json:"video"`
		}
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			t.Fatal(err)
		}
		kinds[e.Event]++
		if told[i].Event != e.Event || told[i].VideoKey != e.Video["Key"] || told[i].Status != 200 ||
			!told[i].At.After(after) ||
			told[i].At.After(today) {
			t.Errorf("told %+v by %s", told[i], body)
		}
		if i > 0 && told[i].At.Before(told[i-1].At) {
			t.Errorf("%v after %v", told[i].At, told[i-1].At)
		}
		v, ok := listed[told[i].VideoKey]
		if ok != (e.Event == "videoPublished") {
			t.Errorf("%s of %s, which is in the list of videos: %v", e.Event, told[i].VideoKey, ok)
		}
		if ok && (v.ID != e.Video["Id"] || v.ChannelKey != e.Video["ChannelKey"] || !v.Created.Equal(told[i].At)) {
			t.Errorf("%s of %+v", body, v)
		}
		for name := range e.Video {
			if name[0] < 'A' || name[0] > 'Z' {
				t.Errorf("%s is not in the webhooks' case", name)
			}
		}
		if image := e.Video["Image"].(map[string]any); image["xsUrl"] == nil {
			t.Errorf("image = %v, want its own case", image)
		}
	}
	if kinds["videoPublished"] == 0 || kinds["streamStarted"] == 0 || kinds["streamStopped"] == 0 {
		t.Errorf("events: %v", kinds)
	}
}

func TestEventsOfTwoRangesThatMeet(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	first, middle := today.AddDate(-1, 0, 0), today.AddDate(0, -4, 0)
	all := m.Events("k", first, today)
	if got := len(m.Events("k", first, middle)) + len(m.Events("k", middle, today)); got != len(all) || got < 80 {
		t.Errorf("%d events in two parts, %d in one", got, len(all))
	}
	if got := m.Events("k", first, today.AddDate(1, 0, 0)); len(got) != len(all) {
		t.Errorf("%d events with those of next year, want the %d that have happened", len(got), len(all))
	}
	at := all[5].At
	if got := m.Events("k", at, at.Add(-1)); len(got) != 0 {
		t.Errorf("%d events in no time", len(got))
	}
	if got := m.Events("k", at.Add(-1), at); len(got) != 1 || got[0].Video.Key != all[5].Video.Key {
		t.Errorf("at %v: %+v", at, got)
	}
	if got := m.Events("k", at, today); len(got) != len(all)-6 {
		t.Errorf("%d events after the sixth of %d", len(got), len(all))
	}
	if got := m.Events("k", time.Time{}, today); len(got) > 1000 {
		t.Errorf("%d events at once, 1000 are the most", len(got))
	}
}

func TestADeliveryThatFails(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for _, url := range []string{"", "x", "ftp://127.0.0.1/", "http://", "//127.0.0.1", "http://[::1"} {
		if _, err := m.Deliver(t.Context(), webhook.Order{URL: url}); !errors.Is(err, dyntube.ErrURL) {
			t.Errorf("%q: %v, want ErrURL", url, err)
		}
	}
	refusing := hookFor(t, 500)
	since := today.AddDate(0, 0, -20)
	told, err := m.Deliver(t.Context(), webhook.Order{URL: refusing.URL, After: since})
	if err != nil || len(told) < 2 || told[0].Status != 500 || len(refusing.bodies) != len(told) {
		t.Errorf("a hook that refuses: %d of %d, %v; want each once", len(refusing.bodies), len(told), err)
	}
	moved := hookFor(t, 302)
	if told, err := m.Deliver(
		t.Context(),
		webhook.Order{URL: moved.URL, After: since},
	); err != nil ||
		len(moved.bodies) != len(told) {
		t.Errorf("a hook that has moved: %d of %d, %v; want no redirect followed", len(moved.bodies), len(told), err)
	}
	gone := hookFor(t, 200)
	gone.Close()
	if told, err := m.Deliver(
		t.Context(),
		webhook.Order{URL: gone.URL, After: since},
	); err == nil || len(told) != 0 ||
		!strings.Contains(err.Error(), "webhook") {
		t.Errorf("a hook that is gone: %v, %v", told, err)
	}
}
