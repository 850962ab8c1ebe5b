// Package oauth issues and checks tokens as the vendor does (docs/spec/oauth.md).
//
//	i := oauth.NewIssuer(oauth.Config{Signer: s, Now: clock.Now})
//	mux.Handle("/oauth/token", i.Token(oauth.Public))
//	mux.Handle("/oauth/v1/token", i.Token(oauth.Private))
//	mux.Handle("/graphql", i.Require(oauth.Private, surface, refuse))
//
// A token contains all that is needed to check it, so that it is valid after a restart. In the order of a request:
//
//   - token.go and request.go read a token request, grant.go decides about it, and messages.go refuses;
//   - accounts.go knows keys and users, and reserved.go those that fail on purpose;
//   - session.go starts and ends sessions, claims.go writes their tokens, and state.go holds what they leave behind;
//   - require.go and bearer.go check the tokens of requests.
//
// Package consent is the page on which a user lets a client in, and package authz decides about scopes and roles.
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
	expiries      expiries
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
