package oauth

import (
	"strconv"
	"strings"
)

// The grants of the vendor (docs/spec/oauth.md#grants). The consent page gives the implicit one.
const (
	grantPassword          = "password"
	grantCode              = "authorization_code"
	grantClientCredentials = "client_credentials"
	grantRefreshToken      = "refresh_token"
)

// grantPublic responds to the token endpoint of public keys.
func (i tokenEndpoint) grantPublic(q tokenRequest) (TokenResponse, *Refusal) {
	if f := missingMembers(
		field("grant_type", q.grant), field("client_id", q.client), field("client_secret", q.secret),
	); f != nil {
		return TokenResponse{}, f
	}
	if f := i.reservedClient(Public, q); f != nil {
		return TokenResponse{}, f
	}
	k, f := i.client(Public, q)
	if f != nil {
		return TokenResponse{}, f
	}
	switch q.grant {
	case grantPassword:
		return i.byPassword(q, k)
	case grantCode:
		return i.byCode(q, k)
	case grantRefreshToken:
		return i.byRefreshToken(q, k)
	case grantClientCredentials:
		return i.byPublicKey(q, k)
	default:
		return TokenResponse{}, refuse("unsupported_grant_type", "The grant type `%s' is not supported.", clip(q.grant))
	}
}

func (i tokenEndpoint) byPassword(q tokenRequest, k Key) (TokenResponse, *Refusal) {
	if f := missingMembers(field("username", q.username), field("password", q.password)); f != nil {
		return TokenResponse{}, f
	}
	if f := i.SignIn(q.username, q.password); f != nil {
		return TokenResponse{}, f
	}
	scope, f := i.scope(k, q.scope)
	if f != nil {
		return TokenResponse{}, f
	}
	return i.newSignedIn(k, q.username, scope, q.opaque)
}

// byCode starts a session for a code of the consent page (docs/spec/oauth.md#authorization-code-grant). Only
// api.dailymotion.com has this grant, so that its tokens are opaque unless the host says otherwise.
func (i tokenEndpoint) byCode(q tokenRequest, k Key) (TokenResponse, *Refusal) {
	if f := missingMembers(field("code", q.code), field("redirect_uri", q.redirect)); f != nil {
		return TokenResponse{}, f
	}
	c, ok := i.redeem(q.code, k.ID)
	if !ok {
		return TokenResponse{}, refuse("invalid_grant", "Invalid authorization code.")
	}
	if c.redirect != redirectDigest(q.redirect) {
		return TokenResponse{}, refuse("redirect_uri_mismatch",
			"The `redirect_uri' parameter differs from the one that the code was asked with.")
	}
	used, f := i.use(c.digest(), i.after(i.config.CodeLifetime))
	switch {
	case f != nil:
		return TokenResponse{}, f
	case used:
		return TokenResponse{}, refuse("invalid_grant", "Invalid authorization code.")
	}
	return i.newSignedIn(k, c.login, c.scope, q.opaque || !q.opaqueDecided)
}

// newSignedIn starts a session of a user, and responds with its tokens.
func (i *Issuer) newSignedIn(k Key, login, scope string, opaque bool) (TokenResponse, *Refusal) {
	s, refused := i.newSession(k, login, scope, opaque)
	if refused != nil {
		return TokenResponse{}, refused
	}
	return i.signedIn(s), nil
}

// signedIn responds with an access token and a refresh token.
func (i *Issuer) signedIn(s session) TokenResponse {
	a := i.respond(Public, s)
	a.RefreshToken = i.refreshToken(s, 0)
	return a
}

// byPublicKey responds with an access token without a user, and without a refresh token
// (docs/spec/oauth.md#public-client-response).
func (i tokenEndpoint) byPublicKey(q tokenRequest, k Key) (TokenResponse, *Refusal) {
	if i.config.RefusePublicClientCredentials {
		return TokenResponse{}, refuse("unauthorized_client", "The grant type `%s' is not allowed for this API key.", q.grant)
	}
	scope, f := i.scope(k, q.scope)
	if f != nil {
		return TokenResponse{}, f
	}
	s, f := i.newSession(k, "", scope, q.opaque)
	return i.respond(Public, s), f
}

// byRefreshToken responds with a new access token and the same refresh token
// (docs/spec/oauth.md#public-refresh-response). It ignores the scope of the request, since clients repeat theirs
// (docs/spec/oauth.md#token-requests).
func (i tokenEndpoint) byRefreshToken(q tokenRequest, k Key) (TokenResponse, *Refusal) {
	if f := missingMembers(field("refresh_token", q.refreshToken)); f != nil {
		return TokenResponse{}, f
	}
	s, rotation, ok := i.openRefreshToken(q.refreshToken)
	if !ok || s.key != k.ID || i.isRevoked(s) || i.CheckUser(s.login) != nil || i.failureOf(k.ID)&failRefresh != 0 {
		return TokenResponse{}, refuse("invalid_grant", "Invalid refresh token.")
	}
	s.roles = strings.Join(k.Roles, " ")
	if q.opaqueDecided {
		s.opaque = q.opaque
	}
	next := q.refreshToken
	if i.config.RotateRefreshTokens {
		if f := i.rotate(s, rotation); f != nil {
			return TokenResponse{}, f
		}
		next = i.refreshToken(s, rotation+1)
	}
	a := i.respond(Public, s)
	a.RefreshToken = next
	return a, nil
}

// rotate uses up a refresh token. If it was used before, two parties have it, so that the whole session ends (RFC 9700
// section 4.14.2).
func (i tokenEndpoint) rotate(s session, rotation uint64) *Refusal {
	until := i.after(i.config.RefreshLifetime)
	used, f := i.use(s.digest()+"."+strconv.FormatUint(rotation, 36), until)
	if f == nil && used {
		if _, f = i.use(s.digest(), never); f == nil {
			f = refuse("invalid_grant", "Invalid refresh token.")
		}
	}
	return f
}

// grantPrivate responds to the token endpoint of private keys, which have one grant and must name their scopes
// (docs/spec/oauth.md#private-response).
func (i tokenEndpoint) grantPrivate(q tokenRequest) (TokenResponse, *Refusal) {
	if f := missingMembers(field("grant_type", q.grant), field("client_id", q.client), field("client_secret", q.secret),
		field("scope", strings.TrimSpace(q.scope))); f != nil {
		return TokenResponse{}, f
	}
	if q.grant != grantClientCredentials {
		return TokenResponse{}, refuse("unsupported_grant_type",
			"The grant type `%s' is not supported, private API keys use `%s'.",
			clip(q.grant), grantClientCredentials)
	}
	if f := i.reservedClient(Private, q); f != nil {
		return TokenResponse{}, f
	}
	k, f := i.client(Private, q)
	if f != nil {
		return TokenResponse{}, f
	}
	scope, f := i.scope(k, q.scope)
	if f != nil {
		return TokenResponse{}, f
	}
	s, f := i.newSession(k, "", scope, false)
	return i.respond(Private, s), f
}
