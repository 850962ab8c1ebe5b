package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A request is sent to the mock and to the bare server by turns.
type request struct {
	name, method, path, contentType, token, body string
	whole                                        bool // a download: CPU time for each byte counts
}

// A bench has a mock and a bare server, and what is sent to them.
type bench struct {
	mock, bare *process
	client     *client
	requests   []request
}

func (b *bench) stop() {
	b.mock.stop()
	b.bare.stop()
}

const conns = 16

// wire returns a request as it is sent.
func (r request) wire(host, path string) []byte {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", r.method, path, host, len(r.body))
	if r.contentType != "" {
		head += "Content-Type: " + r.contentType + "\r\n"
	}
	if r.token != "" {
		head += "Authorization: Bearer " + r.token + "\r\n"
	}
	return []byte(head + "\r\n" + r.body)
}

// ratio returns the CPU time of the bare server for a response of the same size, divided by that of the mock.
func (b *bench) ratio(r request, each time.Duration) (float64, error) {
	ours, size, err := cost(b.mock, r, r.path, each)
	if err != nil {
		return 0, err
	}
	bare, _, err := cost(b.bare, r, fmt.Sprintf("/%d", size), each)
	if err != nil {
		return 0, err
	}
	return float64(bare) / float64(ours), nil
}

// logShare returns how much of the CPU time of a status poll goes to the log of requests: the mock beside one with
// --quiet, in turns.
func (b *bench) logShare(mockserver string, turns int, each time.Duration) (float64, error) {
	quiet, err := mock(false, mockserver, "--quiet")
	if err != nil {
		return 0, err
	}
	defer quiet.stop()
	poll := b.requests[0]
	var all []float64
	for range turns {
		without, _, err := cost(quiet, poll, poll.path, each)
		if err != nil {
			return 0, err
		}
		with, _, err := cost(b.mock, poll, poll.path, each)
		if err != nil {
			return 0, err
		}
		all = append(all, 1-float64(without)/float64(with))
	}
	return median(all), nil
}

// cost returns the CPU time of a server for a response, and the length of its body.
func cost(p *process, r request, path string, each time.Duration) (time.Duration, int, error) {
	host := strings.TrimPrefix(p.url, "http://")
	on := conns
	if r.whole {
		on = 1
	}
	if _, _, err := send(host, r.wire(host, path), on, each/5); err != nil { // to warm up
		return 0, 0, err
	}
	before, err := p.cpu()
	if err != nil {
		return 0, 0, err
	}
	n, size, err := send(host, r.wire(host, path), on, each)
	if err != nil {
		return 0, 0, err
	}
	after, err := p.cpu()
	return (after - before) / time.Duration(max(n, 1)), size, err
}

// send sends a request again and again on several connections for a time, at least once on each. It returns the number
// of responses, and the length of the body of one.
func send(host string, wire []byte, on int, each time.Duration) (n int64, size int, err error) {
	var done atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	end := time.Now().Add(each)
	sizes := make([]int, on)
	for i := range on {
		all.Go(func() {
			size, err := sendOn(host, wire, end, &done)
			if err != nil {
				failed.Store(&err)
			}
			sizes[i] = size
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, 0, *err
	}
	return done.Load(), sizes[0], nil
}

// sendOn sends a request on one connection until the end. Only the first response is parsed: all have its length.
func sendOn(host string, wire []byte, end time.Time, done *atomic.Int64) (size int, err error) {
	c, err := net.Dial("tcp", host)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if _, err := c.Write(wire); err != nil {
		return 0, err
	}
	count := &counter{Reader: c}
	res, err := http.ReadResponse(bufio.NewReaderSize(count, 16), nil)
	if err != nil {
		return 0, err
	}
	body, err := io.Copy(io.Discard, res.Body)
	switch {
	case err != nil:
		return 0, err
	case res.StatusCode/100 != 2 || res.ContentLength < 0:
		return 0, fmt.Errorf("%s with a body of %d bytes", res.Status, res.ContentLength)
	}
	buf := make([]byte, min(count.n, 256<<10))
	for done.Add(1); time.Now().Before(end); done.Add(1) {
		if _, err := c.Write(wire); err != nil {
			return 0, err
		}
		for left := count.n; left > 0; {
			n, err := c.Read(buf[:min(left, len(buf))])
			if err != nil {
				return 0, err
			}
			left -= n
		}
	}
	return int(body), nil
}

type counter struct {
	io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}
