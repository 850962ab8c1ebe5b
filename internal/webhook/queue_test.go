package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/webhook"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

// A source posts the type of its events; those with the condition "never" do not hold.
type source struct{}

func (source) Body(e webhook.Event) ([]byte, bool) { return []byte(e.Type), e.If != "never" }

// A receiver is a webhook that fails its first requests.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	failures int
	bodies   []string
}

func receive(t *testing.T, failures int) *receiver {
	r := &receiver{failures: failures}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.failures > 0 {
			r.failures--
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		r.bodies = append(r.bodies, string(body))
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) got() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.bodies)
}

func open(t *testing.T) (*webhook.Queue, *clock.Clock) {
	t.Helper()
	c, err := clock.New(noon, 0)
	if err != nil {
		t.Fatal(err)
	}
	q := webhook.New(webhook.Config{Now: c.Now})
	q.Register("test", source{})
	return q, c
}

func event(url, kind string, after time.Duration) webhook.Event {
	return webhook.Event{Source: "test", Type: kind, Subject: "x1", Owner: "u1", URL: url, At: noon.Add(after)}
}

func advance(t *testing.T, c *clock.Clock, by time.Duration) {
	t.Helper()
	if err := c.Advance(by); err != nil {
		t.Fatal(err)
	}
}

func TestDeliverPostsWhatIsDueInOrder(t *testing.T) {
	t.Parallel()
	q, c := open(t)
	r := receive(t, 0)
	never := event(r.URL, "never", 0)
	never.If = "never"
	for _, e := range []webhook.Event{
		event(r.URL, "third", time.Minute), event(r.URL, "first", 0), event(r.URL, "second", 0), never,
		event(r.URL, "first", 0), // queued already
		event(r.URL, "later", time.Hour),
	} {
		q.Add(e)
	}
	advance(t, c, time.Minute)
	q.Deliver(t.Context())
	if got, want := r.got(), []string{"first", "second", "third"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if due, ok := q.Next(); !ok || !due.Equal(noon.Add(time.Hour)) {
		t.Errorf("the next is due at %v, %v", due, ok)
	}
	if l := q.Log(); len(l.Attempts) != 3 || l.Queued != 1 || l.Dropped != 0 {
		t.Errorf("log %+v", l)
	}
}

func TestDeliverTriesAgain(t *testing.T) {
	t.Parallel()
	for failures, waits := range map[int][]time.Duration{
		1: {0, time.Minute},
		3: {0, time.Minute, 5 * time.Minute, 25 * time.Minute},
		9: {0, time.Minute, 5 * time.Minute, 25 * time.Minute}, // then it gives up
	} {
		q, c := open(t)
		r := receive(t, failures)
		q.Add(event(r.URL, "a", 0))
		for i, wait := range waits {
			if due, ok := q.Next(); !ok || !due.Equal(c.Now().Add(wait)) {
				t.Errorf("%d failures: attempt %d is due at %v, %v", failures, i+1, due, ok)
			}
			advance(t, c, wait)
			q.Deliver(t.Context())
		}
		if due, ok := q.Next(); ok {
			t.Errorf("%d failures: another attempt is due at %v", failures, due)
		}
		if got := q.Log().Attempts; len(got) != len(waits) || got[len(got)-1].Attempt != len(waits) {
			t.Errorf("%d failures: %+v", failures, got)
		}
	}
}

func TestFollowDeliversOnTheClock(t *testing.T) {
	t.Parallel()
	q, c := open(t)
	r := receive(t, 0)
	q.Follow(c)
	q.Add(event(r.URL, "a", time.Hour))
	advance(t, c, time.Hour)
	for deadline := time.Now().Add(10 * time.Second); len(r.got()) == 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if got := r.got(); !slices.Equal(got, []string{"a"}) {
		t.Errorf("got %q", got)
	}
	q.Close()
	q.Add(event(r.URL, "b", 0))
	q.Deliver(t.Context())
	if got := r.got(); len(got) != 1 {
		t.Errorf("after Close: %q", got)
	}
}

func TestDeliveriesStayOnThisMachine(t *testing.T) {
	t.Parallel()
	moved := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/", http.StatusTemporaryRedirect))
	t.Cleanup(moved.Close)
	for _, url := range []string{"http://192.0.2.1/", "http://hooks.invalid/", "http://[2001:db8::1]/", moved.URL} {
		q, _ := open(t)
		q.Add(event(url, "a", 0))
		q.Deliver(t.Context())
		if got := q.Log().Attempts; len(got) != 1 || got[0].Status != 0 || !strings.Contains(got[0].Error, "loopback") {
			t.Errorf("%s: %+v", url, got)
		}
	}
	q, _ := open(t)
	if status, err := q.Send(t.Context(), event("http://192.0.2.1/", "a", 0), nil); err == nil {
		t.Errorf("Send: status %d", status)
	}
}

func TestAddDropsWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	q, _ := open(t)
	for i := range 10_003 {
		q.Add(event("http://127.0.0.1:1/", fmt.Sprint(i), time.Hour))
	}
	if l := q.Log(); l.Queued != 10_000 || l.Dropped != 3 {
		t.Errorf("%d queued, %d dropped", l.Queued, l.Dropped)
	}
}

func TestRestoreContinuesTheQueue(t *testing.T) {
	t.Parallel()
	q, c := open(t)
	r := receive(t, 1)
	q.Add(event(r.URL, "a", 0))
	q.Add(event(r.URL, "b", time.Minute))
	q.Deliver(context.Background())
	saved, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	q, _ = open(t)
	if err := q.Restore([]byte(`{"queue":[{"source":"unknown"}]}`)); err == nil {
		t.Error("an unknown source is restored")
	}
	if err := q.Restore(saved); err != nil {
		t.Fatal(err)
	}
	if again, _ := q.Snapshot(); string(again) != string(saved) {
		t.Errorf("snapshot %s, then %s", saved, again)
	}
	q2 := webhook.New(webhook.Config{Now: c.Now})
	q2.Register("test", source{})
	if err := q2.Restore(saved); err != nil {
		t.Fatal(err)
	}
	advance(t, c, time.Minute)
	q2.Deliver(t.Context())
	if got := r.got(); !slices.Equal(got, []string{"b", "a"}) && !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("got %q", got)
	}
	if got := q2.Log().Attempts; len(got) != 3 || got[0].Status != 500 {
		t.Errorf("attempts %+v", got)
	}
}
