package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// maxBody is the limit of a body's length, the default of the vendor's HTTP layer
// (ENGINE).
const maxBody = 1 << 20

// ServeHTTP responds to a POST with status 200, even if the response holds errors
// (docs/spec/reporting.md#graphql-over-http). Other methods get 405, a body that is too long
// 413, and a request without a grant 401, each in the shape of a GraphQL response.
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
	body, err := wire.Body(w, r, maxBody)
	if err != nil {
		refuseBody(w, err)
		return
	}
	request, err := requestIn(body)
	if err != nil {
		write(w, http.StatusOK, unreadable(err))
		return
	}
	var notices wire.Notices
	ctx := withCaller(r.Context(), caller{
		account: world.Account{Key: grant.Key, Login: grant.Login},
		grant:   grant,
		origin:  h.origin.Of(r),
		notices: &notices,
	})
	op, errs := h.dialect.Prepare(request)
	if errs != nil {
		write(w, http.StatusOK, wire.AppendGraphQLRefusal(nil, errs...))
		return
	}
	h.noteOperation(r.Context(), op)
	if met := fault.Met(r); met != nil {
		met.Serve(w, r, func(w http.ResponseWriter) { h.execute(ctx, w, op, &notices) })
		return
	}
	h.execute(ctx, w, op, &notices)
}

func (h *Handler) execute(ctx context.Context, w http.ResponseWriter, op *dialect.Operation, notices *wire.Notices) {
	answer := h.executor.Append(ctx, nil, op)
	notices.WriteTo(w.Header())
	write(w, http.StatusOK, answer)
}

// unreadable returns the response to a body that holds no request. The vendor's HTTP layer
// has no path and no locations in it (ENGINE).
func unreadable(err error) []byte {
	type problem struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}
	list, _ := json.Marshal([]problem{{"internal_error", err.Error()}}) // strings always marshal
	return fmt.Appendf(nil, `{"data":null,"errors":%s}`, list)
}

// refuseBody responds to a body that could not be read to its end.
func refuseBody(w http.ResponseWriter, err error) {
	if errors.Is(err, wire.ErrTooLarge) {
		refuse(w, http.StatusRequestEntityTooLarge, "request_too_large", fmt.Sprintf(bodyTooLong, maxBody))
		return
	}
	refuse(w, http.StatusBadRequest, "bad_request", bodyCut)
}

func refuse(w http.ResponseWriter, status int, kind, message string) {
	write(w, status, wire.AppendGraphQLRefusal(nil, wire.GraphQLFault{Message: message, Type: kind}))
}

func write(w http.ResponseWriter, status int, body []byte) {
	wire.Write(w, status, "application/json; charset=utf-8", body)
}
