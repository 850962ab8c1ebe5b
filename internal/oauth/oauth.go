// Package oauth hands out tokens as the vendor does and tells who a request's
// token speaks for. The facts are in spec/oauth.md.
//
//	i := oauth.NewIssuer(oauth.Config{Seal: s, Now: clock.Now})
//	mux.Handle("/oauth/token", i.Token(oauth.Public))
//	mux.Handle("/oauth/v1/token", i.Token(oauth.Private))
//	mux.Handle("/graphql", i.Require(oauth.Private, surface, refuse))
//
// A token carries whatever is needed to answer it, so that a restart forgets
// none. token.go takes a token request from HTTP and back, grant.go decides
// what a grant gives, claims.go says what stands in a token, require.go checks
// the tokens that come back.
package oauth

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/seal"
	"github.com/dailymock/dailymock/internal/world"
)

// A KeyKind tells public API keys from private ones; each has hosts of its own
// (spec/oauth.md §2).
type KeyKind string

// The two kinds of key.
const (
	Public  KeyKind = "public"
	Private KeyKind = "private"
)

// A Grant is what an access token stands for. Its slices are shared by all
// requests with the token and must not be changed.
type Grant struct {
	Kind    KeyKind
	Key     string   // the API key, client_id
	Login   string   // the user who signed in; "" where none did
	Scopes  []string // as granted, in the order asked
	Roles   []string // of the API key, such as "can-manage-partners-reports"
	Expires time.Time
}

// Account is whose eyes the grant sees the world with.
func (g Grant) Account() world.Account { return world.Account{Key: g.Key, Login: g.Login} }

// Why a request is turned away.
var (
	ErrMissing = errors.New("the access token is missing")
	ErrInvalid = errors.New("the access token is invalid")
	ErrExpired = errors.New("the access token has expired")
)

// How long an access token lives unless Config says otherwise (spec/oauth.md
// §4.1 documents ten hours; spec/reporting.md §2.2 has the hour as observed).
const (
	PublicLifetime  = 10 * time.Hour
	PrivateLifetime = time.Hour
)

// Config says what an Issuer works with. Seal and Now have to be there.
type Config struct {
	Seal *seal.Sealer
	Now  func() time.Time

	PublicLifetime  time.Duration // of access tokens; zero means ten hours
	PrivateLifetime time.Duration // of access tokens; zero means one hour

	// The switches of spec/oauth.md §10. Zero is the sheet's default.
	RefusePublicClientCredentials bool // public_client_credentials off: unauthorized_client
	IgnoreUnknownScopes           bool // unknown_scope: left out of the grant, not an error
}

// An Issuer makes and checks tokens. It is safe for concurrent use.
type Issuer struct {
	config   Config
	verified verified
	count    atomic.Uint64 // of tokens made, so that no two are alike
}

// NewIssuer returns an Issuer.
func NewIssuer(c Config) *Issuer {
	if c.PublicLifetime == 0 {
		c.PublicLifetime = PublicLifetime
	}
	if c.PrivateLifetime == 0 {
		c.PrivateLifetime = PrivateLifetime
	}
	return &Issuer{config: c, verified: newVerified()}
}

func (i *Issuer) lifetime(kind KeyKind) time.Duration {
	if kind == Private {
		return i.config.PrivateLifetime
	}
	return i.config.PublicLifetime
}
