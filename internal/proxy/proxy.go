// Package proxy lets a client that has the vendors' hosts written into it talk
// to the mock instead: a forward proxy that ends TLS for those hosts and hands
// each request, its host unchanged, to one handler.
//
//	p, err := proxy.New(proxy.Config{Hosts: hosts, Handler: mock, Now: wall})
//	go p.Serve(l)         // l listens on loopback
//	roots := p.CA()       // PEM, for the client to trust
//	defer p.Close(ctx)    // lets requests in flight end
//
// The authority behind the certificates is made in memory for each Proxy, may
// sign for Hosts alone, and is gone with it. Any other host is refused, unless
// it is the client's own machine or the Config lets it through.
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

// Config says what a Proxy stands in for.
type Config struct {
	Hosts   []string         // the names it answers for, exact, at least one
	Handler http.Handler     // answers them; sees the vendor's Host, and TLS set where the client spoke it
	Now     func() time.Time // the wall clock: clients judge certificates by theirs

	Allow       []string // other hosts to let through untouched; ".example.com" also means those below it
	Passthrough bool     // lets every other host through

	// Upstream tells which proxy leads to a host that is let through, as
	// http.ProxyFromEnvironment does; nil means that none is needed.
	Upstream func(*http.Request) (*url.URL, error)

	Refused  func(host string)            // is told of each request to a host that was refused; may be nil
	Mistrust func(host string, err error) // is told of each client that broke off the TLS handshake; may be nil
	Log      *slog.Logger                 // nil discards

	MaxTunnels int // CONNECTs at once, more are answered 503; zero means 1,024
}

// Limits of one connection. A poll may be minutes away, so idle ones live long.
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

	outer *http.Server // speaks with the client as a proxy
	inner *http.Server // speaks with it as the vendor, inside tunnels
	feed  *feed        // carries connections from outer to inner
	other *forwarder

	*tunnels

	ctx    context.Context // ends at Close
	cancel context.CancelFunc
	served chan struct{} // closed when inner has ended

	answers sync.WaitGroup // being made
}

// New returns a Proxy with an authority of its own.
func New(c Config) (*Proxy, error) {
	if len(c.Hosts) == 0 || c.Handler == nil || c.Now == nil {
		return nil, errors.New("proxy: Config lacks Hosts, Handler or Now")
	}
	c = withDefaults(c)
	a, err := newAuthority(c.Hosts, c.Now())
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &Proxy{config: c, hosts: a.hosts, authority: a, feed: newFeed(), tunnels: newTunnels(c.MaxTunnels), served: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.other = newForwarder(c)
	p.tls = &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: p.certificate,
	}
	p.outer = p.server(http.HandlerFunc(p.proxied), nil)
	p.inner = p.server(http.HandlerFunc(p.tunnelled), p.tls)
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
		TLSConfig:         c, // with "h2" in it, Serve answers HTTP/2 on connections that agreed on it
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(p.config.Log.Handler(), slog.LevelDebug),
	}
}

// Serve accepts clients on l until Close, and then answers
// http.ErrServerClosed. It refuses a listener that others than this machine
// could reach.
func (p *Proxy) Serve(l net.Listener) error {
	if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		l.Close()
		return fmt.Errorf("proxy: %s is not a loopback address", l.Addr())
	}
	return p.outer.Serve(l)
}

// CA returns the authority's certificate in PEM. Its key never leaves the Proxy.
func (p *Proxy) CA() []byte { return p.authority.pem() }

// Close takes no more clients, lets requests in flight end until ctx is done,
// then cuts what is left. Nothing of the Proxy runs once it returns.
func (p *Proxy) Close(ctx context.Context) error {
	p.cancel() // ends handshakes, dials and tunnels to other hosts
	err := errors.Join(drain(ctx, p.outer), drain(ctx, p.inner))
	p.quiet(ctx)
	p.feed.Close()
	p.other.close()
	p.cut()
	<-p.served
	return err
}

// counted keeps count of the answers that are being made. The server alone would
// forget those over HTTP/2 whose client has gone.
func (p *Proxy) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.answers.Add(1)
		defer p.answers.Done()
		h.ServeHTTP(w, r)
	})
}

// quiet waits until no answer is being made, or ctx is done.
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

// certificate picks by the name that the client asks for in its greeting, or by
// the one of its CONNECT where it names none.
func (p *Proxy) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(hello.ServerName)
	if c, ok := hello.Conn.(*held); ok && name == "" {
		name = c.host
	}
	return p.authority.leaf(name)
}
