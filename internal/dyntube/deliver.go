package dyntube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/dailymock/dailymock/internal/webhook"
)

// A Delivery names a webhook and the time whose events it is to get.
type Delivery struct {
	URL   string    // of the webhook, http or https
	Key   string    // the API key of the account; "" means the account of requests without a key
	After time.Time // events after this time
	Until time.Time // and until this one; zero means now
}

// A Delivered is an Event that was posted.
type Delivered struct {
	Event    string    `json:"event"`
	VideoKey string    `json:"videoKey"`
	At       time.Time `json:"at"`     // when it happened
	Status   int       `json:"status"` // of the response
}

// ErrURL is returned for a Delivery without a valid URL.
var ErrURL = errors.New("a webhook is an address such as http://127.0.0.1:9000/hook")

// Deliver posts the events of a delivery to its webhook, one after the other and each once, whatever the response: no
// rule for retries is known (docs/spec/dyntube.md#webhooks). It stops at the first that the webhook does not respond to and returns
// those before it and an error. The error is ErrURL if the address is invalid.
func (h *Handler) Deliver(ctx context.Context, d Delivery) ([]Delivered, error) {
	u, err := url.Parse(d.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, ErrURL
	}
	until := d.Until
	if until.IsZero() {
		until = h.config.Now()
	}
	queue := h.config.Webhooks
	if queue == nil {
		queue = webhook.New(webhook.Config{Now: h.config.Now})
	}
	told := []Delivered{}
	for _, e := range h.Events(d.Key, d.After, until) {
		body, err := json.Marshal(e)
		if err != nil {
			return told, err
		}
		status, err := queue.Send(ctx, webhook.Event{Source: "dyntube", Type: e.Event, Subject: e.Video.Key, URL: d.URL}, body)
		if err != nil {
			return told, fmt.Errorf("webhook: after %d events, %s of %s: %w", len(told), e.Event, e.Video.Key, err)
		}
		told = append(told, Delivered{e.Event, e.Video.Key, e.At, status})
	}
	return told, nil
}
