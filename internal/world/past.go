package world

import "iter"

// Sums over the past look at each day that there was. Here is how they pass over
// those that bring nothing, and take from the others no more than they add up.

// watched yields the days from one until before another on which a video was
// played, each with its Total.
func (v *Video) watched(from, before Day) iter.Seq2[Day, int64] {
	first := DayOf(v.Created)
	from = max(from, first)
	if v.plays == nil && !v.Live && len(v.shut) == 0 {
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

// block is how many days fading judges at once.
const block = 32

// fading is watched for a video with nothing special. With the same luck, more
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
	for d, total := range v.watched(dayOf(from), dayOf(before+23)) {
		if v.whole(d, from, before) {
			sum += total
		} else {
			sum += v.part(d, total, from, before)
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
