package traffic

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/journal"
)

// maxFields bounds the field paths in an entry.
const maxFields = 64

// either returns a reason with what it lacks from another.
func either(r, other journal.Reason) journal.Reason {
	return journal.Reason{
		Closest: cmp.Or(r.Closest, short(other.Closest)), Change: cmp.Or(r.Change, other.Change),
		Document: cmp.Or(r.Document, other.Document),
	}
}

// entrySize is about the size of an Entry without its texts, in bytes.
const entrySize = 600

// sizeOf returns about how much memory an entry needs, in bytes.
func sizeOf(e *journal.Entry) int {
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

// detached returns a copy of text that shares no memory with the request, whose buffer may be much longer: last, if it
// is the same text.
func detached(text, last string) string {
	if text == last {
		return last
	}
	return strings.Clone(text)
}

// detach replaces the texts that may share memory with the request.
func detach(e, last *journal.Entry) {
	e.Method, e.Host = detached(e.Method, last.Method), detached(e.Host, last.Host)
	e.Path, e.Query = detached(e.Path, last.Path), detached(e.Query, last.Query)
	e.Operation, e.Key = detached(e.Operation, last.Operation), detached(e.Key, last.Key)
	e.Grant = detached(e.Grant, last.Grant)
	if slices.Equal(e.Fields, last.Fields) {
		e.Fields = last.Fields
		return
	}
	e.Fields = slices.Clone(e.Fields)
	for i, field := range e.Fields {
		e.Fields[i] = strings.Clone(field)
	}
}
