package proxy_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/proxy"
)

var hosts = []string{"graphql.api.dailymotion.com", "storage.googleapis.com"}

// echo tells what the mock would have seen of a request.
var echo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s://%s%s %s %q", r.Method, scheme, r.Host, r.RequestURI, r.Proto, body)
})

// A running proxy, and what it told of.
type running struct {
	*proxy.Proxy
	addr string

	mistrust chan string

	mu      sync.Mutex
	refused []string
}

func start(t *testing.T, c proxy.Config) *running {
	t.Helper()
	p := &running{mistrust: make(chan string, 100)}
	if c.Hosts == nil {
		c.Hosts = hosts
	}
	if c.Handler == nil {
		c.Handler = echo
	}
	c.Now = time.Now
	c.Refused = p.note
	c.Mistrust = func(host string, _ error) { p.mistrust <- host }
	inner, err := proxy.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.Proxy, p.addr = inner, l.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := p.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve ended with %v", err)
		}
	})
	return p
}

func (p *running) note(host string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = append(p.refused, host)
}

func (p *running) seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.refused)
}

// client returns one that uses the proxy and trusts its authority alone.
func (p *running) client(t *testing.T, http2 bool) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA())
	tr := &http.Transport{
		Proxy:             http.ProxyURL(&url.URL{Scheme: "http", Host: p.addr}),
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		ForceAttemptHTTP2: http2,
	}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, Timeout: 10 * time.Second}
}

func mustGet(t *testing.T, c *http.Client, url string) (status int, body string) {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
