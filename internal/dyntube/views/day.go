package views

import (
	"slices"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A day is all views of an account on one UTC day. They are numbered by slots, 0 to n-1, in the order of time; a
// permutation maps a slot to a position in one of the projects.
type day struct {
	date   world.Day
	seed   uint64
	n      int
	order  permutation
	begins [maxProjects + 1]int // the first position of each project, and the end
	shares [maxProjects]dailyShare
}

func (a *Account) day(d world.Day) *day {
	x := &day{date: d, seed: hash.Sum64(a.seed + uint64(d)*odd)}
	for i := range a.Projects {
		x.shares[i] = a.Projects[i].share(d)
		x.n += x.shares[i].views
		x.begins[i+1] = x.n
	}
	if x.n > 0 {
		x.order = newPermutation(uint64(x.n), x.seed)
	}
	return x
}

// position returns the project of a slot, and its position there.
func (x *day) position(slot int) (project, position int) {
	at := int(x.order.at(uint64(slot)))
	for x.begins[project+1] <= at {
		project++
	}
	return project, at - x.begins[project]
}

// slots appends the slots whose views match a filter, in the order of time.
func (x *day) slots(b []int, f filter) []int {
	if f == everything {
		for slot := range x.n {
			b = append(b, slot)
		}
		return b
	}
	begins := x.begins[f.project]
	for _, r := range x.shares[f.project].progressions(f.video, f.through) {
		for i := r.first; i < r.end; i += r.step {
			b = append(b, int(x.order.find(uint64(begins+i))))
		}
	}
	slices.Sort(b)
	return b
}

const (
	millisPerDay  = 24 * millisPerHour
	millisPerHour = 60 * 60 * 1000
)

// hourWeights has the share of each hour of the day in 1/256, UTC; the sum is 256.
var hourWeights = [24]uint64{5, 4, 3, 3, 2, 3, 5, 8, 10, 11, 12, 13, 14, 13, 12, 12, 14, 16, 18, 20, 20, 17, 13, 8}

// An hourly is one 256th of the views of a day.
type hourly struct {
	hour  uint64 // in which it lies
	first uint64 // of those in that hour
}

var hours = func() (h [256]hourly) {
	at := uint64(0)
	for hour, n := range hourWeights {
		for i := range n {
			h[at+i] = hourly{uint64(hour), at}
		}
		at += n
	}
	return h
}()

// instant returns when the view of a slot began, in milliseconds of the day.
func (x *day) instant(slot int) int64 { return instant(slot, x.n, x.hash(slot)) }

// instant divides the day into n parts with equally many expected views, and draws a moment in the part of the slot.
// The last sixteenth of a part stays free, so that no two slots have the same millisecond.
func instant(slot, n int, h uint64) int64 {
	u := (uint64(slot)<<32 + h>>32*15/16) / uint64(n) // in 1/1<<32 of the day's views
	at := hours[u>>24]
	return int64(at.hour*millisPerHour + (u-at.first<<24)*millisPerHour/(hourWeights[at.hour]<<24))
}

// hash returns the seed of all that is drawn for a slot.
func (x *day) hash(slot int) uint64 { return hash.Sum64(x.seed ^ uint64(slot+1)*odd) }

// until returns the number of slots whose views began at a millisecond of the day or before.
func (x *day) until(millis int64) int {
	low, high := 0, x.n
	for low < high {
		if mid := (low + high) / 2; x.instant(mid) <= millis {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
