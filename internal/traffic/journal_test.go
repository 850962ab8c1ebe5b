package traffic_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
	"github.com/google/go-cmp/cmp"
)

// A stage has a mock's clock and real time that a test moves.
type stage struct {
	*traffic.Journal
	mux *http.ServeMux

	mu      sync.Mutex
	now     time.Time
	elapsed time.Duration
}

func newStage(keep int) *stage {
	s := &stage{mux: http.NewServeMux(), now: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)}
	s.Journal = traffic.New(traffic.Config{
		Now:     s.clock(),
		Elapsed: func() time.Duration { s.mu.Lock(); defer s.mu.Unlock(); return s.elapsed },
		Keep:    keep,
	})
	return s
}

func (s *stage) pass(mock, real time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.elapsed = s.now.Add(mock), s.elapsed+real
}

// clock returns the mock's clock.
func (s *stage) clock() func() time.Time {
	return func() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }
}

// send sends one request to a handler.
func send(h http.Handler, url string) {
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, url, nil))
}

// ask sends one request through the journal.
func (s *stage) ask(method, url string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Watch(s.mux).ServeHTTP(w, httptest.NewRequest(method, url, strings.NewReader("body-secret")))
	return w
}

func TestAnEntrySaysWhatHappened(t *testing.T) {
	t.Parallel()
	s := newStage(0)
	s.mux.Handle("POST /oauth/token", traffic.On("oauth", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.pass(time.Hour, 20*time.Millisecond)
		traffic.SetOperation(r.Context(), "token password", nil)
		traffic.SetKey(r.Context(), "my-key")
		traffic.SetGrant(r.Context(), "password")
		traffic.Explain(r.Context(), journal.Reason{Closest: "teapot", Change: "use a cup"})
		io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Mock-Notice", "use https")
		w.Header().Set("X-Mock-Fault", "slow")
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "four")
		io.Copy(w, strings.NewReader("teen"))
	})))
	s.ask("POST", "https://graphql.api.dailymotion.com/oauth/token?version=2")
	want := []journal.Entry{{
		Number: 1, Time: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC),
		RealTime: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC),
		Method:   "POST", Host: "graphql.api.dailymotion.com", Path: "/oauth/token", Route: "/oauth/token",
		Query: "version=2", Status: 418, RequestBytes: 11, Bytes: 8, Duration: 20 * time.Millisecond,
		Facts:  journal.Facts{Surface: "oauth", Operation: "token password", Key: "my-key", Grant: "password"},
		Failed: true, Notices: []string{"use https"}, Fault: "slow",
		Reason: &journal.Reason{
			Closest: "teapot", Change: "use a cup", Document: "docs/spec/oauth.md#public-token-errors",
		},
	}}
	if diff := cmp.Diff(want, s.Entries()); diff != "" {
		t.Error(diff)
	}
}

func TestStatusOfAnAnswer(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		handler http.HandlerFunc
		want    int
	}{
		"nothing is said":         {func(http.ResponseWriter, *http.Request) {}, 200},
		"a body alone is written": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "x") }, 200},
		"the head is flushed": {func(w http.ResponseWriter,
			_ *http.Request) {
			w.(http.Flusher).Flush()
			w.WriteHeader(404)
		}, 200},
		"two statuses are written": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); w.WriteHeader(200) },
			404},
		"another is only promised": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(201) },
			201},
		"the handler cuts the line": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0},
	} {
		s := newStage(0)
		s.mux.Handle("/", row.handler)
		func() {
			defer func() { recover() }()
			s.ask("GET", "/x")
		}()
		if e := s.Entries(); len(e) != 1 || e[0].Status != row.want {
			t.Errorf("%s: entries %+v, want one with status %d", name, e, row.want)
		}
	}
}

func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("secret", 10)
	s := newStage(0)
	s.mux.Handle("/bucket/{object...}", traffic.On("files", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		traffic.Note(r.Context(), journal.Asked, "subject-secret")
		io.WriteString(w, "answer-secret")
	})))
	s.mux.HandleFunc("/", http.NotFound)
	for _, url := range []string{
		"/bucket/" + long,
		"/nowhere/" + long + "/x",
		"/" + strings.Repeat("a/", 300) + long,
		"/x?access_token=secret&fields=id",
		"/x?ACCESS_TOKEN=secret;client_secret=secret",
		"/x?client%5Fsecret=secret&password=secret&code=secret&api_key=secret&refresh_token=secret",
	} {
		r := httptest.NewRequest("POST", url, strings.NewReader("body-secret"))
		r.Header.Set("Authorization", "Bearer secret")
		r.Header.Set("Cookie", "secret")
		s.Watch(s.mux).ServeHTTP(httptest.NewRecorder(), r)
	}
	b, err := json.Marshal(map[string]any{"entries": s.Entries(), "tally": s.Tally()})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(b), "client_secret=…", "") // the names may stay
	text = strings.ReplaceAll(text, "client%5Fsecret=…", "")
	if strings.Contains(text, "secret") {
		t.Errorf("a secret is in %s", text)
	}
	for _, want := range []string{"fields=id", "/bucket/{object...}", "/bucket/…", "/nowhere/…/x", `"steps":"asked"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
}

func TestOnlyTheYoungestEntriesAreKept(t *testing.T) {
	t.Parallel()
	s := newStage(3)
	s.mux.HandleFunc("/", http.NotFound)
	for n := range 8 {
		var numbers []uint64
		for _, e := range s.Entries() {
			numbers = append(numbers, e.Number)
		}
		var want []uint64
		for i := max(1, n-2); i <= n; i++ {
			want = append(want, uint64(i))
		}
		if diff := cmp.Diff(want, numbers); diff != "" {
			t.Errorf("after %d requests: %s", n, diff)
		}
		s.ask("GET", fmt.Sprintf("/%d", n))
	}
	if got := s.Tally().Requests; got != 8 {
		t.Errorf("the tally has %d requests, want 8", got)
	}
	s.Reset()
	if n, total := len(s.Entries()), s.Tally().Requests; n != 0 || total != 0 {
		t.Errorf("after a reset: %d entries, %d requests, want none", n, total)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	s := newStage(0)
	s.mux.HandleFunc("/", http.NotFound)
	s.ask("GET", "/"+strings.Repeat("ab/", 10_000)+"?q="+strings.Repeat("x", 10_000))
	if e := s.Entries()[0]; len(e.Path) > 600 || len(e.Query) > 600 {
		t.Errorf("path of %d, query of %d bytes, want 600 at most", len(e.Path), len(e.Query))
	}
}

func TestTheTallyFollowsAReport(t *testing.T) {
	t.Parallel()
	s := newStage(0)
	note := func(steps ...any) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i < len(steps); i += 2 {
				traffic.Note(r.Context(), steps[i].(journal.Steps), steps[i+1].(string))
			}
		}
	}
	s.mux.Handle("/token", traffic.After(journal.TokenTaken, nil, note()))
	s.mux.Handle("/refused", traffic.After(journal.TokenTaken, nil, http.HandlerFunc(http.NotFound)))
	s.mux.Handle("/ask", note(journal.Asked, "r1", journal.Asked, "r2"))
	s.mux.Handle("/poll", note(journal.Polled, "r1"))
	s.mux.Handle("/done", note(journal.Polled, "r1", journal.Ended, "r1", journal.Offered, "/f1", journal.Offered, "/f2"))
	s.mux.Handle("/f1", traffic.After(journal.Fetched, func(r *http.Request) string { return r.URL.Path }, note()))
	s.mux.Handle("/fault", note(journal.FaultMet, "slow"))

	for _, path := range []string{"/token", "/refused", "/ask"} {
		s.ask("GET", path)
	}
	for _, path := range []string{"/poll", "/poll", "/done"} {
		s.pass(time.Hour, 15*time.Second)
		s.ask("GET", path)
	}
	s.pass(time.Hour, 15*time.Second)
	for _, path := range []string{"/done", "/f1", "/f1", "/fault"} { // a poll after the end is no waiting
		s.ask("GET", path)
	}
	want := traffic.Tally{
		Requests: 10, Surfaces: map[string]int{"other": 10}, Errors: 1, Bytes: int64(len("404 page not found\n")),
		Tokens: 1,
		Faults: map[string]int{"slow": 1},
		Waited: 3 * time.Hour, WaitedReally: 45 * time.Second,
	}
	want.Reports.Asked, want.Reports.Polls, want.Reports.Ended, want.Reports.Unfinished = 2, 4, 1, 1
	want.Files.Offered, want.Files.Fetched, want.Files.Unfetched = 2, 2, 1
	if diff := cmp.Diff(want, s.Tally()); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAJournalNothingIsNoted(t *testing.T) {
	t.Parallel()
	traffic.Note(context.Background(), journal.Asked, "x")
	w := httptest.NewRecorder()
	traffic.On("oauth", traffic.After(journal.TokenTaken, nil, http.HandlerFunc(http.NotFound))).
		ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d, want the handler's 404", w.Code)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(10)
	s.mux.Handle("/", traffic.On("graph", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var both sync.WaitGroup // sibling fields of a query are resolved side by side
		for i := range 2 {
			both.Go(func() { traffic.Note(r.Context(), journal.Polled, fmt.Sprint(i)) })
		}
		both.Wait()
	})))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { s.ask("POST", "/"); s.Entries(); s.Tally() })
	}
	all.Wait()
	if got := s.Tally(); got.Requests != 50 || got.Reports.Polls != 100 || got.Surfaces["graph"] != 50 {
		t.Errorf("tally %+v, want 50 requests of graph and 100 polls", got)
	}
}

// A client that invents tokens, links or hosts without end must not fill the memory.
func TestTheTallyIsBounded(t *testing.T) {
	t.Parallel()
	s := newStage(1)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		for i := range 20_000 {
			name := fmt.Sprint(i)
			traffic.Note(r.Context(), journal.Asked, name)
			traffic.Note(r.Context(), journal.Offered, name)
			traffic.Note(r.Context(), journal.FaultMet, name)
		}
	})
	s.ask("GET", "/")
	got := s.Tally()
	if got.Reports.Asked != 20_000 || got.Reports.Unfinished > 4096 || got.Files.Offered > 16384 || len(got.Faults) > 65 {
		t.Errorf("asked %d, of them %d told apart; %d files, %d names of faults",
			got.Reports.Asked, got.Reports.Unfinished, got.Files.Offered, len(got.Faults))
	}
}

// What the journal and the log cost: compare "watched" and "logged" with "bare".
func BenchmarkWatch(b *testing.B) {
	h := traffic.On("graph", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		traffic.SetKey(r.Context(), "key")
		traffic.SetOperation(r.Context(), "PartnerGetReportFile", []string{"partner.reportFile.status"})
		traffic.Note(r.Context(), journal.Polled, "token")
		w.WriteHeader(200)
	}))
	mux := http.NewServeMux()
	mux.Handle("POST /graphql", h)
	begun := time.Now()
	c := traffic.Config{Now: time.Now, Elapsed: func() time.Duration { return time.Since(begun) }}
	watched := traffic.New(c)
	c.Log = slog.New(slog.NewJSONHandler(io.Discard, nil))
	logged := traffic.New(c)
	r := httptest.NewRequest("POST", "https://partner.api.dailymotion.com/graphql", nil)
	for name, handler := range map[string]http.Handler{
		"bare": mux, "watched": watched.Watch(mux), "logged": logged.Watch(mux),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var w nowhere
			for b.Loop() {
				handler.ServeHTTP(&w, r)
			}
		})
	}
}

type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n *nowhere) WriteHeader(int)             {}

func TestRestoreContinuesTheJournal(t *testing.T) {
	t.Parallel()
	for _, requests := range []int{0, 3, 5, 8} {
		open := func() (*traffic.Journal, http.Handler) {
			j := traffic.New(traffic.Config{Now: func() time.Time { return time.Unix(0, 0).UTC() }, Keep: 5})
			return j, j.Watch(traffic.On("rest", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				traffic.Note(r.Context(), journal.Asked, r.URL.Path)
			})))
		}
		ask := func(h http.Handler, n int) {
			for i := range n {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/"+strconv.Itoa(i%4), nil))
			}
		}
		j, h := open()
		ask(h, requests)
		saved, err := j.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		again, h2 := open()
		if err := again.Restore([]byte(`{"entries":[],"count":3}`)); err == nil {
			t.Error("entries are missing, and no error")
		}
		if err := again.Restore(saved); err != nil {
			t.Fatal(err)
		}
		ask(h, 4)
		ask(h2, 4)
		if diff := cmp.Diff(j.Entries(), again.Entries()); diff != "" {
			t.Errorf("after %d requests: %s", requests, diff)
		}
		if diff := cmp.Diff(j.Tally(), again.Tally()); diff != "" {
			t.Errorf("after %d requests: %s", requests, diff)
		}
		one, _ := j.Snapshot()
		two, _ := again.Snapshot()
		if string(one) != string(two) {
			t.Errorf("after %d requests: snapshot %s, want %s", requests, two, one)
		}
	}
}
