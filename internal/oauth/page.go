package oauth

import (
	"slices"
	"time"
)

// This file has what the consent page (package consent) needs of an Issuer.

// PageKey returns a public API key for the consent page, or why there is none.
func (i *Issuer) PageKey(id string) (Key, *Refusal) {
	if f := checkMember("client_id", id); f != nil {
		return Key{}, f
	}
	k, known := i.key(Public, id)
	if f := i.reservedClient(Public, tokenRequest{client: id}); !known || f != nil && f.Code == "invalid_client" {
		return Key{}, refuse("invalid_client", "There is no public API key `%s'.", clip(id))
	}
	return k, nil
}

// PageScope returns the scopes that a key asks for on the consent page as one text, or why it may not use the page.
func (i *Issuer) PageScope(k Key, asked string) (string, *Refusal) {
	f := i.reservedClient(Public, tokenRequest{client: k.ID})
	switch {
	case f != nil && (f.Code == "unauthorized_client" || f.Code == "invalid_scope"):
		return "", f
	case k.Grants != nil && !slices.Contains(k.Grants, grantCode):
		return "", refuse("unauthorized_client", "The API key may not use the consent page.")
	}
	return i.scope(k, asked)
}

// ImplicitGrant starts a session for a user who consented, and returns its tokens.
func (i *Issuer) ImplicitGrant(k Key, login, scope string) (TokenResponse, *Refusal) {
	return i.newSignedIn(k, login, scope, true)
}

// Strict reports whether only listed keys and users are known.
func (i *Issuer) Strict() bool { return i.config.Strict }

// Sign returns a text that Open opens, for the same purpose and until it expires.
func (i *Issuer) Sign(purpose string, lifetime time.Duration, fields ...string) string {
	return i.opaque(purpose, append(fields, i.expiresAt(lifetime))...)
}

// Open reads the fields of a text that Sign returned.
func (i *Issuer) Open(purpose, text string, fields ...*string) bool {
	var expires string
	return openOpaque(i.config.Signer, purpose, text, append(fields, &expires)...) && !i.expired(expires)
}
