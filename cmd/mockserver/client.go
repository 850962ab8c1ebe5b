package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/bounded"
)

// requestTimeout bounds one request to a running mock.
const requestTimeout = 5 * time.Second

// mockURL returns the base URL of a running mock: the argument, else what the
// file of --ready-file holds, else the address of --listen.
func mockURL(s config.Settings, args []string) (string, error) {
	if len(args) > 0 {
		u, err := url.Parse(args[0])
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return "", exit.With(exit.Usage, fmt.Errorf("URL %q: need an address such as http://127.0.0.1:8080", args[0]))
		}
		return strings.TrimSuffix(args[0], "/"), nil
	}
	if s.ReadyFile != "" {
		text, err := bounded.ReadFile(s.ReadyFile, bounded.Word)
		if err != nil {
			return "", exit.With(exit.Unreachable, fmt.Errorf("--ready-file: %w; is the mock running?", err))
		}
		return strings.TrimSpace(string(text)), nil
	}
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return "", exit.With(exit.Usage, fmt.Errorf("--listen: got %q, need an address such as 127.0.0.1:8080", s.Listen))
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// askMock sends a request to a running mock, never through a proxy. token is that of the mock's --control-token.
func askMock(ctx context.Context, method, url, token string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return nil, exit.With(exit.Usage, fmt.Errorf("%w; need a URL such as http://127.0.0.1:8080", err))
	}
	authorize(req, token)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, exit.With(exit.Unreachable, fmt.Errorf("%w; is the mock running?", err))
	}
	if resp.StatusCode == http.StatusUnauthorized {
		resp.Body.Close()
		return nil, exit.With(exit.Usage, fmt.Errorf("the mock at %s needs its token; use --control-token, or %s",
			req.URL.Host, config.Variable("control-token")))
	}
	return resp, nil
}

// authorize adds the token of --control-token to a request for the control API.
func authorize(req *http.Request, token string) {
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
}
