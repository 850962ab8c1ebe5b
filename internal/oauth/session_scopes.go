package oauth

import (
	"maps"
	"sync"
)

// sessionScopes holds the session that each key has with each user, for Config.StickyScopes: asking for more scopes does
// not add any, until a logout (docs/spec/oauth.md#no-scope-upgrade).
type sessionScopes struct {
	mu       sync.Mutex
	sessions map[[2]string]session // by key and login
}

// maxSessionScopes bounds the sessions. Those that have ended make room for others.
const maxSessionScopes = 1 << 14

// stickySession returns the session of the key and user of fresh, or fresh itself if that has ended.
func (i *Issuer) stickySession(fresh session) (session, *Refusal) {
	h := &i.sessionScopes
	h.mu.Lock()
	defer h.mu.Unlock()
	id := [2]string{fresh.key, fresh.login}
	held, ok := h.sessions[id]
	if ok && !i.isRevoked(held) {
		held.opaque = fresh.opaque
		return held, nil
	}
	if !ok && len(h.sessions) >= maxSessionScopes {
		maps.DeleteFunc(h.sessions, func(_ [2]string, s session) bool { return i.isRevoked(s) })
		if len(h.sessions) >= maxSessionScopes {
			return fresh, unavailable()
		}
	}
	fresh = i.withID(fresh)
	h.sessions[id] = fresh
	return fresh, nil
}
