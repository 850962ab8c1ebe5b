package world

import "iter"

// Sums over the past look at each day that there was. Here is how they pass over
// those that bring nothing, and take from the others no more than they add up.

// watched yields the days from one until before another on which a video was
// played, each with its Total.
func (v *Video) watched(from, before Day) iter.Seq2[Day, int64] {
	first := DayOf(v.Created)
	from = max(from, first)
	if v.even() {
		return v.fading(first, from, before)
	}
	return func(yield func(Day, int64) bool) {
		for d := from; d < before; d++ {
			if total := v.Total(d); total > 0 && !yield(d, total) {
				return
			}
		}
	}
}

// even tells whether nothing but age, weekday and luck decides about Total.
func (v *Video) even() bool { return v.plays == nil && !v.Live && len(v.shut) == 0 }

// block is how many days are judged at once.
const block = 32

// fading is watched for an even video. With the same luck, more
// expected plays never make less: so what is expected at both ends of a block
// often says what a day between them has, without a division.
func (v *Video) fading(first, from, before Day) iter.Seq2[Day, int64] {
	return func(yield func(Day, int64) bool) {
		for d := from; d < before; {
			age := uint64(d - first)
			most, least := v.expected(age), v.expected(age+block)
			top := ceiling(most)
			for end := min(d+block, before); d < end; d++ {
				luck := v.luck(d)
				if luck&4095 >= top { // the usual case for an old video
					continue
				}
				total := byLuck(most, d, luck)
				if total > 0 && total != byLuck(least, d, luck) {
					total = byLuck(v.expected(uint64(d-first)), d, luck)
				}
				if total > 0 && !yield(d, total) {
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

// whole tells whether all plays of a day lie between two hours, and nobody was
// kept from any.
func (v *Video) whole(d Day, from, before Hour) bool {
	start := Hour(d) * 24
	return (from <= start || from <= HourOf(v.Created)) && start+24 <= before && !v.shutWithin(d) && !v.barredWithin(d)
}

// Plays is how often the video was played from one hour until before another:
// the sum of Plays over its clusters of those hours.
func (v *Video) Plays(from, before Hour) int64 {
	sum := int64(0)
	if first, last := dayOf(from+23), dayOf(before); v.even() && v.bars == nil && first < last {
		sum = v.totals(first, last) + v.Plays(Hour(last)*24, before)
		before = min(before, Hour(first)*24)
	}
	if from >= before {
		return sum
	}
	for d, total := range v.watched(dayOf(from), dayOf(before+23)) {
		if v.whole(d, from, before) {
			sum += total
		} else {
			sum += v.part(d, total, from, before)
		}
	}
	return sum
}

// totals adds up Total over the days from one until before another, for an even
// video. It adds where fading would choose, since a processor cannot foresee
// what luck brings.
func (v *Video) totals(from, before Day) int64 {
	sum, first := int64(0), DayOf(v.Created)
	for d := max(from, first); d < before; {
		age := uint64(d - first)
		most, least := v.expected(age), v.expected(age+block)
		for end := min(d+block, before); d < end; d++ {
			luck := v.luck(d)
			total := byLuck(most, d, luck)
			if total != byLuck(least, d, luck) {
				total = byLuck(v.expected(uint64(d-first)), d, luck)
			}
			sum += total
		}
	}
	return sum
}

// part is how often the video was played within some hours of a day.
func (v *Video) part(d Day, total int64, from, before Hour) int64 {
	sum := int64(0)
	if v.bars != nil {
		for _, k := range v.Clusters(nil, d, before) {
			if Hour(d)*24+Hour(k.Hour) >= from {
				sum += int64(k.Plays)
			}
		}
		return sum
	}
	opens := v.opens(d)
	for h, plays := range v.deal(d, total) {
		hour := Hour(d)*24 + Hour(hourOfDay(h, opens))
		if from <= hour && hour < before && !v.shutIn(hour) {
			sum += plays
		}
	}
	return sum
}

// dayOf is the day that an hour lies in, or the first of all.
func dayOf(h Hour) Day { return Day(max(h, 0) / 24) }
