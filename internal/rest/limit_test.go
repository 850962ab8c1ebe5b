package rest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/testing/benchratio"
	"github.com/dailymock/dailymock/internal/world"
)

// TestCostlyRequestsAreRefused checks that each limit is named in the vendor's shape, and that what is just within it
// works.
func TestCostlyRequestsAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	anybody := d.anybody(t)
	many := "/user/many-rows/videos?limit=100&fields="
	for _, c := range []struct {
		name, path string
		n          int // the most that works
		want       string
	}{
		{"words", "/videos?search=%s", 100, "Too many values, max allowed size is 100 for `search' parameter"},
		{"terms", "/videos?tags=%s", 100, "Too many values, max allowed size is 100 for `tags' parameter"},
		{"terms in a group", "/videos?strongtags=(%s)", 100,
			"Too many values, max allowed size is 100 for `strongtags' parameter"},
		{"flags", "/videos?flags=%s", 100, "Too many values, max allowed size is 100 for `flags' parameter"},
		{"user flags", "/users?flags=%s", 100, "Too many values, max allowed size is 100 for `flags' parameter"},
		{"values", "/videos?exclude_ids=%s", 1000, "Too many values, max allowed size is 1000 for `exclude_ids' parameter"},
		{"a long search", "/videos?search=%s", 2000, "Too long value, max allowed length is 2000 for `search' parameter"},
	} {
		words := func(n int) string {
			switch {
			case c.name == "a long search":
				return strings.Repeat("a", n)
			case c.name == "words":
				return strings.TrimSuffix(strings.Repeat("a+", n), "+")
			case strings.HasSuffix(c.name, "flags"):
				return strings.TrimSuffix(strings.Repeat("verified,", n), ",")
			}
			return strings.TrimSuffix(strings.Repeat("a,", n), ",")
		}
		anybody.must("GET", fmt.Sprintf(c.path, words(c.n)))
		if got := anybody.refused("GET", fmt.Sprintf(c.path, words(c.n+1))); got.Message != c.want || got.Code != 400 {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
	for _, path := range []string{
		many + "related.limit(100).sort(live-audience)",
		many + "related.search(" + strings.Repeat("a+", 99) + "a).sort(live-airing-time)",
		"/users?limit=100&fields=views_total&usernames=" + repeated(100, "costly-%d,"),
	} {
		got := anybody.refused("GET", path)
		if got.Code != 400 || got.Type != "invalid_parameter" || got.Data.Reason != "request_too_costly" ||
			!strings.Contains(got.Message, " units, the limit of this mock") {
			t.Errorf("%.60s: %+v", path, got)
		}
	}
}

// TestABatchHasOneBudget checks that the calls of a request share its budget, and that the next request has its own.
func TestABatchHasOneBudget(t *testing.T) {
	t.Parallel()
	anybody := open(t).anybody(t)
	args := map[string]string{"sort": "live-audience", "fields": "id,related.limit(1).sort(live-audience)", "limit": "30"}
	anybody.do("POST", "/", "", calls("GET /user/many-rows/videos", 1, args))
	for range 2 {
		_, text := anybody.do("POST", "/", "", calls("GET /user/many-rows/videos", 10, args))
		worked, refused := strings.Count(text, `{"result":`), strings.Count(text, `"reason":"request_too_costly"`)
		if worked == 0 || refused == 0 || worked+refused != 10 {
			t.Errorf("%d calls worked and %d were refused: %.300s", worked, refused, text)
		}
	}
}

// TestALargeWorldAllowsNoMoreWorkDoneAnew checks that the budget for sums, which are kept, cannot be spent on sorts
// that are not: those of a batch are refused after a few, and lists of all users and videos work.
func TestALargeWorldAllowsNoMoreWorkDoneAnew(t *testing.T) {
	t.Parallel()
	anybody := openWorld(t, benchratio.LargeWorld()).anybody(t)
	sorts := calls("GET /videos", 10, map[string]string{"sort": "live-audience", "limit": "1", "fields": "id"})
	_, text := anybody.do("POST", "/", "", sorts)
	if worked := strings.Count(text, `{"result":`); worked < 3 || worked > 6 {
		t.Errorf("%d of 10 sorts of 100,000 videos worked, want 3 to 6: %.300s", worked, text)
	}
	anybody.must("GET", "/users?limit=100&fields=videos_total,playlists_total&sort=activity")
	anybody.must("GET", "/videos?sort=visited&limit=1")
}

// TestAParentsChildrenAreCounted checks that a call finds the children of its caller once, though each private field
// asks for them, and that this is a part of its budget.
func TestAParentsChildrenAreCounted(t *testing.T) {
	t.Parallel()
	const fields = "?fields=email,first_name,birthday,gender"
	d := open(t, func(c *rest.Config) { c.RequestWork = 1000 })
	parent := d.user(t, "network")
	path := "/user/" + d.id(t, "harbour-news") + fields
	adopt := func(from, to int) {
		network, err := d.World.Channel("network")
		for i := from; i < to && err == nil; i++ {
			var child *world.Channel
			if child, err = d.World.Channel(fmt.Sprintf("child-%d", i)); err == nil {
				err = d.World.Adopt(child, network, noon)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	adopt(0, 300)
	parent.must("GET", path)
	adopt(300, 600)
	for _, method := range []string{"GET", "POST"} {
		if got := parent.refused(method, path, "city=Rome"); got.Data.Reason != "request_too_costly" {
			t.Errorf("%s with 600 children: %+v", method, got)
		}
	}
}

// TestWorkEndsWithTheClient checks that a request whose client has left reads no more, and leaves nothing incomplete.
func TestWorkEndsWithTheClient(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/videos?sort=visited", "/videos?search=the", "/users?sort=popular", "/playlists",
		"/user/harbour-news/videos?sort=visited-month", "/videos?sort=live-audience"} {
		gone, fresh := open(t), open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		w := httptest.NewRecorder()
		gone.Surface.Root(oauth.Public).ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		if w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s of a client that has left = %d %.200s", path, w.Code, w.Body)
		}
		_, got := gone.anybody(t).do("GET", path, "", "")
		if _, want := fresh.anybody(t).do("GET", path, "", ""); got != want {
			t.Errorf("%s after a client has left\n got %.300s\nwant %.300s", path, got, want)
		}
	}
}
