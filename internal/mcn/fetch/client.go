package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// The defaults of a Config.
const (
	defaultBytes     = 64 << 20
	defaultTimeout   = 30 * time.Second
	defaultRedirects = 5
	defaultConns     = 4

	dialTimeout = 10 * time.Second
	idleTimeout = 30 * time.Second
	maxHeader   = 64 << 10 // bytes of the headers of a response
)

// A Client makes requests within its Config. It is safe for concurrent use.
type Client struct {
	config  Config
	allowed map[string]bool
	http    *http.Client
}

// New returns a client. Without other values in its Config, it reads at most 64 MB of a body, 30 seconds long, follows
// 5 redirects and opens 4 connections to a host. It uses no proxy, since a proxy would resolve the names.
func New(config Config) *Client {
	config.MaxBytes = cmp.Or(config.MaxBytes, defaultBytes)
	config.Timeout = cmp.Or(config.Timeout, defaultTimeout)
	config.MaxRedirects = cmp.Or(config.MaxRedirects, defaultRedirects)
	config.MaxConns = cmp.Or(config.MaxConns, defaultConns)
	c := &Client{config: config, allowed: map[string]bool{}}
	for _, host := range config.AllowHosts {
		c.allowed[plainHost(host)] = true
	}
	c.http = &http.Client{
		Timeout: config.Timeout, CheckRedirect: c.redirect,
		Transport: &http.Transport{
			DialContext: c.dial, MaxConnsPerHost: config.MaxConns, MaxIdleConnsPerHost: config.MaxConns,
			MaxResponseHeaderBytes: maxHeader, IdleConnTimeout: idleTimeout, TLSHandshakeTimeout: dialTimeout,
			DisableCompression: true, ForceAttemptHTTP2: true,
		},
	}
	return c
}

// Close closes the connections that wait for another request.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// A Refused is a URL, a redirect or an address that is not allowed. Nothing was sent to it.
type Refused struct {
	Host   string
	Reason string
}

func (e *Refused) Error() string { return fmt.Sprintf("not fetched from %.200s: %s", e.Host, e.Reason) }

// plainHost returns a host as allowed hosts are compared: in lower case, without port, brackets and final dot.
func plainHost(host string) string {
	return strings.TrimSuffix(strings.Trim(wire.Hostname(host), "[]"), ".")
}

func (c *Client) allow(u *url.URL) error {
	switch host := plainHost(u.Host); {
	case u.Scheme != "http" && u.Scheme != "https":
		return &Refused{redact.Text(host), fmt.Sprintf("%.20q is neither http nor https", u.Scheme)}
	case host == "":
		return &Refused{"", "the URL has no host"}
	case !c.allowed[host]:
		return &Refused{host, "the host is not allowed; add --allow-host " + host}
	}
	return nil
}

// redirect is called before each redirect. Credentials go to the server of the first request only: the client of
// net/http would also send them to its subdomains, to its other ports, and without TLS.
func (c *Client) redirect(r *http.Request, before []*http.Request) error {
	if len(before) > c.config.MaxRedirects {
		return fmt.Errorf("more than %d redirects", c.config.MaxRedirects)
	}
	if err := c.allow(r.URL); err != nil {
		return err
	}
	r.Header.Del("Referer")
	if first := before[0].URL; r.URL.Scheme != first.Scheme || r.URL.Host != first.Host {
		for _, name := range []string{"Authorization", "If-None-Match", "If-Modified-Since"} {
			r.Header.Del(name)
		}
	}
	return nil
}

// dial connects to a host if the address that its name resolves to is allowed. It asks no name server for localhost.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	host = plainHost(host)
	d := net.Dialer{Timeout: dialTimeout, Control: func(_, resolved string, _ syscall.RawConn) error {
		return c.allowAddress(host, resolved)
	}}
	conn, err := d.DialContext(ctx, network, net.JoinHostPort(host, port))
	var refused *Refused
	if errors.As(err, &refused) {
		return nil, refused
	}
	return conn, err
}

// allowAddress returns an error for an address of a private network that the user has not named: the owner of a public
// name could otherwise let it resolve to a server in the user's network.
func (c *Client) allowAddress(host, resolved string) error {
	at, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap().WithZone("")
	switch {
	case c.allowed[ip.String()]:
		return nil
	case ip.IsLoopback() && (host == "localhost" || strings.HasSuffix(host, ".localhost")):
		return nil
	case !public(ip):
		return &Refused{host, fmt.Sprintf("it resolves to %s, which is no public address; add --allow-host %s", ip, ip)}
	}
	return nil
}

// shared are addresses that IsPrivate leaves out: those of carriers (RFC 6598), of IPv4 in IPv6 (RFC 6052), and
// 192.0.0.0/24 and 198.18.0.0/15 for use within a network.
var shared = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("240.0.0.0/4"),
}

func public(ip netip.Addr) bool {
	for _, p := range shared {
		if p.Contains(ip) {
			return false
		}
	}
	return ip.IsGlobalUnicast() && !ip.IsPrivate()
}
