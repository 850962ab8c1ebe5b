package report

import (
	"slices"

	"github.com/dailymock/dailymock/internal/world"
)

// rows walks over a table's rows in order, holding those of one part at a time.
type rows struct {
	table *table
	part  int // the next to be filled

	// The rows of the part: keys has a row's words one after the other, sums its
	// counters, and order which rows there are, first to last.
	keys  []uint64
	sums  []int64
	order []uint64
	held  int // how many rows that is
	next  int // the place in order of the row to be written next

	same  []string // what each column's text begins with in all rows; all of it, for some
	lead  []byte   // what all rows begin with
	at    at
	buf   []world.Cluster
	args  []int64
	spare struct {
		keys  []uint64
		sums  []int64
		order []uint64
	}
	dense []int64 // sums by key, for parts with few possible keys
}

// rowsFrom starts at a row of a part.
func rowsFrom(b *table, part, row int) *rows {
	r := &rows{table: b, part: part, at: at{scope: b.scope}, same: make([]string, len(b.columns))}
	if r.fill() {
		r.next = row
	}
	return r
}

// where tells which row of which part comes next, for rowsFrom.
func (r *rows) where() (part, row int) { return r.part - 1, r.next }

// append writes the next row to b; ok is false after the last.
func (r *rows) append(b []byte) (_ []byte, ok bool) {
	for r.next == r.held {
		if !r.fill() {
			return b, false
		}
	}
	t := r.table
	row := int(r.order[r.next])
	key := r.keys[row*t.words:]
	sums := r.sums[row*len(t.counters):]
	r.next++
	b = append(b, r.lead...)
	for i := t.lead; i < len(t.columns); i++ {
		b = append(b, r.same[i]...)
		if s := &t.keys[i]; !s.same {
			b = append(b, t.columns[i].texts[uint(key[s.word]>>s.shift)&s.mask]...)
		}
	}
	for i := range t.metrics {
		m := &t.metrics[i]
		r.args = r.args[:0]
		for _, place := range m.sums {
			r.args = append(r.args, sums[place])
		}
		b = m.text(b, r.args...)
		b = append(b, ',')
	}
	b[len(b)-1] = '\n'
	return b, true
}

// fill reads the next part that has rows; it is false when there is none.
func (r *rows) fill() bool {
	for r.held, r.next = 0, 0; r.held == 0; r.part++ {
		if r.part >= r.table.parts() {
			return false
		}
		r.keys, r.sums = r.keys[:0], r.sums[:0]
		days, videos := r.table.at(r.part)
		if r.table.isDense(len(days) * len(videos)) {
			r.fillDense(days, videos)
		} else {
			r.fillSorted(days, videos)
		}
		r.label(days[0], videos[0])
	}
	return true
}

// label looks up what is the same in all rows of a part.
func (r *rows) label(day int, video *subject) {
	a := at{scope: r.table.scope, day: day, video: video}
	for i := range r.table.columns {
		switch c := &r.table.columns[i]; {
		case r.table.keys[i].same:
			r.same[i] = c.texts[c.code(&a)]
		case c.daily:
			r.same[i] = a.date().String()
		}
	}
	r.lead = r.lead[:0]
	for _, text := range r.same[:r.table.lead] {
		r.lead = append(r.lead, text...)
	}
}

// visit calls count for each cluster of a part.
func (r *rows) visit(days []int, videos []*subject, count func(*at)) {
	t := r.table
	last := min(days[len(days)-1], t.scope.known())
	for _, day := range days {
		for _, v := range videos {
			r.at.day, r.at.video = day, v
			if t.plays {
				r.buf = t.scope.visit(r.buf, &r.at, count)
			}
			if t.events {
				r.buf = t.scope.visitEvents(r.buf, &r.at, t.gauges && day == last, count)
			}
		}
	}
}

// mergeAt is how many rows are gathered before those of equal keys are merged.
const mergeAt = 1 << 12

// fillSorted gathers a part's clusters and merges those of equal keys.
func (r *rows) fillSorted(days []int, videos []*subject) {
	t := r.table
	limit := mergeAt
	r.visit(days, videos, func(a *at) {
		if r.held >= limit {
			r.merge()
			r.shrink()
			limit = max(limit, 2*r.held)
		}
		r.keys = t.appendKey(r.keys, a)
		for _, k := range t.counters {
			r.sums = append(r.sums, counts[k](a))
		}
		r.held++
	})
	r.merge()
}

// merge sorts the rows, adds up those of equal keys, and leaves out those in
// which there is nothing to count. No row moves: order says which are left.
func (r *rows) merge() {
	words, counters := uint64(r.table.words), uint64(len(r.table.counters))
	order := r.sorted()
	kept := order[:0]
	var last []uint64
	for _, i := range order {
		key := r.keys[i*words:][:words]
		sums := r.sums[i*counters:][:counters]
		if last != nil && slices.Equal(last, key) {
			to := r.sums[kept[len(kept)-1]*counters:]
			for j, s := range sums {
				to[j] += s
			}
		} else if !allZero(sums) {
			kept, last = append(kept, i), key
		}
	}
	r.order, r.held = kept, len(kept)
}

// shrink lets go of the rows that merge has added to others or left out.
func (r *rows) shrink() {
	words, counters := uint64(r.table.words), uint64(len(r.table.counters))
	keys, sums := r.spare.keys[:0], r.spare.sums[:0]
	for _, i := range r.order {
		keys = append(keys, r.keys[i*words:][:words]...)
		sums = append(sums, r.sums[i*counters:][:counters]...)
	}
	r.spare.keys, r.keys = r.keys, keys
	r.spare.sums, r.sums = r.sums, sums
}

// sorted returns the rows' places by ascending key. Where a key and a place fit
// in one word, they are sorted as one.
func (r *rows) sorted() []uint64 {
	const place = 20 // bits
	n, words := r.held, r.table.words
	r.order = slices.Grow(r.order[:0], n)[:n]
	if n >= 1<<place || r.table.width > 64-place {
		for i := range r.order {
			r.order[i] = uint64(i)
		}
		slices.SortFunc(r.order, func(a, b uint64) int {
			return compareKeys(r.keys[int(a)*words:][:words], r.keys[int(b)*words:][:words])
		})
		return r.order
	}
	for i, key := range r.keys { // one word each
		r.order[i] = key<<place | uint64(i)
	}
	if r.spare.order = slices.Grow(r.spare.order[:0], n)[:n]; n < radixPays {
		slices.Sort(r.order)
	} else {
		r.order, r.spare.order = radixSort(r.order, r.spare.order, place, r.table.width)
	}
	for i := range r.order {
		r.order[i] &= 1<<place - 1
	}
	return r.order
}

// radixPays is the length from which radixSort is faster than slices.Sort.
const radixPays = 48

// radixSort sorts by bits of its elements, from the one at shift on, eight at a
// time. Elements that agree in them keep their order. Both slices are used; the
// sorted one is returned first.
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

// maxDense bounds the bits of a key for which sums stand in an array.
const maxDense = 16

// isDense tells whether an array with a place for every possible key pays for a
// part of so many days and videos.
func (b *table) isDense(subjects int) bool {
	return b.width <= maxDense && 1<<b.width <= 8*subjects
}

// fillDense adds up a part's clusters in an array.
func (r *rows) fillDense(days []int, videos []*subject) {
	t, n := r.table, len(r.table.counters)
	if r.dense == nil {
		r.dense = make([]int64, n<<t.width)
	}
	clear(r.dense)
	r.order = r.order[:0]
	var key [1]uint64
	r.visit(days, videos, func(a *at) {
		sums := r.dense[int(t.appendKey(key[:0], a)[0])*n:]
		for i, k := range t.counters {
			sums[i] += counts[k](a)
		}
	})
	for k := range 1 << t.width {
		if sums := r.dense[k*n : k*n+n]; !allZero(sums) {
			r.keys = append(r.keys, uint64(k))
			r.sums = append(r.sums, sums...)
			r.order = append(r.order, uint64(r.held))
			r.held++
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
