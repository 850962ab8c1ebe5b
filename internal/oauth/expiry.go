package oauth

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

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
