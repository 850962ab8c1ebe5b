package oauth

import (
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
	hint       string // what would work; "" means none
}

// A formError names a member of the form and what is wrong with it, with the members that FastAPI uses.
type formError struct {
	Location []string `json:"loc"`
	Message  string   `json:"msg"`
	Type     string   `json:"type"`
}

// Description returns the text with the hint, for a person.
func (f *Refusal) Description() string { return strings.TrimSpace(f.Text + " " + f.hint) }

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
	if f.hint != "" {
		w.Header().Add(wire.NoticeHeader, f.hint)
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
		wire.OAuthError(w, f.status, f.Code, f.Description())
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// clip keeps what a response repeats of a request short.
func clip(s string) string { return wire.Clip(s, 64, "…") }

// Hints say what would work instead of what a client sent. The vendor has none. They are in the description of an
// error, and in the header of notices, since a client may show only one of them.

// scopeHint says how to name the scopes that a parameter seems to mean, or returns "".
func scopeHint(asked string) string {
	meant := authz.Meant(asked)
	if meant == nil {
		return ""
	}
	return "Scopes are separated by blanks: try `" + authz.Join(meant) + "'."
}

// ScopeNotices says which scopes of a parameter a grant leaves out, if Config.IgnoreUnknownScopes is set.
func (i *Issuer) ScopeNotices(asked string) []string {
	_, unknown := authz.Parse(asked)
	if unknown == "" || !i.config.IgnoreUnknownScopes {
		return nil
	}
	notice := fmt.Sprintf("The scope `%s' does not exist and was left out.", clip(unknown))
	return []string{strings.TrimSpace(notice + " " + scopeHint(asked))}
}

// formNotices says which members of a form have no effect because of their names.
func formNotices(form wire.Form) []string {
	scopes := 0
	for _, m := range form {
		if strings.HasPrefix(m.Name, "scope[") {
			return []string{"The member `" + clip(m.Name) + "' has no effect: `scope' is one text, with blanks between scopes."}
		}
		if m.Name == "scope" {
			scopes++
		}
	}
	if scopes > 1 {
		return []string{"The form has more than one `scope', and the last one counts: " +
			"it is one text, with blanks between scopes."}
	}
	return nil
}

// queryHint says that members which a form lacks are in the query, or returns "".
func queryHint(r *http.Request, f *Refusal) string {
	query, err := wire.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return ""
	}
	for _, lacking := range f.form {
		if name := lacking.Location[len(lacking.Location)-1]; query.Get(name) != "" {
			return "The query has `" + name + "', which a token endpoint reads from the body only: " +
				"send it as application/x-www-form-urlencoded."
		}
	}
	return ""
}
