package traffic

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// maxText bounds each text in an entry, in bytes.
const maxText = 512

// short cuts a long text.
func short(s string) string { return wire.Clip(s, maxText, "…") }

// route returns the path of a pattern, or "" for that of all paths. named is that of the route itself.
func route(matched, named string) string {
	if named != "" {
		matched = named
	}
	if _, after, ok := strings.Cut(matched, " "); ok {
		matched = after
	}
	if matched == "/" {
		return ""
	}
	return matched
}

// query leaves the values of credentials out.
func query(raw string) string { return short(redact.Query(raw)) }

// detached returns a copy of text that shares no memory with the request, whose buffer may be much longer: last, if it
// is the same text.
func detached(text, last string) string {
	if text == last {
		return last
	}
	return strings.Clone(text)
}

// detach replaces the texts that may share memory with the request.
func (e *Entry) detach(last *Entry) {
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
