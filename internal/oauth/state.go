package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// A session starts with a sign-in: one key, at most one user, and the granted scopes. All its tokens carry its id, and
// a logout ends them together (docs/spec/oauth.md#mock-behaviour).
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

// Revocations holds the ids of what must not be used again: ended sessions, and codes and refresh tokens that were
// used. An id is dropped when no token with it can be valid any more, never before.
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

// any reports whether any id is held. Most mocks hold none, and need no digest then.
func (r *Revocations) any() bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.until) > 0
}

// sessionScopes holds the session that each key has with each user, for Config.StickyScopes: asking for more scopes
// does not add any, until a logout (docs/spec/oauth.md#no-scope-upgrade).
type sessionScopes struct {
	mu       sync.Mutex
	sessions map[[2]string]session // by key and login
}

// maxSessionScopes bounds the sessions. Those that have ended make room for others.
const maxSessionScopes = 1 << 14

// verified caches grants by the text of their tokens, since checking a MAC takes longer than the rest of a request.
type verified struct{ grants *lru.Cache[string, *Grant] }

// These keep the cache below a few megabytes. Usual tokens have some 300 bytes.
const (
	maxVerified     = 4096
	maxVerifiedText = 1024 // bytes; a longer token is checked each time
)

func newVerified() verified {
	grants, err := lru.New[string, *Grant](maxVerified)
	if err != nil {
		panic(err) // only for a size below one
	}
	return verified{grants}
}

func (v verified) remember(text string, g *Grant) {
	if len(text) <= maxVerifiedText {
		// The text may be a part of a far longer query.
		v.grants.Add(strings.Clone(text), g)
	}
}

// An Expiry says when an access token that was given expires.
type Expiry struct {
	At    time.Time `json:"at"`
	Key   string    `json:"key"`             // the id of the API key
	Login string    `json:"login,omitempty"` // of the user; "" for a key alone
}

// maxExpiries bounds the tokens whose expiry is known: those that were given last.
const maxExpiries = 1000

// expiries holds when tokens expire. Tokens that are no longer in it are as valid as before.
type expiries struct {
	mu   sync.Mutex
	all  []Expiry // in the order in which the tokens were given, once maxExpiries is reached from next on
	next int
}

func (e *expiries) add(x Expiry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.all) < maxExpiries {
		e.all = append(e.all, x)
		return
	}
	e.all[e.next] = x
	e.next = (e.next + 1) % maxExpiries
}

// list returns them in the order in which the tokens were given.
func (e *expiries) list() []Expiry {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Concat(e.all[e.next:], e.all[:e.next])
}

func (e *expiries) restore(all []Expiry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all, e.next = all, 0
}
