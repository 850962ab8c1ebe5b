package dailymock

import (
	"cmp"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// A SignIn says how tokens are handed out. The zero SignIn takes any API key,
// secret, login and password. The switches follow what no source settles about
// the vendor; each one's zero is the likelier.
type SignIn struct {
	Strict bool // only the keys and users of the world file, with their own secrets

	PublicLifetime  time.Duration // of access tokens of public keys; zero means ten hours
	PrivateLifetime time.Duration // of access tokens of private keys; zero means one hour
	RefreshLifetime time.Duration // of refresh tokens; zero means until logout

	RefusePublicClientCredentials bool   // public keys have to name a user
	IgnoreUnknownScopes           bool   // unknown scopes are left out instead of refused
	StickyScopes                  bool   // a session keeps its first scopes until logout
	RotateRefreshTokens           bool   // a refresh token serves once
	ExpiredTokenCode              string // in WWW-Authenticate; "" means invalid_token
	RevenueScopeRequired          bool   // revenue metrics need the scope access_revenue
}

// accounts is the issuer's configuration for a world.
func (o Options) accounts(spec world.Spec, w *world.World, s *signed.Signer, now func() time.Time) oauth.Config {
	return oauth.Config{
		Signer: s, Now: now,
		Directory:                     newDirectory(spec),
		Strict:                        o.SignIn.Strict,
		UserID:                        func(a world.Account) string { return userOf(w, a).ID() },
		PublicLifetime:                o.SignIn.PublicLifetime,
		PrivateLifetime:               o.SignIn.PrivateLifetime,
		RefreshLifetime:               o.SignIn.RefreshLifetime,
		RefusePublicClientCredentials: o.SignIn.RefusePublicClientCredentials,
		IgnoreUnknownScopes:           o.SignIn.IgnoreUnknownScopes,
		StickyScopes:                  o.SignIn.StickyScopes,
		RotateRefreshTokens:           o.SignIn.RotateRefreshTokens,
		ExpiredTokenCode:              o.SignIn.ExpiredTokenCode,
		RevenueScopeRequired:          o.SignIn.RevenueScopeRequired,
	}
}

// keyOwners tells whom the API keys of a world file belong to.
func keyOwners(spec world.Spec) func(key string) string {
	owners := map[string]string{}
	for _, k := range spec.Keys {
		owners[k.ID] = k.Owner
	}
	return func(key string) string { return owners[key] }
}

// A directory holds the keys and users of a world file.
type directory struct {
	keys  map[string]oauth.Key
	users map[string]oauth.User
}

func (d directory) Key(id string) (oauth.Key, bool) {
	k, ok := d.keys[id]
	return k, ok
}

func (d directory) User(login string) (oauth.User, bool) {
	u, ok := d.users[login]
	return u, ok
}

func newDirectory(s world.Spec) directory {
	d := directory{map[string]oauth.Key{}, map[string]oauth.User{}}
	for _, k := range s.Keys {
		d.keys[k.ID] = oauth.Key{
			ID: k.ID, Secret: k.Secret, Kind: oauth.KeyKind(cmp.Or(k.Kind, string(oauth.Public))),
			Name: k.Name, Picture: k.Picture, Description: k.Description, Terms: k.Terms,
			Callback: k.Callback, Roles: k.Roles, Scopes: k.Scopes, Grants: k.Grants,
		}
	}
	for _, u := range s.Users {
		d.users[u.Login] = oauth.User{Login: u.Login, Password: u.Password, Suspended: u.Suspended}
	}
	return d
}

// userOf is the channel that an account stands for: the user's, or the first of
// the key's partner.
func userOf(w *world.World, a world.Account) *world.Channel {
	c, err := w.Channel(a.Slug())
	if err != nil {
		return w.Own(a)[0]
	}
	return c
}

// What a token can be ordered as, and what a token endpoint answers.
type (
	TokenOrder  = oauth.MintRequest
	TokenAnswer = oauth.TokenResponse
)

// Token makes an access token without a token request. Any server with the same
// seed, or signing key, takes it.
func (s *Server) Token(o TokenOrder) TokenAnswer { return s.state.Load().accounts.Mint(o) }
