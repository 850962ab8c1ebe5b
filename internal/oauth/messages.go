package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/wire"
)

// A Refusal is the response of a token endpoint to a request that gets no token. The public endpoints use the words of
// RFC 6749; the private one responds with 422 as FastAPI does if the form is invalid (docs/spec/oauth.md#errors). A
// refusal never contains a secret, a password or a token.
type Refusal struct {
	Code string // such as "invalid_grant"
	Text string // for a person

	status     int // of the envelope; an invalid form becomes 422 on the private endpoint
	form       []formError
	retryAfter string // seconds; "" means no such header
	page       string // HTML in place of the envelope; "" means none
}

// A formError names a member of the form and what is wrong with it, with the members that FastAPI uses.
type formError struct {
	Location []string `json:"loc"`
	Message  string   `json:"msg"`
	Type     string   `json:"type"`
}

func refuse(code, format string, args ...any) *Refusal {
	return &Refusal{status: http.StatusBadRequest, Code: code, Text: fmt.Sprintf(format, args...)}
}

// invalidClient refuses a key or its secret, without saying which.
func invalidClient(kind KeyKind) *Refusal {
	f := refuse("invalid_client", "Invalid client credentials.")
	if kind == Private {
		f.status = http.StatusUnauthorized
	}
	return f
}

// unavailable refuses a request whose result could not be held. The sessions and codes that are held stay valid.
func unavailable() *Refusal {
	f := refuse("temporarily_unavailable", "Too many sessions, try again later.")
	f.status, f.retryAfter = http.StatusServiceUnavailable, "60"
	return f
}

// missing refuses a form that lacks members, in the order of docs/spec/oauth.md#token-requests.
func missing(members []string) *Refusal {
	r := refuse("invalid_request", "Missing `%s' parameter.", members[0])
	for _, m := range members {
		r.form = append(r.form, formError{[]string{"body", m}, "field required", "value_error.missing"})
	}
	return r
}

// invalid refuses a form for the value of a member.
func invalid(member, why string) *Refusal {
	r := refuse("invalid_request", "Invalid `%s' parameter: %s.", member, why)
	r.form = []formError{{[]string{"body", member}, why, "value_error"}}
	return r
}

// unreadable refuses a body that is not a form.
func unreadable(err error) *Refusal {
	r := refuse("invalid_request", "%s.", sentence(err.Error()))
	r.form = []formError{{[]string{"body"}, err.Error(), "value_error"}}
	return r
}

func (f *Refusal) write(w http.ResponseWriter, kind KeyKind) {
	if f.retryAfter != "" {
		w.Header().Set("Retry-After", f.retryAfter)
	}
	switch {
	case f.page != "":
		wire.NoStore(w)
		wire.Write(w, f.status, "text/html; charset=utf-8", []byte(f.page))
	case kind == Private && f.form != nil:
		wire.NoStore(w)
		wire.JSON(w, http.StatusUnprocessableEntity, struct {
			Detail []formError `json:"detail"`
		}{f.form})
	default:
		wire.OAuthError(w, f.status, f.Code, f.Text)
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// clip keeps what a response repeats of a request short.
func clip(s string) string { return wire.Clip(s, 64, "…") }

// A Denial is the vendor's response to a request whose access token is missing, bad or not enough.
type Denial struct {
	Status    int    // of HTTP, as in REST
	Type      string // of a REST error, such as "access_forbidden"
	Message   string // such as "The access token has expired."
	Challenge string // for the header WWW-Authenticate; "" means no such header
}

// Denial returns the denial for an error of Require, Admit or package authz. Only errors of OAuth itself have a Challenge:
// with that header the official SDKs look at nothing else (docs/spec/oauth.md#bad-tokens).
func (i *Issuer) Denial(err error) Denial {
	switch {
	case errors.Is(err, authz.ErrScope), errors.Is(err, authz.ErrRole):
		return Denial{http.StatusForbidden, "access_forbidden", err.Error(), ""}
	case errors.Is(err, ErrMissing):
		return Denial{http.StatusForbidden, "access_forbidden", "This route needs an access token.", ""}
	case errors.Is(err, ErrExpired):
		return challenge(http.StatusUnauthorized, i.config.ExpiredTokenCode, "The access token has expired.")
	case errors.Is(err, ErrMalformed):
		return challenge(http.StatusBadRequest, "invalid_request", "The header Authorization must read `Bearer <token>'.")
	case errors.Is(err, ErrRevoked):
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token has been revoked.")
	case errors.Is(err, ErrWrongHost):
		return challenge(http.StatusUnauthorized, "invalid_token",
			"The access token was made for another kind of API key, which has hosts of its own.")
	default:
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token is invalid.")
	}
}

func challenge(status int, code, message string) Denial {
	return Denial{status, "access_forbidden", message,
		fmt.Sprintf(`Bearer error="%s", error_description="%s"`, code, message)}
}

// Refuse writes the denial for err as the REST surfaces do. It is a RefuseFunc.
func (i *Issuer) Refuse(w http.ResponseWriter, _ *http.Request, err error) {
	v := i.Denial(err)
	if v.Challenge != "" {
		w.Header().Set("WWW-Authenticate", v.Challenge)
	}
	wire.RESTError(w, v.Status, v.Type, v.Message, nil)
}
