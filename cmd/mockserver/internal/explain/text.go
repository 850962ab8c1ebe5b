package explain

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// verdictTexts relate a name to those it can or cannot be combined with.
var verdictTexts = map[edition.Compatibility]string{
	edition.Allowed: "combines with", edition.Denied: "not with", edition.Unknown: "not stated",
}

// namesOrCount returns the names, or their number if many are not allowed.
func namesOrCount(c cells, others string) string {
	if c.Verdict != edition.Allowed && len(c.Names) > 12 {
		return fmt.Sprintf("%d other %s", len(c.Names), others)
	}
	return strings.Join(c.Names, ", ")
}

// evidenceText formats evidence with its note.
func evidenceText(e edition.Evidence) string {
	if e.Note == "" {
		return e.String()
	}
	return e.String() + ": " + e.Note
}

// presenceText says where an edition lists a name.
func presenceText(p edition.Entry) string {
	switch {
	case p.Presence == edition.Listed:
		return "on its pages"
	case p.Presence == edition.InSchema && p.Partial:
		return "not on its pages, which were observed only in part; in its schema"
	case p.Presence == edition.InSchema:
		return "not on its pages; in its schema"
	case p.Partial:
		return "not on its pages, which were observed only in part, nor in its schema"
	default:
		return "neither on its pages nor in its schema"
	}
}

// strs converts names to plain strings.
func strs[T ~string](values []T) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}
