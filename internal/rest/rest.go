// Package rest is the REST API: users, videos, playlists, players, subtitles and categories, their lists, and the
// upload
// of files. Both roots of docs/spec/rest.md#protocol have it.
//
//	s := rest.New(rest.Config{World: w, Signer: s, Now: clock.Now})
//	mux.Handle("/rest/", http.StripPrefix("/rest", accounts.Require(oauth.Private, s.Root(oauth.Private), refuse)))
//
// This package is the protocol: a request becomes a call (call.go), or several (rpc.go), and a route handles it
// (routes.go). Package catalog says which fields an object has and reads parameters, object has their values and what
// clients write, upload the files, and reply the JSON and the errors.
package rest

import (
	"fmt"
	"net/http"

	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
)

// Config says what a Surface works with. World, Signer and Now are required.
type Config = object.Config

// A Surface responds to REST requests. It is safe for concurrent use.
type Surface struct {
	*object.Core
	rates *rates
}

// New returns a Surface.
func New(c Config) *Surface {
	core := object.NewCore(c)
	core.Lists = listing.Connections
	return &Surface{core, newRates()}
}

// Root serves all paths of one root, for one kind of key. The caller is who oauth found in the request; without a
// token, the caller has no rights.
func (s *Surface) Root(kind oauth.KeyKind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := oauth.GrantFrom(r.Context()); ok { // ASSUMED, docs/spec/rest.md#global-parameters
			w.Header().Set("Cache-Control", "no-cache")
		}
		c, batch, err := s.newCall(w, r, kind)
		if err == nil {
			traffic.SetOperation(r.Context(), operation(c, batch), nil)
		}
		if met := fault.Met(r); met != nil {
			met.Serve(w, r, func(w http.ResponseWriter) { s.send(w, r, c, batch, err) })
			return
		}
		s.send(w, r, c, batch, err)
	})
}

func (s *Surface) send(w http.ResponseWriter, r *http.Request, c *object.Call, b *batch, err error) {
	body, status := s.respond(w, r, c, b, err)
	reply.Send(w, status, body)
}

// respond runs the call or calls of a request, unless err is why it cannot be read.
func (s *Surface) respond(w http.ResponseWriter, r *http.Request, c *object.Call, batch *batch, err error) (body []byte,
	status int,
) {
	if err != nil {
		f := asError(err)
		return reply.Encode(f, s.EscapeSlashes), f.Status
	}
	defer c.Notices.WriteTo(w.Header())
	if batch != nil {
		return reply.Encode(s.runBatch(c, batch), s.EscapeSlashes), http.StatusOK
	}
	status = http.StatusOK
	value, err := s.run(c)
	if err != nil {
		f := asError(err)
		value, status = f, f.Status
	}
	body = reply.Encode(value, s.EscapeSlashes)
	if name, ok := c.Args.Lookup("callback"); ok && r.Method == http.MethodGet {
		return s.script(w, name, body)
	}
	return body, status
}

// Refuse writes an error for a request whose token is not accepted. errorType is such as "access_forbidden".
func (s *Surface) Refuse(w http.ResponseWriter, r *http.Request, status int, errorType, message string) {
	body := reply.Encode(&reply.Error{Status: status, Type: errorType, Message: message}, s.EscapeSlashes)
	query, _ := wire.ParseQuery(r.URL.RawQuery) // without a callback where it is none
	if name, ok := catalog.Params(query).Lookup("callback"); ok && r.Method == http.MethodGet {
		body, status = s.script(w, name, body)
	}
	reply.Send(w, status, body)
}

// script returns JSONP: the value as the argument of a function (docs/spec/rest.md#json-rpc). The status is 200, or a
// browser would not run it.
func (s *Surface) script(w http.ResponseWriter, name string, body []byte) ([]byte, int) {
	if !callbackName.MatchString(name) {
		f := reply.BadCallback()
		return reply.Encode(f, s.EscapeSlashes), f.Status
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// The comment keeps a browser from taking the name for something else.
	return fmt.Appendf(nil, "/**/%s(%s);", name, body), http.StatusOK
}
