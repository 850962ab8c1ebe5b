package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// How a play came about and what it looked like. Each list is in alphabetical
// order; the words are ours, since no source shows the vendor's.
var (
	Actions     = []string{"autoplay", "click", "next"}
	PlayerTypes = []string{"dailymotion", "embed"}
	PlayerSizes = []string{"1280x720", "1920x1080", "320x180", "640x360", "960x540"}
	SizeBuckets = []string{"large", "medium", "small"}
)

var (
	actionWeights = hash.NewWeights([]int{44, 38, 18})
	phoneSizes    = hash.NewWeights([]int{4, 0, 52, 44, 0})
	screenSizes   = hash.NewWeights([]int{24, 18, 6, 30, 22})
	sizeBucket    = [...]uint8{0, 0, 2, 1, 1} // of each of PlayerSizes
	mobile        = uint8(1)                  // in Devices
)

// Minute is of the hour.
func (k *Cluster) Minute() uint8 { return uint8(uint16(k.attribute(12)) * 60 >> 8) }

// Action is an index into Actions.
func (k *Cluster) Action() uint8 { return actionWeights[k.attribute(13)] }

// VideoPosition is the rank of the video in its playlist, or in the queue of the
// player, from 1.
func (k *Cluster) VideoPosition(v *catalogue.Video) int {
	a := int(k.attribute(14))
	if k.Playlist(v) == 0 {
		return 1 + a*a>>13
	}
	return 1 + a*30>>8
}

// The draws of Action, and of PlayerSize on telephones and on other devices.
var (
	ActionDraw     = newDraw(13, &actionWeights)
	PhoneSizeDraw  = newDraw(15, &phoneSizes)
	ScreenSizeDraw = newDraw(15, &screenSizes)
)

// IsPhone reports whether a device, an index into Devices, is a telephone.
func IsPhone(device uint8) bool { return device == mobile }

// SizeBucketOf is the class of one of PlayerSizes, an index into SizeBuckets.
func SizeBucketOf(size uint8) uint8 { return sizeBucket[size] }

// PlayerSize is an index into PlayerSizes; telephones have small ones.
func (k *Cluster) PlayerSize(v *catalogue.Video) uint8 {
	if k.Device(v) == mobile {
		return phoneSizes[k.attribute(15)]
	}
	return screenSizes[k.attribute(15)]
}

// SizeBucket is an index into SizeBuckets: the class of PlayerSize.
func (k *Cluster) SizeBucket(v *catalogue.Video) uint8 { return sizeBucket[k.PlayerSize(v)] }

// PlayerType is an index into PlayerTypes.
func (k *Cluster) PlayerType(v *catalogue.Video) uint8 {
	if k.Player(v) == 0 {
		return 0
	}
	return 1
}

// PlayerTypeOn is PlayerType on a site with a room, where all players are there.
func PlayerTypeOn(room *catalogue.Room) uint8 {
	if room.Pages == 0 {
		return 0
	}
	return 1
}

// Tag is the tag of the video that a cluster counts for: one of its own.
func (k *Cluster) Tag(v *catalogue.Video) int {
	return hash.Bounded(hash.Sum64(k.hash+16), v.TagCount())
}

// listIn is a playlist that held the video in an hour, as a Cluster has it.
func listIn(v *catalogue.Video, hour catalogue.Hour, h uint64) uint8 {
	var open [255]uint8
	n := 0
	for i, s := range v.Stays {
		if s.From <= hour && hour < s.To {
			open[n] = uint8(i + 1)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return open[hash.Bounded(hash.Sum64(h), n)]
}
