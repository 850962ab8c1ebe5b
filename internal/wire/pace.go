package wire

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// A Pace is the slowest at which a client may send a body: Least bytes in each Window, or the rest of the body. A fixed
// time for the whole body would either cut large uploads or let a client that sends a byte now and then stay for long.
type Pace struct {
	Now    func() time.Time // the wall clock
	Window time.Duration
	Least  int64
}

// Limit returns a handler that fails reading the body of a request that is too slow. The error is a timeout; the server
// closes the connection after the response.
func (p Pace) Limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			b := &pacedBody{ReadCloser: r.Body, pace: p, connection: http.NewResponseController(w), left: r.ContentLength}
			b.renew() // also for what the server discards if next does not read the body
			r.Body = b
		}
		next.ServeHTTP(w, r)
	})
}

// A pacedBody sets a new deadline for each Least bytes.
type pacedBody struct {
	io.ReadCloser
	pace       Pace
	connection *http.ResponseController
	since      int64 // bytes since the deadline was set
	left       int64 // bytes to come; below 0 if unknown
}

// Read clears the deadline at the end of the body: the server goes on reading, to notice when the client leaves.
func (b *pacedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.since += int64(n)
	b.left -= int64(n)
	switch {
	case errors.Is(err, io.EOF), b.left == 0 && n > 0:
		_ = b.connection.SetReadDeadline(time.Time{}) // see renew
	case err == nil && b.since >= b.pace.Least:
		b.renew()
	}
	return n, err
}

// renew does nothing where the connection has no deadlines, as in tests without a network.
func (b *pacedBody) renew() {
	b.since = 0
	_ = b.connection.SetReadDeadline(b.pace.Now().Add(b.pace.Window))
}
