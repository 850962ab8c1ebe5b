package oauth

import (
	"crypto/sha256"
	"encoding/base64"
)

// A code is what the consent page gives to a client, to be turned into tokens
// once and soon (docs/spec/oauth.md#authorization-code-grant). It says all by itself; only that it was
// used has to be remembered.
type code struct {
	key, login string
	scope      string
	redirect   string // redirectMark of where it was sent
	id         string
}

const codePurpose = "authorization code"

func (i *Issuer) NewCode(k Key, login, scope, redirect string) string {
	return i.Sign(codePurpose, i.config.CodeLifetime, k.ID, login, scope, redirectDigest(redirect), i.nonce())
}

// redeem returns what a code of the key says. It answers false for a code that
// has expired, is another key's or none at all; whether it was used before,
// the Ledger knows.
func (i *Issuer) redeem(text, key string) (code, bool) {
	var c code
	ok := i.Open(codePurpose, text, &c.key, &c.login, &c.scope, &c.redirect, &c.id)
	return c, ok && c.key == key
}

func (c code) digest() string {
	return "code " + session{key: c.key, login: c.login, id: c.id}.digest()
}

// redirectDigest stands for a redirect URI in a code, which would be long with it.
func redirectDigest(uri string) string {
	sum := sha256.Sum256([]byte(uri))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
