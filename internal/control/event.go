package control

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/webhook"
)

// An Event is something that happens when the clock reaches a time, without a request.
type Event struct {
	Type string    `json:"type"` // one of EventTypes
	At   time.Time `json:"at"`

	Key    string `json:"key,omitempty"`    // the API key of a report or a token
	Login  string `json:"login,omitempty"`  // of a token
	Report string `json:"report,omitempty"` // its id
	Status string `json:"status,omitempty"` // that the report gets

	Event    string `json:"event,omitempty"`    // of a webhook, such as "video.published"
	Subject  string `json:"subject,omitempty"`  // what the webhook is about, such as the id of a video
	URL      string `json:"url,omitempty"`      // of the webhook, without user, password and query
	Attempt  int    `json:"attempt,omitempty"`  // from 1
	Response int    `json:"response,omitempty"` // to the webhook, its status; 0 before the attempt, and without one
	Error    string `json:"error,omitempty"`    // why there was no response
}

// The types of events.
const (
	reportEvent  = "report"  // a report gets another status, by the clock
	webhookEvent = "webhook" // an attempt to deliver a webhook or a callback
	crawlEvent   = "crawl"   // the importer crawls by its period
	tokenEvent   = "token"   // an access token expires
)

// EventTypes are the types of events, in the order in which those of the same time are listed.
var EventTypes = []string{tokenEvent, reportEvent, crawlEvent, webhookEvent}

// An EventFilter selects events. The zero EventFilter selects all.
type EventFilter struct {
	Type string // one of EventTypes; "" means all
	Key  string // only reports and tokens of this API key; "" means all events
}

// maxEvents bounds a list of events.
const maxEvents = 1000

// Events returns what is to come, at most 1,000 events, the next first. It returns an error for an unknown type.
func (c *Core) Events(f EventFilter) ([]Event, error) {
	if f.Type != "" && !slices.Contains(EventTypes, f.Type) {
		return nil, unknown("type of event", f.Type, EventTypes)
	}
	all := []Event{}
	for _, t := range c.Tokens.Expiries() {
		all = append(all, Event{Type: tokenEvent, At: t.At, Key: t.Key, Login: t.Login})
	}
	for _, t := range c.Reports.Changes() {
		all = append(all, Event{Type: reportEvent, At: t.At, Key: t.Key, Report: t.ID, Status: string(t.Status)})
	}
	if next := c.Importer.Next(); !next.IsZero() {
		all = append(all, Event{Type: crawlEvent, At: next})
	}
	for _, a := range c.Webhooks.Upcoming() {
		all = append(all, ofAttempt(a))
	}
	all = slices.DeleteFunc(all, func(e Event) bool {
		return f.Type != "" && e.Type != f.Type || f.Key != "" && e.Key != f.Key
	})
	slices.SortStableFunc(all, func(a, b Event) int {
		return cmp.Or(a.At.Compare(b.At),
			cmp.Compare(slices.Index(EventTypes, a.Type), slices.Index(EventTypes, b.Type)),
			cmp.Compare(a.Key, b.Key), cmp.Compare(a.Report, b.Report))
	})
	return all[:min(len(all), maxEvents)], nil
}

func ofAttempt(a webhook.Attempt) Event {
	return Event{
		Type: webhookEvent, At: a.At, Event: a.Event, Subject: a.Video, URL: a.URL, Attempt: a.Attempt,
		Response: a.Status, Error: a.Error,
	}
}

// Next advances the clock to the next event, waits until the webhooks and the crawl that are due then are done, and
// returns all events of that time that the filter selects. Without an event to come the clock stays, and there are
// none.
func (c *Core) Next(ctx context.Context, f EventFilter) ([]Event, error) {
	events, err := c.Events(f)
	if err != nil || len(events) == 0 {
		return events, err
	}
	at := events[0].At
	if after := slices.IndexFunc(events, func(e Event) bool { return e.At.After(at) }); after >= 0 {
		events = events[:after]
	}
	if err := c.Clock.AdvanceTo(at); err != nil {
		return nil, err
	}
	c.Importer.CrawlDue(ctx)
	c.Webhooks.Deliver(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("waiting for what is due at %s: %w", at.Format(time.RFC3339), err)
	}
	done := c.Webhooks.Log().Attempts
	for i, e := range events {
		for _, a := range done {
			if got := ofAttempt(a); e.Type == webhookEvent && e.sameAttempt(got) {
				events[i].Response, events[i].Error = got.Response, got.Error
			}
		}
	}
	return events, nil
}

// sameAttempt reports whether an attempt was that of the event.
func (e Event) sameAttempt(done Event) bool {
	return e.Event == done.Event && e.Subject == done.Subject && e.URL == done.URL && e.Attempt == done.Attempt &&
		!done.At.Before(e.At)
}
