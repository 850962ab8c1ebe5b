// Package proxy is a forward proxy that terminates TLS for mocked hosts and passes
// each request, with its host unchanged, to one handler.
//
//	p, err := proxy.New(proxy.Config{Hosts: hosts, Handler: mock, Now: wall})
//	go p.Serve(l)         // l listens on loopback
//	roots := p.CA()       // PEM, for the client to trust
//	defer p.Close(ctx)    // lets requests in flight end
//
// Each Proxy has its own certificate authority in memory, which can sign only for
// its hosts. Other hosts are refused, unless they are the client's own machine or
// the Config allows them.
package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Config configures a Proxy.
type Config struct {
	Hosts   []string         // the mocked hosts, exact names, at least one
	Handler http.Handler     // handles their requests; gets the vendor's Host, and TLS if the client used it
	Now     func() time.Time // the wall clock, by which clients check certificates

	Allow       []string // other hosts that are allowed; ".example.com" includes names below it
	Passthrough bool     // allows all other hosts

	// Upstream returns the proxy to use for an allowed host, as
	// http.ProxyFromEnvironment does; nil uses none.
	Upstream func(*http.Request) (*url.URL, error)

	Refused  func(host string)            // called for each request to a refused host; optional
	Mistrust func(host string, err error) // called if a client aborts the TLS handshake; optional
	Log      *slog.Logger                 // nil discards

	MaxTunnels int // CONNECTs at once, more get 503; zero means 1,024
}

// Limits of one connection. Polls may be minutes apart, so the idle timeout is long.
const (
	handshakeTimeout = 15 * time.Second // from CONNECT to the end of the TLS handshake
	headerTimeout    = 30 * time.Second
	idleTimeout      = 5 * time.Minute
	dialTimeout      = 15 * time.Second
	maxTunnels       = 1024
)

// A Proxy is a forward proxy for one client or a few. It is safe for
// concurrent use.
type Proxy struct {
	config    Config
	hosts     map[string]bool
	authority *authority
	tls       *tls.Config

	outer *http.Server // handles requests to the proxy
	inner *http.Server // handles requests inside tunnels
	feed  *feed        // carries connections from outer to inner
	other *forwarder

	*tunnels

	ctx    context.Context // ends at Close
	cancel context.CancelFunc
	served chan struct{} // closed when inner has ended

	direct intercepted // the listeners of Intercept

	answers sync.WaitGroup // requests being handled
}

// New returns a Proxy with an authority of its own.
func New(c Config) (*Proxy, error) {
	if len(c.Hosts) == 0 || c.Handler == nil || c.Now == nil {
		return nil, errors.New("proxy: Config needs Hosts, Handler and Now")
	}
	c = withDefaults(c)
	a, err := newAuthority(c.Hosts, c.Now())
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &Proxy{
		config:    c,
		hosts:     a.hosts,
		authority: a,
		feed:      newFeed(),
		tunnels:   newTunnels(c.MaxTunnels),
		served:    make(chan struct{}),
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.other = newForwarder(c)
	p.tls = &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1", "http/1.0"},
		GetCertificate: p.certificate,
	}
	p.outer = p.server(http.HandlerFunc(p.proxied), nil)
	p.inner = p.server(http.HandlerFunc(p.tunnelled), p.tls)
	p.inner.ConnContext = withHost
	go func() {
		defer close(p.served)
		p.inner.Serve(p.feed)
	}()
	return p, nil
}

func withDefaults(c Config) Config {
	hosts := make([]string, len(c.Hosts))
	for i, h := range c.Hosts {
		hosts[i] = strings.ToLower(h)
	}
	c.Hosts = hosts
	if c.Refused == nil {
		c.Refused = func(string) {}
	}
	if c.Mistrust == nil {
		c.Mistrust = func(string, error) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.MaxTunnels <= 0 {
		c.MaxTunnels = maxTunnels
	}
	return c
}

func (p *Proxy) server(h http.Handler, c *tls.Config) *http.Server {
	return &http.Server{
		Handler:           p.counted(h),
		TLSConfig:         c, // with "h2" in it, Serve speaks HTTP/2 on connections that agreed on it
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(p.config.Log.Handler(), slog.LevelDebug),
	}
}

// Serve accepts clients on l until Close, and then returns http.ErrServerClosed.
// It refuses a listener that is not on a loopback address.
func (p *Proxy) Serve(l net.Listener) error {
	if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		l.Close()
		return fmt.Errorf("proxy: %s is not a loopback address", l.Addr())
	}
	return p.outer.Serve(l)
}

// CA returns the authority's certificate in PEM. Its key never leaves the Proxy.
func (p *Proxy) CA() []byte { return p.authority.pem() }

// Close accepts no more clients, waits for open requests until ctx is done, and
// then closes all connections. No goroutine of the Proxy runs after it.
func (p *Proxy) Close(ctx context.Context) error {
	p.cancel() // ends handshakes, dials and tunnels to other hosts
	p.direct.close()
	err := errors.Join(drain(ctx, p.outer), drain(ctx, p.inner))
	p.quiet(ctx)
	p.feed.Close()
	p.other.close()
	p.cut()
	<-p.served
	return err
}

// counted counts the requests being handled. The server itself forgets HTTP/2
// requests whose client has disconnected.
func (p *Proxy) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.answers.Add(1)
		defer p.answers.Done()
		h.ServeHTTP(w, r)
	})
}

// quiet waits until no request is being handled, or ctx is done.
func (p *Proxy) quiet(ctx context.Context) {
	over := make(chan struct{})
	go func() {
		p.answers.Wait()
		close(over)
	}()
	select {
	case <-over:
	case <-ctx.Done():
	}
}

func drain(ctx context.Context, s *http.Server) error {
	err := s.Shutdown(ctx)
	if err != nil {
		s.Close()
	}
	return err
}

// certificate returns the certificate for the host of the handshake, or for the host of the CONNECT if the handshake
// has none. Without either it is one for all hosts.
func (p *Proxy) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(hello.ServerName)
	if c, ok := hello.Conn.(*held); ok && name == "" {
		name = c.host
	}
	return p.authority.leaf(name)
}
