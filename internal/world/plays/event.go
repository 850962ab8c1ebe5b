package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Features are what machines can write for a video, in alphabetical order. An
// Assisted cluster's Feature is an index into it.
var Features = []string{"chapters", "subtitles", "tags", "translation"}

// Events appends what happened to the video on a day, as far as it is known
// before an hour: on the day of its upload that, its encoding, and what machines
// wrote; where stored is asked for, its renditions in the store.
func Events(buf []Cluster, v *catalogue.Video, d catalogue.Day, before catalogue.Hour, stored bool) []Cluster {
	first := v.FirstDay()
	if d < first || catalogue.Hour(d)*24 >= before {
		return buf
	}
	if hour := uint8(v.Created.Hour()); d == first && catalogue.Hour(d)*24+catalogue.Hour(hour) < before {
		buf = append(buf, Cluster{Kind: Uploaded, Day: d, Hour: hour, hash: hash.Sum64(v.Seed + 20)})
		buf = eachRendition(buf, v, Cluster{Kind: Encoded, Day: d, Hour: hour})
		buf = assisted(buf, v, Cluster{Kind: Assisted, Day: d, Hour: hour})
	}
	if stored && !(v.Deleted() && v.Closed.AllOf(d)) {
		buf = eachRendition(buf, v, Cluster{Kind: Stored, Day: d})
	}
	return buf
}

// eachRendition appends an event for each rendition of a video.
func eachRendition(buf []Cluster, v *catalogue.Video, k Cluster) []Cluster {
	for r := range v.Best() + 1 {
		k.rendition, k.First, k.hash = r, r == 0, hash.Sum64(v.Seed+30+uint64(r))
		buf = append(buf, k)
	}
	return buf
}

// assisted has none to two features, whose credits depend on the video's length.
func assisted(buf []Cluster, v *catalogue.Video, k Cluster) []Cluster {
	h := hash.Sum64(v.Seed + 40)
	for i := range h % 3 {
		h = hash.Sum64(h)
		k.Feature, k.hash = uint8(h+i)&3, h
		buf = append(buf, k)
	}
	return buf
}
