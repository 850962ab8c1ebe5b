package catalogue

import (
	"math"
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
