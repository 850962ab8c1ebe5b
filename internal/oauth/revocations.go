package oauth

import (
	"maps"
	"sync"
	"time"
)

// Revocations holds the ids of what must not be used again: ended sessions, and codes and refresh tokens that were used.
// An id is dropped when no token with it can be valid any more, never before.
type Revocations struct {
	mu    sync.RWMutex
	max   int
	until map[string]int64 // Unix seconds; never means that it does not expire
}

const (
	maxRevocations = 1 << 17 // some 20 MB
	never          = 0
)

// NewRevocations returns an empty Revocations.
func NewRevocations() *Revocations {
	return &Revocations{max: maxRevocations, until: map[string]int64{}}
}

// add holds an id until a time. added is false if it was held already; full means that it cannot be held.
func (r *Revocations) add(id string, until, now int64) (added, full bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.until[id]; ok {
		return false, false
	}
	if len(r.until) >= r.max {
		maps.DeleteFunc(r.until, func(_ string, until int64) bool { return until != never && until <= now })
	}
	if len(r.until) >= r.max {
		return false, true
	}
	r.until[id] = until
	return true, false
}

func (r *Revocations) has(id string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	_, ok := r.until[id]
	return ok
}

// use marks a code or token as used. used is true if it was used before.
func (i *Issuer) use(id string, until int64) (used bool, refused *Refusal) {
	added, full := i.config.Revocations.add(id, until, i.config.Now().Unix())
	if full {
		return false, unavailable()
	}
	return !added, nil
}

// after returns the time after a lifetime; zero means never.
func (i *Issuer) after(lifetime time.Duration) int64 {
	if lifetime == 0 {
		return never
	}
	return i.config.Now().Add(lifetime).Unix() + 1
}

// Logout ends the session of a grant: none of its tokens is valid any more (docs/spec/oauth.md#logout). It returns false
// if too many sessions have ended for one more to be held.
func (i *Issuer) Logout(g Grant) bool {
	until := g.Expires.Unix() + 1
	if g.Login != "" { // refresh tokens, and access tokens made with them, live longer
		if until = i.after(i.config.RefreshLifetime); until != never {
			until = max(until+int64(i.config.PublicLifetime/time.Second), g.Expires.Unix()+1)
		}
	}
	_, refused := i.use(g.session, until)
	return refused == nil
}
