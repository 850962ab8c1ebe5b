package world_test

import (
	"testing"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// BenchmarkClusters makes what was watched of a large channel on a day.
func BenchmarkClusters(b *testing.B) {
	c, err := open(b, world.Config{Seed: 1}).Channel("many-rows")
	if err != nil {
		b.Fatal(err)
	}
	on := day(2018, 7, 1)
	videos := c.Videos(on)
	var buf []plays.Cluster
	n := 0
	for b.Loop() {
		for _, v := range videos {
			buf = plays.Clusters(buf[:0], v, on, forever)
			n += len(buf)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds()/1e6, "Mclusters/s")
}

// BenchmarkNew is what a start pays for the default world.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		open(b, world.Config{Seed: 1})
	}
}
