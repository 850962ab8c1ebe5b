package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/world"
)

// maxBody is the limit of a body's length, the default of the vendor's HTTP layer
// (ENGINE).
const maxBody = 1 << 20

// ServeHTTP responds to a POST with status 200, even if the answer holds errors
// (docs/spec/reporting.md#graphql-over-http). Other methods get 405, a body that is too long
// 413, and a request without a grant 401, each in the shape of a GraphQL answer.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	grant, ok := h.grant(r.Context())
	if !ok {
		Refuse(w, r, oauth.ErrMissing)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", postOnly)
		return
	}
	in, out := buffers.Get().(*buffer), buffers.Get().(*buffer)
	defer in.release()
	defer out.release()
	if err := in.read(w, r); err != nil {
		refuseBody(w, err)
		return
	}
	request, err := requestIn(in.bytes)
	if err != nil {
		write(w, http.StatusOK, unreadable(err))
		return
	}
	var notices notices
	ctx := withCaller(r.Context(), caller{
		account: world.Account{Key: grant.Key, Login: grant.Login},
		grant:   grant,
		origin:  h.origin.Of(r),
		notices: &notices,
	})
	if op, errs := h.dialect.Prepare(request); errs != nil {
		out.bytes = dialect.AppendRefusal(out.bytes, errs...)
	} else {
		out.bytes = h.executor.Append(ctx, out.bytes, op)
	}
	notices.writeTo(w.Header())
	write(w, http.StatusOK, out.bytes)
}

// unreadable is the answer of the engine's HTTP layer, which knows no path and
// no locations (ENGINE).
func unreadable(err error) []byte {
	type problem struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}
	body, _ := json.Marshal(struct { // strings always marshal
		Data   any       `json:"data"`
		Errors []problem `json:"errors"`
	}{nil, []problem{{"internal_error", err.Error()}}})
	return body
}

// refuseBody responds to a body that could not be read to its end.
func refuseBody(w http.ResponseWriter, err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		refuse(w, http.StatusRequestEntityTooLarge, "request_too_large",
			fmt.Sprintf(bodyTooLong, maxBody))
		return
	}
	refuse(w, http.StatusBadRequest, "bad_request", bodyCut)
}

func refuse(w http.ResponseWriter, status int, kind, message string) {
	write(w, status, dialect.AppendRefusal(nil, dialect.Error{Message: message, Type: kind}))
}

// contentType is shared by all responses, which saves each of them a slice.
var contentType = []string{"application/json; charset=utf-8"}

func write(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = contentType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) // fails only if the client has left
}

// A buffer holds the body of a request or a response.
type buffer struct{ bytes []byte }

var buffers = sync.Pool{New: func() any { return &buffer{make([]byte, 0, 4<<10)} }}

// release returns a buffer to the pool, unless it is too big to keep.
func (b *buffer) release() {
	if cap(b.bytes) <= 256<<10 {
		b.bytes = b.bytes[:0]
		buffers.Put(b)
	}
}

// read reads a request's body.
func (b *buffer) read(w http.ResponseWriter, r *http.Request) error {
	body := http.MaxBytesReader(w, r.Body, maxBody)
	for {
		if len(b.bytes) == cap(b.bytes) {
			b.bytes = append(b.bytes, 0)[:len(b.bytes)]
		}
		n, err := body.Read(b.bytes[len(b.bytes):cap(b.bytes)])
		b.bytes = b.bytes[:len(b.bytes)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
