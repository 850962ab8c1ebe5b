package world_test

import (
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// BenchmarkRevenue is what the first look at what a channel ever earned costs.
func BenchmarkRevenue(b *testing.B) {
	before := world.HourOf(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	for b.Loop() {
		w := open(b, world.Config{Seed: 1})
		c, err := w.Channel("harbour-news")
		if err != nil {
			b.Fatal(err)
		}
		w.Revenue(c, world.ByVideo, 0, before, world.Moment{})
	}
}
