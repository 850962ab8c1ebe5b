package reply

import "github.com/dailymock/dailymock/internal/wire"

// An Error is an error as the client sees it (docs/spec/rest.md#errors).
type Error struct {
	Status  int
	Type    string // such as "not_found"
	Message string
	data    wire.RESTFault
}

func (f *Error) Error() string { return f.Message }

// NoSuchRoute is the Reason of a call without a route.
const NoSuchRoute = "route_not_found"

// Reason returns the machine-readable reason, or "".
func (f *Error) Reason() string { return f.data.Reason }

// Item returns the envelope of the error.
func (f *Error) Item() Item {
	var data *wire.RESTFault
	if f.data != (wire.RESTFault{}) {
		data = &f.data
	}
	return ItemOf("error", wire.NewRESTError(f.Status, f.Type, f.Message, data))
}

// The types of errors (docs/spec/rest.md#errors; the last is ASSUMED).
const (
	accessForbidden  = "access_forbidden"
	invalidParameter = "invalid_parameter"
	missingParameter = "missing_required_parameter"
	notFound         = "not_found"
	rateLimit        = "rate_limit_exceeded"
)
