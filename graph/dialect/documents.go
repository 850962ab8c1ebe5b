package dialect

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// How many documents are remembered, and how much memory they may take in all.
const (
	maxDocuments     = 1000
	maxDocumentBytes = 8 << 20
)

// documents remember what query texts compiled to, the last used ones first.
type documents struct {
	mu     *sync.Mutex
	byText *simplelru.LRU[string, *document]
	bytes  *int
}

func newDocuments() documents {
	bytes := new(int)
	byText, err := simplelru.NewLRU(maxDocuments, func(_ string, d *document) { *bytes -= d.size })
	if err != nil {
		panic(err) // the size is no size
	}
	return documents{mu: new(sync.Mutex), byText: byText, bytes: bytes}
}

func (d documents) get(text string) (*document, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.byText.Get(text)
}

func (d documents) add(doc *document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.byText.Contains(doc.text) {
		return // another request was faster
	}
	*d.bytes += doc.size
	d.byText.Add(doc.text, doc)
	for *d.bytes > maxDocumentBytes {
		d.byText.RemoveOldest()
	}
}
