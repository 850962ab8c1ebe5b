package world

import "github.com/dailymock/dailymock/internal/world/hash"

// How a play came about and what it looked like. Each list is in alphabetical
// order; the words are ours, since no source shows the vendor's.
var (
	Actions       = []string{"autoplay", "click", "next"}
	PlaylistTypes = []string{"automatic", "manual"}
	PlayerTypes   = []string{"dailymotion", "embed"}
	PlayerSizes   = []string{"1280x720", "1920x1080", "320x180", "640x360", "960x540"}
	SizeBuckets   = []string{"large", "medium", "small"}
	ContentTypes  = []string{"clip", "episode", "live"}
	Visibilities  = []string{"password", "private", "public"}
)

var (
	actionWeights = hash.NewWeights([]int{44, 38, 18})
	phoneSizes    = hash.NewWeights([]int{4, 0, 52, 44, 0})
	screenSizes   = hash.NewWeights([]int{24, 18, 6, 30, 22})
	sizeBucket    = [...]uint8{0, 0, 2, 1, 1} // of each of PlayerSizes
	mobile        = uint8(1)                  // in Devices
	manual        = uint8(1)                  // in PlaylistTypes
)

// Minute is of the hour.
func (k *Cluster) Minute() uint8 { return uint8(uint16(k.attribute(12)) * 60 >> 8) }

// Action is an index into Actions.
func (k *Cluster) Action() uint8 { return actionWeights[k.attribute(13)] }

// VideoPosition is the rank of the video in its playlist, or in the queue of the
// player, from 1.
func (k *Cluster) VideoPosition() int {
	a := int(k.attribute(14))
	if k.Playlist == 0 {
		return 1 + a*a>>13
	}
	return 1 + a*30>>8
}

// PlayerSize is an index into PlayerSizes; telephones have small ones.
func (k *Cluster) PlayerSize() uint8 {
	if k.Device == mobile {
		return phoneSizes[k.attribute(15)]
	}
	return screenSizes[k.attribute(15)]
}

// SizeBucket is an index into SizeBuckets: the class of PlayerSize.
func (k *Cluster) SizeBucket() uint8 { return sizeBucket[k.PlayerSize()] }

// PlayerType is an index into PlayerTypes.
func (k *Cluster) PlayerType() uint8 {
	if k.Player == 0 {
		return 0
	}
	return 1
}

// Subdomain is the host of a page of the site.
func (s *Site) Subdomain(page int) string { return s.pages[page].subdomain }

// Type tells whether the playlist fills itself: an index into PlaylistTypes.
func (p Playlist) Type() uint8 { return p.kind }

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
	switch h := hash.Sum64(v.seed+11) % 64; h {
	case 0:
		return 0
	case 1:
		return 1
	default:
		return 2
	}
}

// Tag is the tag of the video that a cluster counts for: one of its own.
func (v *Video) Tag(k *Cluster) int { return hash.Bounded(hash.Sum64(k.hash+16), v.tagCount) }
