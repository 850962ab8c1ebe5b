package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"sync"
)

// A Sealer holds the key that MACs are made with. It is safe for concurrent use.
type Sealer struct {
	key   []byte
	keyed sync.Map // from form and purpose, a [2]string, to *macs
}

// New returns a Sealer for a key, of 32 bytes at best.
func New(key []byte) *Sealer { return &Sealer{key: key} }

// FromSeed derives a Sealer from a world's seed: the same seed opens the same tokens.
func FromSeed(seed uint64) *Sealer {
	sum := sha256.Sum256(fmt.Appendf(nil, "dailymock signing key %d", seed))
	return New(sum[:])
}

type mac = [sha256.Size]byte

// macs makes MACs for one form of token and one purpose. Hashes that have
// taken in the key already are kept for reuse: that is half of the work for a
// short text.
type macs struct{ hashes sync.Pool }

// macs derives the key of a form and purpose from the Sealer's own.
func (s *Sealer) macs(form, purpose string) *macs {
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
