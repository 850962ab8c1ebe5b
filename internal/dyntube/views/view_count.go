package views

import (
	"sort"
	"sync"

	"github.com/dailymock/dailymock/internal/world"
)

// A viewCount counts the views of whole days that match a filter. It caches the sums of blocks of days: the first
// question about a filter takes some hundred nanoseconds for each day since FirstDay, later ones look at one block.
type viewCount struct {
	count func(world.Day) int

	mu   sync.Mutex
	sums []int // sums[i]: views before the i-th block
}

// A viewCountKey is a filter of the account with a seed.
type viewCountKey struct {
	account uint64
	filter  filter
}

const daysPerBlock = 16

// viewCount returns the count of a filter, cached if possible.
func (a *Account) viewCount(f filter) *viewCount {
	key := viewCountKey{a.seed, f}
	if t, ok := a.counts.Get(key); ok {
		return t
	}
	made := &viewCount{count: func(d world.Day) int { return a.count(d, f) }, sums: []int{0}}
	if earlier, there, _ := a.counts.PeekOrAdd(key, made); there {
		return earlier
	}
	return made
}

// count returns how many views of a whole day match a filter.
func (a *Account) count(d world.Day, f filter) int {
	if f.project != anyProject {
		s := a.Projects[f.project].share(d)
		return s.count(f.video, f.through)
	}
	n := 0
	for i := range a.Projects {
		s := a.Projects[i].share(d)
		n += s.views
	}
	return n
}

// before returns the number of views of all days before d.
func (t *viewCount) before(d world.Day) int {
	if d <= FirstDay {
		return 0
	}
	block := int(d-FirstDay) / daysPerBlock
	n := t.sum(block)
	for day := firstOf(block); day < d; day++ {
		n += t.count(day)
	}
	return n
}

// day returns the day of the rank-th view, from 0, and the number of views before that day. The view must be of a day
// for which before was called, or earlier.
func (t *viewCount) day(rank int) (world.Day, int) {
	t.mu.Lock()
	block := sort.SearchInts(t.sums, rank+1) - 1
	before := t.sums[block]
	t.mu.Unlock()
	d := firstOf(block)
	for {
		n := t.count(d)
		if before+n > rank {
			return d, before
		}
		before += n
		d++
	}
}

// sum returns the number of views before a block.
func (t *viewCount) sum(block int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	for last := len(t.sums) - 1; last < block; last++ {
		n := t.sums[last]
		for d := firstOf(last); d < firstOf(last+1); d++ {
			n += t.count(d)
		}
		t.sums = append(t.sums, n)
	}
	return t.sums[block]
}

func firstOf(block int) world.Day { return FirstDay + world.Day(block*daysPerBlock) }
