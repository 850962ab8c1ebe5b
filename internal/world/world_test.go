package world_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A failer is a testing.TB or a rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
}

func open(tb failer, c world.Config) *world.World {
	tb.Helper()
	text, err := os.ReadFile("../../fixtures/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	spec, err := catalogue.ParseSpec(text)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, c)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func day(year int, month time.Month, d int) world.Day {
	return world.DayOf(time.Date(year, month, d, 0, 0, 0, 0, time.UTC))
}

const forever world.Hour = 1 << 40

// TestClustersAddUpToTheTotal holds for any video on any day, and for the part
// of a day that is over.
func TestClustersAddUpToTheTotal(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 7})
	rapid.Check(t, func(t *rapid.T) {
		slug := rapid.SampledFrom(
			[]string{"harbour-news", "many-rows", "no-views", "hostile-titles", "anybody"},
		).Draw(
			t,
			"slug",
		)
		c, err := w.Channel(slug)
		if err != nil {
			t.Fatal(err)
		}
		on := day(2015, 1, 1) + world.Day(rapid.IntRange(0, 6000).Draw(t, "day"))
		videos := c.Videos(on)
		if len(videos) == 0 {
			return
		}
		v := rapid.SampledFrom(videos).Draw(t, "video")
		noon := world.Hour(on)*24 + world.Hour(rapid.IntRange(0, 24).Draw(t, "hour"))
		var sum, early, some int64
		for _, k := range plays.Clusters(nil, v, on, forever) {
			sum += int64(k.Plays)
			if world.Hour(on)*24+world.Hour(k.Hour) < noon {
				early += int64(k.Plays)
			}
			checkCluster(t, v, k)
		}
		for _, k := range plays.Clusters(nil, v, on, noon) {
			some += int64(k.Plays)
		}
		if sum != plays.Total(v, on) {
			t.Fatalf("clusters hold %d plays, the day %d", sum, plays.Total(v, on))
		}
		if some != early {
			t.Fatalf("until %v %d plays are known, the whole day has %d by then", noon, some, early)
		}
	})
}

func checkCluster(t *rapid.T, v *world.Video, k plays.Cluster) {
	if k.Plays == 0 || k.Seconds(v) > uint64(k.Plays)*uint64(v.Duration) {
		t.Fatalf("%d plays of a video of %d s lasted %d s", k.Plays, v.Duration, k.Seconds(v))
	}
	if n := k.Chances(v); n < int64(k.Plays) || n > 4*int64(k.Plays) {
		t.Fatalf("%d plays had %d chances for an ad", k.Plays, n)
	}
	if done, all := k.Completed(v), k.ChancesOf(v, plays.Impression); done > all {
		t.Fatalf("%d of %d impressions were completed", done, all)
	}
	if k.Outcome() == plays.NoAd && k.AdsTxt(v) == 1 && k.NoAdReason(v) != plays.NoAdsTxt {
		t.Fatal("a site without an ads.txt has another reason for no ad")
	}
	site := v.Owner.Sites()[k.Site(v)]
	if site.Own() != (k.Player(v) == 0) || !site.Own() && int(k.Page(v)) >= site.Pages() {
		t.Fatalf("player %d and page %d on %s", k.Player(v), k.Page(v), site.Domain)
	}
	if int(k.Playlist(v)) > len(v.Owner.Playlists()) {
		t.Fatalf("playlist %d of %d", k.Playlist(v), len(v.Owner.Playlists()))
	}
}

func TestNobodyWatchesBeforeTheUpload(t *testing.T) {
	t.Parallel()
	c, err := open(t, world.Config{Seed: 1}).Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Videos(day(2017, 1, 1)) {
		first := world.DayOf(v.Created)
		if n := plays.Total(v, first-1); n != 0 {
			t.Errorf("%s has %d plays on the day before its upload", v.ID, n)
		}
		for _, k := range plays.Clusters(nil, v, first, forever) {
			if int(k.Hour) < v.Created.Hour() {
				t.Errorf("%s of %v was played at %d o'clock of that day", v.ID, v.Created, k.Hour)
			}
		}
	}
}

// TestSameSeedSameWorld compares two worlds of which one is asked by many at
// once, in any order.
func TestSameSeedSameWorld(t *testing.T) {
	t.Parallel()
	slugs := []string{"harbour-news", "somebody", "somebody-else", "no-views", "<your_channel_slug>"}
	print := func(w *world.World, slug string) string {
		c, err := w.Channel(slug)
		if err != nil {
			return err.Error()
		}
		var b strings.Builder
		for _, v := range c.Videos(day(2019, 6, 1)) {
			b.WriteString(v.ID + v.Title() + v.Created.String())
			for _, k := range plays.Clusters(nil, v, day(2019, 5, 30), forever) {
				b.WriteByte(byte(k.Plays))
				b.WriteByte(k.Country(v))
			}
		}
		return b.String()
	}
	w := open(t, world.Config{Seed: 5})
	want := map[string]string{}
	for _, s := range slugs {
		want[s] = print(w, s)
	}
	again := open(t, world.Config{Seed: 5})
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if s := slugs[(i*7)%len(slugs)]; print(again, s) != want[s] {
				t.Errorf("%s differs", s)
			}
		})
	}
	wg.Wait()
	if other := open(t, world.Config{Seed: 6}); print(other, "harbour-news") == want["harbour-news"] {
		t.Error("another seed makes the same channel")
	}
}

func TestIdsAreUnique(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	seen := map[string]string{}
	channels := w.Channels()
	for _, slug := range []string{"somebody", "somebody-else", "anybody"} {
		c, err := w.Channel(slug)
		if err != nil {
			t.Fatal(err)
		}
		channels = append(channels, c)
	}
	for _, c := range channels {
		for _, v := range c.Videos(day(2030, 1, 1)) {
			if other := seen[v.ID]; other != "" {
				t.Errorf("%s and %s both have %s", c.Slug, other, v.ID)
			}
			seen[v.ID] = c.Slug
		}
	}
	if len(seen) < 1000 {
		t.Errorf("%d videos, want plenty", len(seen))
	}
}

// TestVideosReachBackTo2015 since the documentation's dates are of 2018 and 2023.
func TestVideosReachBackTo2015(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	for _, slug := range []string{"harbour-news", "cuisine-du-port", "stadio-centrale", "hafenklang", "a-user-s-own"} {
		c, err := w.Channel(slug)
		if err != nil {
			t.Fatal(err)
		}
		for _, on := range []world.Day{day(2015, 12, 1), day(2018, 7, 1), day(2023, 7, 1), day(2026, 11, 1)} {
			watched := int64(0)
			for _, v := range c.Videos(on) {
				watched += plays.Total(v, on)
			}
			if watched == 0 {
				t.Errorf("%s has no plays on %v", slug, on)
			}
		}
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	for _, c := range []struct {
		login string
		want  string
	}{
		{"", "harbour-news cuisine-du-port stadio-centrale hafenklang"},
		{"ana@studio.example", "harbour-news cuisine-du-port stadio-centrale hafenklang ana"},
		{"harbour-news", "harbour-news cuisine-du-port stadio-centrale hafenklang"},
		{"no-views@harbour.example", "harbour-news cuisine-du-port stadio-centrale hafenklang no-views"},
		{"northlight", "northlight"},
	} {
		var got []string
		for _, c := range w.Own(world.Account{Key: "k", Login: c.login}) {
			got = append(got, c.Slug)
		}
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("login %q has %v, want %s", c.login, got, c.want)
		}
	}
}

func TestWhatCannotBeASlugIsNotFound(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	for _, slug := range []string{"", "two words", "a/b", strings.Repeat("x", 101)} {
		if _, err := w.Channel(slug); !errors.Is(err, catalogue.ErrNotFound) {
			t.Errorf("channel %q: %v, want not found", slug, err)
		}
	}
}

func TestSpecSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"partners: []", "at least one partner"},
		{"partners: [{name: A, channels: [{slug: a}, {slug: a}]}]", `"a" is listed twice`},
		{"partners: [{name: A, channels: [{slug: a, claimed_by: b}]}]", `claimed by "b", which is not listed`},
		{"partners: [{name: A, channels: [{slug: a, genre: opera}]}]", `"opera"; known values: [film food games music ` +
			`news sports travel]`},
		{"partners: [{name: A, channels: [{slug: a, uploads: 500}]}]", "1:52: partners[0].channels[0].uploads: " +
			"uploads 500 is not in 0 to 256"},
		{"partners:\n- name: A\n  chanels: []", `3:3: unknown field "chanels"`},
	} {
		spec, err := catalogue.ParseSpec([]byte(c.text))
		if err == nil {
			_, err = world.New(spec, world.Config{})
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want a word of %q", c.text, err, c.want)
		}
	}
}
