package oauth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// authFields are the members of GET /auth; all but the last are there unless
// fields asks otherwise (spec/rest.md §12.7).
var authFields = []string{"id", "scope", "roles", "username", "screenname", "language"}

// Auth describes the current token: GET /auth for public keys, GET /rest/auth
// for private ones (spec/oauth.md §7.1). Without a token the first answers with
// nobody, the second with 401.
func (i *Issuer) Auth(kind KeyKind) http.Handler {
	if kind == Private {
		return i.Require(kind, http.HandlerFunc(i.describe), func(w http.ResponseWriter, r *http.Request, err error) {
			if err == ErrMissing {
				wire.RESTError(w, http.StatusUnauthorized, "access_forbidden", i.Judge(err).Message, nil)
				return
			}
			i.Refuse(w, r, err)
		})
	}
	return i.Admit(kind, http.HandlerFunc(i.describe), i.Refuse)
}

func (i *Issuer) describe(w http.ResponseWriter, r *http.Request) {
	names, unknown := chosenFields(r)
	if unknown != "" {
		wire.RESTError(w, http.StatusBadRequest, "invalid_parameter", fmt.Sprintf(
			"Unrecognized values \"%s\" for `fields' parameter, allowed values: %s", clip(unknown), strings.Join(authFields, ", ")),
			&wire.RESTFault{Reason: "invalid_value", Param: "fields"})
		return
	}
	values := map[string]any{"scope": []string{}, "roles": []string{}}
	if g, ok := GrantFrom(r.Context()); ok {
		p := i.config.Profile(g.Account())
		values = map[string]any{
			"id": p.ID, "scope": g.Scopes, "roles": g.Roles,
			"username": p.Username, "screenname": p.Screenname, "language": p.Language,
		}
	}
	wire.Write(w, http.StatusOK, wire.TypeJSON, object(names, values))
}

// chosenFields returns what the parameter fields names, or the default. Empty
// elements are left out: one official SDK ends its list with a comma
// (spec/rest.md §2.2).
func chosenFields(r *http.Request) (names []string, unknown string) {
	query, _ := wire.ParseQuery(r.URL.RawQuery)
	for name := range strings.SplitSeq(query.Get("fields"), ",") {
		switch name = strings.TrimSpace(name); {
		case name == "" || slices.Contains(names, name):
		case !slices.Contains(authFields, name):
			return nil, name
		default:
			names = append(names, name)
		}
	}
	if names == nil {
		names = authFields[:5]
	}
	return names, ""
}

// object writes members in the order of names; one without a value is null.
func object(names []string, values map[string]any) []byte {
	var out bytes.Buffer
	for n, name := range names {
		value, err := json.Marshal(values[name])
		if err != nil {
			panic(fmt.Errorf("oauth: %s: %w", name, err)) // texts and lists of texts always marshal
		}
		out.WriteByte("{,"[min(n, 1)])
		fmt.Fprintf(&out, "%q:%s", name, value)
	}
	out.WriteByte('}')
	return out.Bytes()
}
