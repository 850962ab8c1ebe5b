package traffic

import "github.com/dailymock/dailymock/journal"

// A queue keeps the last entries within a number and a size.
type queue struct {
	entries []journal.Entry
	first   int // index of the oldest one
	bytes   int
}

func (q *queue) all() []journal.Entry { return q.entries[q.first:] }

// push adds an entry and drops the oldest ones beyond the limits, but not the entry itself.
func (q *queue) push(e *journal.Entry, keep, keepBytes int) {
	if len(q.entries) == cap(q.entries) && 2*q.first >= len(q.entries) {
		n := copy(q.entries, q.all())
		clear(q.entries[n:])
		q.entries, q.first = q.entries[:n], 0
	}
	q.entries = append(q.entries, *e)
	q.bytes += sizeOf(e)
	for n := len(q.all()); n > 1 && (n > keep || q.bytes > keepBytes); n-- {
		q.bytes -= sizeOf(&q.entries[q.first])
		q.entries[q.first] = journal.Entry{}
		q.first++
	}
}

// remove drops the entries that match.
func (q *queue) remove(m *journal.Matcher) {
	kept := queue{}
	for _, e := range q.all() {
		if !m.Match(&e) {
			kept.entries = append(kept.entries, e)
			kept.bytes += sizeOf(&e)
		}
	}
	*q = kept
}
