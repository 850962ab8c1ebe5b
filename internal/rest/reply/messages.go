package reply

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// The texts of errors. They are the vendor's where it was seen, else they follow its pattern
// (docs/spec/rest.md#errors).

// maxEcho is how many bytes of a client's text an error repeats.
const maxEcho = 64

// Clip shortens a client's text.
func Clip(text string) string { return wire.Clip(text, maxEcho, "…") }

// NotFound says that there is no object that a parameter names.
func NotFound(object, id, param string) *Error {
	return &Error{
		http.StatusNotFound, notFoundKind, fmt.Sprintf("Can't find object %s for `%s' parameter", object, param),
		wire.RESTFault{Reason: "object_not_found", ObjectType: object, ObjectID: Clip(id), Param: param},
	}
}

// NoRoute says that there is no route such as GET /nope.
func NoRoute(line string) *Error {
	return &Error{
		http.StatusNotFound,
		notFoundKind,
		"No route matches " + Clip(line),
		wire.RESTFault{Reason: "route_not_found"},
	}
}

// Invalid says that a parameter has an invalid value.
func Invalid(param, format string, args ...any) *Error {
	return &Error{
		http.StatusBadRequest,
		invalidParameter,
		fmt.Sprintf(format, args...),
		wire.RESTFault{Reason: "invalid_value", Param: param},
	}
}

// Missing says that a required parameter is missing.
func Missing(param string) *Error {
	return &Error{
		http.StatusBadRequest, missingParameter, fmt.Sprintf("Missing required parameter `%s'", param),
		wire.RESTFault{Reason: "missing_parameter", Param: param},
	}
}

// Unrecognised says that a value is not among those that are allowed, or just unknown if none are listed.
func Unrecognised(value, param string, allowed []string) *Error {
	text := fmt.Sprintf("Unrecognized value %q for `%s' parameter", Clip(value), param)
	if allowed != nil {
		text += ", allowed values: " + strings.Join(allowed, ", ")
	}
	return Invalid(param, "%s", text)
}

// Unexpected says that a value is not of the expected kind, such as "an integer".
func Unexpected(value, param, expected string) *Error {
	return Invalid(param, "Invalid value %q for `%s' parameter, %s is expected", Clip(value), param, expected)
}

// TooHigh says that a value is above the most that is allowed.
func TooHigh(param string, value, most float64) *Error {
	return Invalid(
		param,
		"Too high value %s, max allowed value is %s for `%s' parameter",
		Number(value),
		Number(most),
		param,
	)
}

// TooLow says that a value is below the least that is allowed.
func TooLow(param string, value, least float64) *Error {
	return Invalid(
		param,
		"Too low value %s, min allowed value is %s for `%s' parameter",
		Number(value),
		Number(least),
		param,
	)
}

// TooLong says that a text is longer than allowed.
func TooLong(param string, most float64) *Error {
	return Invalid(param, "Too long value, max allowed length is %s for `%s' parameter", Number(most), param)
}

// TooManyValues says that a list has more values than allowed.
func TooManyValues(param string, most float64) *Error {
	return Invalid(param, "Too many values, max allowed size is %s for `%s' parameter", Number(most), param)
}

// TooCostly says that a request costs more than the mock does for one.
func TooCostly(most int) *Error {
	return &Error{
		http.StatusBadRequest, invalidParameter,
		fmt.Sprintf("The request costs more than %d units, the limit of this mock (see request_work in docs/rest.md): "+
			"ask for fewer items, fields, words, sub-requests or calls", most),
		wire.RESTFault{Reason: "request_too_costly"},
	}
}

// Cancelled says that the client left before the request was done.
func Cancelled() *Error {
	return &Error{http.StatusServiceUnavailable, "server_error", "The request was cancelled", wire.RESTFault{}}
}

// Number returns a number as messages print it.
func Number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Forbidden says that the caller may not do what it asked for.
func Forbidden(format string, args ...any) *Error {
	return &Error{http.StatusForbidden, accessForbidden, fmt.Sprintf(format, args...), wire.RESTFault{}}
}

// NoRights says that the caller may not use a route such as POST /user/x1fz4ii.
func NoRights(route string) *Error { return Forbidden("Insufficient rights for route %s", route) }

// NoFieldScope says that the token does not have the scope for a field. The spelling is the vendor's.
func NoFieldScope(scope string) *Error {
	return Forbidden("Unsufficient scope for `fields' parameter, scope required: %s", scope)
}

// limitExceeded says that an account or the mock takes no more.
func limitExceeded(text string) *Error {
	return &Error{http.StatusForbidden, accessForbidden, text, wire.RESTFault{Reason: "upload_limit_exceeded"}}
}

// Full says that the mock keeps no more of what users write.
func Full() *Error {
	return limitExceeded("This mock keeps no more: reset it, or delete less and start anew")
}

// UploadLimit says that the account has uploaded as much as it may in a day.
func UploadLimit() *Error {
	return limitExceeded("You have reached your upload limit, try again later")
}

// RefusedSource says that no video can be made from a file.
func RefusedSource(message string) *Error {
	f := Invalid("url", "%s", message)
	f.data.Reason = "video_refused"
	return f
}

// TooMany says with a status that a caller has sent more requests than it may in a minute.
func TooMany(status, most int) *Error {
	text := fmt.Sprintf("Too many requests, max allowed is %d per minute", most)
	return &Error{status, rateLimit, text, wire.RESTFault{Reason: "rate_limit_exceeded"}}
}

// TooLarge says that a body is larger than the mock reads.
func TooLarge() *Error {
	return &Error{http.StatusRequestEntityTooLarge, invalidParameter, "The request body is too large", wire.RESTFault{}}
}

// Gone says that an object was deleted since the caller asked for it.
func Gone() *Error {
	return &Error{http.StatusNotFound, notFoundKind, "Can't find the object", wire.RESTFault{}}
}

// Internal says that the mock has failed.
func Internal() *Error {
	return &Error{http.StatusInternalServerError, "server_error", "An internal error occurred", wire.RESTFault{}}
}
