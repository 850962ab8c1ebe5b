package fault

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"context"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
)

// Intercept applies the rules that the route of a request is enough to match, and serves it with h. It keeps the others
// for Met. It is for traffic.Config.
func (s *Set) Intercept(w http.ResponseWriter, r *http.Request, h http.Handler) {
	t := s.table.Load()
	if len(t.all) == 0 {
		h.ServeHTTP(w, r)
		return
	}
	e := traffic.Request(r.Context())
	rules := t.by[e.Surface]
	if rules == nil {
		h.ServeHTTP(w, r)
		return
	}
	now := rules.early
	if slices.Contains(s.config.Routes[e.Surface], e.Route) {
		e.Operation = e.Route
		if e.Surface != files {
			now = rules.all
		}
	}
	if len(now) < len(rules.all) {
		traffic.Attach(r.Context(), &waiting{s, rules.late})
	}
	if e.Surface == dyntube { // its key is a credential, so that the journal does not have it
		keyed := *e
		_, keyed.Key, _ = strings.Cut(r.Header.Get("Authorization"), " ")
		e = &keyed
	}
	if d := s.decide(now, e, r); d != nil {
		d.Serve(w, r, func(w http.ResponseWriter) { h.ServeHTTP(w, r) })
		return
	}
	h.ServeHTTP(w, r)
}

// waiting are the rules that Met decides about.
type waiting struct {
	set  *Set
	late []*armed
}

// Met returns what rules do to the request of ctx, now that operation and API key are known, or nil. A surface calls it
// once, before the request has any effect.
func Met(r *http.Request) *Decision {
	p, ok := traffic.Attached(r.Context()).(*waiting)
	if !ok {
		return nil
	}
	d := p.set.decide(p.late, traffic.Request(r.Context()), r)
	traffic.Attach(r.Context(), d)
	return d
}

// Importer returns what goes wrong with the next callback or crawl of the importer, one of the values of its effect, or
// "".
func (s *Set) Importer(operation string, now time.Time) string {
	l := s.table.Load().by[importer]
	if l == nil {
		return ""
	}
	e := journal.Entry{Time: now, Facts: journal.Facts{Surface: importer, Operation: operation}}
	met := ""
	for _, a := range l.all {
		if mishapsOf[a.Value] != operation || !a.match(&e) {
			continue
		}
		if _, ok := a.fires("", met != "", s.config.Seed); ok {
			met = a.Value
			if s.config.Count != nil {
				s.config.Count(a.name)
			}
		}
	}
	return met
}

// A Decision is what rules do to one request.
type Decision struct {
	surface string
	private bool // of a token request: for a private API key

	names   []string
	wait    time.Duration
	change  []func(w http.ResponseWriter, r *http.Request) changed
	respond func(w http.ResponseWriter, r *http.Request) // in place of the handler
	fields  []fieldError
	outcome string

	draw func(a *armed) float64
}

type decision = Decision

// A changed writer changes the body that passes through it.
type changed interface {
	http.ResponseWriter
	end() // of the body
}

// decide returns what rules do to a request, or nil.
func (s *Set) decide(rules []*armed, e *journal.Entry, r *http.Request) *Decision {
	var d *Decision
	for _, a := range rules {
		if !a.applies(e) {
			continue
		}
		n, ok := a.fires(e.Key, d != nil && d.respond != nil && a.responds, s.config.Seed)
		if !ok {
			continue
		}
		if d == nil {
			d = &Decision{surface: e.Surface, private: strings.Contains(r.URL.Path, "/v1/")}
		}
		d.draw = func(a *armed) float64 { return a.draw(s.config.Seed, e.Key, "waits", n) }
		d.names = append(d.names, a.name)
		applied[a.Effect](d, a)
	}
	return d
}

// applies reports whether a rule matches a request on which its effect can be seen.
func (a *armed) applies(e *journal.Entry) bool {
	if !a.match(e) {
		return false
	}
	switch a.Effect {
	case "csv", "drip", "truncate":
		return e.Method != http.MethodHead
	case "field-error":
		return slices.ContainsFunc(e.Fields, func(f string) bool {
			return f == a.Value || strings.HasPrefix(f, a.Value+".")
		})
	case "report":
		return slices.ContainsFunc(e.Fields, func(f string) bool {
			f, _, _ = strings.Cut(f, ".")
			return f == "askPartnerReportFile" || f == "analyticsReportCreate"
		})
	}
	return true
}

// Serve makes the response: what the rules respond, or what next does, changed as the rules say.
func (d *Decision) Serve(w http.ResponseWriter, r *http.Request, next func(w http.ResponseWriter)) {
	for _, name := range d.names {
		traffic.Note(r.Context(), journal.FaultMet, name)
	}
	h := w.Header()
	names := d.names
	if before := h.Get(traffic.FaultHeader); before != "" {
		names = append([]string{before}, names...)
	}
	h.Set(traffic.FaultHeader, strings.Join(names, ", "))
	if !pause(r.Context(), d.wait) {
		panic(http.ErrAbortHandler) // the client has left
	}
	var ends []changed
	for _, change := range slices.Backward(d.change) { // the first rule gets the body first
		c := change(w, r)
		ends, w = append(ends, c), c
	}
	if d.respond != nil {
		d.respond(w, r)
	} else {
		next(w)
	}
	for _, c := range slices.Backward(ends) {
		c.end()
	}
}

// A fieldError is a GraphQL error at a field.
type fieldError struct {
	path string
	vendorError
}

// FieldError returns a function that returns the message, type and reason of the error that a rule wants at a field
// path, or false. It returns nil if no rule wants one in the request of ctx.
func FieldError(ctx context.Context) func(path string) (message, kind, reason string, ok bool) {
	d, ok := traffic.Attached(ctx).(*Decision)
	if !ok || d == nil || d.fields == nil {
		return nil
	}
	return func(path string) (message, kind, reason string, ok bool) {
		for _, f := range d.fields {
			if f.path == path {
				return f.message, f.kind, f.reason, true
			}
		}
		return "", "", "", false
	}
}

// Outcome returns how the reports end that the request of ctx asks for, such as "FAILED"; "" means as they would.
func Outcome(ctx context.Context) string {
	if d, ok := traffic.Attached(ctx).(*Decision); ok && d != nil {
		return d.outcome
	}
	return ""
}
