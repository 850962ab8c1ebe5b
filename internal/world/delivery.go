package world

import "github.com/dailymock/dailymock/internal/world/hash"

// A Rendition is a form that a video is stored and sent in.
type Rendition struct {
	Resolution string // height in lines
	Kilobits   int64  // a second
}

// Renditions from the smallest to the largest. A Cluster's Rendition is an index
// into it.
var Renditions = []Rendition{{"240", 250}, {"380", 460}, {"480", 850}, {"720", 1900}, {"1080", 3800}, {"2160", 12000}}

// Formats are the ways that renditions are packed, in alphabetical order.
var Formats = []string{"hls", "mp4"}

// FrameRates are those of videos, as reports write them.
var FrameRates = []string{"25", "30", "50", "60"}

// renditionWeights is what people watch, where a video has it.
var renditionWeights = hash.NewWeights([]int{6, 14, 24, 32, 21, 3})

// best is the index of the video's largest rendition.
func (v *Video) best() uint8 { return 2 + uint8(hash.Sum64(v.seed+9)%4) }

// FrameRate is an index into FrameRates.
func (v *Video) FrameRate() uint8 { return uint8(hash.Sum64(v.seed+10) % 4) }

// Format is an index into Formats: live streams are never whole files.
func (v *Video) Format(k *Cluster) uint8 {
	if v.Live || k.attribute(11) >= 40 {
		return 0
	}
	return 1
}

// Delivered is how many seconds were sent for what was watched: some were
// fetched ahead and never seen.
func (k *Cluster) Delivered() int64 { return int64(k.Seconds+k.Seconds>>4) + 2*int64(k.Plays) }

// Bytes is how much was sent.
func (k *Cluster) Bytes() int64 {
	return k.Delivered() * Renditions[k.Rendition].Kilobits * 125
}

// Size is how many bytes a video takes in a rendition.
func (v *Video) Size(rendition uint8) int64 {
	return int64(v.Duration) * Renditions[rendition].Kilobits * 125
}
