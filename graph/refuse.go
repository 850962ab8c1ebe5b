package graph

import (
	"errors"
	"net/http"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
)

// Refuse responds with 401, in the shape of a GraphQL response, to a request that
// oauth.Issuer.Require refuses with err.
func Refuse(w http.ResponseWriter, _ *http.Request, err error) {
	why := invalid
	switch {
	case errors.Is(err, oauth.ErrMissing):
		why = missing
	case errors.Is(err, oauth.ErrExpired):
		why = expired
	}
	if why.challenge != "" {
		w.Header().Set("WWW-Authenticate", why.challenge)
	}
	write(w, http.StatusUnauthorized, wire.AppendGraphQLRefusal(nil, wire.GraphQLFault{
		Message: why.message,
		Type:    "unauthorized",
		Reason:  why.reason,
	}))
}
