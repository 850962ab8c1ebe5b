package traffic

import (
	"fmt"
	"slices"
	"strings"
)

// entrySize is about the size of an Entry without its texts, in bytes.
const entrySize = 600

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

// size returns about how much memory an entry needs, in bytes.
func (e *Entry) size() int {
	n := entrySize + len(e.Method) + len(e.Host) + len(e.Path) + len(e.Query) + len(e.Operation) + len(e.Key) +
		len(e.Grant) + len(e.Fault) + len(e.Message) + len(e.RequestBody) + len(e.ResponseBody)
	for _, texts := range [][]string{e.Fields, e.Notices, e.RequestHeaders, e.ResponseHeaders} {
		n += 16 * cap(texts)
		for _, s := range texts {
			n += len(s)
		}
	}
	if e.Reason != nil {
		n += 100 + len(e.Reason.Closest)
	}
	return n
}

// String returns the entry on one line.
func (e Entry) String() string {
	words := []string{e.Time.Format("2006-01-02T15:04:05Z07:00"), e.Method, e.Host + e.Path}
	if e.Query != "" {
		words[2] += "?" + e.Query
	}
	words = append(words, fmt.Sprint(e.Status))
	for _, one := range [][2]string{
		{"", e.Surface}, {"", e.Operation}, {"key=", e.Key}, {"grant=", e.Grant}, {"fault=", e.Fault},
		{"", e.Message},
	} {
		if one[1] != "" && !slices.Contains(words, one[1]) {
			words = append(words, one[0]+one[1])
		}
	}
	for _, n := range e.Notices {
		words = append(words, "notice: "+n)
	}
	if e.Reason != nil {
		words = append(words, e.Reason.String())
	}
	return strings.Map(printable, strings.Join(words, " "))
}

// printable removes control characters: a terminal would obey them.
func printable(c rune) rune {
	if c < ' ' || c >= 0x7f && c < 0xa0 {
		return -1
	}
	return c
}

// String returns the reason in brackets.
func (r Reason) String() string {
	var words []string
	for _, one := range [][2]string{{"closest: ", r.Closest}, {"", r.Change}, {"see ", r.Document}} {
		if one[1] != "" {
			words = append(words, one[0]+one[1])
		}
	}
	return "[" + strings.Join(words, "; ") + "]"
}
