// Package consent serves the page on which a user lets a client use an account (docs/spec/oauth.md#consent-page).
//
//	h := consent.New(issuer)
//	mux.Handle("/oauth/authorize", h.Authorize())
//	mux.Handle("/oauth/logout", h.SignOutScript())
//
// authorize.go reads the client's request, form.go the user's decision; page.go writes HTML. It keeps no state: the
// sign-in is in a cookie, and forms carry a token.
package consent

import (
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
)

// A Handler serves the consent page.
type Handler struct{ issuer *oauth.Issuer }

// New returns a Handler that gives codes and tokens of an issuer.
func New(i *oauth.Issuer) *Handler { return &Handler{i} }

// maxForm is the largest form, in bytes.
const maxForm = 64 << 10

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// clip keeps what a response repeats of a request short.
func clip(s string) string { return wire.Clip(s, 64, "…") }
