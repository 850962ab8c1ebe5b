package traffic

import (
	"strings"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// maxText bounds each text in an entry, in bytes.
const maxText = 512

// short cuts a long text.
func short(s string) string { return wire.Clip(s, maxText, "…") }

// pattern returns the path of an entry: the route's pattern, or the path without what might be a secret.
func pattern(matched, named, path string) string {
	if named != "" {
		matched = named
	}
	if _, after, ok := strings.Cut(matched, " "); ok {
		matched = after
	}
	if matched != "" && matched != "/" {
		return matched
	}
	return short(redact.Path(path))
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
