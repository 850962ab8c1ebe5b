package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// ErrScope and ErrRole are why a good token may still not do something.
var (
	ErrScope = errors.New("the access token lacks a scope")
	ErrRole  = errors.New("the API key lacks a role")
)

// A permissionError is an ErrScope or ErrRole in the vendor's words.
type permissionError struct {
	kind  error
	words string
}

func (l *permissionError) Error() string { return l.words }
func (l *permissionError) Unwrap() error { return l.kind }

// RequireScope answers nil where the grant has one of the scopes. Otherwise the error
// wraps ErrScope and reads as the vendor's refusal of the route, such as "POST
// /user/x1fz4ii/videos" (docs/spec/rest.md#errors, spelled so). Which scope guards which
// call is in docs/spec/oauth.md#scopes.
func (g Grant) RequireScope(route string, scopes ...string) error {
	for _, s := range scopes {
		if slices.Contains(g.Scopes, s) {
			return nil
		}
	}
	return &permissionError{ErrScope, fmt.Sprintf("Unsufficient scope for `%s', scope required: %s", route, strings.Join(scopes, ", "))}
}

// RequireRole answers nil where the API key has one of the roles. Otherwise the
// error wraps ErrRole and reads as the vendor's refusal of the route.
func (g Grant) RequireRole(route string, roles ...string) error {
	for _, r := range roles {
		if slices.Contains(g.Roles, r) {
			return nil
		}
	}
	return &permissionError{ErrRole, fmt.Sprintf("Insufficient rights for route %s. Required roles: %s", route, strings.Join(roles, ", "))}
}

// RequireReports answers nil where the grant may ask for reports: by a role of a
// public key, by a scope of a private one (docs/spec/reporting.md#tokens). Tokens that
// only read are not asked for more: working clients name no scope for that.
func (g Grant) RequireReports() error {
	const what = "askPartnerReportFile"
	if g.Kind == Public {
		return g.RequireRole(what, RoleReports)
	}
	return g.RequireScope(what, "create_reports", "manage_reports")
}

// RequireRevenue answers nil where the grant may see what was earned. Only with
// Config.RevenueScopeRequired is the scope of a private key asked for, since a
// working client reads revenue without it (docs/spec/reporting.md#private-key).
func (i *Issuer) RequireRevenue(g Grant) error {
	if !i.config.RevenueScopeRequired || g.Kind == Public {
		return nil
	}
	return g.RequireScope("revenue metrics", "access_revenue")
}

// A Denial is how the vendor puts into words that a request is turned away.
type Denial struct {
	Status    int    // of HTTP, as REST has it
	Type      string // of a REST error, such as "access_forbidden"
	Message   string // such as "The access token has expired."
	Challenge string // for the header WWW-Authenticate; "" means that it must not stand
}

// Denial puts into words what Require, Admit, Need and NeedRole answer. Only
// errors of OAuth itself have a Challenge: with that header official SDKs look
// at nothing else (docs/spec/oauth.md#bad-tokens). err must be one of this package's.
func (i *Issuer) Denial(err error) Denial {
	switch {
	case errors.Is(err, ErrScope), errors.Is(err, ErrRole):
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
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token was made for another kind of API key, which has hosts of its own.")
	default:
		return challenge(http.StatusUnauthorized, "invalid_token", "The access token is invalid.")
	}
}

func challenge(status int, code, message string) Denial {
	return Denial{status, "access_forbidden", message, fmt.Sprintf(`Bearer error="%s", error_description="%s"`, code, message)}
}

// Refuse answers err as the REST surfaces do; it is a RefuseFunc.
func (i *Issuer) Refuse(w http.ResponseWriter, _ *http.Request, err error) {
	v := i.Denial(err)
	if v.Challenge != "" {
		w.Header().Set("WWW-Authenticate", v.Challenge)
	}
	wire.RESTError(w, v.Status, v.Type, v.Message, nil)
}
