package world_test

import (
	"testing"

	"github.com/dailymock/dailymock/internal/world"
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
				for _, k := range v.Clusters(nil, d, forever) {
					if k.Monetization != world.ByWebsite || c.Sites()[k.Site].Publisher != site {
						continue
					}
					if c == site {
						own += v.MicroUSD(&k)
					} else {
						others += v.MicroUSD(&k)
					}
				}
			}
		}
	}
	if own == 0 || others == 0 {
		t.Fatalf("%d earned by its own videos, %d by others', want both", own, others)
	}
	got := w.Revenue(site, world.ByWebsite, world.Hour(first)*24, world.Hour(last)*24, w.Moment(last.Time()))
	if want := own + others; got != want {
		t.Errorf("website revenue = %d, want %d", got, want)
	}
}
