package oauth

import (
	"time"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/world"
)

// A TokenResponse is the response of a token endpoint, with its members in the order of
// docs/spec/oauth.md#token-responses.
type TokenResponse struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int64  `json:"expires_in"`              // seconds
	RefreshToken any    `json:"refresh_token,omitempty"` // a text; nil leaves the member out; see null
	Scope        string `json:"scope"`                   // names separated by blanks; "" when none was granted
	TokenType    string `json:"token_type"`              // always "Bearer"
	UID          string `json:"uid,omitempty"`           // of the user's channel, on api.dailymotion.com
}

// null is the refresh token of a private key: one client fails without the member, and the vendor gives none
// (docs/spec/oauth.md#private-response).
var null = (*string)(nil)

// respond returns a response with a new access token of a session.
func (i *Issuer) respond(kind KeyKind, s session) TokenResponse {
	return i.respondFor(kind, s, i.lifetime(kind))
}

func (i *Issuer) respondFor(kind KeyKind, s session, lives time.Duration) TokenResponse {
	a := TokenResponse{ExpiresIn: int64(lives / time.Second), Scope: s.scope, TokenType: "Bearer"}
	if i.failureOf(s.key)&failExpired != 0 {
		lives = 0
	}
	a.AccessToken = i.accessToken(kind, s, lives)
	if kind == Private {
		a.RefreshToken = null
	}
	if s.opaque && s.login != "" {
		a.UID = i.config.UserID(world.Account{Key: s.key, Login: s.login})
	}
	return a
}

// A MintRequest asks for a token without a token request, as a command does.
type MintRequest struct {
	Kind     KeyKind
	Key      string        // the API key
	Login    string        // the user; "" means the key alone. A private key has none
	Scopes   []string      // without changes; nil means none
	Lifetime time.Duration // of the access token; zero means its kind's
	Opaque   bool          // opaque instead of a JWT; public keys only
}

// Mint returns a token for a MintRequest, with a refresh token if it names a user.
func (i *Issuer) Mint(o MintRequest) TokenResponse {
	k, known := i.key(o.Kind, o.Key)
	if !known {
		k = Key{ID: o.Key, Kind: o.Kind}
	}
	if o.Kind == Private {
		o.Login, o.Opaque = "", false
	}
	s, f := i.newSession(k, o.Login, authz.Join(o.Scopes), o.Opaque)
	if f != nil { // the session cannot keep its scopes
		s = i.withID(s)
	}
	a := i.respondFor(o.Kind, s, orDefault(o.Lifetime, i.lifetime(o.Kind)))
	if o.Login != "" {
		a.RefreshToken = i.refreshToken(s, 0)
	}
	return a
}
