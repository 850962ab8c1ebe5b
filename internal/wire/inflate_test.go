package wire_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/wire"
)

// read serves r through wrap to a handler that reads at most limit bytes.
func read(r *http.Request, limit int64) (body string, w *httptest.ResponseRecorder, err error) {
	w = httptest.NewRecorder()
	refuse := func(w http.ResponseWriter, status int, message string) { http.Error(w, message, status) }
	wire.Inflate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b []byte
		b, err = wire.Body(w, r, limit)
		body = string(b) + r.Header.Get("Content-Encoding")
	}), refuse).ServeHTTP(w, r)
	return body, w, err
}

func compressed(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func posted(body []byte, encodings ...string) *http.Request {
	r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
	r.Header["Content-Encoding"] = encodings
	return r
}

func TestCompressedBodiesAreReadAsPlainOnes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		request *http.Request
		want    string
		err     error
	}{
		{"gzip", posted(compressed("title=A"), "gzip"), "title=A", nil},
		{"another case", posted(compressed("title=A"), "GZip"), "title=A", nil},
		{"the older name", posted(compressed("title=A"), "x-gzip"), "title=A", nil},
		{"two members", posted(append(compressed("title="), compressed("A")...), "gzip"), "title=A", nil},
		{"no encoding", posted([]byte("title=A"), "identity"), "title=A", nil},
		{"an empty header", posted([]byte("title=A"), ""), "title=A", nil},
		{"nothing", posted(nil, "gzip"), "", nil},
		{"exactly the limit", posted(compressed(strings.Repeat("a", 64)), "gzip"), strings.Repeat("a", 64), nil},
		{"one byte too many", posted(compressed(strings.Repeat("a", 65)), "gzip"), "", wire.ErrTooLarge},
		{"a bomb", posted(compressed(strings.Repeat("a", 8<<20)), "gzip"), "", wire.ErrTooLarge},
		{"not gzip at all", posted([]byte("title=A"), "gzip"), "", wire.ErrUnreadable},
		{"cut", posted(compressed("title=A")[:20], "gzip"), "", wire.ErrUnreadable},
		{"a wrong checksum", posted(append(compressed("title=A")[:27], 0, 0, 0, 0), "gzip"), "", wire.ErrUnreadable},
	} {
		got, w, err := read(c.request, 64)
		if got != c.want || !errors.Is(err, c.err) || w.Code != 200 {
			t.Errorf("%s: body %q, error %v, status %d; want %q, %v, 200", c.name, got, err, w.Code, c.want, c.err)
		}
	}
}

// TestBodiesInflateInProportion sends bodies within the limit of a handler whose compressed bytes are few.
func TestBodiesInflateInProportion(t *testing.T) {
	t.Parallel()
	var rows strings.Builder // inflate to about 20 times their size
	for n := range 100_000 {
		fmt.Fprintf(&rows, `{"path": "/graphql", "status": 200, "surface": "reporting", "number": %d}`+"\n", n)
	}
	for _, c := range []struct {
		name, text string
		err        error
	}{
		{"1 MiB of one byte", strings.Repeat("a", 1<<20), nil},
		{"60 MiB of one byte", strings.Repeat("a", 60<<20), wire.ErrTooLarge},
		{"rows of JSON", rows.String(), nil},
	} {
		body, w, err := read(posted(compressed(c.text), "gzip"), 256<<20)
		if !errors.Is(err, c.err) || err == nil && body != c.text {
			t.Errorf("%s: got %d bytes, error %v; want error %v", c.name, len(body), err, c.err)
		}
		if got := w.Header().Get("Connection") == "close"; got != (c.err != nil) {
			t.Errorf("%s: the server closes the connection: %t", c.name, got)
		}
	}
}

// TestEmptyBlocksEnd sends compressed bytes that never become any content.
func TestEmptyBlocksEnd(t *testing.T) {
	t.Parallel()
	head := compressed("")[:10]
	source := &endless{block: []byte{0, 0, 0, 0xff, 0xff}} // an empty stored block, not the last one
	r := httptest.NewRequest("POST", "/", io.MultiReader(bytes.NewReader(head), source))
	r.Header.Set("Content-Encoding", "gzip")
	if _, _, err := read(r, 64); !errors.Is(err, wire.ErrUnreadable) {
		t.Errorf("error = %v, want ErrUnreadable", err)
	}
	if source.sent > 1<<20 {
		t.Errorf("%d bytes were read before the body was refused", source.sent)
	}
}

type endless struct {
	block []byte
	sent  int
}

func (e *endless) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = e.block[e.sent%len(e.block)]
		e.sent++
	}
	return len(p), nil
}

func TestOtherEncodingsAreRefused(t *testing.T) {
	t.Parallel()
	for _, encodings := range [][]string{
		{"br"}, {"deflate"}, {"zstd"}, {"compress"}, {"gzip, gzip"}, {"gzip", "gzip"}, {"gzip,br"}, {"gzip;q=1"}, {"é"},
	} {
		_, w, _ := read(posted(compressed("title=A"), encodings...), 64)
		if w.Code != http.StatusUnsupportedMediaType || w.Header().Get("Accept-Encoding") != "gzip" ||
			!strings.Contains(w.Body.String(), "or with gzip") {
			t.Errorf("%q: %d, Accept-Encoding %q, %s; want 415 that names gzip", encodings, w.Code,
				w.Header().Get("Accept-Encoding"), w.Body)
		}
	}
}
