package report

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/world"
)

// When: all in UTC.
var timeColumns = map[Dimension]func(*scope) column{
	"MONTH":  monthColumn,
	"DAY":    dayColumn,
	"HOUR":   hourColumn,
	"MINUTE": minuteColumn,
}

func dayColumn(s *scope) column {
	texts := make([]string, s.days())
	for i := range texts {
		texts[i] = (s.from + world.Day(i)).String()
	}
	return column{texts, func(a *at) int { return a.day }}
}

func hourColumn(s *scope) column {
	texts := make([]string, 24*s.days())
	for i := range texts {
		texts[i] = fmt.Sprintf("%s %02d:00:00 UTC", s.from+world.Day(i/24), i%24)
	}
	return column{texts, func(a *at) int { return 24*a.day + int(a.cluster.Hour) }}
}

// minuteColumn has every minute of the report's days: a quarter of a million for
// the longest.
func minuteColumn(s *scope) column {
	texts := make([]string, 0, 1440*s.days())
	for day := range s.days() {
		date := (s.from + world.Day(day)).String()
		for m := range 1440 {
			clock := []byte(" 00:00:00 UTC")
			clock[1] += byte(m / 600)
			clock[2] += byte(m / 60 % 10)
			clock[4] += byte(m % 60 / 10)
			clock[5] += byte(m % 10)
			texts = append(texts, date+string(clock))
		}
	}
	return column{texts, func(a *at) int {
		return 1440*a.day + 60*int(a.cluster.Hour) + int(a.cluster.Minute())
	}}
}

func monthColumn(s *scope) column {
	months := s.months()
	var texts []string
	for i, m := range months {
		if m == len(texts) {
			year, month, _ := (s.from + world.Day(i)).Date()
			texts = append(texts, fmt.Sprintf("%04d-%02d-01", year, month))
		}
	}
	return column{texts, func(a *at) int { return months[a.day] }}
}

// months tells for each day of the report which of its months it lies in.
func (s *scope) months() []int {
	months := make([]int, s.days())
	for i := 1; i < len(months); i++ {
		months[i] = months[i-1]
		if _, _, day := (s.from + world.Day(i)).Date(); day == 1 {
			months[i]++
		}
	}
	return months
}
