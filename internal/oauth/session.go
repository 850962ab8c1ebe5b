package oauth

import (
	"maps"
	"strings"
	"time"
)

// newSession starts a session. With Config.StickyScopes it returns the session that the key has with the user, if any.
func (i *Issuer) newSession(k Key, login, scope string, opaque bool) (session, *Refusal) {
	s := session{key: k.ID, login: login, scope: scope, roles: strings.Join(k.Roles, " "), opaque: opaque}
	if i.config.StickyScopes && login != "" {
		return i.stickySession(s)
	}
	return i.withID(s), nil
}

// withID gives a session an id that is not revoked. An id can be revoked already if the server was restarted with its
// clock set to the same instant.
func (i *Issuer) withID(s session) session {
	for {
		s.id = i.nonce()
		if !i.isRevoked(s) {
			return s
		}
	}
}

func (i *Issuer) isRevoked(s session) bool {
	return i.config.Revocations.any() && i.config.Revocations.has(s.digest())
}

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

// Logout ends the session of a grant: none of its tokens is valid any more (docs/spec/oauth.md#logout). It returns
// false if too many sessions have ended for one more to be held.
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
