package rest_test

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
)

// A receiver takes in webhooks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	events []string
}

func (d *desk) receiver(tb testing.TB) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		_, event, _ := strings.Cut(string(body), `"type":"`)
		event, _, _ = strings.Cut(event, `"`)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events = append(r.events, event)
	}))
	tb.Cleanup(r.Close)
	return r
}

// told are the events up to now.
func (r *receiver) told(d *desk) []string {
	d.Hooks.Deliver(context.Background())
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events)
}

// TestAnExpiredVideoIsDeleted after a grace period, unless its owner keeps it.
func TestAnExpiredVideoIsDeleted(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	hook := d.receiver(t)
	ana.must("POST", "/me", "webhook_url="+hook.URL+"&webhook_events=video.deleted,video.format.deleted")
	end := fmt.Sprint(noon.Add(24 * time.Hour).Unix())
	gone, kept := d.upload(
		t,
		ana,
		"a.mp4",
		"expiry_date="+end,
	), d.upload(
		t,
		ana,
		"b.mp4",
		"expiry_date="+end,
		"expiry_date_deletion=false",
	)
	changed := d.upload(t, ana, "c.mp4", "expiry_date="+end)
	d.advance(25 * time.Hour)
	ana = d.user(t, "ana")
	for _, id := range []string{gone, kept} {
		if got := d.anybody(t).refused("GET", "/video/"+id); got.Code != 404 {
			t.Errorf("to strangers, an expired video is %+v", got)
		}
		if got := ana.must("GET", "/video/"+id); got["id"] != id {
			t.Errorf("to its owner, an expired video is %v", got)
		}
	}
	ana.must("POST", "/video/"+changed, "expiry_date=")
	ana.must("POST", "/video/"+gone, "title=Once more") // and still it is deleted once
	d.advance(30 * 24 * time.Hour)
	ana = d.user(t, "ana")
	if got := ana.refused("GET", "/video/"+gone); got.Code != 404 {
		t.Errorf("after the grace period it is %+v", got)
	}
	for _, id := range []string{kept, changed} {
		if got := ana.must("GET", "/video/"+id); got["id"] != id {
			t.Errorf("one that is to be kept is %v", got)
		}
	}
	if list := ana.must("GET", "/me/videos?limit=100")["list"].([]any); slices.ContainsFunc(
		list,
		func(v any) bool { return v.(map[string]any)["id"] == gone },
	) {
		t.Error("a deleted video is listed")
	}
	if got := hook.told(d); !slices.Equal(got, []string{"video.format.deleted", "video.deleted"}) {
		t.Errorf("events %v, want one deletion", got)
	}
}

// TestWebhooksTellWhenAVideoIsFirstSeen: once it is encoded and its date has come.
func TestWebhooksTellWhenAVideoIsFirstSeen(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	hook := d.receiver(t)
	ana.must(
		"POST",
		"/me",
		"webhook_url="+hook.URL+"&webhook_events=video.published,video.format.ready,video.format.deleted",
	)
	d.upload(t, ana, "a.mp4", fmt.Sprint("publish_date=", noon.Add(time.Hour).Unix()))
	draft := d.upload(t, ana, "b.mp4", "published=false")
	dropped := d.upload(t, ana, "c.mp4")
	ana.must("DELETE", "/video/"+dropped)
	d.advance(time.Minute)
	if got := hook.told(
		d,
	); !slices.Equal(
		got,
		[]string{"video.format.deleted", "video.format.ready", "video.format.ready"},
	) {
		t.Errorf("after encoding: %v", got)
	}
	ana.must("POST", "/video/"+draft, "published=true")
	if got := hook.told(d)[3:]; !slices.Equal(got, []string{"video.published"}) {
		t.Errorf("after publishing: %v", got)
	}
	ana.must("POST", "/video/"+draft, "title=Again")
	d.advance(2 * time.Hour)
	if got := hook.told(d)[4:]; !slices.Equal(got, []string{"video.published"}) {
		t.Errorf("at the date: %v", got)
	}
}
