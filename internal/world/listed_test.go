package world_test

import (
	"slices"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// made is a world of a file's text.
func made(tb testing.TB, text string) *world.World {
	tb.Helper()
	spec, err := catalogue.ParseSpec([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func channel(tb failer, w *world.World, slug string) *world.Channel {
	tb.Helper()
	c, err := w.Channel(slug)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TestListedVideosAreAsTheFileSays reads the example of the documentation.
func TestListedVideosAreAsTheFileSays(t *testing.T) {
	t.Parallel()
	c := channel(t, made(t, mustRead(t, "../../fixtures/my-world.yaml")), "studio-nord")
	videos := c.Videos(day(2030, 1, 1))
	if len(videos) != 3 {
		t.Fatalf("%d videos, want the 3 that are listed and none made up", len(videos))
	}
	crane, tide, letter := videos[0], videos[1], videos[2]
	if crane.ID != "x8abc12" || crane.Title() != "The crane that stayed" || crane.Duration != 95 || crane.Live ||
		!crane.Created.Equal(
			time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC),
		) || !slices.Equal(crane.Tags(), []string{"harbour", "crane"}) {
		t.Errorf("the first is %+v", crane)
	}
	if got := c.Playlists()[crane.Playlist-1]; got.ID != "x7wfn1" || got.Title() != "Harbour stories" ||
		catalogue.PlaylistTypes[got.Type()] != "manual" {
		t.Errorf("its playlist is %+v", got)
	}
	if !tide.Live || tide.Duration != 7200 || tide.Playlist != 0 || tide.Created.Hour() != 12 || len(tide.Tags()) == 0 {
		t.Errorf("the second is %+v, want a stream of noon in no playlist, with tags", tide)
	}
	if letter.ID == "" || letter.Duration == 0 || catalogue.Visibilities[letter.Visibility()] != "private" {
		t.Errorf("the third is %+v, want it completed, and private", letter)
	}
	for v, daily := range map[*world.Video]int64{crane: 120, tide: 40, letter: 0} {
		first := world.DayOf(v.Created)
		for _, c := range []struct {
			on   world.Day
			want int64
		}{{first - 1, 0}, {first, daily}, {first + 1, daily}, {first + 3000, daily}} {
			sum := int64(0)
			for _, k := range plays.Clusters(nil, v, c.on, forever) {
				sum += int64(k.Plays)
			}
			if sum != c.want {
				t.Errorf("%s has %d plays on %v, want %d", v.Title(), sum, c.on, c.want)
			}
		}
	}
}

func TestListedSitesAndPlayersAreAsTheFileSays(t *testing.T) {
	t.Parallel()
	w := made(t, mustRead(t, "../../fixtures/my-world.yaml"))
	c := channel(t, w, "studio-nord")
	for _, want := range []struct {
		domain, player, title string
		publisher             *world.Channel
	}{
		{"studio-nord.example", "xa1wi", "Main player", c},
		{"tageblatt.example", "xa2b3", "Article player", c},
	} {
		i := slices.IndexFunc(c.Sites(), func(s *catalogue.Site) bool { return s.Domain == want.domain })
		if i < 0 {
			t.Errorf("nobody watches on %s", want.domain)
			continue
		}
		s := c.Sites()[i]
		if !slices.Equal(s.Players(), []string{want.player}) || s.PlayerTitle(0) != want.title ||
			s.Publisher != want.publisher {
			t.Errorf(
				"%s has the players %v, the first called %q, and the publisher %v",
				s.Domain,
				s.Players(),
				s.PlayerTitle(0),
				s.Publisher,
			)
		}
	}
	if got := channel(t, w, "nord-fans").Claimer; got != c {
		t.Errorf("nord-fans is claimed by %v, want studio-nord", got)
	}
}

// TestListedVideosJoinMadeOnes: in the order of their dates, with ids that no
// other has and that a longer list does not change.
func TestListedVideosJoinMadeOnes(t *testing.T) {
	t.Parallel()
	const one = "partners: [{name: A, channels: [{slug: a, uploads: 200, videos: [{created: 2026-06-01, title: First}"
	short := channel(t, made(t, one+"]}]}]"), "a").Videos(day(2026, 12, 31))
	long := channel(t, made(t, one+", {created: 2026-03-01, title: Second}]}]}]"), "a").Videos(day(2026, 12, 31))
	if got, want := len(long), len(short)+1; got != want {
		t.Fatalf("%d videos, want %d", got, want)
	}
	if !slices.IsSortedFunc(long, func(a, b *world.Video) int { return a.Created.Compare(b.Created) }) {
		t.Error("the videos are not in the order of their dates")
	}
	ids := map[string]string{}
	for _, v := range long {
		if other, twice := ids[v.ID]; twice {
			t.Errorf("%q and %q are both %s", v.Title(), other, v.ID)
		}
		ids[v.ID] = v.Title()
	}
	for _, v := range short {
		if v.Title() == "First" && ids[v.ID] != "First" {
			t.Errorf("First was %s, and is another since the list grew", v.ID)
		}
	}
}

func TestTooManyVideosOfAYearAreRefused(t *testing.T) {
	t.Parallel()
	_, err := catalogue.ParseSpec(
		[]byte("partners: [{name: A, channels: [{slug: a, uploads: 256, videos: [{created: 2026-06-01}]}]}]"),
	)
	if want := "world: 1:65: partners[0].channels[0].videos: 1 videos of 2026 and 256 uploads a year, at most 256 " +
		"together are possible"; err == nil ||
		err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
