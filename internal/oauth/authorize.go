package oauth

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// An authorization is what a client asks of the consent page, once it is known
// to make sense (docs/spec/oauth.md#consent-page).
type authorization struct {
	key      Key
	redirect string // where the browser goes afterwards
	state    string // given back unchanged
	display  string // "page", "popup" or "mobile"
	implicit bool   // response_type=token
	scopes   []string
	query    string // all of it, as it was sent
}

// maxQuery bounds the parameters of the consent page, in bytes.
const maxQuery = 8 << 10

// A pageError is why there is no consent page. With an authorization that knows
// where to go the client is told, else the person in front of the browser.
type pageError struct {
	code, text string // such as "redirect_uri_mismatch"
	hint       string // what to do about it, on the page
	byRedirect bool
}

func showError(code, format string, args ...any) *pageError {
	return &pageError{code: code, text: fmt.Sprintf(format, args...)}
}

func redirectError(code, format string, args ...any) *pageError {
	f := showError(code, format, args...)
	f.byRedirect = true
	return f
}

// readAuthorization reads the parameters in the query. A fault that says
// byRedirect comes with as much of an authorization as redirecting needs.
func (i *Issuer) readAuthorization(query string) (authorization, *pageError) {
	if len(query) > maxQuery {
		return authorization{}, showError("invalid_request", "The query is longer than %d bytes.", maxQuery)
	}
	form, err := wire.ParseQuery(query)
	if err != nil {
		return authorization{}, showError("invalid_request", "%s.", sentence(err.Error()))
	}
	a := authorization{query: query, redirect: form.Get("redirect_uri"), state: form.Get("state"), display: form.Get("display")}
	if f := i.readClient(&a, form.Get("client_id")); f != nil {
		return a, f
	}
	if a.display != "popup" && a.display != "mobile" {
		a.display = "page"
	}
	return a, i.readResponse(&a, form)
}

// readClient finds the key and makes sure of the redirect URI. Its faults are
// shown, never redirected: a URI that is not registered is nobody's to go to.
func (i *Issuer) readClient(a *authorization, id string) *pageError {
	if id == "" {
		return showError("invalid_request", "Missing `client_id' parameter.")
	}
	if f := checkMember("client_id", id); f != nil {
		return showError(f.code, "%s", f.text)
	}
	known := false
	if a.key, known = i.key(Public, id); !known || i.refusedAtPage(id) {
		return showError("invalid_client", "There is no public API key `%s'.", clip(id))
	}
	if a.redirect == "" {
		a.redirect = a.key.Callback
	}
	if a.redirect == "" {
		return showError("invalid_request", "Missing `redirect_uri' parameter.")
	}
	if !redirectAllowed(a.key.Callback, a.redirect) {
		f := showError("redirect_uri_mismatch", "This `redirect_uri' (%s) isn't allowed by `client_id' configuration.", clip(a.redirect))
		f.hint = a.key.allowedRedirects()
		return f
	}
	return nil
}

func (i *Issuer) refusedAtPage(id string) bool {
	f := i.reservedClient(Public, tokenRequest{client: id})
	return f != nil && f.code == "invalid_client"
}

func (i *Issuer) readResponse(a *authorization, form wire.Form) *pageError {
	switch kind := form.Get("response_type"); kind {
	case "code", "token":
		a.implicit = kind == "token"
	case "":
		return redirectError("invalid_request", "Missing `response_type' parameter.")
	default:
		return redirectError("unsupported_response_type", "The response type `%s' is not supported.", clip(kind))
	}
	if f := i.reservedClient(Public, tokenRequest{client: a.key.ID}); f != nil && (f.code == "unauthorized_client" || f.code == "invalid_scope") {
		return redirectError(f.code, "%s", f.text)
	}
	if a.key.Grants != nil && !slices.Contains(a.key.Grants, grantCode) {
		return redirectError("unauthorized_client", "The API key may not use the consent page.")
	}
	scope, refused := i.scope(a.key, form.Get("scope"))
	if refused != nil {
		return redirectError(refused.code, "%s", refused.text)
	}
	a.scopes = strings.Fields(scope)
	return nil
}

// allow returns where the browser goes when the user said yes to some scopes.
func (i *Issuer) allow(a authorization, login string, scopes []string) string {
	if !a.implicit {
		code := i.newCode(a.key, login, joinScopes(scopes), a.redirect)
		return withQuery(a.redirect, a.withState(wire.Form{{Name: "code", Value: code}}))
	}
	s := i.newSession(a.key, login, joinScopes(scopes), true)
	t := i.respond(Public, s)
	return withFragment(a.redirect, a.withState(wire.Form{
		{Name: "access_token", Value: t.AccessToken}, {Name: "expires_in", Value: strconv.FormatInt(t.ExpiresIn, 10)},
		{Name: "scope", Value: t.Scope}, {Name: "token_type", Value: t.TokenType},
		{Name: "refresh_token", Value: i.refreshToken(s, 0)}, {Name: "uid", Value: t.UID},
	}))
}

// refused returns where the browser goes with an error.
func (a authorization) refused(code, text string) string {
	members := a.withState(wire.Form{{Name: "error", Value: code}, {Name: "error_description", Value: text}})
	if a.implicit {
		return withFragment(a.redirect, members)
	}
	return withQuery(a.redirect, members)
}

func (a authorization) withState(members wire.Form) wire.Form {
	if a.state == "" {
		return members
	}
	return append(members, wire.Field{Name: "state", Value: a.state})
}

// Authorize is the consent page, GET and POST /oauth/authorize. What the client
// asks for stands in the query of both; what the user says, in the form.
func (i *Issuer) Authorize() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
			w.Header().Set("Allow", "GET, HEAD, POST")
			writeError(w, http.StatusMethodNotAllowed, showError("invalid_request", "This page answers GET and POST."))
			return
		}
		a, f := i.readAuthorization(r.URL.RawQuery)
		switch {
		case f == nil && r.Method == http.MethodPost:
			i.handleForm(w, r, a)
		case f == nil:
			i.showPage(w, r, a)
		case f.byRedirect:
			redirect(w, a.refused(f.code, f.text))
		default:
			writeError(w, http.StatusBadRequest, f)
		}
	})
}

// redirect sends the browser on as the vendor does, with a 302.
func redirect(w http.ResponseWriter, to string) {
	wire.NoStore(w)
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}
