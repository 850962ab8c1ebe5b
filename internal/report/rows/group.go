package rows

import "slices"

// A grouping adds up the clusters of a part by key.
type grouping struct {
	batch  batch
	keysOf []uint64 // of a batch
	dense  []int64  // slots by key
	slots  []uint32 // a hash table: one more than the row of a key
	spare  struct {
		keys  []uint64
		sums  []int64
		order []uint64
	}
}

// group reads the rows of some days and videos, in the way that is cheapest for the keys that they can have.
func (r *rows) group(days []int, videos []*video) {
	r.order = r.order[:0]
	switch t := r.table; {
	case t.width == 0:
		r.addUp(days, videos)
	case t.isDense(len(days), videos):
		r.groupDense(days, videos)
	case t.packed && len(days)*len(videos) > manySubjects:
		r.groupHashed(days, videos)
	case t.packed:
		r.collect(days, videos)
		r.merge()
	default:
		r.collectWide(days, videos)
		r.merge()
	}
}

// visit calls add with each batch of some days and videos.
func (r *rows) visit(days []int, videos []*video, add func()) {
	t, b := r.table, &r.batch
	last := min(days[len(days)-1], t.scope.lastKnownDay())
	for _, b.video = range videos {
		for _, b.day = range days {
			if t.plays && (t.clusters || !b.readTotal()) {
				b.readPlays()
			}
			if t.plays && len(b.clusters) > 0 {
				add()
			}
			if t.events {
				if b.readEvents(t.gauges && b.day == last); len(b.clusters) > 0 {
					add()
				}
			}
		}
	}
}

const (
	// manySubjects is from how many days and videos on a hash table is faster than sorting all clusters.
	manySubjects = 64
	// maxDense is the most sums in an array with an element for each possible key.
	maxDense = 1 << 21
)

// isDense reports whether an array with an element for every possible key is faster for a part.
func (b *Table) isDense(days int, videos []*video) bool {
	if b.width > 20 || b.tally.slots<<b.width > maxDense {
		return false
	}
	clusters := 0
	for _, v := range videos {
		if clusters += days * v.detail; 1<<b.width <= 2*clusters {
			return true
		}
	}
	return false
}

// readKeys computes the keys of the batch.
func (r *rows) readKeys() []uint64 {
	n := len(r.batch.clusters)
	r.keysOf = slices.Grow(r.keysOf[:0], n)[:n]
	r.table.packedKeys(&r.batch, r.keysOf)
	return r.keysOf
}

// addUp makes one row of all clusters.
func (r *rows) addUp(days []int, videos []*video) {
	t := r.table.tally
	slots := slices.Grow(r.spare.sums[:0], t.slots+t.joint)[:t.slots+t.joint]
	r.spare.sums = slots
	clear(slots)
	r.visit(days, videos, func() { t.addUp(&r.batch, slots) })
	t.spread(slots)
	r.sums = slices.Grow(r.sums, len(t.sources))[:len(t.sources)]
	if t.counters(r.sums, slots); !allZero(r.sums) {
		r.order, r.count = append(r.order, 0), 1
		r.keys = append(r.keys, 0) // for a table whose rows are not packed
	}
}

// groupDense adds up the clusters in an array with room for each possible key.
func (r *rows) groupDense(days []int, videos []*video) {
	t := r.table.tally
	if r.dense == nil {
		r.dense = make([]int64, t.slots<<r.table.width)
	}
	clear(r.dense)
	r.visit(days, videos, func() {
		places := r.readKeys()
		if t.slots > 1 {
			for i := range places {
				places[i] *= uint64(t.slots)
			}
		}
		t.add(&r.batch, places, r.dense)
	})
	sums := make([]int64, len(t.sources))
	for key := range 1 << r.table.width {
		slots := r.dense[key*t.slots:][:t.slots]
		if allZero(slots) {
			continue
		}
		t.counters(sums, slots)
		if !allZero(sums) {
			r.addRow(uint64(key), sums)
		}
	}
}

// addRow adds a row with a key of one word.
func (r *rows) addRow(key uint64, sums []int64) {
	if r.table.packed {
		r.order = append(r.order, key<<r.table.rowBits|uint64(r.count))
	} else {
		r.order = append(r.order, uint64(r.count))
		r.keys = append(r.keys, key)
	}
	r.sums = append(r.sums, sums...)
	r.count++
}

// groupHashed finds the row of each cluster in a hash table.
func (r *rows) groupHashed(days []int, videos []*video) {
	t := r.table.tally
	empty := make([]int64, t.slots)
	clear(r.slots)
	r.visit(days, videos, func() {
		places := r.readKeys()
		for i, key := range places {
			if 2*r.count >= len(r.slots) {
				r.growSlots()
			}
			slot := r.slot(key)
			if *slot == 0 {
				r.addRow(key, empty)
				*slot = uint32(r.count)
			}
			places[i] = uint64(*slot-1) * uint64(t.slots)
		}
		t.add(&r.batch, places, r.sums)
	})
	r.countSlots()
	n := uint64(len(t.sources))
	r.order = slices.DeleteFunc(r.order, func(o uint64) bool { return allZero(r.sums[r.table.rowOf(o)*n:][:n]) })
	r.count = len(r.order)
	r.sort()
}

// countSlots replaces the slots of all rows by their counters.
func (r *rows) countSlots() {
	t := r.table.tally
	slots, n := r.sums, len(t.sources)
	r.sums = slices.Grow(r.spare.sums[:0], r.count*n)[:r.count*n]
	for row := range r.count {
		t.counters(r.sums[row*n:][:n], slots[row*t.slots:])
	}
	r.spare.sums = slots
}

// slot returns the slot of a key: that of its row, or the one for a new row.
func (r *rows) slot(key uint64) *uint32 {
	mask := uint64(len(r.slots) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> 20; ; i++ {
		s := &r.slots[i&mask]
		if *s == 0 || r.order[*s-1]>>r.table.rowBits == key {
			return s
		}
	}
}

// growSlots doubles the hash table.
func (r *rows) growSlots() {
	r.slots = make([]uint32, max(1<<12, 2*len(r.slots)))
	for i, o := range r.order {
		*r.slot(o >> r.table.rowBits) = uint32(i + 1)
	}
}

// collect makes a row of each cluster, for merge.
func (r *rows) collect(days []int, videos []*video) {
	r.visit(days, videos, func() {
		keys, n, start := r.readKeys(), len(r.table.counters), len(r.sums)
		r.sums = slices.Grow(r.sums, n*len(keys))[:start+n*len(keys)]
		for j, k := range r.table.counters {
			for i, c := range r.batch.column(k) {
				r.sums[start+i*n+j] = c
			}
		}
		for i, key := range keys {
			r.order = append(r.order, key<<r.table.rowBits|uint64(r.count+i))
		}
		r.count += len(keys)
	})
}

// mergeThreshold is how many rows with wide keys are collected before those with the same key are merged.
const mergeThreshold = 1 << 12

// collectWide is collect for keys that do not fit in a word with the index of a row. It merges rows meanwhile.
func (r *rows) collectWide(days []int, videos []*video) {
	t, limit := r.table, mergeThreshold
	r.visit(days, videos, func() {
		if r.count >= limit {
			r.merge()
			r.shrink()
			limit = max(limit, 2*r.count)
		}
		for i := range r.batch.clusters {
			a := r.batch.at(i)
			r.order = append(r.order, uint64(r.count))
			r.keys = t.appendKey(r.keys, a)
			for _, k := range t.counters {
				r.sums = append(r.sums, counts[k](a))
			}
			r.count++
		}
	})
}

// merge sorts the rows, adds up those with the same key, and drops those that count nothing. It moves no row: order has
// the remaining ones.
func (r *rows) merge() {
	r.sort()
	n := uint64(len(r.table.counters))
	kept := r.order[:0]
	for _, o := range r.order {
		sums := r.sums[r.table.rowOf(o)*n:][:n]
		if len(kept) > 0 && r.sameKey(kept[len(kept)-1], o) {
			to := r.sums[r.table.rowOf(kept[len(kept)-1])*n:]
			for j, s := range sums {
				to[j] += s
			}
		} else if !allZero(sums) {
			kept = append(kept, o)
		}
	}
	r.order, r.count = kept, len(kept)
}

func (b *Table) rowOf(o uint64) uint64 {
	if b.packed {
		return o & (1<<b.rowBits - 1)
	}
	return o
}

func (r *rows) sameKey(a, b uint64) bool {
	if r.table.packed {
		return a>>r.table.rowBits == b>>r.table.rowBits
	}
	return compareKeys(r.wideKey(a), r.wideKey(b)) == 0
}

func (r *rows) wideKey(o uint64) []uint64 {
	return r.keys[int(o)*r.table.words:][:r.table.words]
}

// shrink removes the rows that merge added to others or dropped.
func (r *rows) shrink() {
	t, n := r.table, uint64(len(r.table.counters))
	keys, sums := r.spare.keys[:0], r.spare.sums[:0]
	for i, o := range r.order {
		if !t.packed {
			keys = append(keys, r.wideKey(o)...)
		}
		row := t.rowOf(o)
		sums = append(sums, r.sums[row*n:][:n]...)
		r.order[i] = o - row + uint64(i)
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
		r.order, r.spare.order = radixSort(r.order, r.spare.order, int(r.table.rowBits), r.table.width)
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

func allZero(sums []int64) bool {
	for _, s := range sums {
		if s != 0 {
			return false
		}
	}
	return true
}
