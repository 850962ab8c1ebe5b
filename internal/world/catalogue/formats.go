package catalogue

import (
	"slices"
	"strconv"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Rendition is a form that a video is stored and sent in.
type Rendition struct {
	Resolution string // height in lines
	Kilobits   int64  // a second
}

// Renditions are ordered from the smallest to the largest.
var Renditions = []Rendition{{"240", 250}, {"380", 460}, {"480", 850}, {"720", 1900}, {"1080", 3800}, {"2160", 12000}}

// Best is the index of the video's largest rendition.
func (v *Video) Best() uint8 { return 2 + uint8(hash.Sum64(v.Seed+9)%4) }

// FrameRate is an index into FrameRates.
func (v *Video) FrameRate() uint8 { return uint8(hash.Sum64(v.Seed+10) % 4) }

// Height is that of the video's largest rendition, in lines.
func (v *Video) Height() int {
	height, _ := strconv.Atoi(Renditions[v.Best()].Resolution) // all of them are numbers
	return height
}

// Size is how many bytes the video takes in a rendition.
func (v *Video) Size(rendition uint8) int64 {
	return int64(v.Duration) * Renditions[rendition].Kilobits * 125
}

// Credits is the cost of one text that a machine wrote for the video: one for each minute begun.
func (v *Video) Credits() int64 { return int64(v.Duration+59) / 60 }

// ContentType is an index into ContentTypes: by its length, or live.
func (v *Video) ContentType() uint8 {
	switch {
	case v.Live:
		return 2
	case v.Duration > 1200:
		return 1
	default:
		return 0
	}
}

// Visibility is an index into Visibilities: nearly all are public.
func (v *Video) Visibility() uint8 {
	if v.visibility > 0 {
		return v.visibility - 1
	}
	switch h := hash.Sum64(v.Seed+11) % 64; h {
	case 0, 1:
		return uint8(h)
	default:
		return 2
	}
}

// Private reports whether only the owner and people with a private address can watch the video. It returns false for
// nil.
func (v *Video) Private() bool { return v != nil && Visibilities[v.Visibility()] == "private" }

// TagCount is the number of the video's tags. It costs less than Tags.
func (v *Video) TagCount() int { return v.tagCount }

// MadeFor reports whether the video can be watched on a device, an index into Devices.
func (v *Video) MadeFor(device uint8) bool { return v.devices == 0 || v.devices>>device&1 == 1 }

// DeviceFor returns a device, or another in its place if the video is not for it.
func (v *Video) DeviceFor(device uint8, h uint64) uint8 {
	if v.MadeFor(device) {
		return device
	}
	var fit []uint8
	for d := range uint8(len(Devices)) {
		if v.MadeFor(d) {
			fit = append(fit, d)
		}
	}
	return fit[hash.Bounded(hash.Sum64(h), len(fit))]
}

// devicesOf makes a set of Devices from their names; an empty set means all.
func devicesOf(names []string) (set uint8) {
	for _, name := range names {
		set |= 1 << slices.Index(Devices, name)
	}
	return set
}
