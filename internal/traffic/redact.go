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

// route returns the path of a pattern, or "" for that of all paths.
func route(matched string) string {
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
