package traffic

// A queue keeps the last entries within a number and a size.
type queue struct {
	entries []Entry
	first   int // index of the oldest one
	bytes   int
}

func (q *queue) all() []Entry { return q.entries[q.first:] }

// push adds an entry and drops the oldest ones beyond the limits, but not the entry itself.
func (q *queue) push(e *Entry, keep, keepBytes int) {
	if len(q.entries) == cap(q.entries) && 2*q.first >= len(q.entries) {
		n := copy(q.entries, q.all())
		clear(q.entries[n:])
		q.entries, q.first = q.entries[:n], 0
	}
	q.entries = append(q.entries, *e)
	q.bytes += e.size()
	for n := len(q.all()); n > 1 && (n > keep || q.bytes > keepBytes); n-- {
		q.bytes -= q.entries[q.first].size()
		q.entries[q.first] = Entry{}
		q.first++
	}
}

// remove drops the entries that match.
func (q *queue) remove(m *Matcher) {
	kept := queue{}
	for _, e := range q.all() {
		if !m.Match(&e) {
			kept.entries = append(kept.entries, e)
			kept.bytes += e.size()
		}
	}
	*q = kept
}
