package oauth

import (
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// The purposes keep a refresh token from being used as an access token, and any other signed text as either.
const (
	accessPurpose  = "access token"
	refreshPurpose = "refresh token"
)

// accessClaims are the members of an access token. The members of the vendor's tokens are in
// docs/spec/reporting.md#public-key (aid, rol), docs/spec/oauth.md#private-response (iss to aud) and
// docs/spec/reporting.md#private-key (ooi); each kind leaves out those of the other.
type accessClaims struct {
	Issuer       string `json:"iss,omitempty"`
	Subject      string `json:"sub,omitempty"` // the channel of the key
	Organization string `json:"oid,omitempty"`
	OwnerRole    string `json:"our,omitempty"`
	Owner        string `json:"ooi,omitempty"` // read as the owner's id by one integrator
	Audience     string `json:"aud,omitempty"` // the private key
	Application  string `json:"aid,omitempty"` // the public key
	Roles        string `json:"rol,omitempty"` // names separated by blanks
	Login        string `json:"usr,omitempty"`
	Scope        string `json:"scope"`
	Session      string `json:"sid"`
	ID           string `json:"jti"`
	IssuedAt     int64  `json:"iat"` // Unix seconds, rounded down
	Expires      int64  `json:"exp"` // Unix seconds; the token is no longer good then
}

// refreshClaims are the members of a refresh token.
type refreshClaims struct {
	Application string `json:"aid"`
	Login       string `json:"usr"`
	Scope       string `json:"scope"`
	Session     string `json:"sid"`
	Rotation    uint64 `json:"rotation,omitempty"` // how often it was rotated
	IssuedAt    int64  `json:"iat"`
	Expires     int64  `json:"exp,omitempty"` // zero means never
}

// partnerIssuer is ASSUMED in docs/spec/oauth.md#private-response.
const partnerIssuer = "https://partner.api.dailymotion.com"

// accessToken returns an access token of a session with a lifetime.
func (i *Issuer) accessToken(kind KeyKind, s session, lives time.Duration) string {
	c := accessClaims{Login: s.login, Scope: s.scope, Session: s.id, ID: i.nonce(), IssuedAt: i.config.Now().Unix()}
	c.Expires = c.IssuedAt + int64(lives/time.Second)
	i.expiries.add(Expiry{time.Unix(c.Expires, 0).UTC(), s.key, s.login})
	if kind == Private {
		account := world.Account{Key: s.key}
		c.Issuer, c.OwnerRole, c.Audience = partnerIssuer, "owner", s.key
		c.Subject, c.Organization = i.config.UserID(account), vendorID("organization", s.key, "")
		c.Owner = c.Subject
	} else {
		c.Application, c.Roles = s.key, s.roles
	}
	if s.opaque {
		return i.opaque(accessPurpose, c.Application, c.Roles, c.Login, c.Scope, c.Session, c.ID,
			strconv.FormatInt(c.Expires, 36))
	}
	return i.config.Signer.JWT(accessPurpose, c)
}

// openAccessToken returns the grant of an access token, also of one that has expired. The error is ErrInvalid.
func openAccessToken(s *signed.Signer, text string) (*Grant, error) {
	var c accessClaims
	if isOpaque(text) {
		var expires string
		if !openOpaque(s, accessPurpose, text, &c.Application, &c.Roles, &c.Login, &c.Scope, &c.Session, &c.ID, &expires) {
			return nil, ErrInvalid
		}
		c.Expires, _ = strconv.ParseInt(expires, 36, 64)
	} else if s.OpenJWT(accessPurpose, text, &c) != nil {
		return nil, ErrInvalid
	}
	g := &Grant{
		Kind: Public, Key: c.Application, Login: c.Login, id: c.ID,
		Scopes: strings.Fields(c.Scope), Roles: strings.Fields(c.Roles), Expires: time.Unix(c.Expires, 0).UTC(),
	}
	if c.Audience != "" {
		g.Kind, g.Key = Private, c.Audience
	}
	g.session = session{key: g.Key, login: g.Login, id: c.Session}.digest()
	return g, nil
}

// refreshToken returns the refresh token of a session with a rotation number.
func (i *Issuer) refreshToken(s session, rotation uint64) string {
	c := refreshClaims{
		Application: s.key, Login: s.login, Scope: s.scope, Session: s.id, Rotation: rotation,
		IssuedAt: i.config.Now().Unix(),
	}
	if i.config.RefreshLifetime > 0 {
		c.Expires = c.IssuedAt + int64(i.config.RefreshLifetime/time.Second)
	}
	if s.opaque {
		return i.opaque(refreshPurpose, c.Application, c.Login, c.Scope, c.Session,
			strconv.FormatUint(c.Rotation, 36), strconv.FormatInt(c.Expires, 36))
	}
	return i.config.Signer.JWT(refreshPurpose, c)
}

// openRefreshToken returns the session and the rotation number of a refresh token that has not expired.
func (i *Issuer) openRefreshToken(text string) (s session, rotation uint64, ok bool) {
	var c refreshClaims
	if s.opaque = isOpaque(text); s.opaque {
		var rotation, expires string
		if !openOpaque(i.config.Signer, refreshPurpose, text,
			&c.Application, &c.Login, &c.Scope, &c.Session, &rotation, &expires) {
			return s, 0, false
		}
		c.Rotation, _ = strconv.ParseUint(rotation, 36, 64)
		c.Expires, _ = strconv.ParseInt(expires, 36, 64)
	} else if i.config.Signer.OpenJWT(refreshPurpose, text, &c) != nil {
		return s, 0, false
	}
	if c.Expires != 0 && i.config.Now().Unix() >= c.Expires {
		return s, 0, false
	}
	s.key, s.login, s.scope, s.id = c.Application, c.Login, c.Scope, c.Session
	return s, c.Rotation, true
}
