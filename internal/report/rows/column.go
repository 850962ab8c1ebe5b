package rows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// columns makes the column of each dimension for a scope. A value that does not apply, such as the country of an
// upload, is empty (docs/spec/reporting.md#csv).
var columns = func() map[edition.Dimension]func(*scope) column {
	all := map[edition.Dimension]func(*scope) column{}
	for _, some := range []map[edition.Dimension]func(*scope) column{
		timeColumns, videoColumns, siteColumns, accountColumns, visitorColumns, adColumns, fileColumns,
	} {
		maps.Copy(all, some)
	}
	return all
}()

// A column is a dimension in one report: its values, sorted, and a function that returns the index of the value of a
// cluster.
type column struct {
	texts []string // as the CSV has them, quoted where needed
	code  func(*cursor) int
	daily bool // each text follows the date: there are as many values for every day
	// perVideo: all clusters of a video and day have the same code, if they count for the same channel.
	perVideo bool
	// addAll adds the codes of all clusters of a batch to their keys, without a call for each. The clusters are of plays.
	// It is nil for some columns, and returns false, having done nothing, for some videos.
	addAll func(b *batch, keys []uint64, shift uint) bool
}

// withCommas returns the column with a comma after each text, since another value follows each.
func (c column) withCommas() column {
	texts := make([]string, len(c.texts))
	for i, t := range c.texts {
		texts[i] = t + ","
	}
	c.texts = texts
	return c
}

// values returns the most values that the column can have.
func (c column) values(s *scope) int {
	if c.daily {
		return len(c.texts) * s.days()
	}
	return max(len(c.texts), 1)
}

// listed makes a dimension whose values are the same in every world. code returns the index of the value, or a negative
// number for none.
func listed(values []string, code func(*cursor) int) func(*scope) column {
	return func(*scope) column {
		texts, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int { return codes[code(a)+1] }}
	}
}

// of returns the value that a cluster draws.
func of(value func(*plays.Cluster, *world.Video) uint8) func(*cursor) int {
	return func(a *cursor) int { return int(value(a.cluster, a.video.Video)) }
}

// perPlay is listed for a dimension that only plays have.
func perPlay(values []string, code func(*cursor) int) func(*scope) column {
	return func(*scope) column {
		texts, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int {
			if !a.isPlay() {
				return codes[0]
			}
			return codes[code(a)+1]
		}}
	}
}

// codesOf returns the codes of perPlay: that of no value first.
func codesOf(values []string) []int {
	_, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
	return codes
}

// perByte is perPlay for a dimension that one byte of the hash decides, by weights that depend on the channel. It goes
// through code for videos that are not like all of their channel.
func perByte(
	values []string, code func(*cursor) int,
	shift uint, weights func(*world.Channel) *hash.Weights, usual func(*video) bool,
) func(*scope) column {
	return func(s *scope) column {
		c, codes := perPlay(values, code)(s), codesOf(values)
		c.addAll = s.drawBy(shift, usual, func(set *siteSet, b uint8) int { return codes[1+weights(set.channel)[b]] })
		return c
	}
}

// drawn is perPlay for a dimension that one draw of the cluster decides. value returns the index of the value that was
// drawn.
func drawn(values []string, d plays.Draw, value func(uint8) uint8) func(*scope) column {
	return func(s *scope) column {
		c := perPlay(values, func(a *cursor) int { return int(value(d.Value(d.Byte(a.cluster)))) })(s)
		codes := codesOf(values)
		var table [256]uint64
		for b := range table {
			table[b] = uint64(codes[1+value(d.Value(uint8(b)))])
		}
		c.addAll = func(b *batch, keys []uint64, shift uint) bool {
			for i := range keys {
				keys[i] |= table[d.Byte(&b.clusters[i])] << (shift & 63)
			}
			return true
		}
		return c
	}
}

func same(value uint8) uint8 { return value }

// drawBy makes column.addAll for a column that depends on one byte of the hash alone, from a function that returns the
// code of each value of that byte.
func (s *scope) drawBy(
	place uint, usual func(*video) bool, code func(*siteSet, uint8) int,
) func(*batch, []uint64, uint) bool {
	tables := make([][256]uint32, len(s.siteSets))
	for i, set := range s.siteSets {
		for b := range tables[i] {
			tables[i][b] = uint32(code(set, uint8(b)))
		}
	}
	return func(b *batch, keys []uint64, shift uint) bool {
		if !usual(b.video) {
			return false
		}
		codes := &tables[b.video.sites.index]
		for i := range keys {
			keys[i] |= uint64(codes[b.clusters[i].Byte(place)]) << (shift & 63)
		}
		return true
	}
}

// dictionary returns the distinct values of subjects, sorted and quoted for the CSV, and for each subject the index of
// its value.
func dictionary[S any](subjects []S, value func(S) string) (texts []string, codes []int) {
	for _, s := range subjects {
		texts = append(texts, value(s))
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	codes = make([]int, len(subjects))
	for i, s := range subjects {
		codes[i], _ = slices.BinarySearch(texts, value(s))
	}
	for i, t := range texts {
		texts[i] = quoted(t)
	}
	return texts, codes
}

// quoted writes a value as RFC 4180 says: in quotes if it contains a comma, a quote or a line break, or starts or ends
// with a blank.
func quoted(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

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
