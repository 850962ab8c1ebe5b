package report

import (
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// slots limits the reports that each API key has in progress. A slot is free again when its report has ended.
type slots struct {
	mu     sync.Mutex
	keys   map[string]*keySlots
	serial uint64 // at least those of the keys that were dropped
}

// keySlots holds the slots of one API key.
type keySlots struct {
	serial  uint64 // of its latest report
	running []*job // those in progress when last checked
}

// maxKeys bounds the keys, to some 10 MB. Keys without a report in progress make room for others.
const maxKeys = 1 << 16

func newSlots() *slots { return &slots{keys: map[string]*keySlots{}} }

// take gives a free slot of a key to the report that start starts, with a serial number that no other report of the key
// has. It returns an error wrapping ErrConcurrent if no slot is free.
func (s *slots) take(key string, now time.Time, limit int, start func(serial uint64) (*job, error)) (*job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.keys[key]
	if !ok {
		if !s.makeRoom(now) {
			return nil, edition.Refuse(ErrConcurrent, "%d API keys have reports in progress, which is the limit of the server; "+
				"wait until one has finished", maxKeys)
		}
		k = &keySlots{serial: s.serial}
		s.keys[key] = k
	}
	k.release(now)
	if len(k.running) >= limit {
		return nil, edition.Refuse(ErrConcurrent, "%d reports of this API key are in progress, at most %d are allowed at "+
			"once; wait until one has finished", len(k.running), limit)
	}
	k.serial++
	j, err := start(k.serial)
	if err != nil {
		return nil, err
	}
	k.running = append(k.running, j)
	return j, nil
}

// release frees the slots of reports that have ended.
func (k *keySlots) release(now time.Time) {
	k.running = slices.DeleteFunc(k.running, func(j *job) bool { return j.status(now) != InProgress })
}

// makeRoom reports whether another key can be held. It drops keys without a report in progress if there are too many.
func (s *slots) makeRoom(now time.Time) bool {
	if len(s.keys) < maxKeys {
		return true
	}
	for key, k := range s.keys {
		if k.release(now); len(k.running) == 0 {
			s.serial = max(s.serial, k.serial)
			delete(s.keys, key)
		}
	}
	return len(s.keys) < maxKeys
}
