package oauth

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// snapshot is the state of an Issuer. Verified tokens are only cached.
type snapshot struct {
	Nonces   uint64            `json:"nonces"` // how many were made
	Revoked  map[string]int64  `json:"revoked"`
	Sessions []sessionSnapshot `json:"sessions"`
	Expiries []Expiry          `json:"expiries,omitempty"` // in the order in which the tokens were given
}

type sessionSnapshot struct {
	Key    string `json:"key"`
	Login  string `json:"login"`
	Scope  string `json:"scope"`
	Roles  string `json:"roles"`
	ID     string `json:"id"`
	Opaque bool   `json:"opaque"`
}

// Snapshot returns the ended sessions, the used codes and refresh tokens, and the sessions that keep their scopes.
func (i *Issuer) Snapshot() ([]byte, error) {
	s := snapshot{Nonces: i.count.Load(), Sessions: []sessionSnapshot{}, Expiries: i.expiries.list()}
	i.config.Revocations.mu.RLock()
	s.Revoked = maps.Clone(i.config.Revocations.until)
	i.config.Revocations.mu.RUnlock()
	i.sessionScopes.mu.Lock()
	for _, held := range i.sessionScopes.sessions {
		s.Sessions = append(s.Sessions, sessionSnapshot{held.key, held.login, held.scope, held.roles, held.id, held.opaque})
	}
	i.sessionScopes.mu.Unlock()
	slices.SortFunc(s.Sessions, func(a, b sessionSnapshot) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Login, b.Login))
	})
	return json.Marshal(s)
}

// Restore replaces the state of the issuer, or returns an error and changes nothing.
func (i *Issuer) Restore(data []byte) error {
	var s snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("oauth: %w", err)
	}
	if len(s.Revoked) > maxRevocations || len(s.Sessions) > maxSessionScopes ||
		len(s.Expiries) > maxExpiries {
		return fmt.Errorf("oauth: %d revoked ids, %d sessions and %d expiries, at most %d, %d and %d can be held",
			len(s.Revoked), len(s.Sessions), len(s.Expiries), maxRevocations, maxSessionScopes, maxExpiries)
	}
	if s.Revoked == nil {
		s.Revoked = map[string]int64{}
	}
	sessions := map[[2]string]session{}
	for _, held := range s.Sessions {
		sessions[[2]string{held.Key, held.Login}] = session{
			key: held.Key, login: held.Login, scope: held.Scope, roles: held.Roles, id: held.ID, opaque: held.Opaque,
		}
	}
	i.count.Store(s.Nonces)
	i.expiries.restore(s.Expiries)
	i.config.Revocations.mu.Lock()
	i.config.Revocations.until = s.Revoked
	i.config.Revocations.mu.Unlock()
	i.sessionScopes.mu.Lock()
	i.sessionScopes.sessions = sessions
	i.sessionScopes.mu.Unlock()
	return nil
}

// Expiries returns when the last 1,000 access tokens that were given expire, the earliest first, without those that
// have expired. Tokens of one key and user that expire at the same time are one.
func (i *Issuer) Expiries() []Expiry {
	now := i.config.Now()
	all := slices.DeleteFunc(i.expiries.list(), func(e Expiry) bool { return !e.At.After(now) })
	slices.SortStableFunc(all, func(a, b Expiry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Login, b.Login))
	})
	return slices.CompactFunc(all, func(a, b Expiry) bool {
		return a.At.Equal(b.At) && a.Key == b.Key && a.Login == b.Login
	})
}
