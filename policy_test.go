package dailymock_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

func TestPolicyOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, c := range []struct{ method, path, body, want string }{
		{"GET", "/_mock/policy", "", `{"progress":"after","takes":"2s","polls":0,"outcome":"FINISHED"}`},
		{"PUT", "/_mock/policy", `{"progress": "polls", "polls": 2}`, `{"progress":"polls","takes":"0s","polls":2,"outcome":"FINISHED"}`},
		{"PUT", "/_mock/policy", `{"key": "bob", "outcome": "FAILED"}`, `{"key":"bob","progress":"after","takes":"0s","polls":0,"outcome":"FAILED"}`},
		{"GET", "/_mock/policy?key=bob", "", `{"key":"bob","progress":"after","takes":"0s","polls":0,"outcome":"FAILED"}`},
		{"GET", "/_mock/policy?key=ana", "", `{"key":"ana","progress":"polls","takes":"0s","polls":2,"outcome":"FINISHED"}`},
	} {
		if got := call(t, m, c.method, c.path, c.body); got.StatusCode != http.StatusOK || strings.TrimSpace(got.body) != c.want {
			t.Errorf("%s %s %s = %d %s, want %s", c.method, c.path, c.body, got.StatusCode, got.body, c.want)
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
	call(t, m, "GET", "/_mock/reports", "").json(t, &list)
	if len(list.Reports) != 1 || list.Reports[0].Status != "IN_PROGRESS" {
		t.Fatalf("reports = %+v, want one in progress", list)
	}
	if got := call(t, m, "PUT", "/_mock/reports/"+list.Reports[0].ID, `{"status": "FAILED"}`); got.StatusCode != http.StatusOK {
		t.Fatalf("end: %d %s", got.StatusCode, got.body)
	}
	if status, _ := c.poll(t, token); status != "FAILED" {
		t.Errorf("status = %s, want FAILED", status)
	}
	call(t, m, "GET", "/_mock/reports", "").json(t, &list)
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
		{"POST", "/_mock/expect", `{"input": {"metrics": "VIEWS", "dimensions": "DAY", "startDate": "soon", "endDate": "2026-01-01"}}`, 400, `startDate \"soon\" must be a day`},
		{"POST", "/_mock/expect", `{"input": {"metrics": "VIEW", "dimensions": "DAY", "startDate": "2026-01-01", "endDate": "2026-01-01"}}`, 400, `VIEW`},
		{"POST", "/_mock/expect", `{"input": {"metric": "VIEWS"}}`, 400, `unknown field`},
	} {
		if got := call(t, m, c.method, c.path, c.body); got.StatusCode != c.code || !strings.Contains(got.body, c.want) {
			t.Errorf("%s %s %s = %d %s, want %d with %s", c.method, c.path, c.body, got.StatusCode, got.body, c.code, c.want)
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
	call(t, m, "POST", "/_mock/expect", string(body)).json(t, &want)
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
	if want.Rows != len(rows) || want.Files != 1 || want.Sums["VIEWS"] != strconv.Itoa(sum) || want.First["DAY"] != "2026-06-20" || want.Last["DAY"] != "2026-06-23" {
		t.Errorf("expected %+v, loaded %d rows with %d views", want, len(rows), sum)
	}
	if got := m.MustExpect(t, token); got.SHA256 != want.SHA256 || len(got.SHA256) != 64 {
		t.Errorf("hash of the token %q, of the input %q", got.SHA256, want.SHA256)
	}
	var list struct {
		Invariants []struct{ Name, Holds string }
	}
	call(t, m, "GET", "/_mock/invariants", "").json(t, &list)
	if len(list.Invariants) < 10 {
		t.Errorf("%d invariants, want all", len(list.Invariants))
	}
}
