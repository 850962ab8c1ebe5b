package dyntube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/dailymock/dailymock/internal/webhook"
)

// ErrURL is returned for an order without a valid URL.
var ErrURL = errors.New("a webhook is an address such as http://127.0.0.1:9000/hook")

// Deliver posts the events of an order to its webhook, one after the other and each once, whatever the response: no
// rule for retries is known (docs/spec/dyntube.md#webhooks). It stops at the first that the webhook does not respond to
// and returns those before it and an error. The error is ErrURL if the address is invalid.
func (h *Handler) Deliver(ctx context.Context, o webhook.Order) ([]webhook.Receipt, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, ErrURL
	}
	until := o.Until
	if until.IsZero() {
		until = h.config.Now()
	}
	queue := h.config.Webhooks
	if queue == nil {
		queue = webhook.New(webhook.Config{Now: h.config.Now})
	}
	told := []webhook.Receipt{}
	for _, e := range h.Events(o.Key, o.After, until) {
		body, err := json.Marshal(e)
		if err != nil {
			return told, err
		}
		status, err := queue.Send(ctx, webhook.Event{
			Source: "dyntube", Type: e.Event, Subject: e.Video.Key, URL: o.URL,
		}, body)
		if err != nil {
			return told, fmt.Errorf("webhook: after %d events, %s of %s: %w", len(told), e.Event, e.Video.Key, err)
		}
		told = append(told, webhook.Receipt{Event: e.Event, VideoKey: e.Video.Key, At: e.At, Status: status})
	}
	return told, nil
}
