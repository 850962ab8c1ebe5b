package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// A body is a bounded body of a response. Errors of its reads show no credentials.
type body struct {
	io.Reader
	io.Closer
	left, most int64 // bytes
}

// body returns the body of a response, decompressed if the server says that it is compressed, or if it is a file that
// is: feeds are also published as feed.xml.gz.
func (c *Client) body(resp *http.Response) (io.ReadCloser, error) {
	b := &body{Closer: resp.Body, left: c.config.MaxBytes, most: c.config.MaxBytes}
	in := bufio.NewReader(resp.Body)
	switch encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); encoding {
	case "", "identity", "gzip", "x-gzip":
	default:
		return nil, fmt.Errorf("the response has Content-Encoding %.40q, which was not asked for; send gzip or none",
			encoding)
	}
	b.Reader = in
	for range maxLayers {
		if start, _ := in.Peek(2); !bytes.Equal(start, []byte("\x1f\x8b")) {
			break
		}
		in = bufio.NewReader(wire.Inflater(io.NopCloser(in)))
		b.Reader = in
	}
	return b, nil
}

// maxLayers is how often a body may be compressed: a compressed file in a compressed response.
const maxLayers = 2

// Read returns ErrTooLarge once the body has more bytes than are allowed.
func (b *body) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		b.left = 0
		return 0, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, b.most)
	}
	if errors.Is(err, wire.ErrRatio) {
		err = fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return n, redact.Error(err)
}

// length returns how many bytes a document has, also if only the first was asked for; -1 if unknown.
func length(resp *http.Response) int64 {
	if resp.StatusCode != http.StatusPartialContent {
		return resp.ContentLength
	}
	_, total, _ := strings.Cut(resp.Header.Get("Content-Range"), "/")
	if n, err := strconv.ParseInt(total, 10, 64); err == nil && n >= 0 {
		return n
	}
	return -1
}
