package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// TestNextGoesFromEventToEvent: a report, its token and its expiry, in the order of their times.
func TestNextGoesFromEventToEvent(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: 30 * time.Minute})
	bob := privateClient(m, "bob")
	asked := m.Now()
	report := bob.mustAsk(t, input(nil))
	none, err := m.Next(t.Context(), dailymock.ClockEventFilter{Key: "ana"})
	require.NoError(t, err)
	assert.Empty(t, none)
	assert.Equal(t, asked, m.Now(), "without an event the clock stays")

	var step struct {
		Clock  struct{ Now time.Time }
		Events []dailymock.ClockEvent
	}
	server.Call(t, m, "POST", "/_mock/clock/next", "").JSON(t, &step)
	require.Len(t, step.Events, 1)
	assert.Equal(t, "report FINISHED bob", step.Events[0].Type+" "+step.Events[0].Status+" "+step.Events[0].Key)
	assert.Equal(t, asked.Add(30*time.Minute), step.Clock.Now)
	status, _ := bob.poll(t, report)
	assert.Equal(t, "FINISHED", status)

	events, err := m.Next(t.Context(), dailymock.ClockEventFilter{})
	require.NoError(t, err)
	require.NotEmpty(t, events)
	assert.Equal(t, dailymock.ClockEvent{Type: "token", At: asked.Add(time.Hour), Key: "bob"}, events[0])

	server.Call(t, m, "POST", "/_mock/clock/next", `{"type": "report"}`).JSON(t, &step)
	require.Len(t, step.Events, 1)
	assert.Equal(t, "EXPIRED", step.Events[0].Status)
	reports := m.Reports("bob")
	require.Len(t, reports, 1)
	assert.Equal(t, "EXPIRED", reports[0].Status)
	assert.Equal(t, reports[0].ID, step.Events[0].Report)
}

// TestNextDelivers: the clock stands still, and each step makes one attempt, with its response.
func TestNextDelivers(t *testing.T) {
	t.Parallel()
	statuses := []int{http.StatusTeapot, http.StatusOK}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(statuses[0])
		statuses = statuses[1:]
	}))
	defer hook.Close()
	m := dailymocktest.Start(t, dailymock.Options{})
	token := m.Token(dailymock.TokenOrder{
		Kind: dailymock.KeyPublic, Key: "k", Login: "ana", Scopes: []string{"manage_videos", "userinfo"},
	}).AccessToken
	send := func(path, form string) {
		h := http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/x-www-form-urlencoded"}}
		got := server.Call(t, m, "POST", path, form, h)
		require.Equal(t, http.StatusOK, got.StatusCode, got.Text)
	}
	send("/me", "webhook_url="+hook.URL+"/hook&webhook_events=video.published")
	send("/me/videos", "url=https://example.com/a.mp4&title=One&channel=news&published=true&is_created_for_kids=false")

	webhooks := dailymock.ClockEventFilter{Type: "webhook"}
	upcoming, err := m.Events(webhooks)
	require.NoError(t, err)
	require.Len(t, upcoming, 1)
	assert.Equal(t, "video.published", upcoming[0].Event)
	for i, want := range []int{http.StatusTeapot, http.StatusOK} {
		events, err := m.Next(t.Context(), webhooks)
		require.NoError(t, err)
		require.Len(t, events, 1)
		assert.Equal(t, i+1, events[0].Attempt)
		assert.Equal(t, want, events[0].Response)
		assert.Equal(t, m.Now(), events[0].At)
	}
	events, err := m.Next(t.Context(), webhooks)
	require.NoError(t, err)
	assert.Empty(t, events)
}

func TestNextCrawlsOnce(t *testing.T) {
	t.Parallel()
	requests := make(chan string, 10)
	network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- r.URL.Path
		_, _ = w.Write([]byte("[]"))
	}))
	defer network.Close()
	m := dailymocktest.Start(t, dailymock.Options{})
	require.NoError(t, m.SetImporter(dailymock.Importer{
		Users: network.URL + "/users", Callback: network.URL + "/callback", Period: time.Hour,
	}))
	start := m.Now()
	for n := 1; n <= 2; n++ {
		events, err := m.Next(t.Context(), dailymock.ClockEventFilter{Type: "crawl"})
		require.NoError(t, err)
		require.Len(t, events, 1)
		assert.Equal(t, start.Add(time.Duration(n)*time.Hour), events[0].At)
		assert.Len(t, requests, n, "the crawl is over when Next returns")
	}
}

func TestUnknownEventsAreRefused(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	got := server.Call(t, m, "GET", "/_mock/clock/events?type=reports", "")
	assert.Equal(t, http.StatusBadRequest, got.StatusCode)
	assert.Contains(t, got.Text, `did you mean \"report\"?`)
	_, err := m.Next(t.Context(), dailymock.ClockEventFilter{Type: "reports"})
	assert.ErrorContains(t, err, "unknown type of event")
}

// TestEventsSurviveARestart: what is to come is as it was after the state was saved and restored.
func TestEventsSurviveARestart(t *testing.T) {
	t.Parallel()
	one := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Hour})
	privateClient(one, "bob").mustAsk(t, input(nil))
	saved, err := one.State()
	require.NoError(t, err)
	two := dailymocktest.Start(t, dailymock.Options{})
	require.NoError(t, two.SetState(saved))
	want, err := one.Events(dailymock.ClockEventFilter{})
	require.NoError(t, err)
	got, err := two.Events(dailymock.ClockEventFilter{})
	require.NoError(t, err)
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	assert.JSONEq(t, string(a), string(b))
	assert.Len(t, got, 3, "a token, and two changes of a report")
}
