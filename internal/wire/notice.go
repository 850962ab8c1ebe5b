package wire

import (
	"net/http"
	"slices"
	"sync"
)

// NoticeHeader is the header of one notice: something about a request that the client may want to change. The vendors
// have no such header.
const NoticeHeader = "X-Mock-Notice"

// maxNotices is the limit of notices of one response.
const maxNotices = 16

// Notices collects the notices of one request. It is safe for concurrent use. A nil *Notices ignores them.
type Notices struct {
	mu    sync.Mutex
	lines []string
}

// Add adds lines that are not there yet. A line is ASCII or UTF-8 without line breaks.
func (n *Notices) Add(lines ...string) {
	if n == nil || len(lines) == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, line := range lines {
		if len(n.lines) < maxNotices && !slices.Contains(n.lines, line) {
			n.lines = append(n.lines, line)
		}
	}
}

// WriteTo adds a header for each notice.
func (n *Notices) WriteTo(h http.Header) {
	if n == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.lines) > 0 {
		h[NoticeHeader] = append(h[NoticeHeader], n.lines...)
	}
}
