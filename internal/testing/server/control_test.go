package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

func TestClockOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Now: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)})
	for _, step := range []struct{ name, method, path, body, want string }{
		{"it stands still where it was pinned", "GET", "/_mock/clock", "", `{"now":"2026-01-31T12:00:00Z",` +
			`"frozen":true,"speed":1}`},
		{"it advances", "POST", "/_mock/clock/advance", `{"by": "1h30m"}`, `{"now":"2026-01-31T13:30:00Z",` +
			`"frozen":true,"speed":1}`},
		{"it is set, in any zone", "PUT", "/_mock/clock", `{"now": "2026-02-01T01:00:00+01:00"}`,
			`{"now":"2026-02-01T00:00:00Z","frozen":true,"speed":1}`},
		{"it takes a speed for later", "PUT", "/_mock/clock", `{"speed": 60}`, `{"now":"2026-02-01T00:00:00Z",` +
			`"frozen":true,"speed":60}`},
		{"it goes back when set", "PUT", "/_mock/clock", `{"now": "2025-02-01T00:00:00Z", "speed": 0.5, "frozen": true}`,
			`{"now":"2025-02-01T00:00:00Z","frozen":true,"speed":0.5}`},
		{"a reset puts it back", "POST", "/_mock/reset", "", `{"now":"2026-01-31T12:00:00Z","frozen":true,"speed":1}`},
		{"a reset takes an empty object too", "POST", "/_mock/reset", "{}", `{"now":"2026-01-31T12:00:00Z",` +
			`"frozen":true,"speed":1}`},
	} {
		got := server.Call(t, m, step.method, step.path, step.body)
		if got.StatusCode != http.StatusOK || strings.TrimSpace(got.Text) != step.want {
			t.Errorf("%s: %s %s, want %s", step.name, got.Status, got.Text, step.want)
		}
	}
}

func TestClockRunsAfterUnfreezing(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	if err := m.SetSpeed(dailymock.MaxSpeed); err != nil {
		t.Fatal(err)
	}
	m.Unfreeze()
	for m.Now().Equal(dailymocktest.Today) { // a microsecond is a second now
	}
	m.Freeze()
	if before, after := m.Now(), m.Now(); !before.Equal(after) || !m.Clock().Frozen {
		t.Errorf("a frozen clock went from %v to %v", before, after)
	}
}

func TestControlRefuses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	before := m.Clock()
	for _, tt := range []struct{ route, body, says string }{
		{"PUT /_mock/clock", ``, `send at least one of "now", "frozen", "speed"`},
		{"PUT /_mock/clock", `{}`, `send at least one of "now", "frozen", "speed"`},
		{"PUT /_mock/clock", `{"now": null}`, `send at least one of`},
		{"PUT /_mock/clock", `{"nwo": "2026-01-01T00:00:00Z"}`, `unknown member "nwo"; did you mean "now"? known: "now", `},
		{"PUT /_mock/clock", `{"NOW": "2026-01-01T00:00:00Z"}`, `unknown member "NOW"`},
		{"PUT /_mock/clock", `{"now": "tomorrow"}`, `"now" must be a time such as "2026-01-31T12:00:00Z", not "tomorrow"`},
		{"PUT /_mock/clock", `{"now": 12}`, `"now" must be a time such as`},
		{"PUT /_mock/clock", `{"now": "1066-10-14T00:00:00Z"}`, `outside of the years 2000 to 2199`},
		{"PUT /_mock/clock", `{"frozen": "yes"}`, `"frozen" must be a bool, not "yes"`},
		{"PUT /_mock/clock", `{"speed": -1}`, `speed -1 must be above 0`},
		{"PUT /_mock/clock", `{"speed": 0}`, `freeze it`},
		{"PUT /_mock/clock", `{"speed": 1e999}`, `"speed" must be a float64, not 1e999`},
		{"PUT /_mock/clock", `{"frozen": false, "now": "9999-01-01T00:00:00Z"}`, `outside of the years`},
		{"PUT /_mock/clock", `[1]`, `must be one JSON object`},
		{"PUT /_mock/clock", `null`, `must be one JSON object`},
		{"PUT /_mock/clock", `{"now"`, `must be one JSON object: unexpected end`},
		{"PUT /_mock/clock", `{} {}`, `must be one JSON object`},
		{"POST /_mock/clock/advance", ``, `"by" is missing; send {"by": "2h"}`},
		{"POST /_mock/clock/advance", `{"by": "2 days"}`, `"by" must be a duration such as "2h"`},
		{"POST /_mock/clock/advance", `{"by": 7200}`, `"by" must be a duration such as "2h"`},
		{"POST /_mock/clock/advance", `{"by": "-1h"}`, `to go back, set it`},
		{"POST /_mock/clock/advance", `{"by": "2000000h"}`, `outside of the years`},
		{"POST /_mock/reset", `{"seed": 2}`, `unknown member "seed"; known: "key"`},
	} {
		method, path, _ := strings.Cut(tt.route, " ")
		got := server.Call(t, m, method, path, tt.body)
		var body struct{ Error string }
		got.JSON(t, &body)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(body.Error, tt.says) {
			t.Errorf("%s %s: %s %q, want 400 that says %q", tt.route, tt.body, got.Status, body.Error, tt.says)
		}
	}
	if got := m.Clock(); got != before {
		t.Errorf("after refusals the clock reads %v, want %v", got, before)
	}
}

func TestControlBoundsItsBody(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	got := server.Call(t, m, "PUT", "/_mock/clock", `{"now": "`+strings.Repeat("0", 100<<10)+`"}`)
	if got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("100 KiB of body: %s %s, want 413", got.Status, got.Text)
	}
}

func TestControlRefusesPagesOfOtherSites(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, tt := range []struct {
		site string
		want int
	}{
		{"cross-site", http.StatusForbidden},
		{"same-origin", http.StatusOK},
		{"", http.StatusOK}, // no browser
	} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", m.URL+"/_mock/reset", nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.site != "" {
			req.Header.Set("Sec-Fetch-Site", tt.site)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.StatusCode; got != tt.want {
			t.Errorf("a reset from %q answers %d, want %d", tt.site, got, tt.want)
		}
	}
}

// TestControlConcurrently is for the race detector: the clock is moved, read and
// reset by many at once.
func TestControlConcurrently(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				m.Advance(time.Hour)
				m.Unfreeze()
				m.SetTime(dailymocktest.Today)
				m.Freeze()
				m.Clock()
			}
			m.Reset()
		})
	}
	all.Wait()
	if got, want := m.Now(), dailymocktest.Today; !got.Equal(want) {
		t.Errorf("after the last reset the clock shows %v, want %v", got, want)
	}
}

func TestPolicyOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, c := range []struct{ method, path, body, want string }{
		{"GET", "/_mock/policy", "", `{"progress":"after","takes":"2s","polls":0,"outcome":"FINISHED"}`},
		{"PUT", "/_mock/policy", `{"progress": "polls", "polls": 2}`, `{"progress":"polls","takes":"0s","polls":2,` +
			`"outcome":"FINISHED"}`},
		{"PUT", "/_mock/policy", `{"key": "bob", "outcome": "FAILED"}`, `{"key":"bob","progress":"after","takes":"0s",` +
			`"polls":0,"outcome":"FAILED"}`},
		{"GET", "/_mock/policy?key=bob", "", `{"key":"bob","progress":"after","takes":"0s","polls":0,"outcome":"FAILED"}`},
		{"GET", "/_mock/policy?key=ana", "", `{"key":"ana","progress":"polls","takes":"0s","polls":2,"outcome":"FINISHED"}`},
	} {
		if got := server.Call(
			t,
			m,
			c.method,
			c.path,
			c.body,
		); got.StatusCode != http.StatusOK ||
			strings.TrimSpace(got.Text) != c.want {
			t.Errorf("%s %s %s = %d %s, want %s", c.method, c.path, c.body, got.StatusCode, got.Text, c.want)
		}
	}
	bob := privateClient(m, "bob")
	if status, _ := bob.poll(t, bob.mustAsk(t, input(nil))); status != "FAILED" {
		t.Errorf("bob's report is %s, want FAILED", status)
	}
	ana := privateClient(m, "ana")
	token := ana.mustAsk(t, input(nil))
	for i, want := range []string{"IN_PROGRESS", "IN_PROGRESS", "FINISHED"} {
		if status, _ := ana.poll(t, token); status != want {
			t.Errorf("ana's poll %d says %s, want %s", i+1, status, want)
		}
	}
}

func TestReportEndsByHandOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportPolicy: dailymock.ReportPolicy{Progress: "hand"}})
	c := privateClient(m, "key")
	token := c.mustAsk(t, input(nil))
	var list struct {
		Reports []struct {
			ID, Status string
			History    []struct{ Status, At string }
		}
	}
	server.Call(t, m, "GET", "/_mock/reports", "").JSON(t, &list)
	if len(list.Reports) != 1 || list.Reports[0].Status != "IN_PROGRESS" {
		t.Fatalf("reports = %+v, want one in progress", list)
	}
	if got := server.Call(
		t,
		m,
		"PUT",
		"/_mock/reports/"+list.Reports[0].ID,
		`{"status": "FAILED"}`,
	); got.StatusCode != http.StatusOK {
		t.Fatalf("end: %d %s", got.StatusCode, got.Text)
	}
	if status, _ := c.poll(t, token); status != "FAILED" {
		t.Errorf("status = %s, want FAILED", status)
	}
	server.Call(t, m, "GET", "/_mock/reports", "").JSON(t, &list)
	if h := list.Reports[0].History; len(h) != 2 || h[1].Status != "FAILED" {
		t.Errorf("history = %v, want IN_PROGRESS and FAILED", h)
	}
}

func TestReportControlRefuses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, c := range []struct {
		method, path, body string
		code               int
		want               string
	}{
		{"PUT", "/_mock/policy", `{"progress": "soon"}`, 400, `unknown progress \"soon\"`},
		{"PUT", "/_mock/policy", `{"outcome": "LOST"}`, 400, `unknown outcome \"LOST\"`},
		{"PUT", "/_mock/policy", `{"takes": "1 day"}`, 400, `duration such as`},
		{"PUT", "/_mock/policy", `{"polls": 3}`, 400, `polls is valid only with progress`},
		{"PUT", "/_mock/policy", `{"speed": 3}`, 400, `unknown member \"speed\"; known: \"key\"`},
		{"PUT", "/_mock/reports/none", `{"status": "FAILED"}`, 404, `none`},
		{"PUT", "/_mock/reports/none", `{}`, 400, `\"status\" is missing`},
		{"POST", "/_mock/expect", `{}`, 400, `send either`},
		{"POST", "/_mock/expect", `{"reportToken": "x"}`, 404, `no report has the token`},
		{"POST", "/_mock/expect", `{"input": {"metrics": "VIEWS", "dimensions": "DAY", "startDate": "soon", ` +
			`"endDate": "2026-01-01"}}`, 400, `startDate \"soon\" must be a day`},
		{"POST", "/_mock/expect", `{"input": {"metrics": "VIEW", "dimensions": "DAY", "startDate": "2026-01-01", ` +
			`"endDate": "2026-01-01"}}`, 400, `VIEW`},
		{"POST", "/_mock/expect", `{"input": {"metric": "VIEWS"}}`, 400, `unknown field`},
	} {
		got := server.Call(t, m, c.method, c.path, c.body)
		if got.StatusCode != c.code || !strings.Contains(got.Text, c.want) {
			t.Errorf("%s %s %s = %d %s, want %d with %s", c.method, c.path, c.body, got.StatusCode, got.Text, c.code, c.want)
		}
	}
}

func TestExpectOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	c := privateClient(m, "key")
	in := input(map[string]any{"dimensions": "DAY", "filters": nil})
	body, err := json.Marshal(map[string]any{"input": in})
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Rows, Files       int
		Sums, First, Last map[string]string
		SHA256            string
	}
	server.Call(t, m, "POST", "/_mock/expect", string(body)).JSON(t, &want)
	token := c.mustAsk(t, in)
	_, links := c.poll(t, token)
	_, rows := c.rows(t, links)
	sum := 0
	for _, r := range rows {
		n, err := strconv.Atoi(r[1])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if want.Rows != len(rows) || want.Files != 1 || want.Sums["VIEWS"] != strconv.Itoa(sum) ||
		want.First["DAY"] != "2026-06-20" ||
		want.Last["DAY"] != "2026-06-23" {
		t.Errorf("expected %+v, loaded %d rows with %d views", want, len(rows), sum)
	}
	if got := m.MustExpect(t, token); got.SHA256 != want.SHA256 || len(got.SHA256) != 64 {
		t.Errorf("hash of the token %q, of the input %q", got.SHA256, want.SHA256)
	}
	var list struct {
		Invariants []struct{ Name, Holds string }
	}
	server.Call(t, m, "GET", "/_mock/invariants", "").JSON(t, &list)
	if len(list.Invariants) < 10 {
		t.Errorf("%d invariants, want all", len(list.Invariants))
	}
}

func TestTheJournalFollowsAReport(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(
		t,
		dailymock.Options{ReportTakes: 30 * time.Minute, Now: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)},
	)
	report := m.MustAsk(t, "VIEWS", "DAY")
	m.MustStatus(t, report)
	m.Advance(30 * time.Minute)
	for _, link := range m.MustLinks(t, report) {
		if resp, err := http.Head(link); err != nil || resp.Body.Close() != nil {
			t.Fatal(err)
		}
	}
	got := m.Tally()
	if r := got.Reports; r.Asked != 1 || r.Polls != 2 || r.Ended != 1 || r.Unfinished != 0 {
		t.Errorf("reports %+v, want 1 asked for and seen to end in 2 polls", r)
	}
	if got.Waited != 30*time.Minute {
		t.Errorf("waited %s, want 30m", got.Waited)
	}
	if f := got.Files; f.Offered == 0 || f.Fetched != 0 || f.Unfetched != f.Offered {
		t.Errorf("files %+v, want all offered and, after a HEAD, none fetched", f)
	}
	m.MustCSV(t, report)
	if f := m.Tally().Files; f.Fetched == 0 || f.Unfetched != 0 {
		t.Errorf("files %+v, want all fetched", f)
	}
	if got.Tokens == 0 || got.Surfaces["reporting"] != 3 {
		t.Errorf("%d tokens, %v, want at least 1 and 3 requests of reporting", got.Tokens, got.Surfaces)
	}
}

func TestTheJournalKnowsNoReportToken(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	m.MustCSV(t, m.MustAsk(t, "VIEWS", "DAY"))
	entries := m.Journal()
	last := entries[len(entries)-1]
	if got, want := last.Route, "/dailymotion-stats-report/"; got != want || last.Surface != "files" || last.Bytes == 0 {
		t.Errorf("last entry %+v, want %s of files with its bytes", last, want)
	}
	for _, e := range entries {
		if strings.Contains(e.Path+e.Query, "eyJ") {
			t.Errorf("a token is in %+v", e)
		}
	}
	m.Reset()
	if n := len(m.Journal()); n != 0 {
		t.Errorf("%d entries after a reset, want none", n)
	}
}

func TestJournalOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	c := privateClient(m, "key")
	c.mustAsk(t, input(nil))
	got := server.Call(t, m, "GET", "/_mock/journal", "")
	var body struct {
		Tally struct {
			Tokens  int
			Reports struct{ Asked int }
		}
		Entries []struct{ Method, Path, Surface string }
	}
	got.JSON(t, &body)
	if body.Tally.Tokens != 1 || body.Tally.Reports.Asked != 1 || len(body.Entries) != 2 ||
		body.Entries[1].Path != "/graphql" {
		t.Errorf("journal = %s, want a token and a report", got.Text)
	}
	if strings.Contains(got.Text, c.token) || strings.Contains(got.Text, "secret") {
		t.Errorf("journal = %s, which holds a secret", got.Text)
	}
}

func TestFaultsAreMetInTurnAndCounted(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(
		t,
		dailymock.Options{ReportTakes: dailymock.Immediate, Faults: []string{"token-500=3", "file-cut=2"}},
	)
	for i, want := range []int{200, 200, 500, 200, 200, 500} {
		resp, err := http.PostForm(m.URL+"/oauth/v1/token", privateClient(m, "key").form)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || (resp.Header.Get("X-Mock-Fault") == "token-500") != (want == 500) {
			t.Errorf(
				"token request %d: %d, X-Mock-Fault %q, want %d",
				i+1,
				resp.StatusCode,
				resp.Header.Get("X-Mock-Fault"),
				want,
			)
		}
	}
	c := privateClient(m, "key")
	_, links := c.poll(t, c.mustAsk(t, input(nil)))
	for i, whole := range []bool{true, false, true} {
		resp, err := http.Get(links[0])
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if (err == nil) != whole || !whole && len(body) != 64 {
			t.Errorf("download %d: %d bytes, %v, want it whole: %v", i+1, len(body), err, whole)
		}
	}
	if got := m.Tally().Faults; got["token-500"] != 2 || got["file-cut"] != 1 {
		t.Errorf("faults met = %v, want two of the token's and one of the file's", got)
	}
}

func TestInvalidFaultsAreRefused(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]string{
		"tokens-500": `unknown fault "tokens-500"; known faults: dyntube-500`, "token-500=0": "a number from 1",
		"token-500=x": "a number from 1",
	} {
		if _, err := dailymock.New(
			dailymock.Options{Faults: []string{fault}},
		); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", fault, err, want)
		}
	}
}

// TestFaultsAreSetWhileItRuns by method and over HTTP, and forgotten by a reset.
func TestFaultsAreSetWhileItRuns(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"rest-429"}})
	met := func() string {
		resp, err := http.Get(m.URL + "/echo?message=a")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.Header.Get("X-Mock-Fault")
	}
	set := func(body string) string {
		_, answer := sendTo(t, m, "", "PUT", "/_mock/faults", "", body)
		answer, _, _ = strings.Cut(strings.TrimSpace(answer), `,"rules"`)
		return answer
	}
	if got := met(); got != "rest-429" {
		t.Errorf("at first: %q", got)
	}
	if err := m.SetFaults("rest-500=2"); err != nil {
		t.Fatal(err)
	}
	if first, second := met(), met(); first != "" || second != "rest-500" {
		t.Errorf("each second: %q, %q", first, second)
	}
	if got, want := set(
		`{"faults": ["file-cut=3", "rest-500"]}`,
	), `{"faults":["file-cut=3","rest-500"]`; got != want ||
		met() != "rest-500" {
		t.Errorf("over HTTP: %s, want %s", got, want)
	}
	for _, wrong := range []string{`{"faults": ["rest-500", "rest-600"]}`, `{}`, `{"faults": "rest-500"}`} {
		if got := set(wrong); !strings.HasPrefix(got, `{"error":`) || met() != "rest-500" {
			t.Errorf("%s: %s", wrong, got)
		}
	}
	if got := set(`{"faults": []}`); got != `{"faults":[]` || met() != "" {
		t.Errorf("none: %s", got)
	}
	if m.Reset(); met() != "rest-429" {
		t.Errorf("after a reset: %v", m.Faults())
	}
}
