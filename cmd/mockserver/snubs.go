package main

import (
	"maps"
	"sync"
)

// snubs count the hosts that a client was kept from, and those whose
// certificate it did not take.
type snubs struct {
	mu                sync.Mutex
	refused, distrust map[string]int
}

// maxSnubs bounds the names; a client that tries more is known well enough.
const maxSnubs = 100

func newSnubs() *snubs {
	return &snubs{refused: map[string]int{}, distrust: map[string]int{}}
}

func (s *snubs) refuse(host string)            { s.count(s.refused, host) }
func (s *snubs) mistrust(host string, _ error) { s.count(s.distrust, host) }

func (s *snubs) count(in map[string]int, host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := in[host]; !known && len(in) >= maxSnubs {
		host = "others"
	}
	in[host]++
}

func (s *snubs) seen() (refused, distrust map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.refused), maps.Clone(s.distrust)
}
