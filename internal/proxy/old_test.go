package proxy_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/proxy"
)

// TestClientsOfHTTP10 send no Host header, and may offer nothing newer in the TLS handshake.
func TestClientsOfHTTP10(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Intercept(l) }()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA())
	secure := func(c net.Conn, protocols ...string) net.Conn {
		return tls.Client(c, &tls.Config{ServerName: "graphql.api.dailymotion.com", RootCAs: roots, NextProtos: protocols})
	}
	dialed := func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	const target, name = "graphql.api.dailymotion.com:443", "graphql.api.dailymotion.com"
	const want = `GET https://` + name + `/x HTTP/1.0 ""`
	for name, c := range map[string]net.Conn{
		"a tunnel":                          secure(mustConnect(t, p.addr, target)),
		"a tunnel, ALPN http/1.0":           secure(mustConnect(t, p.addr, target), "http/1.0"),
		"no proxy":                          secure(dialed()),
		"no proxy, ALPN http/1.0":           secure(dialed(), "http/1.0"),
		"no proxy, ALPN http/1.1, http/1.0": secure(dialed(), "http/1.1", "http/1.0"),
		"a tunnel of plain HTTP":            mustConnect(t, p.addr, target),
	} {
		c.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.WriteString(c, "GET /x HTTP/1.0\r\n\r\n"); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		response, err := io.ReadAll(c)
		expected := want
		if strings.Contains(name, "plain") {
			expected = strings.Replace(want, "https", "http", 1)
		}
		if err != nil || !strings.HasPrefix(string(response), "HTTP/1.0 200 OK\r\n") ||
			!strings.HasSuffix(string(response), expected) {
			t.Errorf("%s: got %q, %v, want 200 and %s", name, response, err, expected)
		}
	}
	l.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("Intercept ended with %v", err)
	}
}

// TestInterceptServesOnlyMockedHosts, with and without TLS and server name.
func TestInterceptServesOnlyMockedHosts(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go p.Intercept(l) // ends at Close
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA())
	for _, tt := range []struct {
		secure     bool
		server     string // name in the handshake
		host, want string
	}{
		{false, "", "storage.googleapis.com", "200 OK"},
		{true, "storage.googleapis.com", "storage.googleapis.com", "200 OK"},
		{true, "", "storage.googleapis.com", "200 OK"},
		{false, "", "example.com", "421 Misdirected Request"},
		{true, "storage.googleapis.com", "example.com", "421 Misdirected Request"},
		{false, "", "", "421 Misdirected Request"},
		{true, "example.com", "example.com", ""},
	} {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if tt.secure {
			config := &tls.Config{ServerName: tt.server, RootCAs: roots, InsecureSkipVerify: tt.server == ""}
			c = tls.Client(c, config)
		}
		io.WriteString(c, "GET /x HTTP/1.0\r\nHost: "+tt.host+"\r\n\r\n")
		response, _ := io.ReadAll(c)
		if got, _, _ := strings.Cut(strings.TrimPrefix(string(response), "HTTP/1.0 "), "\r\n"); got != tt.want {
			t.Errorf("%+v: got %q", tt, got)
		}
	}
	if got := fmt.Sprint(p.seen()); got != "[example.com example.com a request without host name]" {
		t.Errorf("refused %s", got)
	}
}
