package plays

import (
	"iter"
	"math"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// Sums over the past visit each day. This file skips days without plays, and computes for the others only what is
// added.

// watchedDays yields the days from one until before another on which a video was
// played, each with its Total.
func watchedDays(v *catalogue.Video, from, before catalogue.Day) iter.Seq2[catalogue.Day, int64] {
	first := v.FirstDay()
	from = max(from, first)
	if even(v) {
		return fading(v, first, from, before)
	}
	step := catalogue.Day(1)
	if v.Live && v.DailyPlays == nil { // on air one day a week; see Total
		step = onAir
		from += (onAir - (from-first)%onAir) % onAir
	}
	return func(yield func(catalogue.Day, int64) bool) {
		for d := from; d < before; d += step {
			if total := Total(v, d); total > 0 && !yield(d, total) {
				return
			}
		}
	}
}

// even reports whether only age, weekday and luck decides about Total.
func even(v *catalogue.Video) bool { return v.DailyPlays == nil && !v.Live && len(v.Closed) == 0 }

// block is how many days are judged at once.
const block = 32

// fading is watchedDays for an even video. What is expected at the beginning of a
// block often says that a day of it has nothing.
func fading(v *catalogue.Video, first, from, before catalogue.Day) iter.Seq2[catalogue.Day, int64] {
	return func(yield func(catalogue.Day, int64) bool) {
		for d := from; d < before; {
			top := ceiling(expected(v, uint64(d-first)))
			for end := min(d+block, before); d < end; d++ {
				luck := luck(v, d)
				if luck&4095 >= top { // the usual case for an old video
					continue
				}
				if total := byLuck(expected(v, uint64(d-first)), d, luck); total > 0 && !yield(d, total) {
					return
				}
			}
		}
	}
}

// ceiling is more than byLuck makes of what is expected on the best of days, in
// 1/4096; it is 4096 for one play and more.
func ceiling(expected uint64) uint64 {
	const busiest, luckiest = 330, 415 // in 1/256, as in weekday and byLuck
	return min(expected*busiest>>8*luckiest>>8, 4096)
}

// whole reports whether all plays of a day lie between two hours, and no viewer was kept out.
func whole(v *catalogue.Video, d catalogue.Day, from, before catalogue.Hour) bool {
	start := catalogue.Hour(d) * 24
	return (from <= start || from <= catalogue.HourOf(v.Created)) && start+24 <= before &&
		!v.Closed.PartOf(d) && !v.Blocked.PartOf(d)
}

// Between is how often a video was played from one hour until before another:
// the sum of Plays over its clusters of those hours.
func Between(v *catalogue.Video, from, before catalogue.Hour) int64 {
	sum := int64(0)
	if first, last := FirstDayOf(from+23), FirstDayOf(before); even(v) && v.Blocked == nil && first < last {
		sum = totals(v, first, last) + Between(v, catalogue.Hour(last)*24, before)
		before = min(before, catalogue.Hour(first)*24)
	}
	if from >= before {
		return sum
	}
	for d, total := range watchedDays(v, FirstDayOf(from), FirstDayOf(before+23)) {
		if whole(v, d, from, before) {
			sum += total
		} else {
			sum += part(v, d, total, from, before)
		}
	}
	return sum
}

// totals adds up Total over the days from one until before another, for an even
// video. It adds where fading would choose, since a processor cannot foresee
// what luck brings, except where it nearly always brings nothing.
func totals(v *catalogue.Video, from, before catalogue.Day) int64 {
	sum, first := int64(0), v.FirstDay()
	for d := max(from, first); d < before; {
		top := ceiling(expected(v, uint64(d-first)))
		if top > seldom {
			top = 4096
		}
		for end := min(d+block, before); d < end; d++ {
			if luck := luck(v, d); luck&4095 < top {
				sum += byLuck(expected(v, uint64(d-first)), d, luck)
			}
		}
	}
	return sum
}

// seldom is a ceiling that luck is below so rarely that a processor predicts the comparison well.
const seldom = 400

// Totals writes Total of the days from one until before another to out, n places apart, and at most 1<<32-1.
func Totals(out []uint32, n int, v *catalogue.Video, from, before catalogue.Day) {
	first := v.FirstDay()
	usual := even(v) && from >= first
	for d := from; d < before; d++ {
		total := int64(0)
		if usual {
			total = byLuck(expected(v, uint64(d-first)), d, luck(v, d))
		} else {
			total = Total(v, d)
		}
		out[int(d-from)*n] = uint32(min(total, math.MaxUint32))
	}
}

// part is how often the video was played within some hours of a day.
func part(v *catalogue.Video, d catalogue.Day, total int64, from, before catalogue.Hour) int64 {
	sum := int64(0)
	if v.Blocked != nil {
		for _, k := range Clusters(nil, v, d, before) {
			if catalogue.Hour(d)*24+catalogue.Hour(k.Hour) >= from {
				sum += int64(k.Plays)
			}
		}
		return sum
	}
	opens := opens(v, d)
	deal := newDeal(v, d, total)
	for h, plays := range deal.all() {
		hour := catalogue.Hour(d)*24 + catalogue.Hour(hourOfDay(h, opens))
		if from <= hour && hour < before && !v.Closed.In(hour) {
			sum += plays
		}
	}
	return sum
}

// FirstDayOf is the day that an hour lies in, or the first of all.
func FirstDayOf(h catalogue.Hour) catalogue.Day { return catalogue.Day(max(h, 0) / 24) }
