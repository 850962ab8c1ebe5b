// Package dailymock stands in for Dailymotion's partner APIs: a client that
// asks for a token, a report and its files gets them, from a world made up out
// of a seed, and time passes as the test wants it to.
//
//	s, err := dailymock.New(dailymock.Options{ReportTakes: 2 * time.Hour})
//	go http.ListenAndServe("127.0.0.1:8080", s)
//	// a client asks for a report …
//	err = s.Advance(2 * time.Hour) // … and now it is finished
//
// In a Go test, dailymocktest.Start does the listening. routes.go shows what is
// answered where.
package dailymock

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
)

// AtOnce is the ReportTakes of reports that are finished as soon as asked for.
const AtOnce time.Duration = -1

// Options shape a Server. The zero Options are ready to use.
type Options struct {
	Seed uint64 // same seed, same tokens and figures; zero means 1

	Now   time.Time // pins the clock; zero follows the wall clock
	Speed float64   // seconds of the mock in a real second; set, the clock runs even from a Now; zero means 1

	ReportTakes  time.Duration // from asking to FINISHED; zero means 2 seconds, AtOnce none
	ReportPolicy ReportPolicy  // another way for reports to end than after ReportTakes; the zero value means none
	RowsPerFile  int           // data rows in one file of a report; zero means 50,000
	World        []byte        // a world file, such as fixtures/world.yaml, which nil means
	ClosedWorld  bool          // knows only the channels that are listed; else any name opens one
	Edition      string        // the documentation whose limits hold everywhere, one of Editions; "" means each endpoint's own

	Matrix string            // how requests are held to the edition's matrix, one of Matrices; "" means "lenient"
	Limits map[string]string // instead of the edition's own, such as {"days": "30", "retention": "1h"}; docs/editions.md has the names

	SignIn SignIn // how tokens are handed out; the zero value takes any key and user

	DynTubeAuthOff bool // DynTube answers without an API key too, as the samples in its documentation want
	DynTubeMaxSize int  // most views on a page of DynTube's; zero means 1,000

	Objects          ObjectSwitches // how the object graph behaves where no source settles it; the zero value is the likelier
	WebhooksAnywhere bool           // webhooks go beyond this machine; else to loopback addresses only

	SigningKey     []byte         // MACs the tokens, at least 16 bytes; nil derives one from Seed
	PublicURL      string         // how answers name this server, "https://mock.example"; "" means as the request did
	TrustedProxies []netip.Prefix // peers whose Forwarded headers are believed; nil means none

	Faults []string // trouble on purpose, such as "token-500" or "file-cut=3"; see FaultNames. Nil means none

	Logger *slog.Logger // what went wrong inside; nil means slog.Default
}

// A Server is a whole mock: an http.Handler that answers every host and path of
// routes.go. It is safe for concurrent use.
type Server struct {
	options Options
	state   atomic.Pointer[state]
	resets  sync.Mutex // one Reset at a time
}

// New returns a Server, or an error that names the option which cannot be.
func New(o Options) (*Server, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	s := &Server{options: o}
	fresh, err := newState(s)
	if err != nil {
		return nil, err
	}
	s.state.Store(fresh)
	return s, nil
}

// Reset puts everything back to how New made it, the clock too. Requests that
// are being answered end as they began.
func (s *Server) Reset() error {
	s.resets.Lock()
	defer s.resets.Unlock()
	fresh, err := newState(s)
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	s.state.Swap(fresh).webhooks.Close()
	return nil
}

// ServeHTTP answers a request to any of the hosts.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.state.Load().watched.ServeHTTP(w, r)
}

// Hosts names the vendor's hosts that the server stands in for, sorted.
func (s *Server) Hosts() []string { return slices.Sorted(maps.Keys(s.state.Load().handler.hosts)) }

// Now is the time of the mock, in UTC.
func (s *Server) Now() time.Time { return s.state.Load().clock.Now() }

// The clock stays between Earliest and Latest, and runs at most at MaxSpeed.
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

// Clock returns all that the clock shows.
func (s *Server) Clock() Clock { return Clock(s.state.Load().clock.Read()) }

// SetClock makes the whole change at one moment, or changes nothing and returns an error wrapping ErrClock.
func (s *Server) SetClock(c ClockChange) error { return s.state.Load().clock.Change(clock.Change(c)) }

// SetTime moves the clock to t, forward or back. It stays running or frozen. Beyond Earliest and Latest SetTime returns
// an error wrapping ErrClock.
func (s *Server) SetTime(t time.Time) error { return s.SetClock(ClockChange{Now: &t}) }

// Advance moves the clock forward. It returns an error wrapping ErrClock for a negative duration and beyond Latest.
func (s *Server) Advance(by time.Duration) error { return s.state.Load().clock.Advance(by) }

// Freeze stops the clock. Advance and SetTime still move it.
func (s *Server) Freeze() { _ = s.SetClock(ClockChange{Frozen: new(true)}) } // always valid

// Unfreeze lets the clock run on from its time.
func (s *Server) Unfreeze() { _ = s.SetClock(ClockChange{Frozen: new(false)}) } // always valid

// SetSpeed sets how many seconds of the mock pass per real second while the clock is not frozen. It returns an error
// wrapping ErrClock unless 0 < speed <= MaxSpeed.
func (s *Server) SetSpeed(speed float64) error { return s.SetClock(ClockChange{Speed: &speed}) }
