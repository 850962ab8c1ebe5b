package world_test

import (
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// TestViewsAreWithinTheirEstimate compares the bounds with the sum over all days, for old and new videos.
func TestViewsAreWithinTheirEstimate(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	estimated, wide := 0, 0
	for _, slug := range []string{"harbour-news", "many-rows", "no-views", "anybody", "cuisine-du-port"} {
		c := channel(t, w, slug)
		for _, year := range []int{2019, 2026} {
			at := time.Date(year, 3, 10, 12, 0, 0, 0, time.UTC)
			for _, v := range c.Videos(world.DayOf(at) + 30) {
				got := w.Views(v, world.HourOf(at))
				if least, most, ok := world.EstimateViews(v, world.HourOf(at), 0); ok && (got < least || got > most) {
					t.Errorf("%s of %s: %d views, estimated at %d to %d at once", v.ID, slug, got, least, most)
				}
				least, most, ok := world.EstimateViews(v, world.HourOf(at), world.CountedDays)
				if !ok {
					continue
				}
				if got < least || got > most {
					t.Errorf("%s of %s: %d views, estimated at %d to %d", v.ID, slug, got, least, most)
				}
				if estimated++; most > 3*least+1000 {
					wide++
				}
			}
		}
	}
	if estimated < 3000 || wide > estimated/2 {
		t.Errorf("%d videos are estimated, %d of them badly", estimated, wide)
	}
}
