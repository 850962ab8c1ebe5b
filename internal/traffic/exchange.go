package traffic

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/dailymock/dailymock/journal"
)

// other is the surface of a request without one.
const other = "other"

// An exchange is one request under way. It is the writer, which sees the response, and the context, through which
// handlers note what they did, in one allocation.
type exchange struct {
	context.Context
	http.ResponseWriter

	journal  *Journal
	came     moment
	entry    journal.Entry // of the request; end adds what the response decides
	reason   journal.Reason
	faults   []string
	attached any
	status   int
	body     watchedBody
	sent     part
	ended    bool
	omitted  bool          // by Omit
	said     []byte        // the beginning of an error response
	steps    atomic.Uint32 // a GraphQL request's resolvers note at the same time
}

type exchangeKey struct{}

// Value returns the exchange itself or what the request's context has.
func (x *exchange) Value(key any) any {
	if key == (exchangeKey{}) {
		return x
	}
	return x.Context.Value(key)
}

func from(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// end completes the entry. A handler that returns without writing responds 200; one that panics before it writes cuts
// the connection.
func (x *exchange) end() {
	e := &x.entry
	if x.status == 0 && x.ended {
		x.status = http.StatusOK
	}
	e.Status, e.Bytes, e.RequestBytes = x.status, x.sent.n, x.body.n
	if e.Operation == "" {
		e.Operation = e.Route
	}
	e.Notices, e.Fault = x.notices()
	e.Reason = x.refusal()
	e.Duration = x.journal.config.Elapsed() - x.came.elapsed
	e.Steps = journal.Steps(x.steps.Load())
	if e.Status == 0 || e.Status >= http.StatusBadRequest || x.said != nil {
		e.Failed, e.Message = true, message(x.said)
	}
}

// WriteHeader remembers the status, unless it is informational (1xx).
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

func (x *exchange) Write(b []byte) (int, error) {
	x.listen(b)
	n, err := x.ResponseWriter.Write(b)
	x.wrote(b[:n], int64(n))
	return n, err
}

// WriteString keeps io.WriteString from copying.
func (x *exchange) WriteString(s string) (int, error) {
	x.listen([]byte(s[:min(len(s), maxSaid)]))
	n, err := io.WriteString(x.ResponseWriter, s)
	x.wrote([]byte(s[:min(n, x.journal.config.Bodies)]), int64(n))
	return n, err
}

// ReadFrom keeps io.Copy as fast as the server below has it, unless bodies are kept.
func (x *exchange) ReadFrom(r io.Reader) (int64, error) {
	if x.journal.config.Bodies > 0 {
		return io.Copy(struct{ io.Writer }{x}, r)
	}
	n, err := io.Copy(x.ResponseWriter, r)
	x.wrote(nil, n)
	return n, err
}

// wrote counts n bytes, of which b has at least those that may be kept.
func (x *exchange) wrote(b []byte, n int64) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	x.sent.add(b, n, x.journal.config.Bodies)
}

// showBodies adds headers and bodies to the entry.
func (x *exchange) showBodies(e *journal.Entry, asked http.Header) {
	h := x.ResponseWriter.Header()
	e.RequestBody, e.ResponseBody = x.body.text(asked), x.sent.text(h)
	e.ResponseHeaders = headers(h)
}

// Flush does nothing where the server below cannot.
func (x *exchange) Flush() {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	http.NewResponseController(x.ResponseWriter).Flush()
}

// Unwrap is for http.ResponseController.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// listen keeps the beginning of an error response, for its message.
func (x *exchange) listen(b []byte) {
	switch {
	case len(x.said) > 0:
	case x.status >= http.StatusBadRequest:
	case x.sent.n > 0 || !saysError(b):
		return
	}
	x.said = append(x.said, b[:min(len(b), maxSaid-len(x.said))]...)
}
