// Package plays computes what was watched of a video: clusters of plays that have one value for each dimension,
// and whole numbers to count.
//
//	clusters = plays.Clusters(clusters, v, today, catalogue.HourOf(now))
//
// All of it is a pure function of the video and the day.
package plays

import (
	"iter"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Cluster is a number of plays of one video on one day that are alike in
// every respect: they have one value for each dimension.
type Cluster struct {
	Hour         uint8 // of the day, UTC
	Country      uint8 // index into Countries
	Device       uint8 // index into Devices
	Monetization uint8 // ByClaim, ByVideo or ByWebsite
	Site         uint8 // index into the owner's Sites
	Page         uint8 // index into the site's pages; 0 on the vendor's own site
	Player       uint8 // index into the site's players plus 1; 0 where no player is embedded
	Playlist     uint8 // index into the video's Playlists plus 1; 0 outside of any

	Kind      Kind
	Rendition uint8 // index into Renditions
	Feature   uint8 // index into Features, of an Assisted cluster
	First     bool  // the first of its video's on its day, or of its kind

	Plays   uint32
	Seconds uint64 // watched, all plays together; at most Plays times the duration

	hash uint64
}

// Total is how often the video was played on a whole day: the sum of Plays over
// its clusters of that day, unless it could be watched for a part of the day only,
// or not in all countries.
func Total(v *catalogue.Video, d catalogue.Day) int64 {
	first := catalogue.DayOf(v.Created)
	if d < first || v.Closed.AllOf(d) {
		return 0
	}
	if v.DailyPlays != nil {
		return *v.DailyPlays
	}
	age := uint64(d - first)
	if v.Live && age%7 != 0 {
		return 0
	}
	return byLuck(expected(v, age), d, luck(v, d))
}

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
	return v.Popularity * v.Fade / (v.Fade + age) * v.Fade / (v.Fade + age)
}

// weekday is what a day of the week does to the plays, in 1/256; 1970-01-01,
// day 0, was a Thursday.
var weekday = [7]uint64{240, 250, 310, 330, 235, 230, 236}

// Clusters appends the plays of a day to buf. before bounds them: only those of
// hours that were over by then are known, so that a day still running is partial.
func Clusters(buf []Cluster, v *catalogue.Video, d catalogue.Day, before catalogue.Hour) []Cluster {
	total := Total(v, d)
	if total == 0 || catalogue.Hour(d)*24 >= before {
		return buf
	}
	c := v.Owner
	start, best := len(buf), v.Best()
	hours := int64(before) - int64(d)*24
	opens := opens(v, d)
	for h, plays := range deal(v, d, total) {
		k := Cluster{hash: h, Plays: uint32(plays), Hour: hourOfDay(h, opens)}
		if int64(k.Hour) >= hours || v.Closed.In(catalogue.Hour(d)*24+catalogue.Hour(k.Hour)) {
			continue
		}
		bill(v, &k, c, h)
		place(v, &k, c, h)
		if v.Blocked != nil && v.Blocked.In(catalogue.Hour(d)*24+catalogue.Hour(k.Hour), k.Country) {
			continue
		}
		if v.Stays != nil && byPlaylist(h) {
			k.Playlist = listIn(v, catalogue.Hour(d)*24+catalogue.Hour(k.Hour), h)
		}
		k.Rendition = min(renditionWeights[h>>48&0xff], best)
		k.Seconds = watched(uint64(plays), uint64(v.Duration), h)
		k.First = len(buf) == start
		buf = append(buf, k)
	}
	return buf
}

// deal gives the Total of a day to its clusters: it yields the hash of each, and
// how many plays it has.
func deal(v *catalogue.Video, d catalogue.Day, total int64) iter.Seq2[uint64, int64] {
	return func(yield func(uint64, int64) bool) {
		n := min(total, int64(v.Owner.Detail()))
		share, extra := total/n, total%n
		base := hash.Sum64(v.Seed ^ uint64(d)<<1)
		swing := int64(0)
		for i := range n {
			h := hash.Sum64(base + uint64(i))
			plays := share
			if i < extra {
				plays++
			}
			plays, swing = sway(plays, share, swing, i, n, h)
			if !yield(h, plays) {
				return
			}
		}
	}
}

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
	if catalogue.DayOf(v.Created) == d {
		return uint8(v.Created.Hour())
	}
	return 0
}

// sway moves plays from every second cluster to the one before it, so that the
// clusters differ and their sum stays. Each keeps at least one play.
func sway(plays, share, swing, i, n int64, h uint64) (int64, int64) {
	if i%2 == 1 {
		return plays - swing, 0
	}
	if i == n-1 || share < 2 {
		return plays, 0
	}
	swing = int64(hash.Bounded(h<<24, int(share)))
	return plays + swing, swing
}

// place gives a cluster what else it has, one byte of the hash each; bill comes
// before.
func place(v *catalogue.Video, k *Cluster, c *catalogue.Channel, h uint64) {
	k.Country = c.CountryWeights[h>>8&0xff]
	k.Device = v.DeviceFor(catalogue.DeviceWeights[h>>16&0xff], h)
	if site := &c.Rooms[k.Site]; site.Pages > 0 {
		k.Page = uint8(h >> 32 & 0xff * site.Pages >> 8)
		k.Player = 1 + uint8(h>>40&0xff*site.Players>>8)
	}
	if byPlaylist(h) {
		k.Playlist = uint8(v.Playlist)
	}
}

// bill gives a cluster its site and who earns from it there.
func bill(v *catalogue.Video, k *Cluster, c *catalogue.Channel, h uint64) {
	k.Site = c.SiteWeights[h>>24&0xff]
	switch {
	case c.Claimer != nil:
		k.Monetization = ByClaim
	case c.Rooms[k.Site].Published && h>>52&1 == 0:
		k.Monetization = ByWebsite
	default:
		k.Monetization = ByVideo
	}
}

// byPlaylist reports whether plays came by way of a playlist, where the video is in
// one: not quite a third did.
func byPlaylist(h uint64) bool { return h>>56 < 80 }

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
