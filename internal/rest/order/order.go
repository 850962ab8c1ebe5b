// Package order caches the videos of the made world in the orders that lists need.
package order

import (
	"container/heap"
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world"
)

// What the world made never changes, and so neither does the order of its videos by age, nor that by views within an
// hour. Such an order is made only as far as lists read it. Lists merge into it what users changed.

// An Order is videos in an order.
type Order struct {
	mu     sync.Mutex
	Videos []Ranked
	Later  []Ranked // of the source, to be added after all others
	At     int      // how much of the source was read
	ended  bool

	pending pending // the rest of an order whose ranks are computed only as far as it is read
}

// A Ranked video has the number by which its order sorts, the smallest first.
type Ranked struct {
	Rank int64
	*world.Video
}

// First returns at least n videos, or all. more adds some to the order and returns the state of it.
func (r *Order) First(n int, more func(*Order) State) []Ranked {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.Videos) < n && !r.ended {
		switch more(r) {
		case Ended:
			r.ended = true
		case Stopped:
			return r.Videos
		}
	}
	return r.Videos // which only ever grows
}

// A State says how an order goes on.
type State int

// The states of an order.
const (
	Open    State = iota // there are further videos
	Ended                // there are no further videos
	Stopped              // the client has left
)

// A Cache holds the orders that lists have needed. It is safe for concurrent use.
type Cache struct {
	All      *lru.Cache[Key, *Order] // of the videos of all listed channels
	Single   *lru.Cache[Key, *Order] // of the videos of one channel
	Filtered *lru.Cache[Key, *Order] // of the videos that pass some filters

	Listed  func() []*world.Channel // the channels of the lists of all videos; not to be changed
	PerYear func() int              // how many videos they publish in a year
}

// A Key identifies an order.
type Key struct {
	Channel string // its slug; "" for all
	By      string
	Tick    int64
	Filters string
}

// The limits of a Cache. An order takes a small part of the memory that its videos take.
const (
	MaxAll        = 16
	MaxSingle     = 64
	MaxFiltered   = 64
	MaxFilterText = 512 // bytes; an order with more is not cached
)

// NewCache returns an empty cache.
func NewCache(w *world.World) *Cache {
	all, _ := lru.New[Key, *Order](MaxAll) // these fail for sizes below 1 only
	single, _ := lru.New[Key, *Order](MaxSingle)
	filtered, _ := lru.New[Key, *Order](MaxFiltered)
	listed := sync.OnceValue(func() []*world.Channel {
		return slices.DeleteFunc(w.Channels(), func(ch *world.Channel) bool { return ch.Aside })
	})
	perYear := sync.OnceValue(func() int {
		n := 0
		for _, ch := range listed() {
			n += ch.PerYear()
		}
		return n
	})
	return &Cache{all, single, filtered, listed, perYear}
}

// Get returns the order with a key; an empty one if it is not cached yet.
func (c *Cache) Get(k Key) *Order {
	cache := c.All
	switch {
	case len(k.Filters) > MaxFilterText:
		return &Order{}
	case k.Filters != "":
		cache = c.Filtered
	case k.Channel != "":
		cache = c.Single
	}
	if known, ok := cache.Get(k); ok {
		return known
	}
	fresh := &Order{}
	if earlier, ok, _ := cache.PeekOrAdd(k, fresh); ok {
		return earlier
	}
	return fresh
}

// Tick returns a number that changes when the order must be made again, or false for an order that is not worth
// caching.
func Tick(by string, now time.Time) (at int64, ok bool) {
	switch by {
	case "recent", "old", "relevance", "id-asc":
		return int64(now.Year()), true // so far reach the videos in it
	case "live-audience", "live-airing-time":
		return 0, false // change each second
	}
	return int64(world.HourOf(now)), true
}

// A candidate is a video with its rank, or with a rank that is at most its own.
type candidate struct {
	Ranked
	at    int32 // its place among the videos with the same rank
	steps uint8 // how many ranks were computed; the last is its own
}

// pending is a heap of candidates, the next video of the order first.
type pending []candidate

func (p pending) Len() int      { return len(p) }
func (p pending) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p *pending) Push(x any)   { *p = append(*p, x.(candidate)) }
func (p *pending) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}

func (p pending) Less(i, j int) bool {
	a, b := &p[i], &p[j]
	switch {
	case a.Rank != b.Rank:
		return a.Rank < b.Rank
	case a.steps != b.steps:
		return a.steps < b.steps
	}
	return a.at < b.at
}

// Await lets the order have videos whose ranks are at most what they say, to be computed by Compute. Equal ones stay in
// their order.
func (r *Order) Await(all []Ranked) {
	r.pending = make(pending, len(all))
	for i, v := range all {
		r.pending[i] = candidate{Ranked: v, at: int32(i)}
	}
	heap.Init(&r.pending)
}

// Compute adds the next n videos to the order. It computes only the ranks that decide which those are, each video's by
// one function after the other: each returns a rank that is at most the video's own, the last one that itself. So a
// video that is far behind costs little.
func (r *Order) Compute(n int, ranks ...func(*world.Video) int64) State {
	for want := len(r.Videos) + n; len(r.Videos) < want; {
		if len(r.pending) == 0 {
			return Ended
		}
		if next := &r.pending[0]; int(next.steps) < len(ranks) {
			next.Rank = ranks[next.steps](next.Video)
			next.steps++
			heap.Fix(&r.pending, 0)
			continue
		}
		r.Videos = append(r.Videos, heap.Pop(&r.pending).(candidate).Ranked)
	}
	return Open
}
