// Package benchratio compares a server with a bare net/http handler that sends the
// same bytes. Both run by turns in one process, so that the ratio does not depend on
// how fast or busy the machine is.
//
// The load runs in the same process on the same CPUs, and its cost is part of both
// sides. So the ratio is higher than with server and load on CPUs of their own: it was
// 0.60 where that said 0.42. It is good for comparing two versions of a handler; the
// targets in the project's design are measured with an external load.
//
//	func BenchmarkStatusPoll(b *testing.B) {
//		benchratio.Ratio(b, server, benchratio.Post("/graphql", "application/json", token, body))
//	}
package benchratio

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A Request is sent to both servers again and again, on connections that stay open.
type Request struct {
	head, body string
}

// Post returns a request with a body, and with a bearer token unless it is empty.
func Post(path, contentType, token, body string) Request {
	const head = "POST %s HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
	r := Request{fmt.Sprintf(head, path, contentType, len(body)), body}
	if token != "" {
		r.head += "Authorization: Bearer " + token + "\r\n"
	}
	return r
}

// Get returns a request without a body, and with a bearer token unless it is empty.
func Get(path, token string) Request {
	r := Request{fmt.Sprintf("GET %s HTTP/1.1\r\n", path), ""}
	if token != "" {
		r.head += "Authorization: Bearer " + token + "\r\n"
	}
	return r
}

const (
	conns = 16
	turn  = 300 // requests on each connection before the other server gets as many
)

// Ratio reports the metrics "ratio", the requests that our handler serves while the bare
// handler serves one, and "ns/request", the time for one request. Every response must
// have status 2xx and the length of the first one.
func Ratio(b *testing.B, ours http.Handler, r Request) {
	server := httptest.NewServer(ours)
	b.Cleanup(server.Close)
	us := dial(b, server, r)
	bare := httptest.NewServer(us.bare())
	b.Cleanup(bare.Close)
	them := dial(b, bare, r)
	us.send(turn)
	them.send(turn)
	var ratios, requests []float64
	for b.Loop() {
		start := b.Elapsed()
		us.send(turn)
		middle := b.Elapsed()
		them.send(turn)
		mine, others := float64(middle-start), float64(b.Elapsed()-middle)
		ratios = append(ratios, others/mine)
		requests = append(requests, mine/turn/conns)
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(requests), "ns/request")
	b.ReportMetric(0, "ns/op")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// A load sends one request again and again on several connections. It does as little
// as possible, since it shares the CPUs with the servers.
type load struct {
	tb      testing.TB
	conns   []net.Conn
	request []byte
	header  http.Header
	body    string
	length  int // of a response, with its header
}

func dial(tb testing.TB, s *httptest.Server, r Request) *load {
	addr := s.Listener.Addr().String()
	first, rest, _ := strings.Cut(r.head, "\r\n")
	l := &load{tb: tb, request: []byte(first + "\r\nHost: " + addr + "\r\n" + rest + "\r\n" + r.body)}
	for range conns {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { _ = c.Close() })
		l.conns = append(l.conns, c)
	}
	l.look()
	return l
}

// look sends the request once and keeps the response.
func (l *load) look() {
	if _, err := l.conns[0].Write(l.request); err != nil {
		l.tb.Fatal(err)
	}
	count := &counter{r: l.conns[0]}
	res, err := http.ReadResponse(bufio.NewReaderSize(count, 16), nil)
	if err != nil {
		l.tb.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode/100 != 2 || res.ContentLength < 0 {
		l.tb.Fatalf("%s, %d bytes: %s, %v", res.Status, res.ContentLength, body, err)
	}
	l.header, l.body, l.length = res.Header, string(body), count.n
}

// bare returns a handler that sends the kept response and does nothing else.
func (l *load) bare() http.Handler {
	header := l.header.Clone()
	header.Del("Date") // net/http's own
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for name, values := range header {
			w.Header()[name] = values
		}
		_, _ = io.WriteString(w, l.body)
	})
}

// send sends the given number of requests on each connection and reads the responses.
func (l *load) send(requests int) {
	var all sync.WaitGroup
	for _, c := range l.conns {
		all.Go(func() {
			buf := make([]byte, l.length)
			for range requests {
				if _, err := c.Write(l.request); err != nil {
					l.tb.Error(err)
					return
				}
				if _, err := io.ReadFull(c, buf); err != nil {
					l.tb.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

type counter struct {
	r io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}
