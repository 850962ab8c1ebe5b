package consent

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/wire"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/style.css
	pageStyle string

	pages     = template.Must(template.New("").Parse(pageHTML))
	styleHash = func() string {
		sum := sha256.Sum256([]byte(pageStyle))
		return base64.StdEncoding.EncodeToString(sum[:])
	}()
)

// A page is the data of the template. It shows the error if there is one, else the consent of Login, else the sign-in.
type page struct {
	Title   string
	Style   template.CSS
	Display string // class of the body: "page", "popup" or "mobile"
	Error   *shownError

	Key     oauth.Key
	Name    string // of the key
	Picture template.URL
	Letter  string // in place of a picture
	Problem string // with the last attempt
	Entered string // the login of the last attempt
	Strict  bool

	Login   string
	Ticket  string
	Scopes  []shownScope
	Network bool
}

type (
	shownError struct{ Code, Text, Hint string }
	shownScope struct{ Name, Words string }
)

func (h *Handler) page(a authorization) page {
	p := page{Key: a.key, Name: a.key.Name, Display: a.display, Strict: h.issuer.Strict()}
	if p.Name == "" {
		p.Name = a.key.ID
	}
	if isPicture(a.key.Picture) {
		p.Picture = template.URL(a.key.Picture)
	}
	p.Letter = strings.ToUpper(string([]rune(p.Name)[:1]))
	p.Title = p.Name + " asks for access to your account"
	return p
}

// isPicture reports whether a URL can be the source of an image. The template alone would refuse data: URLs, which need
// no server.
func isPicture(uri string) bool {
	for _, prefix := range [...]string{"https://", "http://", "data:image/"} {
		if strings.HasPrefix(uri, prefix) {
			return true
		}
	}
	return false
}

func (h *Handler) showSignIn(w http.ResponseWriter, status int, a authorization, entered, problem string) {
	p := h.page(a)
	p.Title = "Sign in to continue to " + p.Name
	p.Entered, p.Problem = entered, problem
	show(w, status, p, a.redirect)
}

func (h *Handler) showConsent(w http.ResponseWriter, a authorization, login string) {
	p := h.page(a)
	p.Login, p.Ticket = login, h.formToken(a, login)
	for _, s := range a.scopes {
		p.Scopes = append(p.Scopes, shownScope{s, authz.Text(s)})
	}
	p.Network = slices.Contains(a.scopes, "delegate_account_management")
	show(w, http.StatusOK, p, a.redirect)
}

func writeError(w http.ResponseWriter, status int, f *pageError) {
	show(w, status, page{
		Title: "This request cannot be answered", Display: "page", Error: &shownError{f.code, f.text, f.hint},
	}, "")
}

// show writes the page. It allows no scripts and no frames, and its forms lead only to this server and the redirect
// URI.
func show(w http.ResponseWriter, status int, p page, redirect string) {
	p.Style = template.CSS(pageStyle)
	var body bytes.Buffer
	if err := pages.ExecuteTemplate(&body, "page", p); err != nil {
		panic(fmt.Errorf("oauth: page: %w", err)) // only for a template that does not fit page
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy(string(p.Picture), redirect))
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	wire.NoStore(w)
	wire.Write(w, status, "text/html; charset=utf-8", body.Bytes())
}

// policy returns the Content-Security-Policy of a page. Browsers apply form-action to the redirect of a form too, so
// that the policy has to allow the redirect URI.
func policy(picture, redirect string) string {
	p := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-" + styleHash +
		"'; form-action 'self'"
	if source := cspSource(redirect); source != "" {
		p += " " + source
	}
	if picture != "" {
		p += "; img-src data: " + cspSource(picture)
	}
	return p
}

// cspSource returns the source that allows a URI in a policy: its origin, or its scheme if it has no host or a host
// that a policy cannot name, such as an IPv6 address; "" if it would mean something else in a policy.
func cspSource(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Scheme == "" || strings.ContainsAny(u.Host, " ;,'\""):
		return ""
	case u.Host == "" || strings.ContainsAny(u.Host, "[*") || u.Scheme != "http" && u.Scheme != "https":
		return u.Scheme + ":"
	}
	return u.Scheme + "://" + u.Host
}
