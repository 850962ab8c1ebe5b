// Package listing remembers the videos of the made world in the orders that lists ask for.
package listing

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world"
)

// What the world made never changes, and so neither does the order of its videos
// by age, nor that by views within an hour. Such an order is made as far as
// somebody looks, and remembered for listed channels, which are always there.
// Lists take from it and lay over it what users did (sortedVideos.go).

// An Order is videos in an order.
type Order struct {
	mu     sync.Mutex
	Videos []Ranked
	Pass   int // that it is made in
	At     int // how much of what it is made from was looked at in this pass
	ended  bool
}

// A Ranked video has the number that its videoOrder goes by, the smallest first.
type Ranked struct {
	Rank int64
	*world.Video
}

// First returns at least n videos, or all. more adds some to the videoOrder and tells
// whether they were the last.
func (r *Order) First(n int, more func(*Order) bool) []Ranked {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.Videos) < n && !r.ended {
		r.ended = more(r)
	}
	return r.Videos // which only ever grows
}

// Orders are those that are remembered.
type Orders struct {
	Orders        *lru.Cache[Key, *Order] // of the videos of all listed channels
	Single        *lru.Cache[Key, *Order] // of those of one
	FilteredOrder *lru.Cache[Key, *Order] // of those that some filters keep
}

// A Key identifies an order.
type Key struct {
	Channel string // its slug; "" for all
	By      string
	Tick    int64
	Filters string
}

// The bounds on videoOrders. An order takes a small part of what the videos in it do, a
// channel has some hundred of them, and a filteredOrder videoOrder seldom has more than a list
// can show.
const (
	MaxOrders     = 16
	MaxSingle     = 64
	MaxPicked     = 64
	MaxFilterText = 512 // bytes; more is not remembered
)

// NewOrders returns an empty cache of orders.
func NewOrders() *Orders {
	orders, _ := lru.New[Key, *Order](MaxOrders) // these fail for sizes below 1 only
	single, _ := lru.New[Key, *Order](MaxSingle)
	filteredOrder, _ := lru.New[Key, *Order](MaxPicked)
	return &Orders{orders, single, filteredOrder}
}

// Get returns the order with a key; an empty one if it is not cached yet.
func (r *Orders) Get(k Key) *Order {
	cache := r.Orders
	switch {
	case len(k.Filters) > MaxFilterText:
		return &Order{}
	case k.Filters != "":
		cache = r.FilteredOrder
	case k.Channel != "":
		cache = r.Single
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

// Tick is how long an order stands: it changes with what tick returns. ok is
// false for one that is not worth remembering.
func Tick(by string, now time.Time) (at int64, ok bool) {
	switch by {
	case "recent", "old", "relevance", "id-asc":
		return int64(now.Year()), true // so far reach the videos in it
	case "live-audience", "live-airing-time":
		return 0, false // change each second
	}
	return int64(world.HourOf(now)), true
}
