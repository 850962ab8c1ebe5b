package survey

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A root reads paths of REST.
type root func(t *T, path string) *Response

// roots holds the roots of both kinds of key.
var roots = map[string]root{
	"public": func(t *T, path string) *Response { return t.Get(path).OK() },
	"private": func(t *T, path string) *Response {
		return PrivateData.Read(t, path, "manage_videos").OK()
	},
}

// Fields of which the values have a unit or a form that is documented, and that no time changes.
const (
	videoFields = `id,item_type,title,owner,channel,country,language,aspect_ratio,created_time,duration,tags,` +
		`available_formats,status,mode,media_type,url,embed_url,tiny_url,thumbnail_60_url,thumbnail_120_url,` +
		`thumbnail_240_url,thumbnail_480_url,thumbnail_720_url,thumbnail_url,width,height,private,published,verified,` +
		`explicit,allow_embed,description,owner.id,owner.screenname,channel.name`
	userFields = `id,item_type,username,screenname,country,language,created_time,status,url,avatar_60_url,` +
		`avatar_240_url,avatar_720_url,cover_url,verified,partner,description`
	playlistFields = `id,item_type,name,owner,created_time,thumbnail_60_url,thumbnail_240_url,thumbnail_720_url,` +
		`thumbnail_url,private,description,owner.id,owner.screenname`
	channelFields = "id,item_type,name,slug,description"
)

// A list is the path of a list, with the kind and the fields of its items.
type list struct{ path, kind, fields string }

// lists returns the lists of public objects.
func lists(t *T) []list {
	t.Helper()
	v := t.Get("/videos?fields=id,owner&limit=1").OK()
	p := t.Get("/playlists?fields=id,owner&limit=1").OK()
	owner, video, playlist := v.String("list", 0, "owner"), v.String("list", 0, "id"), p.String("list", 0, "id")
	return []list{
		{"/videos", "video", videoFields}, {"/users", "user", userFields}, {"/playlists", "playlist", playlistFields},
		{"/channels", "channel", channelFields}, {"/channel/news/videos", "video", videoFields},
		{"/user/" + owner + "/videos", "video", videoFields}, {"/user/" + owner + "/playlists", "playlist", playlistFields},
		{"/user/" + owner + "/followers", "user", userFields}, {"/user/" + owner + "/following", "user", userFields},
		{"/user/" + p.String("list", 0, "owner") + "/playlists", "playlist", playlistFields},
		{"/playlist/" + playlist + "/videos", "video", videoFields}, {"/video/" + video + "/related", "video", videoFields},
	}
}

// surveyed returns a case of REST with credentials of both kinds of key, to run while no other case edits a list.
func surveyed(id, title, states string, run func(t *T)) Case {
	c := signedIn(id, title, states, run)
	c.Exclusive = true
	return c
}

func rest() []Case {
	return []Case{
		surveyed("REST-160", "pages of each list of any limit go on from each other, for both kinds of key",
			"rest-1.2 rest-4.1 rest-4.2 rest-4.3 rest-4.6 rest-8.1 rest-8.9 rest-8.14 rest-8.16", pages),
		surveyed("REST-161", "each item of each list is the same by its id, for both kinds of key",
			"rest-1.2 rest-2.3 rest-8.1 rest-12.1 rest-12.3 rest-12.4 rest-12.6", items),
		surveyed("REST-162", "default fields of each list and object are there, for both kinds of key",
			"rest-1.2 rest-2.4 rest-2.5 rest-2.6 rest-2.8", defaults),
		surveyed("REST-163", "each category, owner, sort and language selects or orders videos",
			"rest-11.1 rest-11.2 rest-8.16", selections),
		surveyed("REST-164", "unknown objects, fields and limits return the same errors everywhere",
			"rest-6.1 rest-6.2 rest-6.4 rest-6.5", failures),
		surveyed("REST-165", "calls of JSON-RPC return what GET returns", "rest-3.1 rest-3.2 rest-3.5", calls),
	}
}

// at joins a path and a query.
func at(path string, query ...string) string { return path + "?" + strings.Join(query, "&") }

func pages(t *T) {
	for name, read := range roots {
		for _, l := range lists(t) {
			all := ids(read(t, at(l.path, "fields=id", "limit=100")), "list")
			for _, limit := range []int{1, 10, 11, 25, 50, 51, 100} {
				seen := map[any]bool{}
				for page := 1; page <= 2; page++ {
					a := read(t, at(l.path, "fields=id", fmt.Sprintf("limit=%d&page=%d", limit, page))).Fits("rest-list").
						Equal(limit, "limit").Equal(page, "page")
					what := fmt.Sprintf("page %d of %s with the limit %d, %s key", page, l.path, limit, name)
					onPage(t, a, all, (page-1)*limit, limit, what)
					for _, id := range ids(a, "list") {
						assert.False(t, seen[id], "an item that an earlier page had, on "+what)
						seen[id] = true
					}
				}
			}
			if l.kind == "channel" {
				continue // has all of them on a page
			}
			a := read(t, at(l.path, "fields=id")).Fits("rest-list").Equal(10, "limit").Equal(1, "page")
			assert.Len(t, ids(a, "list"), min(10, len(all)), "items of "+l.path)
		}
	}
}

// onPage asserts that a page has as many items as there are, and says whether more follow. What follows after the first
// hundred is not known.
func onPage(t *T, a *Response, all []any, from, limit int, what string) {
	t.Helper()
	const most = 100
	if from+limit > most && len(all) == most {
		return
	}
	assert.Len(t, ids(a, "list"), max(0, min(limit, len(all)-from)), "items on "+what)
	if len(all) < most || from+limit < most {
		a.Equal(from+limit < len(all), "has_more")
	}
	if len(all) < most {
		assert.Subset(t, all, ids(a, "list"), "items on "+what)
	}
}

func items(t *T) {
	for _, l := range lists(t) {
		seen := map[string]any{} // by id, with the other kind of key: a private one shows private videos too
		for _, name := range []string{"public", "private"} {
			for i, item := range roots[name](t, at(l.path, "fields="+l.fields, "limit=10")).MustList("list") {
				m, _ := item.(map[string]any)
				id, _ := m["id"].(string)
				t.Fits(item, "rest-values")
				for field := range strings.SplitSeq(l.fields, ",") {
					assert.Contains(t, m, field, "fields of an item of "+l.path)
				}
				if seen[id] != nil {
					same(t, seen[id], item, "item of "+l.path+" for both kinds of key")
				}
				seen[id] = withoutPictures(m, l.kind)
				if i < 4 {
					one := roots[name](t, at("/"+l.kind+"/"+id, "fields="+l.fields))
					same(t, item, one.JSON, "the "+l.kind+" by its id, "+name+" key")
				}
			}
		}
	}
}

// withoutPictures returns a playlist without its pictures: they are of its first video, which only the owner may see.
func withoutPictures(item map[string]any, kind string) map[string]any {
	if kind == "playlist" {
		item = maps.Clone(item)
		maps.DeleteFunc(item, func(field string, _ any) bool { return strings.HasPrefix(field, "thumbnail_") })
	}
	return item
}

var defaultFields = map[string][]string{"video": {"channel", "id", "owner", "title"}, "user": {"id", "screenname"},
	"playlist": {"id", "name", "owner"}, "channel": {"description", "id", "name"}}

func defaults(t *T) {
	for name, read := range roots {
		for _, l := range lists(t) {
			for i, item := range read(t, at(l.path, "limit=20")).MustList("list") {
				m, _ := item.(map[string]any)
				for _, field := range defaultFields[l.kind] {
					assert.Contains(t, m, field, "fields of an item of "+l.path+", "+name+" key")
				}
				assert.NotEmpty(t, m["id"], "id")
				if id, _ := m["id"].(string); i < 3 {
					same(t, item, read(t, "/"+l.kind+"/"+id).JSON, "the "+l.kind+" by its id, "+name+" key")
				}
			}
		}
	}
}

func selections(t *T) {
	for _, slug := range strings.Fields("animals auto creation fun kids lifestyle music news people school shortfilms " +
		"sport tech travel tv videogames webcam") {
		want := ids(t.Get("/channel/"+slug+"/videos?fields=id,channel&limit=20").OK(), "list")
		a := t.Get("/videos?fields=id,channel&limit=20&channel=" + slug).OK()
		for _, item := range a.MustList("list") {
			m, _ := item.(map[string]any)
			assert.Equal(t, slug, m["channel"], "channel")
		}
		assert.ElementsMatch(t, want, ids(a, "list"), "videos of "+slug)
	}
	for _, sort := range strings.Fields("recent visited visited-hour visited-today visited-week visited-month old") {
		assert.NotEmpty(t, t.Get("/videos?fields=id&limit=20&sort="+sort).OK().MustList("list"), "videos by "+sort)
	}
	all := t.Get("/videos?fields=id,owner,language,created_time,duration&limit=100").OK()
	for i := range min(5, len(all.MustList("list"))) {
		for _, field := range []string{"owner", "language"} {
			value := all.String("list", i, field)
			name := map[string]string{"owner": "owners", "language": "languages"}[field]
			for _, item := range t.Get("/videos?fields=" + field + "&limit=100&" + name + "=" + value).OK().MustList("list") {
				m, _ := item.(map[string]any)
				assert.Equal(t, value, m[field], field)
			}
		}
	}
}

func failures(t *T) {
	for kind, named := range map[string]string{"video": "video", "playlist": "collection", "user": "user"} {
		for _, connection := range []string{"", "/videos", "/related", "/subtitles", "/playlists"} {
			path := "/" + kind + "/xnotfound000" + connection
			for _, a := range []*Response{t.Get(path), PrivateData.Read(t, path, "manage_videos")} {
				a.Failed(404, "not_found")
				if connection == "" {
					a.Equal(named, "error", "error_data", "object_type").Equal("xnotfound000", "error", "error_data", "object_id")
				}
			}
		}
	}
	for _, l := range lists(t) {
		for _, query := range []string{"limit=101", "fields=id,nope"} {
			t.Get(at(l.path, query)).Failed(400, "invalid_parameter")
			PrivateData.Read(t, at(l.path, query), "manage_videos").Failed(400, "invalid_parameter")
		}
	}
}

func calls(t *T) {
	all := lists(t)
	for some := range slices.Chunk(all, 10) {
		var body []any
		for i, l := range some {
			body = append(body, map[string]any{"call": "GET " + l.path, "id": i,
				"args": map[string]any{"fields": l.fields, "limit": 3}})
		}
		responses, _ := t.Do(Request{Host: Data, Path: "/", JSON: body}).OK().JSON.([]any)
		require.Len(t, responses, len(some), "responses")
		for _, r := range responses {
			m, _ := r.(map[string]any)
			i, err := strconv.Atoi(fmt.Sprint(m["id"]))
			require.True(t, err == nil && i >= 0 && i < len(some), "an id that was sent")
			want := t.Get(at(some[i].path, "fields="+some[i].fields, "limit=3")).OK().MustList("list")
			result, _ := m["result"].(map[string]any)
			got, _ := result["list"].([]any)
			require.Len(t, got, len(want), "items of "+some[i].path)
			for k := range want {
				same(t, want[k], byID(got, want[k]), "item of "+some[i].path)
			}
		}
	}
}
