// Package rest is the object graph of the Data API: users, videos, playlists,
// players, subtitles and categories, their connections, and the upload of
// files. Both roots of docs/spec/rest.md#protocol have it.
//
//	s := rest.New(rest.Config{World: w, Signer: s, Now: clock.Now})
//	mux.Handle("/rest/", http.StripPrefix("/rest", accounts.Require(oauth.Private, s.Root(oauth.Private), refuse)))
//
// A request becomes a call (call.go), which a route answers (routes.go). All
// objects are read and written by one engine: the catalogue (catalogue.go) says
// which fields a noun has, fields.go which of them were asked for, form.go and
// check.go take in what is written. What a field's value is stands with its
// noun: video.go, user.go and so on.
package rest

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// Config says what a Surface works with. World, Signer and Now have to be there.
type Config struct {
	World  *world.World
	Signer *signed.Signer
	Now    func() time.Time
	Origin wire.Origin // how links in answers name this server

	// Logout ends the session of a grant, or returns false if it cannot; nil does nothing.
	Logout func(oauth.Grant) bool
	// KeyOwner is the user name of the account that an API key belongs to, "" for
	// any; nil means that of every key is.
	KeyOwner func(key string) string
	// Webhooks delivers webhooks; nil delivers none.
	Webhooks *webhook.Queue
	// Mailbox keeps the e-mails that the vendor would send; nil means one of the surface's own.
	Mailbox *mailbox.Mailbox

	Switches
}

// A Surface answers the object graph. It is safe for concurrent use.
type Surface struct {
	Config
	selections *lru.Cache[selectionKey, catalog.Selection]
	Uploads    *upload.Server // the upload server, and what was uploaded to it
	rates      *rates
	rows       *rows
	listed     func() *shelf
}

// maxSelections bounds how many different fields parameters are remembered.
const maxSelections = 1024

// New returns a Surface.
func New(c Config) *Surface {
	setDefault(&c.TotalCap, 1000)
	setDefault(&c.ItemCap, 1000)
	setDefault(&c.RateLimitStatus, http.StatusTooManyRequests)
	setDefault(&c.Waits, 2*time.Second)
	setDefault(&c.Encodes, 8*time.Second)
	setDefault(&c.ExpiryGrace, 30*24*time.Hour)
	if c.Mailbox == nil {
		c.Mailbox = &mailbox.Mailbox{}
	}
	selections, _ := lru.New[selectionKey, catalog.Selection](maxSelections) // fails for sizes below 1 only
	s := &Surface{Config: c, selections: selections, Uploads: upload.NewServer(c.World, c.Signer, c.Now, c.Origin, c.EscapeSlashes), rates: newRates(),
		rows: newRows(), listed: sync.OnceValue(func() *shelf { return wholeShelf(c.World) })}
	if c.Webhooks != nil {
		c.Webhooks.Register(webhookSource, s)
	}
	return s
}

func setDefault[T comparable](to *T, otherwise T) {
	var zero T
	if *to == zero {
		*to = otherwise
	}
}

// Root answers all paths of one root, for one kind of key. The grant of a
// request is the one that oauth found; without one, nobody asks.
func (s *Surface) Root(kind oauth.KeyKind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			preflight(w)
			return
		}
		if _, ok := oauth.GrantFrom(r.Context()); ok { // ASSUMED, docs/spec/rest.md#global-parameters
			w.Header().Set("Cache-Control", "no-cache")
		}
		body, status := s.answer(w, r, kind)
		reply.Send(w, status, body)
	})
}

// preflight lets browsers ask from any site (docs/spec/rest.md#global-parameters, ASSUMED).
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	w.WriteHeader(http.StatusOK)
}

// answer runs the call or calls of a request.
func (s *Surface) answer(w http.ResponseWriter, r *http.Request, kind oauth.KeyKind) (body []byte, status int) {
	c, batch, err := s.newCall(w, r, kind)
	if err != nil {
		f := asFault(err)
		return reply.Encode(f, s.EscapeSlashes), f.Status
	}
	if batch != nil {
		return reply.Encode(c.runBatch(batch), s.EscapeSlashes), http.StatusOK
	}
	status = http.StatusOK
	value, err := c.run()
	if err != nil {
		f := asFault(err)
		value, status = f, f.Status
	}
	body = reply.Encode(value, s.EscapeSlashes)
	if name, ok := c.args.Lookup("callback"); ok && r.Method == http.MethodGet {
		return s.script(w, name, body)
	}
	return body, status
}

// Refuse answers a request whose token does not do, as any other that cannot be:
// kind is such as "access_forbidden".
func (s *Surface) Refuse(w http.ResponseWriter, r *http.Request, status int, kind, message string) {
	body := reply.Encode(&reply.Error{Status: status, Kind: kind, Message: message}, s.EscapeSlashes)
	query, _ := wire.ParseQuery(r.URL.RawQuery) // without a callback where it is none
	if name, ok := catalog.Params(query).Lookup("callback"); ok && r.Method == http.MethodGet {
		body, status = s.script(w, name, body)
	}
	reply.Send(w, status, body)
}

// script answers JSONP: the value as the argument of a function
// (docs/spec/rest.md#json-rpc). The status is 200, or a browser would not run it.
func (s *Surface) script(w http.ResponseWriter, name string, body []byte) ([]byte, int) {
	if !callbackName.MatchString(name) {
		err := reply.Invalid("callback", "Invalid value for `callback' parameter")
		f := asFault(err)
		return reply.Encode(f, s.EscapeSlashes), f.Status
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// The comment keeps a browser from taking the name for something else.
	return fmt.Appendf(nil, "/**/%s(%s);", name, body), http.StatusOK
}
