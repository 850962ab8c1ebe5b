package main

import (
	"maps"
	"sync"
)

// blockedHosts counts the hosts that the proxy refused, and those whose
// certificate the client did not trust.
type blockedHosts struct {
	mu                sync.Mutex
	refused, distrust map[string]int
}

// maxBlockedHosts bounds the names that are kept; further ones count as "others".
const maxBlockedHosts = 100

func newBlockedHosts() *blockedHosts {
	return &blockedHosts{refused: map[string]int{}, distrust: map[string]int{}}
}

func (s *blockedHosts) refuse(host string)            { s.count(s.refused, host) }
func (s *blockedHosts) mistrust(host string, _ error) { s.count(s.distrust, host) }

func (s *blockedHosts) count(in map[string]int, host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := in[host]; !known && len(in) >= maxBlockedHosts {
		host = "others"
	}
	in[host]++
}

func (s *blockedHosts) seen() (refused, distrust map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.refused), maps.Clone(s.distrust)
}
