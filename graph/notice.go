package graph

import (
	"net/http"
	"slices"
	"sync"
)

// noticeHeader is the header of one notice: something in the request that no source
// documents. The vendor has no such header.
const noticeHeader = "X-Mock-Notice"

// maxNotices is the limit of notices of one response, for all its reports.
const maxNotices = 16

// notices collects the notices of the reports that one request asks for. A nil *notices
// ignores them.
type notices struct {
	mu    sync.Mutex
	lines []string
}

// add adds lines that are not there yet.
func (n *notices) add(lines []string) {
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

func (n *notices) writeTo(h http.Header) {
	if len(n.lines) > 0 {
		h[noticeHeader] = n.lines
	}
}
