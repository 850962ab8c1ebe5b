package cases

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of DynTube: the analytics of views, and the lists of the management API.

// dyntube sends a request with the API key.
func dyntube(t *T, q Request) *Response {
	q.Token = Secret(t.Keys().DynTube)
	return t.Do(q)
}

// postViews requests the views of some past days. Pairs are names and values of request members; nil removes one.
func postViews(t *T, pairs ...any) *Response {
	body := map[string]any{"from": t.Day(9), "to": t.Day(7), "page": 1, "size": 20}
	for i := 0; i < len(pairs); i += 2 {
		if name := pairs[i].(string); pairs[i+1] == nil {
			delete(body, name)
		} else {
			body[name] = pairs[i+1]
		}
	}
	return dyntube(t, Request{Host: Stats, Path: "/v1/logs/data", JSON: body})
}

// someViews requests views, and ends the case as inconclusive if there are none.
func someViews(t *T, pairs ...any) *Response {
	t.Helper()
	a := authorized(t, postViews(t, pairs...))
	if len(a.MustList("views")) == 0 {
		t.Inconclusivef("there are no views in those days")
	}
	return a
}

// managed reads a path of the management host.
func managed(t *T, path string) *Response {
	t.Helper()
	return authorized(t, dyntube(t, Request{Host: Management, Path: path}))
}

// authorized ends the case as inconclusive if a target other than a mock refuses the key.
func authorized(t *T, a *Response) *Response {
	t.Helper()
	if !t.Mock() && (a.Status == 401 || a.Status == 403) {
		t.Inconclusivef("the credentials are refused: %d", a.Status)
	}
	return a.OK()
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
	for _, v := range a.MustList("views") {
		view, _ := v.(map[string]any)
		check(view)
	}
}

// viewing returns a case of DynTube.
func viewing(id, title, states string, run func(t *T)) Case {
	return needing(DynTubeKey, row(id, title, states, run))
}

// views returns a case that checks each view of some days. Pairs are members of the request.
func views(id, title, states string, check func(t *T, view map[string]any), pairs ...any) Case {
	return viewing(id, title, states, func(t *T) {
		eachView(t, someViews(t, pairs...), func(view map[string]any) { check(t, view) })
	})
}

// rejected returns a case that expects a status and a message.
func rejected(id, title, states string, status int, send func(t *T) *Response) Case {
	return viewing(id, title, states, func(t *T) { send(t).Is(status).NotEmpty("message") })
}

// listed returns a case of a list with a pager, whose items have a shape.
func listed(id, title, states, list, shape string) Case {
	return viewing(id, title, states, func(t *T) {
		a := managed(t, "/v1/"+list).Fits("dyntube-list-pager", "pager")
		for _, item := range a.MustList(list) {
			t.Fits(item, shape)
		}
	})
}

// unsigned requests views without a key.
func unsigned(t *T, body map[string]any) *Response {
	return t.Do(Request{Host: Stats, Path: "/v1/logs/data", JSON: body})
}

func dynTube() []Case {
	return []Case{
		revised(viewing("DYNTUBE-001", "views have the documented form", "dyntube-1.1 dyntube-2.1 dyntube-2.11", func(t *T) {
			a := someViews(t, "size", 2).Fits("dyntube-views")
			assert.LessOrEqual(t, len(a.MustList("views")), 2, "views on a page of two")
			if pager(t, a, "pages") > 1 {
				authorized(t, postViews(t, "size", 2, "page", 2)).Fits("dyntube-views").Equal(2, "pager", "page")
			}
		})),
		viewing("DYNTUBE-002", "pages are total over size, rounded up", "dyntube-2.8 dyntube-2.4", func(t *T) {
			a := someViews(t, "size", 7).Equal(1, "pager", "page").Equal(7, "pager", "size")
			assert.Equal(t, (pager(t, a, "total")+6)/7, pager(t, a, "pages"), "pages")
		}),
		viewing("DYNTUBE-003", "hits are the views on the page", "dyntube-2.9", func(t *T) {
			a := someViews(t, "size", 3)
			a.Equal(len(a.MustList("views")), "pager", "hits")
			assert.Equal(t, min(3, pager(t, a, "total")), pager(t, a, "hits"), "hits")
		}),
		should(viewing("DYNTUBE-004", "newest views come first", "dyntube-2.10", func(t *T) {
			last := time.Time{}
			eachView(t, someViews(t), func(v map[string]any) {
				at := viewDate(t, v)
				assert.True(t, last.IsZero() || !at.After(last), "order of dates")
				last = at
			})
		})),
		views("DYNTUBE-005", "dates have the offset +00:00, within the days asked for", "dyntube-2.12 dyntube-2.7",
			func(t *T, v map[string]any) {
				_, offset := viewDate(t, v).Zone()
				assert.Zero(t, offset, "offset")
				assert.GreaterOrEqual(t, fmt.Sprint(v["date"]), t.Day(9), "date")
			}),
		viewing("DYNTUBE-006", "a date and the same day's midnight mean the same", "dyntube-2.7", func(t *T) {
			sameTotal(t, someViews(t), someViews(t, "from", t.Day(9)+"T00:00:00", "to", t.Day(7)+"T00:00:00"))
		}),
		viewing("DYNTUBE-007", "an empty filter is ignored", "dyntube-2.6", func(t *T) {
			sameTotal(t, someViews(t), someViews(t, "videoKey", "", "channelKey", "", "projectKey", ""))
		}),
		viewing("DYNTUBE-008", "a key selects the views of one video, channel or project", "dyntube-2.5", func(t *T) {
			a := someViews(t)
			for _, name := range []string{"videoKey", "channelKey", "projectKey"} {
				key := a.String("views", 0, name)
				require.NotEmpty(t, key, name)
				b := someViews(t, name, key)
				assert.LessOrEqual(t, pager(t, b, "total"), pager(t, a, "total"), "total with "+name)
				eachView(t, b, func(v map[string]any) { assert.Equal(t, key, v[name], name) })
			}
		}),
		should(views("DYNTUBE-009", "addresses are masked", "dyntube-2.13", func(t *T, v map[string]any) {
			geo, _ := v["geo"].(map[string]any)
			ip, _ := geo["ip"].(string)
			assert.Regexp(t, `(^$|\.0$|:)`, ip, "last part of the address")
		})),
		should(views("DYNTUBE-010", "countries have two letters, and embed.domain is the host of embed.url", "dyntube-2.14",
			func(t *T, v map[string]any) {
				geo, _ := v["geo"].(map[string]any)
				assert.Regexp(t, `^([A-Z]{2})?$`, geo["country"], "country")
				embed, _ := v["embed"].(map[string]any)
				address, _ := embed["url"].(string)
				if u, err := url.Parse(address); err == nil && u.Host != "" {
					assert.Equal(t, u.Hostname(), embed["domain"], "domain")
				}
			})),
		should(views("DYNTUBE-011", "keys are letters and digits, long enough", "dyntube-2.20",
			func(t *T, v map[string]any) {
				for _, name := range []string{"videoKey", "projectKey", "channelKey", "accountKey"} {
					assert.Regexp(t, `^[A-Za-z0-9_-]{16,32}$`, v[name], name)
				}
			})),
		views("DYNTUBE-012", "userKey and clientUserId are optional strings", "dyntube-2.15",
			func(t *T, v map[string]any) {
				for _, name := range []string{"userKey", "clientUserId"} {
					if v[name] != nil {
						assert.IsType(t, "", v[name], name)
					}
				}
			}, "size", 50),
		views("DYNTUBE-013", "watch time and duration are whole seconds, not negative", "dyntube-2.16 dyntube-2.11",
			func(t *T, v map[string]any) {
				for _, name := range []string{"watchTime", "duration"} {
					n, ok := v[name].(json.Number)
					require.True(t, ok, name+" is a number")
					seconds, err := n.Int64()
					assert.True(t, err == nil && seconds >= 0, name+" is a whole number from 0 on")
				}
			}),
		may(viewing("DYNTUBE-014", "GET with a query returns the same as POST", "dyntube-2.2", func(t *T) {
			a := someViews(t)
			b := dyntube(t, Request{Host: Stats, Path: "/v1/logs/data",
				Query: url.Values{"from": {t.Day(9)}, "to": {t.Day(7)}, "page": {"1"}, "size": {"50"}}})
			t.Notef("GET responds with %d", b.Status)
			sameTotal(t, a, b.OK())
		})),
		may(viewing("DYNTUBE-015", "a request without from is refused", "dyntube-2.3", func(t *T) {
			a := postViews(t, "from", nil).IsClientError()
			t.Notef("without from: %d", a.Status)
		})),
		rejected("DYNTUBE-016", "a request without from returns 400 with a message", "dyntube-2.18", 400,
			func(t *T) *Response { return postViews(t, "from", nil) }),
		may(row("DYNTUBE-017", "a request without a key returns 200 or 401", "dyntube-1.5", func(t *T) {
			a := unsigned(t, map[string]any{"from": t.Day(9), "to": t.Day(7)}).Is(200, 401)
			t.Notef("without a key: %d", a.Status)
		})),
		rejected("DYNTUBE-018", "a request without a key returns 401 with a message", "dyntube-2.19", 401,
			func(t *T) *Response { return unsigned(t, map[string]any{"from": t.Day(9)}) }),
		viewing("DYNTUBE-019", "a page after the last is empty, with the same totals", "dyntube-2.17", func(t *T) {
			a := someViews(t, "size", 50)
			b := authorized(t, postViews(t, "size", 50, "page", pager(t, a, "pages")+5)).Equal(0, "pager", "hits")
			assert.Empty(t, b.MustList("views"), "views")
			sameTotal(t, a, b)
		}),
		viewing("DYNTUBE-020", "walking all pages gives each view once", "dyntube-2.22", func(t *T) {
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
		viewing("DYNTUBE-021", "an invalid body returns 400 with a message", "dyntube-2.23", func(t *T) {
			for _, text := range []string{`{`, `{"from":"2026-01-01","page":0}`, `{"from":"soon"}`} {
				dyntube(t, Request{Host: Stats, Path: "/v1/logs/data", Text: text, Type: "application/json"}).Is(400).
					NotEmpty("message")
			}
		}),
		listed("DYNTUBE-030", "channels are listed with a pager", "dyntube-3.1 dyntube-3.3 dyntube-6.1", "channels",
			"dyntube-channel"),
		should(revised(viewing("DYNTUBE-031", "a list has fifty items by default, and totalPages follows from that",
			"dyntube-3.2", func(t *T) {
				a := managed(t, "/v1/videos")
				total, pages := pager(t, a, "totalResults"), pager(t, a, "totalPages")
				assert.Len(t, a.MustList("videos"), int(min(50, total)), "videos")
				assert.Equal(t, (total+49)/50, pages, "totalPages")
				assert.Len(t, managed(t, "/v1/videos?size=1").List("videos"), min(1, int(total)), "videos on a page of one")
			}))),
		should(viewing("DYNTUBE-042", "a page has a hundred items at most, and a hundred are accepted", "dyntube-3.2",
			func(t *T) {
				a := managed(t, "/v1/videos?size=100")
				total := pager(t, a, "totalResults")
				assert.Len(t, a.MustList("videos"), int(min(100, total)), "videos on a page of a hundred")
				more := dyntube(t, Request{Host: Management, Path: "/v1/videos?size=101"}).Is(200, 400, 422)
				assert.LessOrEqual(t, len(more.List("videos")), 100, "videos on a page of 101")
			})),
		viewing("DYNTUBE-032", "a channel is found by its id", "dyntube-6.1", func(t *T) {
			foundByID(t, managed(t, "/v1/channels"), "channels")
		}),
		rejected("DYNTUBE-033", "an unknown channel returns 404 with a message", "dyntube-3.4", 404, func(t *T) *Response {
			return dyntube(t, Request{Host: Management, Path: "/v1/channels/notFoundNotFoundNotFnd"})
		}),
		viewing("DYNTUBE-034", "the management host returns 401 without a key", "dyntube-1.2", func(t *T) {
			t.Do(Request{Host: Management, Path: "/v1/channels"}).Is(401)
		}),
		row("DYNTUBE-041", "each list of the management host returns 401 without a key", "dyntube-1.2", func(t *T) {
			for _, path := range unlessKeys(t, "channels", "videos", "projects", "account/plans") {
				t.Do(Request{Host: Management, Path: "/v1/" + path}).Is(401)
			}
		}),
		should(viewing("DYNTUBE-035", "the authorization scheme may be in lower case", "dyntube-1.3", func(t *T) {
			authorized(t, dyntube(t, Request{Host: Management, Path: "/v1/channels", Scheme: "bearer"})).
				Fits("dyntube-list-pager", "pager")
		})),
		viewing("DYNTUBE-036", "videos in lists and by id have the known members", "dyntube-4.1 dyntube-4.2", func(t *T) {
			a := managed(t, "/v1/videos")
			for _, item := range a.MustList("videos") {
				t.Fits(item, "dyntube-video")
			}
			foundByID(t, a, "videos")
		}),
		listed("DYNTUBE-037", "projects are listed", "dyntube-5.1", "projects", "dyntube-project"),
		viewing("DYNTUBE-038", "plans are a bare list of names and types", "dyntube-7.1", func(t *T) {
			for _, plan := range managed(t, "/v1/account/plans").MustList() {
				t.Fits(plan, "dyntube-plan")
			}
		}),
		should(viewing("DYNTUBE-039", "templates are a bare list", "dyntube-6.3", func(t *T) {
			t.Notef("%d templates", len(managed(t, "/v1/channels/templates").MustList()))
		})),
		should(viewing("DYNTUBE-040", "the video of a view is in the project of the view", "dyntube-9.1", func(t *T) {
			v := someViews(t, "size", 1)
			project := videoOf(t, v.String("views", 0, "videoKey"))["projectId"]
			found := find(managed(t, "/v1/projects?size=100"), "projects", "id", project)
			v.Equal(found["key"], "views", 0, "projectKey")
		})),
	}
}

// viewDate returns the date of a view.
func viewDate(t *T, view map[string]any) time.Time {
	t.Helper()
	text, _ := view["date"].(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err, "date of a view")
	return at
}

// sameTotal asserts that two responses have the same number of views in all.
func sameTotal(t *T, a, b *Response) {
	t.Helper()
	assert.Equal(t, pager(t, a, "total"), pager(t, b, "total"), "total")
}

// foundByID asserts that the first object of a list is found by its id.
func foundByID(t *T, a *Response, list string) {
	t.Helper()
	if len(a.MustList(list)) == 0 {
		t.Inconclusivef("the list of %s is empty", list)
	}
	id := a.String(list, 0, "id")
	require.NotEmpty(t, id, "id of an object in "+list)
	managed(t, "/v1/"+list+"/"+id).Equal(id, "id")
}

// videoOf searches the pages of videos for one with a key.
func videoOf(t *T, key string) map[string]any {
	t.Helper()
	const most = 20 // pages of a hundred
	for page := int64(1); page <= most; page++ {
		a := managed(t, fmt.Sprintf("/v1/videos?size=100&page=%d", page))
		if v := find(a, "videos", "key", key); len(v) > 0 {
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
func find(a *Response, list, name string, value any) map[string]any {
	for _, v := range a.MustList(list) {
		if item, ok := v.(map[string]any); ok && item[name] == value {
			return item
		}
	}
	return map[string]any{}
}
