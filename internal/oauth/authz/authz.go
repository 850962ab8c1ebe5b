// Package authz decides what a grant may do: the only place for scopes and roles.
package authz

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Errors of a valid access token that does not allow a call. Their wrappers read as the vendor's refusals.
var (
	ErrScope = errors.New("the access token lacks a scope")
	ErrRole  = errors.New("the API key lacks a role")
)

// The roles of public API keys (docs/spec/reporting.md#public-key, docs/spec/mcn.md#private-data).
const (
	RoleReports = "can-manage-partners-reports"
	RoleAdopt   = "can-adopt-users"
)

// A permissionError is an ErrScope or ErrRole in the vendor's words.
type permissionError struct {
	kind error
	text string
}

func (e *permissionError) Error() string { return e.text }
func (e *permissionError) Unwrap() error { return e.kind }

// RequireScope returns nil if one of the required scopes is granted. Otherwise the error wraps ErrScope and reads as
// the vendor's refusal of a route, such as "POST /user/<id>/videos" (docs/spec/rest.md#errors, misspelled there too).
// docs/spec/oauth.md#scopes says which scope a call needs.
func RequireScope(granted []string, route string, required ...string) error {
	if containsAny(granted, required) {
		return nil
	}
	return &permissionError{ErrScope,
		fmt.Sprintf("Unsufficient scope for `%s', scope required: %s", route, strings.Join(required, ", "))}
}

// RequireRole returns nil if the API key has one of the required roles. Otherwise the error wraps ErrRole and reads as
// the vendor's refusal of a route.
func RequireRole(roles []string, route string, required ...string) error {
	if containsAny(roles, required) {
		return nil
	}
	return &permissionError{ErrRole,
		fmt.Sprintf("Insufficient rights for route %s. Required roles: %s", route, strings.Join(required, ", "))}
}

func containsAny(have, required []string) bool {
	return slices.ContainsFunc(required, func(name string) bool { return slices.Contains(have, name) })
}

// substitutes are the scopes that serve in place of another: private keys have finer ones (docs/spec/oauth.md#scopes).
var substitutes = map[string][]string{
	"manage_videos":    {"upload_videos", "edit_videos", "delete_videos", "write"},
	"manage_subtitles": {"manage_videos"},
	"manage_players":   {"manage_player"},
	"manage_playlists": {"manage_collections"},
	"read_insights":    {"access_revenue"},
	"userinfo":         {"manage_user_settings"},
}

// readSubstitutes are those that serve for reading only.
var readSubstitutes = map[string][]string{
	"manage_videos":    {"read_videos", "read"},
	"manage_players":   {"read_players"},
	"manage_playlists": {"read_playlists"},
}

// HasScope reports whether a scope, or one that serves in its place, is granted.
func HasScope(granted []string, scope string) bool {
	return slices.Contains(granted, scope) || containsAny(granted, substitutes[scope])
}

// CanRead reports whether the granted scopes allow to read what a scope guards.
func CanRead(granted []string, scope string) bool {
	return HasScope(granted, scope) ||
		slices.ContainsFunc(readSubstitutes[scope], func(s string) bool { return HasScope(granted, s) })
}
