// Package control answers /_mock/…, the mock's own API: what a Go test does by
// a method, curl does here by the same name.
//
//	curl http://127.0.0.1:8080/_mock/clock
//	curl http://127.0.0.1:8080/_mock/clock -X PUT -d '{"now": "2026-01-31T12:00:00Z", "frozen": true}'
//	curl http://127.0.0.1:8080/_mock/clock/advance -d '{"by": "2h"}'
//	curl http://127.0.0.1:8080/_mock/reset -X POST
//
// Bodies are JSON objects whatever their content type says. One that cannot be
// taken changes nothing; the answer, {"error": "…"}, says why and what would do.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// A Mock is what can be controlled.
type Mock interface {
	Clock() Clock
	SetClock(ClockChange) error  // all of it, or an error
	Advance(time.Duration) error // refuses what is negative or too far
	Reset() error
	Journal() any // the requests that were answered, ready for JSON
	Faults() []string
	SetFaults(...string) error // all of them, or an error
	Webhooks() any             // the attempts to deliver webhooks, so
	Outbox() any               // the letters that the vendor would have sent, so
	Reporting
	DynTube
}

// A Clock tells how the mock's time stands.
type Clock struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
	Speed  float64   `json:"speed"`
}

// A ClockChange says what is to change; nil leaves a member as it is.
type ClockChange struct {
	Now    *time.Time
	Frozen *bool
	Speed  *float64
}

// A Control answers for one Mock.
type Control struct {
	mock   Mock
	origin *http.CrossOriginProtection
}

// New returns the Control of a Mock.
func New(m Mock) *Control {
	return &Control{mock: m, origin: http.NewCrossOriginProtection()}
}

// Clock answers {"now": "2026-01-31T12:00:00Z", "frozen": false, "speed": 1}.
func (c *Control) Clock(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, c.mock.Clock())
}

// SetClock takes any of the members that Clock answers and answers as it does.
func (c *Control) SetClock(w http.ResponseWriter, r *http.Request) {
	var now *moment
	var change ClockChange
	known := members{{"now", &now}, {"frozen", &change.Frozen}, {"speed", &change.Speed}}
	c.act(w, r, known, func() (any, error) {
		if now == nil && change.Frozen == nil && change.Speed == nil {
			return nil, fmt.Errorf("nothing to change; send at least one of %s", known)
		}
		change.Now = (*time.Time)(now)
		return c.clockAfter(c.mock.SetClock(change))
	})
}

// Advance takes {"by": "2h"}, a duration with its units, and answers as Clock does.
func (c *Control) Advance(w http.ResponseWriter, r *http.Request) {
	var by *duration
	c.act(w, r, members{{"by", &by}}, func() (any, error) {
		if by == nil {
			return nil, errors.New(`"by" is missing; send {"by": "2h"}`)
		}
		return c.clockAfter(c.mock.Advance(time.Duration(*by)))
	})
}

// Reset takes nothing, or {}, and answers as Clock does.
func (c *Control) Reset(w http.ResponseWriter, r *http.Request) {
	c.act(w, r, nil, func() (any, error) { return c.clockAfter(c.mock.Reset()) })
}

// Journal answers {"tally": …, "entries": […]}: what clients did since the start,
// or the latest reset, and the youngest requests, the oldest first.
func (c *Control) Journal(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, c.mock.Journal())
}

// Faults answers {"faults": ["file-cut=3"]}, those that requests meet now.
func (c *Control) Faults(w http.ResponseWriter, _ *http.Request) { write(w, http.StatusOK, c.faults()) }

// SetFaults takes {"faults": […]}, which take the place of all that were set, and
// answers as Faults does.
func (c *Control) SetFaults(w http.ResponseWriter, r *http.Request) {
	var faults *[]string
	c.act(w, r, members{{"faults", &faults}}, func() (any, error) {
		if faults == nil {
			return nil, errors.New(`"faults" is missing; send {"faults": ["rest-500=3"]}, or {"faults": []} for none`)
		}
		err := c.mock.SetFaults(*faults...)
		return c.faults(), err
	})
}

func (c *Control) faults() any {
	return map[string][]string{"faults": append([]string{}, c.mock.Faults()...)}
}

// Webhooks answers {"webhooks": […]}, the last attempts to deliver one, oldest first.
func (c *Control) Webhooks(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, c.mock.Webhooks())
}

// Outbox answers {"letters": […]}, the last that the vendor would have sent, oldest
// first.
func (c *Control) Outbox(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"letters": c.mock.Outbox()})
}

func (c *Control) clockAfter(err error) (any, error) { return c.mock.Clock(), err }

// ErrNotFound is what a Mock answers for something that is not there.
var ErrNotFound = errors.New("not found")

// act reads the body, does what it asks for and shows what came of it.
func (c *Control) act(w http.ResponseWriter, r *http.Request, known members, do func() (any, error)) {
	if err := c.origin.Check(r); err != nil {
		refuse(w, http.StatusForbidden, errors.New("a page of another site may not control this mock"))
		return
	}
	var result any
	err := known.read(w, r)
	if err == nil {
		result, err = do()
	}
	switch {
	case errors.Is(err, ErrNotFound):
		refuse(w, http.StatusNotFound, err)
	case errors.Is(err, wire.ErrTooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, err)
	case err != nil:
		refuse(w, http.StatusBadRequest, err)
	default:
		write(w, http.StatusOK, result)
	}
}

func refuse(w http.ResponseWriter, status int, err error) {
	write(w, status, map[string]string{"error": err.Error()})
}

// write ends with a newline, for people at a terminal.
func write(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("control: answer: %w", err)) // a fault of our own types
	}
	w.Header().Set("Cache-Control", "no-store")
	wire.Write(w, status, wire.TypeJSON, append(body, '\n'))
}
