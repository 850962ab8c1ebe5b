package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A served is a mock that run serves, in this process.
type served struct {
	address string
	stop    context.CancelFunc
	status  chan int
	log     chan string // each line of standard error
}

var address = regexp.MustCompile(`http://([^"\s]+)`)

func serveInProcess(t *testing.T, args ...string) served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := served{stop: stop, status: make(chan int, 1), log: make(chan string, 100)}
	read, write := io.Pipe()
	go func() {
		s.status <- run(ctx, append(args, "--listen", "127.0.0.1:0"), strings.NewReader(""), io.Discard, write)
		write.Close()
	}()
	go func() {
		defer close(s.log)
		for lines := bufio.NewScanner(read); lines.Scan(); {
			s.log <- lines.Text()
		}
	}()
	s.address = address.FindStringSubmatch(s.waitFor(t, "http://"))[1]
	return s
}

// waitFor returns the next line of standard error that holds a text.
func (s served) waitFor(t *testing.T, text string) string {
	t.Helper()
	for line := range s.log {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Fatalf("standard error never says %q", text)
	return ""
}

// halfSent opens a request whose handler waits for the rest of its body, {}.
func (s served) halfSent(t *testing.T) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "POST /_mock/reset HTTP/1.1\r\nHost: mock\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
	answers := bufio.NewReader(conn)
	resp, err := http.ReadResponse(answers, nil)
	if err != nil || resp.StatusCode != http.StatusContinue {
		t.Fatalf("half a request gets %v, %v; want 100", resp, err)
	}
	return conn, answers
}

func TestStopLetsRequestsEnd(t *testing.T) {
	t.Parallel()
	s := serveInProcess(t)
	conn, answers := s.halfSent(t)
	s.stop()
	s.waitFor(t, "stopping")
	fmt.Fprint(conn, "{}")
	resp, err := http.ReadResponse(answers, nil)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("a request under way gets %v, %v; want 200", resp, err)
	}
	if got := <-s.status; got != 0 {
		t.Errorf("exit status %d, want 0", got)
	}
}

func TestStopWaitsNoLongerThanItSays(t *testing.T) {
	t.Parallel()
	s := serveInProcess(t, "--drain-timeout", "1ms")
	s.halfSent(t)
	s.stop()
	s.waitFor(t, "requests were cut off")
	if got := <-s.status; got != 0 {
		t.Errorf("exit status %d, want 0", got)
	}
}

func TestNothingGoesToStandardOutput(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if got := run(ctx, []string{"--listen", "127.0.0.1:0"}, nil, &out, &errs); got != 0 {
		t.Errorf("exit status %d, want 0; %s", got, errs.String())
	}
	if out.Len() > 0 {
		t.Errorf("standard output holds %q; it is for data", out.String())
	}
}
