package oauth

import (
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// The grants that the vendor knows (spec/oauth.md §5).
const (
	grantPassword          = "password"
	grantClientCredentials = "client_credentials"
	grantRefreshToken      = "refresh_token"
)

// grantPublic answers the token endpoint of public keys.
func (i *Issuer) grantPublic(q tokenRequest) (any, *refusal) {
	if f := needs(wire.Field{Name: "grant_type", Value: q.grant}, wire.Field{Name: "client_id", Value: q.client},
		wire.Field{Name: "client_secret", Value: q.secret}); f != nil {
		return nil, f
	}
	switch q.grant {
	case grantPassword:
		return i.byPassword(q)
	case grantRefreshToken:
		return i.byRefreshToken(q)
	case grantClientCredentials:
		return i.byPublicKey(q)
	default:
		return nil, refuse("unsupported_grant_type", "The grant type `%s' is not supported.", clip(q.grant))
	}
}

func (i *Issuer) byPassword(q tokenRequest) (any, *refusal) {
	if f := needs(wire.Field{Name: "username", Value: q.username}, wire.Field{Name: "password", Value: q.password}); f != nil {
		return nil, f
	}
	scopes, f := i.scopes(q)
	if f != nil {
		return nil, f
	}
	s := session{key: q.client, login: q.username, scope: scopes, id: i.nonce()}
	return i.publicAnswer(s, i.refreshToken(s)), nil
}

// byPublicKey gives a token without a user and without a refresh token (§4.2).
func (i *Issuer) byPublicKey(q tokenRequest) (any, *refusal) {
	if i.config.RefusePublicClientCredentials {
		return nil, refuse("unauthorized_client", "The grant type `%s' is not allowed for this API key.", q.grant)
	}
	scopes, f := i.scopes(q)
	if f != nil {
		return nil, f
	}
	return i.publicAnswer(session{key: q.client, scope: scopes, id: i.nonce()}, ""), nil
}

// byRefreshToken gives a new access token and the same refresh token (§4.3).
// A scope that is asked for here changes nothing: clients repeat theirs (§3).
func (i *Issuer) byRefreshToken(q tokenRequest) (any, *refusal) {
	if f := needs(wire.Field{Name: "refresh_token", Value: q.refreshToken}); f != nil {
		return nil, f
	}
	s, err := i.openRefreshToken(q.refreshToken)
	if err != nil || s.key != q.client {
		return nil, refuse("invalid_grant", "Invalid refresh token.")
	}
	return i.publicAnswer(s, q.refreshToken), nil
}

// grantPrivate answers the token endpoint of private keys, which know one
// grant and have to name their scopes (§4.4, §5.4).
func (i *Issuer) grantPrivate(q tokenRequest) (any, *refusal) {
	if f := needs(wire.Field{Name: "grant_type", Value: q.grant}, wire.Field{Name: "client_id", Value: q.client},
		wire.Field{Name: "client_secret", Value: q.secret}, wire.Field{Name: "scope", Value: strings.TrimSpace(q.scope)}); f != nil {
		return nil, f
	}
	if q.grant != grantClientCredentials {
		return nil, refuse("unsupported_grant_type", "The grant type `%s' is not supported, private API keys use `%s'.",
			clip(q.grant), grantClientCredentials)
	}
	scopes, f := i.scopes(q)
	if f != nil {
		return nil, f
	}
	s := session{key: q.client, scope: scopes, id: i.nonce()}
	return privateAnswer{
		AccessToken: i.privateToken(s),
		ExpiresIn:   int64(i.config.PrivateLifetime / time.Second),
		Scope:       s.scope,
		TokenType:   tokenType,
	}, nil
}

func (i *Issuer) publicAnswer(s session, refreshToken string) publicAnswer {
	return publicAnswer{
		AccessToken:  i.publicToken(s),
		ExpiresIn:    int64(i.config.PublicLifetime / time.Second),
		RefreshToken: refreshToken,
		Scope:        s.scope,
		TokenType:    tokenType,
	}
}

// scopes returns the granted scopes as one text: those asked for (§5.1).
func (i *Issuer) scopes(q tokenRequest) (string, *refusal) {
	known, unknown := askedScopes(q.scope)
	if unknown != "" && !i.config.IgnoreUnknownScopes {
		return "", refuse("invalid_scope", "The scope `%s' does not exist.", clip(unknown))
	}
	return strings.Join(known, " "), nil
}
