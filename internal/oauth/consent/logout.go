package consent

import (
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
)

// callbackName matches the callbacks that a script may call: the names that the official SDK uses contain the token,
// with the dots and dashes of a JWT (docs/spec/oauth.md#endpoints).
var callbackName = regexp.MustCompile(`^[A-Za-z_$][\w$.-]*$`)

// SignOutScript serves GET /oauth/logout, the logout of a browser with JSONP: a script that calls the callback with an
// empty list, or with an error. It ends the sign-in at the consent page as well. Without a callback the response is the
// argument alone.
func (h *Handler) SignOutScript() http.Handler {
	return h.issuer.Admit(oauth.Public, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g, ok := oauth.GrantFrom(r.Context()); ok {
			h.issuer.Logout(g)
		}
		forgetSignIn(w, r)
		script(w, r, `[]`)
	}), func(w http.ResponseWriter, r *http.Request, err error) {
		v := h.issuer.Denial(err)
		argument, _ := json.Marshal(map[string]any{ // cannot fail
			"error": map[string]any{"code": v.Status, "message": v.Message, "type": v.Type},
		})
		script(w, r, string(argument))
	})
}

func script(w http.ResponseWriter, r *http.Request, argument string) {
	wire.NoStore(w)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	query, _ := wire.ParseQuery(r.URL.RawQuery)
	switch callback := query.Get("callback"); {
	case callback == "":
		wire.Write(w, http.StatusOK, wire.TypeJSON, []byte(argument))
	case !callbackName.MatchString(callback):
		wire.RESTError(w, http.StatusBadRequest, "invalid_parameter", "Invalid value for `callback' parameter",
			&wire.RESTFault{Param: "callback"})
	default:
		// The comment keeps a browser from taking the name for something else.
		wire.Write(w, http.StatusOK, "application/javascript; charset=utf-8",
			[]byte("/**/"+callback+"("+argument+");"))
	}
}
