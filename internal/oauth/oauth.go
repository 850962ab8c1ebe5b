// Package oauth hands out tokens as the vendor does and tells who a request's
// token speaks for.
package oauth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/seal"
)

// A KeyKind tells public API keys from private ones; each has hosts of its own
// (spec/oauth.md §2).
type KeyKind string

// The two kinds of key.
const (
	Public  KeyKind = "public"
	Private KeyKind = "private"
)

// A Grant is what an access token stands for.
type Grant struct {
	Kind    KeyKind
	Key     string   // the API key, client_id
	Login   string   // the user who signed in; "" where none did
	Scopes  []string // as granted, in the order asked
	Expires time.Time
}

// Why a request is turned away.
var (
	ErrMissing = errors.New("the access token is missing")
	ErrInvalid = errors.New("the access token is invalid")
	ErrExpired = errors.New("the access token has expired")
)

// Config says what an Issuer works with.
type Config struct {
	Seal *seal.Sealer
	Now  func() time.Time
}

// An Issuer makes and checks tokens. It is safe for concurrent use.
type Issuer struct{ config Config }

// NewIssuer returns an Issuer.
func NewIssuer(c Config) *Issuer { return &Issuer{config: c} }

// Token is the token endpoint of one kind of key.
func (i *Issuer) Token(kind KeyKind) http.Handler { return http.NotFoundHandler() }

// Require lets a request through to next only with a good access token of the
// kind; GrantFrom then tells whose. refuse writes the answer to any other, in
// the words of its surface; err is ErrMissing, ErrInvalid or ErrExpired.
func (i *Issuer) Require(kind KeyKind, next http.Handler, refuse func(w http.ResponseWriter, r *http.Request, err error)) http.Handler {
	return next
}

// GrantFrom returns the grant that Require found.
func GrantFrom(ctx context.Context) (Grant, bool) { return Grant{}, false }
