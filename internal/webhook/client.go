package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"

	"github.com/dailymock/dailymock/internal/redact"
)

// timeout bounds one delivery.
const timeout = 5 * time.Second

// maxResponse bounds what is read of a response, in bytes.
const maxResponse = 64 << 10

// errNotLoopback is the reason why a webhook beyond this machine is not delivered.
var errNotLoopback = errors.New("webhooks are delivered to loopback addresses only")

// errControl is the reason why a webhook to a mock's control API is not delivered.
var errControl = errors.New("webhooks are not delivered to /_mock/")

// allowURL returns an error for a URL of a mock's control API: neither a client that registers a webhook nor a server
// that redirects one may control the mock.
func allowURL(u *url.URL) error {
	if p := path.Clean("/" + u.Path); p == "/_mock" || strings.HasPrefix(p, "/_mock/") {
		return errControl
	}
	return nil
}

// maxRedirects bounds how often a delivery is redirected.
const maxRedirects = 5

// allowRedirect is called before each redirect.
func allowRedirect(r *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	return allowURL(r.URL)
}

// clientFor returns the client that delivers an event.
func (q *Queue) clientFor(e Event) *http.Client {
	if !e.SameHost {
		return q.client
	}
	same := *q.client
	same.CheckRedirect = func(r *http.Request, before []*http.Request) error {
		if r.URL.Host != before[0].URL.Host {
			return fmt.Errorf("redirected to another host, %.200s", r.URL.Host)
		}
		return allowRedirect(r, before)
	}
	return &same
}

// post returns the status of the response. Its errors show nothing secret of the URL.
func post(ctx context.Context, client *http.Client, url string, body []byte) (status int, err error) {
	status, err = send(ctx, client, url, body)
	return status, redact.Error(err)
}

func send(ctx context.Context, client *http.Client, url string, body []byte) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err == nil {
		err = allowURL(r.URL)
	}
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "dailymock")
	resp, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, maxResponse) // only the status matters
	return resp.StatusCode, nil
}

// newClient returns a client that connects to loopback addresses only, unless anywhere is set. The address is checked
// after the name was resolved and for each redirect, since both lead through the dialer.
func newClient(anywhere bool) *http.Client {
	dialer := net.Dialer{Timeout: timeout}
	dial := dialer.DialContext
	if !anywhere {
		dialer.Control = allowLoopback
		dial = offlineDial(dialer)
	}
	return &http.Client{
		Timeout: timeout, CheckRedirect: allowRedirect,
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true},
	}
}

// offlineDial returns a function that connects without asking a name server, which would learn the names.
func offlineDial(dialer net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		d := dialer
		if host, _, _ := net.SplitHostPort(address); host != "localhost" {
			d.Resolver = &offline
		}
		return d.DialContext(ctx, network, address)
	}
}

func allowLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%w, and %s is not one", errNotLoopback, host)
	}
	return nil
}

// offline resolves only the names that this machine knows by itself.
var offline = net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
	return nil, errNotLoopback
}}
