// Package client makes commands that control a running mock:
//
//	cmd := client.Command(&cobra.Command{Use: "reset", Short: "…"}, 0,
//		func(cmd *cobra.Command, m client.Mock, args []string) error {
//			return m.Do(cmd.Context(), http.MethodPost, "/_mock/reset", nil, nil)
//		})
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/bounded"
)

// Where says which mock a command controls, for help.
const Where = "The mock is the one at URL or --url, which is the mock of run in its client's environment,\n" +
	"else the one of --ready-file, else the one at --listen."

// A Mock is a running mock.
type Mock struct {
	Base  string // its URL, without a slash at the end
	token string // of --control-token
}

// NewMock returns the mock at a URL that URL returned.
func NewMock(base, token string) Mock { return Mock{base, token} }

// Command makes cmd control a running mock. It takes n arguments, which do gets, and then optionally the URL of the
// mock. It adds the flags that say where the mock is.
func Command(cmd *cobra.Command, n int, do func(cmd *cobra.Command, m Mock, args []string) error) *cobra.Command {
	return Checked(cmd, n, func([]string) error { return nil }, do)
}

// Checked is Command with a check of arguments and flags. Its error comes before those of finding the mock, and is
// wrong usage.
func Checked(
	cmd *cobra.Command, n int, check func(args []string) error,
	do func(cmd *cobra.Command, m Mock, args []string) error,
) *cobra.Command {
	var s config.Settings
	var address string
	cmd.Use += " [URL]"
	cmd.Args = Arguments(n, n+1)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if _, err := config.Load(cmd, os.Environ()); err != nil {
			return err
		}
		if err := check(args[:n]); err != nil {
			return exit.With(exit.Usage, err)
		}
		at := args[n:]
		if len(at) == 0 && address != "" {
			at = []string{address}
		}
		base, err := URL(s, at)
		if err != nil {
			return err
		}
		return do(cmd, NewMock(base, s.ControlToken()), args[:n])
	}
	fs := cmd.Flags()
	s.Flags(fs, "listen", "ready-file", "control-token")
	config.Add(fs, config.Text(&address, "URL"), "url", "", "address of the mock, as the argument URL")
	return cmd
}

// Arguments allows up to most arguments, and requires at least least.
func Arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("missing argument; usage: %s", cmd.UseLine())
		case len(args) > most:
			return fmt.Errorf("unexpected argument %q; usage: %s", args[most], cmd.UseLine())
		}
		return nil
	}
}

// URL returns the base URL of a running mock: the argument, else what the file of --ready-file holds, else the address
// of --listen.
func URL(s config.Settings, args []string) (string, error) {
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

// Send sends a request, never through a proxy, and returns any response but 401. path is below the base URL.
func (m Mock) Send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, m.Base+path, body)
	if err != nil {
		return nil, exit.With(exit.Usage, fmt.Errorf("%w; need a URL such as http://127.0.0.1:8080", err))
	}
	if m.token != "" {
		req.Header.Set("Authorization", "Bearer "+m.token)
	}
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

// Ask sends a request, and returns an error unless the status is 200. The caller closes the body of the response.
func (m Mock) Ask(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	resp, err := m.Send(ctx, method, path, body)
	if err != nil || resp.StatusCode == http.StatusOK {
		return resp, err
	}
	defer resp.Body.Close()
	return nil, m.refusal(resp)
}

// refusal returns the error of a response. A status of 400 means that the user typed something invalid.
func (m Mock) refusal(resp *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	status := exit.Failed
	if resp.StatusCode == http.StatusBadRequest {
		status = exit.Usage
	}
	var envelope struct{ Error string }
	if json.Unmarshal(text, &envelope) == nil && envelope.Error != "" {
		return exit.With(status, errors.New(envelope.Error))
	}
	return exit.With(status, fmt.Errorf("%s %s%s: got status %s; is it a mock, of this version?",
		resp.Request.Method, m.Base, resp.Request.URL.Path, resp.Status))
}

const (
	timeout = 5 * time.Minute // of Do: a step of the clock can wait for deliveries
	maxBody = 64 << 20        // bytes of a response to Do
)

// Do sends body as JSON, unless it is nil, and decodes the response into into, unless that is nil.
func (m Mock) Do(ctx context.Context, method, path string, body, into any) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	resp, err := m.Ask(ctx, method, path, sent)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return exit.With(exit.Unreachable, err)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		path, _, _ = strings.Cut(path, "?")
		return exit.With(exit.Failed, fmt.Errorf("%s%s: %w; is it a mock, of this version?", m.Base, path, err))
	}
	return nil
}

// Path returns a path with a query. Members without a value are left out.
func Path(path string, query map[string]string) string {
	q := url.Values{}
	for name, value := range query {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
