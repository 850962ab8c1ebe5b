package traffic

import (
	"cmp"
	"context"
	"net/http"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// maxFields bounds the field paths in an entry.
const maxFields = 64

// Facts are what a surface finds out about a request while it handles it. Each setter is called by the goroutine that
// handles the request, before it starts others. Without a journal the setters do nothing.
type Facts struct {
	// Surface is such as "reporting", "rest", "oauth", "files" or "dyntube", as On names it; "other" without a route.
	Surface string `json:"surface"`

	// Operation is the name of a GraphQL operation or, without a name, its first field; a route of REST such as
	// "GET /video/*"; "token" of a token endpoint; for other surfaces the pattern of the route.
	Operation string `json:"operation,omitempty"`

	// Fields are the paths of the fields that a GraphQL operation selects, such as "partner.reportFile.status", sorted;
	// at most 64.
	Fields []string `json:"fields,omitempty"`

	Key   string `json:"key,omitempty"`   // the id of the API key; "" for an unknown one, and for DynTube
	Grant string `json:"grant,omitempty"` // the grant_type of a token request
}

// FactsOf returns what is known so far about the request of ctx. Without a journal it is the zero Facts.
func FactsOf(ctx context.Context) Facts {
	if x := from(ctx); x != nil {
		return x.facts
	}
	return Facts{}
}

// SetOperation names what the request asks for. fields is for GraphQL.
func SetOperation(ctx context.Context, name string, fields []string) {
	if x := from(ctx); x != nil {
		x.facts.Operation = short(name)
		x.facts.Fields = fields[:min(len(fields), maxFields)]
	}
}

// SetKey records the API key of the request's token, or of a token request.
func SetKey(ctx context.Context, id string) {
	if x := from(ctx); x != nil {
		x.facts.Key = short(id)
	}
}

// SetGrant records the grant_type of a token request.
func SetGrant(ctx context.Context, grant string) {
	if x := from(ctx); x != nil {
		x.facts.Grant = short(redact.Text(grant))
	}
}

// A Reason says why a request was refused, for the person who wrote the client. Empty members are unknown.
type Reason struct {
	Closest  string `json:"closest,omitempty"`  // what exists and is most like what was asked for, such as a route
	Change   string `json:"change,omitempty"`   // what to do instead
	Document string `json:"document,omitempty"` // where it is described, such as docs/spec/oauth.md#bad-tokens
}

// Explain adds to the reason for a refusal. A member that is set already stays.
func Explain(ctx context.Context, r Reason) {
	if x := from(ctx); x != nil {
		x.reason = x.reason.or(r)
	}
}

func (r Reason) or(other Reason) Reason {
	return Reason{
		Closest: cmp.Or(r.Closest, short(other.Closest)), Change: cmp.Or(r.Change, other.Change),
		Document: cmp.Or(r.Document, other.Document),
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
func (x *exchange) refusal() *Reason {
	if x.status < 400 || x.status > 499 {
		return nil
	}
	r := x.reason.or(Reason{Change: changes[x.status], Document: documents[x.facts.Surface]})
	return &r
}

// notices returns the notices and the fault in the headers of the response.
func (x *exchange) notices() (lines []string, fault string) {
	h := x.ResponseWriter.Header()
	for _, line := range h[wire.NoticeHeader] {
		lines = append(lines, short(redact.Text(line)))
	}
	return lines, cmp.Or(h.Get(FaultHeader), x.fault)
}

// FaultHeader is in a response that a fault changed; its value is the fault's name.
const FaultHeader = "X-Mock-Fault"
