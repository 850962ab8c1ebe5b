// Package rows computes the rows of a report: it groups what was watched by dimensions, adds up metrics and writes CSV.
package rows

import "sync"

// rows walks over the rows of a table in order. It holds the rows of one part at a time.
type rows struct {
	table *Table
	part  int // the next to be filled

	// The rows of the part: keys has the words of each row, sums its counters, and order the rows in order; see
	// Table.rowBits.
	keys  []uint64
	sums  []int64
	order []uint64
	count int // how many rows that is
	next  int // the place in order of the row to be written next

	prefixes []string // what each column's text begins with in all rows; all of it, for some
	rowStart []byte   // what all rows begin with
	keyWord  [1]uint64
	place    cursor // of setPrefixes

	grouping
}

func newRows(b *Table) *rows {
	r := &rows{table: b, prefixes: make([]string, len(b.columns))}
	r.batch.scope = b.scope
	return r
}

// rowsFrom starts at a row of a part.
func rowsFrom(b *Table, part, row int) *rows {
	r := newRows(b)
	if r.part = part; r.fill() {
		r.next = row
	}
	return r
}

const (
	// maxHeld is the most counters of the rows that a Table keeps.
	maxHeld = 1 << 22
	// maxHeldParts is the most parts of a table that keeps their rows: the months of half a year, or all days at once. The
	// rows of others are of one day or one video, and cost less to be read again.
	maxHeldParts = 8
	// maxSmall is the most counters of a table that keeps all its rows, and has up to maxSmallParts parts, such as one for
	// each day of a year. Its file has so few places to start reading at that a range would read most parts again.
	maxSmall      = 1 << 19
	maxSmallParts = 400
)

// holdParts returns functions that return the rows of each part, which are made once: they are too costly to be made
// again for each request. It returns nil for a table of many parts. A function returns nil if the rows are too many.
func (b *Table) holdParts() []func() *rows {
	small := b.parts() <= maxSmallParts && b.MaxRows() <= maxSmall/max(len(b.counters), 1)
	if b.parts() > maxHeldParts && !small {
		return nil
	}
	var held []func() *rows
	for part := range b.parts() {
		held = append(held, sync.OnceValue(func() *rows {
			r := newRows(b)
			r.makePart(part)
			if r.shrink(); len(r.sums) > maxHeld/b.parts() {
				return nil
			}
			r.grouping = grouping{}
			return r
		}))
	}
	return held
}

// position returns the part and the number of the next row, for rowsFrom.
func (r *rows) position() (part, row int) { return r.part - 1, r.next }

// append writes the next row to b; ok is false after the last.
func (r *rows) append(b []byte) (_ []byte, ok bool) {
	if !r.more() {
		return b, false
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

// more reports whether there is a next row. It reads the next part if necessary.
func (r *rows) more() bool {
	for r.next == r.count {
		if !r.fill() {
			return false
		}
	}
	return true
}

// last returns the counters of the row that was written last.
func (r *rows) last() []int64 {
	return r.sums[int(r.table.rowOf(r.order[r.next-1]))*len(r.table.counters):]
}

// fill reads the next part that has rows. It is false if there is none.
func (r *rows) fill() bool {
	for part := r.part; part < r.table.parts(); part++ {
		if r.goTo(part); r.count > 0 {
			return true
		}
	}
	r.count, r.next = 0, 0
	return false
}

// goTo goes to the first row of a part, which may have none.
func (r *rows) goTo(part int) {
	if r.part != part+1 {
		r.fillPart(part)
		r.part = part + 1 // whatever fillPart did, so that a walk comes to its end
	}
	r.next = 0
}

// fillPart reads a part. It leaves it to the caller to set r.part.
func (r *rows) fillPart(part int) {
	if r.table.held == nil {
		r.makePart(part)
		return
	}
	if held := r.table.held[part](); held != nil {
		*r = *held // shares what does not change
		return
	}
	*r = *newRows(r.table)
	r.makePart(part)
}

// makePart reads a part from the world.
func (r *rows) makePart(part int) {
	r.count, r.next = 0, 0
	r.keys, r.sums = r.keys[:0], r.sums[:0]
	if r.table.isEmpty(part) {
		return
	}
	days, videos := r.table.days(part)
	if !r.table.single || !r.readSingle(part, days[0], videos[0]) {
		r.group(days, videos)
	}
	if r.count > 0 {
		r.setPrefixes(days[0], videos[0])
	}
}

// size returns how many bytes the next rows of the part have, without writing them, and passes over them.
func (r *rows) size(end int) (size int64) {
	t := r.table
	same := len(r.rowStart) + len(t.metrics)
	for i := range t.cells {
		if c := &t.cells[i]; c.hasPrefix {
			same += len(r.prefixes[c.index])
		}
	}
	for ; r.next < end; r.next++ {
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
	a := &r.place
	a.scope, a.day, a.video, a.creditedTo = r.table.scope, day, video, video.owner
	r.rowStart = r.rowStart[:0]
	for i := range r.table.columns {
		switch c := &r.table.columns[i]; {
		case i < r.table.constants:
			r.rowStart = append(r.rowStart, c.texts[c.code(a)]...)
		case r.table.keyBits[i].constant:
			r.prefixes[i] = c.texts[c.code(a)]
		case c.daily:
			r.prefixes[i] = r.table.dates[day]
		}
	}
}

// current returns the key and the index of the row to be written next.
func (r *rows) current() (key []uint64, row int) {
	o := r.order[r.next]
	if r.table.packed {
		r.keyWord[0] = o >> r.table.rowBits
		return r.keyWord[:], int(o & (1<<r.table.rowBits - 1))
	}
	return r.keys[int(o)*r.table.words:], int(o)
}
