// Package rows computes the rows of a report: it groups what was watched by dimensions, adds up metrics and writes CSV.
package rows

import (
	"slices"

	"github.com/dailymock/dailymock/internal/world/plays"
)

// rows walks over the rows of a table in order. It holds the rows of one part at a time.
type rows struct {
	table *Table
	part  int // the next to be filled

	// The rows of the part: keys has the words of each row, sums its counters, and order the rows in order; see
	// rowBits.
	keys  []uint64
	sums  []int64
	order []uint64
	count int // how many rows that is
	next  int // the place in order of the row to be written next

	prefixes []string // what each column's text begins with in all rows; all of it, for some
	rowStart []byte   // what all rows begin with
	cursor   cursor
	buf      []plays.Cluster
	keyWord  [1]uint64
	spare    struct {
		keys  []uint64
		sums  []int64
		order []uint64
	}
	dense []int64 // sums by key, for parts with few possible keys
}

func newRows(b *Table) *rows {
	return &rows{table: b, cursor: cursor{scope: b.scope}, prefixes: make([]string, len(b.columns))}
}

// rowsFrom starts at a row of a part.
func rowsFrom(b *Table, part, row int) *rows {
	r := newRows(b)
	if r.part = part; r.fill() {
		r.next = row
	}
	return r
}

// position returns the part and the number of the next row, for rowsFrom.
func (r *rows) position() (part, row int) { return r.part - 1, r.next }

// append writes the next row to b; ok is false after the last.
func (r *rows) append(b []byte) (_ []byte, ok bool) {
	for r.next == r.count {
		if !r.fill() {
			return b, false
		}
	}
	t := r.table
	key, row := r.current()
	sums := r.sums[row*len(t.counters):]
	r.next++
	b = append(b, r.rowStart...)
	for i := range t.cells {
		c := &t.cells[i]
		if c.hasPrefix { // with a text that is the same in all rows, or is all of it
			b = append(b, r.prefixes[c.index]...)
		}
		if !c.constant {
			b = append(b, c.texts[uint(key[c.word]>>c.shift)&c.mask]...)
		}
	}
	for i := range t.metrics {
		b = append(t.metrics[i].append(b, sums), ',')
	}
	b[len(b)-1] = '\n'
	return b, true
}

// last returns the counters of the row that was written last.
func (r *rows) last() []int64 {
	return r.sums[int(r.rowOf(r.order[r.next-1]))*len(r.table.counters):]
}

// fill reads the next part that has rows. It is false if there is none.
func (r *rows) fill() bool {
	for r.part < r.table.parts() {
		r.part++
		if r.fillPart(r.part - 1) {
			return true
		}
	}
	r.count, r.next = 0, 0
	return false
}

// fillPart reads a part. It is false if the part has no rows.
func (r *rows) fillPart(part int) bool {
	r.count, r.next = 0, 0
	r.keys, r.sums = r.keys[:0], r.sums[:0]
	days, videos := r.table.days(part)
	if r.table.isDense(len(days) * len(videos)) {
		r.fillDense(days, videos)
	} else {
		r.fillSorted(days, videos)
	}
	if r.count > 0 {
		r.setPrefixes(days[0], videos[0])
	}
	return r.count > 0
}

// size returns how many bytes the rows of the part have, without writing them.
func (r *rows) size() (size int64) {
	t := r.table
	same := len(r.rowStart) + len(t.metrics)
	for i := range t.cells {
		if c := &t.cells[i]; c.hasPrefix {
			same += len(r.prefixes[c.index])
		}
	}
	for ; r.next < r.count; r.next++ {
		key, row := r.current()
		n := same
		for i := range t.cells {
			if c := &t.cells[i]; !c.constant {
				n += len(c.texts[uint(key[c.word]>>c.shift)&c.mask])
			}
		}
		for i := range t.metrics {
			n += t.metrics[i].size(r.sums[row*len(t.counters):])
		}
		size += int64(n)
	}
	return size
}

// setPrefixes sets the texts that all rows of a part have in common.
func (r *rows) setPrefixes(day int, video *video) {
	a := cursor{scope: r.table.scope, day: day, video: video}
	for i := range r.table.columns {
		switch c := &r.table.columns[i]; {
		case r.table.keyBits[i].constant:
			r.prefixes[i] = c.texts[c.code(&a)]
		case c.daily:
			r.prefixes[i] = r.table.dates[day]
		}
	}
	r.rowStart = r.rowStart[:0]
	for _, text := range r.prefixes[:r.table.constants] {
		r.rowStart = append(r.rowStart, text...)
	}
}

// visit calls count for each cluster of a part.
func (r *rows) visit(days []int, videos []*video, count func(*cursor)) {
	t := r.table
	last := min(days[len(days)-1], t.scope.lastKnownDay())
	for _, day := range days {
		for _, v := range videos {
			r.cursor.day, r.cursor.video = day, v
			if t.plays && (t.clusters || !t.scope.visitTotal(&r.cursor, count)) {
				r.buf = t.scope.visitPlays(r.buf, &r.cursor, count)
			}
			if t.events {
				r.buf = t.scope.visitEvents(r.buf, &r.cursor, t.gauges && day == last, count)
			}
		}
	}
}

// mergeThreshold is how many rows are collected before those with the same key are merged.
const mergeThreshold = 1 << 12

// fillSorted collects the clusters of a part and merges those with the same key.
func (r *rows) fillSorted(days []int, videos []*video) {
	t := r.table
	limit := mergeThreshold
	r.order = r.order[:0]
	r.visit(days, videos, func(a *cursor) {
		if !t.packed && r.count >= limit {
			r.merge()
			r.shrink()
			limit = max(limit, 2*r.count)
		}
		if t.packed {
			r.order = append(r.order, t.packedKey(a)<<rowBits|uint64(r.count))
		} else {
			r.order = append(r.order, uint64(r.count))
			r.keys = t.appendKey(r.keys, a)
		}
		for _, k := range t.counters {
			r.sums = append(r.sums, counts[k](a))
		}
		r.count++
	})
	r.merge()
}

// If a key and the index of a row fit in one word, order has both, the key in the higher bits, and keys stays empty.
const (
	rowBits = 16
	rowMask = 1<<rowBits - 1
)

// current returns the key and the index of the row to be written next.
func (r *rows) current() (key []uint64, row int) {
	o := r.order[r.next]
	if r.table.packed {
		r.keyWord[0] = o >> rowBits
		return r.keyWord[:], int(o & rowMask)
	}
	return r.keys[int(o)*r.table.words:], int(o)
}

// merge sorts the rows, adds up those with the same key, and drops those that count nothing. It moves no row: order has
// the remaining ones.
func (r *rows) merge() {
	r.sort()
	n := uint64(len(r.table.counters))
	kept := r.order[:0]
	for _, o := range r.order {
		sums := r.sums[r.rowOf(o)*n:][:n]
		if len(kept) > 0 && r.sameKey(kept[len(kept)-1], o) {
			to := r.sums[r.rowOf(kept[len(kept)-1])*n:]
			for j, s := range sums {
				to[j] += s
			}
		} else if !allZero(sums) {
			kept = append(kept, o)
		}
	}
	r.order, r.count = kept, len(kept)
}

func (r *rows) rowOf(o uint64) uint64 {
	if r.table.packed {
		return o & rowMask
	}
	return o
}

func (r *rows) sameKey(a, b uint64) bool {
	if r.table.packed {
		return a>>rowBits == b>>rowBits
	}
	return compareKeys(r.wideKey(a), r.wideKey(b)) == 0
}

func (r *rows) wideKey(o uint64) []uint64 {
	return r.keys[int(o)*r.table.words:][:r.table.words]
}

// shrink removes the rows that merge added to others or dropped.
func (r *rows) shrink() {
	counters := len(r.table.counters)
	keys, sums := r.spare.keys[:0], r.spare.sums[:0]
	for i, o := range r.order {
		keys = append(keys, r.wideKey(o)...)
		sums = append(sums, r.sums[int(o)*counters:][:counters]...)
		r.order[i] = uint64(i)
	}
	r.spare.keys, r.keys = r.keys, keys
	r.spare.sums, r.sums = r.sums, sums
}

// sort sorts order by key.
func (r *rows) sort() {
	switch {
	case !r.table.packed:
		slices.SortFunc(r.order, func(a, b uint64) int { return compareKeys(r.wideKey(a), r.wideKey(b)) })
	case len(r.order) < radixThreshold:
		slices.Sort(r.order)
	default:
		r.spare.order = slices.Grow(r.spare.order[:0], len(r.order))[:len(r.order)]
		r.order, r.spare.order = radixSort(r.order, r.spare.order, rowBits, r.table.width)
	}
}

// radixThreshold is the length from which radixSort is faster than slices.Sort.
const radixThreshold = 48

// radixSort sorts by the bits of its elements from shift on, eight at a time, and is stable. It uses both slices, and
// returns the sorted one first.
func radixSort(a, b []uint64, shift, bits int) (sorted, other []uint64) {
	for ; bits > 0; bits, shift = bits-8, shift+8 {
		var starts [256]int32
		for _, x := range a {
			starts[byte(x>>shift)]++
		}
		at := int32(0)
		for i, n := range starts {
			starts[i] = at
			at += n
		}
		for _, x := range a {
			digit := byte(x >> shift)
			b[starts[digit]] = x
			starts[digit]++
		}
		a, b = b, a
	}
	return a, b
}

func compareKeys(a, b []uint64) int {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] != b[i] {
			if a[i] < b[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// maxDense is the most bits of a key for sums in an array.
const maxDense = 16

// isDense reports whether an array with an element for every possible key is faster for a part of so many days and
// videos.
func (b *Table) isDense(subjects int) bool {
	return b.width <= maxDense && 1<<b.width <= 8*subjects
}

// fillDense adds up the clusters of a part in an array.
func (r *rows) fillDense(days []int, videos []*video) {
	t, n := r.table, len(r.table.counters)
	if r.dense == nil {
		r.dense = make([]int64, n<<t.width)
	}
	clear(r.dense)
	r.order = r.order[:0]
	r.visit(days, videos, func(a *cursor) {
		sums := r.dense[int(t.packedKey(a))*n:]
		for i, k := range t.counters {
			sums[i] += counts[k](a)
		}
	})
	for k := range 1 << t.width {
		if sums := r.dense[k*n : k*n+n]; !allZero(sums) {
			if t.packed {
				r.order = append(r.order, uint64(k)<<rowBits|uint64(r.count))
			} else {
				r.order = append(r.order, uint64(r.count))
				r.keys = append(r.keys, uint64(k))
			}
			r.sums = append(r.sums, sums...)
			r.count++
		}
	}
}

func allZero(sums []int64) bool {
	for _, s := range sums {
		if s != 0 {
			return false
		}
	}
	return true
}
