package world

import (
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Sums over the whole past are asked for again and again while the clock goes
// on. They are remembered by day, so that a later look counts the days since.

// sums remembers how often videos were played and what channels earned.
type sums struct {
	plays  *lru.Cache[*Video, *played]
	earned *lru.Cache[string, *earnedBy] // by slug of the videos' owner
}

// How many sums are remembered.
const (
	maxPlayed = 1 << 13
	maxEarned = 256
)

func newSums() sums {
	plays, _ := lru.New[*Video, *played](maxPlayed) // these fail for sizes below 1 only
	earned, _ := lru.New[string, *earnedBy](maxEarned)
	return sums{plays, earned}
}

// played is how often a video was played before a day.
type played struct {
	mu     sync.Mutex
	before Day
	plays  int64
}

// Views is how often a video was played in all hours before one.
func (w *World) Views(v *Video, before Hour) int64 {
	p, ok := w.sums.plays.Get(v)
	if !ok {
		p = &played{}
		w.sums.plays.Add(v, p)
	}
	day := Day(before / 24)
	p.mu.Lock()
	if day < p.before {
		p.before, p.plays = 0, 0
	}
	p.plays += v.Plays(Hour(p.before)*24, Hour(day)*24)
	p.before = day
	sum := p.plays
	p.mu.Unlock()
	return sum + v.Plays(Hour(day)*24, before)
}

// ChannelViews is how often all videos of a channel were played before an hour,
// those that were deleted since included.
func (w *World) ChannelViews(c *Channel, before Hour, m Moment) int64 {
	sum := int64(0)
	for _, v := range w.VideosAt(c, Day(before/24), m) {
		sum += w.Views(v, before)
	}
	return sum
}

// earned is what plays of one channel's videos brought, in millionths of a
// dollar, and to whom.
type earned struct {
	video, claim int64
	website      map[string]int64 // by slug of the publisher
}

// earnedBy is what a channel's videos brought before a day.
type earnedBy struct {
	mu     sync.Mutex
	edits  uint64 // the last change that is in it
	before Day
	sum    earned
}

// Revenue is what a channel earned from one hour until before another by one
// monetisation (ByClaim, ByVideo, ByWebsite), in millionths of a dollar: as
// claimer, as owner or as publisher. It is the sum of the estimated earnings of
// reports of the products CLAIM, CONTENT and EMBED.
func (w *World) Revenue(c *Channel, by uint8, from, before Hour, m Moment) int64 {
	sum := int64(0)
	for _, owner := range w.payers(c, by) {
		e := w.earnings(owner, from, before, m)
		switch by {
		case ByVideo:
			sum += e.video
		case ByClaim:
			sum += e.claim
		default:
			sum += e.website[c.Slug]
		}
	}
	return sum
}

// watchedOn tells whether the channel's videos are watched on a site of another's.
func (c *Channel) watchedOn(other *Channel) bool {
	return slices.ContainsFunc(c.sites, func(s *Site) bool { return s.Publisher == other })
}

// payers are the channels of whose videos a channel can earn by a monetisation.
func (w *World) payers(c *Channel, by uint8) []*Channel {
	if by == ByVideo {
		return []*Channel{c}
	}
	var payers []*Channel
	for _, owner := range w.Channels() {
		if by == ByClaim && owner.Claimer == c || by == ByWebsite && !owner.Aside && owner != c && owner.watchedOn(c) {
			payers = append(payers, owner)
		}
	}
	if by == ByWebsite {
		payers = append(payers, c)
	}
	return payers
}

func (w *World) earnings(c *Channel, from, before Hour, m Moment) earned {
	if from > 0 {
		return w.earnedIn(c, from, before, m, earned{})
	}
	e, ok := w.sums.earned.Get(c.Slug)
	if !ok {
		e = &earnedBy{}
		w.sums.earned.Add(c.Slug, e)
	}
	edits := w.edits.of(c)
	day := Day(before / 24)
	e.mu.Lock()
	defer e.mu.Unlock()
	if day < e.before || edits != e.edits {
		e.before, e.sum = 0, earned{}
	}
	e.edits = edits
	e.sum = w.earnedIn(c, Hour(e.before)*24, Hour(day)*24, m, e.sum)
	e.before = day
	return w.earnedIn(c, Hour(day)*24, before, m, e.sum)
}

// of is the last change of a channel's videos.
func (e *edits) of(c *Channel) uint64 {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if h := e.holders[c.Slug]; h != nil {
		return h.edits
	}
	return 0
}

// earnedIn adds what a channel's videos brought in a time to a sum, which it
// leaves as it is.
func (w *World) earnedIn(c *Channel, from, before Hour, m Moment, sum earned) earned {
	if from >= before {
		return sum
	}
	website := map[string]int64{}
	for slug, n := range sum.website {
		website[slug] = n
	}
	sum.website = website
	var buf []Cluster
	for _, v := range w.VideosAt(c, Day(before/24), m) {
		for d := Day(max(from, HourOf(v.Created)) / 24); Hour(d)*24 < before; d++ {
			buf = v.Clusters(buf[:0], d, before)
			for i := range buf {
				if k := &buf[i]; Hour(d)*24+Hour(k.Hour) >= from {
					sum.add(v, k)
				}
			}
		}
	}
	return sum
}

func (e *earned) add(v *Video, k *Cluster) {
	switch k.Monetization {
	case ByVideo:
		e.video += v.MicroUSD(k)
	case ByClaim:
		e.claim += v.MicroUSD(k)
	default:
		if p := v.Owner.sites[k.Site].Publisher; p != nil {
			e.website[p.Slug] += v.MicroUSD(k)
		}
	}
}
