package consent

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// showPage shows the consent page, after the sign-in. For tests without a browser, mock_decision=allow or deny decides
// at once, for the user in mock_user; the vendor has no such parameters.
func (h *Handler) showPage(w http.ResponseWriter, r *http.Request, a authorization) {
	query, _ := wire.ParseQuery(a.query)
	login, signedIn := h.signedInAs(r)
	switch query.Get("mock_decision") {
	case "allow":
		if login = query.Get("mock_user"); login == "" {
			login = "mock"
		}
		if f := h.issuer.CheckUser(login); f != nil {
			redirect(w, a.refused("access_denied", f.Text))
			return
		}
		redirect(w, h.allow(a, login, a.scopes))
	case "deny":
		redirect(w, a.refused("access_denied", denied))
	case "":
		if !signedIn {
			h.showSignIn(w, http.StatusOK, a, "", "")
			return
		}
		h.showConsent(w, a, login)
	default:
		writeError(w, http.StatusBadRequest, showError("invalid_request",
			"The `mock_decision' parameter is either allow or deny."))
	}
}

const denied = "The user denied the request."

// handleForm handles a form that the user sent from the page.
func (h *Handler) handleForm(w http.ResponseWriter, r *http.Request, a authorization) {
	body, err := wire.Body(w, r, maxForm)
	var form wire.Form
	if err == nil {
		form, err = wire.ParseForm(r.Header.Get("Content-Type"), body)
	}
	switch {
	case errors.Is(err, wire.ErrTooLarge):
		writeError(w, http.StatusRequestEntityTooLarge, showError("invalid_request", "%s.", sentence(err.Error())))
		return
	case err != nil:
		writeError(w, http.StatusBadRequest, showError("invalid_request", "%s.", sentence(err.Error())))
		return
	}
	switch form.Get("decision") {
	case "sign-in":
		h.handleSignIn(w, r, a, form)
	case "sign-out":
		forgetSignIn(w, r)
		reload(w, a)
	case "allow", "deny":
		h.handleDecision(w, r, a, form)
	default:
		writeError(w, http.StatusBadRequest, showError("invalid_request", "The form says neither yes nor no."))
	}
}

func (h *Handler) handleSignIn(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
	login, password := form.Get("username"), form.Get("password")
	if login == "" || password == "" {
		h.showSignIn(w, http.StatusBadRequest, a, login, "Enter a login and a password.")
		return
	}
	if f := h.issuer.SignIn(login, password); f != nil {
		h.showSignIn(w, http.StatusBadRequest, a, clip(login), f.Text)
		return
	}
	h.rememberSignIn(w, r, login)
	reload(w, a)
}

func (h *Handler) handleDecision(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
	login, signedIn := h.signedInAs(r)
	if !signedIn {
		h.showSignIn(w, http.StatusOK, a, "", "Please sign in again.")
		return
	}
	if !h.formTokenValid(form.Get("ticket"), a, login) {
		writeError(w, http.StatusForbidden, showError("access_denied",
			"This form was not made by this page, or is too old. Go back and try again."))
		return
	}
	if form.Get("decision") == "deny" {
		redirect(w, a.refused("access_denied", denied))
		return
	}
	redirect(w, h.allow(a, login, grantedScopes(a.scopes, form)))
}

// grantedScopes returns the scopes that the user left checked (docs/spec/oauth.md#consent-page).
func grantedScopes(asked []string, form wire.Form) []string {
	var granted []string
	for _, s := range asked {
		if slices.Contains(form, wire.Field{Name: "scope", Value: s}) {
			granted = append(granted, s)
		}
	}
	return granted
}

// reload makes the browser load the page again with GET.
func reload(w http.ResponseWriter, a authorization) {
	wire.NoStore(w)
	w.Header().Set("Location", "?"+a.query)
	w.WriteHeader(http.StatusSeeOther)
}

// The token in the form proves that this page made it, for this user and this request, within the last hour, so that no
// other site can consent in the name of the user.

const (
	formTokenPurpose  = "consent ticket"
	formTokenLifetime = time.Hour
)

func (h *Handler) formToken(a authorization, login string) string {
	return h.issuer.Sign(formTokenPurpose, formTokenLifetime, login, queryDigest(a.query))
}

func (h *Handler) formTokenValid(text string, a authorization, login string) bool {
	var user, query string
	return h.issuer.Open(formTokenPurpose, text, &user, &query) && user == login && query == queryDigest(a.query)
}

func queryDigest(query string) string {
	sum := sha256.Sum256([]byte(query))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// A cookie holds the sign-in at the vendor's site.

const (
	signInCookie   = "dailymock_site"
	signInPurpose  = "site sign-in"
	signInLifetime = 24 * time.Hour
)

func (h *Handler) rememberSignIn(w http.ResponseWriter, r *http.Request, login string) {
	http.SetCookie(w, &http.Cookie{
		Name: signInCookie, Value: h.issuer.Sign(signInPurpose, signInLifetime, login), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

func forgetSignIn(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: signInCookie, Path: "/", MaxAge: -1,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

func (h *Handler) signedInAs(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(signInCookie)
	if err != nil {
		return "", false
	}
	var login string
	ok := h.issuer.Open(signInPurpose, cookie.Value, &login)
	return login, ok
}
