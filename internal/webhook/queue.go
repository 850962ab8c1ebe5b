// Package webhook delivers the webhooks of all surfaces when their time has come on the mock's clock.
//
//	q := webhook.New(webhook.Config{Now: clock.Now})
//	q.Register("rest", surface) // says what is posted, and whether an event still holds when it is due
//	q.Follow(clock)             // delivers by itself from now on
//	q.Add(webhook.Event{Source: "rest", Type: "video.published", Subject: id, URL: url, At: at})
//
// A delivery that fails is tried again after 1, 5 and 25 minutes. Deliveries go to loopback addresses unless
// Config.Anywhere is set; client.go has the guard. What is queued is plain data, so that Snapshot can save it.
package webhook

import (
	"cmp"
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/redact"
)

// An Event is sent to a webhook at a time.
type Event struct {
	Source  string    `json:"source"` // the name under which its Source is registered
	Type    string    `json:"type"`   // such as "video.published"
	Subject string    `json:"subject"`
	Owner   string    `json:"owner,omitempty"`
	URL     string    `json:"url"`
	At      time.Time `json:"at"`           // when it happens
	If      string    `json:"if,omitempty"` // what must hold at that time, in words of its Source; "" means nothing

	SameHost bool `json:"same_host,omitempty"` // a redirect to another host is not followed
}

// A Source knows the events that a surface has queued. Body returns what to post, or false if the event's condition
// does not hold. It is called when the event is due.
type Source interface {
	Body(e Event) (body []byte, ok bool)
}

// A Watcher is a Source whose Delivered the queue calls after each attempt to deliver an event of its own. status is
// that of the response, 0 without one; err says why there was none; took is real time.
type Watcher interface {
	Delivered(e Event, status int, err error, took time.Duration)
}

// A Retrier is a Source whose events wait otherwise between attempts than the other ones'.
type Retrier interface {
	Retries() []time.Duration
}

// An Attempt is one try to deliver an event.
type Attempt struct {
	At      time.Time `json:"at"` // by the mock's clock
	Event   string    `json:"event"`
	Owner   string    `json:"owner"` // the user's id
	Video   string    `json:"video"`
	URL     string    `json:"url"`             // without user, password and query
	Attempt int       `json:"attempt"`         // from 1
	Status  int       `json:"status"`          // of the response; 0 without one
	Error   string    `json:"error,omitempty"` // why there was none
}

// retries are the waits between attempts.
var retries = []time.Duration{time.Minute, 5 * time.Minute, 25 * time.Minute}

const (
	maxQueue    = 10_000 // events to come; more are dropped
	maxAttempts = 1_000  // attempts that are remembered
)

// Config says how a Queue works.
type Config struct {
	Now      func() time.Time // the mock's clock
	Anywhere bool             // lets deliveries leave this machine
	Changed  func()           // called after each attempt; nil does nothing
	Log      *slog.Logger     // gets a line when the queue becomes full; nil discards
}

// A Queue holds the events to come, the next one first. It is safe for concurrent use.
type Queue struct {
	config  Config
	client  *http.Client
	sources map[string]Source // written before the first event only
	alarm   *clock.Alarm      // nil if the owner calls Deliver itself

	delivering sync.Mutex // held during Deliver, so that events keep their order

	mu       sync.Mutex
	heap     events
	queued   map[entry]bool // the keys of what heap holds
	numbered int            // events queued so far
	sending  []entry        // the one taken from heap and not delivered yet
	attempts []Attempt
	dropped  int
	closed   bool
}

// New returns an empty queue.
func New(c Config) *Queue {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Queue{config: c, client: newClient(c.Anywhere), sources: map[string]Source{}, queued: map[entry]bool{}}
}

// Register names the source of a surface's events. Call it before the first Add.
func (q *Queue) Register(name string, s Source) { q.sources[name] = s }

// Follow delivers events from now on when c reaches their time, until Close.
func (q *Queue) Follow(c *clock.Clock) {
	q.alarm = c.NewAlarm(func() { q.Deliver(context.Background()) })
	q.setAlarm()
}

// Close ends all deliveries that have not begun.
func (q *Queue) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	if q.alarm != nil {
		q.alarm.Clear()
	}
}

// Add queues an event. One that is queued already is left out; beyond 10,000 events it is dropped and counted.
func (q *Queue) Add(e Event) {
	q.mu.Lock()
	q.push(entry{Event: e, Due: e.At})
	q.mu.Unlock()
	q.setAlarm()
}

// push queues an entry under a new number. The caller holds the lock.
func (q *Queue) push(e entry) {
	e.At, e.Due = e.At.UTC().Round(0), e.Due.UTC().Round(0)
	switch {
	case q.queued[e.key()]:
		return
	case len(q.heap) >= maxQueue:
		q.drop()
		return
	}
	q.queued[e.key()] = true
	q.numbered++
	e.Number = q.numbered
	heap.Push(&q.heap, e)
}

// drop counts an event for which the queue has no place. The caller holds the lock.
func (q *Queue) drop() {
	q.dropped++
	if q.dropped == 1 || q.dropped%maxQueue == 0 {
		q.config.Log.Warn("the queue of webhooks is full; further events are dropped, and counted in GET /_mock/webhooks",
			"dropped", q.dropped)
	}
}

// take returns the next entry that is due, or nil.
func (q *Queue) take(now time.Time) *entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || len(q.heap) == 0 || q.heap[0].Due.After(now) {
		return nil
	}
	e := heap.Pop(&q.heap).(entry)
	delete(q.queued, e.key())
	q.sending = []entry{e}
	return &e
}

// Next returns when the next event is due; ok is false if there is none.
func (q *Queue) Next() (due time.Time, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || len(q.heap) == 0 {
		return due, false
	}
	return q.heap[0].Due, true
}

func (q *Queue) setAlarm() {
	if q.alarm == nil {
		return
	}
	if due, ok := q.Next(); ok {
		q.alarm.Set(due)
	}
}

// Deliver posts the events that are due, in the order of their times, and returns after the last. One that fails is
// queued again.
func (q *Queue) Deliver(ctx context.Context) {
	q.delivering.Lock()
	defer q.setAlarm()
	defer q.delivering.Unlock()
	for {
		e := q.take(q.config.Now())
		if e == nil {
			return
		}
		body, ok := q.sources[e.Source].Body(e.Event)
		if e.Attempt == 0 && !ok {
			q.done(nil)
			continue
		}
		e.Attempt++
		began := clock.Elapsed()
		status, err := post(ctx, q.clientFor(e.Event), e.URL, body)
		if w, ok := q.sources[e.Source].(Watcher); ok {
			w.Delivered(e.Event, status, err, clock.Elapsed()-began)
		}
		now := q.record(*e, status, err)
		waits := retries
		if r, ok := q.sources[e.Source].(Retrier); ok {
			waits = r.Retries()
		}
		if (status >= 200 && status <= 299) || e.Attempt > len(waits) {
			q.done(nil)
			continue
		}
		e.Due = now.Add(waits[e.Attempt-1])
		q.done(e)
	}
}

// done ends the attempt under way and queues again what is to be tried again.
func (q *Queue) done(again *entry) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sending = nil
	if again != nil {
		q.push(*again)
	}
}

// Send posts a body at once and only once, whatever the response. It follows no redirect.
func (q *Queue) Send(ctx context.Context, e Event, body []byte) (status int, err error) {
	once := *q.client
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	status, err = post(ctx, &once, e.URL, body)
	q.record(entry{Event: e, Attempt: 1}, status, err)
	return status, err
}

// record remembers an attempt and returns when it was.
func (q *Queue) record(e entry, status int, err error) time.Time {
	a := Attempt{
		At: q.config.Now(), Event: e.Type, Owner: e.Owner, Video: e.Subject, URL: redact.URL(e.URL), Attempt: e.Attempt,
		Status: status,
	}
	if err != nil {
		a.Error = err.Error()
	}
	if q.config.Changed != nil {
		defer q.config.Changed()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.attempts = append(q.attempts, a)
	q.attempts = q.attempts[max(len(q.attempts)-maxAttempts, 0):]
	return a.At
}

// A Log shows what the queue has done and has to do.
type Log struct {
	Attempts []Attempt `json:"webhooks"` // the last ones, oldest first
	Queued   int       `json:"queued"`
	Dropped  int       `json:"dropped"` // because the queue was full
}

// Log returns the last attempts and the counts.
func (q *Queue) Log() Log {
	q.mu.Lock()
	defer q.mu.Unlock()
	return Log{append([]Attempt{}, q.attempts...), len(q.heap), q.dropped}
}

// Upcoming returns the attempts to come, the next one first. Those that have not been made for the first time may be
// left out when their condition does not hold.
func (q *Queue) Upcoming() []Attempt {
	q.mu.Lock()
	defer q.mu.Unlock()
	var all []Attempt
	for _, e := range slices.SortedFunc(slices.Values(q.heap), compare) {
		all = append(all, Attempt{
			At: e.Due, Event: e.Type, Owner: e.Owner, Video: e.Subject, URL: redact.URL(e.URL), Attempt: e.Attempt + 1,
		})
	}
	return all
}

// An entry is an event in the queue.
type entry struct {
	Event
	Due     time.Time `json:"due"` // of the next attempt
	Attempt int       `json:"attempt"`
	Number  int       `json:"-"` // orders entries of the same time
}

// key returns what tells the entry from others: all but its number and its condition.
func (e entry) key() entry {
	e.Number, e.If = 0, ""
	return e
}

// events is a heap of entries.
type events []entry

func (h events) Len() int           { return len(h) }
func (h events) Less(i, j int) bool { return compare(h[i], h[j]) < 0 }
func (h events) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *events) Push(e any)        { *h = append(*h, e.(entry)) }

func (h *events) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = entry{} // let go of its texts
	*h = (*h)[:last]
	return e
}

func compare(a, b entry) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number)) }

type snapshot struct {
	Queue    []entry   `json:"queue"`
	Attempts []Attempt `json:"attempts"`
	Dropped  int       `json:"dropped"`
}

// Snapshot returns the queue as JSON, the next event first.
func (q *Queue) Snapshot() ([]byte, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := snapshot{slices.SortedFunc(slices.Values(q.heap), compare), q.attempts, q.dropped}
	s.Queue = append(slices.Clone(q.sending), s.Queue...)
	return json.Marshal(s)
}

// Restore replaces what is queued by what Snapshot returned.
func (q *Queue) Restore(data []byte) error {
	var s snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	for _, e := range s.Queue {
		if q.sources[e.Source] == nil {
			return fmt.Errorf("unknown source of webhooks %q", e.Source)
		}
	}
	q.mu.Lock()
	q.heap, q.queued, q.numbered = nil, map[entry]bool{}, 0
	for _, e := range s.Queue {
		q.push(e)
	}
	q.attempts, q.dropped = s.Attempts, s.Dropped
	q.mu.Unlock()
	q.setAlarm()
	return nil
}
