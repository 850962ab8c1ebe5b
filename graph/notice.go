package graph

import (
	"net/http"
	"slices"
	"sync"
)

// noticeHeader tells the client what no source says of its request, one header
// for each notice. The vendor has no such header.
const noticeHeader = "X-Mock-Notice"

// maxNotices bounds the notices of one answer, of all its reports together.
const maxNotices = 16

// notices collects those of the reports that one request asks for. The nil
// *notices takes none.
type notices struct {
	mu    sync.Mutex
	lines []string
}

// add takes lines that are not there already.
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
