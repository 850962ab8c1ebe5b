package oauth

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// sessionScopes remembers the session that each key has with each user, for
// Config.StickyScopes: asking for more scopes does not widen it, only a logout
// makes room for another (docs/spec/oauth.md#no-scope-upgrade). A restart forgets it.
type sessionScopes struct {
	mu       *sync.Mutex
	sessions *lru.Cache[[2]string, session]
}

const maxSessionScopes = 4096 // sessions; the one that was used least is forgotten first

func newSessionScopes() sessionScopes {
	sessions, err := lru.New[[2]string, session](maxSessionScopes)
	if err != nil {
		panic(err) // only for a size below one
	}
	return sessionScopes{new(sync.Mutex), sessions}
}

// session returns the session of fresh's key and user that has not ended, or
// fresh itself, identified.
func (s sessionScopes) session(fresh session, identified func(session) session, ended func(session) bool) session {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := [2]string{fresh.key, fresh.login}
	if old, ok := s.sessions.Get(id); ok && !ended(old) {
		old.opaque = fresh.opaque
		return old
	}
	fresh = identified(fresh)
	s.sessions.Add(id, fresh)
	return fresh
}
