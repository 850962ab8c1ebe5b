package views

import (
	"github.com/dailymock/dailymock/internal/world"
)

// A stream is the views of an account that match a filter, each with a rank: the number of earlier ones. Ranks never
// change; as the clock goes on, more are added.
type stream struct {
	account *Account
	filter  filter
	counts  *viewCount
}

// until returns the number of views that began at an instant or before, in milliseconds since 1970.
func (s stream) until(millis int64) int {
	date := max(floorDiv(millis, millisPerDay), int64(FirstDay)-1)
	d := world.Day(date)
	x := s.account.day(d)
	last := x.until(millis - date*millisPerDay)
	n := s.counts.before(d)
	if s.filter == everything {
		return n + last
	}
	for _, slot := range x.slots(nil, s.filter) {
		if slot < last {
			n++
		}
	}
	return n
}

// walkBack calls each for the views of ranks to-1 down to from, newest first.
func (s stream) walkBack(from, to int, each func(x *day, slot int)) {
	if from >= to {
		return
	}
	var slots []int
	d, before := s.counts.day(to - 1)
	for {
		x := s.account.day(d)
		slots = x.slots(slots[:0], s.filter)
		for rank := to - 1; rank >= max(from, before); rank-- {
			each(x, slots[rank-before])
		}
		if to = before; to <= from {
			return
		}
		for before == to {
			d--
			before -= s.counts.count(d)
		}
	}
}

// floorDiv divides by a positive number and rounds down.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
