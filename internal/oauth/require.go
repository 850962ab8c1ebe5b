package oauth

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Require lets a request through to next only with a good access token of the
// kind; GrantFrom then tells whose. refuse writes the answer to any other, in
// the words of its surface; err wraps ErrMissing, ErrInvalid or ErrExpired.
func (i *Issuer) Require(kind KeyKind, next http.Handler, refuse func(w http.ResponseWriter, r *http.Request, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g, err := i.check(kind, r)
		if err != nil {
			refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), grantKey{}, g)))
	})
}

type grantKey struct{}

// GrantFrom returns the grant that Require found.
func GrantFrom(ctx context.Context) (Grant, bool) {
	g, ok := ctx.Value(grantKey{}).(*Grant)
	if !ok {
		return Grant{}, false
	}
	return *g, true
}

func (i *Issuer) check(kind KeyKind, r *http.Request) (*Grant, error) {
	text, err := tokenText(r)
	if err != nil {
		return nil, err
	}
	g, err := i.verify(text)
	if err != nil {
		return nil, err
	}
	if g.Kind != kind {
		return nil, fmt.Errorf("%w: it is of a %s key", ErrInvalid, g.Kind)
	}
	if !i.config.Now().Before(g.Expires) {
		return nil, ErrExpired
	}
	return g, nil
}

// verify tells what a token says, whether or not it is still good: only that
// may change, so only that is never remembered.
func (i *Issuer) verify(text string) (*Grant, error) {
	if g, ok := i.verified.grants.Get(text); ok {
		return g, nil
	}
	g, err := openAccessToken(i.config.Seal, text)
	if err == nil {
		i.verified.remember(text, g)
	}
	return g, err
}

// verified remembers tokens by their text, since checking a MAC costs more
// than all the rest of a request.
type verified struct{ grants *lru.Cache[string, *Grant] }

// Together these keep the memory of an Issuer below a few megabytes. Tokens of
// the usual make are some 300 bytes long.
const (
	maxVerified     = 4096
	maxVerifiedText = 1024 // bytes; a longer token is checked each time
)

func newVerified() verified {
	grants, err := lru.New[string, *Grant](maxVerified)
	if err != nil {
		panic(err) // only for a size below one
	}
	return verified{grants}
}

func (v verified) remember(text string, g *Grant) {
	if len(text) <= maxVerifiedText {
		// The text may be a part of a far longer query.
		v.grants.Add(strings.Clone(text), g)
	}
}
