package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// A RefuseFunc writes the response to a refused request, as its surface does; err wraps ErrMissing, ErrInvalid or
// ErrExpired.
type RefuseFunc = func(w http.ResponseWriter, r *http.Request, err error)

// Require calls next for requests with a valid access token of the kind, with the grant in the context; it calls refuse
// for others.
func (i *Issuer) Require(kind KeyKind, next http.Handler, refuse RefuseFunc) http.Handler {
	return i.guard(kind, next, refuse, false)
}

// Admit is Require for what is public: it also calls next for requests without a token. A bad token is refused
// (docs/spec/oauth.md#bad-tokens).
func (i *Issuer) Admit(kind KeyKind, next http.Handler, refuse RefuseFunc) http.Handler {
	return i.guard(kind, next, refuse, true)
}

func (i *Issuer) guard(kind KeyKind, next http.Handler, refuse RefuseFunc, anybody bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g, err := i.check(kind, r)
		if g != nil {
			traffic.SetKey(r.Context(), g.Key)
		}
		switch {
		case err == nil:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), grantKey{}, g)))
		case anybody && errors.Is(err, ErrMissing):
			next.ServeHTTP(w, r)
		default:
			traffic.Explain(r.Context(), journal.Reason{Document: "docs/spec/oauth.md#bad-tokens"})
			refuse(w, r, err)
		}
	})
}

type grantKey struct{}

// GrantFrom returns the grant of a request that passed Require or Admit.
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

// usable returns an error unless a token is valid for a kind of key now.
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

// verify returns the grant of a token, whether or not it is still valid: only that can change, so it is not cached.
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

// RequireReports returns nil if the grant allows to ask for reports: by a role of a public key, or by a scope of a
// private one (docs/spec/reporting.md#tokens). Reading reports requires nothing, since working clients name no scope
// for it.
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

// A Denial is the vendor's response to a request whose access token is missing, bad or not enough.
type Denial struct {
	Status    int    // of HTTP, as in REST
	Type      string // of a REST error, such as "access_forbidden"
	Message   string // such as "The access token has expired."
	Challenge string // for the header WWW-Authenticate; "" means no such header
}

// Denial returns the denial for an error of Require, Admit or package authz. Only errors of OAuth itself have a
// Challenge: with that header the official SDKs look at nothing else (docs/spec/oauth.md#bad-tokens).
func (i *Issuer) Denial(err error) Denial {
	switch {
	case errors.Is(err, authz.ErrScope), errors.Is(err, authz.ErrRole):
		return Denial{http.StatusForbidden, "access_forbidden", err.Error(), ""}
	case errors.Is(err, ErrMissing):
		return Denial{http.StatusForbidden, "access_forbidden", "This route needs an access token.", ""}
	case errors.Is(err, ErrExpired):
		return challenge(http.StatusUnauthorized, i.config.ExpiredTokenCode, "The access token has expired.")
	case errors.Is(err, ErrMalformed):
		return challenge(http.StatusBadRequest, "invalid_request", "The header Authorization must read `Bearer <token>'.")
	case errors.Is(err, ErrRevoked):
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token has been revoked.")
	case errors.Is(err, ErrWrongHost):
		return challenge(http.StatusUnauthorized, "invalid_token",
			"The access token was made for another kind of API key, which has hosts of its own.")
	default:
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token is invalid.")
	}
}

func challenge(status int, code, message string) Denial {
	return Denial{status, "access_forbidden", message,
		fmt.Sprintf(`Bearer error="%s", error_description="%s"`, code, message)}
}

// Refuse writes the denial for err as the REST surfaces do. It is a RefuseFunc.
func (i *Issuer) Refuse(w http.ResponseWriter, _ *http.Request, err error) {
	v := i.Denial(err)
	if v.Challenge != "" {
		w.Header().Set("WWW-Authenticate", v.Challenge)
	}
	wire.RESTError(w, v.Status, v.Type, v.Message, nil)
}
