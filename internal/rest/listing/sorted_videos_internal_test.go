package listing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/order"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// listWorld has few videos, many of which are equal in sort orders.
const listWorld = `
partners:
- name: First
  channels:
  - slug: listed
    genre: news
    country: FR
    videos:
    - {title: The one, created: 2026-03-01, tags: [local]}
    - {title: The two, created: 2026-03-01, visibility: private}
    - {title: Three, created: 2026-03-01, plays: 0, tags: [local, the]}
    - {title: Four, created: 2026-03-01, plays: 0}
    - {title: To come, created: 2026-03-10T13:20:00Z, live: true, duration: 7200, plays: 5000}
  - {slug: made, genre: news, language: fr, uploads: 9}
  - {slug: aside, uploads: 2, aside: true}
- name: Second
  channels:
  - {slug: other, genre: music, uploads: 7, audience: 5}
  - slug: same
    genre: news
    videos:
    - {title: The one, created: 2026-03-01, plays: 0, tags: [local]}
    - {title: Five, created: 2026-03-01, plays: 0}
`

// A reader reads lists in two ways: quickly and slowly.
type reader struct {
	*object.Core
	now time.Time
}

func newReader(tb rapid.TB, text string) *reader {
	tb.Helper()
	spec, err := catalogue.ParseSpec([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	r := &reader{now: time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC)}
	r.Core = object.NewCore(object.Config{World: w, Signer: signed.FromSeed(1), Now: func() time.Time { return r.now }})
	r.Core.Lists = Connections
	return r
}

// callers see different videos: without a token, as a user, as a parent of others, and with keys.
var callers = []struct {
	kind  oauth.KeyKind
	login string
}{{"", ""}, {oauth.Public, "listed"}, {oauth.Public, "first"}, {oauth.Public, "ana"}, {oauth.Private, ""}}

func (r *reader) call(caller int, path, query string) *object.Call {
	c := r.NewCall(context.Background(), r.now)
	c.KeyKind, c.Method, c.Path = oauth.Public, "GET", object.PathParts(path)
	if by := callers[caller]; by.kind != "" {
		c.KeyKind = by.kind
		c.Grant = &oauth.Grant{Kind: by.kind, Key: "key", Login: by.login, Scopes: []string{"manage_videos"}}
	}
	for pair := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(pair, "="); name != "" {
			c.Args = append(c.Args, catalog.Param{Name: name, Value: value})
		}
	}
	return c
}

func (r *reader) text(value any, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	return string(reply.Encode(value, false))
}

// quickly reads a list as the surface does.
func quickly(c *object.Call) (any, error) {
	if err := c.ReadPreferences(); err != nil {
		return nil, err
	}
	if len(c.Path) == 1 {
		return ListVideos(c, nil)
	}
	return GetConnection(c.Path[0])(c, c.Path[1:])
}

// videosOf returns the videos of a channel that lists show, for a caller who manages it or not.
func videosOf(c *object.Call, ch *world.Channel, mine bool) (all []*object.Video) {
	for _, made := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment()) {
		if made.Deleted() || made.Created.After(c.Now) {
			continue
		}
		if v := c.View(made); v.Listable(c, mine) {
			all = append(all, v)
		}
	}
	return all
}

// slowly makes every video an object, filters all and sorts all.
func slowly(c *object.Call) (any, error) {
	if err := c.ReadPreferences(); err != nil {
		return nil, err
	}
	var all []*object.Video
	switch c.Path[0] {
	case "user":
		ch, err := c.ChannelOf(c.Path[1], "id")
		if err != nil {
			return nil, err
		}
		return videoList(c, videosOf(c, ch, c.Manages(ch)), ch)
	case "video":
		v, err := c.Video(c.Path[1], "id")
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(videosOf(c, v.Owner, c.Manages(v.Owner)),
			func(other *object.Video) bool { return other.ID == v.ID })
		return videoList(c, all, nil)
	}
	owners, ok := c.Args.Lookup("owners")
	if !ok {
		owners, ok = c.Args.Lookup("owner")
	}
	if ok && c.Path[0] == "videos" {
		channels := c.Named(catalog.CommaList(owners))
		for _, ch := range channels {
			all = append(all, videosOf(c, ch, c.Manages(ch))...)
		}
		return videoList(c, all, onlyChannel(channels))
	}
	for _, ch := range c.World.Channels() {
		if !ch.Aside {
			all = append(all, videosOf(c, ch, false)...)
		}
	}
	if c.Path[0] == "channel" {
		all = slices.DeleteFunc(all, func(v *object.Video) bool { return object.CategorySlug(v) != c.Path[1] })
	}
	return videoList(c, all, nil)
}

var (
	listPaths = strings.Fields(`
		/videos /videos /videos /user/listed/videos /user/made/videos /user/aside/videos /user/same/videos
		/user/ana/videos /channel/news/videos /channel/music/videos /channel/webcam/videos /video/VIDEO/related`)
	listFilters = strings.Fields(`
		search=the search=the+one tags=local tags=(local,the) channel=news country=fr language=fr mode=live mode=vod
		longer_than=5 shorter_than=3 created_after=1700000000 created_before=1772400000 modified_after=1773000000
		timeframe=8640000 live no_live hd live_onair live_offair featured flags=live,hd flags=live_onair
		flags=hd,in_history private=1 private=0 unpublished=1 explicit=0 password_protected=1 is_created_for_kids=0
		family_filter=false ams_country=fr device_filter=mobile owners=made,listed owners=listed owners=ana,other
		exclude_ids=VIDEO owner=made nogenre=news list=recommended list=what-to-watch localization=fr`)
)

// TestListsAreThoseOfTheSlowWay compares both ways for random requests, callers, times and edits.
func TestListsAreThoseOfTheSlowWay(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newReader(t, listWorld)
		cap := rapid.SampledFrom([]int{1000, 1000, 3, 12}).Draw(t, "cap")
		r.TotalCap, r.ItemCap = cap, rapid.SampledFrom([]int{1000, cap, 5}).Draw(t, "item cap")
		w := r.World
		var ids []string
		for _, ch := range w.Channels() {
			for _, v := range ch.Videos(world.DayOf(r.now) + 10) {
				if v.Created.Year() > 2024 {
					ids = append(ids, v.ID)
				}
			}
		}
		id := func() string { return rapid.SampledFrom(ids).Draw(t, "id") }
		t.Repeat(map[string]func(*rapid.T){
			"time": func(t *rapid.T) {
				by := rapid.SampledFrom([]time.Duration{time.Second, 9 * time.Second, time.Hour, 25 * time.Hour,
					400 * 24 * time.Hour}).Draw(t, "by")
				if rapid.Bool().Draw(t, "back") {
					by = -by
				}
				r.now = r.now.Add(by)
			},
			"edit": func(t *rapid.T) {
				edit := rapid.SampledFrom([]edits.VideoEdit{
					{Title: edits.Some("The edited")}, {Tags: edits.Some([]string{"local"})}, {Private: edits.Some(true)},
					{Private: edits.Some(false)}, {Published: edits.Some(false)}, {Explicit: edits.Some(true)},
					{PublishDate: edits.Some(r.now.Unix() + 3600)}, {ExpiryDate: edits.Some(r.now.Unix() + 3600)},
					{Channel: edits.Some("music")}, {Mode: edits.Some("live"), Source: edits.Source{Seconds: 3600}},
					{Geoblocking: edits.Some([]string{"deny", "fr"})}, {Language: edits.Some("fr")}, {Country: edits.Some("FR")},
					{Password: edits.Some("x")}, {},
				}).Draw(t, "edit")
				of := id()
				if v, err := w.Video(of, w.Moment(r.now.AddDate(0, 0, 10))); err == nil { // one to come as well
					_ = w.VideoEdits().Change(of, v.Owner, r.now, func(edits.VideoEdit) (edits.VideoEdit, error) { return edit, nil })
				}
			},
			"upload": func(t *rapid.T) {
				ch, _ := w.Channel(rapid.SampledFrom([]string{"listed", "made", "same", "ana"}).Draw(t, "to"))
				new, err := w.VideoEdits().Create(ch, "", r.now, edits.VideoEdit{
					Title: edits.Some("The new"), Published: edits.Some(rapid.Bool().Draw(t, "published")),
					Channel: edits.Some("news"),
					Source:  edits.Source{Seconds: 300, Named: r.now},
				})
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, new)
			},
			"delete": func(t *rapid.T) {
				of := id()
				if v, err := w.Video(of, w.Moment(r.now)); err == nil {
					_ = w.VideoEdits().Delete(of, v.Owner, r.now)
				}
			},
			"": func(t *rapid.T) {
				for range 6 {
					path := rapid.SampledFrom(listPaths).Draw(t, "path")
					query := strings.Join(rapid.SliceOfN(rapid.SampledFrom(listFilters), 0, 2).Draw(t, "filters"), "&")
					if rapid.Bool().Draw(t, "sorted") {
						query += "&sort=" + rapid.SampledFrom(VideoSorts).Draw(t, "sort")
					}
					query += fmt.Sprintf("&fields=id,title&limit=%d&page=%d", rapid.SampledFrom([]int{1, 10, 100}).Draw(t, "limit"),
						rapid.IntRange(1, 2).Draw(t, "page"))
					path, query = strings.Replace(path, "VIDEO", id(), 1), strings.ReplaceAll(query, "VIDEO", id())
					query = strings.ReplaceAll(query, "+", " ")
					caller := rapid.IntRange(0, len(callers)-1).Draw(t, "caller")
					got := r.text(quickly(r.call(caller, path, query)))
					if want := r.text(slowly(r.call(caller, path, query))); got != want {
						t.Fatalf("%s?%s for %v at %v\n got %s\nwant %s", path, query, callers[caller], r.now, got, want)
					}
				}
			},
		})
	})
}

// TestListsKeepUpWithinTheHour reads lists that change with the minute.
func TestListsKeepUpWithinTheHour(t *testing.T) {
	t.Parallel()
	r := newReader(t, listWorld)
	answers := map[string]map[string]bool{}
	for _, minute := range []int{5, 15, 25, 35} { // the stream begins at 13:20 and ends at 15:20
		for _, hour := range []int{13, 15, 14} {
			r.now = time.Date(2026, 3, 10, hour, minute, 0, 0, time.UTC)
			for _, query := range []string{"", "sort=live-audience", "flags=live_onair", "live_offair", "timeframe=6900",
				"mode=live", "mode=live&sort=visited"} {
				got := r.text(quickly(r.call(0, "/videos", query+"&fields=id")))
				if want := r.text(slowly(r.call(0, "/videos", query+"&fields=id"))); got != want {
					t.Errorf("%s at %v\n got %s\nwant %s", query, r.now, got, want)
				}
				if answers[query] == nil {
					answers[query] = map[string]bool{}
				}
				answers[query][got] = true
			}
		}
	}
	for query, different := range answers {
		if len(different) < 2 {
			t.Errorf("%s is always the same: the test sees too little", query)
		}
	}
}

// TestRowsAreMadeAsFarAsTheyAreRead checks how many videos an order has, and how many orders are kept.
func TestRowsAreMadeAsFarAsTheyAreRead(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	r := newReader(t, "partners: [{name: P, channels: [{slug: a, uploads: 200}, {slug: b, uploads: 200}]}]")
	r.TotalCap, r.ItemCap = 100, 100
	made := func(by, filters string) int {
		at, _ := order.Tick(by, r.now)
		return len(r.Orders.Get(order.Key{By: by, Tick: at, Filters: filters}).Videos)
	}
	ask := func(query string) {
		t.Helper()
		if got := r.text(quickly(r.call(0, "/videos", query))); strings.Contains(got, "error") {
			t.Fatal(got)
		}
	}
	ask("")
	if n := made("recent", ""); n != 800 {
		t.Errorf("the newest hundred of 400 a year took %d videos, want those of this year and the last", n)
	}
	ask("sort=old")
	if n := made("old", ""); n != 400 {
		t.Errorf("the oldest hundred of 400 a year took %d videos, want those of the first", n)
	}
	ask("sort=visited&no_live")
	if n := made("visited", "no_live=\n"); n < 100 || n > 2000 {
		t.Errorf("a hundred of some filter took %d videos", n)
	}
	for i := range 200 {
		ask(fmt.Sprintf("search=%d", i))
		r.now = r.now.Add(time.Hour)
		ask("sort=visited")
	}
	for hour := range 100 {
		r.now = r.now.Add(time.Duration(hour) * time.Hour)
		r.text(quickly(r.call(0, "/user/a/videos", "sort=visited")))
	}
	if o, s, p := r.Orders.All.Len(), r.Orders.Single.Len(),
		r.Orders.Filtered.Len(); o > order.MaxAll || s > order.MaxSingle || p > order.MaxFiltered {
		t.Errorf("%d orders, %d of one channel and %d filtered orders are kept", o, s, p)
	}
	ask("search=" + strings.Repeat("long", 200))
	if k := r.Orders.Filtered.Keys(); len(k[len(k)-1].Filters) > order.MaxFilterText {
		t.Error("a long search is kept")
	}
}

// TestManyReadAtOnce compares concurrent requests with single ones.
func TestManyReadAtOnce(t *testing.T) {
	t.Parallel()
	r, alone := newReader(t, listWorld), newReader(t, listWorld)
	var all sync.WaitGroup
	for range 4 {
		for _, by := range VideoSorts {
			query := "search=the&sort=" + by
			want := alone.text(quickly(alone.call(0, "/videos", query)))
			all.Go(func() {
				if got := r.text(quickly(r.call(0, "/videos", query))); got != want {
					t.Errorf("%s\n got %s\nwant %s", query, got, want)
				}
			})
		}
	}
	all.Wait()
}
