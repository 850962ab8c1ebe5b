package server_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// as sends a request with a Host header and returns status and body.
func as(t *testing.T, m *dailymocktest.Mock, host, route string, header ...string) (int, string) {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = host
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestAcceptedHostNames(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := dailymocktest.Start(t, dailymock.Options{
		PublicURL: "https://mock.example.com:8443", AllowHostnames: []string{"Mock.Example.Net"},
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	for _, host := range []string{
		"127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]", "10.1.2.3", "localhost", "localhost:80", "mock", "mock.",
		"a.localhost", "mock.test", "host.docker.internal", "printer.local:8080", "mock.ns.svc.cluster.local",
		"mock.example.com", "MOCK.example.com:1", "mock.example.net", "mock.example.net.",
	} {
		if status, body := as(t, m, host, "POST /_mock/reset"); status != http.StatusOK {
			t.Errorf("%s: got %d %s, want 200", host, status, body)
		}
	}
	for _, host := range []string{
		"evil.example", "evil.example:8080", "127.0.0.1.nip.io", "localhost.evil.example", "mock.example.com.evil.example",
		"sub.mock.example.com", "test.com", "evil.local.com", "evil.example.", "1.2.3",
	} {
		for _, route := range []string{
			"POST /_mock/reset", "GET /_mock/journal", "GET /_mock/state", "GET /", "POST /", "POST /graphql", "GET /videos",
			"POST /oauth/token", "GET /dailymotion-stats-report/x", "GET /v1/videos", "GET /healthz", "GET /nope", "OPTIONS /",
		} {
			status, body := as(t, m, host, route, "Origin", "http://"+host)
			if status != http.StatusMisdirectedRequest || !strings.Contains(body, "--allow-hostname ") {
				t.Errorf("%s as %s: got %d %s, want 421 with the remedy", route, host, status, body)
			}
		}
	}
	if n := strings.Count(log.String(), "--allow-hostname evil.example\""); n != 1 {
		t.Errorf("the log says %d times how to allow evil.example, want once:\n%s", n, log.String())
	}
}

// TestRefusedHostNamesAreLoggedWithinABound: each once, and not without end.
func TestRefusedHostNamesAreLoggedWithinABound(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := dailymocktest.Start(t, dailymock.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for i := range 100 {
		as(t, m, strings.Repeat("a", i+1)+".example", "GET /")
	}
	if n := strings.Count(log.String(), "\n"); n != 20 {
		t.Errorf("100 names make %d log lines, want 20", n)
	}
}

// TestRequestWithoutHost is served: clients of HTTP/1.0 send none, browsers always do.
func TestRequestWithoutHost(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(m.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /readyz HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(response), "HTTP/1.0 200 OK\r\n") {
		t.Errorf("got %q, %v, want 200", response, err)
	}
}

func TestControlToken(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ControlToken: "let-me-in"})
	const host = "127.0.0.1"
	for _, route := range []string{
		"GET /_mock/clock", "POST /_mock/reset", "GET /_mock/state", "GET /_mock/journal", "GET /_mock/nope", "GET /_mock",
		"GET /%5fmock/clock", "GET /_mock%2Fclock", "GET /_mock/openapi/rest.yaml",
	} {
		for _, header := range [][]string{
			nil, {"Authorization", "Bearer let-me-i"}, {"Authorization", "Bearer "}, {"Authorization", "Basic let-me-in"},
			{"Authorization", "let-me-in"},
		} {
			if status, body := as(t, m, host, route, header...); status != http.StatusUnauthorized {
				t.Errorf("%s with %q: got %d %s, want 401", route, header, status, body)
			}
		}
	}
	for _, route := range []string{"GET /_mock/clock", "POST /_mock/reset"} {
		if status, body := as(t, m, host, route, "Authorization", "bearer let-me-in"); status != http.StatusOK {
			t.Errorf("%s with the token: got %d %s, want 200", route, status, body)
		}
	}
	for _, route := range []string{"GET /readyz", "GET /healthz", "GET /", "GET /videos"} {
		if status, body := as(t, m, host, route); status != http.StatusOK {
			t.Errorf("%s without the token: got %d %s, want 200", route, status, body)
		}
	}
}

func TestInvalidAccessOptions(t *testing.T) {
	t.Parallel()
	for _, o := range []dailymock.Options{
		{ControlToken: "two words"}, {ControlToken: "line\n"}, {AllowHostnames: []string{"https://mock.example"}},
		{AllowHostnames: []string{""}},
	} {
		if _, err := dailymock.New(o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
