package contracts

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"testing"
)

// A conn implements RemoteAddr of a connection.
type conn struct {
	net.Conn
	remote string
}

func (c conn) RemoteAddr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", c.remote)
	return a
}

func TestWhatIsCalledReal(t *testing.T) {
	t.Setenv("SSL_CERT_FILE", "")
	t.Setenv("SSL_CERT_DIR", "")
	leaf := &x509.Certificate{RawSubjectPublicKeyInfo: []byte("key")}
	verified := &tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf},
		VerifiedChains: [][]*x509.Certificate{{leaf}}}
	for name, c := range map[string]struct {
		host, remote string
		tls          *tls.ConnectionState
		target       Target
		real         bool
	}{
		"the vendor's host over TLS": {"api.dailymotion.com", "198.51.100.7:443", verified, Target{}, true},
		"a proxy on this machine":    {"api.dailymotion.com", "127.0.0.1:3128", verified, Target{}, false},
		"a proxy in this network":    {"api.dailymotion.com", "10.1.2.3:3128", verified, Target{}, false},
		"no TLS":                     {"api.dailymotion.com", "198.51.100.7:80", nil, Target{}, false},
		"a certificate not verified": {"api.dailymotion.com", "198.51.100.7:443",
			&tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}}, Target{}, false},
		"another host": {"api.example.com", "198.51.100.7:443", verified, Target{}, false},
		"a base that only sounds right": {"api.dailymotion.com", "198.51.100.7:443", verified,
			Target{Base: "https://api.dailymotion.com"}, false},
		"a mock": {"api.dailymotion.com", "198.51.100.7:443", verified, Target{Mock: true}, false},
		"a custom transport": {"api.dailymotion.com", "198.51.100.7:443", verified,
			Target{Transport: http.DefaultTransport}, false},
	} {
		var m peers
		m.noteConnection(httptrace.GotConnInfo{Conn: conn{remote: c.remote}})
		m.noteResponse(&http.Request{URL: &url.URL{Host: c.host}}, &http.Response{TLS: c.tls, Header: http.Header{}})
		hosts, got := m.fingerprints(c.target)
		if got != c.real || hosts[0].Real != c.real || (hosts[0].Doubt == "") != c.real {
			t.Errorf("%s: real is %v, want %v: %+v", name, got, c.real, hosts)
		}
	}
	t.Setenv("SSL_CERT_FILE", "/somewhere")
	var m peers
	m.noteResponse(&http.Request{URL: &url.URL{Host: "api.dailymotion.com"}},
		&http.Response{TLS: verified, Header: http.Header{}})
	if _, real := m.fingerprints(Target{}); real {
		t.Error("real with a trust store that was chosen for the run")
	}
}
