package world_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
	"github.com/dailymock/dailymock/internal/world/words"
)

// numbered is a Source of texts that have nothing in common with those of gofakeit.
type numbered struct{}

func (numbered) Text(s words.Subject) string { return string(s.Kind) + " " + s.ID }

func (n numbered) Titled(s words.Subject, count int) (string, []string) {
	tags := make([]string, count)
	for i := range tags {
		tags[i] = strconv.Itoa(i)
	}
	return n.Text(s), tags
}

// TestFiguresDoNotDependOnTexts compares two worlds that differ in their Source alone.
func TestFiguresDoNotDependOnTexts(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{0, 1} {
		usual := open(t, world.Config{Seed: seed})
		other := open(t, world.Config{Seed: seed, Words: numbered{}})
		for _, slug := range []string{"harbour-news", "cuisine-du-port", "harbour-fans", "x1fz4ii", "somebody"} {
			if got, want := figures(t, other, slug), figures(t, usual, slug); got != want {
				t.Errorf("seed %d: the figures of %s depend on its texts", seed, slug)
			}
		}
		if title := channel(t, other, "somebody").Videos(day(2026, 3, 1))[0].Title(); !strings.HasPrefix(title, "title x") {
			t.Errorf("the other world's title is %q", title)
		}
	}
}

// figures are all that is known of a channel except its texts.
func figures(t *testing.T, w *world.World, slug string) string {
	c, on := channel(t, w, slug), day(2026, 3, 1)
	var b strings.Builder
	fmt.Fprintln(&b, c.ID(), c.Username(), c.Genre(), c.Language, c.Country, c.Detail(), c.Audience())
	for _, p := range c.Playlists() {
		fmt.Fprintln(&b, p.ID, p.Type())
	}
	for _, s := range c.Sites() {
		fmt.Fprintln(&b, s.Domain, s.Players(), s.Pages())
	}
	for _, by := range []uint8{plays.ByClaim, plays.ByVideo, plays.ByWebsite} {
		fmt.Fprintln(&b, w.Revenue(context.Background(), c, by, 0, world.Hour(on)*24, world.Moment{}))
	}
	for i, v := range c.Videos(on) {
		fmt.Fprintln(
			&b,
			v.ID,
			v.Created,
			v.Duration,
			v.Live,
			len(v.Tags()),
			v.Playlist,
			v.Visibility(),
			v.Height(),
			v.PageURL(),
		)
		if i%17 > 0 {
			continue
		}
		for d := on - 3; d <= on; d++ {
			for _, k := range plays.Clusters(plays.Events(nil, v, d, forever, true), v, d, forever) {
				fmt.Fprintln(&b, k, k.MicroUSD(v), k.Tag(v), k.Chances(v), k.Action(), k.Outcome())
			}
		}
	}
	return b.String()
}

// TestTitlesAreMadeWhenTheyAreAskedFor: a source that fails shows who asked.
func TestTitlesAreMadeWhenTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1, Words: silent{t}})
	for _, v := range channel(t, w, "harbour-news").Videos(day(2026, 3, 1)) {
		plays.Clusters(nil, v, day(2026, 2, 1), forever)
	}
}

type silent struct{ t *testing.T }

func (s silent) Text(of words.Subject) string {
	s.t.Errorf("the text of %+v was made", of)
	return ""
}

func (s silent) Titled(of words.Subject, _ int) (string, []string) {
	s.t.Errorf("the tags of %+v were made", of)
	return "", nil
}
