package control

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// DynTube is what can be controlled about DynTube.
type DynTube interface {
	DeliverDynTube(context.Context, DynTubeDelivery) ([]DynTubeEvent, error)
}

// A DynTubeDelivery says which webhook is to be told what happened, after one
// moment and until another; zero means now.
type DynTubeDelivery struct {
	URL, Key     string
	After, Until time.Time
}

// A DynTubeEvent is one that a webhook was told.
type DynTubeEvent struct {
	Event    string    `json:"event"`
	VideoKey string    `json:"videoKey"`
	At       time.Time `json:"at"`
	Status   int       `json:"status"` // of the webhook's answer
}

// DeliverDynTube takes {"url": "http://127.0.0.1:9000/hook", "after": "2026-06-30T00:00:00Z"}
// and, where they matter, a "key" and an "until"; it answers what was told.
func (c *Control) DeliverDynTube(w http.ResponseWriter, r *http.Request) {
	var d DynTubeDelivery
	var after, until moment
	known := members{{"url", &d.URL}, {"key", &d.Key}, {"after", &after}, {"until", &until}}
	c.act(w, r, known, func() (any, error) {
		d.After, d.Until = time.Time(after), time.Time(until)
		if d.After.IsZero() {
			return nil, errors.New(`"after" is missing; send {"url": "http://127.0.0.1:9000/hook", "after": "2026-01-31T12:00:00Z"}`)
		}
		events, err := c.mock.DeliverDynTube(r.Context(), d)
		return map[string]any{"events": events}, err
	})
}
