package traffic

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/dailymock/dailymock/internal/wire"
)

// A Fault makes requests of one surface fail on purpose: with Every 3, the third, the sixth and so on. The response
// names it in the header X-Mock-Fault, and the journal counts it.
type Fault struct {
	Name  string // one of FaultNames
	Every int    // 1 means each request
}

// An effect is what a fault does to a request of its surface.
type effect struct {
	surface string
	about   string
	respond func(w http.ResponseWriter, r *http.Request, h http.Handler)
}

// The HTML pages where JSON is expected are OBSERVED (docs/spec/oauth.md#public-token-errors); the rest is ASSUMED
// (docs/spec/oauth.md#public-token-errors and docs/spec/reporting.md#error-cases).
var effects = map[string]effect{
	"token-500": {"oauth", "the token endpoint responds with status 500 and a page of HTML",
		page(http.StatusInternalServerError)},
	"token-429": {"oauth", "the token endpoint responds with status 429 and Retry-After",
		tooMany(func(w http.ResponseWriter, status int) {
			wire.OAuthError(w, status, rateLimit, tooManyText)
		})},

	"graphql-502": {"reporting", "GraphQL responds with status 502 and a page of HTML", page(http.StatusBadGateway)},
	"graphql-429": {"reporting", "GraphQL responds with status 429 and Retry-After",
		tooMany(func(w http.ResponseWriter, status int) {
			wire.GraphQLError(w, status, tooManyText)
		})},

	"file-503": {"files", "a report file responds with status 503 as an object store does", unavailable},
	"file-cut": {"files", "a report file breaks off after 64 bytes", cut},

	"rest-500": {"rest", "REST responds with status 500 and a page of HTML", page(http.StatusInternalServerError)},
	"rest-429": {"rest", "REST responds with status 429 and Retry-After", tooMany(func(w http.ResponseWriter, status int) {
		wire.RESTError(w, status, rateLimit, tooManyText, nil)
	})},

	"dyntube-500": {"dyntube", "DynTube responds with status 500 and a page of HTML",
		page(http.StatusInternalServerError)},

	"importer-duplicate":     {Importer, "the importer delivers a callback twice", nil},
	"importer-out-of-order":  {Importer, "the importer delivers a callback 30 seconds later than its time", nil},
	"importer-batch":         {Importer, "the importer delivers a callback together with earlier ones", nil},
	"importer-failed-item":   {Importer, "the importer says in a callback that the import failed", nil},
	"importer-unknown-event": {Importer, "the importer delivers a callback of an unknown type", nil},
	"importer-late-crawl":    {Crawls, "the importer leaves out a crawl of its period", nil},
}

// The surfaces whose faults do not apply to requests: see Journal.Fault.
const (
	Importer = "importer" // its callbacks
	Crawls   = "crawls"   // of the importer, by the clock
)

const (
	rateLimit   = "rate_limit_exceeded"
	tooManyText = "Too many requests."
)

// FaultNames returns the names of all faults, sorted.
func FaultNames() []string { return slices.Sorted(maps.Keys(effects)) }

// AboutFault returns what a fault does, or "" for an unknown name.
func AboutFault(name string) string { return effects[name].about }

// ParseFault parses "token-500", for each request, or "token-500=3", for each third.
func ParseFault(text string) (Fault, error) {
	name, number, counted := strings.Cut(text, "=")
	f := Fault{Name: name, Every: 1}
	if _, ok := effects[name]; !ok {
		return f, fmt.Errorf("unknown fault %q; known faults: %s", name, strings.Join(FaultNames(), ", "))
	}
	if counted {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > 1_000_000 {
			return f, fmt.Errorf("fault %s: invalid number %q; use a number from 1 to 1000000, as in %s=3", name, number, name)
		}
		f.Every = n
	}
	return f, nil
}

// ParseFaults parses a list of texts, all of them or none.
func ParseFaults(texts []string) ([]Fault, error) {
	all := make([]Fault, len(texts))
	for i, text := range texts {
		var err error
		if all[i], err = ParseFault(text); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// String returns the text that ParseFault parses.
func (f Fault) String() string {
	if f.Every == 1 {
		return f.Name
	}
	return f.Name + "=" + strconv.Itoa(f.Every)
}

// faults are those that are set together.
type faults struct {
	all []*armed
	by  map[string][]*armed // surface
}

// armed is a fault that is set.
type armed struct {
	Fault
	effect
	requests atomic.Int64 // of the surface, so far
}

func arm(all []Fault) *faults {
	f := &faults{by: map[string][]*armed{}}
	for _, one := range all {
		f.add(one)
	}
	return f
}

func (f *faults) add(one Fault) *armed {
	a := &armed{Fault: one, effect: effects[one.Name]}
	f.all = append(f.all, a)
	f.by[a.surface] = append(f.by[a.surface], a)
	return a
}

// next returns the fault of a surface's next request, or nil.
func (f *faults) next(surface string) (met *armed) {
	for _, a := range f.by[surface] {
		if n := a.requests.Add(1); n%int64(a.Every) == 0 && met == nil {
			met = a
		}
	}
	return met
}

// meet responds instead of h.
func (a *armed) meet(w http.ResponseWriter, r *http.Request, h http.Handler) {
	Note(r.Context(), FaultMet, a.Name)
	w.Header().Set(FaultHeader, a.Name)
	a.respond(w, r, h)
}

func page(status int) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { wire.HTMLError(w, status) }
}

func tooMany(envelope func(http.ResponseWriter, int)) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Retry-After", "1")
		envelope(w, http.StatusTooManyRequests)
	}
}

func unavailable(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	wire.XMLError(w, http.StatusServiceUnavailable, "ServiceUnavailable", "Please try again.", "")
}

// cut closes the connection in the middle of the surface's response.
func cut(w http.ResponseWriter, r *http.Request, h http.Handler) {
	h.ServeHTTP(&cutting{ResponseWriter: w, left: 64}, r)
}

type cutting struct {
	http.ResponseWriter
	left int // bytes until the connection breaks
}

func (c *cutting) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	_, _ = c.ResponseWriter.Write(b[:c.left])
	if f, ok := c.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}

// FaultHeader is in a response that a fault changed; its value is the fault's name.
const FaultHeader = "X-Mock-Fault"
