package world

import (
	"iter"

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
func (v *Video) Total(d Day) int64 {
	first := DayOf(v.Created)
	if d < first || v.shutOn(d) {
		return 0
	}
	if v.plays != nil {
		return *v.plays
	}
	age := uint64(d - first)
	if v.Live && age%7 != 0 {
		return 0
	}
	return byLuck(v.expected(age), d, v.luck(d))
}

// byLuck is how many plays a day has of which so many are expected.
func byLuck(x uint64, d Day, luck uint64) int64 {
	x = x * weekday[uint64(d)%7] >> 8
	x = x * (160 + luck>>56) >> 8 // 0.6 to 1.6 of what was expected
	whole, part := x>>12, x&4095
	if luck&4095 < part {
		whole++
	}
	return int64(whole)
}

// luck is the hash that a day's Total follows from.
func (v *Video) luck(d Day) uint64 { return hash.Sum64(v.seed ^ uint64(d)*0xd1342543de82ef95) }

// expected is how many plays an ordinary day brings at an age in days, in
// 1/4096. It never grows.
func (v *Video) expected(age uint64) uint64 {
	return v.popularity * v.fade / (v.fade + age) * v.fade / (v.fade + age)
}

// weekday is what a day of the week does to the plays, in 1/256; 1970-01-01,
// day 0, was a Thursday.
var weekday = [7]uint64{240, 250, 310, 330, 235, 230, 236}

// Clusters appends the plays of a day to buf. before bounds them: only those of
// hours that were over by then are known, so that a day still running is partial.
func (v *Video) Clusters(buf []Cluster, d Day, before Hour) []Cluster {
	total := v.Total(d)
	if total == 0 || Hour(d)*24 >= before {
		return buf
	}
	c := v.Owner
	start, best := len(buf), v.best()
	hours := int64(before) - int64(d)*24
	opens := v.opens(d)
	for h, plays := range v.deal(d, total) {
		k := Cluster{hash: h, Plays: uint32(plays), Hour: hourOfDay(h, opens)}
		if int64(k.Hour) >= hours || v.shutIn(Hour(d)*24+Hour(k.Hour)) {
			continue
		}
		v.bill(&k, c, h)
		v.place(&k, c, h)
		if v.bars != nil && v.barredIn(Hour(d)*24+Hour(k.Hour), k.Country) {
			continue
		}
		if v.stays != nil && byPlaylist(h) {
			k.Playlist = v.listIn(Hour(d)*24+Hour(k.Hour), h)
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
func (v *Video) deal(d Day, total int64) iter.Seq2[uint64, int64] {
	return func(yield func(uint64, int64) bool) {
		n := min(total, int64(v.Owner.detail))
		share, extra := total/n, total%n
		base := hash.Sum64(v.seed ^ uint64(d)<<1)
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
func (v *Video) opens(d Day) uint8 {
	if DayOf(v.Created) == d {
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
func (v *Video) place(k *Cluster, c *Channel, h uint64) {
	k.Country = c.countries[h>>8&0xff]
	k.Device = deviceWeights[h>>16&0xff]
	if v.devices != 0 {
		k.Device = v.another(k.Device, h)
	}
	if site := &c.rooms[k.Site]; site.pages > 0 {
		k.Page = uint8(h >> 32 & 0xff * site.pages >> 8)
		k.Player = 1 + uint8(h>>40&0xff*site.players>>8)
	}
	if byPlaylist(h) {
		k.Playlist = uint8(v.Playlist)
	}
}

// bill gives a cluster its site and who earns from it there.
func (v *Video) bill(k *Cluster, c *Channel, h uint64) {
	k.Site = c.siteWeights[h>>24&0xff]
	switch {
	case c.Claimer != nil:
		k.Monetization = ByClaim
	case c.rooms[k.Site].published && h>>52&1 == 0:
		k.Monetization = ByWebsite
	default:
		k.Monetization = ByVideo
	}
}

// byPlaylist tells whether plays came by way of a playlist, where the video is in
// one: not quite a third did.
func byPlaylist(h uint64) bool { return h>>56 < 80 }

// A room is what placing a cluster needs of a site, side by side with those of
// the channel's other sites.
type room struct {
	pages, players uint64
	published      bool // a channel of this world embeds there
}

func roomOf(s *Site) room {
	return room{uint64(len(s.pages)), uint64(len(s.players)), s.Publisher != nil}
}

// watched is how long plays of a video lasted together: from a fortieth to
// nine tenths of its length.
func watched(plays, duration, h uint64) uint64 {
	part := 26 + h>>44&0xff*870>>8 // in 1/1024
	return plays * duration * part >> 10
}
