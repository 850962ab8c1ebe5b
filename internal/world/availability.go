package world

import (
	"math"
	"time"
)

// A span is a time in which nobody can watch a video: not yet published,
// withdrawn, expired or deleted. It ends before to.
type span struct{ From, To Hour }

const never Hour = math.MaxInt64

// shutIn tells whether nobody could watch the video in an hour.
func (v *Video) shutIn(h Hour) bool {
	for _, s := range v.shut {
		if s.From <= h && h < s.To {
			return true
		}
	}
	return false
}

// shutOn tells whether nobody could watch the video all day.
func (v *Video) shutOn(d Day) bool {
	for _, s := range v.shut {
		if s.From <= Hour(d)*24 && Hour(d)*24+24 <= s.To {
			return true
		}
	}
	return false
}

// shutWithin tells whether nobody could watch the video for any part of a day.
func (v *Video) shutWithin(d Day) bool {
	for _, s := range v.shut {
		if s.From < Hour(d)*24+24 && Hour(d)*24 < s.To {
			return true
		}
	}
	return false
}

// A schedule says when a video is to be seen.
type schedule struct {
	published   bool
	from, until time.Time // zero for no bound
}

// reshut returns when a video is not to be seen, after its schedule changed at a
// moment: what was so before stays so.
func reshut(before []span, at time.Time, s schedule) []span {
	now := HourOf(at)
	var shut []span
	for _, b := range before {
		if b.From < now {
			shut = append(shut, span{b.From, min(b.To, now)})
		}
	}
	switch {
	case !s.published:
		return appendSpan(shut, span{now, never})
	case s.from.After(at):
		shut = appendSpan(shut, span{now, HourOf(s.from)})
	}
	if !s.until.IsZero() {
		shut = appendSpan(shut, span{max(now, HourOf(s.until)), never})
	}
	return shut
}

// appendSpan keeps a list of spans short: one that begins where the last ended
// continues it.
func appendSpan(shut []span, s span) []span {
	if s.From >= s.To {
		return shut
	}
	if n := len(shut); n > 0 && shut[n-1].To >= s.From {
		shut[n-1].To = max(shut[n-1].To, s.To)
		return shut
	}
	return append(shut, s)
}
