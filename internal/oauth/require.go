package oauth

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/oauth/authz"
)

// A RefuseFunc writes the answer to a request that is turned away, in the words
// of its surface; err wraps ErrMissing, ErrInvalid or ErrExpired.
type RefuseFunc = func(w http.ResponseWriter, r *http.Request, err error)

// Require lets a request through to next only with a good access token of the
// kind; GrantFrom then tells whose. Any other is for refuse to answer.
func (i *Issuer) Require(kind KeyKind, next http.Handler, refuse RefuseFunc) http.Handler {
	return i.guard(kind, next, refuse, false)
}

// Admit is Require for what anybody may see: a request without a token passes
// as well, and GrantFrom then answers false. A bad token still fails
// (docs/spec/oauth.md#using-a-token).
func (i *Issuer) Admit(kind KeyKind, next http.Handler, refuse RefuseFunc) http.Handler {
	return i.guard(kind, next, refuse, true)
}

func (i *Issuer) guard(kind KeyKind, next http.Handler, refuse RefuseFunc, anybody bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g, err := i.check(kind, r)
		switch {
		case err == nil:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), grantKey{}, g)))
		case err == ErrMissing && anybody:
			next.ServeHTTP(w, r)
		default:
			refuse(w, r, err)
		}
	})
}

type grantKey struct{}

// GrantFrom returns the grant that Require or Admit found.
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
	return g, i.usable(g, kind)
}

// usable tells whether a token works here and now.
func (i *Issuer) usable(g *Grant, kind KeyKind) error {
	switch {
	case g.Kind != kind:
		return fmt.Errorf("%w: a %s one", ErrWrongHost, g.Kind)
	case i.config.Revocations.has(g.session):
		return ErrRevoked
	case !i.config.Now().Before(g.Expires):
		return ErrExpired
	}
	switch t := i.failureOf(g.Key); {
	case t&failEveryUse != 0, t&failFirstUse != 0 && i.firstUse(g):
		return ErrInvalid
	}
	return nil
}

// firstUse reports whether a token is used for the first time.
func (i *Issuer) firstUse(g *Grant) bool {
	used, refused := i.use("rejected "+g.session+g.id, g.Expires.Unix()+1)
	return !used && refused == nil
}

// verify tells what a token says, whether or not it is still good: only that
// may change, so only that is never remembered.
func (i *Issuer) verify(text string) (*Grant, error) {
	if g, ok := i.verified.grants.Get(text); ok {
		return g, nil
	}
	g, err := openAccessToken(i.config.Signer, text)
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

// RequireReports returns nil if the grant allows to ask for reports: by a role of a public key, or by a scope of a private
// one (docs/spec/reporting.md#tokens). Reading reports requires nothing, since working clients name no scope for it.
func (g Grant) RequireReports() error {
	const what = "askPartnerReportFile"
	if g.Kind == Public {
		return authz.RequireRole(g.Roles, what, authz.RoleReports)
	}
	return authz.RequireScope(g.Scopes, what, "create_reports", "manage_reports")
}

// RequireRevenue returns nil if the grant allows to see revenue. A private key needs a scope for it only with
// Config.RevenueScopeRequired, since a working client reads revenue without it (docs/spec/reporting.md#private-key).
func (i *Issuer) RequireRevenue(g Grant) error {
	if !i.config.RevenueScopeRequired || g.Kind == Public {
		return nil
	}
	return authz.RequireScope(g.Scopes, "revenue metrics", "access_revenue")
}
