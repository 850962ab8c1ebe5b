package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// A session starts with a sign-in: one key, at most one user, and the granted scopes. All its tokens carry its id, and a
// logout ends them together (docs/spec/oauth.md#mock-behaviour).
type session struct {
	key, login string
	scope      string // names separated by blanks
	roles      string // of the key, separated by blanks
	id         string
	opaque     bool // its tokens are opaque texts, not JWTs
}

// digest returns the id of the session in Revocations. No other key or user can have the same.
func (s session) digest() string {
	sum := sha256.Sum256([]byte(s.key + "\x00" + s.login + "\x00" + s.id))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

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

func (i *Issuer) isRevoked(s session) bool { return i.config.Revocations.has(s.digest()) }
