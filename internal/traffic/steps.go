package traffic

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"net/http"

	"github.com/dailymock/dailymock/journal"
)

// Note records a step of the request of ctx. Without a journal it does nothing. It keeps only a hash of the subject.
func Note(ctx context.Context, step journal.Steps, subject string) {
	x := from(ctx)
	if x == nil {
		return
	}
	x.steps.Or(uint32(step))
	if step == journal.FaultMet {
		x.faults = append(x.faults, subject)
	}
	j := x.journal
	sum := sha256.Sum256([]byte(subject))
	id := binary.LittleEndian.Uint64(sum[:])
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sums.step(step, id, subject, x.came)
}

// On names the surface of a route, keeps the route's pattern for the entry, since a handler in between might hide it by
// copying the request, and calls Config.Intercept, or h without one.
func On(surface string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if x := name(r, surface); x != nil && x.journal.config.Intercept != nil {
			x.journal.config.Intercept(w, r, h)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// Named is On without Config.Intercept.
func Named(surface string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name(r, surface)
		h.ServeHTTP(w, r)
	})
}

// name enters the surface and the route of a request.
func name(r *http.Request, surface string) *exchange {
	x := from(r.Context())
	if x != nil {
		x.entry.Surface, x.entry.Route = surface, route(r.Pattern)
	}
	return x
}

// After notes a step when h has responded with a status of 2xx. subject returns its subject; nil means "".
func After(step journal.Steps, subject func(*http.Request) string, h http.Handler) http.Handler {
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
