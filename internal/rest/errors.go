package rest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A fault is an error as a client sees it (docs/spec/rest.md#errors).
type fault struct {
	status  int
	kind    string // such as "not_found"
	message string
	data    errorData
}

// errorData is error_data; a fault without any has none.
type errorData struct{ reason, objectType, objectID, param string }

func (f *fault) Error() string { return f.message }

// The kinds of faults (docs/spec/rest.md#errors; the last is ASSUMED).
const (
	accessForbidden  = "access_forbidden"
	invalidParameter = "invalid_parameter"
	missingParameter = "missing_required_parameter"
	notFound         = "not_found"
	rateLimit        = "rate_limit_exceeded"
)

// lacking says that an object named by a parameter is not there.
func lacking(object, id, param string) error {
	return &fault{
		http.StatusNotFound, notFound, fmt.Sprintf("Can't find object %s for `%s' parameter", object, param),
		errorData{"object_not_found", object, clip(id), param},
	}
}

// noRoute says that nothing answers a line such as GET /nope.
func noRoute(line string) error {
	return &fault{http.StatusNotFound, notFound, "No route matches " + clip(line), errorData{reason: "route_not_found"}}
}

func invalid(param, format string, args ...any) error {
	return &fault{http.StatusBadRequest, invalidParameter, fmt.Sprintf(format, args...), errorData{reason: "invalid_value", param: param}}
}

func missing(param string) error {
	return &fault{http.StatusBadRequest, missingParameter, fmt.Sprintf("Missing required parameter `%s'", param), errorData{reason: "missing_parameter", param: param}}
}

func forbidden(format string, args ...any) error {
	return &fault{http.StatusForbidden, accessForbidden, fmt.Sprintf(format, args...), errorData{}}
}

// unscoped says that the token lacks a scope; what is a route or the name of a
// parameter. The spelling is the vendor's.
func unscoped(what, scope string) error {
	return forbidden("Unsufficient scope for `%s', scope required: %s", what, scope)
}

// full says that the mock keeps no more of what users write.
func full() error {
	return &fault{http.StatusForbidden, accessForbidden, "This mock keeps no more: reset it, or delete less and start anew", errorData{reason: "upload_limit_exceeded"}}
}

// asFault puts any error into a client's words.
func asFault(err error) *fault {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, world.ErrFull):
		return full().(*fault)
	case errors.Is(err, world.ErrNotFound):
		return &fault{status: http.StatusNotFound, kind: notFound, message: "Can't find the object"}
	}
	return &fault{status: http.StatusInternalServerError, kind: "server_error", message: "An internal error occurred"}
}

func statusOf(err error) int { return asFault(err).status }

// moreInfo stands in every error.
const moreInfo = "https://developer.dailymotion.com/api#error-codes"

// errorOf is the envelope of an error.
func errorOf(err error) item {
	f := asFault(err)
	inner := item{{"more_info", moreInfo}, {"code", int64(f.status)}, {"message", f.message}, {"type", f.kind}}
	if d := f.data; d != (errorData{}) {
		var data item
		for _, m := range []member{{"reason", d.reason}, {"object_type", d.objectType}, {"object_id", d.objectID}, {"param", d.param}} {
			if m.value != "" {
				data = append(data, m)
			}
		}
		inner = append(inner, member{"error_data", data})
	}
	return item{{"error", inner}}
}

// clip keeps what a response repeats of a request short.
func clip(s string) string { return wire.Clip(s, 64, "…") }

// unscopedField says that the token lacks the scope for a field.
func unscopedField(scope string) error {
	return forbidden("Unsufficient scope for `fields' parameter, scope required: %s", scope)
}
