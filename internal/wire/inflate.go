package wire

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Inflate serves requests whose bodies are compressed with gzip as if they were not, within the limits that next has
// for bodies. It refuses other encodings, and several in a row, with status 415. What the vendors do is not known
// (docs/spec/rest.md#protocol).
func Inflate(next http.Handler, refuse func(w http.ResponseWriter, status int, message string)) http.Handler {
	return decode(next, refuse, "gzip", "x-gzip")
}

// Plain refuses requests with encoded bodies.
func Plain(next http.Handler, refuse func(w http.ResponseWriter, status int, message string)) http.Handler {
	return decode(next, refuse)
}

const contentEncoding = "Content-Encoding"

func decode(next http.Handler, refuse func(http.ResponseWriter, int, string), accepted ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header[contentEncoding]) == 0 { // nearly all requests
			next.ServeHTTP(w, r)
			return
		}
		switch encoding := encodingOf(r.Header); {
		case encoding == "identity" || encoding == "":
		case slices.Contains(accepted, encoding):
			r.Body, r.ContentLength = &inflater{body: r.Body}, -1
		default:
			refuseEncoding(w, refuse, encoding, accepted)
			return
		}
		r.Header.Del(contentEncoding)
		r.Header.Del("Content-Length")
		next.ServeHTTP(w, r)
	})
}

// encodingOf returns the encodings of a request's body in lower case, separated by commas.
func encodingOf(h http.Header) string {
	return strings.ToLower(strings.TrimSpace(strings.Join(h[contentEncoding], ", ")))
}

// refuseEncoding names the accepted encoding (RFC 9110, section 15.5.16).
func refuseEncoding(w http.ResponseWriter, refuse func(http.ResponseWriter, int, string), got string,
	accepted []string) {
	known := "identity"
	if len(accepted) > 0 {
		known = accepted[0]
	}
	w.Header().Set("Accept-Encoding", known)
	w.Header().Set("Connection", "close") // the rest of the body is not read
	message := fmt.Sprintf("Content-Encoding %s is not supported; send the body without an encoding", Clip(got, 60, "…"))
	if len(accepted) > 0 {
		message += ", or with " + known
	}
	refuse(w, http.StatusUnsupportedMediaType, message+".")
}

// An inflater reads a body that is compressed with gzip. It opens the body with the first Read, since a client may wait
// for permission to send it.
type inflater struct {
	body     io.ReadCloser
	source   counter
	plain    *gzip.Reader
	inflated int64
	failure  error
}

// Inflater returns what a body that is compressed with gzip holds. Its reader bounds how many compressed bytes explain
// nothing, and returns ErrRatio for a body that inflates far more than text does. Closing it closes the body.
func Inflater(body io.ReadCloser) io.ReadCloser { return &inflater{body: body} }

// maxOverhead is how many bytes a compressed body may have beyond those that it holds. Without a limit, empty blocks
// could go on for ever without reaching any limit of the inflated body.
const maxOverhead = 64 << 10

// A body inflates to at most maxRatio times the compressed bytes that were read and a MiB. Gzip can reach a ratio of
// 1,032, with which a small request costs as much as a large one; what clients send stays far below 100.
const (
	maxRatio = 100
	freeSize = 1 << 20
)

// ErrRatio is the error of reading a body that inflates to too many bytes for its compressed size.
var ErrRatio = fmt.Errorf("gzip: the body inflates to more than %d times its size and 1 MiB", maxRatio)

var errOverhead = errors.New("gzip: more bytes than the content explains")

// Read returns inflated bytes.
func (f *inflater) Read(p []byte) (int, error) {
	if f.failure != nil {
		return 0, f.failure
	}
	if f.plain == nil {
		f.source = counter{f.body, 0, maxOverhead}
		if f.plain, f.failure = gzip.NewReader(&f.source); f.failure != nil { // io.EOF for an empty body
			return 0, f.failure
		}
	}
	n, err := f.plain.Read(p)
	f.source.limit += int64(n)
	if f.inflated += int64(n); f.inflated > maxRatio*f.source.read+freeSize {
		n, err = 0, ErrRatio
	}
	f.failure = err
	return n, err
}

// Close closes the body.
func (f *inflater) Close() error { return f.body.Close() }

// A counter fails after limit bytes.
type counter struct {
	io.Reader
	read, limit int64
}

func (c *counter) Read(p []byte) (int, error) {
	if c.read > c.limit {
		return 0, errOverhead
	}
	n, err := c.Reader.Read(p)
	c.read += int64(n)
	return n, err
}
