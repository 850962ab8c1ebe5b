package dailymocktest

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/journal"
)

// MustVerify ends the test unless as many requests as wanted match. It says which ones almost match, and why.
//
//	m.MustVerify(t, journal.Matcher{Surface: "files", Status: "200"}, journal.Exactly(1))
func (m *Mock) MustVerify(t testing.TB, matcher journal.Matcher, n journal.Count) {
	t.Helper()
	v, err := m.Verify(matcher, n)
	if err != nil {
		t.Fatalf("dailymocktest: %v", err)
	}
	if !v.Held {
		t.Fatalf("dailymocktest: %s", v)
	}
}

// maxTail bounds the requests that a failed test logs.
const maxTail = 20

// logTail logs the last requests.
func logTail(tb testing.TB, server *dailymock.Server) {
	tb.Helper()
	all := server.Journal()
	if len(all) == 0 {
		return
	}
	var b strings.Builder
	tail := all[len(all)-min(len(all), maxTail):]
	for _, e := range tail {
		b.WriteString("\n  " + e.String())
	}
	tb.Logf("the last %d requests to the mock:%s", len(tail), b.String())
}
