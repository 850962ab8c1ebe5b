package fault

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// The surfaces that rules can match: those of the journal, but not the mock's own API, and the importer.
const (
	reporting = "reporting"
	oauth     = "oauth"
	rest      = "rest"
	files     = "files"
	dyntube   = "dyntube"
	assets    = "assets"
	importer  = "importer"
)

var (
	overHTTP = []string{reporting, oauth, rest, files, dyntube, assets}
	speaking = []string{reporting, oauth, rest, files, dyntube} // with an error envelope of their own
	surfaces = append(slices.Clone(overHTTP), importer)
)

// A vendorError is an error that a surface's documentation names, or the mock's default for it.
type vendorError struct {
	status       int
	kind, reason string // of GraphQL, REST; kind alone of the others
	message      string
	challenge    string // of the header WWW-Authenticate
	retryAfter   int    // seconds; zero means no such header
}

const (
	badToken     = "The access token is invalid."
	tokenExpired = "The access token has expired."
	rateLimit    = "rate_limit_exceeded"
	tooManyText  = "Too many requests."
)

func challenge(text string) string {
	return `Bearer error="invalid_token", error_description="` + text + `"`
}

// vendorErrors are the errors by surface and documented name: docs/spec/reporting.md#error-cases,
// docs/spec/oauth.md#errors, docs/spec/rest.md#errors, docs/spec/dyntube.md#analytics-errors, and the XML API of the
// storage that files are on. Which of them are ASSUMED is said there.
var vendorErrors = map[string]map[string]vendorError{
	reporting: {
		"invalid_token":      {401, "unauthorized", "invalid_token", badToken, challenge(badToken), 0},
		"token_expired":      {401, "unauthorized", "token_expired", tokenExpired, challenge(tokenExpired), 0},
		"missing_token":      {401, "unauthorized", "missing_token", "This endpoint needs an access token.", "", 0},
		"insufficient_scope": {200, "forbidden", "insufficient_scope", "Insufficient scope.", "", 0},
		"not_found":          {200, "not_found", "", "The requested object does not exist.", "", 0},
		"too_many_requests":  {429, "too_many_requests", "", tooManyText, "", 1},
		"concurrent_reports_limit": {200, "too_many_requests", "concurrent_reports_limit",
			"Too many reports are in progress.", "", 0},
		"too_many_dimensions":     {200, "bad_request", "too_many_dimensions", "Too many dimensions.", "", 0},
		"invalid_date_range":      {200, "bad_request", "invalid_date_range", "The date range is invalid.", "", 0},
		"incompatible_dimensions": {200, "bad_request", "incompatible_dimensions", "These cannot be combined.", "", 0},
		"invalid_parameter":       {200, "bad_request", "invalid_parameter", "A parameter is invalid.", "", 0},
		"internal_error":          {200, "internal_error", "", "An internal error occurred.", "", 0},
	},
	oauth: {
		"invalid_request":         {400, "invalid_request", "", "Missing `grant_type' parameter.", "", 0},
		"invalid_client":          {400, "invalid_client", "", "Invalid client credentials.", "", 0},
		"invalid_grant":           {400, "invalid_grant", "", "Invalid credentials.", "", 0},
		"unauthorized_client":     {400, "unauthorized_client", "", "This key may not use this grant.", "", 0},
		"unsupported_grant_type":  {400, "unsupported_grant_type", "", "This grant does not exist.", "", 0},
		"invalid_scope":           {400, "invalid_scope", "", "A scope is invalid.", "", 0},
		"temporarily_unavailable": {503, "temporarily_unavailable", "", "Try again later.", "", 60},
		rateLimit:                 {429, rateLimit, "", tooManyText, "", 1},
	},
	rest: {
		"invalid_parameter": {400, "invalid_parameter", "invalid_value", "Invalid parameter", "", 0},
		"missing_required_parameter": {400, "missing_required_parameter", "missing_parameter",
			"Missing required parameter", "", 0},
		"invalid_token":         {401, "access_forbidden", "", badToken, challenge(badToken), 0},
		"token_expired":         {401, "access_forbidden", "", tokenExpired, challenge(tokenExpired), 0},
		"access_forbidden":      {403, "access_forbidden", "", "Insufficient rights", "", 0},
		"upload_limit_exceeded": {403, "access_forbidden", "upload_limit_exceeded", "Upload limit exceeded", "", 0},
		"not_found":             {404, "not_found", "object_not_found", "Can't find object", "", 0},
		rateLimit:               {429, rateLimit, "", tooManyText, "", 1},
	},
	files: {
		"ExpiredToken":           {400, "ExpiredToken", "", "The provided token has expired.", "", 0},
		"AuthenticationRequired": {401, "AuthenticationRequired", "", "Authentication required.", "", 0},
		"AccessDenied":           {403, "AccessDenied", "", "Access denied.", "", 0},
		"NoSuchKey":              {404, "NoSuchKey", "", "The specified key does not exist.", "", 0},
		"NoSuchBucket":           {404, "NoSuchBucket", "", "The specified bucket does not exist.", "", 0},
		"SlowDown":               {429, "SlowDown", "", tooManyText, "", 1},
		"InternalError":          {500, "InternalError", "", "We encountered an internal error. Please try again.", "", 0},
		"ServiceUnavailable":     {503, "ServiceUnavailable", "", "Please try again.", "", 0},
	},
	dyntube: { // which names none
		"bad_request":       {400, "", "", "Bad request", "", 0},
		"unauthorized":      {401, "", "", "Unauthorized", "Bearer", 0},
		"not_found":         {404, "", "", "Not found", "", 0},
		"too_many_requests": {429, "", "", "Too many requests, try again later.", "", 60},
		"server_error":      {500, "", "", "An error occurred while processing the request.", "", 0},
	},
}

// Errors of effects with a name of their own, by surface.
var (
	unauthorizedErrors = map[string]string{
		reporting: "invalid_token", oauth: "invalid_client", rest: "invalid_token", files: "AuthenticationRequired",
		dyntube: "unauthorized",
	}
	tooManyErrors = map[string]string{
		reporting: "too_many_requests", oauth: rateLimit, rest: rateLimit, files: "SlowDown", dyntube: "too_many_requests",
	}
)

// errorNames returns the names of a surface's errors, sorted.
func errorNames(surface string) []string { return slices.Sorted(maps.Keys(vendorErrors[surface])) }

// ErrorNames returns the names of the errors that a rule can have, by surface.
func ErrorNames() map[string][]string {
	all := map[string][]string{}
	for surface := range vendorErrors {
		all[surface] = errorNames(surface)
	}
	return all
}

// ofStatus returns a surface's error with a status.
func ofStatus(surface string, status int) vendorError {
	text := http.StatusText(status)
	if text == "" {
		text = "Status " + strconv.Itoa(status)
	}
	e := vendorError{status: status, kind: strings.ReplaceAll(strings.ToLower(text), " ", "_"), message: text + "."}
	if surface == files {
		e.kind = strings.ReplaceAll(text, " ", "")
	}
	return e
}

// write responds with the error in the envelope of a surface.
func (e vendorError) write(w http.ResponseWriter, surface string) {
	h := w.Header()
	if e.challenge != "" {
		h.Set("WWW-Authenticate", e.challenge)
	}
	if e.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(e.retryAfter))
	}
	switch surface {
	case reporting:
		wire.Write(w, e.status, wire.TypeJSON, wire.AppendGraphQLRefusal(nil,
			wire.GraphQLFault{Message: e.message, Type: e.kind, Reason: e.reason}))
	case oauth:
		wire.OAuthError(w, e.status, e.kind, e.message)
	case rest:
		var detail *wire.RESTFault
		if e.reason != "" {
			detail = &wire.RESTFault{Reason: e.reason}
		}
		wire.RESTError(w, e.status, e.kind, e.message, detail)
	case files:
		wire.XMLError(w, e.status, e.kind, e.message, "")
	case dyntube:
		wire.MessageError(w, e.status, e.message)
	default:
		wire.HTMLError(w, e.status)
	}
}
