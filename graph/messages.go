package graph

import "errors"

// This file holds the texts of this surface beside those of package dialect, which are
// about one document, and of package report, which are about one report.

// The errors of a body that holds no GraphQL request, in the words of the vendor's HTTP
// layer; the last two are made up in its style
// (docs/spec/reporting.md#error-cases, ENGINE and ASSUMED).
var (
	errBody      = errors.New(`Body should be a JSON object`)
	errNoQuery   = errors.New(`The mandatory "query" parameter is missing.`)
	errVariables = errors.New(`The "variables" parameter is invalid. A JSON mapping is expected.`)
	errQuery     = errors.New(`The "query" parameter is invalid. A string is expected.`)
	errOperation = errors.New(`The "operationName" parameter is invalid. A string is expected.`)
)

const (
	postOnly      = "GraphQL is asked with POST."
	bodyTooLong   = "The body is longer than %d bytes, which is the limit."
	bodyCut       = "The body could not be read to its end."
	internalError = "An internal error occurred."
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
