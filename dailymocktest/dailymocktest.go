// Package dailymocktest runs a mock for one test.
//
//	func TestReportIsReadyInTime(t *testing.T) {
//		s := dailymocktest.Start(t, dailymock.Options{ReportTakes: 2 * time.Hour})
//		token := s.MustAsk(t, "VIEWS", "DAY") // a metric, a dimension
//		s.Advance(2 * time.Hour)
//		if got, want := s.MustStatus(t, token), "FINISHED"; got != want {
//			t.Errorf("status after two hours = %q, want %q", got, want)
//		}
//	}
//
// Point a client under test at Mock.URL instead of the vendor's hosts. The Must methods do what a client does, for the
// parts that a test is not about. Each ends the test if it fails. A test that fails logs the mock's last requests.
package dailymocktest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
)

// Today is the time at which the clock of a Mock is frozen, unless its Options say otherwise. So a test sees the same
// figures whenever it runs.
var Today = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// A Mock is a server that listens on a loopback port until its test ends. It is safe for concurrent use.
type Mock struct {
	*dailymock.Server
	URL string // such as "http://127.0.0.1:41234"

	tb     testing.TB
	client *http.Client
}

// Start runs a mock for tb. Its clock is frozen at Today. Set o.Now for another day, o.Speed for a clock that runs:
//
//	dailymocktest.Start(t, dailymock.Options{Now: time.Now(), Speed: 1})
func Start(tb testing.TB, o dailymock.Options) *Mock {
	tb.Helper()
	if o.Now.IsZero() {
		o.Now = Today
	}
	server, err := dailymock.New(o)
	if err != nil {
		tb.Fatalf("dailymocktest: %v", err)
	}
	listening := httptest.NewServer(server)
	tb.Cleanup(func() {
		if tb.Failed() {
			logTail(tb, server)
		}
		server.StopFollowing()
		listening.Close()
		if err := server.Close(); err != nil {
			tb.Errorf("dailymocktest: %v", err)
		}
	})
	return &Mock{Server: server, URL: listening.URL, tb: tb, client: listening.Client()}
}

// Advance moves the clock forward. On an error the test fails.
func (m *Mock) Advance(by time.Duration) {
	m.tb.Helper()
	m.check(m.Server.Advance(by))
}

// SetTime moves the clock to t. On an error the test fails.
func (m *Mock) SetTime(t time.Time) {
	m.tb.Helper()
	m.check(m.Server.SetTime(t))
}

// Reset makes everything as Start made it. On an error the test fails.
func (m *Mock) Reset() {
	m.tb.Helper()
	m.check(m.Server.Reset())
}

func (m *Mock) check(err error) {
	m.tb.Helper()
	if err != nil {
		m.tb.Errorf("dailymocktest: %v", err)
	}
}
