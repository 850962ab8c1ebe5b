// Package control serves /_mock/…, the mock's own API. What a Go test does by a method of the server, curl does here by
// the same name.
//
//	curl http://127.0.0.1:8080/_mock/clock
//	curl http://127.0.0.1:8080/_mock/clock -X PUT -d '{"now": "2026-01-31T12:00:00Z", "frozen": true}'
//	curl http://127.0.0.1:8080/_mock/clock/advance -d '{"by": "2h"}'
//	curl http://127.0.0.1:8080/_mock/reset -X POST
//
// Bodies are JSON objects, whatever their content type. An invalid one changes nothing; the response, {"error": "…"},
// says what was wrong and what to send.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/mcn"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// Core is the part of the mock that the API shows and changes.
type Core struct {
	Clock    *clock.Clock
	Journal  *traffic.Journal
	Reports  *report.Engine
	Webhooks *webhook.Queue
	Mailbox  *mailbox.Mailbox
	Faults   *fault.Set
	Importer *mcn.Importer
	World    *world.World
	Tokens   *oauth.Issuer
	DynTube  interface {
		Deliver(context.Context, webhook.Order) ([]webhook.Receipt, error)
	}
}

// Config is what a Control needs.
type Config struct {
	Core     func() *Core // the current one: Reset and Restore replace it
	Reset    func() error
	ResetKey func(key string) error
	Token    func(oauth.MintRequest) oauth.TokenResponse
	State    func() ([]byte, error)
	SetState func([]byte) error

	Seed        uint64
	ReportTakes time.Duration // the time until a report is finished, for QuickStart
	Origin      wire.Origin
	Guarded     bool // this API needs a token
}

// A Control has a handler for each route.
type Control struct {
	config Config
	origin *http.CrossOriginProtection
}

// New returns the Control of a mock.
func New(c Config) *Control { return &Control{c, http.NewCrossOriginProtection()} }

// Reset takes nothing, or {}, and resets everything; {"key": "my-key"} resets what belongs to one API key. It shows the
// clock.
func (c *Control) Reset(w http.ResponseWriter, r *http.Request) {
	var key *string
	c.handle(w, r, members{{"key", &key}}, func() (any, error) {
		if key != nil {
			return c.clockAfter(c.config.ResetKey(*key))
		}
		return c.clockAfter(c.config.Reset())
	})
}

// Webhooks shows {"webhooks": […], "queued": 0, "dropped": 0}: the last attempts to deliver one, oldest first, and
// counts.
func (c *Control) Webhooks(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) { return c.config.Core().Webhooks.Log(), nil })
}

// Mailbox shows {"emails": […]}, the last that the vendor would have sent, oldest first.
func (c *Control) Mailbox(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) {
		emails := append([]mailbox.Email{}, c.config.Core().Mailbox.Emails()...) // [] in JSON, never null
		return map[string][]mailbox.Email{"emails": emails}, nil
	})
}

// DeliverDynTube takes {"url": "http://127.0.0.1:9000/hook", "after": "2026-06-30T00:00:00Z"} and optionally a "key"
// and an "until", and shows the events that were posted.
func (c *Control) DeliverDynTube(w http.ResponseWriter, r *http.Request) {
	var o webhook.Order
	var after, until timestamp
	known := members{{"url", &o.URL}, {"key", &o.Key}, {"after", &after}, {"until", &until}}
	c.handle(w, r, known, func() (any, error) {
		o.After, o.Until = time.Time(after), time.Time(until)
		if o.After.IsZero() {
			return nil, errors.New(`"after" is missing; send ` +
				`{"url": "http://127.0.0.1:9000/hook", "after": "2026-01-31T12:00:00Z"}`)
		}
		events, err := c.config.Core().DynTube.Deliver(r.Context(), o)
		return map[string][]webhook.Receipt{"events": events}, err
	})
}

// Document returns a handler that serves a document of the mock.
func (c *Control) Document(contentType string, text func() []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := readQuery(r); err != nil {
			Refuse(w, http.StatusBadRequest, err.Error())
			return
		}
		w.Header().Set(versionHeader, Version)
		wire.Write(w, http.StatusOK, contentType, text())
	}
}

// Health shows that the mock is alive and ready, and the version of the world's figures.
func Health(w http.ResponseWriter, _ *http.Request) {
	wire.JSON(w, http.StatusOK, map[string]any{"status": "ok", "world": world.Version})
}

// State serves all that SetState needs.
func (c *Control) State(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) {
		state, err := c.config.State()
		return json.RawMessage(state), err
	})
}

// maxState bounds the state that SetState takes, in bytes.
const maxState = 256 << 20

// SetState takes what State serves, and shows the clock.
func (c *Control) SetState(w http.ResponseWriter, r *http.Request) {
	if !c.allow(w, r) {
		return
	}
	_, err := readQuery(r)
	if err == nil {
		var state []byte
		if state, err = wire.Body(w, r, maxState); err == nil {
			err = c.config.SetState(state)
		}
	}
	respond(w, c.config.Core().Clock.Read(), err)
}

// handle decodes the body, calls do, and writes its result or error as JSON.
func (c *Control) handle(w http.ResponseWriter, r *http.Request, known members, do func() (any, error)) {
	c.handleQuery(w, r, nil, known, func(map[string]string) (any, error) { return do() })
}

// handleQuery is handle for a request with parameters.
func (c *Control) handleQuery(w http.ResponseWriter, r *http.Request, parameters []string, known members,
	do func(query map[string]string) (any, error),
) {
	if !c.allow(w, r) {
		return
	}
	var result any
	query, err := readQuery(r, parameters...)
	if err == nil {
		err = known.read(w, r)
	}
	if err == nil {
		result, err = do(query)
	}
	respond(w, result, err)
}

// show reads the query, calls get, and writes its result or error as JSON.
func (c *Control) show(w http.ResponseWriter, r *http.Request, known []string,
	get func(query map[string]string) (any, error)) {
	var result any
	query, err := readQuery(r, known...)
	if err == nil {
		result, err = get(query)
	}
	respond(w, result, err)
}

// allow refuses requests that a page of another site sends.
func (c *Control) allow(w http.ResponseWriter, r *http.Request) bool {
	err := c.origin.Check(r)
	if err != nil {
		Refuse(w, http.StatusForbidden, "a page of another site may not control this mock")
	}
	return err == nil
}

func respond(w http.ResponseWriter, result any, err error) {
	switch {
	case errors.Is(err, report.ErrNotFound), errors.Is(err, catalogue.ErrNotFound), errors.Is(err, fault.ErrUnknown):
		Refuse(w, http.StatusNotFound, err.Error())
	case errors.Is(err, report.ErrUnfinished):
		Refuse(w, http.StatusConflict, err.Error())
	case errors.Is(err, wire.ErrTooLarge):
		Refuse(w, http.StatusRequestEntityTooLarge, err.Error())
	case err != nil:
		Refuse(w, http.StatusBadRequest, err.Error())
	default:
		write(w, http.StatusOK, result)
	}
}

// Version is that of this API: info.version of docs/openapi/control.yaml. It changes when a client of this API may have
// to; docs/control.md#versions says when that is.
const Version = "1"

const versionHeader = "X-Mock-Control-Version"

// Prefix begins the paths of this API.
const Prefix = "/_mock"

// Refuse responds with the error envelope of this API.
func Refuse(w http.ResponseWriter, status int, message string) {
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	write(w, status, map[string]string{"error": message})
}

// write ends the body with a newline, for people at a terminal.
func write(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("control: response: %w", err)) // our own types are wrong
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(versionHeader, Version)
	wire.Write(w, status, wire.TypeJSON, append(body, '\n'))
}
