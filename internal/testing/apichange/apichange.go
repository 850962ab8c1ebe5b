// Package apichange changes the responses of a mock as a vendor might change its API: a moved endpoint, a renamed
// member, another unit, a limit. The contract suite is measured by how many of the changes it names.
//
//	h := change.Handler(mock)
//	// run the suite against h
//	visible := change.Touched() // whether the run saw the change at all
package apichange

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"
)

// A Class says what a change does to clients.
type Class string

// The classes. A run names a breaking or dangerous change by failing, and an additive one by information.
const (
	Breaking  Class = "breaking"
	Dangerous Class = "dangerous"
	Additive  Class = "additive"
	Harmless  Class = "harmless"
)

// A Change changes an API.
type Change struct {
	Name  string // what changes, such as "the token endpoint of private keys responds 404"
	Kind  Kind
	Class Class

	before func(x *Exchange)      // changes the request; optional
	after  func(x *Exchange) bool // changes the response and reports whether it did; optional
	tls    TLS

	touched atomic.Int64
}

// TLS says how the server of a change is reached. The zero TLS is the usual way.
type TLS struct {
	Issuer string        // of the certificate
	Old    bool          // TLS 1.2
	Lasts  time.Duration // time until the certificate expires
}

// TLS returns how the server of the change is reached.
func (c *Change) TLS() TLS { return c.tls }

// A Kind groups changes by what a suite has to observe in order to see them.
type Kind string

// The kinds.
const (
	Tokens     Kind = "token endpoints"
	Gone       Kind = "surfaces that are gone"
	Lists      Kind = "lists and members"
	Reports    Kind = "reports that fail, stall or have no file"
	Figures    Kind = "relations of figures"
	Units      Kind = "units and value sets"
	Limits     Kind = "limits"
	Schema     Kind = "schema"
	Connection Kind = "connection"
)

// Kinds lists the kinds.
var Kinds = []Kind{Tokens, Gone, Lists, Reports, Figures, Units, Limits, Schema, Connection}

// Touched reports whether a response was changed since the change was made.
func (c *Change) Touched() bool { return c.touched.Load() > 0 || c.tls != (TLS{}) }

// Reset forgets the responses that were changed.
func (c *Change) Reset() { c.touched.Store(0) }

// An Exchange holds a request and the response to it.
type Exchange struct {
	R    *http.Request
	Sent []byte // the body of the request

	Status int
	Header http.Header
	Body   []byte

	edited bool      // the request was changed
	now    time.Time // of the mock, if it has a clock
}

// most limits the bodies of requests.
const most = 32 << 20

// Handler applies the change to a handler.
func (c *Change) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &Exchange{R: r}
		if clock, ok := next.(interface{ Now() time.Time }); ok {
			x.now = clock.Now()
		}
		x.Sent, _ = io.ReadAll(io.LimitReader(r.Body, most))
		if c.before != nil {
			c.before(x)
		}
		inner := r.Clone(r.Context())
		inner.Body, inner.ContentLength = io.NopCloser(bytes.NewReader(x.Sent)), int64(len(x.Sent))
		file := isFile(r)
		if file {
			inner.Method = http.MethodGet
			inner.Header.Del("Range")
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, inner)
		x.Status, x.Header, x.Body = rec.Code, rec.Header(), rec.Body.Bytes()
		edited := x.edited
		if c.after != nil {
			edited = c.after(x) || edited
		}
		if edited {
			c.touched.Add(1)
			x.Header.Del("Content-Length")
		}
		for name, values := range x.Header {
			w.Header()[name] = values
		}
		if file && x.Status == http.StatusOK {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(x.Body))
			return
		}
		w.WriteHeader(x.Status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(x.Body)
		}
	})
}

// value decodes a JSON body.
func (x *Exchange) value() any {
	d := json.NewDecoder(bytes.NewReader(x.Body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// set replaces the body by JSON.
func (x *Exchange) set(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	x.Body = bytes.TrimSpace(b.Bytes())
}

// respond replaces the response.
func (x *Exchange) respond(status int, kind, body string) {
	x.Status, x.Body = status, []byte(body)
	x.Header = http.Header{"Content-Type": {kind}}
}
