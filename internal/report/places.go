package report

import (
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// places counts the reports that each API key has in progress. A place is free
// again when its report's time has come, without anybody saying so.
type places struct {
	mu   sync.Mutex
	keys *lru.Cache[string, *held]
}

// held is what one key has taken.
type held struct {
	serial uint64      // of its latest report
	until  []time.Time // when each report in progress will be ready
}

// maxKeys bounds the keys that are remembered; the one that asked longest ago is
// forgotten first.
const maxKeys = 1 << 16

func newPlaces() *places {
	keys, _ := lru.New[string, *held](maxKeys) // fails for sizes below 1 only
	return &places{keys: keys}
}

// take reserves a place for a report that will be ready at a time, and numbers
// it. It is false where a key has most places taken.
func (p *places) take(key string, now, until time.Time, most int) (serial uint64, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h, there := p.keys.Get(key)
	if !there {
		h = &held{}
		p.keys.Add(key, h)
	}
	h.until = slices.DeleteFunc(h.until, func(t time.Time) bool { return !t.After(now) })
	if len(h.until) >= most {
		return 0, false
	}
	if until.After(now) {
		h.until = append(h.until, until)
	}
	h.serial++
	return h.serial, true
}
