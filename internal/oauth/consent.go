package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// ask shows the consent page: the sign-in first where nobody has signed in.
// For tests without a browser mock_decision=allow or deny answers at once, for
// the user in mock_user; no vendor has that.
func (i *Issuer) ask(w http.ResponseWriter, r *http.Request, a authorization) {
	query, _ := wire.ParseQuery(a.query)
	login, signedIn := i.signedInAs(r)
	switch query.Get("mock_decision") {
	case "allow":
		if login = query.Get("mock_user"); login == "" {
			login = "mock"
		}
		if f := i.mayEnter(login); f != nil {
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
		showFault(w, http.StatusBadRequest, onPage("invalid_request", "The `mock_decision' parameter is either allow or deny."))
	}
}

const denied = "The user denied the request."

// decide takes what the user sent from the page.
func (i *Issuer) decide(w http.ResponseWriter, r *http.Request, a authorization) {
	body, err := wire.Body(w, r, maxForm)
	if err != nil {
		showFault(w, http.StatusRequestEntityTooLarge, onPage("invalid_request", "%s.", sentence(err.Error())))
		return
	}
	form, err := wire.ParseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		showFault(w, http.StatusBadRequest, onPage("invalid_request", "%s.", sentence(err.Error())))
		return
	}
	switch form.Get("decision") {
	case "sign-in":
		i.takeSignIn(w, r, a, form)
	case "sign-out":
		forgetSignIn(w, r)
		seeAgain(w, a)
	case "allow", "deny":
		i.takeDecision(w, r, a, form)
	default:
		showFault(w, http.StatusBadRequest, onPage("invalid_request", "The form says neither yes nor no."))
	}
}

func (i *Issuer) takeSignIn(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
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
	seeAgain(w, a)
}

func (i *Issuer) takeDecision(w http.ResponseWriter, r *http.Request, a authorization, form wire.Form) {
	login, signedIn := i.signedInAs(r)
	if !signedIn {
		i.showSignIn(w, http.StatusOK, a, "", "Please sign in again.")
		return
	}
	if !i.ticketGood(form.Get("ticket"), a, login) {
		showFault(w, http.StatusForbidden, onPage("access_denied", "This form was not made by this page, or is too old. Go back and try again."))
		return
	}
	if form.Get("decision") == "deny" {
		redirect(w, a.refused("access_denied", denied))
		return
	}
	redirect(w, i.allow(a, login, ticked(a.scopes, form)))
}

// ticked returns the scopes that the user left ticked (spec/oauth.md §6).
func ticked(asked []string, form wire.Form) []string {
	var granted []string
	for _, s := range asked {
		if slices.Contains(form, wire.Field{Name: "scope", Value: s}) {
			granted = append(granted, s)
		}
	}
	return granted
}

// seeAgain has the browser load the page anew, by GET.
func seeAgain(w http.ResponseWriter, a authorization) {
	wire.NoStore(w)
	w.Header().Set("Location", "?"+a.query)
	w.WriteHeader(http.StatusSeeOther)
}

// A ticket in the form shows that this page made it, for this user and this
// request, not long ago: no other site can say yes in the user's name.

const (
	ticketPurpose = "consent ticket"
	ticketLives   = time.Hour
)

func (i *Issuer) ticket(a authorization, login string) string {
	return i.opaque(ticketPurpose, login, queryMark(a.query), i.endOf(ticketLives))
}

func (i *Issuer) ticketGood(text string, a authorization, login string) bool {
	var whose, query, ends string
	return openOpaque(i.config.Signer, ticketPurpose, text, &whose, &query, &ends) &&
		whose == login && query == queryMark(a.query) && !i.over(ends)
}

func queryMark(query string) string {
	sum := sha256.Sum256([]byte(query))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// The sign-in at the vendor's site is a cookie.

const (
	siteCookie  = "dailymock_site"
	sitePurpose = "site sign-in"
	siteLives   = 24 * time.Hour
)

func (i *Issuer) rememberSignIn(w http.ResponseWriter, r *http.Request, login string) {
	http.SetCookie(w, &http.Cookie{
		Name: siteCookie, Value: i.opaque(sitePurpose, login, i.endOf(siteLives)), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

func forgetSignIn(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: siteCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
}

func (i *Issuer) signedInAs(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(siteCookie)
	if err != nil {
		return "", false
	}
	var login, ends string
	if !openOpaque(i.config.Signer, sitePurpose, cookie.Value, &login, &ends) || i.over(ends) {
		return "", false
	}
	return login, true
}
