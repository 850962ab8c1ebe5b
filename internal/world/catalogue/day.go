package catalogue

import "time"

// A Day counts days since 1970-01-01, in UTC. All figures are by UTC day.
type Day int32

// DayOf returns the UTC day on which t lies.
func DayOf(t time.Time) Day {
	s := t.Unix()
	d := s / secondsPerDay
	if s%secondsPerDay < 0 {
		d--
	}
	return Day(d)
}

// Date returns the year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// Time returns the day's first moment.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String returns the day in the form 2006-01-02.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

const secondsPerDay = 24 * 60 * 60

// An Hour counts hours since 1970-01-01 00:00 UTC.
type Hour int64

// HourOf returns the hour that t lies in.
func HourOf(t time.Time) Hour {
	return Hour(DayOf(t))*24 + Hour(t.UTC().Hour())
}

// FirstYear is the year in which the oldest channels began.
const FirstYear = 2015
