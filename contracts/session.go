package contracts

import (
	"bytes"
	"context"
	"net/http"
	"strings"
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

	clock  sync.RWMutex // write-locked while a case advances the clock of the target
	shared sync.Map     // ids of created objects, by kind
	reads  reads        // of a target other than a mock, to save requests
	tokens tokens       // shared by the cases of a run against a target other than a mock, to save token requests
	asking sync.Mutex   // held while a case requests a report of a target other than a mock
}

// hold keeps other cases from advancing the clock of the target between a token and its use, until the returned
// function is called.
func (s *session) hold() func() {
	s.clock.RLock()
	return s.clock.RUnlock
}

// reads holds responses to requests that change nothing, by request.
type reads struct {
	sync.Mutex
	by map[string]read
}

// A read is a response that several cases check.
type read struct {
	resp *http.Response // without its body
	body []byte
	json any // decoded; nil if body is not JSON
}

// name returns the key of a request in reads, or "" if its response must not be shared.
func (t *T) name(q Request) string {
	body, _ := q.body()
	harmless := t.effect == Reads || t.effect == Validates
	read := t.last.req.Method == http.MethodGet && (q.Token == "" || harmless) || q.Repeated ||
		q.Token != "" && (q.Host == Stats || q.Host == Management) ||
		strings.Contains(body, `"query":`) && !strings.Contains(body, "mutation")
	if t.Mock() || q.AnyStatus || q.Scheme != "" || len(q.Header) > 0 || !read {
		return ""
	}
	return strings.Join([]string{t.last.req.Method, t.last.req.URL.String(), body, string(q.Token)}, " ")
}

// share keeps a response for later cases, unless it may be another next time.
func (s *session) share(name string, r read) {
	const most = 8 << 20 // bytes of a body
	open := bytes.Contains(r.body, []byte(`"IN_PROGRESS"`)) && !introspects(r.body)
	if name == "" || r.resp.StatusCode >= 500 || len(r.body) > most || open {
		return
	}
	s.reads.Lock()
	defer s.reads.Unlock()
	s.reads.by[name] = r
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
