package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
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

// A code is what the consent page gives to a client, which exchanges it for tokens once and soon
// (docs/spec/oauth.md#authorization-code-grant). It contains all that is needed; only its use is recorded.
type code struct {
	key, login string
	scope      string
	redirect   string // redirectMark of where it was sent
	id         string
}

const codePurpose = "authorization code"

// NewCode returns an authorization code for a user who has agreed.
func (i *Issuer) NewCode(k Key, login, scope, redirect string) string {
	return i.Sign(codePurpose, i.config.CodeLifetime, k.ID, login, scope, redirectDigest(redirect), i.nonce())
}

// redeem returns the contents of a code of the key. It returns false for a code that has expired or belongs to another
// key, and does not check whether the code was used.
func (i *Issuer) redeem(text, key string) (code, bool) {
	var c code
	ok := i.Open(codePurpose, text, &c.key, &c.login, &c.scope, &c.redirect, &c.id)
	return c, ok && c.key == key
}

func (c code) digest() string {
	return "code " + session{key: c.key, login: c.login, id: c.id}.digest()
}

// redirectDigest returns a short hash of a redirect URI, to keep codes short.
func redirectDigest(uri string) string {
	sum := sha256.Sum256([]byte(uri))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
