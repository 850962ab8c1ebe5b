package session

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

func (b *blockedHosts) refuse(host string)            { b.count(b.refused, host) }
func (b *blockedHosts) mistrust(host string, _ error) { b.count(b.distrust, host) }

func (b *blockedHosts) count(in map[string]int, host string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := in[host]; !known && len(in) >= maxBlockedHosts {
		host = "others"
	}
	in[host]++
}

func (b *blockedHosts) seen() (refused, distrust map[string]int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.refused), maps.Clone(b.distrust)
}
