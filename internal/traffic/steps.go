package traffic

import (
	"context"
	"hash/maphash"
	"math/bits"
	"net/http"
	"strings"
)

// Steps are what a request did, in a user's terms; a set of the ones below.
type Steps uint32

// The steps, each with what the subject of its Note is.
const (
	TokenTaken Steps = 1 << iota // an access token was given; no subject
	Asked                        // a report was asked for; its token
	Polled                       // a report's status was read; its token
	Ended                        // it was seen to have ended, well or not; its token
	Offered                      // a file was seen to be there; the link's path
	Fetched                      // a file was downloaded; the link's path
	FaultMet                     // a fault was answered instead; its name
)

var stepNames = []string{"token-taken", "asked", "polled", "ended", "offered", "fetched", "fault-met"}

// String joins the names with "+".
func (s Steps) String() string {
	var names []string
	for ; s != 0; s &= s - 1 {
		if i := bits.TrailingZeros32(uint32(s)); i < len(stepNames) {
			names = append(names, stepNames[i])
		}
	}
	return strings.Join(names, "+")
}

// MarshalText makes JSON hold the names.
func (s Steps) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Note tells the journal of a step that the request of ctx took. Without a
// journal it does nothing. A subject is told apart from others but not kept.
func Note(ctx context.Context, step Steps, subject string) {
	x := from(ctx)
	if x == nil {
		return
	}
	x.steps.Or(uint32(step))
	j := x.journal
	id := maphash.String(j.seed, subject)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ledger.step(step, id, subject, x.came)
}

// On names the surface that answers a route, has its requests meet the journal's
// faults, and lets the entry show the route's pattern, which a handler in between
// might hide by copying the request.
func On(surface string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if x := from(r.Context()); x != nil {
			x.surface, x.pattern = surface, r.Pattern
			if f := x.journal.faults.Load().next(surface); f != nil {
				f.meet(w, r, h)
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}

// After notes a step once h has answered with a status of 2xx. subject makes its
// subject of the request; nil means "".
func After(step Steps, subject func(*http.Request) string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r)
		x := from(r.Context())
		if x == nil || x.status != 0 && (x.status < 200 || x.status > 299) {
			return // 0 becomes 200
		}
		about := ""
		if subject != nil {
			about = subject(r)
		}
		Note(r.Context(), step, about)
	})
}
