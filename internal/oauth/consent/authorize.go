package consent

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/wire"
)

// An authorization is a valid request for the consent page (docs/spec/oauth.md#consent-page).
type authorization struct {
	key      oauth.Key
	redirect string // where the browser goes afterwards
	state    string // returned unchanged
	display  string // "page", "popup" or "mobile"
	implicit bool   // response_type=token
	scopes   []string
	query    string // the whole query, as it was sent
	notices  []string
}

// maxQuery is the longest query of the consent page, in bytes.
const maxQuery = 8 << 10

// A pageError says why there is no consent page: to the client if byRedirect is set, else to the user.
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

// readAuthorization parses the query. With an error to redirect it returns an authorization that says where to.
func (h *Handler) readAuthorization(query string) (authorization, *pageError) {
	if len(query) > maxQuery {
		return authorization{}, showError("invalid_request", "The query is longer than %d bytes.", maxQuery)
	}
	form, err := wire.ParseQuery(query)
	if err != nil {
		return authorization{}, showError("invalid_request", "%s.", sentence(err.Error()))
	}
	a := authorization{
		query: query, redirect: form.Get("redirect_uri"), state: form.Get("state"), display: form.Get("display"),
	}
	if f := h.readClient(&a, form.Get("client_id")); f != nil {
		return a, f
	}
	if a.display != "popup" && a.display != "mobile" {
		a.display = "page"
	}
	return a, h.readResponse(&a, form)
}

// readClient finds the key and checks the redirect URI. Its errors are shown to the user: a browser must not be sent to
// a URI that is not registered.
func (h *Handler) readClient(a *authorization, id string) *pageError {
	if id == "" {
		return showError("invalid_request", "Missing `client_id' parameter.")
	}
	key, refused := h.issuer.PageKey(id)
	if refused != nil {
		return showError(refused.Code, "%s", refused.Text)
	}
	a.key = key
	if a.redirect == "" {
		a.redirect = a.key.Callback
	}
	if a.redirect == "" {
		return showError("invalid_request", "Missing `redirect_uri' parameter.")
	}
	if !redirectAllowed(a.key.Callback, a.redirect) {
		f := showError("redirect_uri_mismatch", "This `redirect_uri' (%s) isn't allowed by `client_id' configuration.",
			clip(a.redirect))
		f.hint = allowedRedirects(a.key)
		return f
	}
	return nil
}

func (h *Handler) readResponse(a *authorization, form wire.Form) *pageError {
	switch kind := form.Get("response_type"); kind {
	case "code", "token":
		a.implicit = kind == "token"
	case "":
		return redirectError("invalid_request", "Missing `response_type' parameter.")
	default:
		return redirectError("unsupported_response_type", "The response type `%s' is not supported.", clip(kind))
	}
	asked := form.Get("scope")
	scope, refused := h.issuer.PageScope(a.key, asked)
	if refused != nil {
		return redirectError(refused.Code, "%s", refused.Description())
	}
	a.notices = h.issuer.ScopeNotices(asked)
	a.scopes = strings.Fields(scope)
	return nil
}

// allow returns where the browser goes after the user allowed some scopes.
func (h *Handler) allow(a authorization, login string, scopes []string) string {
	if !a.implicit {
		code := h.issuer.NewCode(a.key, login, authz.Join(scopes), a.redirect)
		return withQuery(a.redirect, a.withState(wire.Form{{Name: "code", Value: code}}))
	}
	t, f := h.issuer.ImplicitGrant(a.key, login, authz.Join(scopes))
	if f != nil {
		return a.refused(f.Code, f.Text)
	}
	refresh, _ := t.RefreshToken.(string)
	return withFragment(a.redirect, a.withState(wire.Form{
		{Name: "access_token", Value: t.AccessToken}, {Name: "expires_in", Value: strconv.FormatInt(t.ExpiresIn, 10)},
		{Name: "scope", Value: t.Scope}, {Name: "token_type", Value: t.TokenType},
		{Name: "refresh_token", Value: refresh}, {Name: "uid", Value: t.UID},
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

// Authorize serves the consent page, GET and POST /oauth/authorize. The query of both is the client's request; the form
// is the user's decision.
func (h *Handler) Authorize() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
			w.Header().Set("Allow", "GET, HEAD, POST")
			writeError(w, http.StatusMethodNotAllowed, showError("invalid_request", "This page answers GET and POST."))
			return
		}
		a, f := h.readAuthorization(r.URL.RawQuery)
		for _, line := range a.notices {
			w.Header().Add(wire.NoticeHeader, line)
		}
		switch {
		case f == nil && r.Method == http.MethodPost:
			h.handleForm(w, r, a)
		case f == nil:
			h.showPage(w, r, a)
		case f.byRedirect:
			redirect(w, a.refused(f.code, f.text))
		default:
			writeError(w, http.StatusBadRequest, f)
		}
	})
}

// redirect sends the browser to a URL with a 302, as the vendor does.
func redirect(w http.ResponseWriter, to string) {
	wire.NoStore(w)
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}
