package cases

import (
	"net/url"
	"strconv"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases that read over REST without a token: objects, lists and filters.

// oldest is the path of a list whose pages stay the same while videos are added.
const oldest = "/videos?fields=id&limit=2&sort=old"

func restRead() []Case {
	return []Case{
		row("REST-001", "GET /videos lists ten videos at most with their default fields, without a token",
			"rest-1.1 rest-2.4 rest-4.1 rest-8.1", func(t *T) {
				a := t.Get("/videos").OK().Fits("rest-list")
				assert.LessOrEqual(t, len(a.MustList("list")), 10, "items")
				eachItem(t, a, func(item map[string]any) {
					t.Fits(item, "rest-video")
					onlyKnown(t, item, "id title channel owner")
				})
			}),
		row("REST-002", "a video has its default fields", "rest-2.4 rest-8.1", func(t *T) {
			onlyKnown(t, someVideo(t, "").Fits("rest-video").JSON, "id title channel owner")
		}),
		row("REST-003", "fields of a linked object have dotted names", "rest-2.2 rest-2.3", func(t *T) {
			a := someVideo(t, "id,owner.screenname,owner.id").NotEmpty("id").NotEmpty("owner.screenname").NotEmpty("owner.id")
			onlyKnown(t, a.JSON, "id")
		}),
		row("REST-004", "a linked object is its id, a category its slug", "rest-2.1", func(t *T) {
			a := someVideo(t, usualFields)
			a.Equal(a.At("owner.id"), "owner").Equal(a.At("channel.id"), "channel")
		}),
		row("REST-005", "empty elements of fields are ignored", "rest-2.9", func(t *T) {
			onlyKnown(t, someVideo(t, "id,").JSON, "id")
			t.Get("/videos?fields=&limit=1").OK()
		}),
		row("REST-006", "a user has its default fields", "rest-2.5", func(t *T) {
			onlyKnown(t, t.Get("/user/"+someOwner(t)).OK().NotEmpty("screenname").JSON, "id screenname")
		}),
		should(row("REST-007", "a user is found by id and by name", "rest-8.13", func(t *T) {
			owner := someVideo(t, usualFields)
			name := owner.String("owner.username")
			if name == "" {
				t.Inconclusivef("the owner shows no username")
			}
			t.Get("/user/"+name).OK().Equal(owner.String("owner.id"), "id")
		})),
		row("REST-008", "a playlist has its default fields", "rest-2.6 rest-8.8", func(t *T) {
			list := t.Get("/playlists").OK()
			eachItem(t, list, func(item map[string]any) { onlyKnown(t, item, "id name owner") })
			onlyKnown(t, t.Get("/playlist/"+list.String("list", 0, "id")).OK().JSON, "id name owner")
		}),
		should(row("REST-009", "deprecated fields are returned", "rest-2.11", func(t *T) {
			has(t, t.Get(asking(video(t), allOfVideo)).OK(), "comments_total", "bookmarks_total", "ratings_total")
		})),
		row("REST-010", "dates are whole Unix seconds", "rest-2.16", func(t *T) {
			created, ok := someVideo(t, usualFields).Int("created_time")
			assert.True(t, ok && created > 1_000_000_000 && created < 10_000_000_000, "created_time")
		}),
		row("REST-011", "arrays are arrays", "rest-2.17 rest-2.20", func(t *T) {
			a := t.Get(asking(video(t), allOfVideo)).OK()
			for _, name := range []string{"tags", "available_formats"} {
				if v := a.At(name); v != nil {
					assert.IsType(t, []any{}, v, name)
				}
			}
		}),
		should(row("REST-012", "ids are x and letters or digits", "rest-2.18", func(t *T) {
			someVideo(t, usualFields).Fits("xid", "id").Fits("xid", "owner")
		})),
		should(row("REST-013", "private_id of another user's video is null", "rest-2.13", func(t *T) {
			has(t, t.Get(asking(video(t), allOfVideo)).OK().Null("private_id"), "private_id")
		})),
		should(row("REST-014", "stream URLs of another user's video are refused", "rest-2.12", func(t *T) {
			t.Get("/video/"+first(t, "videos")+"?fields=id,stream_hls_url").Failed(403, "access_forbidden")
		})),
		should(row("REST-015", "a slash at the end of a path is ignored", "rest-1.9", func(t *T) {
			id := first(t, "videos")
			t.Get("/video/"+id+"/?fields=id").OK().Equal(id, "id")
		})),
		should(row("REST-017", "item_type names the kind of object", "rest-12.8", func(t *T) {
			someVideo(t, usualFields).Equal("video", "item_type").Equal("user", "owner.item_type")
		})),
		may(row("REST-018", "a connection may be asked inside fields", "rest-2.14", func(t *T) {
			has(t, t.Get("/user/"+someOwner(t)+"?fields=id,videos.fields(id,title).limit(2)").OK(), "videos")
		})),
		row("REST-020", "page is 1 and limit 10 unless asked otherwise", "rest-4.2", func(t *T) {
			t.Get("/videos").OK().Equal(1, "page").Equal(10, "limit")
		}),
		row("REST-021", "a limit of 100 is accepted", "rest-4.3", func(t *T) {
			t.Get("/videos?fields=id&limit=100").OK().Equal(100, "limit")
		}),
		revised(should(row("REST-022", "of a thousand items, the tenth page of 100 is the last", "rest-4.5", func(t *T) {
			if total, _ := t.Get("/videos?fields=id&limit=100").OK().Int("total"); total == 1000 {
				assert.NotEmpty(t, t.Get("/videos?fields=id&limit=100&page=10").OK().MustList("list"), "list of the tenth page")
			}
			a := t.Get("/videos?fields=id&limit=100&page=11").OK().Equal(false, "has_more")
			assert.Empty(t, a.MustList("list"), "list")
		}))),
		should(row("REST-023", "total is optional and at most 1000", "rest-4.4", func(t *T) {
			if total, ok := t.Get("/videos").OK().Int("total"); ok {
				assert.LessOrEqual(t, total, int64(1000), "total")
			}
		})),
		row("REST-024", "two pages show different items", "rest-4.6", func(t *T) {
			one, two := t.Get(oldest).OK(), t.Get(oldest+"&page=2").OK()
			if len(two.MustList("list")) == 0 {
				t.Inconclusivef("there is one page")
			}
			assert.NotEqual(t, one.At("list", 0, "id"), two.At("list", 0, "id"), "first items of two pages")
		}),
		row("REST-025", "has_more shows whether another page follows", "rest-4.1", func(t *T) {
			next := t.Get(oldest + "&page=2").OK().MustList("list")
			t.Get(oldest).OK().Equal(len(next) > 0, "has_more")
		}),
		row("REST-026", "an invalid page is refused", "rest-4.8", func(t *T) {
			for _, page := range []string{"0", "101", "x"} {
				t.Get("/videos?page="+page).Failed(400, "invalid_parameter")
			}
		}),
		revised(row("REST-030", "videos are listed of a category", "rest-11.1 rest-8.16", func(t *T) {
			slug := someVideo(t, usualFields).String("channel")
			eachPath(t, "channel", slug, itemOfVideo, "/videos?channel="+slug, "/channel/"+slug+"/videos")
		})),
		revised(row("REST-031", "videos are listed of an owner", "rest-11.1 rest-8.1", func(t *T) {
			owner := someOwner(t)
			eachPath(t, "owner", owner, itemOfOwner, "/videos?owners="+owner, "/user/"+owner+"/videos")
		})),
		row("REST-032", "videos are listed by their ids", "rest-11.1", func(t *T) {
			want := first(t, "videos")
			a := t.Get("/videos?ids=" + want + "&fields=id").OK()
			require.Len(t, a.MustList("list"), 1, "videos with one id")
			a.Equal(want, "list", 0, "id")
		}),
		should(row("REST-033", "videos are sorted by their age", "rest-11.2", func(t *T) {
			for sort, falls := range map[string]bool{"recent": true, "old": false} {
				last := int64(-1)
				eachItem(t, t.Get("/videos?fields=created_time&sort="+sort), func(item map[string]any) {
					n := whole(t, item["created_time"])
					if last >= 0 {
						assert.Equal(t, falls || n == last, n <= last, "order of "+sort)
					}
					last = n
				})
			}
		})),
		should(row("REST-034", "created_after and created_before bound a list", "rest-11.4", func(t *T) {
			pivot, _ := someVideo(t, usualFields).Int("created_time")
			before, after := strconv.FormatInt(pivot+1, 10), strconv.FormatInt(pivot-1, 10)
			eachItem(t, t.Get("/videos?fields=created_time&created_before="+before), func(item map[string]any) {
				assert.LessOrEqual(t, whole(t, item["created_time"]), pivot+1, "created_time")
			})
			eachItem(t, t.Get("/videos?fields=created_time&created_after="+after), func(item map[string]any) {
				assert.GreaterOrEqual(t, whole(t, item["created_time"]), pivot-1, "created_time")
			})
		})),
		should(row("REST-035", "longer_than is in minutes", "rest-11.5", func(t *T) {
			eachItem(t, t.Get("/videos?fields=duration&longer_than=2"), func(item map[string]any) {
				assert.GreaterOrEqual(t, whole(t, item["duration"]), int64(120), "duration")
			})
		})),
		should(row("REST-036", "a search finds a video by its title", "rest-11.1", func(t *T) {
			word := longestWord(someVideo(t, usualFields).String("title"))
			if len(word) < 4 {
				t.Inconclusivef("the title has no word to look for")
			}
			eachItem(t, t.Get("/videos?fields=id,title&search="+url.QueryEscape(word)), func(item map[string]any) {
				assert.NotEmpty(t, item["id"])
			})
		})),
		should(row("REST-037", "flags are accepted in the parameter flags and alone", "rest-11.3",
			lists("/videos?flags=hd,no_live", "/videos?hd&no_live"))),
		should(row("REST-038", "users, playlists, subtitles have their filters", "rest-11.6 rest-2.7", func(t *T) {
			v := someVideo(t, usualFields)
			lists("/users?ids="+v.String("owner"), "/playlists?owner="+v.String("owner"),
				"/video/"+v.String("id")+"/subtitles?language=en")(t)
		})),
		should(row("REST-039", "a video's related videos are listed", "rest-8.6", func(t *T) {
			lists("/video/" + first(t, "videos") + "/related")(t)
		})),
		revised(should(row("REST-040", "a user's public connections are lists", "rest-8.14", func(t *T) {
			at := "/user/" + someOwner(t)
			lists(at+"/videos", at+"/playlists", at+"/followers", at+"/following", at+"/children", at+"/parents")(t)
			if all := t.Get(at + "/videos").OK().MustList("list"); len(all) > 1 {
				two := t.Get(at + "/videos?limit=1&page=2").OK().Fits("rest-list")
				assert.Len(t, two.MustList("list"), 1, "videos on the second page")
			}
		}))),
		should(row("REST-041", "a playlist's videos are a list", "rest-8.9", func(t *T) {
			lists("/playlist/" + first(t, "playlists") + "/videos")(t)
		})),
		should(row("REST-042", "there are 17 categories, by the slugs known", "rest-8.15 rest-2.8", func(t *T) {
			var got []any
			eachItem(t, t.Get("/channels?limit=100"), func(item map[string]any) {
				onlyKnown(t, item, "id name description")
				got = append(got, item["id"])
			})
			for _, slug := range strings.Fields(`animals auto creation fun kids lifestyle music news people school shortfilms
			sport tech travel tv videogames webcam`) {
				assert.Contains(t, got, slug, "slugs")
			}
		})),
		row("REST-043", "echo returns its message", "rest-8.17", func(t *T) {
			t.Get("/echo?message=a%20b").OK().Equal("a b", "message")
		}),
		should(row("REST-044", "languages and locales are lists", "rest-8.18 rest-4.7", func(t *T) {
			for _, path := range []string{"/languages", "/locales"} {
				assert.NotEmpty(t, t.Get(path).OK().List("list"), path)
			}
		})),
		should(row("REST-045", "the global parameters are accepted", "rest-5.2", lists(
			"/videos?limit=1&family_filter=false&localization=fr_FR", "/videos?limit=1&thumbnail_ratio=square"+
				"&device_filter=web&ams_country=FR"))),
		should(row("REST-046", "explicit shows family_filter=false", "rest-4.1 rest-5.2", func(t *T) {
			t.Get("/videos").OK().Equal(false, "explicit")
		})),
		should(row("REST-047", "a context changes embed_url", "rest-5.1", func(t *T) {
			id := first(t, "videos")
			t.Get("/video/"+id+"?fields=embed_url&context=player%3Dxc394").OK().
				Contains("/player/xc394.html?video="+id, "embed_url")
		})),
		should(row("REST-048", "responses allow other origins", "rest-5.3", func(t *T) {
			a := t.Do(Request{Host: Data, Path: "/echo?message=a", Header: map[string]string{"Origin": "https://example.com"}})
			assert.NotEmpty(t, a.OK().Header.Get("Access-Control-Allow-Origin"), "Access-Control-Allow-Origin")
		})),
	}
}
