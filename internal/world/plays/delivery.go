package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Formats are the ways that renditions are packed, in alphabetical order.
var Formats = []string{"hls", "mp4"}

// renditionWeights are the shares of the renditions, if a video has them.
var renditionWeights = hash.NewWeights([]int{6, 14, 24, 32, 21, 3})

// Format is an index into Formats: live streams are never whole files.
func (k *Cluster) Format(v *catalogue.Video) uint8 {
	if v.Live || k.attribute(11) >= 40 {
		return 0
	}
	return 1
}

// Delivered is how many seconds were sent for what was watched: some were
// fetched ahead and never seen.
func (k *Cluster) Delivered(v *catalogue.Video) int64 {
	seconds := k.Seconds(v)
	return int64(seconds+seconds>>4) + 2*int64(k.Plays)
}

// EachDelivered writes Delivered of each cluster to out, from how long it was watched.
func EachDelivered(out []int64, clusters []Cluster, seconds []int64) {
	for i := range clusters {
		out[i] = seconds[i] + seconds[i]>>4 + 2*int64(clusters[i].Plays)
	}
}

// EachBytes writes Bytes of each cluster of plays of a video to out, from what was Delivered.
func EachBytes(out []int64, clusters []Cluster, v *catalogue.Video, delivered []int64) {
	best := v.Best()
	for i := range clusters {
		out[i] = delivered[i] * catalogue.Renditions[clusters[i].PlayedRendition(best)].Kilobits * 125
	}
}

// PlayedRendition is Rendition of plays of a video with a best rendition.
func (k *Cluster) PlayedRendition(best uint8) uint8 {
	return min(renditionWeights[k.hash>>48&0xff], best)
}

// Bytes is how much was sent.
func (k *Cluster) Bytes(v *catalogue.Video) int64 {
	return k.Delivered(v) * catalogue.Renditions[k.Rendition(v)].Kilobits * 125
}
