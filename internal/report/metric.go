package report

import (
	"strconv"

	"github.com/dailymock/dailymock/internal/world"
)

// A counter is a whole number that every cluster of plays has. Counters add up;
// all metrics are made from sums of them.
type counter uint8

const (
	plays       counter = iota
	seconds             // watched
	length              // plays times the video's duration, in seconds
	impressions         // ads shown
	microUSD            // earned, in millionths
	microEUR
)

// of is the counter's value for one cluster.
func (k counter) of(at *at) int64 {
	switch k {
	case plays:
		return int64(at.cluster.Plays)
	case seconds:
		return int64(at.cluster.Seconds)
	case length:
		return int64(at.cluster.Plays) * int64(at.video.Duration)
	case impressions:
		return at.cluster.Impressions()
	case microUSD:
		return at.cluster.MicroUSD()
	case microEUR:
		return at.cluster.MicroEUR(at.scope.from + world.Day(at.day))
	}
	panic("report: counter without a meaning")
}

// A metric says which counters it is made from, and writes their sums.
type metric struct {
	needs []counter
	text  func(b []byte, sums ...int64) []byte
}

// served holds the metrics that a report can have. Their meaning is that of
// spec/reporting.md §5.1, their form that of §9.2.
var served = map[Metric]metric{
	"VIEWS":                  {[]counter{plays}, whole},
	"TIME_WATCHED_SECONDS":   {[]counter{seconds}, whole},
	"VIEW_THROUGH_RATE":      {[]counter{seconds, length}, percentage},
	"IMPRESSIONS":            {[]counter{impressions}, whole},
	"ESTIMATED_EARNINGS_USD": {[]counter{microUSD}, money},
	"ESTIMATED_EARNINGS_EUR": {[]counter{microEUR}, money},
}

func whole(b []byte, sums ...int64) []byte { return strconv.AppendInt(b, sums[0], 10) }

// percentage writes 100 times the first by the second sum, with two decimals
// rounded half up.
func percentage(b []byte, sums ...int64) []byte {
	part, of := sums[0], sums[1]
	if of == 0 {
		return append(b, "0.00"...)
	}
	return fixed(b, (part*20000+of)/(2*of), 100)
}

// money writes millionths with six decimals.
func money(b []byte, sums ...int64) []byte { return fixed(b, sums[0], 1_000_000) }

// fixed writes n/unit with as many decimals as unit, a power of ten, has zeros.
// n is not negative.
func fixed(b []byte, n, unit int64) []byte {
	b = strconv.AppendInt(b, n/unit, 10)
	b = append(b, '.')
	rest := n % unit
	for unit /= 10; unit > 0; unit /= 10 {
		b = append(b, byte('0'+rest/unit%10))
	}
	return b
}
