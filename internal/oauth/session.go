package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// A session is what a sign-in began: one key, perhaps one user, one set of
// scopes. All its tokens carry its id, and a logout ends them together
// (docs/spec/oauth.md#mock-behaviour).
type session struct {
	key, login string
	scope      string // names separated by blanks
	roles      string // of the key, separated by blanks
	id         string
	opaque     bool // its tokens are opaque, not a JWT's
}

// digest is what the Ledger knows the session by: short, and no other key or
// user can have the same.
func (s session) digest() string {
	sum := sha256.Sum256([]byte(s.key + "\x00" + s.login + "\x00" + s.id))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// A Revocations remembers what is over for good: sessions that were ended, codes
// and refresh tokens that were used. Whoever keeps it beyond a restart, or
// shares it among servers, keeps logouts. Marks are short texts. Methods are
// called concurrently.
type Revocations interface {
	Add(mark string) bool // remembers mark; false when it was spent already
	Has(mark string) bool
}

// maxRevocations bounds a Ledger in memory, to some 20 MB when full. Then the oldest
// marks are forgotten; a client would have to log out that often within the
// ten hours that a token lives to notice.
const maxRevocations = 1 << 17

// NewRevocations returns a Ledger in memory.
func NewRevocations() Revocations {
	marks, err := lru.New[string, struct{}](maxRevocations)
	if err != nil {
		panic(err) // only for a size below one
	}
	return revocations{marks}
}

type revocations struct{ marks *lru.Cache[string, struct{}] }

func (l revocations) Add(mark string) bool {
	known, _ := l.marks.ContainsOrAdd(mark, struct{}{})
	return !known
}

func (l revocations) Has(mark string) bool { return l.marks.Contains(mark) }

// newSession starts a session, or with Config.StickyScopes goes on with the one
// that the key has with the user.
func (i *Issuer) newSession(k Key, login, scope string, opaque bool) session {
	s := session{key: k.ID, login: login, scope: scope, roles: strings.Join(k.Roles, " "), opaque: opaque}
	if i.config.StickyScopes && login != "" {
		return i.sessionScopes.session(s, func(s session) session { return i.withID(s) }, i.isRevoked)
	}
	return i.withID(s)
}

// withID gives a session an id that is not over. Only a server that starts
// again with its clock pinned to the same instant meets one that is.
func (i *Issuer) withID(s session) session {
	for {
		s.id = i.nonce()
		if !i.isRevoked(s) {
			return s
		}
	}
}

func (i *Issuer) isRevoked(s session) bool { return i.config.Revocations.Has(s.digest()) }

// Logout ends the session of a grant: none of its tokens works from then on
// (docs/spec/oauth.md#logout).
func (i *Issuer) Logout(g Grant) { i.config.Revocations.Add(g.session) }
