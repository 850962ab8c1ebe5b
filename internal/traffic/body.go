package traffic

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/internal/redact"
)

// A part is the beginning of a body, and its whole length.
type part struct {
	kept []byte
	n    int64
}

// add counts n bytes, of which b are the first, and keeps them up to a limit.
func (p *part) add(b []byte, n int64, most int) {
	if room := most - len(p.kept); room > 0 {
		p.kept = append(p.kept, b[:min(len(b), room)]...)
	}
	p.n += n
}

// A watchedBody is a request's body.
type watchedBody struct {
	io.ReadCloser
	part
	most int // bytes to keep
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.add(p[:n], int64(n), b.most)
	return n, err
}

// text returns the body as the journal shows it.
func (p *part) text(h http.Header) string {
	if p.n == 0 {
		return ""
	}
	if h.Get("Content-Encoding") != "" {
		return redact.Hidden(h.Get("Content-Encoding"), p.n)
	}
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return redact.Body(kind, p.kept, p.n)
}

// headers returns lines such as "Accept: */*", sorted, without credentials.
func headers(h http.Header) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			if len(lines) == maxFields {
				return lines
			}
			lines = append(lines, short(name)+": "+short(redact.Header(name, value)))
		}
	}
	return lines
}
