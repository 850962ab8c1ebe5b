package world_test

import (
	"context"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/edits"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// TestWebsiteEarnsFromTheVideosOfOthers adds up by hand what a channel's site
// earned in some days, by its own videos and by those of other channels.
func TestWebsiteEarnsFromTheVideosOfOthers(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	site, err := w.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	first, last := day(2026, 3, 1), day(2026, 3, 4)
	var own, others int64
	for _, c := range w.Channels() {
		if c.Aside {
			continue
		}
		for d := first; d < last; d++ {
			for _, v := range c.Videos(d) {
				for _, k := range plays.Clusters(nil, v, d, forever) {
					if k.Monetization(v) != plays.ByWebsite || c.Sites()[k.Site(v)].Publisher != site {
						continue
					}
					if c == site {
						own += k.MicroUSD(v)
					} else {
						others += k.MicroUSD(v)
					}
				}
			}
		}
	}
	if own == 0 || others == 0 {
		t.Fatalf("%d earned by its own videos, %d by others', want both", own, others)
	}
	got := w.Revenue(t.Context(), site, plays.ByWebsite,
		world.Hour(first)*24, world.Hour(last)*24, w.Moment(last.Time()))
	if want := own + others; got != want {
		t.Errorf("website revenue = %d, want %d", got, want)
	}
}

// sumsWorld has channels of few videos, long lives and all that makes days differ.
const sumsWorld = `
partners:
- name: Sums
  channels:
  - {slug: tens, genre: sports, audience: 900, uploads: 3}
  - {slug: few, genre: games, audience: 3, uploads: 2, detail: 3}
  - {slug: nobody, genre: games, audience: 0, uploads: 1}
  - slug: exact
    claimed_by: tens
    uploads: 1
    videos:
    - {title: A, created: 2025-11-01, duration: 100, plays: 30}
    - {title: B, created: 2025-12-01T23:59:59Z, duration: 4000, live: true}
    - {title: C, created: 2026-02-01, duration: 899, plays: 7}
sites: [{domain: press.example, publisher: few}]
`

// TestSumsFollowTheClockAndEdits wherever they go: each time they are what adding
// up the clusters gives.
func TestSumsFollowTheClockAndEdits(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	spec, err := catalogue.ParseSpec([]byte(sumsWorld))
	if err != nil {
		t.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	owner := channel(t, w, "tens")
	videos := owner.Videos(world.DayOf(noon))
	id := videos[len(videos)-1].ID
	edit := func(id string, edit edits.VideoEdit) func() error {
		return func() error {
			return w.VideoEdits().Change(id, owner, noon, func(edits.VideoEdit) (edits.VideoEdit, error) { return edit, nil })
		}
	}
	nothing := func() error { return nil }
	for _, step := range []struct {
		name string
		at   time.Time
		do   func() error
	}{
		{"at first", noon, nothing},
		{"an hour later", noon.Add(time.Hour), nothing},
		{"a month later", noon.AddDate(0, 1, 0), nothing},
		{"a year back", noon.AddDate(-1, 0, 0), nothing},
		{"made a stream", noon.AddDate(0, 0, 9), edit(id, edits.VideoEdit{Mode: edits.Some("live")})},
		{"not for France", noon.AddDate(0, 0, 8), edit(id,
			edits.VideoEdit{Geoblocking: edits.Some([]string{"deny", "fr", "it", "us", "gb"})})},
		{"not published", noon.AddDate(0, 0, 9), edit(id, edits.VideoEdit{Published: edits.Some(false)})},
		{"before all edits", noon.Add(-time.Minute), nothing},
		{"uploaded", noon.AddDate(0, 2, 0), func() error {
			_, err := w.VideoEdits().Create(owner, "", noon,
				edits.VideoEdit{Published: edits.Some(true), Source: edits.Source{Seconds: 1000}})
			return err
		}},
		{"deleted", noon.AddDate(0, 2, 1), func() error { return w.VideoEdits().Delete(id, owner, noon.AddDate(0, 1, 0)) }},
		{"not yet deleted", noon.AddDate(0, 0, 20), nothing},
		{"before all", time.Date(2014, 1, 1, 5, 0, 0, 0, time.UTC), nothing},
		{"at last", noon.AddDate(3, 0, 0), nothing},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		before, now := world.HourOf(step.at), w.Moment(step.at)
		for _, from := range []world.Hour{0, before - 30*24} {
			want := addedUp(w, from, before, now)
			for _, c := range w.Channels() {
				views := w.ChannelViews(c, before, now)
				if from > 0 {
					views = 0
					for _, v := range w.VideosAt(c, world.DayOf(step.at), now) {
						views += plays.Between(v, from, before)
					}
				}
				if views != want["plays "+c.Slug] {
					t.Errorf("%s, from %d: %s has %d plays, want %d", step.name, from, c.Slug, views, want["plays "+c.Slug])
				}
				for by, name := range plays.Monetizations {
					if got := w.Revenue(context.Background(), c, uint8(by), from, before, now); got != want[name+c.Slug] {
						t.Errorf("%s, from %d: %s earned %d by %s, want %d", step.name, from, c.Slug, got, name, want[name+c.Slug])
					}
				}
			}
			if step.at.After(noon) && (want["claimtens"] == 0 || want["website_monetizationfew"] == 0) {
				t.Errorf("%s: the test sees too little: %v", step.name, want)
			}
		}
	}
}

// addedUp is what clusters hold of plays, "plays SLUG", and of money, by
// monetisation and the slug of who earned it.
func addedUp(w *world.World, from, before world.Hour, m world.Moment) map[string]int64 {
	sum := map[string]int64{}
	for _, c := range w.Channels() {
		for _, v := range w.VideosAt(c, world.Day(before/24), m) {
			for d := world.DayOf(v.Created); world.Hour(d)*24 < before; d++ {
				for _, k := range plays.Clusters(nil, v, d, before) {
					if world.Hour(d)*24+world.Hour(k.Hour) >= from {
						sum["plays "+c.Slug] += int64(k.Plays)
						sum[plays.Monetizations[k.Monetization(v)]+earner(v, &k).Slug] += k.MicroUSD(v)
					}
				}
			}
		}
	}
	return sum
}

func earner(v *world.Video, k *plays.Cluster) *world.Channel {
	switch k.Monetization(v) {
	case plays.ByClaim:
		return v.Claimer()
	case plays.ByWebsite:
		return v.Owner.Sites()[k.Site(v)].Publisher
	}
	return v.Owner
}
