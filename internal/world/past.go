package world

import "iter"

// Sums over the past look at each day that there was. Here is how they pass over
// those that bring nothing, and take from the others no more than they add up.

// block is how many days are judged at once.
const block = 64

// watched yields the days from one until before another on which a video was
// played, each with its Total.
func (v *Video) watched(from, before Day) iter.Seq2[Day, int64] {
	return func(yield func(Day, int64) bool) {
		first := DayOf(v.Created)
		for d := max(from, first); d < before; {
			most := v.most(uint64(d - first))
			for end := min(d+block, before); d < end; d++ {
				if most < 4096 && v.luck(d)&4095 >= most {
					continue // as Total would find: a whole play less than one, and not that one by luck
				}
				if total := v.Total(d); total > 0 && !yield(d, total) {
					return
				}
			}
		}
	}
}

// most is more than what Total makes, before luck, of any day from an age on, in
// 1/4096; 4096 stands for all that is as much or more.
func (v *Video) most(age uint64) uint64 {
	if v.plays != nil {
		return 4096
	}
	const busiest, luckiest = 330, 415 // in 1/256, as in weekday and Total
	return min(v.expected(age)*busiest>>8*luckiest>>8, 4096)
}

// whole tells whether all plays of a day lie between two hours, and nobody was
// kept from any.
func (v *Video) whole(d Day, from, before Hour) bool {
	start := max(Hour(d)*24, HourOf(v.Created))
	return from <= start && Hour(d)*24+24 <= before && !v.shutWithin(d) && !v.barredWithin(d)
}

// Plays is how often the video was played from one hour until before another:
// the sum of Plays over its clusters of those hours.
func (v *Video) Plays(from, before Hour) int64 {
	sum := int64(0)
	for d, total := range v.watched(dayOf(from), dayOf(before+23)) {
		if v.whole(d, from, before) {
			sum += total
			continue
		}
		for _, k := range v.Clusters(nil, d, before) {
			if Hour(d)*24+Hour(k.Hour) >= from {
				sum += int64(k.Plays)
			}
		}
	}
	return sum
}

// dayOf is the day that an hour lies in, or the first of all.
func dayOf(h Hour) Day { return Day(max(h, 0) / 24) }
