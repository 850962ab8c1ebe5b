package provenance

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
		doubt        string
		real         bool
	}{
		"the vendor's host over TLS": {"api.dailymotion.com", "198.51.100.7:443", verified, "", true},
		"a proxy on this machine":    {"api.dailymotion.com", "127.0.0.1:3128", verified, "", false},
		"a proxy in this network":    {"api.dailymotion.com", "10.1.2.3:3128", verified, "", false},
		"no TLS":                     {"api.dailymotion.com", "198.51.100.7:80", nil, "", false},
		"a certificate not verified": {"api.dailymotion.com", "198.51.100.7:443",
			&tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}}, "", false},
		"another host":             {"api.example.com", "198.51.100.7:443", verified, "", false},
		"a target of another kind": {"api.dailymotion.com", "198.51.100.7:443", verified, "it is a mock", false},
	} {
		m := Peers{Vendors: []string{"api.dailymotion.com"}}
		m.NoteConnection(httptrace.GotConnInfo{Conn: conn{remote: c.remote}})
		m.NoteResponse(&http.Request{URL: &url.URL{Host: c.host}}, &http.Response{TLS: c.tls, Header: http.Header{}})
		hosts, got := m.Fingerprints(c.doubt)
		if got != c.real || hosts[0].Real != c.real || (hosts[0].Doubt == "") != c.real {
			t.Errorf("%s: real is %v, want %v: %+v", name, got, c.real, hosts)
		}
	}
	t.Setenv("SSL_CERT_FILE", "/somewhere")
	m := Peers{Vendors: []string{"api.dailymotion.com"}}
	m.NoteResponse(&http.Request{URL: &url.URL{Host: "api.dailymotion.com"}},
		&http.Response{TLS: verified, Header: http.Header{}})
	if _, real := m.Fingerprints(""); real {
		t.Error("real with a trust store that was chosen for the run")
	}
}
