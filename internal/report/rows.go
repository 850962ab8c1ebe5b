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
	// counters, and order which rows there are, first to last; see placeBits.
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
	one   [1]uint64
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

// walk is rowsFrom, for whoever takes any walk.
func (b *table) walk(part, row int) walk { return rowsFrom(b, part, row) }

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
	key, row := r.here()
	sums := r.sums[row*len(t.counters):]
	r.next++
	b = append(b, r.lead...)
	for i := range t.rest {
		c := &t.rest[i]
		if c.begins { // with a text that is the same in all rows, or is all of it
			b = append(b, r.same[c.place]...)
		}
		if !c.same {
			b = append(b, c.texts[uint(key[c.word]>>c.shift)&c.mask]...)
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

// last returns the counters of the row that was written last.
func (r *rows) last() []int64 {
	return r.sums[int(r.place(r.order[r.next-1]))*len(r.table.counters):]
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
			r.same[i] = r.table.dates[day]
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
	r.order = r.order[:0]
	r.visit(days, videos, func(a *at) {
		if !t.narrow && r.held >= limit {
			r.merge()
			r.shrink()
			limit = max(limit, 2*r.held)
		}
		if t.narrow {
			r.order = append(r.order, t.narrowKey(a)<<placeBits|uint64(r.held))
		} else {
			r.order = append(r.order, uint64(r.held))
			r.keys = t.appendKey(r.keys, a)
		}
		for _, k := range t.counters {
			r.sums = append(r.sums, counts[k](a))
		}
		r.held++
	})
	r.merge()
}

// Where all keys and the places of a part's rows fit in one word together, order
// has both, the key above the place, and keys stays empty.
const (
	placeBits = 16
	placeMask = 1<<placeBits - 1
)

// here is the key and the place of the row to be written next.
func (r *rows) here() (key []uint64, row int) {
	o := r.order[r.next]
	if r.table.narrow {
		r.one[0] = o >> placeBits
		return r.one[:], int(o & placeMask)
	}
	return r.keys[int(o)*r.table.words:], int(o)
}

// merge sorts the rows, adds up those of equal keys, and leaves out those in
// which there is nothing to count. No row moves: order says which are left.
func (r *rows) merge() {
	r.sort()
	n := uint64(len(r.table.counters))
	kept := r.order[:0]
	for _, o := range r.order {
		sums := r.sums[r.place(o)*n:][:n]
		if len(kept) > 0 && r.sameKey(kept[len(kept)-1], o) {
			to := r.sums[r.place(kept[len(kept)-1])*n:]
			for j, s := range sums {
				to[j] += s
			}
		} else if !allZero(sums) {
			kept = append(kept, o)
		}
	}
	r.order, r.held = kept, len(kept)
}

func (r *rows) place(o uint64) uint64 {
	if r.table.narrow {
		return o & placeMask
	}
	return o
}

func (r *rows) sameKey(a, b uint64) bool {
	if r.table.narrow {
		return a>>placeBits == b>>placeBits
	}
	return compareKeys(r.wideKey(a), r.wideKey(b)) == 0
}

func (r *rows) wideKey(o uint64) []uint64 {
	return r.keys[int(o)*r.table.words:][:r.table.words]
}

// shrink lets go of the rows that merge has added to others or left out.
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

// sort puts order in the order of keys.
func (r *rows) sort() {
	switch {
	case !r.table.narrow:
		slices.SortFunc(r.order, func(a, b uint64) int { return compareKeys(r.wideKey(a), r.wideKey(b)) })
	case len(r.order) < radixPays:
		slices.Sort(r.order)
	default:
		r.spare.order = slices.Grow(r.spare.order[:0], len(r.order))[:len(r.order)]
		r.order, r.spare.order = radixSort(r.order, r.spare.order, placeBits, r.table.width)
	}
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
	r.visit(days, videos, func(a *at) {
		sums := r.dense[int(t.narrowKey(a))*n:]
		for i, k := range t.counters {
			sums[i] += counts[k](a)
		}
	})
	for k := range 1 << t.width {
		if sums := r.dense[k*n : k*n+n]; !allZero(sums) {
			if t.narrow {
				r.order = append(r.order, uint64(k)<<placeBits|uint64(r.held))
			} else {
				r.order = append(r.order, uint64(r.held))
				r.keys = append(r.keys, uint64(k))
			}
			r.sums = append(r.sums, sums...)
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
