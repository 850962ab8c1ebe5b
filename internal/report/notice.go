package report

import "strings"

// A Notice says of a request that passed what no source says of it.
type Notice struct {
	What string
	Evidence
}

// String is the notice as a line of text without line breaks.
func (n Notice) String() string { return n.What + " (" + n.Evidence.String() + ")" }

// The bounds of what Notices returns; they become headers.
const (
	maxNotices = 8
	maxNotice  = 400 // bytes
)

// Notices tell what no source says of the request, at most eight lines of at
// most 400 bytes. There are some only when the report is asked for.
func (f File) Notices() []string {
	var lines []string
	for i, n := range f.notices {
		if i == maxNotices-1 && len(f.notices) > maxNotices {
			lines = append(lines, "and more of the kind; mockserver explain tells all")
			break
		}
		line := n.String()
		if len(line) > maxNotice {
			line = strings.ToValidUTF8(line[:maxNotice-3], "") + "..."
		}
		lines = append(lines, line)
	}
	return lines
}
