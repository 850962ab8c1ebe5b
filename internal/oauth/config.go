package oauth

import (
	"time"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// The lifetimes, unless Config has others (docs/spec/oauth.md#public-user-response has ten hours as documented,
// docs/spec/reporting.md#private-key one hour as observed; that of a code is ASSUMED).
const (
	PublicLifetime  = 10 * time.Hour
	PrivateLifetime = time.Hour
	CodeLifetime    = 10 * time.Minute
)

// Config configures an Issuer. Signer and Now are required.
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
	StickyScopes                  bool   // sticky_scopes: a session keeps its first scopes until logout
	RotateRefreshTokens           bool   // rotate_refresh_token: each serves once, and its reuse ends the session
	ExpiredTokenCode              string // expired_token_code in WWW-Authenticate; "" means invalid_token

	// RevenueScopeRequired has NeedRevenue ask for a scope (docs/spec/reporting.md#switches).
	RevenueScopeRequired bool
}
