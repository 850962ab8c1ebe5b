package report

import (
	"fmt"
	"sync"
)

// policies holds the policies of the API keys.
type policies struct {
	mu       sync.RWMutex
	fallback Policy // of keys without one of their own
	keys     map[string]Policy
}

// maxPolicies bounds the keys with a policy of their own.
const maxPolicies = 4096

func newPolicies(fallback Policy) *policies {
	fallback, _ = fallback.Check() // the caller has checked it
	return &policies{fallback: fallback, keys: map[string]Policy{}}
}

func (p *policies) of(key string) Policy {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if own, ok := p.keys[key]; ok {
		return own
	}
	return p.fallback
}

// SetPolicy sets the policy of the reports that an API key asks for from now on. An empty key stands for all keys
// without a policy of their own. The error wraps ErrPolicy if the policy is invalid.
func (e *Engine) SetPolicy(key string, p Policy) error {
	p, err := p.Check()
	if err != nil {
		return err
	}
	e.policies.mu.Lock()
	defer e.policies.mu.Unlock()
	if key == "" {
		e.policies.fallback = p
		return nil
	}
	if _, ok := e.policies.keys[key]; !ok && len(e.policies.keys) >= maxPolicies {
		return fmt.Errorf("%w: %d API keys have a policy of their own, which is the limit", ErrPolicy, maxPolicies)
	}
	e.policies.keys[key] = p
	return nil
}

// Policy returns the policy of an API key. An empty key stands for all keys without a policy of their own.
func (e *Engine) Policy(key string) Policy { return e.policies.of(key) }
