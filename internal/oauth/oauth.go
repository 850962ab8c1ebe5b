// Package oauth hands out tokens as the vendor does and tells who a request's
// token speaks for. The facts are in docs/spec/oauth.md.
//
//	i := oauth.NewIssuer(oauth.Config{Signer: s, Now: clock.Now})
//	mux.Handle("/oauth/token", i.Token(oauth.Public))
//	mux.Handle("/oauth/v1/token", i.Token(oauth.Private))
//	mux.Handle("/oauth/authorize", i.Authorize())
//	mux.Handle("/graphql", i.Require(oauth.Private, surface, refuse))
//
// A token carries whatever is needed to answer it, so that a restart forgets
// none. From the front door to the back:
//
//   - token.go takes a token request from HTTP and back, grant.go decides what
//     a grant gives, refusal.go has the words for what it does not give;
//   - authorize.go and consent.go are the page on which a user says yes, code.go
//     is what the client takes away from there;
//   - claims.go says what stands in a token, session.go what becomes of it;
//   - require.go checks the tokens that come back, need.go the scopes and roles;
//   - directory.go has the keys and users, reserved.go those that make trouble.
package oauth

import (
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// An Issuer makes and checks tokens. It is safe for concurrent use.
type Issuer struct {
	accounts
	signer
	config        *Config
	verified      verified
	sessionScopes sessionScopes
}

// NewIssuer returns an Issuer.
func NewIssuer(c Config) *Issuer {
	c.PublicLifetime = orDefault(c.PublicLifetime, PublicLifetime)
	c.PrivateLifetime = orDefault(c.PrivateLifetime, PrivateLifetime)
	c.CodeLifetime = orDefault(c.CodeLifetime, CodeLifetime)
	if c.ExpiredTokenCode == "" {
		c.ExpiredTokenCode = "invalid_token"
	}
	if c.Directory == nil {
		c.Directory = emptyDirectory{}
	}
	if c.UserID == nil {
		c.UserID = func(a world.Account) string { return vendorID("channel", a.Key, a.Login) }
	}
	if c.Revocations == nil {
		c.Revocations = NewRevocations()
	}
	return &Issuer{
		accounts: accounts{&c}, signer: signer{config: &c}, config: &c,
		verified: newVerified(), sessionScopes: sessionScopes{sessions: map[[2]string]session{}},
	}
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

func (i *Issuer) lifetime(kind KeyKind) time.Duration {
	if kind == Private {
		return i.config.PrivateLifetime
	}
	return i.config.PublicLifetime
}
