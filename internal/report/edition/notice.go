package edition

import "strings"

// A Notice names something in an accepted request that no source documents.
type Notice struct {
	What string
	Evidence
}

// String returns the notice as text without line breaks, with the titles and addresses of its sources.
func (n Notice) String() string { return n.What + " (" + n.cited() + ")" }

// The bounds of Lines. The lines become response headers.
const (
	maxLines = 8
	maxLine  = 600 // bytes
)

// Lines returns notices as at most eight lines of at most 600 bytes.
func Lines(notices []Notice) []string {
	var lines []string
	for i, n := range notices {
		if i == maxLines-1 && len(notices) > maxLines {
			return append(lines, "and more; mockserver explain shows all of them")
		}
		line := n.String()
		if len(line) > maxLine {
			line = strings.ToValidUTF8(line[:maxLine-3], "") + "..."
		}
		lines = append(lines, line)
	}
	return lines
}
