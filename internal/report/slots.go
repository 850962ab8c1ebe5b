package report

import (
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// slots counts the reports that each API key has in progress. A place is free
// again when its report has ended, without anybody saying so.
type slots struct {
	mu   sync.Mutex
	keys *lru.Cache[string, *keySlots]
}

// keySlots is what one key has taken.
type keySlots struct {
	serial  uint64 // of its latest report
	running []*job // those that were in progress when last looked at
}

// maxKeys bounds the keys that are remembered; the one that asked longest ago is
// forgotten first.
const maxKeys = 1 << 16

func newSlots() *slots {
	keys, _ := lru.New[string, *keySlots](maxKeys) // fails for sizes below 1 only
	return &slots{keys: keys}
}

// take gives a place to the report that make makes, given a number that no other
// of the key's has. It is nil where all the key's places are taken, and where make
// makes none.
func (p *slots) take(key string, now time.Time, atOnce int, make func(serial uint64) *job) *job {
	p.mu.Lock()
	defer p.mu.Unlock()
	h, there := p.keys.Get(key)
	if !there {
		h = &keySlots{}
		p.keys.Add(key, h)
	}
	h.running = slices.DeleteFunc(h.running, func(r *job) bool { return r.status(now) != InProgress })
	if len(h.running) >= atOnce {
		return nil
	}
	h.serial++
	r := make(h.serial)
	if r == nil {
		return nil
	}
	h.running = append(h.running, r)
	return r
}
