package dyntube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// A Delivery says what to tell whom.
type Delivery struct {
	URL   string    // the webhook, http or https
	Key   string    // the API key whose account it is; "" is that of no key
	After time.Time // events after this moment
	Until time.Time // and until this one; zero means now
}

// A Delivered is an Event that was posted.
type Delivered struct {
	Event    string    `json:"event"`
	VideoKey string    `json:"videoKey"`
	At       time.Time `json:"at"`     // when it happened
	Status   int       `json:"status"` // of the webhook's answer
}

// ErrURL is for a Delivery whose URL cannot be posted to.
var ErrURL = errors.New("a webhook is an address such as http://127.0.0.1:9000/hook")

// patience is how long the answer of a webhook may take.
const patience = 10 * time.Second

// Deliver posts the Events of a Delivery to its webhook, one after the other and
// each once, whatever the answer: no rule for another attempt is known
// (spec/dyntube.md §8). The first that cannot be posted ends it; the error says
// why, beside what went before. It is ErrURL for a wrong address.
func (h *Handler) Deliver(ctx context.Context, d Delivery) ([]Delivered, error) {
	u, err := url.Parse(d.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, ErrURL
	}
	until := d.Until
	if until.IsZero() {
		until = h.config.Now()
	}
	client := h.config.Client
	if client == nil {
		client = courier()
		defer client.CloseIdleConnections()
	}
	told := []Delivered{}
	for _, e := range h.Events(d.Key, d.After, until) {
		status, err := post(ctx, client, d.URL, e)
		if err != nil {
			return told, fmt.Errorf("webhook: after %d events, %s of %s: %w", len(told), e.Event, e.Video.Key, err)
		}
		told = append(told, Delivered{e.Event, e.Video.Key, e.At, status})
	}
	return told, nil
}

// courier returns a client that goes nowhere but where it was sent.
func courier() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1},
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func post(ctx context.Context, client *http.Client, url string, e Event) (status int, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.CopyN(io.Discard, answer.Body, maxBody)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return answer.StatusCode, err
}
