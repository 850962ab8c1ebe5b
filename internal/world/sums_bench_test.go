package world_test

import (
	"context"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// BenchmarkRevenue is what the first look at what a channel ever earned costs.
func BenchmarkRevenue(b *testing.B) {
	before := world.HourOf(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	for _, name := range []string{"opened", "harbour-news", "many-rows"} {
		for monetization, by := range map[string]uint8{"video": plays.ByVideo, "website": plays.ByWebsite} {
			b.Run(name+"/"+monetization, func(b *testing.B) {
				for b.Loop() {
					w := open(b, world.Config{Seed: 1})
					c, err := w.Channel(name)
					if err != nil {
						b.Fatal(err)
					}
					w.Revenue(context.Background(), c, by, 0, before, world.Moment{})
				}
			})
		}
	}
}
