package webhook_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/webhook"
)

// TestDeliveriesNeverReachTheControlAPI: not by a URL, and not by a redirect, on this machine or where webhooks may go
// anywhere.
func TestDeliveriesNeverReachTheControlAPI(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	mock := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/moved") {
			target := r.URL.Query().Get("to")
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
		reached.Add(1)
	}))
	t.Cleanup(mock.Close)
	for _, anywhere := range []bool{false, true} {
		for _, url := range []string{
			mock.URL + "/_mock/reset", mock.URL + "/%5Fmock/reset", mock.URL + "/x/../_mock/reset", mock.URL + "//_mock/clock",
			mock.URL + "/_mock", mock.URL + "/moved?to=/_mock/reset", mock.URL + "/moved?to=" + mock.URL + "/_mock/reset",
			mock.URL + "/moved?to=./_mock/reset", mock.URL + "/moved?to=/moved%3Fto=/_mock/reset",
			mock.URL + "/moved?to=%252F_mock/reset",
		} {
			q := webhook.New(webhook.Config{Now: func() time.Time { return noon }, Anywhere: anywhere})
			q.Register("test", source{})
			q.Add(event(url, "a", 0))
			q.Deliver(t.Context())
			a := q.Log().Attempts
			if len(a) != 1 || a[0].Status != 0 || !strings.Contains(a[0].Error, "not delivered to /_mock/") {
				t.Errorf("%s: %+v", url, a)
			}
		}
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("%d deliveries reached the control API", n)
	}
}

func TestRedirectsAreBounded(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	circle := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(circle.Close)
	q, _ := open(t)
	q.Add(event(circle.URL, "a", 0))
	q.Deliver(t.Context())
	if n, a := asked.Load(), q.Log().Attempts; n > 7 || len(a) != 1 || a[0].Status != 0 {
		t.Errorf("%d requests, %+v", n, a)
	}
}

// TestAttemptsShowNoSecrets: neither where a delivery succeeds nor in the error where it fails.
func TestAttemptsShowNoSecrets(t *testing.T) {
	t.Parallel()
	r := receive(t, 0)
	moved := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://user-hidden:hidden@192.0.2.1/?token=hidden")
		w.WriteHeader(http.StatusTemporaryRedirect)
	}))
	t.Cleanup(moved.Close)
	for _, base := range []string{r.URL, "http://127.0.0.1:1", "http://192.0.2.1", moved.URL} {
		url := strings.Replace(base, "http://", "http://user-hidden:hidden@", 1) + "/hook?a=hidden&token=hidden"
		q, _ := open(t)
		q.Add(event(url, "a", 0))
		q.Deliver(t.Context())
		if _, err := q.Send(t.Context(), event(url, "b", 0), nil); err != nil && strings.Contains(err.Error(), "hidden") {
			t.Errorf("Send shows %v", err)
		}
		shown := fmt.Sprintf("%+v", q.Log())
		if strings.Contains(shown, "hidden") || !strings.Contains(shown, "@"+strings.TrimPrefix(base, "http://")+"/hook?…") {
			t.Errorf("the log shows %s", shown)
		}
	}
}

func TestDropsAreLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	q := webhook.New(webhook.Config{
		Now: func() time.Time { return noon }, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	for i := range 10_100 {
		q.Add(event("http://127.0.0.1:1/", fmt.Sprint(i), time.Hour))
	}
	if n := strings.Count(log.String(), "further events are dropped"); n != 1 {
		t.Errorf("100 drops make %d log lines, want 1:\n%s", n, log.String())
	}
}
