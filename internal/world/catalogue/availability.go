package catalogue

import (
	"math"
	"slices"
	"strings"
	"time"
)

// A Span is a time from one hour until before another.
type Span struct{ From, To Hour }

// Never is an hour that does not come.
const Never Hour = math.MaxInt64

// Spans are times, such as those in which a video cannot be watched, since it is not published yet, withdrawn, expired
// or deleted. They are sorted by their beginning.
type Spans []Span

// In reports whether an hour is in one of the spans.
func (s Spans) In(h Hour) bool {
	for _, one := range s {
		if one.From <= h && h < one.To {
			return true
		}
	}
	return false
}

// AllOf reports whether a whole day is in one of the spans.
func (s Spans) AllOf(d Day) bool {
	for _, one := range s {
		if one.From <= Hour(d)*24 && Hour(d)*24+24 <= one.To {
			return true
		}
	}
	return false
}

// PartOf reports whether any part of a day is in one of the spans.
func (s Spans) PartOf(d Day) bool {
	for _, one := range s {
		if one.From < Hour(d)*24+24 && Hour(d)*24 < one.To {
			return true
		}
	}
	return false
}

// A Schedule says when a video can be watched.
type Schedule struct {
	Published   bool
	From, Until time.Time // zero for no bound
}

// After returns the spans after the schedule changed at a time: what was before stays.
func (s Spans) After(at time.Time, next Schedule) Spans {
	now := HourOf(at)
	var closed Spans
	for _, b := range s {
		if b.From < now {
			closed = append(closed, Span{b.From, min(b.To, now)})
		}
	}
	switch {
	case !next.Published:
		return closed.with(Span{now, Never})
	case next.From.After(at):
		closed = closed.with(Span{now, HourOf(next.From)})
	}
	if !next.Until.IsZero() {
		closed = closed.with(Span{max(now, HourOf(next.Until)), Never})
	}
	return closed
}

// with keeps the list short: a span that begins where the last ended continues it.
func (s Spans) with(one Span) Spans {
	if one.From >= one.To {
		return s
	}
	if n := len(s); n > 0 && s[n-1].To >= one.From {
		s[n-1].To = max(s[n-1].To, one.To)
		return s
	}
	return append(s, one)
}

// A Block is a time in which viewers in some countries cannot watch a video. It ends before To.
type Block struct {
	From, To  Hour
	Countries uint64 // one bit for each of Countries
}

// Blocks are the times in which a video is not for every country, oldest first.
type Blocks []Block

// In reports whether viewers in a country, an index into Countries, cannot watch in an hour.
func (b Blocks) In(h Hour, country uint8) bool {
	for _, one := range b {
		if one.From <= h && h < one.To && one.Countries>>country&1 == 1 {
			return true
		}
	}
	return false
}

// PartOf reports whether any country is blocked for any part of a day.
func (b Blocks) PartOf(d Day) bool {
	for _, one := range b {
		if one.From < Hour(d)*24+24 && Hour(d)*24 < one.To {
			return true
		}
	}
	return false
}

// After returns the blocks after the owner wrote a rule in an hour: what was before stays.
func (b Blocks) After(now Hour, rule []string) Blocks {
	var blocks Blocks
	for _, one := range b {
		if one.From < now {
			one.To = min(one.To, now)
			blocks = append(blocks, one)
		}
	}
	if countries := blockedCountries(rule); countries != 0 {
		blocks = append(blocks, Block{now, Never, countries})
	}
	return blocks
}

// blockedCountries returns the countries that a rule such as deny, fr, be or allow, gb blocks. A rule without countries
// blocks none.
func blockedCountries(rule []string) (countries uint64) {
	for i := range Countries {
		if GeoblockingBlocks(rule, Countries[i]) {
			countries |= 1 << i
		}
	}
	return countries
}

// GeoblockingBlocks reports whether a rule of geoblocking blocks a country: its first word is allow or deny, the others
// are countries in any case.
func GeoblockingBlocks(rule []string, country string) bool {
	if len(rule) < 2 {
		return false
	}
	named := slices.ContainsFunc(rule[1:], func(c string) bool { return strings.EqualFold(c, country) })
	return named == (rule[0] == "deny")
}
