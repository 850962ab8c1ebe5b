package traffic

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// Omit leaves the request of ctx out of the journal, its sums and the log.
func Omit(ctx context.Context) {
	if x := from(ctx); x != nil {
		x.omitted = true
	}
}

// SetOperation names what the request asks for. fields is for GraphQL.
func SetOperation(ctx context.Context, name string, fields []string) {
	if x := from(ctx); x != nil {
		x.entry.Operation = short(name)
		x.entry.Fields = fields[:min(len(fields), maxFields)]
	}
}

// SetKey records the API key of the request's token, or of a token request.
func SetKey(ctx context.Context, id string) {
	if x := from(ctx); x != nil {
		x.entry.Key = short(id)
	}
}

// SetGrant records the grant_type of a token request.
func SetGrant(ctx context.Context, grant string) {
	if x := from(ctx); x != nil {
		x.entry.Grant = short(redact.Text(grant))
	}
}

// Explain adds to the reason for a refusal. A member that is set already stays.
func Explain(ctx context.Context, r journal.Reason) {
	if x := from(ctx); x != nil {
		x.reason = either(x.reason, r)
	}
}

// documents are where the refusals of a surface are described.
var documents = map[string]string{
	"oauth": "docs/spec/oauth.md#public-token-errors", "reporting": "docs/spec/reporting.md#error-cases",
	"rest": "docs/spec/rest.md#errors", "files": "docs/spec/reporting.md#links",
	"dyntube": "docs/spec/dyntube.md#analytics-errors", "control": "docs/journal.md",
}

// changes are what to do about a status for which the surface gave no reason.
var changes = map[int]string{
	http.StatusBadRequest:            "correct what the message names",
	http.StatusUnauthorized:          "take a new access token, with a key for this host, and send it as a bearer token",
	http.StatusForbidden:             "use a token whose key, user or scope may do this",
	http.StatusNotFound:              "check the path and the id in it",
	http.StatusMethodNotAllowed:      "use a method of the header Allow",
	http.StatusRequestEntityTooLarge: "send a shorter body",
	http.StatusMisdirectedRequest:    "use a host name that the mock knows, or start it with --allow-hostname",
	http.StatusTooManyRequests:       "wait as long as the header Retry-After says, then try again",
}

// refusal returns the reason of a response with status 4xx.
func (x *exchange) refusal() *journal.Reason {
	if x.status < 400 || x.status > 499 {
		return nil
	}
	r := either(x.reason, journal.Reason{Change: changes[x.status], Document: documents[x.entry.Surface]})
	return &r
}

// FaultHeader is in a response that faults changed; its value has their names.
const FaultHeader = "X-Mock-Fault"

// notices returns the notices and the fault in the headers of the response.
func (x *exchange) notices() (lines []string, fault string) {
	h := x.ResponseWriter.Header()
	for _, line := range h[wire.NoticeHeader] {
		lines = append(lines, short(redact.Text(line)))
	}
	return lines, cmp.Or(strings.Join(x.faults, ", "), h.Get(FaultHeader))
}

// Request returns the entry of the request of ctx, which has no members yet that the response decides. It is nil
// without a journal. Only the goroutine that handles the request may use it.
func Request(ctx context.Context) *journal.Entry {
	if x := from(ctx); x != nil {
		return &x.entry
	}
	return nil
}

// Attach keeps a value for the rest of the request of ctx, for Attached.
func Attach(ctx context.Context, v any) {
	if x := from(ctx); x != nil {
		x.attached = v
	}
}

// Attached returns the value of the last Attach, or nil.
func Attached(ctx context.Context) any {
	if x := from(ctx); x != nil {
		return x.attached
	}
	return nil
}
