package rest_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/rest"
)

// TestARequestHasOneTime checks that a request reads the clock once, through all its calls, and that each call sees
// what earlier calls wrote.
func TestARequestHasOneTime(t *testing.T) {
	t.Parallel()
	var reads atomic.Int64
	d := open(t, func(c *rest.Config) {
		now := c.Now
		c.Now = func() time.Time { return now().Add(time.Duration(reads.Add(1)) * time.Hour) }
	})
	ana := d.user(t, "ana")
	for _, r := range []struct{ method, path, body, want string }{
		{"GET", "/video/" + d.video(t, "harbour-news").ID, "", `"id"`},
		{"POST", "/me/playlists?fields=name,created_time", "name=One", `{"name":"One","created_time":`},
		{"POST", "/", `[{"call":"POST /me/playlists","args":{"name":"Two"}},
			{"call":"GET /me/playlists","args":{"search":"two","fields":"name"}}]`, `"list":[{"name":"Two"}]`},
	} {
		reads.Store(0)
		status, text := ana.do(r.method, r.path, "application/x-www-form-urlencoded", r.body)
		if status != 200 || !strings.Contains(text, r.want) {
			t.Errorf("%s %s = %d %s, want %s", r.method, r.path, status, text, r.want)
		}
		if n := reads.Load(); n != 1 {
			t.Errorf("%s %s read the clock %d times, want once", r.method, r.path, n)
		}
	}
}
