package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// TestPreflights sends what a browser asks before a page of another site may send a request.
func TestPreflights(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	const usual = "Authorization, Content-Type"
	for _, tt := range []struct{ target, methods, headers string }{ // no methods: refused
		{"//graphql.api.dailymotion.com/", "POST", usual},
		{"//graphql.api.dailymotion.com/oauth/token", "POST", usual},
		{"//api.dailymotion.com/oauth/token", "POST", usual},
		{"//www.dailymotion.com/oauth/token", "POST", usual},
		{"//api.dailymotion.com/", "GET, POST, DELETE", usual},
		{"//api.dailymotion.com/video/x1", "GET, POST, DELETE", usual},
		{"//api.dailymotion.com/me/videos", "GET, POST, DELETE", usual},
		{"//api.dailymotion.com/file/upload", "GET, POST, DELETE", usual},
		{"//upload-01.dc3.dailymotion.com/upload?uuid=1", "GET, POST", "pieces"},
		{"//upload-01.dc3.dailymotion.com/rupload?uuid=1", "GET, POST", "pieces"},
		{"//upload-01.dc3.dailymotion.com/progress?uuid=1", "GET, POST", "Authorization"},
		{"/oauth/token", "POST", usual},
		{"/", "GET, POST, DELETE", usual},
		{"/upload?uuid=1", "GET, POST", "Content-Disposition"},

		{target: "//partner.api.dailymotion.com/graphql"},
		{target: "//partner.api.dailymotion.com/oauth/v1/token"},
		{target: "//partner.api.dailymotion.com/rest/video/x1"},
		{target: "//storage.googleapis.com/dailymotion-stats-report/x"},
		{target: "//stats.dyntube.com/v1/logs/data"},
		{target: "//api.dyntube.com/v1/videos"},
		{target: "//www.dailymotion.com/oauth/authorize"},
		{target: "/graphql"}, {target: "/oauth/v1/token"}, {target: "/rest/video/x1"}, {target: "/_mock/clock"},
		{target: "/_mock/reset"}, {target: "/healthz"}, {target: "/dailymotion-stats-report/x"}, {target: "/v1/logs/data"},
	} {
		tt.headers = strings.Replace(tt.headers, "pieces", "Content-Range, X-Content-Range, Content-Disposition", 1)
		got := server.Call(t, m, "OPTIONS", tt.target, "", http.Header{
			"Origin": {"https://page.example"}, "Access-Control-Request-Method": {"POST"},
			"Access-Control-Request-Headers": {"authorization,content-type"},
		})
		origin, methods := got.Header.Get("Access-Control-Allow-Origin"), got.Header.Get("Access-Control-Allow-Methods")
		if tt.methods == "" {
			if got.StatusCode < 400 || origin != "" || methods != "" {
				t.Errorf("%s: %s, origin %q, methods %q; want a refusal without them", tt.target, got.Status, origin, methods)
			}
			continue
		}
		headers := got.Header.Get("Access-Control-Allow-Headers")
		if got.StatusCode != 200 || origin != "*" || methods != tt.methods || !strings.Contains(headers, tt.headers) {
			t.Errorf("%s: %s, origin %q, methods %q, headers %q; want 200, *, %q, %q", tt.target, got.Status, origin, methods,
				headers, tt.methods, tt.headers)
		}
	}
}

// TestPagesReadResponses: of the hosts that pages may use, errors and faults included, and of no other.
func TestPagesReadResponses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, tt := range []struct {
		route string
		want  string
	}{
		{"POST //graphql.api.dailymotion.com/", "*"},
		{"POST //graphql.api.dailymotion.com/oauth/token", "*"},
		{"POST //api.dailymotion.com/oauth/token", "*"},
		{"GET //api.dailymotion.com/oauth/token", "*"},
		{"POST //www.dailymotion.com/oauth/token", "*"},
		{"POST //upload-01.dc3.dailymotion.com/upload", "*"},
		{"GET //upload-01.dc3.dailymotion.com/progress", "*"},
		{"GET //api.dailymotion.com/video/xnotfound", "*"},
		{"POST /oauth/token", "*"},

		{"POST //partner.api.dailymotion.com/graphql", ""},
		{"POST //partner.api.dailymotion.com/oauth/v1/token", ""},
		{"GET //partner.api.dailymotion.com/rest/video/x1", ""},
		{"GET //storage.googleapis.com/dailymotion-stats-report/x", ""},
		{"GET //stats.dyntube.com/v1/logs/data", ""},
		{"GET /_mock/clock", ""}, {"POST /graphql", ""}, {"GET /", ""}, {"GET /_mock/journal", ""},
	} {
		for _, faults := range [][]string{nil, {"token-500", "graphql-502", "rest-500"}} {
			if err := m.SetFaults(faults...); err != nil {
				t.Fatal(err)
			}
			method, target, _ := strings.Cut(tt.route, " ")
			req, err := http.NewRequestWithContext(t.Context(), method, m.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			if rest, ok := strings.CutPrefix(target, "//"); ok {
				host, path, _ := strings.Cut(rest, "/")
				req.Host, target = host, "/"+path
			}
			req.URL.Path = target
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if got := resp.Header.Get("Access-Control-Allow-Origin"); got != tt.want {
				t.Errorf("%s with faults %q: %s, origin %q, want %q", tt.route, faults, resp.Status, got, tt.want)
			}
		}
	}
}

// TestPreflightsConsumeNoFault: a fault for each second token request hits the second one, not the first after its
// preflight.
func TestPreflightsConsumeNoFault(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"token-500=2"}})
	for n, want := range []string{"", "token-500", ""} {
		server.Call(t, m, "OPTIONS", "//api.dailymotion.com/oauth/token", "")
		got := server.Call(t, m, "POST", "//api.dailymotion.com/oauth/token", "grant_type=x")
		if fault := got.Header.Get("X-Mock-Fault"); fault != want {
			t.Errorf("request %d: fault %q, want %q", n+1, fault, want)
		}
	}
}

// TestTokensFromTheWebSite: OAuth libraries post to www.dailymotion.com.
func TestTokensFromTheWebSite(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	const www = "//www.dailymotion.com/oauth/token"
	const form = "grant_type=password&client_id=k&client_secret=s&username=u&password=p"
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	got := server.Call(t, m, "POST", www, form, header)
	notice := got.Header.Get("X-Mock-Notice")
	if got.StatusCode != 200 || !strings.Contains(got.Text, `"uid":`) ||
		!strings.Contains(notice, "https://api.dailymotion.com/oauth/token") {
		t.Errorf("%s %s, notice %q; want a token with uid and a notice that names the documented address", got.Status,
			got.Text, notice)
	}
	got = server.Call(t, m, "POST", "//api.dailymotion.com/oauth/token", form, header)
	if got.Header.Get("X-Mock-Notice") != "" {
		t.Errorf("a notice at the documented address: %q", got.Header.Get("X-Mock-Notice"))
	}
	if got := server.Call(t, m, "POST", www, form+"&grant_type=nope", header); got.StatusCode != 400 ||
		!strings.Contains(got.Text, "unsupported_grant_type") {
		t.Errorf("another grant: %s %s, want the error of the token endpoint", got.Status, got.Text)
	}
	for _, host := range []string{"www", "api", "graphql.api"} {
		if got := at(t, m, host+".dailymotion.com", "GET /oauth/token"); got.StatusCode != 405 ||
			!strings.Contains(got.Text, `"error":"invalid_request"`) || got.Header.Get("Allow") != "POST" {
			t.Errorf("GET at %s: %s %s, want 405 invalid_request", host, got.Status, got.Text)
		}
	}
}
