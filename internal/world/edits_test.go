package world_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/edits"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func TestEveryIdLeadsBack(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	now := w.Moment(noon)
	for _, slug := range []string{"harbour-news", "northlight", "somebody", "x1fz4ii"} {
		c := channel(t, w, slug)
		if got, err := w.User(c.ID()); err != nil || got != c {
			t.Errorf("user %s = %v, %v, want %s", c.ID(), got, err, slug)
		}
		for _, v := range c.Videos(world.DayOf(noon) - 1) {
			if got, err := w.Video(v.ID, now); err != nil || got != v {
				t.Fatalf("video %s of %s: %v", v.ID, slug, err)
			}
		}
		for i, p := range c.Playlists() {
			if owner, place, err := w.MadePlaylist(p.ID); err != nil || owner != c || place != i {
				t.Errorf("playlist %s of %s: %v", p.ID, slug, err)
			}
		}
		for _, s := range c.Sites() {
			for _, id := range s.Players() {
				if p, err := w.MadePlayer(id); err != nil || p.Site != s {
					t.Errorf("player %s on %s: %v", id, s.Domain, err)
				}
			}
		}
	}
}

func TestListedIdsLeadBack(t *testing.T) {
	t.Parallel()
	w := made(t, `
partners:
- name: A
  channels:
  - slug: a
    uploads: 3
    playlists: [{id: x5v3kq, title: P}]
    players: [{id: xa1wi, title: Front page}]
    videos:
    - {id: x8qm8fc, title: One, created: 2026-01-02}
    - {id: k1abcdef, title: Two, created: 2026-01-03, visibility: private}
    - {title: Three, created: 2026-01-01}
sites: [{domain: b.example, publisher: a, players: [{id: xb2wi, title: Side}]}]
`)
	c := channel(t, w, "a")
	videos := c.Videos(world.DayOf(noon))
	if len(videos) < 6 {
		t.Fatalf("%d videos", len(videos))
	}
	for _, v := range videos {
		if got, err := w.Video(v.ID, w.Moment(noon)); err != nil || got != v {
			t.Errorf("video %s %q: %v", v.ID, v.Title(), err)
		}
	}
	for id, title := range map[string]string{"xa1wi": "Front page", "xb2wi": "Side"} {
		if p, err := w.MadePlayer(id); err != nil || p.Title() != title || p.Owner != c {
			t.Errorf("player %s = %+v, %v", id, p, err)
		}
	}
	if _, _, err := w.MadePlaylist("x5v3kq"); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "harbour-news")
	later := c.Videos(world.DayOf(noon) + 400)
	for _, id := range []string{"", "x", "xnotfound", "x000000", "x0000000", "xzzzzzz", "x8QM8fc",
		later[len(later)-1].ID} {
		if v, err := w.Video(id, w.Moment(noon)); !errors.Is(err, catalogue.ErrNotFound) {
			t.Errorf("video %q = %v, %v, want not found", id, v, err)
		}
	}
	if c, err := w.User("xnotfound"); !errors.Is(err, catalogue.ErrNotFound) {
		t.Errorf("user xnotfound = %v, %v, want not found", c, err)
	}
}

// TestAnEditLeavesThePastAsItWas also where the clock stands still.
func TestAnEditLeavesThePastAsItWas(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "harbour-news")
	base := c.Videos(world.DayOf(noon) - 10)[0]
	before := w.Moment(noon)
	if err := w.VideoEdits().Change(base.ID, c, noon, func(edits.VideoEdit) (edits.VideoEdit, error) {
		return edits.VideoEdit{Title: edits.Some("New"), Tags: edits.Some([]string{"one"})}, nil
	}); err != nil {
		t.Fatal(err)
	}
	after := w.Moment(noon)
	for _, look := range []struct {
		at   world.Moment
		want string
	}{{before, base.Title()}, {after, "New"}, {world.Moment{Time: noon.Add(-time.Second), Edits: 100}, base.Title()},
		{world.Moment{}, base.Title()}} {
		i := slices.IndexFunc(w.VideosAt(c, world.DayOf(noon), look.at), func(v *world.Video) bool { return v.ID == base.ID })
		if got := w.VideosAt(c, world.DayOf(noon), look.at)[i].Title(); got != look.want {
			t.Errorf("at %v: title %q, want %q", look.at, got, look.want)
		}
	}
	v, _ := w.Video(base.ID, after)
	if got, want := plays.Total(v, world.DayOf(noon)), plays.Total(base, world.DayOf(noon)); got != want {
		t.Errorf("plays after a new title = %d, want %d", got, want)
	}
	if c.Videos(world.DayOf(noon))[0].Title() != base.Title() {
		t.Error("the made world changed")
	}
}

func TestADeletedVideoKeepsItsPast(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "many-rows")
	v := c.Videos(world.DayOf(noon))[0]
	if err := w.VideoEdits().Delete(v.ID, c, noon); err != nil {
		t.Fatal(err)
	}
	now := w.Moment(noon)
	if _, err := w.Video(v.ID, now); !errors.Is(err, catalogue.ErrNotFound) {
		t.Errorf("deleted video: %v, want not found", err)
	}
	if err := w.VideoEdits().Delete(v.ID, c, noon); !errors.Is(err, catalogue.ErrNotFound) {
		t.Errorf("deleting it again: %v, want not found", err)
	}
	gone := w.VideosAt(c, world.DayOf(noon), now)[0]
	if gone.ID != v.ID || !gone.Deleted() {
		t.Fatalf("%s is no longer among what was watched", v.ID)
	}
	end := world.HourOf(noon)
	if got, want := plays.Between(gone, 0, end+10000), plays.Between(v, 0, end); got != want {
		t.Errorf("plays for ever = %d, want the %d until it was deleted", got, want)
	}
	if n := plays.Total(gone, world.DayOf(noon)+1); n != 0 {
		t.Errorf("%d plays on the day after", n)
	}
}

func TestAnUploadIsWatchedWhileItIsPublished(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "many-rows")
	id, err := w.VideoEdits().Create(
		c,
		"",
		noon,
		edits.VideoEdit{Title: edits.Some("Mine"), Source: edits.Source{Seconds: 60}},
	)
	if err != nil {
		t.Fatal(err)
	}
	publish := func(at time.Time, edit edits.VideoEdit) *world.Video {
		if err := w.VideoEdits().Change(
			id,
			c,
			at,
			func(edits.VideoEdit) (edits.VideoEdit, error) { return edit, nil },
		); err != nil {
			t.Fatal(err)
		}
		v, err := w.Video(id, w.Moment(at))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	day := func(v *world.Video, n int) int64 {
		start := world.HourOf(noon) + world.Hour(24*n)
		return plays.Between(v, start, start+24)
	}
	v := publish(noon.AddDate(0, 0, 2), edits.VideoEdit{
		Title: edits.Some("Mine"), Published: edits.Some(true), ExpiryDate: edits.Some(noon.AddDate(0, 0, 5).Unix()),
	})
	for n, want := range []bool{false, false, true, true, true, false, false} {
		if got := day(v, n) > 0; got != want {
			t.Errorf("watched %d days after the upload: %v, want %v", n, got, want)
		}
	}
	v = publish(noon.AddDate(0, 0, 3), edits.VideoEdit{
		Title: edits.Some("Mine"), Published: edits.Some(true), PublishDate: edits.Some(noon.AddDate(0, 0, 6).Unix()),
	})
	for n, want := range []bool{false, false, true, false, false, false, true} {
		if got := day(v, n) > 0; got != want {
			t.Errorf("published anew, watched %d days after the upload: %v, want %v", n, got, want)
		}
	}
}

func TestUploadsHaveTheSameIdsEveryTime(t *testing.T) {
	t.Parallel()
	ids := func() (ids []string) {
		w := open(t, world.Config{Seed: 3})
		for range 3 {
			id, err := w.VideoEdits().Create(channel(t, w, "anybody"), "", noon, edits.VideoEdit{})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return ids
	}
	first := ids()
	if second := ids(); !slices.Equal(first, second) || first[0] == first[1] {
		t.Errorf("ids %v, then %v", first, second)
	}
}

// TestSumsAreThoseOfTheClusters while the clock goes on and back.
func TestSumsAreThoseOfTheClusters(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "stadio-centrale")
	fans := channel(t, w, "harbour-fans")
	for _, at := range []time.Time{
		time.Date(2015, 6, 1, 10, 30, 0, 0, time.UTC), time.Date(2015, 6, 1, 18, 0, 0, 0, time.UTC),
		time.Date(2015, 7, 1, 3, 0, 0, 0, time.UTC), time.Date(2015, 2, 1, 3, 0, 0, 0, time.UTC),
	} {
		before, now := world.HourOf(at), w.Moment(at)
		var views, video, claim, website int64
		for _, owner := range w.Channels() {
			for _, v := range owner.Videos(world.DayOf(at)) {
				for d := world.DayOf(v.Created); d <= world.DayOf(at); d++ {
					for _, k := range plays.Clusters(nil, v, d, before) {
						switch {
						case owner == c && k.Monetization(v) == plays.ByVideo:
							video += k.MicroUSD(v)
						case owner == fans && k.Monetization(v) == plays.ByClaim:
							claim += k.MicroUSD(v)
						case k.Monetization(v) == plays.ByWebsite && owner.Sites()[k.Site(v)].Publisher == c && !owner.Aside:
							website += k.MicroUSD(v)
						}
						if owner == c {
							views += int64(k.Plays)
						}
					}
				}
			}
		}
		if got := w.ChannelViews(c, before, now); got != views {
			t.Errorf("%v: views = %d, want %d", at, got, views)
		}
		for by, want := range map[uint8]int64{plays.ByVideo: video, plays.ByClaim: claim, plays.ByWebsite: website} {
			if got := w.Revenue(context.Background(), c, by, 0, before, now); got != want || want == 0 {
				t.Errorf("%v: revenue by %s = %d, want %d", at, plays.Monetizations[by], got, want)
			}
		}
	}
}

func TestWhatUsersWriteIsBounded(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	c := channel(t, w, "anybody")
	text := strings.Repeat("x", 1<<20)
	for i := range 200 {
		_, err := w.PlaylistEdits().Create(c, "", noon, edits.PlaylistEdit{Name: edits.Some(text)})
		if errors.Is(err, edits.ErrFull) {
			if i < 32 {
				t.Errorf("full after %d of a megabyte each", i)
			}
			return
		}
	}
	t.Error("200 MB are kept")
}

func TestManyWriteAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			c, err := w.Channel(fmt.Sprintf("user-%d", i%4))
			if err != nil {
				t.Error(err)
				return
			}
			for range 20 {
				id, err := w.VideoEdits().Create(c, "", noon, edits.VideoEdit{Published: edits.Some(true)})
				if err != nil {
					t.Error(err)
				}
				_ = w.Link(edits.Likes, c.ID(), id, noon)
				w.VideosAt(c, world.DayOf(noon), w.Moment(noon))
				_ = w.VideoEdits().Delete(id, c, noon)
			}
		})
	}
	wg.Wait()
	if links, _ := w.Links(edits.Likes, channel(t, w, "user-1").ID()); len(links) != 40 {
		t.Errorf("%d likes, want 40", len(links))
	}
}
