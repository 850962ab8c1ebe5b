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
)

// slow is the time from which on an endpoint responds too slowly.
const slow = 2 * time.Second

// announce queues the event of an item. Its subject is the key of the item.
func (i *Importer) announce(key string, it item) {
	e := i.event(key, it)
	i.config.Webhooks.Add(e)
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

// Body returns what an event posts: an array of one event. It returns false if the item has changed since.
func (i *Importer) Body(e webhook.Event) (body []byte, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	it := i.state.Items[e.Subject]
	if it == nil {
		return nil, false
	}
	body, _ = json.Marshal([]message{i.message(e, it)}) // texts and numbers are always valid
	return body, it.Hash == e.If
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
	m := message{e.At.UnixMilli(), e.Type, messageData{
		Status: strings.TrimPrefix(e.Type, eventPrefix), UserID: it.User, UID: it.GUID, FeedID: it.Feed,
		ItemID: it.User[:8] + e.Subject, Message: it.Message,
	}}
	if it.Video != "" {
		m.Data.RemoteID = &it.Video
	}
	return m
}

// accepted returns the keys of the items whose ready callback was responded to with 2xx, of those remembered.
func (i *Importer) accepted() map[string]bool {
	all := map[string]bool{}
	for _, a := range i.config.Webhooks.Log().Attempts {
		if a.Event == eventReady && a.Status/100 == 2 {
			all[a.Video] = true
		}
	}
	return all
}

// CheckCallback delivers the callbacks that are due and reports each delivery of the importer. Then it posts the last
// events again, several in one delivery and one alone, to see whether the endpoint accepts that.
func (i *Importer) CheckCallback(ctx context.Context) Report {
	r := Report{Entries: []Entry{}}
	i.config.Webhooks.Deliver(ctx)
	good := true
	for _, a := range i.config.Webhooks.Log().Attempts {
		if strings.HasPrefix(a.Event, eventPrefix) {
			e := i.entry(a.Video)
			e.Detail = a.Event
			good = i.delivered(&r, e, a.Status, a.Error, callbackStatus) && good
		}
	}
	if good && len(r.Entries) > 0 {
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

// delivered records a delivery and reports whether it was accepted.
func (i *Importer) delivered(r *Report, e Entry, status int, failure, rule string) bool {
	e.Decision, e.Status = Delivered, status
	switch {
	case status == 0:
		e.Decision, e.Rule, e.Detail = NotAccepted, callbackAway, e.Detail+": "+failure
	case status/100 != 2:
		e.Decision, e.Rule, e.Detail = NotAccepted, rule, fmt.Sprintf("%s: status %d", e.Detail, status)
	}
	i.add(r, e)
	return e.Rule == ""
}

// maxBatch bounds the events of one delivery.
const maxBatch = 10

// sendAgain posts events that were delivered: up to ten at once, then one.
func (i *Importer) sendAgain(ctx context.Context, r *Report) {
	keys := i.last()
	var messages []message
	var event webhook.Event
	for _, key := range keys {
		i.mu.Lock()
		it := *i.state.Items[key]
		i.mu.Unlock()
		event = i.event(key, it)
		messages = append(messages, i.message(event, &it))
	}
	if len(messages) == 1 {
		messages = append(messages, messages[0])
	}
	i.send(ctx, r, event, messages, callbackBatch)
	i.send(ctx, r, event, messages[len(messages)-1:], callbackDuplicate)
}

// last returns the keys of the items that were ready last.
func (i *Importer) last() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var keys []string
	for key := range i.state.Items {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, y := i.state.Items[a], i.state.Items[b]
		return cmp.Or(x.Ready.Compare(y.Ready), cmp.Compare(x.Child, y.Child), cmp.Compare(x.GUID, y.GUID))
	})
	return keys[max(len(keys)-maxBatch, 0):]
}

func (i *Importer) send(ctx context.Context, r *Report, event webhook.Event, messages []message, rule string) {
	body, _ := json.Marshal(messages) // texts and numbers are always valid
	began := clock.Elapsed()
	status, err := i.config.Webhooks.Send(ctx, event, body)
	took := clock.Elapsed() - began
	e, failure := i.entry(event.Subject), ""
	e.Detail = fmt.Sprintf("%d events again", len(messages))
	if err != nil {
		failure = err.Error()
	}
	if i.delivered(r, e, status, failure, rule) && took > slow {
		e.Decision, e.Rule, e.Detail = Noted, callbackSlow, "took "+took.Round(100*time.Millisecond).String()
		i.add(r, e)
	}
}

func sortByGUID(all []Entry) {
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.GUID, b.GUID) })
}
