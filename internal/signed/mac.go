package signed

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"sync"
)

// A Signer holds a key for MACs. It is safe for concurrent use.
type Signer struct {
	key   []byte
	keyed sync.Map // from form and purpose, a [2]string, to *macs
}

// New returns a Signer for a key, ideally of 32 bytes.
func New(key []byte) *Signer { return &Signer{key: key} }

// FromSeed derives a Signer from a seed. Signers of the same seed open each other's tokens.
func FromSeed(seed uint64) *Signer {
	sum := sha256.Sum256(fmt.Appendf(nil, "dailymock signing key %d", seed))
	return New(sum[:])
}

type mac = [sha256.Size]byte

// macs makes MACs for one form of token and one purpose. It reuses hashes that have the key mixed in: that is half of
// the work for a short text.
type macs struct{ hashes sync.Pool }

// macs derives the key of a form and purpose from the Signer's own.
func (s *Signer) macs(form, purpose string) *macs {
	id := [2]string{form, purpose}
	if m, ok := s.keyed.Load(id); ok {
		return m.(*macs)
	}
	h := hmac.New(sha256.New, s.key)
	fmt.Fprintf(h, "%d:%s:%s", len(form), form, purpose)
	key := h.Sum(nil)
	m, _ := s.keyed.LoadOrStore(id, &macs{sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}})
	return m.(*macs)
}

func (m *macs) sum(text []byte) (sum mac) {
	h := m.hashes.Get().(hash.Hash)
	defer m.hashes.Put(h)
	h.Reset()
	h.Write(text)
	h.Sum(sum[:0])
	return sum
}
