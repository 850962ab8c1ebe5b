package control

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
)

// Clock shows {"now": "2026-01-31T12:00:00Z", "frozen": false, "speed": 1}.
func (c *Control) Clock(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) { return c.config.Core().Clock.Read(), nil })
}

// SetClock takes any of the members that Clock shows, and shows the clock.
func (c *Control) SetClock(w http.ResponseWriter, r *http.Request) {
	var now *timestamp
	var change clock.Change
	known := members{{"now", &now}, {"frozen", &change.Frozen}, {"speed", &change.Speed}}
	c.handle(w, r, known, func() (any, error) {
		if now == nil && change.Frozen == nil && change.Speed == nil {
			return nil, fmt.Errorf("nothing to change; send at least one of %s", known)
		}
		change.Now = (*time.Time)(now)
		return c.clockAfter(c.config.Core().Clock.Change(change))
	})
}

// Advance takes {"by": "2h"}, a duration with its units, and shows the clock.
func (c *Control) Advance(w http.ResponseWriter, r *http.Request) {
	var by *duration
	c.handle(w, r, members{{"by", &by}}, func() (any, error) {
		if by == nil {
			return nil, errors.New(`"by" is missing; send {"by": "2h"}`)
		}
		return c.clockAfter(c.config.Core().Clock.Advance(time.Duration(*by)))
	})
}

func (c *Control) clockAfter(err error) (any, error) { return c.config.Core().Clock.Read(), err }

// A step is what Next shows.
type step struct {
	Clock  clock.Reading `json:"clock"`
	Events []Event       `json:"events"`
}

// Next takes an EventFilter, such as {"type": "report", "key": "my-key"}, or nothing, advances the clock to the next
// event, and shows the clock and what happened. Without an event the clock stays.
func (c *Control) Next(w http.ResponseWriter, r *http.Request) {
	var f EventFilter
	c.handle(w, r, members{{"type", &f.Type}, {"key", &f.Key}}, func() (any, error) {
		core := c.config.Core()
		events, err := core.Next(r.Context(), f)
		return step{core.Clock.Read(), events}, err
	})
}

// Events shows {"events": […]}: what is to come, the next first; ?type= and ?key= as for Next.
func (c *Control) Events(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, []string{"key", "type"}, func(query map[string]string) (any, error) {
		events, err := c.config.Core().Events(EventFilter{query["type"], query["key"]})
		return map[string][]Event{"events": events}, err
	})
}
