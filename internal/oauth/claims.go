package oauth

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/seal"
)

// Purposes keep a refresh token from passing as an access token, and any other
// sealed text from passing as either.
const (
	accessPurpose  = "access token"
	refreshPurpose = "refresh token"
)

// A session is what a grant began: one key, perhaps one user, one set of
// scopes. All its tokens carry its id.
type session struct {
	key, login string
	scope      string // names separated by blanks
	id         string
}

// accessClaims is what stands in an access token. Which members the vendor's
// tokens have is told in spec/reporting.md §2.1 for public keys (aid, rol) and
// in spec/oauth.md §4.4 for private ones (iss to aud, and ooi in
// spec/reporting.md §2.2); each kind leaves the other's out.
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

// refreshClaims is what stands in a refresh token. It has no end of its own:
// the sheet knows of none but a logout (spec/oauth.md §4.3).
type refreshClaims struct {
	Application string `json:"aid"`
	Login       string `json:"usr"`
	Scope       string `json:"scope"`
	Session     string `json:"sid"`
	IssuedAt    int64  `json:"iat"`
}

// partnerIssuer is ASSUMED in spec/oauth.md §4.4.
const partnerIssuer = "https://partner.api.dailymotion.com"

// publicRoles are what every public key may do: on the public host the right
// to ask for reports is a role of the application (spec/reporting.md §2.1).
const publicRoles = "can-manage-partners-reports"

func (i *Issuer) publicToken(s session) string {
	c := accessClaims{Application: s.key, Roles: publicRoles, Login: s.login}
	return i.accessToken(Public, s, c)
}

func (i *Issuer) privateToken(s session) string {
	channel := vendorID("channel", s.key)
	c := accessClaims{
		Issuer: partnerIssuer, Subject: channel, Organization: vendorID("organization", s.key),
		OwnerRole: "owner", Owner: channel, Audience: s.key,
	}
	return i.accessToken(Private, s, c)
}

func (i *Issuer) accessToken(kind KeyKind, s session, c accessClaims) string {
	c.Scope, c.Session, c.ID = s.scope, s.id, i.nonce()
	c.IssuedAt = i.config.Now().Unix()
	c.Expires = c.IssuedAt + int64(i.lifetime(kind)/time.Second)
	return i.config.Seal.JWT(accessPurpose, c)
}

func (i *Issuer) refreshToken(s session) string {
	return i.config.Seal.JWT(refreshPurpose, refreshClaims{
		Application: s.key, Login: s.login, Scope: s.scope, Session: s.id, IssuedAt: i.config.Now().Unix(),
	})
}

func (i *Issuer) openRefreshToken(text string) (session, error) {
	var c refreshClaims
	if err := i.config.Seal.OpenJWT(refreshPurpose, text, &c); err != nil {
		return session{}, err
	}
	return session{key: c.Application, login: c.Login, scope: c.Scope, id: c.Session}, nil
}

// openAccessToken returns what an access token says, also one that has expired.
func openAccessToken(s *seal.Sealer, text string) (*Grant, error) {
	var c accessClaims
	if err := s.OpenJWT(accessPurpose, text, &c); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	g := &Grant{
		Kind: Public, Key: c.Application, Login: c.Login,
		Scopes: strings.Fields(c.Scope), Roles: strings.Fields(c.Roles), Expires: time.Unix(c.Expires, 0).UTC(),
	}
	if c.Audience != "" {
		g.Kind, g.Key = Private, c.Audience
	}
	return g, nil
}

// nonce is a text that this issuer never gives twice: the time and a count,
// since many tokens may be made while the clock stands still.
func (i *Issuer) nonce() string {
	text := strconv.AppendInt(make([]byte, 0, 24), i.config.Now().UnixNano(), 36)
	text = append(text, '-')
	return string(strconv.AppendUint(text, i.count.Add(1), 36))
}

// vendorID derives an id in the vendor's form, such as x1fz4ii, from what it
// names: the same key always has the same channel.
func vendorID(what, key string) string {
	sum := sha256.Sum256([]byte(what + " of " + key))
	const forms = 36 * 36 * 36 * 36 * 36 // six digits from 100000 on
	n := binary.BigEndian.Uint64(sum[:])%(35*forms) + forms
	return "x" + strconv.FormatUint(n, 36)
}
