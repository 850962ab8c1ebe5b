// Package plays computes what was watched of a video: clusters of plays that have one value for each dimension,
// and whole numbers to count.
//
//	clusters = plays.Clusters(clusters, v, today, catalogue.HourOf(now))
//
// All of it is a pure function of the video and the day.
package plays

import (
	"iter"
	"math"
	"math/bits"
	"slices"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Total is how often the video was played on a whole day: the sum of Plays over
// its clusters of that day, unless it could be watched for a part of the day only,
// or not in all countries.
func Total(v *catalogue.Video, d catalogue.Day) int64 {
	first := v.FirstDay()
	if d < first || v.Closed.AllOf(d) {
		return 0
	}
	if v.DailyPlays != nil {
		return *v.DailyPlays
	}
	age := uint64(d - first)
	if v.Live && age%onAir != 0 {
		return 0
	}
	return byLuck(expected(v, age), d, luck(v, d))
}

// onAir is how many days pass between two on which a stream is on air.
const onAir = 7

// byLuck is how many plays a day has of which so many are expected.
func byLuck(x uint64, d catalogue.Day, luck uint64) int64 {
	x = x * weekday[uint64(d)%7] >> 8
	x = x * (160 + luck>>56) >> 8 // 0.6 to 1.6 of what was expected
	whole, part := x>>12, x&4095
	if luck&4095 < part {
		whole++
	}
	return int64(whole)
}

// luck is the hash that a day's Total follows from.
func luck(v *catalogue.Video, d catalogue.Day) uint64 {
	return hash.Sum64(v.Seed ^ uint64(d)*0xd1342543de82ef95)
}

// expected is how many plays an ordinary day brings at an age in days, in
// 1/4096. It never grows.
func expected(v *catalogue.Video, age uint64) uint64 {
	n, days := v.Popularity*v.Fade, v.Fade+age
	if days >= uint64(len(reciprocals)) || n >= 1<<50 || reciprocals[days] == 0 {
		return n / days * v.Fade / days
	}
	quotient, _ := bits.Mul64(n, reciprocals[days])
	quotient, _ = bits.Mul64(quotient*v.Fade, reciprocals[days])
	return quotient
}

// reciprocals are 1<<64 divided by the index, rounded up, or 0 for 0 and 1. The upper half of a product with one is the
// quotient, if the product of dividend and index is less than 1<<64. Sums over the past take half the time with them.
var reciprocals = func() (all [1 << 13]uint64) {
	for i := uint64(2); i < uint64(len(all)); i++ {
		all[i] = math.MaxUint64/i + 1
	}
	return all
}()

// weekday is what a day of the week does to the plays, in 1/256; 1970-01-01,
// day 0, was a Thursday.
var weekday = [7]uint64{240, 250, 310, 330, 235, 230, 236}

// Clusters appends the plays of a day to buf. before bounds them: only those of
// hours that were over by then are known, so that a day still running is partial.
func Clusters(buf []Cluster, v *catalogue.Video, d catalogue.Day, before catalogue.Hour) []Cluster {
	total := Total(v, d)
	start := catalogue.Hour(d) * 24
	if total == 0 || start >= before {
		return buf
	}
	first, opens := len(buf), opens(v, d)
	deal := newDeal(v, d, total)
	buf = slices.Grow(buf, int(deal.clusters))[:first+int(deal.clusters)]
	moved := int64(0)
	for i, made := 0, buf[first:]; i < len(made); i++ { // what pair returns, without its call
		h, n := hash.Sum64(deal.base+uint64(i)), deal.share+more(int64(i), deal.extra)
		switch {
		case i%2 == 1:
			n -= moved
		case deal.share > 1 && i+1 < len(made):
			moved = int64(hash.Bounded(h<<24, int(deal.share)))
			n += moved
		}
		made[i] = Cluster{hash: h, Plays: uint32(n), Day: d, Hour: hourOfDay(h, opens)}
	}
	if start+24 > before || len(v.Closed) > 0 || v.Blocked != nil {
		buf = slices.Delete(buf, first+len(keepSeen(buf[first:], v, before)), len(buf))
	}
	if len(buf) > first {
		buf[first].First = true
	}
	return buf
}

// keepSeen keeps the clusters of hours that were over by an hour and in which the viewer could watch the video.
func keepSeen(clusters []Cluster, v *catalogue.Video, before catalogue.Hour) []Cluster {
	return slices.DeleteFunc(clusters, func(k Cluster) bool {
		hour := catalogue.Hour(k.Day)*24 + catalogue.Hour(k.Hour)
		return hour >= before || v.Closed.In(hour) || v.Blocked.In(hour, k.Country(v))
	})
}

// A deal gives the Total of a day to its clusters.
type deal struct {
	clusters     int64
	share, extra int64
	base         uint64
}

func newDeal(v *catalogue.Video, d catalogue.Day, total int64) deal {
	n := min(total, int64(v.Owner.Detail()))
	return deal{clusters: n, share: total / n, extra: total % n, base: hash.Sum64(v.Seed ^ uint64(d)<<1)}
}

// pair returns the hashes of two clusters and how many plays they have: the one at an even index, and the next. Some
// plays of the second move to the first, so that the clusters differ and their sum stays. Each keeps at least one play.
// If the number of clusters is odd, the last one is followed by one without plays.
func (d *deal) pair(i int64) (h uint64, plays int64, h2 uint64, plays2 int64) {
	h, h2 = hash.Sum64(d.base+uint64(i)), hash.Sum64(d.base+uint64(i)+1)
	plays = d.share + more(i, d.extra)
	if i+1 == d.clusters {
		return h, plays, h2, 0
	}
	moved := int64(0)
	if d.share > 1 {
		moved = int64(hash.Bounded(h<<24, int(d.share)))
	}
	return h, plays + moved, h2, d.share + more(i+1, d.extra) - moved
}

// all yields the hash and the plays of each cluster.
func (d *deal) all() iter.Seq2[uint64, int64] {
	return func(yield func(uint64, int64) bool) {
		for i := int64(0); i < d.clusters; i += 2 {
			h, plays, h2, plays2 := d.pair(i)
			if !yield(h, plays) || i+1 < d.clusters && !yield(h2, plays2) {
				return
			}
		}
	}
}

// more is 1 for the first clusters, which have one play more than the others, and else 0.
func more(i, extra int64) int64 { return int64(uint64(i-extra) >> 63) }

// hourOfDay draws the hour of a cluster, from the first one that can be.
func hourOfDay(h uint64, opens uint8) uint8 {
	if hour := hourWeights[h&0xff]; hour >= opens {
		return hour
	}
	return opens + uint8(h>>48)%(24-opens)
}

// opens is the first hour in which plays of a day can lie: on the day of the
// upload, that of the upload.
func opens(v *catalogue.Video, d catalogue.Day) uint8 {
	if v.FirstDay() == d {
		return uint8(v.Created.Hour())
	}
	return 0
}

// The places of the bytes of a cluster's hash that decide where its viewers are.
const (
	CountryByte uint = 8  // through the CountryWeights of the owner
	DeviceByte  uint = 16 // through DeviceWeights, unless the video is not for all devices
	SiteByte    uint = 24 // through the SiteWeights of the owner
	PageByte    uint = 32 // among the pages of the site
	PlayerByte  uint = 40 // among the players of the site
	EarnerBit   uint = 52 // whether the owner or the publisher earns, if a channel embeds on the site
)

// Byte returns the byte of the hash at a place.
func (k *Cluster) Byte(shift uint) uint8 { return uint8(k.hash >> (shift & 63)) }

// Country is an index into Countries.
func (k *Cluster) Country(v *catalogue.Video) uint8 {
	return v.Owner.CountryWeights[k.hash>>CountryByte&0xff]
}

// Device is an index into Devices.
func (k *Cluster) Device(v *catalogue.Video) uint8 {
	return v.DeviceFor(catalogue.DeviceWeights[k.hash>>DeviceByte&0xff], k.hash)
}

// Site is an index into the owner's Sites.
func (k *Cluster) Site(v *catalogue.Video) uint8 { return v.Owner.SiteWeights[k.hash>>SiteByte&0xff] }

// Page is an index into the site's pages; 0 on the vendor's own site.
func (k *Cluster) Page(v *catalogue.Video) uint8 {
	return uint8(k.hash >> PageByte & 0xff * v.Owner.Rooms[k.Site(v)].Pages >> 8)
}

// Player is an index into the site's players plus 1; 0 where no player is embedded.
func (k *Cluster) Player(v *catalogue.Video) uint8 {
	room := &v.Owner.Rooms[k.Site(v)]
	if k.NoPlayer || room.Pages == 0 || k.Kind != Played {
		return 0
	}
	return 1 + uint8(k.hash>>PlayerByte&0xff*room.Players>>8)
}

// Playlist is an index into the video's Playlists plus 1; 0 outside of any.
func (k *Cluster) Playlist(v *catalogue.Video) uint8 {
	switch {
	case k.ByPlaylist() == 0 || k.Kind != Played:
		return 0
	case v.Stays != nil:
		return listIn(v, catalogue.Hour(k.Day)*24+catalogue.Hour(k.Hour), k.hash)
	default:
		return uint8(v.Playlist)
	}
}

// Monetization says who earns from the cluster: ByClaim, ByVideo or ByWebsite.
func (k *Cluster) Monetization(v *catalogue.Video) uint8 {
	return MonetizationOf(v.Owner, k.Site(v), k.Byte(EarnerBit))
}

// MonetizationOf says who earns from a play on a site of the owner's, by the byte at EarnerBit.
func MonetizationOf(owner *catalogue.Channel, site, b uint8) uint8 {
	switch {
	case owner.Claimer != nil:
		return ByClaim
	case owner.Rooms[site].Published && b&1 == 0:
		return ByWebsite
	default:
		return ByVideo
	}
}

// Rendition is an index into Renditions.
func (k *Cluster) Rendition(v *catalogue.Video) uint8 {
	if k.Kind != Played {
		return k.rendition
	}
	return k.PlayedRendition(v.Best())
}

// Seconds is how long the plays lasted together; at most Plays times the duration.
func (k *Cluster) Seconds(v *catalogue.Video) uint64 {
	return watched(uint64(k.Plays), uint64(v.Duration), k.hash)
}

// ByPlaylist is 1 if the plays came by way of a playlist, where the video is in one, and else 0: not quite a third did.
func (k *Cluster) ByPlaylist() uint8 { return uint8((k.hash>>56 - 80) >> 63) }

// watched is how long plays of a video lasted together: from a fortieth to
// nine tenths of its length.
func watched(plays, duration, h uint64) uint64 {
	part := 26 + h>>44&0xff*870>>8 // in 1/1024
	return plays * duration * part >> 10
}

// hourWeights holds the share of each hour of the day, UTC: few at night, most in the European evening.
var hourWeights = hash.NewWeights([]int{
	5, 4, 3, 2, 2, 3, 5, 8, 10, 11, 12, 13, 14, 13, 12, 12, 13, 15, 18, 20, 20, 17, 12, 8,
})
