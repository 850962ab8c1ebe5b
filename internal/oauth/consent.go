package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// showPage shows the consent page: the sign-in first where nobody has signed in.
// For tests without a browser mock_decision=allow or deny answers at once, for
// the user in mock_user; no vendor has that.
func (i *Issuer) showPage(w http.ResponseWriter, r *http.Request, a authorization) {
	query, _ := wire.ParseQuery(a.query)
	login, signedIn := i.signedInAs(r)
	switch query.Get("mock_decision") {
	case "allow":
		if login = query.Get("mock_user"); login == "" {
			login = "mock"
		}
		if f := i.checkUser(login); f != nil {
			redirect(w, a.refused("access_denied", f.text))
			return
		}
		redirect(w, i.allow(a, login, a.scopes))
	case "deny":
		redirect(w, a.refused("access_denied", denied))
	case "":
		if !signedIn {
			i.showSignIn(w, http.StatusOK, a, "", "")
			return
		}
		i.showConsent(w, a, login)
	default:
		writeError(w, http.StatusBadRequest, showError("invalid_request", "The `mock_decision' parameter is either allow or deny."))
	}
}

const denied = "The user denied the request."

// handleForm takes what the user sent from the page.
func (i *Issuer) handleForm(w http.ResponseWriter, r *http.Request, a authorization) {
	body, err := wire.Body(w, r, maxForm)
	if err != nil {
		writeError(w, http.StatusRequestEntityTooLarge, showError("invalid_request", "%s.", sentence(err.Error())))
		return
	}
	form, err := wire.ParseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		writeError(w, http.StatusBadRequest, showError("invalid_request", "%s.", sentence(err.Error())))
		return
	}
	switch form.Get("decision") {
	case "sign-in":
		i.handleSignIn(w, r, a, form)
	case "sign-out":
		forgetSignIn(w, r)
		reload(w, a)
	case "allow", "deny":
		i.handleDecision(w, r, a, form)
	default:
		writeError(w, http.StatusBadRequest, showError("invalid_request", "The form says neither yes nor no."))
	}
}

func (i *Issuer) handleSignIn(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
	login, password := form.Get("username"), form.Get("password")
	if login == "" || password == "" {
		i.showSignIn(w, http.StatusBadRequest, a, login, "Enter a login and a password.")
		return
	}
	if f := i.signIn(login, password); f != nil {
		i.showSignIn(w, http.StatusBadRequest, a, clip(login), f.text)
		return
	}
	i.rememberSignIn(w, r, login)
	reload(w, a)
}

func (i *Issuer) handleDecision(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
	login, signedIn := i.signedInAs(r)
	if !signedIn {
		i.showSignIn(w, http.StatusOK, a, "", "Please sign in again.")
		return
	}
	if !i.formTokenValid(form.Get("ticket"), a, login) {
		writeError(w, http.StatusForbidden, showError("access_denied", "This form was not made by this page, or is too old. Go back and try again."))
		return
	}
	if form.Get("decision") == "deny" {
		redirect(w, a.refused("access_denied", denied))
		return
	}
	redirect(w, i.allow(a, login, grantedScopes(a.scopes, form)))
}

// grantedScopes returns the scopes that the user left ticked (docs/spec/oauth.md#consent-page).
func grantedScopes(asked []string, form wire.Form) []string {
	var granted []string
	for _, s := range asked {
		if slices.Contains(form, wire.Field{Name: "scope", Value: s}) {
			granted = append(granted, s)
		}
	}
	return granted
}

// reload has the browser load the page anew, by GET.
func reload(w http.ResponseWriter, a authorization) {
	wire.NoStore(w)
	w.Header().Set("Location", "?"+a.query)
	w.WriteHeader(http.StatusSeeOther)
}

// A ticket in the form shows that this page made it, for this user and this
// request, not long ago: no other site can say yes in the user's name.

const (
	formTokenPurpose  = "consent ticket"
	formTokenLifetime = time.Hour
)

func (i *Issuer) formToken(a authorization, login string) string {
	return i.opaque(formTokenPurpose, login, queryDigest(a.query), i.expiresAt(formTokenLifetime))
}

func (i *Issuer) formTokenValid(text string, a authorization, login string) bool {
	var whose, query, ends string
	return openOpaque(i.config.Signer, formTokenPurpose, text, &whose, &query, &ends) &&
		whose == login && query == queryDigest(a.query) && !i.expired(ends)
}

func queryDigest(query string) string {
	sum := sha256.Sum256([]byte(query))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// The sign-in at the vendor's site is a cookie.

const (
	signInCookie   = "dailymock_site"
	signInPurpose  = "site sign-in"
	signInLifetime = 24 * time.Hour
)

func (i *Issuer) rememberSignIn(w http.ResponseWriter, r *http.Request, login string) {
	http.SetCookie(w, &http.Cookie{
		Name: signInCookie, Value: i.opaque(signInPurpose, login, i.expiresAt(signInLifetime)), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

func forgetSignIn(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: signInCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
}

func (i *Issuer) signedInAs(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(signInCookie)
	if err != nil {
		return "", false
	}
	var login, ends string
	if !openOpaque(i.config.Signer, signInPurpose, cookie.Value, &login, &ends) || i.expired(ends) {
		return "", false
	}
	return login, true
}
