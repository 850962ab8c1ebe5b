package graph_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
)

// poll is what every documented client asks again and again.
const poll = `query PartnerGetReportFile($reportToken: String!) {
	partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// BenchmarkStatusPoll compares a status poll with a bare net/http handler that
// reads the body and answers the same bytes, over loopback, in turns. The metric
// "ratio" is how many polls are answered while the bare handler answers one.
func BenchmarkStatusPoll(b *testing.B) {
	r := &reports{links: []report.Link{{ID: "1", Path: report.Bucket + "21da4e2e74c0ffee21da4e2e74c0ffee"}}}
	token := fmt.Sprintf("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.%0300d", 7)
	r.put("key", token, report.Finished)
	ours := open(b, r)
	asked := body(poll, `{"reportToken": "`+token+`"}`)
	_, answer := ours.send(b, asked)

	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = io.WriteString(w, answer)
	}))
	b.Cleanup(bare.Close)

	us, them := dial(b, ours.Server, asked), dial(b, bare, asked)
	const turn = 500 // requests on each connection before it is the other's turn
	us.send(turn)
	them.send(turn)
	var ratios, polls []float64
	for b.Loop() {
		start := b.Elapsed()
		us.send(turn)
		middle := b.Elapsed()
		them.send(turn)
		mine, other := float64(middle-start), float64(b.Elapsed()-middle)
		ratios = append(ratios, other/mine)
		polls = append(polls, mine/turn/float64(len(us.conns)))
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(polls), "ns/poll")
	b.ReportMetric(0, "ns/op")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// A load is a few connections that send one request over and over. It does as
// little as it can, since it shares the processor with what it measures.
type load struct {
	tb      testing.TB
	conns   []net.Conn
	request []byte
	answer  int // bytes
}

func dial(tb testing.TB, s *httptest.Server, body string) *load {
	l := &load{tb: tb, request: fmt.Appendf(nil, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s.Listener.Addr(), len(body), body)}
	for range 16 {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { _ = c.Close() })
		l.conns = append(l.conns, c)
	}
	count := &counter{r: l.conns[0]}
	if _, err := l.conns[0].Write(l.request); err != nil {
		tb.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReaderSize(count, 16), nil)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		tb.Fatal(res.Status, err)
	}
	l.answer = count.n
	return l
}

// send sends so many requests on each connection and reads all answers.
func (l *load) send(requests int) {
	var all sync.WaitGroup
	for _, c := range l.conns {
		all.Go(func() {
			buf := make([]byte, l.answer)
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
