package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

func TestHosts(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	const file = "/dailymotion-stats-report/00"
	for _, tt := range []struct {
		host          string
		has, hasNot   []string
		lacksMentions string // in the body of a response for what it has not
	}{
		{
			host: "graphql.api.dailymotion.com",
			has:  []string{"POST /", "POST /oauth/token"},
			hasNot: []string{"POST /graphql", "POST /oauth/v1/token", "GET " + file, "GET /_mock/clock",
				"POST /_mock/reset", "GET /healthz"},
			lacksMentions: `"errors"`,
		},
		{
			host:          "partner.api.dailymotion.com",
			has:           []string{"POST /graphql", "POST /oauth/v1/token"},
			hasNot:        []string{"POST /", "POST /oauth/token", "GET " + file, "GET /_mock/clock"},
			lacksMentions: `"errors"`,
		},
		{
			host:          "storage.googleapis.com",
			has:           []string{"GET " + file},
			hasNot:        []string{"GET /", "POST /graphql", "GET /another-bucket/x", "GET /_mock/clock"},
			lacksMentions: "<Code>NoSuchBucket</Code>",
		},
		{
			host:          "api.dailymotion.com",
			hasNot:        []string{"POST /graphql", "GET " + file, "GET /_mock/clock", "GET /invalid/path"},
			lacksMentions: `"type":"not_found"`,
		},
		{
			host:          "stats.dyntube.com",
			has:           []string{"POST /v1/logs/data", "GET /v1/logs/data"},
			hasNot:        []string{"POST /graphql", "GET /_mock/clock", "GET /v1/videos"},
			lacksMentions: `"message"`,
		},
		{
			host: "api.dyntube.com",
			has: []string{"GET /v1/videos", "GET /v1/videos/x", "GET /v1/projects", "GET /v1/projects/x",
				"GET /v1/channels", "GET /v1/channels/x", "GET /v1/channels/templates", "GET /v1/account/plans"},
			hasNot:        []string{"POST /v1/logs/data", "GET /v1/live-streams", "POST /v1/plans"},
			lacksMentions: `"message"`,
		},
		{
			host:          "upload.dyntube.com",
			hasNot:        []string{"POST /v1/videos", "GET /v1/videos", "GET /_mock/clock"},
			lacksMentions: `"message"`,
		},
		{
			host:          "s2.dmcdn.net",
			has:           []string{"GET /v/F83Oh/x240", "GET /u/x1fz4ii/60x60", "GET /v/a/nope"},
			hasNot:        []string{"GET /", "GET /graphql", "GET /static/video/a/b.srt", "GET /_mock/clock"},
			lacksMentions: "<p>Nothing answers ",
		},
		{
			host:          "static2.dmcdn.net",
			has:           []string{"GET /static/video/a/b.srt"},
			hasNot:        []string{"GET /v/F83Oh/x240", "GET /_mock/clock"},
			lacksMentions: "<p>Nothing answers ",
		},
		{
			host: "mock.internal",
			has: []string{"POST /", "POST /oauth/token", "POST /graphql", "POST /oauth/v1/token", "GET " + file,
				"GET /_mock/clock", "GET /healthz", "GET /readyz", "HEAD /readyz", "GET /"},
			hasNot:        []string{"POST /nope", "GET /nope", "GET /graphql/more"},
			lacksMentions: `"errors"`,
		},
		{
			host:          "mock.internal",
			hasNot:        []string{"GET /_mock/nope"},
			lacksMentions: `{"error":"Nothing answers GET /_mock/nope on this host."}`,
		},
	} {
		for _, host := range []string{tt.host, strings.ToUpper(tt.host), tt.host + ":443", tt.host + "."} {
			t.Run(host, func(t *testing.T) {
				t.Parallel()
				for _, route := range tt.has {
					if got := at(t, m, host, route); answersNothing(got) {
						t.Errorf("%s answers nothing: %s %s", route, got.Status, got.Text)
					}
				}
				for _, route := range tt.hasNot {
					got := at(t, m, host, route)
					if !answersNothing(got) || !strings.Contains(got.Text, tt.lacksMentions) {
						t.Errorf("%s answers %s %s, want 404 that mentions %s", route, got.Status, got.Text, tt.lacksMentions)
					}
				}
			})
		}
	}
}

func at(t *testing.T, m *dailymocktest.Mock, host, route string) server.Response {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	return server.Call(t, m, method, "//"+host+path, "")
}

// answersNothing tells the response for a path that is not there from a
// surface's own 404.
func answersNothing(a server.Response) bool {
	return a.StatusCode == http.StatusNotFound && strings.Contains(a.Text, "Nothing answers")
}

func TestWrongMethodNamesTheRightOnes(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	const inErrors, inError = `"type":"method_not_allowed"`, `{"error":"invalid_request",`
	for _, tt := range []struct{ route, allow, body string }{
		{"GET /graphql", "POST", inErrors},
		{"GET /oauth/token", "POST", inError},
		{"PUT /oauth/v1/token", "POST", inError},
		{"DELETE /_mock/clock", "GET, HEAD, PUT", `{"error":"DELETE is not allowed here; try GET or HEAD or PUT."}`},
		{"GET /_mock/reset", "POST", `{"error":"GET is not allowed here; try POST."}`},
		{"GET /upload", "POST", `{"error":{"more_info":`},
		{"PUT /v1/logs/data", "GET, HEAD, POST", `{"message":"PUT is not allowed here; try GET or HEAD or POST."}`},
		{"PUT /", "GET, HEAD, POST", inErrors},
		{"POST /dailymotion-stats-report/00", "GET, HEAD", "<Code>MethodNotAllowed</Code>"},
	} {
		got := at(t, m, "", tt.route)
		if allow := got.Header.Get("Allow"); got.StatusCode != http.StatusMethodNotAllowed || allow != tt.allow {
			t.Errorf("%s: %s, Allow %q; want 405, Allow %q", tt.route, got.Status, allow, tt.allow)
		}
		if !strings.Contains(got.Text, tt.body) {
			t.Errorf("%s: body %s, want %s", tt.route, got.Text, tt.body)
		}
	}
}

// TestOddRequests sends what no client should; net/http's plain text, a hang or
// a 500 would be wrong.
func TestOddRequests(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, route := range []string{
		"GET /%00", "GET /%2e%2e/%2e%2e/etc/passwd", "GET /_mock/clock/", "TRACE /graphql", "OPTIONS /graphql",
		"BREW /", "GET /" + strings.Repeat("a", 8000), "GET /_mock/clock%2Fadvance",
	} {
		got := at(t, m, "", route)
		if got.StatusCode >= 500 || strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%.40s: %s, %s", route, got.Status, got.Header.Get("Content-Type"))
		}
	}
	for _, host := range []string{"[::1]", "[::1]:80", ":80", "graphql.api.dailymotion.com:x"} {
		if got := server.Call(t, m, "GET", fmt.Sprintf("//%s/nope", host), ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("host %q: %s, want 404", host, got.Status)
		}
	}
}

func TestServerNamesTheHostsItStandsInFor(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, host := range m.Hosts() {
		if got := server.Call(t, m, "GET", "//"+host+"/healthz", ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s, which the vendor has, answers /healthz with %s", host, got.Status)
		}
	}
	if got, want := strings.Join(m.Hosts(), " "), "api.dailymotion.com"; !strings.Contains(got, want) {
		t.Errorf("hosts = %s, want %s among them", got, want)
	}
}

func TestRootListsWhatIsServed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Seed: 4711})
	got := server.Call(t, m, "GET", "/", "")
	if want := "text/plain; charset=utf-8"; got.StatusCode != 200 || got.Header.Get("Content-Type") != want {
		t.Fatalf("GET /: %s, %s; want 200, %s", got.Status, got.Header.Get("Content-Type"), want)
	}
	for _, want := range []string{
		"stand-in for Dailymotion", "Seed 4711", "stands still at 2026-07-01T12:00:00Z", m.URL + "/_mock/\n",
		m.URL + "/oauth/v1/token", "\nPOST    /graphql ", "\nGET     /_mock/clock ", "\nany     /videos ", "/v1/videos/{id}",
	} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	if unwanted := "/videos/ "; strings.Contains(got.Text, unwanted) {
		t.Errorf("the list says %q", unwanted)
	}
}
