// Package dailymock is a stand-in for Dailymotion's partner APIs. A client asks for a token, a report and its files and
// gets them, from a world that is made from a seed. Time passes as the test wants.
//
//	s, err := dailymock.New(dailymock.Options{ReportTakes: 2 * time.Hour})
//	go http.ListenAndServe("127.0.0.1:8080", s)
//	// a client asks for a report …
//	err = s.Advance(2 * time.Hour) // … and now it is finished
//
// In a Go test, dailymocktest.Start listens. routes.go shows what is served where. GET /_mock/… shows and changes the
// same things as the methods of Server, under the same names.
package dailymock

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/hostname"
	"github.com/dailymock/dailymock/internal/store"
	"github.com/dailymock/dailymock/journal"
)

// A Server is a whole mock: an http.Handler for every host and path of routes.go. It is safe for concurrent use.
type Server struct {
	options Options
	state   atomic.Pointer[state]
	resets  sync.Mutex      // held by Reset and SetState
	saver   *store.Saver    // of Options.StateFile; nil without one
	names   *hostname.Names // that requests to the mock's own address may have
}

// New returns a Server, or an error that names the invalid option.
func New(o Options) (*Server, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, names: hostname.New(o.AllowHostnames, o.PublicURL, o.Logger)}
	fresh, err := newState(s)
	if err != nil {
		return nil, err
	}
	if err := s.openStateFile(fresh); err != nil {
		return nil, err
	}
	s.start(fresh)
	return s, nil
}

// Reset makes everything as New made it, the clock too. Requests under way end as they began.
func (s *Server) Reset() error {
	s.resets.Lock()
	defer s.resets.Unlock()
	fresh, err := newState(s)
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	s.start(fresh)
	return nil
}

// ResetKey forgets what belongs to one API key: its reports and its policy for them, its requests in the journal, the
// faults for it, and how many requests it has made in this minute. Other keys, the clock and the world stay, and its
// tokens stay valid. It returns an error for an empty key, and for one that has an asterisk.
func (s *Server) ResetKey(key string) error {
	if key == "" || strings.Contains(key, "*") {
		return fmt.Errorf("key: got %q, need the id of an API key", key)
	}
	st := s.edit()
	st.Reports.Forget(key)
	_ = st.Faults.Clear(key, "") // fails only for names
	st.rest.Forget(key)
	return st.Journal.Clear(journal.Matcher{Key: key})
}

// start replaces the state and delivers its webhooks from now on.
func (s *Server) start(fresh *state) {
	if old := s.state.Swap(fresh); old != nil {
		old.Importer.Close()
		old.Webhooks.Close()
		old.Reports.Close()
		old.Journal.Close()
	}
	fresh.Webhooks.Follow(fresh.Clock)
	fresh.Importer.Follow(fresh.Clock)
	s.changed()
}

// Close ends deliveries of webhooks and saves the state to Options.StateFile.
func (s *Server) Close() error {
	s.StopFollowing()
	s.state.Load().Reports.Close()
	s.state.Load().Importer.Close()
	s.state.Load().Webhooks.Close()
	if s.saver == nil {
		return nil
	}
	return s.saver.Close()
}

// StopFollowing ends the responses to clients that follow the journal. A server that waits for open requests calls it
// first; Close calls it too.
func (s *Server) StopFollowing() { s.state.Load().Journal.Close() }

// ServeHTTP serves every host.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer s.changed() // the journal at least
	s.state.Load().handler.ServeHTTP(w, r)
}

// Hosts returns the names of the vendors' hosts that the server imitates, sorted.
func (s *Server) Hosts() []string { return slices.Sorted(maps.Keys(s.state.Load().hosts.named)) }

// The clock stays between Earliest and Latest.
var (
	Earliest = clock.Earliest
	Latest   = clock.Latest
)

// MaxSpeed is the highest speed of the clock, in seconds of the mock per real second.
const MaxSpeed = clock.MaxSpeed

// ErrClock is wrapped by every refusal to change the clock.
var ErrClock = clock.ErrInvalid

// A Clock shows what the mock's clock says at one moment.
type Clock struct {
	Now    time.Time // in UTC
	Frozen bool      // whether Now stands still
	Speed  float64   // seconds of the mock per real second while not frozen
}

// A ClockChange sets some of the clock's values. A nil member stays as it is.
type ClockChange struct {
	Now    *time.Time
	Frozen *bool
	Speed  *float64 // above 0, at most MaxSpeed
}

// Now returns the time of the mock, in UTC.
func (s *Server) Now() time.Time { return s.state.Load().Clock.Now() }

// Clock returns all that the clock shows.
func (s *Server) Clock() Clock { return Clock(s.state.Load().Clock.Read()) }

// SetClock makes the whole change at one moment, or changes nothing and returns an error wrapping ErrClock.
func (s *Server) SetClock(c ClockChange) error { return s.edit().Clock.Change(clock.Change(c)) }

// SetTime moves the clock to t, forward or back. It stays running or frozen. Beyond Earliest and Latest SetTime returns
// an error wrapping ErrClock.
func (s *Server) SetTime(t time.Time) error { return s.SetClock(ClockChange{Now: &t}) }

// Advance moves the clock forward. It returns an error wrapping ErrClock for a negative duration and beyond Latest.
func (s *Server) Advance(by time.Duration) error { return s.edit().Clock.Advance(by) }

// A ClockEvent is something that happens when the clock reaches a time, without a request.
type ClockEvent struct {
	Type string    `json:"type"` // "token", "report", "crawl" or "webhook"
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

// A ClockEventFilter selects events. The zero ClockEventFilter selects all.
type ClockEventFilter struct {
	Type string // of ClockEvent; "" means all
	Key  string // only reports and tokens of this API key; "" means all events
}

func clockEvents(events []control.Event, err error) ([]ClockEvent, error) {
	return convert(events, func(e control.Event) ClockEvent { return ClockEvent(e) }), err
}

// Events returns what is to come, at most 1,000 events, the next first. It returns an error for an unknown type.
func (s *Server) Events(f ClockEventFilter) ([]ClockEvent, error) {
	return clockEvents(s.state.Load().Events(control.EventFilter(f)))
}

// Next advances the clock to the next event that the filter selects, waits until the webhooks and the crawl that are
// due by then are done, and returns the events of that time. Without an event the clock stays, and Next returns none.
func (s *Server) Next(ctx context.Context, f ClockEventFilter) ([]ClockEvent, error) {
	return clockEvents(s.edit().Next(ctx, control.EventFilter(f)))
}

// Freeze stops the clock. Advance and SetTime still move it.
func (s *Server) Freeze() { _ = s.SetClock(ClockChange{Frozen: new(true)}) } // always valid

// Unfreeze lets the clock run on from its time.
func (s *Server) Unfreeze() { _ = s.SetClock(ClockChange{Frozen: new(false)}) } // always valid

// SetSpeed sets how many seconds of the mock pass per real second while the clock is not frozen. It returns an error
// wrapping ErrClock unless 0 < speed <= MaxSpeed.
func (s *Server) SetSpeed(speed float64) error { return s.SetClock(ClockChange{Speed: &speed}) }
