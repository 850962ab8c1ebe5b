package rest

import (
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world"
)

// What the world made never changes, and so neither does the order of its videos
// by age, nor that by views within an hour. Such an order is made as far as
// somebody looks, and remembered for listed channels, which are always there.
// Lists take from it and lay over it what users did (sortedVideos.go).

// A videoOrder is videos in an order.
type videoOrder struct {
	mu     sync.Mutex
	videos []ranked
	pass   int // that it is made in
	at     int // how much of what it is made from was looked at in this pass
	ended  bool
}

// A ranked video has the number that its videoOrder goes by, the smallest first.
type ranked struct {
	key int64
	*world.Video
}

// first returns at least n videos, or all. more adds some to the videoOrder and tells
// whether they were the last.
func (r *videoOrder) first(n int, more func(*videoOrder) bool) []ranked {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.videos) < n && !r.ended {
		r.ended = more(r)
	}
	return r.videos // which only ever grows
}

// videoOrders are those that are remembered.
type videoOrders struct {
	orders        *lru.Cache[orderKey, *videoOrder] // of the videos of all listed channels
	single        *lru.Cache[orderKey, *videoOrder] // of those of one
	filteredOrder *lru.Cache[orderKey, *videoOrder] // of those that some filters keep
}

type orderKey struct {
	channel string // its slug; "" for all
	by      string
	tick    int64
	filters string
}

// The bounds on videoOrders. An order takes a small part of what the videos in it do, a
// channel has some hundred of them, and a filteredOrder videoOrder seldom has more than a list
// can show.
const (
	maxOrders     = 16
	maxSingle     = 64
	maxPicked     = 64
	maxFilterText = 512 // bytes; more is not remembered
)

func newVideoOrders() *videoOrders {
	orders, _ := lru.New[orderKey, *videoOrder](maxOrders) // these fail for sizes below 1 only
	single, _ := lru.New[orderKey, *videoOrder](maxSingle)
	filteredOrder, _ := lru.New[orderKey, *videoOrder](maxPicked)
	return &videoOrders{orders, single, filteredOrder}
}

func (r *videoOrders) get(k orderKey) *videoOrder {
	cache := r.orders
	switch {
	case len(k.filters) > maxFilterText:
		return &videoOrder{}
	case k.filters != "":
		cache = r.filteredOrder
	case k.channel != "":
		cache = r.single
	}
	if known, ok := cache.Get(k); ok {
		return known
	}
	fresh := &videoOrder{}
	if earlier, ok, _ := cache.PeekOrAdd(k, fresh); ok {
		return earlier
	}
	return fresh
}

// tick is how long an order stands: it changes with what tick returns. ok is
// false for one that is not worth remembering.
func tick(by string, now time.Time) (at int64, ok bool) {
	switch by {
	case "recent", "old", "relevance", "id-asc":
		return int64(now.Year()), true // so far reach the videos in it
	case "live-audience", "live-airing-time":
		return 0, false // change each second
	}
	return int64(world.HourOf(now)), true
}

// orderOf is the videoOrder for a sort and some filters of a sortedVideos.
func (c listCall) orderOf(s *sortedVideos, by, filters string) *videoOrder {
	at, lasting := tick(by, c.now)
	if !s.lasting || !lasting {
		return &videoOrder{}
	}
	return c.videoOrders.get(orderKey{s.channel, by, at, filters})
}

// ordered reads a sortedVideos's videos of the made world in an order.
func (c listCall) ordered(s *sortedVideos, by string) func(n int) []ranked {
	if by == "relevance" {
		by = "recent" // filteredOrder splits it
	}
	r := c.orderOf(s, by, "")
	last := c.now.Year()
	more := func(r *videoOrder) bool {
		r.videos = c.sorted(s, by, world.FirstYear, last)
		return true
	}
	switch by { // these are made year by year: most lists need no more than the first
	case "recent":
		more = func(r *videoOrder) bool { return c.nextYear(r, s, by, last-r.at) }
	case "old":
		more = func(r *videoOrder) bool { return c.nextYear(r, s, by, world.FirstYear+r.at) }
	}
	return func(n int) []ranked { return r.first(n, more) }
}

func (c listCall) nextYear(r *videoOrder, s *sortedVideos, by string, year int) bool {
	if year < world.FirstYear || year > c.now.Year() {
		return true
	}
	r.videos = append(r.videos, c.sorted(s, by, year, year)...)
	r.at++
	return false
}

// sorted are the videos of some years; equal ones are in the order of the sortedVideos.
func (c listCall) sorted(s *sortedVideos, by string, from, to int) []ranked {
	n := 0
	for _, ch := range s.channels {
		for year := from; year <= to; year++ {
			n += len(ch.Made(year))
		}
	}
	all := make([]ranked, 0, n)
	key, v := c.sortKey(by), c.untouched()
	for _, ch := range s.channels {
		for year := from; year <= to; year++ {
			made := ch.Made(year)
			for i := range made {
				v.Video = &made[i]
				all = append(all, ranked{key(v), v.Video})
			}
		}
	}
	if by == "recent" { // the opposite of how they are, which this sees at once
		slices.SortFunc(all, s.order(by))
		return all
	}
	slices.SortStableFunc(all, byKey(by))
	return all
}

// filteredOrder reads those of an ordered sortedVideos that fixed filters keep.
func (c listCall) filteredOrder(s *sortedVideos, by string, f videoFilters) func(n int) []ranked {
	all := c.ordered(s, by)
	if len(f.fixed) == 0 {
		return all
	}
	r := c.orderOf(s, by, f.text)
	passes := []filter{f.fix}
	if by == "relevance" { // first those that have it in their titles, then the others
		fits := c.fitting()
		passes = []filter{
			func(v *video) bool { return fits(v) && f.fix(v) },
			func(v *video) bool { return f.fix(v) && !fits(v) },
		}
	}
	key, v := c.sortKey(by), c.untouched()
	more := func(r *videoOrder) bool {
		from := all(r.at + 1)
		if r.at == len(from) {
			r.pass, r.at = r.pass+1, 0
			return r.pass == len(passes)
		}
		for _, e := range from[r.at:min(len(from), r.at+1000)] {
			if v.Video = e.Video; passes[r.pass](v) {
				if by == "relevance" {
					e.key = key(v)
				}
				r.videos = append(r.videos, e)
			}
			r.at++
		}
		return false
	}
	return func(n int) []ranked { return r.first(n, more) }
}

// untouched is a video that users never wrote to, for its Video to be set.
func (c listCall) untouched() *video {
	return &video{encodingState: c.call.videos().encodingStateOf(nil, world.State[world.VideoEdit]{})}
}
