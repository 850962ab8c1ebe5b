package cases

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of DynTube: the analytics of views, and the lists of the management API.

// postViews requests the views of some past days. Pairs are names and values of request members; nil removes one.
func postViews(t *T, pairs ...any) *Response {
	body := map[string]any{"from": t.Day(9), "to": t.Day(7), "page": 1, "size": 20}
	for i := 0; i < len(pairs); i += 2 {
		body[pairs[i].(string)] = pairs[i+1]
	}
	for name, value := range body {
		if value == nil {
			delete(body, name)
		}
	}
	return t.Do(Request{Host: Stats, Path: "/v1/logs/data", Token: Secret(t.Keys().DynTube), JSON: body})
}

// someViews requests views, and ends the case as inconclusive if there are none.
func someViews(t *T, pairs ...any) *Response {
	t.Helper()
	a := authorized(t, postViews(t, pairs...))
	if len(t.List(a, "views")) == 0 {
		t.Inconclusivef("there are no views in those days")
	}
	return a
}

// getManaged reads a path of the management host.
func getManaged(t *T, path string) *Response {
	t.Helper()
	return authorized(t, t.Do(Request{Host: Management, Path: path, Token: Secret(t.Keys().DynTube)}))
}

// authorized ends the case as inconclusive if a target other than a mock refuses the key.
func authorized(t *T, a *Response) *Response {
	t.Helper()
	if !t.Mock() && (a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden) {
		t.Inconclusivef("the credentials are refused: %d", a.Status)
	}
	return t.OK(a)
}

// pager returns a number of the pager.
func pager(t *T, a *Response, name string) int64 {
	t.Helper()
	n, ok := a.Int("pager", name)
	require.True(t, ok, "pager."+name+" is a whole number")
	return n
}

// eachView passes each view of a response to check.
func eachView(t *T, a *Response, check func(view map[string]any)) {
	t.Helper()
	for i := range t.List(a, "views") {
		view, _ := a.At("views", i).(map[string]any)
		check(view)
	}
}

// viewing returns a case of DynTube.
func viewing(id, title, states string, level Level, run func(*T)) Case {
	return Case{ID: id, Title: title, Surface: DynTube, States: states, Level: level, Needs: []Need{DynTubeKey}, Run: run}
}

var dynTube = []Case{
	viewing("DYNTUBE-001", "views have the documented form", "dyntube-1.1 dyntube-2.1 dyntube-2.11",
		Must, func(t *T) {
			a := someViews(t, "size", 2)
			t.Fits(a, "dyntube-views")
			assert.LessOrEqual(t, len(t.List(a, "views")), 2, "views on a page of two")
		}),
	viewing("DYNTUBE-002", "pages are total over size, rounded up", "dyntube-2.8 dyntube-2.4", Must, func(t *T) {
		a := someViews(t, "size", 7)
		total, size := pager(t, a, "total"), pager(t, a, "size")
		assert.Equal(t, (total+size-1)/size, pager(t, a, "pages"), "pages")
		assert.Equal(t, int64(1), pager(t, a, "page"), "page")
		assert.Equal(t, int64(7), size, "size")
	}),
	viewing("DYNTUBE-003", "hits are the views on the page", "dyntube-2.9", Must, func(t *T) {
		a := someViews(t, "size", 3)
		assert.Equal(t, int64(len(t.List(a, "views"))), pager(t, a, "hits"), "hits")
	}),
	viewing("DYNTUBE-004", "newest views come first", "dyntube-2.10", Should, func(t *T) {
		last := time.Time{}
		eachView(t, someViews(t), func(v map[string]any) {
			at := viewDate(t, v)
			assert.True(t, last.IsZero() || !at.After(last), "order of dates")
			last = at
		})
	}),
	viewing("DYNTUBE-005", "dates have the offset +00:00, within the days asked for", "dyntube-2.12 dyntube-2.7", Must,
		func(t *T) {
			eachView(t, someViews(t), func(v map[string]any) {
				_, offset := viewDate(t, v).Zone()
				assert.Zero(t, offset, "offset")
				date, _ := v["date"].(string)
				assert.GreaterOrEqual(t, date, t.Day(9), "date")
			})
		}),
	viewing("DYNTUBE-006", "a date and the same day's midnight mean the same", "dyntube-2.7", Must, func(t *T) {
		a, b := someViews(t), someViews(t, "from", t.Day(9)+"T00:00:00", "to", t.Day(7)+"T00:00:00")
		assert.Equal(t, pager(t, a, "total"), pager(t, b, "total"), "total")
	}),
	viewing("DYNTUBE-007", "an empty filter is ignored", "dyntube-2.6", Must, func(t *T) {
		a, b := someViews(t), someViews(t, "videoKey", "", "channelKey", "", "projectKey", "")
		assert.Equal(t, pager(t, a, "total"), pager(t, b, "total"), "total")
	}),
	viewing("DYNTUBE-008", "a key selects the views of one video, channel or project", "dyntube-2.5", Must, func(t *T) {
		a := someViews(t)
		for _, name := range []string{"videoKey", "channelKey", "projectKey"} {
			key := a.String("views", 0, name)
			require.NotEmpty(t, key, name)
			b := someViews(t, name, key)
			assert.LessOrEqual(t, pager(t, b, "total"), pager(t, a, "total"), "total with "+name)
			eachView(t, b, func(v map[string]any) { assert.Equal(t, key, v[name], name) })
		}
	}),
	viewing("DYNTUBE-009", "addresses are masked", "dyntube-2.13", Should, func(t *T) {
		eachView(t, someViews(t), func(v map[string]any) {
			geo, _ := v["geo"].(map[string]any)
			ip, _ := geo["ip"].(string)
			assert.Regexp(t, `(^$|\.0$|:)`, ip, "last part of the address")
		})
	}),
	viewing("DYNTUBE-010", "countries have two letters, and embed.domain is the host of embed.url", "dyntube-2.14",
		Should, func(t *T) {
			eachView(t, someViews(t), func(v map[string]any) {
				geo, _ := v["geo"].(map[string]any)
				assert.Regexp(t, `^([A-Z]{2})?$`, geo["country"], "country")
				embed, _ := v["embed"].(map[string]any)
				address, _ := embed["url"].(string)
				if u, err := url.Parse(address); err == nil && u.Host != "" {
					assert.Equal(t, u.Hostname(), embed["domain"], "domain")
				}
			})
		}),
	viewing("DYNTUBE-011", "keys are letters and digits, long enough", "dyntube-2.20", Should, func(t *T) {
		eachView(t, someViews(t), func(v map[string]any) {
			for _, name := range []string{"videoKey", "projectKey", "channelKey", "accountKey"} {
				assert.Regexp(t, `^[A-Za-z0-9_-]{16,32}$`, v[name], name)
			}
		})
	}),
	viewing("DYNTUBE-012", "userKey and clientUserId are optional strings", "dyntube-2.15", Must, func(t *T) {
		eachView(t, someViews(t, "size", 50), func(v map[string]any) {
			for _, name := range []string{"userKey", "clientUserId"} {
				if value, there := v[name]; there && value != nil {
					assert.IsType(t, "", value, name)
				}
			}
		})
	}),
	viewing("DYNTUBE-013", "watch time and duration are whole seconds, not negative", "dyntube-2.16 dyntube-2.11", Must,
		func(t *T) {
			eachView(t, someViews(t), func(v map[string]any) {
				for _, name := range []string{"watchTime", "duration"} {
					n, ok := v[name].(json.Number)
					require.True(t, ok, name+" is a number")
					seconds, err := n.Int64()
					assert.True(t, err == nil && seconds >= 0, name+" is a whole number from 0 on")
				}
			})
		}),
	viewing("DYNTUBE-014", "GET with a query returns the same as POST", "dyntube-2.2", May, func(t *T) {
		a := someViews(t)
		b := t.Do(Request{Host: Stats, Path: "/v1/logs/data", Token: Secret(t.Keys().DynTube),
			Query: url.Values{"from": {t.Day(9)}, "to": {t.Day(7)}, "page": {"1"}, "size": {"20"}}})
		t.Notef("GET responds with %d", b.Status)
		require.Equal(t, http.StatusOK, b.Status, "status of GET")
		assert.Equal(t, pager(t, a, "total"), pager(t, b, "total"), "total")
	}),
	viewing("DYNTUBE-015", "a request without from is refused", "dyntube-2.3", May, func(t *T) {
		a := postViews(t, "from", nil)
		t.Notef("without from: %d", a.Status)
		assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
	}),
	viewing("DYNTUBE-016", "a request without from returns 400 with a message", "dyntube-2.18", Must, func(t *T) {
		a := postViews(t, "from", nil)
		assert.Equal(t, http.StatusBadRequest, a.Status, "status")
		assert.NotEmpty(t, a.String("message"), "message")
	}),
	viewing("DYNTUBE-017", "a request without a key returns 200 or 401", "dyntube-1.5", May, func(t *T) {
		a := t.Do(Request{Host: Stats, Path: "/v1/logs/data", JSON: map[string]any{"from": t.Day(9), "to": t.Day(7)}})
		t.Notef("without a key: %d", a.Status)
		assert.Contains(t, []int{http.StatusOK, http.StatusUnauthorized}, a.Status, "status")
	}),
	viewing("DYNTUBE-018", "a request without a key returns 401 with a message", "dyntube-2.19", Must, func(t *T) {
		a := t.Do(Request{Host: Stats, Path: "/v1/logs/data", JSON: map[string]any{"from": t.Day(9)}})
		assert.Equal(t, http.StatusUnauthorized, a.Status, "status")
		assert.NotEmpty(t, a.String("message"), "message")
	}),
	viewing("DYNTUBE-019", "a page after the last is empty, with the same totals", "dyntube-2.17", Must, func(t *T) {
		a := someViews(t, "size", 50)
		b := authorized(t, postViews(t, "size", 50, "page", pager(t, a, "pages")+5))
		assert.Empty(t, t.List(b, "views"), "views")
		assert.NotNil(t, b.At("views"), "views is a list")
		assert.Equal(t, pager(t, a, "total"), pager(t, b, "total"), "total")
		assert.Zero(t, pager(t, b, "hits"), "hits")
	}),
	viewing("DYNTUBE-020", "walking all pages gives each view once", "dyntube-2.22", Must, func(t *T) {
		seen, hits := map[any]bool{}, int64(0)
		for page := int64(1); ; page++ {
			a := authorized(t, postViews(t, "from", t.Day(8), "to", t.Day(7), "size", 500, "page", page))
			hits += pager(t, a, "hits")
			eachView(t, a, func(v map[string]any) {
				require.False(t, seen[v["id"]], "a view that an earlier page had")
				seen[v["id"]] = true
			})
			if page >= pager(t, a, "pages") || page == 100 {
				assert.Equal(t, pager(t, a, "total"), hits, "sum of hits")
				return
			}
		}
	}),
	viewing("DYNTUBE-021", "an invalid body returns 400 with a message", "dyntube-2.23", Must, func(t *T) {
		for _, text := range []string{`{`, `{"from":"2026-01-01","page":0}`, `{"from":"soon"}`} {
			a := t.Do(Request{Host: Stats, Path: "/v1/logs/data", Token: Secret(t.Keys().DynTube), Text: text,
				Type: "application/json"})
			assert.Equal(t, http.StatusBadRequest, a.Status, "status of "+text)
			assert.NotEmpty(t, a.String("message"), "message")
		}
	}),
	viewing("DYNTUBE-030", "channels are listed with a pager", "dyntube-3.1 dyntube-3.3 dyntube-6.1", Must, func(t *T) {
		a := getManaged(t, "/v1/channels")
		t.FitsValue(a.At("pager"), "dyntube-list-pager")
		for i := range t.List(a, "channels") {
			t.FitsValue(a.At("channels", i), "dyntube-channel")
		}
	}),
	viewing("DYNTUBE-031", "a list has at most fifty items by default, and totalPages follows from that",
		"dyntube-3.2", Should, func(t *T) {
			a := getManaged(t, "/v1/videos")
			assert.LessOrEqual(t, len(t.List(a, "videos")), 50, "videos")
			total, pages := pager(t, a, "totalResults"), pager(t, a, "totalPages")
			assert.Equal(t, (total+49)/50, pages, "totalPages")
			assert.Len(t, getManaged(t, "/v1/videos?size=1").List("videos"), min(1, int(total)), "videos on a page of one")
		}),
	viewing("DYNTUBE-032", "a channel is found by its id", "dyntube-6.1", Must, func(t *T) {
		all := getManaged(t, "/v1/channels")
		if len(t.List(all, "channels")) == 0 {
			t.Inconclusivef("there is no channel")
		}
		id := all.String("channels", 0, "id")
		require.NotEmpty(t, id, "id of a channel")
		assert.Equal(t, id, getManaged(t, "/v1/channels/"+id).String("id"), "id")
	}),
	viewing("DYNTUBE-033", "an unknown channel returns 404 with a message", "dyntube-3.4", Must, func(t *T) {
		a := t.Do(Request{Host: Management, Path: "/v1/channels/notFoundNotFoundNotFnd", Token: Secret(t.Keys().DynTube)})
		assert.Equal(t, http.StatusNotFound, a.Status, "status")
		assert.NotEmpty(t, a.String("message"), "message")
	}),
	viewing("DYNTUBE-034", "the management host returns 401 without a key", "dyntube-1.2", Must, func(t *T) {
		assert.Equal(t, http.StatusUnauthorized, t.Do(Request{Host: Management, Path: "/v1/channels"}).Status, "status")
	}),
	viewing("DYNTUBE-035", "the authorization scheme may be in lower case", "dyntube-1.3", Should, func(t *T) {
		a := authorized(t, t.Do(Request{Host: Management, Path: "/v1/channels", Token: Secret(t.Keys().DynTube),
			Scheme: "bearer"}))
		t.FitsValue(a.At("pager"), "dyntube-list-pager")
	}),
	viewing("DYNTUBE-036", "videos in lists and by id have the known members", "dyntube-4.1 dyntube-4.2", Must,
		func(t *T) {
			a := getManaged(t, "/v1/videos")
			if len(t.List(a, "videos")) == 0 {
				t.Inconclusivef("there is no video")
			}
			for i := range t.List(a, "videos") {
				t.FitsValue(a.At("videos", i), "dyntube-video")
			}
			id := a.String("videos", 0, "id")
			assert.Equal(t, id, getManaged(t, "/v1/videos/"+id).String("id"), "id")
		}),
	viewing("DYNTUBE-037", "projects are listed", "dyntube-5.1", Must, func(t *T) {
		a := getManaged(t, "/v1/projects")
		t.FitsValue(a.At("pager"), "dyntube-list-pager")
		for i := range t.List(a, "projects") {
			t.FitsValue(a.At("projects", i), "dyntube-project")
		}
	}),
	viewing("DYNTUBE-038", "plans are a bare list of names and types", "dyntube-7.1", Must, func(t *T) {
		bareList(t, getManaged(t, "/v1/account/plans"), "dyntube-plan")
	}),
	viewing("DYNTUBE-039", "templates are a bare list", "dyntube-6.3", Should, func(t *T) {
		all, ok := getManaged(t, "/v1/channels/templates").JSON.([]any)
		assert.True(t, ok, "a list")
		t.Notef("%d templates", len(all))
	}),
	viewing("DYNTUBE-040", "the video of a view is in the project of the view", "dyntube-9.1", Should, func(t *T) {
		v := someViews(t, "size", 1)
		project := videoOf(t, v.String("views", 0, "videoKey"))["projectId"]
		projects := getManaged(t, "/v1/projects?size=100")
		assert.Equal(t, v.At("views", 0, "projectKey"), find(t, projects, "projects", "id", project)["key"],
			"key of the project")
	}),
}

// viewDate returns the date of a view.
func viewDate(t *T, view map[string]any) time.Time {
	t.Helper()
	text, _ := view["date"].(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err, "date of a view")
	return at
}

// bareList asserts that a response is a list without a pager, whose items have a shape.
func bareList(t *T, a *Response, shape string) {
	t.Helper()
	all, ok := a.JSON.([]any)
	require.True(t, ok, "a bare list")
	for _, item := range all {
		t.FitsValue(item, shape)
	}
}

// videoOf searches the pages of videos for one with a key.
func videoOf(t *T, key string) map[string]any {
	t.Helper()
	const most = 20 // pages of a hundred
	for page := int64(1); page <= most; page++ {
		a := getManaged(t, "/v1/videos?size=100&page="+itoa(page))
		if v := find(t, a, "videos", "key", key); len(v) > 0 {
			return v
		}
		if page >= pager(t, a, "totalPages") {
			require.Fail(t, "no video has the videoKey of a view")
		}
	}
	t.Inconclusivef("the video is not among the first %d", most*100)
	return nil
}

// find returns the item of a list that has a member with a value, or an empty map.
func find(t *T, a *Response, list, name string, value any) map[string]any {
	for i := range t.List(a, list) {
		if item, ok := a.At(list, i).(map[string]any); ok && item[name] == value {
			return item
		}
	}
	return map[string]any{}
}
