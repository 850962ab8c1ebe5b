package oauth

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// A refusal is what a token endpoint answers instead of a token. Each kind of
// key has words of its own: the public endpoints speak RFC 6749, the private
// one answers 422 as FastAPI does when the form is at fault (docs/spec/oauth.md#errors).
// No secret, password or token ever stands in one.
type refusal struct {
	status     int    // of the envelope; a fault of the form becomes 422 on the private endpoint
	code       string // such as "invalid_grant"
	text       string // for a person
	form       []formError
	retryAfter string // seconds; "" means no such header
	page       string // HTML that stands in for the envelope; "" means none
}

// A formError names a member of the form and what is wrong with it, in the
// members that FastAPI has.
type formError struct {
	Location []string `json:"loc"`
	Message  string   `json:"msg"`
	Type     string   `json:"type"`
}

func refuse(code, format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: code, text: fmt.Sprintf(format, args...)}
}

// invalidClient refuses a key or its secret, without telling which.
func invalidClient(kind KeyKind) *refusal {
	f := refuse("invalid_client", "Invalid client credentials.")
	if kind == Private {
		f.status = http.StatusUnauthorized
	}
	return f
}

// missing refuses a form that lacks members, named in the order in which the
// sheet lists them.
func missing(members []string) *refusal {
	r := refuse("invalid_request", "Missing `%s' parameter.", members[0])
	for _, m := range members {
		r.form = append(r.form, formError{[]string{"body", m}, "field required", "value_error.missing"})
	}
	return r
}

// invalid refuses a form for what a member holds.
func invalid(member, why string) *refusal {
	r := refuse("invalid_request", "Invalid `%s' parameter: %s.", member, why)
	r.form = []formError{{[]string{"body", member}, why, "value_error"}}
	return r
}

// unreadable refuses a body that is no form at all.
func unreadable(err error) *refusal {
	r := refuse("invalid_request", "%s.", sentence(err.Error()))
	r.form = []formError{{[]string{"body"}, err.Error(), "value_error"}}
	return r
}

func (f *refusal) write(w http.ResponseWriter, kind KeyKind) {
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
		wire.OAuthError(w, f.status, f.code, f.text)
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// clip keeps what a response repeats of a request short.
func clip(s string) string { return wire.Clip(s, 64, "…") }
