package rows

import (
	"math"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A report of half a year by days and videos has hundreds of thousands of parts, each of one row at most. Their totals
// are computed once, and their rows are written from texts that are prepared for each day and video.

// maxTotals is the most totals that a table keeps, of four bytes each.
const maxTotals = 1 << 20

// makeTotals returns plays.Total of each part of a fine table, or nil if there are too many.
func (b *Table) makeTotals() []uint32 {
	if !b.fine || !b.plays || b.parts() > maxTotals {
		return nil
	}
	const block = 16 // days of a video whose totals lie near each other
	days := b.scope.days()
	dayStep, videoStep := len(b.videoGroups), 1
	if b.videoFirst {
		dayStep, videoStep = 1, len(b.dayGroups)
	}
	totals := make([]uint32, b.parts())
	for first := 0; first < days; first += block {
		from, before := b.scope.date(first), b.scope.date(min(first+block, days))
		for i, group := range b.videoGroups {
			plays.Totals(totals[first*dayStep+i*videoStep:], dayStep, group[0].Video, from, before)
		}
	}
	return totals
}

// isEmpty reports whether a part of a fine table has no plays, nor anything else that counts.
func (b *Table) isEmpty(part int) bool {
	if !b.fine || b.events {
		return false
	}
	totals := b.totals()
	return totals != nil && totals[part] == 0
}

// total returns how many plays of a part of a single table count. It is false if only the clusters say that.
func (b *Table) total(part, day int, v *video) (int64, bool) {
	totals := b.totals()
	if totals == nil || totals[part] == math.MaxUint32 || !b.scope.counts(v) {
		batch := batch{cursor: cursor{scope: b.scope, day: day, video: v}}
		return batch.total()
	}
	return int64(totals[part]), day < b.scope.wholeDays()
}

// counts reports whether all plays of a video on a whole day count.
func (s *scope) counts(v *video) bool {
	return v.always && s.owns(v) && s.during[v.owner] == nil
}

// owns reports whether plays of a video can count for its owner, and that channel is not left out by a filter.
func (s *scope) owns(v *video) bool { return v.owner >= 0 && (s.target < 0 || s.target == v.owner) }

// wholeDays returns how many days of the report were over when it was asked for.
func (s *scope) wholeDays() int { return int(world.Day(s.until/24) - s.from) }

// readSingle reads the row of a part of a single table. It is false if only the clusters say what counts.
func (r *rows) readSingle(part, day int, v *video) bool {
	total, ok := r.table.total(part, day, v)
	if !ok || total == 0 {
		return ok
	}
	for _, k := range r.table.counters {
		r.sums = append(r.sums, k.of(v, total))
	}
	if !allZero(r.sums) {
		r.keys, r.order, r.count = append(r.keys, 0), append(r.order[:0], 0), 1
	}
	return true
}

// of returns a counter of some plays of a video, all that it depends on.
func (k counter) of(v *video, total int64) int64 {
	switch {
	case k == length:
		return total * int64(v.Duration)
	case k == livePlays && !v.Live:
		return 0
	default:
		return total
	}
}

// A cell is one or more neighbouring values of a row, with their commas, by the number of the day or of the video.
type cell struct {
	daily bool
	texts []string
}

// makeTemplate returns the cells of the rows of a single table.
func (b *Table) makeTemplate() (template []cell) {
	if !b.single {
		return nil
	}
	for i := range b.columns {
		c, dimension := &b.columns[i], b.query.Request.Dimensions[i]
		next := cell{daily: timeColumns[dimension] != nil}
		a := cursor{scope: b.scope}
		if next.daily {
			for a.day = range b.scope.days() {
				next.texts = append(next.texts, c.texts[c.code(&a)])
			}
		} else {
			for _, a.video = range b.scope.videos {
				text := ""
				if a.creditedTo = a.video.owner; b.scope.counts(a.video) {
					text = c.texts[c.code(&a)]
				}
				next.texts = append(next.texts, text)
			}
		}
		if n := len(template); n > 0 && template[n-1].daily == next.daily {
			for j, text := range next.texts {
				template[n-1].texts[j] += text
			}
			continue
		}
		template = append(template, next)
	}
	return template
}

// appendUntil writes rows to b until it has so many bytes or there are no more rows. It stops earlier, after a row, if
// it had to read many parts, so that a reader need not wait for more.
func (r *rows) appendUntil(b []byte, size int) []byte {
	first, most := r.part, r.table.partsPerMark()
	for ok := true; ok && len(b) < size && (len(b) == 0 || r.part-first < most); {
		if r.next == r.count && r.table.single {
			b = r.appendSingle(b, size)
			first = r.part
		}
		if len(b) < size {
			b, ok = r.append(b)
		}
	}
	return b
}

// appendSingle writes the rows of the next parts of a single table to b, until it has so many bytes or one comes of
// which only the clusters say what counts.
func (r *rows) appendSingle(b []byte, size int) []byte {
	t, totals := r.table, r.table.totals()
	if totals == nil {
		return b
	}
	sums := make([]int64, len(t.counters))
	whole, part := t.scope.wholeDays(), r.part
	for ; part < len(totals) && len(b) < size; part++ {
		total := totals[part]
		if total == 0 {
			continue
		}
		days, videos := t.days(part)
		day, v := days[0], videos[0]
		if !t.scope.owns(v) {
			continue
		}
		if day >= whole || total == math.MaxUint32 || !t.scope.counts(v) {
			break
		}
		for i, k := range t.counters {
			sums[i] = k.of(v, int64(total))
		}
		if allZero(sums) {
			continue
		}
		for i := range t.template {
			if c := &t.template[i]; c.daily {
				b = append(b, c.texts[day]...)
			} else {
				b = append(b, c.texts[v.index]...)
			}
		}
		for i := range t.metrics {
			b = append(t.metrics[i].append(b, sums), ',')
		}
		b[len(b)-1] = '\n'
	}
	r.part = part
	return b
}
