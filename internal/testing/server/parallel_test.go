package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
	"github.com/dailymock/dailymock/journal"
)

// TestClientsWithKeysOfTheirOwnDoNotMeet: 50 clients at the same time on one mock, each with an API key. What one sets,
// asks for and resets is not seen by the others.
func TestClientsWithKeysOfTheirOwnDoNotMeet(t *testing.T) {
	t.Parallel()
	const clients, requests = 50, 2 // the journal keeps the requests of all
	m := dailymocktest.Start(t, dailymock.Options{
		ReportTakes: time.Hour, REST: dailymock.RESTSwitches{RequestsPerMinute: requests},
	})
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() { oneOfMany(t, m, n, requests) })
	}
	all.Wait()
	for n := range clients {
		key := fmt.Sprintf("key-%d", n)
		want, expiring := 2, 0
		if n%5 == 0 {
			want = 0 // it has reset what belongs to it
		}
		if n%3 == 0 { // finished reports expire
			expiring = want
		}
		assert.Len(t, m.Reports(key), want, key)
		events, err := m.Events(dailymock.ClockEventFilter{Key: key, Type: "report"})
		assert.NoError(t, err)
		assert.Len(t, events, expiring, key)
	}
}

// oneOfMany is a client whose reports fail or finish, after as many polls as its number says.
func oneOfMany(t *testing.T, m *dailymocktest.Mock, n, requests int) {
	key, polls, outcome := fmt.Sprintf("key-%d", n), n%2, []string{"FINISHED", "FAILED", "FAILED"}[n%3]
	got := server.Call(t, m, "PUT", "/_mock/policy",
		fmt.Sprintf(`{"key": %q, "progress": "polls", "polls": %d, "outcome": %q}`, key, polls, outcome))
	assert.Equal(t, http.StatusOK, got.StatusCode, got.Text)
	client := privateClient(m, key)
	for range 2 { // both slots
		report := client.mustAsk(t, input(nil))
		for i := 0; i <= polls; i++ {
			want := "IN_PROGRESS"
			if i == polls {
				want = outcome
			}
			status, _ := client.poll(t, report)
			assert.Equal(t, want, status, "poll %d of %s", i, key)
		}
	}
	bearer := http.Header{"Authorization": {"Bearer " + m.Token(dailymock.TokenOrder{
		Kind: dailymock.KeyPublic, Key: key,
	}).AccessToken}}
	if n%4 == 0 {
		got = server.Call(t, m, "POST", "/_mock/faults",
			fmt.Sprintf(`{"fault": "unauthorized surface=rest once key=%s"}`, key))
		assert.Equal(t, http.StatusOK, got.StatusCode, got.Text)
	}
	for i := range requests + 1 {
		want := http.StatusOK
		switch {
		case i == requests:
			want = http.StatusTooManyRequests
		case i == 0 && n%4 == 0:
			want = http.StatusUnauthorized
		}
		assert.Equal(t, want, server.Call(t, m, "GET", "/languages", "", bearer).StatusCode, "request %d of %s", i, key)
	}

	var list struct {
		Reports []struct{ Key, Status string }
	}
	server.Call(t, m, "GET", "/_mock/reports?key="+key, "").JSON(t, &list)
	assert.Len(t, list.Reports, 2, key)
	for _, r := range list.Reports {
		assert.Equal(t, key+" "+outcome, r.Key+" "+r.Status)
	}
	v, err := m.Verify(journal.Matcher{Key: key, Surface: "rest"}, journal.Exactly(requests+1))
	assert.NoError(t, err)
	assert.True(t, v.Held, "%s: %s", key, v)
	v, err = m.Verify(journal.Matcher{Key: key, Step: "asked"}, journal.Exactly(2))
	assert.NoError(t, err)
	assert.True(t, v.Held, "%s: %s", key, v)
	if n%5 != 0 {
		return
	}
	got = server.Call(t, m, "POST", "/_mock/reset", fmt.Sprintf(`{"key": %q}`, key))
	assert.Equal(t, http.StatusOK, got.StatusCode, got.Text)
	var journal struct{ Entries []any }
	server.Call(t, m, "GET", "/_mock/journal?key="+url.QueryEscape(key), "").JSON(t, &journal)
	assert.Empty(t, journal.Entries, key)
	assert.Equal(t, "after", m.Policy(key).Progress, key)
	assert.Equal(t, http.StatusOK, server.Call(t, m, "GET", "/languages", "", bearer).StatusCode)
}
