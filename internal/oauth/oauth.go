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
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// A KeyKind tells public API keys from private ones; each has hosts of its own
// (docs/spec/oauth.md#key-types).
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

	session string // what a logout ends, in the words of Ledger
	id      string // of the token alone
}

// Account is whose eyes the grant sees the world with.
func (g Grant) Account() world.Account { return world.Account{Key: g.Key, Login: g.Login} }

// Why a request is turned away. The three below the first three are kinds of
// ErrInvalid, each with an answer of its own.
var (
	ErrMissing = errors.New("the access token is missing")
	ErrInvalid = errors.New("the access token is invalid")
	ErrExpired = errors.New("the access token has expired")

	ErrRevoked   = fmt.Errorf("%w: its session has ended", ErrInvalid)
	ErrMalformed = fmt.Errorf("%w: the header Authorization is malformed", ErrInvalid)
	ErrWrongHost = fmt.Errorf("%w: it belongs to another kind of API key", ErrInvalid)
)

// How long things live unless Config says otherwise (docs/spec/oauth.md#public-user-response
// documents ten hours; docs/spec/reporting.md#private-key has the hour as observed; the
// minutes of a code are ASSUMED in docs/spec/oauth.md#authorization-code-grant).
const (
	PublicLifetime  = 10 * time.Hour
	PrivateLifetime = time.Hour
	CodeLifetime    = 10 * time.Minute
)

// Config says what an Issuer works with. Signer and Now have to be there; all
// else may be left out.
type Config struct {
	Signer *signed.Signer
	Now    func() time.Time

	Directory   Directory                  // the keys and users that are listed; nil means none
	Strict      bool                       // listed keys and users only, with their own secrets
	UserID      func(world.Account) string // of the channel of an account, such as x1fz4ii; nil makes one up
	Revocations *Revocations               // what is over for good; nil means in memory, until a restart

	PublicLifetime  time.Duration // of access tokens; zero means ten hours
	PrivateLifetime time.Duration // of access tokens; zero means one hour
	RefreshLifetime time.Duration // of refresh tokens; zero means until logout
	CodeLifetime    time.Duration // of authorization codes; zero means ten minutes

	// The switches of docs/spec/oauth.md#mock-behaviour. Zero is the sheet's default.
	RefusePublicClientCredentials bool   // public_client_credentials off: unauthorized_client
	IgnoreUnknownScopes           bool   // unknown_scope: left out of the grant, not an error
	StickyScopes                  bool   // sticky_scopes: a session keeps its first scopes until logout (docs/spec/oauth.md#no-scope-upgrade)
	RotateRefreshTokens           bool   // rotate_refresh_token: each serves once, and its reuse ends the session
	ExpiredTokenCode              string // expired_token_code in WWW-Authenticate; "" means invalid_token

	// RevenueScopeRequired has NeedRevenue ask for a scope (docs/spec/reporting.md#switches).
	RevenueScopeRequired bool
}

// An Issuer makes and checks tokens. It is safe for concurrent use.
type Issuer struct {
	config        Config
	verified      verified
	sessionScopes sessionScopes
	count         atomic.Uint64 // of tokens made, so that no two are alike
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
	return &Issuer{config: c, verified: newVerified(), sessionScopes: sessionScopes{sessions: map[[2]string]session{}}}
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
