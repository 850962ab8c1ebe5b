package mcn

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/webhook"
)

// The events of callbacks. Ready is the only documented one (docs/spec/mcn.md#callback).
const (
	eventPrefix = "injector.item."
	eventReady  = eventPrefix + "ready"
	eventError  = eventPrefix + "error"

	eventUnknown = eventPrefix + "unlisted" // of a fault
)

// slow is the time from which on an endpoint responds too slowly.
const slow = 2 * time.Second

// Retries are the waits between attempts (ASSUMED, docs/spec/mcn.md#callback).
func (i *Importer) Retries() []time.Duration {
	return []time.Duration{time.Second, 5 * time.Second, 25 * time.Second}
}

// By how much faults delay callbacks.
const (
	untilAgain = 10 * time.Second
	outOfOrder = 30 * time.Second
)

// announce queues the event of an item. Its subject is the key of the item.
func (c *crawl) announce(key string, it item, fault string) {
	e := c.event(key, it)
	all := []webhook.Event{e}
	switch fault {
	case "duplicate":
		e.At = e.At.Add(untilAgain)
		all = append(all, e)
	case "out-of-order":
		all[0].At = e.At.Add(outOfOrder)
	case "unknown-event":
		all[0].Type = eventUnknown
	}
	for _, e := range all {
		c.config.Webhooks.Add(e)
		if e.At.After(c.report.Ready) {
			c.report.Ready = e.At
		}
	}
}

func (i *Importer) event(key string, it item) webhook.Event {
	e := webhook.Event{Source: source, Type: eventReady, Subject: key, Owner: it.Child, At: it.Ready, If: it.Hash,
		SameHost: true}
	if it.Message != "" {
		e.Type = eventError
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	e.URL = i.state.Settings.Callback
	return e
}

// Body returns what an event posts: an array of one event, or more for an item in a batch. It returns false if the item
// has changed since.
func (i *Importer) Body(e webhook.Event) (body []byte, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	it := i.state.Items[e.Subject]
	if it == nil {
		return nil, false
	}
	all := []message{i.message(e, it)}
	if it.Batch {
		all = i.earlier(e, it, all)
	}
	body, _ = json.Marshal(all) // texts and numbers are always valid
	return body, it.Hash == e.If
}

// earlier puts the ready events of the same feed before those of an item. The caller holds the lock.
func (i *Importer) earlier(e webhook.Event, it *item, all []message) []message {
	var keys []string
	for key, o := range i.state.Items {
		if o != it && o.Child == it.Child && o.Message == "" && o.Video != "" && !o.Ready.After(it.Ready) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, i.byReady)
	var before []message
	for _, key := range keys[max(len(keys)-maxBatch+1, 0):] {
		e.Type, e.Subject = eventReady, key
		before = append(before, i.message(e, i.state.Items[key]))
	}
	return append(before, all...)
}

// byReady orders keys by the time when the items were ready. The caller holds the lock.
func (i *Importer) byReady(a, b string) int {
	x, y := i.state.Items[a], i.state.Items[b]
	return cmp.Or(x.Ready.Compare(y.Ready), cmp.Compare(x.Child, y.Child), cmp.Compare(x.GUID, y.GUID))
}

// A message is an event in the vendor's form.
type message struct {
	Timestamp int64       `json:"timestamp"` // milliseconds
	Type      string      `json:"type"`
	Data      messageData `json:"data"`
}

type messageData struct {
	Status   string  `json:"status"`
	UserID   string  `json:"user_id"`
	UID      string  `json:"uid"`
	RemoteID *string `json:"remote_id"`
	FeedID   string  `json:"feed_id"`
	ItemID   string  `json:"item_id"`
	Message  string  `json:"message,omitempty"`
}

func (i *Importer) message(e webhook.Event, it *item) message {
	m := message{it.Ready.UnixMilli(), e.Type, messageData{
		Status: strings.TrimPrefix(e.Type, eventPrefix), UserID: it.User, UID: it.GUID, FeedID: it.Feed,
		ItemID: it.User[:8] + e.Subject, Message: it.Message,
	}}
	if it.Video != "" {
		m.Data.RemoteID = &it.Video
	}
	return m
}

// Delivered records an attempt to deliver an event.
func (i *Importer) Delivered(event webhook.Event, status int, err error, took time.Duration) {
	i.mu.Lock()
	if it := i.state.Items[event.Subject]; it != nil && it.Hash == event.If && event.Type == eventReady {
		it.Accepted = it.Accepted || status/100 == 2
	}
	i.mu.Unlock()
	var r Report
	i.delivered(&r, event, event.Type, callbackStatus, status, err, took)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.delivery = append(i.delivery, r.Entries...)
	i.delivery = i.delivery[max(len(i.delivery)-maxReport, 0):]
}

// CheckCallback delivers the callbacks that are due and reports the deliveries since it was last called. Then it posts
// the last events again, several in one delivery and one alone, to see whether the endpoint accepts that.
func (i *Importer) CheckCallback(ctx context.Context) Report {
	i.config.Webhooks.Deliver(ctx)
	i.mu.Lock()
	r := Report{Entries: append([]Entry{}, i.delivery...)}
	i.delivery = nil
	i.mu.Unlock()
	failed := slices.ContainsFunc(r.Entries, func(e Entry) bool { return e.Decision == NotAccepted })
	if !failed {
		i.sendAgain(ctx, &r)
	}
	return r
}

// entry returns an entry about the callback of an item.
func (i *Importer) entry(key string) Entry {
	i.mu.Lock()
	defer i.mu.Unlock()
	e := Entry{About: "callback", URL: i.state.Settings.Callback}
	if it := i.state.Items[key]; it != nil {
		e.Child, e.GUID, e.Video = it.Child, it.GUID, it.Video
	}
	return e
}

// delivered records a delivery, and what is wrong with the response by a rule.
func (i *Importer) delivered(r *Report, event webhook.Event, what, rule string, status int, err error,
	took time.Duration,
) {
	e := i.entry(event.Subject)
	e.Decision, e.Status, e.Detail = Delivered, status, what
	switch {
	case err != nil:
		e.Decision, e.Rule, e.Detail = NotAccepted, callbackAway, what+": "+err.Error()
	case status/100 != 2:
		e.Decision, e.Rule, e.Detail = NotAccepted, rule, fmt.Sprintf("%s: status %d", what, status)
	case took > slow:
		e.Rule, e.Detail = callbackSlow, what+": took "+took.Round(100*time.Millisecond).String()
	}
	i.add(r, e)
}

// maxBatch bounds the events of one delivery.
const maxBatch = 10

// sendAgain posts events that were delivered: one, and up to ten at once unless the endpoint refuses repeated events.
func (i *Importer) sendAgain(ctx context.Context, r *Report) {
	var messages []message
	var event webhook.Event
	for _, key := range i.last() {
		i.mu.Lock()
		it := *i.state.Items[key]
		i.mu.Unlock()
		event = i.event(key, it)
		messages = append(messages, i.message(event, &it))
	}
	switch len(messages) {
	case 0:
		return
	case 1:
		messages = append(messages, messages[0])
	}
	if i.send(ctx, r, event, messages[len(messages)-1:], callbackDuplicate) {
		i.send(ctx, r, event, messages, callbackBatch)
	}
}

// last returns the keys of the items that were ready last.
func (i *Importer) last() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var keys []string
	for key := range i.state.Items {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, i.byReady)
	return keys[max(len(keys)-maxBatch, 0):]
}

// send posts events that were delivered, and reports whether they were accepted.
func (i *Importer) send(ctx context.Context, r *Report, event webhook.Event, messages []message, rule string) bool {
	body, _ := json.Marshal(messages) // texts and numbers are always valid
	began := clock.Elapsed()
	status, err := i.config.Webhooks.Send(ctx, event, body)
	what := fmt.Sprintf("%d events again", len(messages))
	i.delivered(r, event, what, rule, status, err, clock.Elapsed()-began)
	return err == nil && status/100 == 2
}

func sortByGUID(all []Entry) {
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.GUID, b.GUID) })
}
