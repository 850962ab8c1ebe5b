package cases

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases that read over REST without a token: objects, fields, lists and filters.

// someVideo returns the first public video of the list, with some fields; "" means the default ones.
func someVideo(t *T, fields string) *Response {
	t.Helper()
	list := t.OK(t.Get("/videos?limit=1&fields=id"))
	if len(t.List(list, "list")) == 0 {
		t.Inconclusivef("there is no video in the list")
	}
	id := list.String("list", 0, "id")
	require.NotEmpty(t, id, "id of a video in a list")
	if fields == "" {
		return t.OK(t.Get("/video/" + id))
	}
	return t.OK(t.Get("/video/" + id + "?fields=" + fields))
}

// onlyKnown asserts that an object has the requested fields and no other known ones. Unknown fields are ignored.
func onlyKnown(t *T, v any, asked ...string) {
	t.Helper()
	item, _ := v.(map[string]any)
	for _, name := range []string{"id", "title", "channel", "owner", "description", "screenname", "username", "name",
		"language", "created_time", "private"} {
		_, there := item[name]
		assert.Equal(t, slices.Contains(asked, name), there, "whether "+name+" is there")
	}
}

// eachItem passes each item of a list to check. It ends the case as inconclusive if the list is empty.
func eachItem(t *T, a *Response, check func(item map[string]any)) {
	t.Helper()
	list := t.List(a, "list")
	if len(list) == 0 {
		t.Inconclusivef("the list is empty")
	}
	for i := range list {
		item, ok := a.At("list", i).(map[string]any)
		require.True(t, ok, "items are objects")
		check(item)
	}
}

// reading returns a case that reads without a token.
func reading(id, title, states string, level Level, run func(*T)) Case {
	return Case{ID: id, Title: title, Surface: REST, States: states, Level: level, Run: run}
}

// lists returns a check that paths return lists.
func lists(paths ...string) func(*T) {
	return func(t *T) {
		for _, path := range paths {
			t.Fits(t.OK(t.Get(path)), "rest-list")
		}
	}
}

var restRead = []Case{
	reading("REST-001", "GET /videos lists ten videos at most with their default fields, without a token",
		"rest-1.1 rest-2.4 rest-4.1 rest-8.1", Must, func(t *T) {
			a := t.OK(t.Get("/videos"))
			t.Fits(a, "rest-list")
			assert.LessOrEqual(t, len(t.List(a, "list")), 10, "items")
			eachItem(t, a, func(item map[string]any) {
				t.FitsValue(item, "rest-video")
				onlyKnown(t, item, "id", "title", "channel", "owner")
			})
		}),
	reading("REST-002", "a video has its default fields", "rest-2.4 rest-8.1", Must, func(t *T) {
		a := someVideo(t, "")
		t.Fits(a, "rest-video")
		onlyKnown(t, a.JSON, "id", "title", "channel", "owner")
	}),
	reading("REST-003", "fields of a linked object have dotted names", "rest-2.2 rest-2.3", Must, func(t *T) {
		a := someVideo(t, "id,owner.screenname,owner.id")
		for _, name := range []string{"id", "owner.screenname", "owner.id"} {
			assert.NotEmpty(t, a.String(name), name)
		}
		onlyKnown(t, a.JSON, "id")
	}),
	reading("REST-004", "a linked object is its id, a category its slug", "rest-2.1", Must, func(t *T) {
		a := someVideo(t, "owner,owner.id,channel,channel.id")
		assert.Equal(t, a.At("owner.id"), a.At("owner"), "owner")
		assert.Equal(t, a.At("channel.id"), a.At("channel"), "channel")
	}),
	reading("REST-005", "empty elements of fields are ignored", "rest-2.9", Must, func(t *T) {
		a := someVideo(t, "id,")
		onlyKnown(t, a.JSON, "id")
		t.OK(t.Get("/videos?fields=&limit=1"))
	}),
	reading("REST-006", "a user has its default fields", "rest-2.5", Must, func(t *T) {
		a := t.OK(t.Get("/user/" + someVideo(t, "owner").String("owner")))
		assert.NotEmpty(t, a.String("screenname"), "screenname")
		onlyKnown(t, a.JSON, "id", "screenname")
	}),
	reading("REST-007", "a user is found by id and by name", "rest-8.13", Should, func(t *T) {
		owner := someVideo(t, "owner.id,owner.username")
		id, name := owner.String("owner.id"), owner.String("owner.username")
		if name == "" {
			t.Inconclusivef("the owner shows no username")
		}
		assert.Equal(t, id, t.OK(t.Get("/user/"+name)).String("id"), "id of the user by name")
	}),
	reading("REST-008", "a playlist has its default fields", "rest-2.6 rest-8.8", Must, func(t *T) {
		list := t.OK(t.Get("/playlists?limit=1"))
		eachItem(t, list, func(item map[string]any) { onlyKnown(t, item, "id", "name", "owner") })
		a := t.OK(t.Get("/playlist/" + list.String("list", 0, "id")))
		onlyKnown(t, a.JSON, "id", "name", "owner")
	}),
	reading("REST-009", "deprecated fields are returned", "rest-2.11", Should, func(t *T) {
		a := someVideo(t, "id,comments_total,bookmarks_total,ratings_total")
		for _, name := range []string{"comments_total", "bookmarks_total", "ratings_total"} {
			assert.True(t, a.Has(name), name)
		}
	}),
	reading("REST-010", "dates are whole Unix seconds", "rest-2.16", Must, func(t *T) {
		created, ok := someVideo(t, "created_time").Int("created_time")
		assert.True(t, ok && created > 1_000_000_000 && created < 10_000_000_000, "created_time")
	}),
	reading("REST-011", "arrays are arrays", "rest-2.17 rest-2.20", Must, func(t *T) {
		a := someVideo(t, "tags,available_formats")
		for _, name := range []string{"tags", "available_formats"} {
			if v := a.At(name); v != nil {
				assert.IsType(t, []any{}, v, name)
			}
		}
	}),
	reading("REST-012", "ids are x and letters or digits", "rest-2.18", Should, func(t *T) {
		a := someVideo(t, "id,owner")
		t.FitsValue(a.At("id"), "xid")
		t.FitsValue(a.At("owner"), "xid")
	}),
	reading("REST-013", "private_id of another user's video is null", "rest-2.13", Should, func(t *T) {
		a := someVideo(t, "id,private_id")
		assert.True(t, a.Has("private_id"), "private_id is returned")
		assert.Nil(t, a.At("private_id"), "private_id")
	}),
	reading("REST-014", "stream URLs of another user's video are refused", "rest-2.12", Should, func(t *T) {
		id := someVideo(t, "id").String("id")
		a := t.Get("/video/" + id + "?fields=id,stream_hls_url")
		refusedREST(t, a, http.StatusForbidden, "access_forbidden")
	}),
	reading("REST-015", "a slash at the end of a path is ignored", "rest-1.9", Should, func(t *T) {
		id := someVideo(t, "id").String("id")
		assert.Equal(t, id, t.OK(t.Get("/video/"+id+"/?fields=id")).String("id"))
	}),
	reading("REST-017", "item_type names the kind of object", "rest-12.8", Should, func(t *T) {
		a := someVideo(t, "item_type,owner.item_type")
		assert.Equal(t, "video", a.String("item_type"))
		assert.Equal(t, "user", a.String("owner.item_type"))
	}),
	reading("REST-018", "a connection may be asked inside fields", "rest-2.14", May, func(t *T) {
		owner := someVideo(t, "owner").String("owner")
		a := t.OK(t.Get("/user/" + owner + "?fields=id,videos.fields(id,title).limit(2)"))
		assert.True(t, a.Has("videos"), "videos")
	}),
	reading("REST-020", "page is 1 and limit 10 unless asked otherwise", "rest-4.2", Must, func(t *T) {
		a := t.OK(t.Get("/videos?fields=id"))
		page, _ := a.Int("page")
		limit, _ := a.Int("limit")
		assert.Equal(t, []int64{1, 10}, []int64{page, limit}, "page and limit")
	}),
	reading("REST-021", "a limit of 100 is accepted", "rest-4.3", Must, func(t *T) {
		limit, _ := t.OK(t.Get("/videos?fields=id&limit=100")).Int("limit")
		assert.Equal(t, int64(100), limit)
	}),
	reading("REST-022", "the eleventh page of 100 is empty, and the last", "rest-4.5", Should, func(t *T) {
		a := t.OK(t.Get("/videos?fields=id&limit=100&page=11"))
		assert.Empty(t, t.List(a, "list"), "list")
		assert.Equal(t, false, a.At("has_more"), "has_more")
	}),
	reading("REST-023", "total is optional and at most 1000", "rest-4.4", Should, func(t *T) {
		a := t.OK(t.Get("/videos?fields=id"))
		if total, ok := a.Int("total"); ok {
			assert.LessOrEqual(t, total, int64(1000), "total")
		}
	}),
	reading("REST-024", "two pages show different items", "rest-4.6", Must, func(t *T) {
		one, two := t.OK(t.Get("/videos?fields=id&limit=2&sort=old")),
			t.OK(t.Get("/videos?fields=id&limit=2&page=2&sort=old"))
		if len(t.List(two, "list")) == 0 {
			t.Inconclusivef("there is one page")
		}
		assert.NotEqual(t, one.At("list", 0, "id"), two.At("list", 0, "id"), "first items of two pages")
	}),
	reading("REST-025", "has_more shows whether another page follows", "rest-4.1", Must, func(t *T) {
		a := t.OK(t.Get("/videos?fields=id&limit=1"))
		next := t.OK(t.Get("/videos?fields=id&limit=1&page=2"))
		assert.Equal(t, len(t.List(next, "list")) > 0, a.At("has_more"), "has_more of the first page")
	}),
	reading("REST-026", "an invalid page is refused", "rest-4.8", Must, func(t *T) {
		for _, page := range []string{"0", "101", "x"} {
			refusedREST(t, t.Get("/videos?page="+page), http.StatusBadRequest, "invalid_parameter")
		}
	}),
	reading("REST-030", "videos are listed of a category", "rest-11.1 rest-8.16", Must, func(t *T) {
		slug := someVideo(t, "channel").String("channel")
		for _, path := range []string{"/videos?channel=" + slug + "&fields=channel",
			"/channel/" + slug + "/videos?fields=channel"} {
			eachItem(t, t.OK(t.Get(path)), func(item map[string]any) { assert.Equal(t, slug, item["channel"], "channel") })
		}
	}),
	reading("REST-031", "videos are listed of an owner", "rest-11.1 rest-8.1", Must, func(t *T) {
		owner := someVideo(t, "owner").String("owner")
		for _, path := range []string{"/videos?owners=" + owner + "&fields=owner",
			"/user/" + owner + "/videos?fields=owner"} {
			eachItem(t, t.OK(t.Get(path)), func(item map[string]any) { assert.Equal(t, owner, item["owner"], "owner") })
		}
	}),
	reading("REST-032", "videos are listed by their ids", "rest-11.1", Must, func(t *T) {
		list := t.OK(t.Get("/videos?limit=2&fields=id"))
		want := list.String("list", 0, "id")
		a := t.OK(t.Get("/videos?ids=" + want + "&fields=id"))
		require.Len(t, t.List(a, "list"), 1, "videos with one id")
		assert.Equal(t, want, a.At("list", 0, "id"), "id")
	}),
	reading("REST-033", "videos are sorted by their age", "rest-11.2", Should, func(t *T) {
		for sort, falls := range map[string]bool{"recent": true, "old": false} {
			last := int64(-1)
			eachItem(t, t.OK(t.Get("/videos?fields=created_time&sort="+sort)), func(item map[string]any) {
				n, _ := item["created_time"].(json.Number).Int64()
				if last >= 0 {
					assert.Equal(t, falls || n == last, n <= last, "order of "+sort)
				}
				last = n
			})
		}
	}),
	reading("REST-034", "created_after and created_before bound a list", "rest-11.4", Should, func(t *T) {
		pivot, _ := someVideo(t, "created_time").Int("created_time")
		at := json.Number(itoa(pivot))
		eachItem(t, t.OK(t.Get("/videos?fields=created_time&created_before="+itoa(pivot+1))), func(item map[string]any) {
			n, _ := item["created_time"].(json.Number).Int64()
			assert.LessOrEqual(t, n, pivot+1, "created_time before "+at.String())
		})
		eachItem(t, t.OK(t.Get("/videos?fields=created_time&created_after="+itoa(pivot-1))), func(item map[string]any) {
			n, _ := item["created_time"].(json.Number).Int64()
			assert.GreaterOrEqual(t, n, pivot-1, "created_time after "+at.String())
		})
	}),
	reading("REST-035", "longer_than is in minutes", "rest-11.5", Should, func(t *T) {
		eachItem(t, t.OK(t.Get("/videos?fields=duration&longer_than=2")), func(item map[string]any) {
			n, _ := item["duration"].(json.Number).Int64()
			assert.GreaterOrEqual(t, n, int64(120), "duration")
		})
	}),
	reading("REST-036", "a search finds a video by its title", "rest-11.1", Should, func(t *T) {
		title := someVideo(t, "title").String("title")
		word := ""
		for _, w := range strings.FieldsFunc(title,
			func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') }) {
			if len(w) > len(word) {
				word = w
			}
		}
		if len(word) < 4 {
			t.Inconclusivef("the title has no word to look for")
		}
		eachItem(t, t.OK(t.Get("/videos?fields=id,title&search="+url.QueryEscape(word))), func(item map[string]any) {
			assert.NotEmpty(t, item["id"])
		})
	}),
	reading("REST-037", "flags are accepted in the parameter flags and alone", "rest-11.3", Should,
		lists("/videos?flags=hd,no_live", "/videos?hd&no_live")),
	reading("REST-038", "users, playlists, subtitles have their filters", "rest-11.6 rest-2.7", Should, func(t *T) {
		v := someVideo(t, "id,owner")
		lists("/users?ids="+v.String("owner"), "/playlists?owner="+v.String("owner"),
			"/video/"+v.String("id")+"/subtitles?language=en")(t)
	}),
	reading("REST-039", "a video's related videos are listed", "rest-8.6", Should, func(t *T) {
		lists("/video/" + someVideo(t, "id").String("id") + "/related")(t)
	}),
	reading("REST-040", "a user's public connections are lists", "rest-8.14", Should, func(t *T) {
		owner := someVideo(t, "owner").String("owner")
		for _, name := range []string{"videos", "playlists", "followers", "following"} {
			lists("/user/" + owner + "/" + name)(t)
		}
	}),
	reading("REST-041", "a playlist's videos are a list", "rest-8.9", Should, func(t *T) {
		list := t.OK(t.Get("/playlists?limit=1&fields=id"))
		if len(t.List(list, "list")) == 0 {
			t.Inconclusivef("there is no playlist")
		}
		t.Fits(t.OK(t.Get("/playlist/"+list.String("list", 0, "id")+"/videos")), "rest-list")
	}),
	reading("REST-042", "there are 17 categories, by the slugs known", "rest-8.15 rest-2.8", Should, func(t *T) {
		var got []string
		a := t.OK(t.Get("/channels?limit=100"))
		eachItem(t, a, func(item map[string]any) {
			onlyKnown(t, item, "id", "name", "description")
			id, _ := item["id"].(string)
			got = append(got, id)
		})
		assert.Subset(t, got, strings.Fields(`animals auto creation fun kids lifestyle music news people
				school shortfilms sport tech travel tv videogames webcam`), "slugs")
	}),
	reading("REST-043", "echo returns its message", "rest-8.17", Must, func(t *T) {
		assert.Equal(t, "a b", t.OK(t.Get("/echo?message=a%20b")).String("message"))
	}),
	reading("REST-044", "languages and locales are lists", "rest-8.18 rest-4.7", Should, func(t *T) {
		for _, path := range []string{"/languages", "/locales"} {
			assert.NotEmpty(t, t.OK(t.Get(path)).List("list"), path)
		}
	}),
	reading("REST-045", "the global parameters are accepted", "rest-5.2", Should, lists(
		"/videos?limit=1&family_filter=false", "/videos?limit=1&localization=fr_FR", "/videos?limit=1&thumbnail_ratio=square",
		"/videos?limit=1&device_filter=web", "/videos?limit=1&ams_country=FR")),
	reading("REST-046", "explicit shows family_filter=false", "rest-4.1 rest-5.2", Should, func(t *T) {
		assert.Equal(t, false, t.OK(t.Get("/videos?limit=1")).At("explicit"), "explicit")
	}),
	reading("REST-047", "a context changes embed_url", "rest-5.1", Should, func(t *T) {
		id := someVideo(t, "id").String("id")
		a := t.OK(t.Get("/video/" + id + "?fields=embed_url&context=player%3Dxc394"))
		assert.Contains(t, a.String("embed_url"), "/player/xc394.html?video="+id, "embed_url")
	}),
	reading("REST-048", "responses allow other origins", "rest-5.3", Should, func(t *T) {
		a := t.OK(t.Do(Request{Host: Data, Path: "/echo?message=a",
			Header: map[string]string{"Origin": "https://example.com"}}))
		assert.NotEmpty(t, a.Header.Get("Access-Control-Allow-Origin"), "Access-Control-Allow-Origin")
	}),
	fieldsExist("REST-050", "video", "rest-12.1",
		func(t *T) string { return "/video/" + someVideo(t, "id").String("id") }, videoFields),
	fieldsExist("REST-051", "user", "rest-12.3",
		func(t *T) string { return "/user/" + someVideo(t, "owner").String("owner") }, userFields),
	fieldsExist("REST-052", "playlist", "rest-12.4", func(t *T) string {
		return "/playlist/" + t.OK(t.Get("/playlists?limit=1&fields=id")).String("list", 0, "id")
	}, playlistFields),
	fieldsExist("REST-053", "channel", "rest-12.6", func(*T) string { return "/channel/news" },
		"id name description slug item_type created_time updated_time"),
	reading("REST-054", "names that are not fields of a video are refused", "rest-12.2", Should, func(t *T) {
		id := someVideo(t, "id").String("id")
		for _, name := range strings.Fields("dislikes_total is_live category trailer") {
			refusedREST(t, t.Get("/video/"+id+"?fields="+name), http.StatusBadRequest, "invalid_parameter")
		}
	}),
	reading("REST-056", "owner.avatar_url is refused as a field of a video", "rest-12.9",
		Should, func(t *T) {
			refusedREST(t, t.Get("/video/"+someVideo(t, "id").String("id")+"?fields=owner.avatar_url"), http.StatusBadRequest,
				"invalid_parameter")
		}),
	reading("REST-055", "names that are not fields of a playlist are refused", "rest-12.5", Should, func(t *T) {
		id := t.OK(t.Get("/playlists?limit=1&fields=id")).String("list", 0, "id")
		for _, name := range strings.Fields("url privacy type modified_time") {
			refusedREST(t, t.Get("/playlist/"+id+"?fields="+name), http.StatusBadRequest, "invalid_parameter")
		}
	}),
}

// fieldsExist returns a case that reads all public fields of an object, twenty at a time.
func fieldsExist(id, object, states string, path func(*T) string, names string) Case {
	return reading(id, "the documented fields of a "+object+" are returned", states, Must, func(t *T) {
		at := path(t)
		for some := range slices.Chunk(strings.Fields(names), 20) {
			a := t.OK(t.Get(at + "?fields=" + strings.Join(some, ",")))
			for _, name := range some {
				assert.True(t, a.Has(name), "field "+name)
			}
		}
	})
}

const videoFields = `advertising_instream_blocked ai_chapter_generation_required allow_embed allowed_in_playlists
	aspect_ratio available_formats channel country created_time description duration embed_html embed_url
	encoding_progress explicit geoblocking geoloc hashtags height id is_created_for_kids item_type language likes_total
	live_airing_time media_type mode onair owner partner password_protected preview_240p_url preview_360p_url
	preview_480p_url private published publishing_progress soundtrack_isrc status tags thumbnail_60_url
	thumbnail_120_url thumbnail_180_url thumbnail_240_url thumbnail_360_url thumbnail_480_url thumbnail_720_url
	thumbnail_1080_url thumbnail_url tiny_url title updated_time url verified views_last_day views_last_hour
	views_last_month views_last_week views_total width sprite_url sprite_320x_url first_frame_60_url
	first_frame_480_url`

const userFields = `active avatar_25_url avatar_60_url avatar_80_url avatar_120_url avatar_190_url avatar_240_url
	avatar_360_url
	avatar_480_url avatar_720_url children_total city country cover_url cover_250_url created_time description
	facebook_url followers_total following_total gender id instagram_url item_type language linkedin_url parent
	partner pinterest_url playlists_total reposts_total screenname status twitter_url url username verified
	videos_total views_total website_url`

const playlistFields = `created_time description id item_type name owner private
	thumbnail_60_url thumbnail_120_url thumbnail_180_url
	thumbnail_240_url thumbnail_360_url thumbnail_480_url thumbnail_720_url thumbnail_1080_url thumbnail_url
	updated_time videos_total`

// itoa returns n in decimal.
func itoa(n int64) string { b, _ := json.Marshal(n); return string(b) }

// refusedREST asserts that a response is a REST error with a status and a type.
func refusedREST(t *T, a *Response, status int, kind string) {
	t.Helper()
	assert.Equal(t, status, a.Status, "status")
	t.Fits(a, "rest-error")
	if code, ok := a.Int("error", "code"); ok {
		assert.Equal(t, a.Status, int(code), "the code is the status")
	}
	assert.Equal(t, kind, a.String("error", "type"), "type of the error")
}
