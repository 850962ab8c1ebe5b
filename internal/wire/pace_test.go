package wire_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// impatient is a pace for tests: what does not come within a moment is too slow.
var impatient = wire.Pace{Now: time.Now, Window: 50 * time.Millisecond, Least: 1000}

// dial opens a request by hand and returns its connection.
func dial(t *testing.T, server *httptest.Server, head string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, head); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSlowBodiesEnd: of a handler that reads, and of one that does not.
func TestSlowBodiesEnd(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 10)
	mux := http.NewServeMux()
	mux.HandleFunc("/read", func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		failed <- err
	})
	mux.HandleFunc("/ignore", func(http.ResponseWriter, *http.Request) {})
	server := httptest.NewServer(impatient.Limit(mux))
	t.Cleanup(server.Close)
	for _, head := range []string{
		"POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n123",
		"POST /%s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n",
		"POST /%s HTTP/1.0\r\nContent-Length: 100000\r\n\r\n",
	} {
		for _, path := range []string{"read", "ignore"} {
			c := dial(t, server, fmt.Sprintf(head, path))
			if _, err := io.ReadAll(c); err != nil { // until the server closes the connection
				t.Error(err)
			}
			if path == "read" {
				if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("%q: read ends with %v, want a timeout", head, err)
				}
			}
		}
	}
}

// TestProgressRenewsTheDeadline sends more than one window's bytes, each just before it ends by a clock of the test's.
func TestProgressRenewsTheDeadline(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	w := &deadlines{ResponseWriter: httptest.NewRecorder()}
	pace := wire.Pace{Now: func() time.Time { return now }, Window: 30 * time.Second, Least: 1000}
	body := io.MultiReader( // one Read each
		strings.NewReader(strings.Repeat("a", 999)), strings.NewReader("b"), strings.NewReader("c"), strings.NewReader(""))
	r := httptest.NewRequest(http.MethodPost, "/", body)
	r.ContentLength = -1
	pace.Limit(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		for buffer := make([]byte, 4000); ; now = now.Add(20 * time.Second) {
			if _, err := r.Body.Read(buffer); err != nil {
				return
			}
		}
	})).ServeHTTP(w, r)
	want := []string{"12:00:30", "12:00:50", "none"}
	if got := w.seen(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("deadlines %v, want %v", got, want)
	}
}

// TestNoDeadlineIsLeft: a response may take longer than the window once the body was read.
func TestNoDeadlineIsLeft(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(impatient.Limit(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		select { // as long as the deadline would have been, and more
		case <-r.Context().Done():
			w.WriteHeader(http.StatusGone)
		case <-time.After(4 * impatient.Window):
		}
	})))
	t.Cleanup(server.Close)
	for _, framing := range []string{
		"Content-Length: 2\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	} {
		c := dial(t, server, "POST / HTTP/1.1\r\nHost: a\r\n"+framing)
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("got %v, %v, want 200", resp, err)
		}
	}
}

// deadlines remembers the read deadlines that are set.
type deadlines struct {
	http.ResponseWriter
	mu  sync.Mutex
	all []string
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	text := "none"
	if !at.IsZero() {
		text = at.Format(time.TimeOnly)
	}
	d.all = append(d.all, text)
	return nil
}

func (d *deadlines) seen() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all
}
