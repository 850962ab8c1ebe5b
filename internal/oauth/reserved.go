package oauth

import (
	"net/http"
)

// A failureMode says how the tokens of a reserved key fail.
type failureMode uint

const (
	failNoScope  failureMode = 1 << iota // no scope is granted
	failNoRole                           // the key has no role
	failExpired                          // tokens have expired already
	failRefresh                          // refresh tokens are refused
	failFirstUse                         // each token is refused at its first use
	failEveryUse                         // each token is refused always
)

// A Reserved value makes a failure happen that would otherwise need a set-up. It has no effect with Config.Strict, or
// if a Directory lists it.
type Reserved struct {
	Member string // of the token request, such as "client_id"
	Value  string
	Effect string // for the documentation

	failure failureMode
	refusal func(KeyKind) *Refusal
}

// ReservedValues returns all reserved values, in the order of the documentation. Their names say what they do, so that
// no real one is the same: real keys are hexadecimal, and real logins are mostly e-mail addresses.
func ReservedValues() []Reserved { return reserved }

var reserved = []Reserved{
	{Member: "client_id", Value: "invalid-client",
		Effect:  "the key is unknown: `invalid_client`, 400 on the public hosts and 401 on the private one",
		refusal: invalidClient},
	{Member: "client_id", Value: "unauthorized-client",
		Effect: "the grant is not allowed for the key: 400 `unauthorized_client`", refusal: func(KeyKind) *Refusal {
			return refuse("unauthorized_client", "This grant type is not allowed for this API key.")
		}},
	{Member: "client_id", Value: "unsupported-grant",
		Effect: "the grant does not exist: 400 `unsupported_grant_type`", refusal: func(KeyKind) *Refusal {
			return refuse("unsupported_grant_type", "This grant type is not supported.")
		}},
	{Member: "client_id", Value: "invalid-scope",
		Effect: "the key does not have the requested scope: 400 `invalid_scope`", refusal: func(KeyKind) *Refusal {
			return refuse("invalid_scope", "This API key does not have the requested scope.")
		}},
	{Member: "client_id", Value: "rate-limited",
		Effect: "too many token requests: 429 `rate_limit_exceeded`, `Retry-After: 60`", refusal: func(KeyKind) *Refusal {
			f := refuse("rate_limit_exceeded", "Too many token requests, try again later.")
			f.status, f.retryAfter = http.StatusTooManyRequests, "60"
			return f
		}},
	{Member: "client_id", Value: "server-error",
		Effect: "500 with an HTML page instead of JSON", refusal: func(KeyKind) *Refusal {
			return &Refusal{status: http.StatusInternalServerError, page: serverError}
		}},
	{Member: "client_id", Value: "no-scope",
		Effect: "a token without any scope, whatever the request asks for", failure: failNoScope},
	{Member: "client_id", Value: "no-role",
		Effect: "a token of a key without any role: no reports, no adopting", failure: failNoRole},
	{Member: "client_id", Value: "expired-token",
		Effect: "access tokens that are already expired, whatever `expires_in` says", failure: failExpired},
	{Member: "client_id", Value: "refresh-refused",
		Effect: "the refresh token is refused: 400 `invalid_grant`", failure: failRefresh},
	{Member: "client_id", Value: "rejected-once",
		Effect: "each access token gets 401 at its first use, then works", failure: failFirstUse},
	{Member: "client_id", Value: "rejected-always", Effect: "each access token gets 401", failure: failEveryUse},
	{Member: "client_secret", Value: "wrong-secret",
		Effect:  "the secret is wrong: `invalid_client`, 400 on the public hosts and 401 on the private one",
		refusal: invalidClient},
	{Member: "username", Value: "unknown-user",
		Effect: "400 `invalid_grant`; the consent page shows a message", refusal: wrongPassword},
	{Member: "username", Value: "suspended-user",
		Effect: "the user is suspended: 400 `invalid_grant`; the consent page shows a message",
		refusal: func(KeyKind) *Refusal {
			return suspended()
		}},
	{Member: "password", Value: "wrong-password",
		Effect: "400 `invalid_grant`; the consent page shows a message", refusal: wrongPassword},
}

var reservedIndex = func() map[[2]string]*Reserved {
	by := map[[2]string]*Reserved{}
	for i := range reserved {
		by[[2]string{reserved[i].Member, reserved[i].Value}] = &reserved[i]
	}
	return by
}()

func wrongPassword(KeyKind) *Refusal { return refuse("invalid_grant", "Invalid credentials.") }

func suspended() *Refusal { return refuse("invalid_grant", "This user is suspended.") }

// serverError is the kind of page that an official client received instead of JSON
// (docs/spec/oauth.md#public-token-errors);
// the text is ours.
const serverError = `<!DOCTYPE html>
<html><head><title>500 Internal Server Error</title></head>
<body><h1>Internal Server Error</h1><p>Something went wrong. Please try again later.</p></body></html>
`

func failureModeOf(key string) failureMode {
	if r := reservedIndex[[2]string{"client_id", key}]; r != nil {
		return r.failure
	}
	return 0
}

// reservedFor refuses a reserved login or password.
func reservedFor(member, value string) *Refusal {
	if r := reservedIndex[[2]string{member, value}]; r != nil {
		return r.refusal(Public)
	}
	return nil
}
