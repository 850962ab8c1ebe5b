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
// Lists take from it and lay over it what users did (shelf.go).

// A row is videos in an order.
type row struct {
	mu     sync.Mutex
	videos []ranked
	pass   int // that it is made in
	at     int // how much of what it is made from was looked at in this pass
	ended  bool
}

// A ranked video has the number that its row goes by, the smallest first.
type ranked struct {
	key int64
	*world.Video
}

// first returns at least n videos, or all. more adds some to the row and tells
// whether they were the last.
func (r *row) first(n int, more func(*row) bool) []ranked {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.videos) < n && !r.ended {
		r.ended = more(r)
	}
	return r.videos // which only ever grows
}

// rows are those that are remembered.
type rows struct {
	orders *lru.Cache[rowKey, *row] // of the videos of all listed channels
	single *lru.Cache[rowKey, *row] // of those of one
	picked *lru.Cache[rowKey, *row] // of those that some filters keep
}

type rowKey struct {
	channel string // its slug; "" for all
	by      string
	tick    int64
	filters string
}

// The bounds on rows. An order takes a small part of what the videos in it do, a
// channel has some hundred of them, and a picked row seldom has more than a list
// can show.
const (
	maxOrders     = 16
	maxSingle     = 64
	maxPicked     = 64
	maxFilterText = 512 // bytes; more is not remembered
)

func newRows() *rows {
	orders, _ := lru.New[rowKey, *row](maxOrders) // these fail for sizes below 1 only
	single, _ := lru.New[rowKey, *row](maxSingle)
	picked, _ := lru.New[rowKey, *row](maxPicked)
	return &rows{orders, single, picked}
}

func (r *rows) get(k rowKey) *row {
	cache := r.orders
	switch {
	case len(k.filters) > maxFilterText:
		return &row{}
	case k.filters != "":
		cache = r.picked
	case k.channel != "":
		cache = r.single
	}
	if known, ok := cache.Get(k); ok {
		return known
	}
	fresh := &row{}
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

// rowOf is the row for a sort and some filters of a shelf.
func (c *call) rowOf(s *shelf, by, filters string) *row {
	at, lasting := tick(by, c.now)
	if !s.lasting || !lasting {
		return &row{}
	}
	return c.rows.get(rowKey{s.channel, by, at, filters})
}

// ordered reads a shelf's videos of the made world in an order.
func (c *call) ordered(s *shelf, by string) func(n int) []ranked {
	if by == "relevance" {
		by = "recent" // picked splits it
	}
	r := c.rowOf(s, by, "")
	last := c.now.Year()
	more := func(r *row) bool {
		r.videos = c.sorted(s, by, world.FirstYear, last)
		return true
	}
	switch by { // these are made year by year: most lists need no more than the first
	case "recent":
		more = func(r *row) bool { return c.nextYear(r, s, by, last-r.at) }
	case "old":
		more = func(r *row) bool { return c.nextYear(r, s, by, world.FirstYear+r.at) }
	}
	return func(n int) []ranked { return r.first(n, more) }
}

func (c *call) nextYear(r *row, s *shelf, by string, year int) bool {
	if year < world.FirstYear || year > c.now.Year() {
		return true
	}
	r.videos = append(r.videos, c.sorted(s, by, year, year)...)
	r.at++
	return false
}

// sorted are the videos of some years; equal ones are in the order of the shelf.
func (c *call) sorted(s *shelf, by string, from, to int) []ranked {
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

// picked reads those of an ordered shelf that fixed filters keep.
func (c *call) picked(s *shelf, by string, f sieve) func(n int) []ranked {
	all := c.ordered(s, by)
	if len(f.fixed) == 0 {
		return all
	}
	r := c.rowOf(s, by, f.text)
	passes := []filter{f.fix}
	if by == "relevance" { // first those that have it in their titles, then the others
		fits := c.fitting()
		passes = []filter{
			func(v *video) bool { return fits(v) && f.fix(v) },
			func(v *video) bool { return f.fix(v) && !fits(v) },
		}
	}
	key, v := c.sortKey(by), c.untouched()
	more := func(r *row) bool {
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
func (c *call) untouched() *video {
	return &video{stage: c.stageOf(nil, world.State[world.VideoEdit]{})}
}
