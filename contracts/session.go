package contracts

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/redact"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/dailymock/dailymock/contracts/provenance"
)

// A session holds what the cases of one run share to send their requests.
type session struct {
	ctx     context.Context
	target  Target
	client  *http.Client
	redact  redact.Redactor
	peers   provenance.Peers
	runID   string
	allow   []Effect
	time    Timekeeper
	reports *ledger.Reports
	ledger  *ledger.Ledger

	start   bool          // only requests reports
	pollGap time.Duration // between status requests for a report
	pause   time.Duration // between requests
	budget  int           // maximum number of requests; zero means unlimited
	spent   atomic.Int64

	pace sync.Mutex
	next time.Time // when the next request may be sent

	tokens tokens     // shared by the cases of a run against a target other than a mock, to save token requests
	asking sync.Mutex // held while a case requests a report of a target other than a mock
}

// tokens holds access tokens by endpoint and scopes.
type tokens struct {
	sync.Mutex
	by map[string]bearer
}

// A bearer holds an access token and the time, by the target's clock, until which it is used. That is well before its
// expiry, since cases wait.
type bearer struct {
	token Secret
	until time.Time
}

func (s *session) budgetLeft() bool { return s.budget == 0 || s.spent.Load() < int64(s.budget) }

// spend counts a request against the budget and reports whether it may be sent.
func (s *session) spend() bool {
	if n := s.spent.Add(1); s.budget > 0 && n > int64(s.budget) {
		s.spent.Add(-1)
		return false
	}
	return true
}

// wait waits until the next request may be sent. It returns an error if the context ends first.
func (s *session) wait(ctx context.Context) error {
	if s.pause == 0 {
		return nil
	}
	s.pace.Lock()
	now := s.time.Now()
	wait := s.next.Sub(now)
	s.next = now.Add(max(wait, 0) + s.pause)
	s.pace.Unlock()
	if wait <= 0 {
		return nil
	}
	return s.time.Sleep(ctx, wait)
}
