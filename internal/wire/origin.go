package wire

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// An Origin makes the base URL in links to this server. The zero Origin uses the address of the request and trusts no
// proxy.
type Origin struct {
	Public  string         // such as "https://mock.example"; "" means the address of the request
	Trusted []netip.Prefix // peers whose Forwarded and X-Forwarded-* headers are used

	// Instead has the host in links by the host of the request, both in lower case and without port.
	Instead map[string]string
}

// Of returns the base URL for links in the response to r, without a slash at its end. It is always a scheme, a host and
// an optional port: if the Host header is not a host name or address, Of uses the address that accepted the request.
func (o Origin) Of(r *http.Request) string {
	if o.Public != "" {
		return strings.TrimRight(o.Public, "/")
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if len(o.Trusted) > 0 && o.trusts(r.RemoteAddr) {
		scheme, host = forwarded(r.Header, scheme, host)
	}
	if !validHost(host) {
		host = localHost(r)
	}
	return scheme + "://" + o.instead(host)
}

// instead keeps the port: a client that reaches one of the vendor's hosts at a port reaches the others there, too.
func (o Origin) instead(host string) string {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		name, port = host[:i], host[i:]
	}
	if other, ok := o.Instead[strings.ToLower(strings.TrimSuffix(name, "."))]; ok {
		return other + port
	}
	return host
}

func (o Origin) trusts(remote string) bool {
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	addr := peer.Addr().Unmap().WithZone("")
	for _, p := range o.Trusted {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// forwarded returns the scheme and host of the client's request, as a proxy forwards them. The first proxy of a chain
// counts. The header of RFC 7239 has precedence over the older pair. Invalid values are ignored.
func forwarded(h http.Header, scheme, host string) (string, string) {
	proto, name := parseForwarded(h.Get("Forwarded"))
	if proto == "" {
		proto = first(h.Get("X-Forwarded-Proto"))
	}
	if name == "" {
		name = first(h.Get("X-Forwarded-Host"))
	}
	if proto = strings.ToLower(proto); proto == "http" || proto == "https" {
		scheme = proto
	}
	if validHost(name) {
		host = name
	}
	return scheme, host
}

// parseForwarded parses the first element of a Forwarded header, such as
// for=192.0.2.1;proto=https;host="mock.example:8443".
func parseForwarded(value string) (proto, host string) {
	for pair := range strings.SplitSeq(first(value), ";") {
		name, v, _ := strings.Cut(strings.TrimSpace(pair), "=")
		v = strings.Trim(v, `"`)
		switch strings.ToLower(name) {
		case "proto":
			proto = v
		case "host":
			host = v
		}
	}
	return proto, host
}

func first(list string) string {
	value, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(value)
}

// validHost reports whether s is a host name, an IPv4 address or an IPv6 address in brackets, with or without a port.
// So it cannot end the host part of a URL.
func validHost(s string) bool {
	host, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		host, port = s[:i], s[i+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return false
		}
	}
	if v6, ok := strings.CutPrefix(host, "["); ok {
		v6, ok = strings.CutSuffix(v6, "]")
		addr, err := netip.ParseAddr(v6)
		return ok && err == nil && addr.Is6() && addr.Zone() == ""
	}
	return ValidName(host)
}

// maxHost is the longest host name there is (RFC 1035 section 2.3.4).
const maxHost = 253

// ValidName reports whether s consists of the characters of host names.
func ValidName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		digit := '0' <= c && c <= '9'
		if !letter && !digit && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= maxHost
}

func localHost(r *http.Request) string {
	if addr, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && validHost(addr.String()) {
		return addr.String()
	}
	return "localhost"
}
