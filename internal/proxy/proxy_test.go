package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/proxy"
)

func TestVendorHostsAreAnsweredByTheHandler(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, url string
		http2     bool
		want      string
	}{
		{"over HTTP/1.1", "https://graphql.api.dailymotion.com/a?b=c", false,
			`GET https://graphql.api.dailymotion.com/a?b=c HTTP/1.1 ""`},
		{"over HTTP/2", "https://storage.googleapis.com/x", true, `GET https://storage.googleapis.com/x HTTP/2.0 ""`},
		{"over plain HTTP", "http://storage.googleapis.com/x?y", false, `GET http://storage.googleapis.com/x?y HTTP/1.1 ""`},
		{"with the usual port spelled out", "https://graphql.api.dailymotion.com:443/", false,
			`GET https://graphql.api.dailymotion.com/ HTTP/1.1 ""`},
		{"in upper case", "https://GraphQL.API.dailymotion.com/", true,
			`GET https://graphql.api.dailymotion.com/ HTTP/2.0 ""`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, proxy.Config{})
			status, got := mustGet(t, p.client(t, row.http2), row.url)
			if status != http.StatusOK || got != row.want {
				t.Errorf("got %d %s, want 200 %s", status, got, row.want)
			}
		})
	}
}

// Some clients are unlike Go's; what they send is written out here.
func TestUnusualClients(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, send, want string }{
		{
			"asks its proxy for an https URL instead of a tunnel",
			"POST https://graphql.api.dailymotion.com/oauth/token HTTP/1.1\r\nHost: " +
				"graphql.api.dailymotion.com\r\nContent-Length: 2\r\n\r\nhi",
			`POST https://graphql.api.dailymotion.com/oauth/token HTTP/1.1 "hi"`,
		},
		{
			"names the host in its header alone",
			"GET /x HTTP/1.1\r\nHost: storage.googleapis.com\r\n\r\n",
			`GET http://storage.googleapis.com/x HTTP/1.1 ""`,
		},
		{
			"speaks plain HTTP in its tunnel, and does not wait for the tunnel to stand",
			"CONNECT storage.googleapis.com:80 HTTP/1.1\r\nHost: storage.googleapis.com:80\r\n\r\nGET /x " +
				"HTTP/1.1\r\nHost: storage.googleapis.com\r\n\r\n",
			`GET http://storage.googleapis.com/x HTTP/1.1 ""`,
		},
		{
			"sends a whole URL through its tunnel",
			"CONNECT storage.googleapis.com:80 HTTP/1.1\r\nHost: storage.googleapis.com:80\r\n\r\nGET " +
				"http://storage.googleapis.com HTTP/1.1\r\nHost: storage.googleapis.com\r\n\r\n",
			`GET http://storage.googleapis.com/ HTTP/1.1 ""`,
		},
		{
			"ends the host's name with a dot",
			"GET http://storage.googleapis.com./x HTTP/1.1\r\nHost: storage.googleapis.com.\r\n\r\n",
			`GET http://storage.googleapis.com/x HTTP/1.1 ""`,
		},
		{
			"asks for another host inside its tunnel",
			"CONNECT storage.googleapis.com:80 HTTP/1.1\r\nHost: storage.googleapis.com:80\r\n\r\nGET /x " +
				"HTTP/1.1\r\nHost: example.com\r\n\r\n",
			"mockserver: \"example.com\" is not a mocked host\n",
		},
		{
			"takes the proxy for a server",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
			"mockserver: this is a proxy for graphql.api.dailymotion.com, storage.googleapis.com\n",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, proxy.Config{})
			if got := mustSend(t, p.addr, row.send); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// mustSend writes bytes as they are and returns the body of the last response.
func mustSend(t *testing.T, addr, send string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, send)
	r := bufio.NewReader(c)
	if strings.HasPrefix(send, "CONNECT") {
		if resp, err := http.ReadResponse(
			r,
			&http.Request{Method: http.MethodConnect},
		); err != nil ||
			resp.StatusCode != http.StatusOK {
			t.Fatalf("tunnel: %v, %v", resp, err)
		}
	}
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOtherHostsAreRefusedAndReported(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{Allow: []string{"allowed.example", ".zone.example"}})
	c := p.client(t, false)
	for _, row := range []struct{ url, reported string }{
		{"https://example.com/", "example.com"},
		{"https://sub.graphql.api.dailymotion.com/", "sub.graphql.api.dailymotion.com"},
		{"https://notzone.example/", "notzone.example"},
		{"https://api.graphql.api.dailymotion.com.evil.example/", "api.graphql.api.dailymotion.com.evil.example"},
		{"https://graphql.api.dailymotion.com:8443/", "graphql.api.dailymotion.com:8443"},
	} {
		_, err := c.Get(row.url)
		if err == nil || !strings.Contains(err.Error(), "Forbidden") {
			t.Errorf("%s: got %v, want Forbidden", row.url, err)
		}
		if got := p.seen(); !slices.Contains(got, row.reported) {
			t.Errorf("%s: reported %q, want %q among them", row.url, got, row.reported)
		}
	}
	if status, body := mustGet(
		t,
		c,
		"http://example.com/",
	); status != http.StatusForbidden ||
		!strings.Contains(body, "--allow-host example.com") {
		t.Errorf("plain: got %d %q, want 403 and a hint", status, body)
	}
}

func TestHostsThatAreLetThrough(t *testing.T) {
	t.Parallel()
	far := httptest.NewTLSServer(echo)
	defer far.Close()
	plain := httptest.NewServer(echo)
	defer plain.Close()
	// The way to another host leads through a second proxy, as behind a
	// company's: so no name needs resolving here.
	var asked []string
	var mu sync.Mutex
	second := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.Host)
		mu.Unlock()
		if r.Method != http.MethodConnect {
			echo(w, r)
			return
		}
		c, _, _ := http.NewResponseController(w).Hijack()
		defer c.Close()
		d, err := net.Dial("tcp", far.Listener.Addr().String())
		if err != nil {
			return
		}
		defer d.Close()
		io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		go io.Copy(d, c)
		io.Copy(c, d)
	}))
	defer second.Close()
	upstream, _ := url.Parse(second.URL)

	p := start(t, proxy.Config{Allow: []string{".example.com"}, Upstream: http.ProxyURL(upstream)})
	c := p.client(t, false)
	c.Transport.(*http.Transport).TLSClientConfig.RootCAs.AddCert(far.Certificate())
	defer c.CloseIdleConnections()

	for _, row := range []struct{ url, want string }{
		{"https://example.com/x", `GET https://example.com/x HTTP/1.1 ""`},
		{"http://www.example.com/x", `GET http://www.example.comhttp://www.example.com/x HTTP/1.1 ""`},
		{far.URL + "/x", fmt.Sprintf(`GET %s/x HTTP/1.1 ""`, far.URL)},
		{plain.URL + "/x", fmt.Sprintf(`GET %s/x HTTP/1.1 ""`, plain.URL)},
	} {
		// Go's own client goes to 127.0.0.1 directly unless told otherwise; http.ProxyURL tells it.
		if _, got := mustGet(t, c, row.url); got != row.want {
			t.Errorf("%s: got %s, want %s", row.url, got, row.want)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"CONNECT example.com:443", "GET www.example.com"}; !slices.Equal(asked, want) {
		t.Errorf("the second proxy was asked %q, want %q", asked, want)
	}
	if got := p.seen(); len(got) > 0 {
		t.Errorf("refused %q, want none", got)
	}
}

func TestAHundredTunnelsAtOnce(t *testing.T) {
	t.Parallel()
	const n = 100
	together := make(chan struct{})
	var inside sync.WaitGroup
	inside.Add(n)
	p := start(t, proxy.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inside.Done()
		<-together // no request ends before all have begun
		io.WriteString(w, r.URL.Path)
	})})
	go func() { inside.Wait(); close(together) }()
	var all sync.WaitGroup
	for i := range n {
		c := p.client(t, i%2 == 0)
		all.Go(func() {
			resp, err := c.Get(fmt.Sprintf("https://storage.googleapis.com/%d", i))
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if got, _ := io.ReadAll(resp.Body); string(got) != fmt.Sprintf("/%d", i) {
				t.Errorf("request %d got %q", i, got)
			}
		})
	}
	all.Wait()
}

func TestMoreTunnelsThanAllowed(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{MaxTunnels: 1})
	first := mustConnect(t, p.addr, "storage.googleapis.com:443")
	_, err := p.client(t, false).Get("https://storage.googleapis.com/")
	if err == nil || !strings.Contains(err.Error(), "Service Unavailable") {
		t.Errorf("got %v, want Service Unavailable", err)
	}
	first.Close()
	for range 1000 { // the place is free again a moment later
		resp, err := p.client(t, false).Get("https://storage.googleapis.com/")
		if err == nil {
			resp.Body.Close()
			return
		}
	}
	t.Error("the place of a client that has gone stays taken")
}

func mustConnect(t *testing.T, addr, host string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	fmt.Fprintf(c, "CONNECT %[1]s HTTP/1.1\r\nHost: %[1]s\r\n\r\n", host)
	resp, err := http.ReadResponse(
		bufio.NewReader(io.LimitReader(c, int64(len("HTTP/1.1 200 Connection established\r\n\r\n")))),
		&http.Request{Method: http.MethodConnect},
	)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("tunnel: %v, %v", resp, err)
	}
	return c
}

func TestAClientThatDoesNotTrustTheAuthority(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	c := tls.Client(mustConnect(t, p.addr, "storage.googleapis.com:443"), &tls.Config{
		ServerName: "storage.googleapis.com", RootCAs: x509.NewCertPool(),
	})
	if err := c.Handshake(); err == nil {
		t.Fatal("an empty pool of roots trusted the certificate")
	}
	if got, want := <-p.mistrust, "storage.googleapis.com"; got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
}

func TestAClientWithoutServerName(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	c := tls.Client(mustConnect(t, p.addr, "storage.googleapis.com:443"), &tls.Config{InsecureSkipVerify: true})
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	if got, want := c.ConnectionState().PeerCertificates[0].DNSNames, []string{
		"storage.googleapis.com",
	}; !slices.Equal(
		got,
		want,
	) {
		t.Errorf("certificate for %q, want %q", got, want)
	}
}

func TestNoCertificateForAnotherName(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	c := tls.Client(mustConnect(t, p.addr, "storage.googleapis.com:443"), &tls.Config{
		ServerName: "example.com", InsecureSkipVerify: true,
	})
	if err := c.Handshake(); err == nil {
		t.Errorf("got a certificate for %q", c.ConnectionState().PeerCertificates[0].DNSNames)
	}
}

// The authority could not speak for another host even if its key got out.
func TestTheAuthorityIsConstrained(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	block, rest := pem.Decode(p.CA())
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 {
		t.Fatalf("CA() = %q, want one certificate and nothing else", p.CA())
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if !ca.PermittedDNSDomainsCritical || !slices.Equal(ca.PermittedDNSDomains, hosts) {
		t.Errorf("critical %v, for %q; want true, for %q", ca.PermittedDNSDomainsCritical, ca.PermittedDNSDomains, hosts)
	}
	if len(ca.ExcludedIPRanges) != 2 || !ca.MaxPathLenZero {
		t.Errorf(
			"excludes %v, further authorities none: %v; want all addresses, true",
			ca.ExcludedIPRanges,
			ca.MaxPathLenZero,
		)
	}
	for name, at := range map[string]time.Time{"a day behind": time.Now().Add(-24 * time.Hour),
		"a month ahead": time.Now().AddDate(0, 1, 0)} {
		if at.Before(ca.NotBefore) || at.After(ca.NotAfter) {
			t.Errorf("a client whose clock is %s would refuse it", name)
		}
	}
	if q := start(t, proxy.Config{}); string(q.CA()) == string(p.CA()) {
		t.Error("two proxies share an authority")
	}
}

func TestServesOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Config{})
	l, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Skip("no address but loopback here:", err)
	}
	if err := p.Serve(l); err == nil || !strings.Contains(err.Error(), "not a loopback address") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestCloseLetsRequestsEndAndCutsTheRest(t *testing.T) {
	t.Parallel()
	begun, finish := make(chan struct{}), make(chan struct{})
	p := start(t, proxy.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-finish
		io.WriteString(w, "done")
	})})
	idle := mustConnect(t, p.addr, "storage.googleapis.com:443")
	answers := make(chan string, 1)
	c := p.client(t, false)
	go func() {
		resp, err := c.Get("https://graphql.api.dailymotion.com/")
		if err != nil {
			answers <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		answers <- string(b)
	}()
	<-begun
	closed := make(chan error, 1)
	go func() { closed <- p.Close(t.Context()) }()
	if _, err := idle.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("a tunnel that says nothing: %v, want EOF", err)
	}
	close(finish)
	if got := <-answers; got != "done" {
		t.Errorf("the request in flight got %q, want done", got)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// TestCloseWaitsForWhatNobodyWaitsForAnyMore: the response to a client that died is
// made to its end, so that what counts it has counted it.
func TestCloseWaitsForWhatNobodyWaitsForAnyMore(t *testing.T) {
	t.Parallel()
	for range 20 {
		begun, gone := make(chan struct{}), make(chan struct{})
		var ended atomic.Bool
		p := start(t, proxy.Config{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done()
			close(gone)
			for range 10_000 {
				runtime.Gosched()
			}
			ended.Store(true)
		})})
		line := make(chan net.Conn, 1)
		c := p.client(t, true)
		c.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, network, address)
			if err == nil {
				line <- conn
			}
			return conn, err
		}
		left := make(chan struct{})
		go func() {
			defer close(left)
			if resp, err := c.Get("https://graphql.api.dailymotion.com/"); err == nil {
				resp.Body.Close()
			}
		}()
		<-begun
		(<-line).Close()
		<-left
		<-gone
		if err := p.Close(t.Context()); err != nil || !ended.Load() {
			t.Fatalf("closed (%v) while an answer is being made", err)
		}
	}
}

func TestCloseDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	p := start(t, proxy.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
	})})
	c := p.client(t, true)
	failed := make(chan error, 1)
	go func() {
		_, err := c.Get("https://graphql.api.dailymotion.com/")
		failed <- err
	}()
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("close: %v, want context.Canceled", err)
	}
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}

func TestConfigThatCannotBe(t *testing.T) {
	t.Parallel()
	if _, err := proxy.New(proxy.Config{}); err == nil {
		t.Error("a proxy for nothing was made")
	}
}
