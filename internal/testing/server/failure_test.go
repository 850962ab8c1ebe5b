package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// TestJournalSaysWhyARequestFailed: on every surface, also where the status is 200.
func TestJournalSaysWhyARequestFailed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"dyntube-500"}})
	order := dailymock.TokenOrder{Kind: dailymock.KeyPrivate, Key: "me", Scopes: []string{"create_reports"}}
	token := m.Token(order).AccessToken
	for _, tt := range []struct{ route, body, message string }{
		{"POST /oauth/token", "grant_type=none", "client_id"},
		{"POST /graphql", `{"query": "{ partner { nope } }"}`, "nope"},
		{"POST /graphql", `{"query": "mutation { askPartnerReportFile(input: {metrics: [], dimensions: [], startDate: ` +
			`\"x\", endDate: \"x\"}) { reportFile { reportToken } } }"}`, ""},
		{"GET /video/nope", "", "video"},
		{"POST /", `{"call": "GET /video/nope"}`, "video"},
		{"POST /", `[{"call": "GET /video/nope", "id": "a"}, {"call": "GET /languages", "id": "b"}]`, "video"},
		{"GET /dailymotion-stats-report/none", "", "The specified key does not exist."},
		{"GET /v1/videos", "", "Internal Server Error"}, // a page of HTML
		{"GET /nope/eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", "", "Nothing answers GET … on this host."},
	} {
		method, path, _ := strings.Cut(tt.route, " ")
		req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		if path == "/graphql" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		all := m.Journal()
		e := all[len(all)-1]
		if !e.Failed || e.Message == "" || !strings.Contains(e.Message, tt.message) {
			t.Errorf("%s %s: status %d, failed %t, message %q", tt.route, tt.body, e.Status, e.Failed, e.Message)
		}
	}
	for _, path := range []string{"/videos", "/languages", "/"} {
		as(t, m, "127.0.0.1", "GET "+path)
		all := m.Journal()
		if e := all[len(all)-1]; e.Failed || e.Message != "" {
			t.Errorf("GET %s succeeds: failed %t, message %q", path, e.Failed, e.Message)
		}
	}
}
