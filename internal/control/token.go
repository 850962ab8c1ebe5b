package control

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
)

// maxLifetime bounds the lifetime of a token that Token makes.
const maxLifetime = 100 * 365 * 24 * time.Hour

// Token takes {"kind": "private", "key": "my-key", "scopes": ["create_reports"]} and optionally "login", "lifetime" and
// "opaque", and shows what the token endpoint would respond.
func (c *Control) Token(w http.ResponseWriter, r *http.Request) {
	o := oauth.MintRequest{Kind: oauth.Private}
	known := members{{"kind", &o.Kind}, {"key", &o.Key}, {"login", &o.Login}, {"scopes", &o.Scopes},
		{"lifetime", (*duration)(&o.Lifetime)}, {"opaque", &o.Opaque}}
	c.handle(w, r, known, func() (any, error) {
		switch {
		case o.Kind != oauth.Private && o.Kind != oauth.Public:
			return nil, fmt.Errorf(`"kind" must be %q or %q, not %q`, oauth.Public, oauth.Private, o.Kind)
		case o.Key == "":
			return nil, errors.New(`"key" is missing; send {"kind": "private", "key": "my-key"}`)
		case o.Kind == oauth.Private && (o.Login != "" || o.Opaque):
			return nil, errors.New(`"login" and "opaque" are for "kind" "public"`)
		case o.Lifetime < 0 || o.Lifetime > maxLifetime:
			return nil, fmt.Errorf(`"lifetime" must be from 0s to %s`, maxLifetime)
		}
		return c.config.Token(o), nil
	})
}
