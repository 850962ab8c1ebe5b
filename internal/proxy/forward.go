package proxy

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
)

// A forwarder connects to allowed hosts, through the machine's own proxy if there
// is one.
type forwarder struct {
	upstream  func(*http.Request) (*url.URL, error)
	dialer    net.Dialer
	transport *http.Transport
	reverse   *httputil.ReverseProxy
}

func newForwarder(c Config) *forwarder {
	f := &forwarder{upstream: c.Upstream, dialer: net.Dialer{Timeout: dialTimeout}}
	f.transport = &http.Transport{
		Proxy:              f.via,
		DialContext:        f.dialer.DialContext,
		DisableCompression: true,
		MaxIdleConns:       16,
		IdleConnTimeout:    idleTimeout,
	}
	f.reverse = &httputil.ReverseProxy{
		Transport: f.transport,
		Rewrite:   func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host },
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, "mockserver: "+err.Error(), http.StatusBadGateway)
		},
	}
	return f
}

// ServeHTTP forwards a request with an absolute URL.
func (f *forwarder) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.reverse.ServeHTTP(w, r) }

func (f *forwarder) close() { f.transport.CloseIdleConnections() }

// via returns the upstream proxy for the URL of r, or nil.
func (f *forwarder) via(r *http.Request) (*url.URL, error) {
	if f.upstream == nil || loopback(r.URL.Hostname()) {
		return nil, nil
	}
	return f.upstream(r)
}

// dial opens a connection to addr for a tunnel.
func (f *forwarder) dial(ctx context.Context, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	u, err := f.via(&http.Request{URL: &url.URL{Scheme: "https", Host: addr}})
	if err != nil {
		return nil, err
	}
	if u == nil {
		return f.dialer.DialContext(ctx, "tcp", addr)
	}
	return f.dialVia(ctx, u, addr)
}

// dialVia opens a tunnel through an HTTP proxy.
func (f *forwarder) dialVia(ctx context.Context, u *url.URL, addr string) (net.Conn, error) {
	if u.Scheme != "http" {
		return nil, fmt.Errorf("the proxy for %s has the scheme %q; only http is supported", addr, u.Scheme)
	}
	_, port := split(u.Host, "80")
	c, err := f.dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	ask := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: http.Header{}}
	if u.User != nil {
		password, _ := u.User.Password()
		ask.Header.Set(
			"Proxy-Authorization",
			"Basic "+base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)),
		)
	}
	answer, ahead, err := request(c, ask)
	if err == nil && answer != http.StatusOK {
		err = fmt.Errorf("got status %d", answer)
	}
	if err != nil {
		c.Close()
		return nil, fmt.Errorf("open a tunnel to %s through %s: %w", addr, u.Host, err)
	}
	return &held{Conn: c, ahead: ahead, release: func() {}}, nil
}

func request(c net.Conn, r *http.Request) (status int, ahead *bufio.Reader, err error) {
	if err := r.Write(c); err != nil {
		return 0, nil, err
	}
	ahead = bufio.NewReader(c)
	a, err := http.ReadResponse(ahead, r)
	if err != nil {
		return 0, nil, err
	}
	return a.StatusCode, ahead, nil
}
