package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

// requestTimeout bounds one request to a running mock.
const requestTimeout = 5 * time.Second

// mockURL returns the base URL of a running mock: the argument, else what the
// file of --ready-file holds, else the address of --listen.
func mockURL(s config.Settings, args []string) (string, error) {
	if len(args) > 0 {
		return strings.TrimSuffix(args[0], "/"), nil
	}
	if s.ReadyFile != "" {
		text, err := os.ReadFile(s.ReadyFile)
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
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// getMock sends a request to a running mock, never through a proxy.
func getMock(ctx context.Context, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, exit.With(exit.Usage, fmt.Errorf("%w; need a URL such as http://127.0.0.1:8080", err))
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, exit.With(exit.Unreachable, fmt.Errorf("%w; is the mock running?", err))
	}
	return resp, nil
}
