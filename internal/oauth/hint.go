package oauth

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/wire"
)

// Hints say what would work instead of what a client sent. The vendor has none. They are in the description of an error,
// and in the header of notices, since a client may show only one of them.

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
		return []string{"The form has more than one `scope', and the last one counts: it is one text, with blanks between scopes."}
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
