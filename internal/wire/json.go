package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// TypeJSON is the Content-Type of a JSON response (docs/spec/oauth.md#public-user-response).
const TypeJSON = "application/json; charset=utf-8"

// Header values that responses share. They must not be changed in place.
var (
	typeJSON = []string{TypeJSON}
	noStore  = []string{"no-store"}
	noCache  = []string{"no-cache"}
)

// JSON responds with v in JSON, without a newline at its end and without escaping <, > and &. It panics before anything
// is sent if v does not marshal, since the caller's types are wrong then.
func JSON(w http.ResponseWriter, status int, v any) {
	p := printers.Get().(*printer)
	p.body.Reset()
	if err := p.Encode(v); err != nil {
		panic(fmt.Errorf("wire: response: %w", err))
	}
	WriteJSON(w, status, bytes.TrimSuffix(p.body.Bytes(), []byte("\n")))
	if p.body.Cap() <= maxKept {
		printers.Put(p)
	}
}

// WriteJSON responds with a body that is JSON.
func WriteJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Type"] = typeJSON
	Write(w, status, "", body)
}

// A printer is a JSON encoder with the buffer that it writes to.
type printer struct {
	body bytes.Buffer
	*json.Encoder
}

const maxKept = 64 << 10 // bytes; a larger buffer is not kept for reuse

var printers = sync.Pool{New: func() any {
	p := new(printer)
	p.Encoder = json.NewEncoder(&p.body)
	p.SetEscapeHTML(false)
	return p
}}

// Write responds with a whole body and its Content-Length. An empty contentType keeps the header that the caller set.
func Write(w http.ResponseWriter, status int, contentType string, body []byte) {
	h := w.Header()
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) // fails only if the client has gone
}

// Errors that Body and the parsers wrap.
var (
	ErrTooLarge   = errors.New("the request body is too large")
	ErrUnreadable = errors.New("the request body could not be read")
	ErrMalformed  = errors.New("the request body is malformed")
)

// Body returns the whole body of r, at most limit bytes, or an error wrapping ErrTooLarge or ErrUnreadable. After
// ErrTooLarge the server closes the connection without reading the rest.
func Body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close")
		return nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLarge, r.ContentLength, limit)
	}
	if r.ContentLength >= 0 {
		body := make([]byte, r.ContentLength)
		if _, err := io.ReadFull(r.Body, body); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		return body, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fmt.Errorf("%w: at most %d bytes are read", ErrTooLarge, tooLarge.Limit)
	}
	if errors.Is(err, ErrRatio) {
		w.Header().Set("Connection", "close")
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return body, nil
}

// NoStore sets the headers that keep a response out of caches (RFC 6749 section 5.1).
func NoStore(w http.ResponseWriter) {
	h := w.Header()
	h["Cache-Control"], h["Pragma"] = noStore, noCache
}
