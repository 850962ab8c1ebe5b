package world_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/world"
)

// TestVideosOfManyChannelsAreToldApart: each has an id of its own, which leads to
// its channel, though the seeds of some channels begin alike.
func TestVideosOfManyChannelsAreToldApart(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	file.WriteString("partners:\n- name: Many\n  channels:\n")
	for i := range 1500 {
		fmt.Fprintf(&file, "  - {slug: c%d, uploads: 2}\n", i)
	}
	w := made(t, file.String())
	owners := map[string]string{}
	for _, c := range w.Channels() {
		for _, v := range c.Made(2025) {
			if other, ok := owners[v.ID]; ok {
				t.Fatalf("%s is of %s and of %s", v.ID, other, c.Slug)
			}
			owners[v.ID] = c.Slug
		}
	}
	now := day(2026, 3, 1)
	for id, slug := range owners {
		v, err := w.Video(id, world.Moment{Time: now.Time()})
		if err != nil || v.Owner.Slug != slug {
			t.Fatalf("%s of %s: %v, %v", id, slug, v, err)
		}
	}
}
