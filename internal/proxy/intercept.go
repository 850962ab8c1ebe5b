package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// Intercept accepts clients for which the names of the mocked hosts lead to l, until Close, and then returns
// http.ErrServerClosed. They use TLS or plain HTTP, and no proxy.
func (p *Proxy) Intercept(l net.Listener) error {
	if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		l.Close()
		return fmt.Errorf("proxy: %s is not a loopback address", l.Addr())
	}
	if !p.direct.add(l) {
		return http.ErrServerClosed
	}
	defer p.direct.loops.Done()
	for {
		c, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return http.ErrServerClosed
		case err != nil:
			return fmt.Errorf("proxy: %w", err)
		case !p.enter():
			c.Close()
		default:
			go p.accept(p.keep(&held{Conn: c, ahead: bufio.NewReader(c)}))
		}
	}
}

// intercepted are the listeners of Intercept.
type intercepted struct {
	loops sync.WaitGroup // the running calls of Intercept

	mu     sync.Mutex
	all    []net.Listener
	closed bool
}

// add remembers a listener for close, or closes it and returns false after close.
func (i *intercepted) add(l net.Listener) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		l.Close()
		return false
	}
	i.loops.Add(1)
	i.all = append(i.all, l)
	return true
}

// close closes all listeners, and returns when no more connections come from them.
func (i *intercepted) close() {
	i.mu.Lock()
	i.closed = true
	for _, l := range i.all {
		l.Close()
	}
	i.mu.Unlock()
	i.loops.Wait()
}

type hostKey struct{}

// withHost keeps the host of a connection's CONNECT for its requests.
func withHost(ctx context.Context, c net.Conn) context.Context {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	if h, ok := c.(*held); ok {
		ctx = context.WithValue(ctx, hostKey{}, h.host)
	}
	return ctx
}

// hostOf returns the host of a request without Host header: that of the TLS handshake or of the CONNECT, or "".
func hostOf(r *http.Request) string {
	if r.TLS != nil && r.TLS.ServerName != "" {
		return r.TLS.ServerName
	}
	host, _ := r.Context().Value(hostKey{}).(string)
	return host
}
