package proxy

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// proxied handles what a client sends to the proxy itself: CONNECT, or a request
// with an absolute URL. PHP without request_fulluri sends only a path and names
// the host in its header.
func (p *Proxy) proxied(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		p.connect(w, r)
		return
	}
	host, port := split(r.Host, "80")
	if r.URL.Scheme == "https" {
		// Some clients ask their proxy for https URLs instead of a tunnel.
		host, port = split(r.Host, "443")
	}
	switch {
	case p.hosts[host] && (port == "80" || port == "443"):
		p.hand(w, r, host)
	case !r.URL.IsAbs():
		http.Error(w, "mockserver: this is a proxy for "+strings.Join(p.config.Hosts, ", "), http.StatusMisdirectedRequest)
	case p.lets(host):
		p.other.ServeHTTP(w, r)
	default:
		p.refuse(w, host, port)
	}
}

// tunnelled handles requests inside a tunnel to a mocked host.
func (p *Proxy) tunnelled(w http.ResponseWriter, r *http.Request) {
	if r.Host == "" { // HTTP/1.0
		r.Host = hostOf(r)
	}
	host, port := split(r.Host, "443")
	if !p.hosts[host] {
		p.config.Refused(cmp.Or(named(host, port), "a request without host name"))
		http.Error(w, fmt.Sprintf("mockserver: %q is not a mocked host", host), http.StatusMisdirectedRequest)
		return
	}
	p.hand(w, r, host)
}

// hand passes the request to the mock as the vendor would have received it. It
// changes the request in place, which belongs to this server.
func (p *Proxy) hand(w http.ResponseWriter, r *http.Request, host string) {
	if r.TLS == nil && r.URL.Scheme == "https" {
		r.TLS = &tls.ConnectionState{ServerName: host, HandshakeComplete: true}
	}
	if r.URL.IsAbs() {
		r.URL.Scheme, r.URL.Host, r.URL.User = "", "", nil
		if r.URL.Path == "" {
			r.URL.Path = "/"
		}
		r.RequestURI = r.URL.RequestURI()
	}
	r.Host = host
	r.Header.Del("Proxy-Connection")
	r.Header.Del("Proxy-Authorization")
	p.config.Handler.ServeHTTP(w, r)
}

// lets reports whether a client may connect to a host that is not mocked. Its own
// machine is always allowed.
func (p *Proxy) lets(host string) bool {
	if p.hosts[host] {
		return false // on another port; never connect to the vendor
	}
	if p.config.Passthrough || loopback(host) {
		return true
	}
	for _, a := range p.config.Allow {
		a = strings.ToLower(a)
		if host == strings.TrimPrefix(a, ".") ||
			strings.HasPrefix(a, ".") && strings.HasSuffix(host, a) {
			return true
		}
	}
	return false
}

func (p *Proxy) refuse(w http.ResponseWriter, host, port string) {
	name := named(host, port)
	p.config.Refused(name)
	p.config.Log.Debug("refused", "host", name)
	http.Error(
		w,
		fmt.Sprintf("mockserver: %s is not mocked and was refused; use --allow-host %s to allow it", name, host),
		http.StatusForbidden,
	)
}

// named returns the host with its port, unless it is a default port.
func named(host, port string) string {
	if port == "443" || port == "80" {
		return host
	}
	return net.JoinHostPort(host, port)
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// split splits "Host:port". The host is in lower case and without a final dot.
func split(hostport, usual string) (host, port string) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		host, port = strings.Trim(hostport, "[]"), usual
	}
	return strings.TrimSuffix(strings.ToLower(host), "."), port
}
