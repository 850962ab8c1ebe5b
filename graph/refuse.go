package graph

import (
	"errors"
	"net/http"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/oauth"
)

// A refusal is the response to a request without a valid access token. The status
// is OBSERVED, the texts are those of the REST API, the rest is ASSUMED
// (docs/spec/reporting.md#error-cases).
type refusal struct{ message, reason, challenge string }

var (
	// No header here: one without an error part crashes the vendor's Python SDK
	// (docs/spec/oauth.md#bad-tokens), and no token was wrong that it could name.
	missing = refusal{message: "The access token is missing.", reason: "missing_token"}

	invalid = refusal{
		message:   "The access token is invalid.",
		reason:    "invalid_token",
		challenge: `Bearer error="invalid_token", error_description="The access token is invalid."`,
	}
	expired = refusal{
		message:   "The access token has expired.",
		reason:    "token_expired",
		challenge: `Bearer error="invalid_token", error_description="The access token has expired."`,
	}
)

// Refuse responds with 401, in the shape of a GraphQL answer, to a request that
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
	write(w, http.StatusUnauthorized, dialect.AppendRefusal(nil, dialect.Error{
		Message: why.message,
		Type:    "unauthorized",
		Reason:  why.reason,
	}))
}
