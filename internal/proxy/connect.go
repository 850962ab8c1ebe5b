package proxy

import (
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
)

const established = "HTTP/1.1 200 Connection established\r\n\r\n"

// connect handles CONNECT: it intercepts mocked hosts, and connects to other hosts
// or refuses them.
func (p *Proxy) connect(w http.ResponseWriter, r *http.Request) {
	host, port := split(r.Host, "443")
	mocked := p.hosts[host] && (port == "443" || port == "80")
	if !mocked && !p.lets(host) {
		p.refuse(w, host, port)
		return
	}
	if !p.enter() {
		http.Error(w, "mockserver: too many connections at once", http.StatusServiceUnavailable)
		return
	}
	if mocked {
		p.intercept(w, host)
	} else {
		p.tunnel(w, net.JoinHostPort(host, port), host)
	}
}

// intercept terminates the client's TLS and passes the connection to inner.
func (p *Proxy) intercept(w http.ResponseWriter, host string) {
	c, err := p.hold(w, host)
	if err != nil {
		return
	}
	go func() {
		if _, err := io.WriteString(c, established); err != nil {
			c.Close()
			return
		}
		p.accept(c)
	}()
}

// accept passes a connection to inner once it is ready for HTTP.
func (p *Proxy) accept(c *held) {
	ctx, cancel := context.WithTimeout(p.ctx, handshakeTimeout)
	defer cancel()
	if t := p.handshake(ctx, c); t != nil {
		p.feed.give(t)
	} else {
		c.Close()
	}
}

// handshake returns the connection for HTTP: the terminated TLS connection, or the
// connection itself if the client uses plain HTTP in its tunnel, as some do for
// http URLs. It returns nil if the client closes the connection.
func (p *Proxy) handshake(ctx context.Context, c *held) net.Conn {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	first, err := c.ahead.Peek(1)
	if err != nil {
		return nil
	}
	const record = 0x16 // a TLS record that holds a handshake
	if first[0] != record {
		return c
	}
	t := tls.Server(c, p.tls)
	if err := t.HandshakeContext(ctx); err != nil {
		p.config.Log.Debug("TLS handshake", "host", c.host, "err", err)
		if p.ctx.Err() == nil {
			p.config.Mistrust(cmp.Or(t.ConnectionState().ServerName, c.host, "a client without server name"), err)
		}
		return nil
	}
	return t
}

// tunnel copies bytes between the client and a host that is allowed.
func (p *Proxy) tunnel(w http.ResponseWriter, addr, host string) {
	far, err := p.other.dial(p.ctx, addr)
	if err != nil {
		p.leave()
		http.Error(w, "mockserver: "+err.Error(), http.StatusBadGateway)
		return
	}
	near, err := p.hold(w, host)
	if err != nil {
		far.Close()
		return
	}
	go func() {
		defer near.Close()
		defer far.Close()
		if _, err := io.WriteString(near, established); err == nil {
			splice(p.ctx, near, far)
		}
	}()
}

// splice copies both ways until one side fails, both have ended, or ctx is done.
func splice(ctx context.Context, near, far net.Conn) {
	stop := context.AfterFunc(ctx, func() { near.Close(); far.Close() })
	defer stop()
	up := make(chan struct{})
	go func() {
		defer close(up)
		io.Copy(far, near)
		closeWrite(far)
	}()
	io.Copy(near, far)
	closeWrite(near)
	<-up
}

// closeWrite ends our side of a connection; the other side can still send.
func closeWrite(c net.Conn) {
	if h, ok := c.(*held); ok {
		c = h.Conn
	}
	if t, ok := c.(interface{ CloseWrite() error }); ok {
		t.CloseWrite()
		return
	}
	c.Close()
}
