package rows

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// timeColumns are the dimensions of time, in UTC.
var timeColumns = map[edition.Dimension]func(*scope) column{
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
	return column{texts: texts, code: func(a *cursor) int { return a.day }, perVideo: true}
}

func hourColumn(*scope) column {
	texts := make([]string, 24)
	for h := range texts {
		texts[h] = fmt.Sprintf(" %02d:00:00 UTC", h)
	}
	addAll := func(b *batch, keys []uint64, shift uint) bool {
		for i := range keys {
			keys[i] |= uint64(b.clusters[i].Hour) << (shift & 63)
		}
		return true
	}
	return column{texts: texts, code: func(a *cursor) int { return int(a.cluster.Hour) }, addAll: addAll, daily: true}
}

func minuteColumn(*scope) column {
	texts := make([]string, 24*60)
	for m := range texts {
		texts[m] = fmt.Sprintf(" %02d:%02d:00 UTC", m/60, m%60)
	}
	addAll := func(b *batch, keys []uint64, shift uint) bool {
		for i := range keys {
			c := &b.clusters[i]
			keys[i] |= (60*uint64(c.Hour) + uint64(c.Minute())) << (shift & 63)
		}
		return true
	}
	return column{texts: texts, code: func(a *cursor) int {
		return 60*int(a.cluster.Hour) + int(a.cluster.Minute())
	}, addAll: addAll, daily: true}
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
	return column{texts: texts, code: func(a *cursor) int { return months[a.day] }, perVideo: true}
}

// months returns for each day of the report the index of its month.
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
