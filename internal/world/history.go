package world

import (
	"context"
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// Sums over the whole past are asked for again and again while the clock goes
// on. They are remembered by day, so that the next call counts only the days since.

// history remembers what channels earned.
type history struct {
	earned *lru.Cache[string, *earnedBy] // by slug of the videos' owner
}

// maxEarned is how many channels' sums are remembered.
const maxEarned = 256

func newHistory() history {
	earned, _ := lru.New[string, *earnedBy](maxEarned) // fails for sizes below 1 only
	return history{earned}
}

// A video's Memo holds the plays before the last day that was asked for, with that day in its low bits.
const dayBits = 17 // to the year 2328

// Views returns how often a video was played in all hours before one.
func (w *World) Views(v *Video, before Hour) int64 {
	day := plays.FirstDayOf(before)
	was := v.Memo().Load()
	until, sum := Day(was&(1<<dayBits-1)), int64(was>>dayBits)
	if day < until {
		until, sum = 0, 0
	}
	if day != until {
		sum += plays.Between(v, Hour(until)*24, Hour(day)*24)
		v.Memo().Store(uint64(sum)<<dayBits | uint64(day))
	}
	return sum + plays.Between(v, Hour(day)*24, before)
}

// ChannelViews returns how often all videos of a channel were played before an hour,
// those that were deleted since included.
func (w *World) ChannelViews(c *Channel, before Hour, m Moment) int64 {
	sum := int64(0)
	for _, v := range w.VideosAt(c, Day(before/24), m) {
		sum += w.Views(v, before)
	}
	return sum
}

// earnedBy has what a channel's videos earned before a day.
type earnedBy struct {
	mu     sync.Mutex
	videos []*Video // those that are in it
	before Day
	sum    plays.Ledger
}

// Revenue returns what a channel earned from one hour until before another by one
// monetisation (plays.ByClaim and so on), in millionths of a dollar: as
// claimer, as owner or as publisher. It is the sum of the estimated earnings of
// reports of the products CLAIM, CONTENT and EMBED. If the context ends, the result is 0.
func (w *World) Revenue(ctx context.Context, c *Channel, by uint8, from, before Hour, m Moment) int64 {
	sum := int64(0)
	for _, owner := range w.Payers(c, by) {
		l := w.earnings(ctx, owner, from, before, m)
		if ctx.Err() != nil {
			return 0
		}
		sum += l.Of(owner, c, by)
	}
	return sum
}

// watchedOn reports whether the channel's videos are watched on a site of another's.
func watchedOn(c, other *Channel) bool {
	return slices.ContainsFunc(c.Sites(), func(s *catalogue.Site) bool { return s.Publisher == other })
}

// Payers returns the channels from whose videos a channel can earn by a monetisation.
func (w *World) Payers(c *Channel, by uint8) []*Channel {
	if by == plays.ByVideo {
		return []*Channel{c}
	}
	var payers []*Channel
	for _, owner := range w.Channels() {
		claims := by == plays.ByClaim && owner.Claimer == c
		embeds := by == plays.ByWebsite && !owner.Aside && owner != c && watchedOn(owner, c)
		if claims || embeds {
			payers = append(payers, owner)
		}
	}
	if by == plays.ByWebsite {
		payers = append(payers, c)
	}
	return payers
}

// earnings returns what a channel's videos earned from one hour until before another.
func (w *World) earnings(ctx context.Context, c *Channel, from, before Hour, m Moment) plays.Ledger {
	videos := w.VideosAt(c, plays.FirstDayOf(before), m)
	sum := plays.NewLedger(c)
	if from <= 0 {
		day := plays.FirstDayOf(before)
		sum, from = w.earnedBefore(ctx, c, day, videos), Hour(day)*24
	}
	for _, v := range videos {
		if ctx.Err() != nil {
			break
		}
		sum.Add(v, from, before, 1)
	}
	return sum
}

// earnedBefore returns what a channel's videos earned before a day.
func (w *World) earnedBefore(ctx context.Context, c *Channel, day Day, videos []*Video) plays.Ledger {
	e, ok, _ := w.earned.PeekOrAdd(c.Slug, &earnedBy{sum: plays.NewLedger(c)})
	if ok {
		w.earned.Get(c.Slug) // it was used
	} else {
		e, _ = w.earned.Peek(c.Slug)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if known := earnedUntil(c, day); known.before > e.before || day < e.before && known.before > 0 {
		e.videos, e.before, e.sum = known.videos, known.before, known.sum
	}
	e.move(ctx, videos, day)
	return e.sum.Clone()
}

// move makes it the sum of some videos before some day. What both sums have in common is not counted again: a video
// that users changed is another one, and the earlier one goes; a day that the clock went back beyond is taken off. If
// the context ends, it stays what it was.
func (e *earnedBy) move(ctx context.Context, videos []*Video, day Day) {
	was := make(map[*Video]bool, len(e.videos))
	for _, v := range e.videos {
		was[v] = true
	}
	sum := e.sum.Clone()
	for _, v := range videos {
		if ctx.Err() != nil {
			return
		}
		from := Day(0)
		if was[v] {
			from = e.before
			delete(was, v)
		}
		sum.Add(v, Hour(from)*24, Hour(day)*24, 1)
		sum.Add(v, Hour(day)*24, Hour(from)*24, -1) // one of the two is empty
	}
	for v := range was {
		sum.Add(v, 0, Hour(e.before)*24, -1)
	}
	e.videos, e.before, e.sum = videos, day, sum
}
