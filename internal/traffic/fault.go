package traffic

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

// A Fault is trouble that is met on purpose: every so many requests of one
// surface, the first of them at that number. Each answer says so in its header
// X-Mock-Fault, and the journal counts it.
type Fault struct {
	Name  string // one of FaultNames
	Every int    // 1 is each request
}

// trouble is what a fault does to a surface's request.
type trouble struct {
	surface string
	about   string
	answer  func(w http.ResponseWriter, r *http.Request, h http.Handler)
}

// Server trouble came as a page of HTML where JSON was expected (spec/oauth.md
// §8.1, OBSERVED); the rest is ASSUMED (§8.1, spec/reporting.md §10.2).
var troubles = map[string]trouble{
	"token-500": {"oauth", "the token endpoint answers 500 with a page of HTML", page(http.StatusInternalServerError)},
	"token-429": {"oauth", "the token endpoint answers 429 and Retry-After", later(`{"error":"rate_limit_exceeded","error_description":"Too many requests."}`)},

	"graphql-502": {"reporting", "GraphQL answers 502 with a page of HTML", page(http.StatusBadGateway)},
	"graphql-429": {"reporting", "GraphQL answers 429 and Retry-After",
		later(`{"data":null,"errors":[{"message":"Too many requests.","path":null,"locations":[],"type":"too_many_requests"}]}`)},

	"file-503": {"files", "a report file answers 503 as an object store does", unavailable},
	"file-cut": {"files", "a report file breaks off after 64 bytes", cut},

	"rest-500": {"rest", "REST answers 500 with a page of HTML", page(http.StatusInternalServerError)},
	"rest-429": {"rest", "REST answers 429 and Retry-After", later(`{"error":{"code":429,"message":"Too many requests.","type":"rate_limit_exceeded"}}`)},

	"dyntube-500": {"dyntube", "DynTube answers 500 with a page of HTML", page(http.StatusInternalServerError)},
}

// FaultNames are the faults that there are, in alphabetical order.
func FaultNames() []string { return slices.Sorted(maps.Keys(troubles)) }

// AboutFault says what a fault does; "" for none.
func AboutFault(name string) string { return troubles[name].about }

// ParseFault reads "token-500", which each request meets, or "token-500=3".
func ParseFault(text string) (Fault, error) {
	name, number, counted := strings.Cut(text, "=")
	f := Fault{Name: name, Every: 1}
	if _, ok := troubles[name]; !ok {
		return f, fmt.Errorf("fault %q is none of %s", name, strings.Join(FaultNames(), ", "))
	}
	if counted {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > 1_000_000 {
			return f, fmt.Errorf("fault %s: every %q requests cannot be; a number from 1 to 1000000 is needed, as in %s=3", name, number, name)
		}
		f.Every = n
	}
	return f, nil
}

// String is what ParseFault reads.
func (f Fault) String() string {
	if f.Every == 1 {
		return f.Name
	}
	return f.Name + "=" + strconv.Itoa(f.Every)
}

// faults are those that are set at one time.
type faults struct {
	all []Fault
	by  map[string][]*armed // surface
}

type armed struct {
	Fault
	trouble
	requests atomic.Int64 // of the surface, so far
}

func arm(all []Fault) *faults {
	f := &faults{slices.Clone(all), map[string][]*armed{}}
	for _, one := range all {
		t := troubles[one.Name]
		f.by[t.surface] = append(f.by[t.surface], &armed{Fault: one, trouble: t})
	}
	return f
}

// next is the fault that a surface's next request meets; nil for none.
func (f *faults) next(surface string) (met *armed) {
	for _, a := range f.by[surface] {
		if n := a.requests.Add(1); n%int64(a.Every) == 0 && met == nil {
			met = a
		}
	}
	return met
}

// meet answers in the place of h.
func (a *armed) meet(w http.ResponseWriter, r *http.Request, h http.Handler) {
	Note(r.Context(), FaultMet, a.Name)
	w.Header().Set("X-Mock-Fault", a.Name)
	a.answer(w, r, h)
}

func page(status int) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<html><head><title>%d %[2]s</title></head><body><h1>%[2]s</h1></body></html>\n", status, http.StatusText(status))
	}
}

func later(body string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, body)
	}
}

func unavailable(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", "application/xml; charset=UTF-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ServiceUnavailable</Code><Message>Please try again.</Message></Error>")
}

// cut lets the surface answer, and breaks the connection in the middle of it.
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
