package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
	"github.com/dailymock/dailymock/journal"
)

// entries returns what GET /_mock/journal shows for a query.
func entries(t *testing.T, m *dailymocktest.Mock, query string) (all []journal.Entry, next uint64) {
	t.Helper()
	got := server.Call(t, m, "GET", "/_mock/journal?"+query, "")
	require.Equal(t, 200, got.StatusCode, got.Text)
	var page struct {
		Entries []journal.Entry
		Next    uint64
	}
	got.JSON(t, &page)
	return page.Entries, page.Next
}

func TestAnEntrySaysWhatAClientDid(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	c := privateClient(m, "my-key")
	c.mustAsk(t, input(nil))
	as(t, m, "127.0.0.1", "GET /video/nope")
	all := m.Journal()
	require.Len(t, all, 3)
	token, ask, video := all[0], all[1], all[2]
	require.Equal(t, []string{"oauth", "token", "my-key", "client_credentials"},
		[]string{token.Surface, token.Operation, token.Key, token.Grant})
	require.Equal(t, []string{"reporting", "askPartnerReportFile", "my-key"},
		[]string{ask.Surface, ask.Operation, ask.Key})
	require.Contains(t, ask.Fields, "askPartnerReportFile.reportFile.reportToken")
	require.Positive(t, ask.RequestBytes)
	require.False(t, ask.RealTime.IsZero())
	require.Equal(t, []string{"rest", "GET /video/*", "/video/nope"}, []string{video.Surface, video.Operation, video.Path})
	require.NotNil(t, video.Reason)
	require.NotEmpty(t, video.Reason.Change)
	require.Contains(t, video.Reason.Document, "docs/spec/rest.md#")
}

func TestTheReasonOfARefusalNamesWhatIsClosest(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for request, want := range map[string][2]string{
		"127.0.0.1 GET /_mock/jurnal":               {"GET /_mock/journal", "docs/"},
		"partner.api.dailymotion.com POST /grapql":  {"POST /graphql", "docs/"},
		"127.0.0.1 POST /video/x1/sutitles":         {"POST /video/*/subtitles", "docs/rest.md"},
		"127.0.0.1 GET /me":                         {"", "docs/spec/rest.md#"},
		"partner.api.dailymotion.com POST /graphql": {"", "docs/spec/oauth.md#bad-tokens"},
		"127.0.0.1 GET /" + strings.Repeat("x", 90): {"", "docs/"},
	} {
		host, line, _ := strings.Cut(request, " ")
		as(t, m, host, line)
		all := m.Journal()
		e := all[len(all)-1]
		require.NotNil(t, e.Reason, "%s: %s", request, e)
		require.Equal(t, want[0], e.Reason.Closest, request)
		require.Contains(t, e.Reason.Document, want[1], request)
		require.NotEmpty(t, e.Reason.Change, request)
	}
}

func TestParallelClientsWithAKeyEachDoNotMeet(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			key := fmt.Sprintf("key-%d", n)
			for range n%3 + 1 {
				privateClient(m, key).mustAsk(t, input(nil))
			}
			mine := journal.Matcher{Key: key, Surface: "reporting"}
			v, err := m.Verify(mine, journal.Exactly(n%3+1))
			if err != nil || !v.Held {
				t.Errorf("%s: %s, %v", key, v, err)
			}
			if err := m.ClearJournal(journal.Matcher{Key: key}); err != nil {
				t.Error(err)
			}
			if v, _ := m.Verify(mine, journal.Exactly(0)); !v.Held {
				t.Errorf("%s: after clearing %s", key, v)
			}
		})
	}
	all.Wait()
}

func TestTheJournalIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"dyntube-500"}})
	for _, key := range []string{"one", "two"} {
		privateClient(m, key).mustAsk(t, input(nil))
	}
	for _, request := range []string{"GET /video/nope", "GET /videos?limit=1", "GET /v1/videos"} {
		as(t, m, "127.0.0.1", request)
	}
	for query, want := range map[string]int{
		"":                             7,
		"key=one":                      2,
		"key=one&surface=reporting":    1,
		"status=4xx":                   1,
		"status=%3E%3D400":             2,
		"fault=dyntube-500":            1,
		"field=askPartnerReportFile.*": 2,
		"operation=GET+/video*":        2,
		"grant=client_credentials":     2,
		"step=asked":                   2,
		"path=/video*":                 2,
		"query=*limit*":                1,
		"message=*video*":              1,
		"bytes=%3E0":                   7,
		"request_bytes=0":              3,
		"tail=2":                       2,
		"until=2000-01-01T00:00:00Z":   0,
		"since=2000-01-01T00:00:00Z":   7,
	} {
		all, _ := entries(t, m, query)
		n := 0
		for _, e := range all {
			if e.Surface != "control" {
				n++
			}
		}
		if strings.HasPrefix(query, "tail") {
			n = len(all)
		}
		require.Equal(t, want, n, query)
	}
	var numbers []uint64
	for after := uint64(0); ; {
		page, next := entries(t, m, fmt.Sprintf("surface=r*&limit=1&after=%d", after))
		for _, e := range page {
			numbers = append(numbers, e.Number)
		}
		if next == 0 {
			break
		}
		require.Greater(t, next, after)
		after = next
	}
	require.Equal(t, []uint64{2, 4, 5, 6}, numbers)
	for _, query := range []string{"nope=1", "status=many", "since=today", "limit=-1", "key=a&key=b", "limit=x"} {
		got := server.Call(t, m, "GET", "/_mock/journal?"+query, "")
		require.Equal(t, 400, got.StatusCode, query)
	}
}

func TestClearingOneKeyLeavesTheOthers(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, key := range []string{"one", "two"} {
		privateClient(m, key).mustAsk(t, input(nil))
	}
	require.Equal(t, 200, server.Call(t, m, "DELETE", "/_mock/journal?key=one", "").StatusCode)
	one, _ := entries(t, m, "key=one")
	two, _ := entries(t, m, "key=two")
	require.Empty(t, one)
	require.Len(t, two, 2)
	saved, err := m.State()
	require.NoError(t, err)
	require.NoError(t, m.ClearJournal(journal.Matcher{}))
	require.Empty(t, m.Journal())
	require.Equal(t, 2, m.Tally().Reports.Asked)
	require.NoError(t, m.SetState(saved))
	require.Equal(t, two, m.Journal()[:2])
}

func TestVerifyOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	privateClient(m, "one").mustAsk(t, input(nil))
	for body, held := range map[string]bool{
		`{"matcher": {"surface": "reporting"}, "exactly": 1}`:                   true,
		`{"matcher": {"surface": "reporting"}}`:                                 true,
		`{"matcher": {"surface": "reporting", "status": 500}, "at_least": 1}`:   false,
		`{"matcher": {"key": "one"}, "at_least": 1, "at_most": 2}`:              true,
		`{"matcher": {"key": "one"}, "at_most": 1}`:                             false,
		`{"matcher": {"operation": "askPartner*", "key": "two"}, "exactly": 1}`: false,
	} {
		got := server.Call(t, m, "POST", "/_mock/verify", body)
		require.Equal(t, 200, got.StatusCode, got.Text)
		var v journal.Verification
		got.JSON(t, &v)
		require.Equal(t, held, v.Held, "%s: %s", body, got.Text)
		if strings.Contains(body, "two") {
			require.Equal(t, []string{`key is "one", want "two"`}, v.Nearest[0].Differences)
			require.Equal(t, "/graphql", v.Nearest[0].Entry.Path)
		}
	}
	for _, body := range []string{
		`{"matcher": {"nope": "x"}}`, `{"matcher": {"status": "x"}}`, `{"matcher": {"key": []}}`, `{"matcher": 1}`,
		`{"exactly": -1}`, `{"exactly": 1, "at_most": 1}`, `{"at_least": 3, "at_most": 1}`, `{"count": 1}`,
	} {
		got := server.Call(t, m, "POST", "/_mock/verify", body)
		require.Equal(t, 400, got.StatusCode, body)
	}
}

// follow returns the lines of a response of server-sent events, and a function that ends it.
func follow(t *testing.T, m *dailymocktest.Mock, query string, header ...string) *bufio.Scanner {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", m.URL+"/_mock/journal/events?"+query, nil)
	require.NoError(t, err)
	if header != nil {
		req.Header.Set(header[0], header[1])
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	t.Cleanup(func() { resp.Body.Close() })
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	return bufio.NewScanner(resp.Body)
}

// event returns the next entry, or nothing at the end.
func event(s *bufio.Scanner) (e journal.Entry, ok bool) {
	for s.Scan() {
		if data, found := strings.CutPrefix(s.Text(), "data: "); found {
			return e, json.Unmarshal([]byte(data), &e) == nil
		}
	}
	return e, false
}

func TestEntriesAreFollowed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	all := follow(t, m, "surface=rest&after=0")
	for _, id := range []string{"a", "b", "c"} {
		as(t, m, "127.0.0.1", "GET /languages")
		as(t, m, "127.0.0.1", "GET /video/"+id)
		e, ok := event(all)
		require.True(t, ok)
		require.Equal(t, "/languages", e.Path)
		e, ok = event(all)
		require.True(t, ok)
		require.Equal(t, "/video/"+id, e.Path)
	}
	again := follow(t, m, "surface=rest", "Last-Event-ID", "5")
	e, ok := event(again)
	require.True(t, ok)
	require.Equal(t, uint64(6), e.Number)

	require.NoError(t, m.Server.Reset())
	as(t, m, "127.0.0.1", "GET /languages") // for followers that would go on
	for _, s := range []*bufio.Scanner{all, again} {
		_, ok = event(s)
		require.False(t, ok, "the response goes on after a reset")
	}
}

func TestFollowersAreFew(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for range 32 {
		follow(t, m, "surface=rest")
	}
	got := server.Call(t, m, "GET", "/_mock/journal/events", "")
	require.Equal(t, 503, got.StatusCode, got.Text)
}

func TestBodiesAreKeptWithoutSecrets(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{JournalBodies: 64 << 10, ReportTakes: dailymock.Immediate})
	c := privateClient(m, "my-key")
	c.mustAsk(t, input(nil))
	report := m.MustAsk(t, "VIEWS", "DAY")
	m.MustCSV(t, report)
	form := url.Values{"title": {"New"}, "password": {"hunter2"}}
	resp, err := http.PostForm(m.URL+"/video/x1", form)
	require.NoError(t, err)
	resp.Body.Close()
	as(t, m, "127.0.0.1", "GET /video/x1?client_secret=hunter3")

	all := m.Journal()
	text, err := json.Marshal(all)
	require.NoError(t, err)
	for _, secret := range []string{c.token, report, "hunter2", "hunter3", "eyJ"} {
		require.NotContains(t, string(text), secret)
	}
	token, ask, last := all[0], all[1], all[len(all)-2]
	require.Contains(t, token.RequestBody, "grant_type=client_credentials")
	require.Contains(t, token.RequestBody, "client_secret=…")
	require.Contains(t, token.ResponseBody, `"access_token":"…"`)
	require.Contains(t, ask.RequestBody, `"VIEWS"`)
	require.Contains(t, ask.RequestHeaders, "Authorization: Bearer …")
	require.Contains(t, ask.ResponseBody, `"reportToken":"…"`)
	require.Equal(t, "password=…&title=New", last.RequestBody)

	m = dailymocktest.Start(t, dailymock.Options{})
	privateClient(m, "my-key").mustAsk(t, input(nil))
	for _, e := range m.Journal() {
		require.Empty(t, e.RequestBody+e.ResponseBody+strings.Join(e.RequestHeaders, ""))
	}
}

// A buffer is a log that many goroutines write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestEachRequestIsLoggedOnOneLine(t *testing.T) {
	t.Parallel()
	var log buffer
	m := dailymocktest.Start(t, dailymock.Options{RequestLog: slog.New(slog.NewJSONHandler(&log, nil))})
	c := privateClient(m, "my-key")
	c.mustAsk(t, input(nil))
	as(t, m, "127.0.0.1", "GET /video/nope?access_token=secret")
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	require.Len(t, lines, 3)
	require.NotContains(t, log.String(), c.token)
	require.NotContains(t, log.String(), "secret")
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(lines[1]), &line))
	require.Equal(t, []any{"request", "POST", "/graphql", 200.0, "reporting", "askPartnerReportFile", "my-key"},
		[]any{line["msg"], line["method"], line["path"], line["status"], line["surface"], line["operation"], line["key"]})
	require.Contains(t, line, "duration")
	require.Contains(t, lines[2], "/video/nope")
	require.Contains(t, lines[2], "docs/spec/oauth.md#bad-tokens")
}
