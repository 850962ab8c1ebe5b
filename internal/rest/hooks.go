package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"
)

// Hooks delivers webhooks when their time has come on the mock's clock. It goes
// nowhere but to loopback addresses unless Anywhere is set. The zero Hooks is
// ready to use; its owner calls Run when time has passed.
type Hooks struct {
	// Anywhere lets deliveries leave this machine.
	Anywhere bool
	// Wake is called when something new is to be delivered; nil is for an owner
	// that calls Run anyhow. It must not call Run itself.
	Wake func()

	mu      sync.Mutex
	queue   []delivery
	log     []Delivered
	client  http.Client
	prepare sync.Once
}

type delivery struct {
	at      time.Time
	attempt int
	target  string
	body    []byte

	event, owner, video string
	still               func() bool // asked when it is due; nil for what has happened
}

// same tells whether two deliveries tell of one event.
func (d delivery) same(other delivery) bool {
	return d.at.Equal(other.at) && d.attempt == other.attempt && d.event == other.event && d.video == other.video && d.target == other.target
}

// A Delivered is one attempt at a delivery.
type Delivered struct {
	At      time.Time `json:"at"` // of the mock
	Event   string    `json:"event"`
	Owner   string    `json:"owner"` // the user's id
	Video   string    `json:"video"`
	URL     string    `json:"url"`
	Attempt int       `json:"attempt"`         // from 1
	Status  int       `json:"status"`          // of the answer; 0 for none
	Error   string    `json:"error,omitempty"` // why there was none
}

// retries are how long after an attempt that failed the next one follows.
var retries = []time.Duration{time.Minute, 5 * time.Minute, 25 * time.Minute}

const (
	maxQueue  = 10000 // deliveries to come; more are not queued
	maxLog    = 1000  // attempts that are remembered
	hookTakes = 5 * time.Second
)

func (h *Hooks) add(d delivery) {
	h.mu.Lock()
	if len(h.queue) < maxQueue && !slices.ContainsFunc(h.queue, d.same) {
		h.queue = append(h.queue, d)
	}
	h.mu.Unlock()
	if h.Wake != nil {
		h.Wake()
	}
}

// Next is when the next delivery is due; ok is false where none is.
func (h *Hooks) Next() (due time.Time, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range h.queue {
		if !ok || d.at.Before(due) {
			due, ok = d.at, true
		}
	}
	return due, ok
}

// Log returns the last attempts, oldest first.
func (h *Hooks) Log() []Delivered {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.log)
}

// Run makes the deliveries that are due, in the order of their times, and
// returns when all were tried. What fails is tried again after a while.
func (h *Hooks) Run(ctx context.Context, now time.Time) {
	for _, d := range h.due(now) {
		if d.still != nil && d.attempt == 0 && !d.still() {
			continue
		}
		status, err := h.deliver(ctx, d)
		d.attempt++
		done := Delivered{At: now, Event: d.event, Owner: d.owner, Video: d.video, URL: d.target, Attempt: d.attempt, Status: status}
		if err != nil {
			done.Error = err.Error()
		}
		h.mu.Lock()
		h.log = append(h.log, done)
		h.log = h.log[max(len(h.log)-maxLog, 0):]
		h.mu.Unlock()
		if (status < 200 || status > 299) && d.attempt <= len(retries) {
			d.at = now.Add(retries[d.attempt-1])
			h.add(d)
		}
	}
}

// due takes out of the queue what is to be delivered now.
func (h *Hooks) due(now time.Time) []delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	var due, later []delivery
	for _, d := range h.queue {
		if d.at.After(now) {
			later = append(later, d)
		} else {
			due = append(due, d)
		}
	}
	h.queue = later
	slices.SortStableFunc(due, func(a, b delivery) int { return a.at.Compare(b.at) })
	return due
}

func (h *Hooks) deliver(ctx context.Context, d delivery) (status int, err error) {
	h.prepare.Do(func() { h.client = http.Client{Transport: h.transport(), Timeout: hookTakes} })
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.target, bytes.NewReader(d.body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "dailymock")
	resp, err := h.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10) // what a receiver says beyond its status does not matter
	return resp.StatusCode, nil
}

// errAway is why a webhook beyond this machine is not delivered.
var errAway = errors.New("webhooks are delivered to loopback addresses only")

func (h *Hooks) transport() *http.Transport {
	dialer := net.Dialer{Timeout: hookTakes, Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return err
		}
		if ip := net.ParseIP(host); !h.Anywhere && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("%w, and %s is none", errAway, host)
		}
		return nil
	}}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			d := dialer
			if host, _, _ := net.SplitHostPort(address); !h.Anywhere && host != "localhost" {
				d.Resolver = &unasking
			}
			return d.DialContext(ctx, network, address)
		},
		DisableKeepAlives: true,
	}
}

// unasking finds the names that this machine knows by itself. To ask a name
// server for others would tell it of them.
var unasking = net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errAway }}
