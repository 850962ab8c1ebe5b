package report

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// policies holds the policy of every API key.
type policies struct {
	mu       sync.Mutex
	fallback Policy                     // of keys that have none of their own
	keys     *lru.Cache[string, Policy] // the latest that were set
}

// maxPolicies bounds the keys with a policy of their own; the one that asked
// longest ago is forgotten first.
const maxPolicies = 4096

func newPolicies(others Policy) *policies {
	keys, _ := lru.New[string, Policy](maxPolicies) // fails for sizes below 1 only
	others, _ = others.Check()                      // the caller has
	return &policies{fallback: others, keys: keys}
}

func (p *policies) of(key string) Policy {
	if own, ok := p.keys.Get(key); ok {
		return own
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fallback
}

// SetPolicy sets the policy of reports that an API key asks for from now on, or
// with an empty key that of all keys without one of their own. It answers
// ErrPolicy for what cannot be.
func (e *Engine) SetPolicy(key string, p Policy) error {
	p, err := p.Check()
	if err != nil {
		return err
	}
	if key != "" {
		e.policies.keys.Add(key, p)
		return nil
	}
	e.policies.mu.Lock()
	defer e.policies.mu.Unlock()
	e.policies.fallback = p
	return nil
}

// Policy is the policy that holds for an API key; for an empty one, that of all
// keys without one of their own.
func (e *Engine) Policy(key string) Policy { return e.policies.of(key) }
