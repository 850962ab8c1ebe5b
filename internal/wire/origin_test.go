package wire_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"github.com/dailymock/dailymock/internal/wire"
)

var proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

func TestLinksNameTheAddressThatWasAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		host string
		tls  bool
		want string
	}{
		{"a name and a port", "localhost:8080", false, "http://localhost:8080"},
		{"a vendor's name behind run", "graphql.api.dailymotion.com", true, "https://graphql.api.dailymotion.com"},
		{"a name with an underscore, as Docker makes them", "mock_1", false, "http://mock_1"},
		{"an IPv4 address", "127.0.0.1:80", false, "http://127.0.0.1:80"},
		{"an IPv6 address", "[::1]:8080", false, "http://[::1]:8080"},
		{"an IPv6 address without a port", "[::1]", false, "http://[::1]"},
	} {
		r := request(c.host)
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if got := (wire.Origin{}).Of(r); got != c.want {
			t.Errorf("%s: origin = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAHostileHostGivesWayToTheListener(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"", "evil.example/path", "evil.example?x", "evil.example#x", "user@evil.example", `"><script>`, "a b", "a\r\nb",
		"a'b", "a&b", "a%2fb", "[::1", "::1", "[evil]", "[fe80::1%25eth0]", "[127.0.0.1]", "host:", "host:x", "host:99999",
		"host:0", ":8080", "é.example",
	} {
		r := request(host)
		r = r.WithContext(
			context.WithValue(
				r.Context(),
				http.LocalAddrContextKey,
				net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}),
			),
		)
		if got, want := (wire.Origin{}).Of(r), "http://127.0.0.1:8080"; got != want {
			t.Errorf("Host %q: origin = %q, want %q", host, got, want)
		}
	}
	if got, want := (wire.Origin{}).Of(request("a b")), "http://localhost"; got != want {
		t.Errorf("no listener known: origin = %q, want %q", got, want)
	}
}

func TestOnlyATrustedPeerMayForward(t *testing.T) {
	t.Parallel()
	older := http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"mock.example"}}
	for _, c := range []struct {
		name   string
		remote string
		header http.Header
		want   string
	}{
		{"a stranger", "192.0.2.1:1", older, "http://direct:80"},
		{"a proxy", "10.1.2.3:1", older, "https://mock.example"},
		{"a proxy, its IPv4 address in IPv6", "[::ffff:10.1.2.3]:1", older, "https://mock.example"},
		{"a proxy by IPv6", "[fd00::7]:1", older, "https://mock.example"},
		{"a proxy behind a proxy", "10.1.2.3:1", http.Header{"X-Forwarded-Proto": {"https, http"},
			"X-Forwarded-Host": {"mock.example, inner"}}, "https://mock.example"},
		{"a proxy that names the host alone", "10.1.2.3:1", http.Header{"X-Forwarded-Host": {"mock.example"}},
			"http://mock.example"},
		{"RFC 7239", "10.1.2.3:1", http.Header{"Forwarded": {`for=192.0.2.1;Proto=https;host="mock.example:8443", ` +
			`for=10.0.0.1;host=inner`}}, "https://mock.example:8443"},
		{"RFC 7239 before the older pair", "10.1.2.3:1", http.Header{"Forwarded": {"host=new"}, "X-Forwarded-Host": {"old"}},
			"http://new"},
		{"a proxy that forwards nonsense", "10.1.2.3:1",
			http.Header{"X-Forwarded-Proto": {"javascript"}, "X-Forwarded-Host": {"a/b"}}, "http://direct:80"},
		{"a peer without an address", "@", older, "http://direct:80"},
	} {
		r := request("direct:80")
		r.RemoteAddr, r.Header = c.remote, c.header
		if got := (wire.Origin{Trusted: proxies}).Of(r); got != c.want {
			t.Errorf("%s: origin = %q, want %q", c.name, got, c.want)
		}
	}
	r := request("direct:80")
	r.RemoteAddr, r.Header = "10.1.2.3:1", older
	if got, want := (wire.Origin{}).Of(r), "http://direct:80"; got != want {
		t.Errorf("nobody is trusted by default: origin = %q, want %q", got, want)
	}
}

func TestThePublicAddressOverrides(t *testing.T) {
	t.Parallel()
	if got, want := (wire.Origin{Public: "https://mock.example/base/"}).Of(
		request("x"),
	), "https://mock.example/base"; got != want {
		t.Errorf("origin = %q, want %q", got, want)
	}
}

func TestLinksMayLeadToAnotherHost(t *testing.T) {
	t.Parallel()
	o := wire.Origin{Instead: map[string]string{"api.example": "files.example"}}
	for _, c := range []struct{ name, host, want string }{
		{"the host", "api.example", "http://files.example"},
		{"the host, shouted", "API.Example", "http://files.example"},
		{"the host, written out", "api.example.", "http://files.example"},
		{"the host at a port", "api.example:8443", "http://files.example:8443"},
		{"another host", "other.example:8443", "http://other.example:8443"},
		{"an IPv6 address", "[::1]", "http://[::1]"},
	} {
		if got := o.Of(request(c.host)); got != c.want {
			t.Errorf("%s: origin = %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzOrigin(f *testing.F) {
	f.Add("localhost:8080", "https", "a.example", `host="b.example"`)
	f.Fuzz(func(t *testing.T, host, proto, name, forwarded string) {
		r := request(host)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header = http.Header{"X-Forwarded-Proto": {proto}, "X-Forwarded-Host": {name}, "Forwarded": {forwarded}}
		got := wire.Origin{Trusted: proxies}.Of(r)
		u, err := url.Parse(got + "/path?q=1")
		if err != nil || u.User != nil || u.Path != "/path" || u.RawQuery != "q=1" || u.Fragment != "" ||
			u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("origin = %q, parsed with a path as %+v, %v", got, u, err)
		}
	})
}

func request(host string) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = host
	return r
}
