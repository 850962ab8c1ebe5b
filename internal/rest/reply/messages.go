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
		http.StatusNotFound, notFound, fmt.Sprintf("Can't find object %s for `%s' parameter", object, param),
		wire.RESTFault{Reason: "object_not_found", ObjectType: object, ObjectID: Clip(id), Param: param},
	}
}

// NoRoute says that there is no route such as GET /nope.
func NoRoute(line string) *Error {
	return &Error{
		http.StatusNotFound,
		notFound,
		"No route matches " + Clip(line),
		wire.RESTFault{Reason: NoSuchRoute},
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

// Unexpected says that a value is not of the expected type, such as "an integer".
func Unexpected(value, param, expected string) *Error {
	return Invalid(param, "Invalid value %q for `%s' parameter, %s is expected", Clip(value), param, expected)
}

// UnexpectedPlace says that a value is not a place.
func UnexpectedPlace(value, param string) *Error {
	return Invalid(param, "Invalid value %q for `%s' parameter, longitude and latitude are expected", Clip(value), param)
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

// TooFewValues says that a list has fewer values than required.
func TooFewValues(param string, least float64) *Error {
	return Invalid(param, "Too few values, min allowed size is %s for `%s' parameter", Number(least), param)
}

// TooShort says that a text is shorter than required.
func TooShort(param string, least float64) *Error {
	return Invalid(param, "Too short value, min allowed length is %s for `%s' parameter", Number(least), param)
}

// UnknownFields says that the parameter fields names fields that there are not.
func UnknownFields(names []string, allowed string) *Error {
	return Invalid("fields", "Unrecognized values %s for `fields' parameter, allowed values: %s",
		strings.Join(names, ", "), allowed)
}

// UnknownParam says that a form has a name that is not a field.
func UnknownParam(name string) *Error {
	return Invalid(name, "Unrecognized parameter `%s'", Clip(name))
}

// NoCountries says that a rule of geoblocking has no countries.
func NoCountries(param, rule string) *Error {
	return Invalid(param, "Missing countries after %q for `%s' parameter", rule, param)
}

// NotUTF8 says that a text is not UTF-8.
func NotUTF8(param string) *Error {
	return Invalid(param, "Invalid value for `%s' parameter, UTF-8 is expected", param)
}

// BadRequest says that the request cannot be read.
func BadRequest(err error) *Error { return Invalid("", "%v", err) }

// BadForm says that the body is not a form.
func BadForm(err error) *Error { return Invalid("", "The request body is no form: %v", err) }

// BadCallback says that a callback is not the name of a function.
func BadCallback() *Error { return Invalid("callback", "Invalid value for `callback' parameter") }

// BadCalls says that the body at the root is not a list of calls.
func BadCalls() *Error { return Invalid("", "The request body is no list of calls") }

// TooManyCalls says that the body has more calls than allowed.
func TooManyCalls(n, most int) *Error {
	return Invalid("", "Too many calls: %d, max allowed is %d", n, most)
}

// BadArguments says that the arguments of a call are not an object.
func BadArguments() *Error { return Invalid("", "The arguments of a call are no object") }

// TooManyArguments says that a call has more arguments than allowed.
func TooManyArguments(most int) *Error {
	return Invalid("", "Too many arguments, max allowed is %d", most)
}

// ListOrSearch says that two filters exclude each other.
func ListOrSearch() *Error {
	return Invalid("list", "The `list' parameter cannot be used with the `search' parameter")
}

// RelevanceOfNothing says that only results of a search can be sorted by relevance.
func RelevanceOfNothing() *Error {
	return Invalid("sort", "The value relevance for `sort' parameter needs the `search' parameter")
}

// StaysExplicit says that an explicit video cannot become another.
func StaysExplicit() *Error {
	return Invalid("explicit", "The `explicit' flag cannot be removed once it is set")
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

// NoParamRights says that the caller may not use a parameter.
func NoParamRights(param string) *Error {
	return Forbidden("Insufficient rights for the `%s' parameter", param)
}

// ForPartners says that only partners may write a field.
func ForPartners(param string) *Error {
	return Forbidden("Insufficient rights for the `%s' parameter: it is for partners", param)
}

// NoUser says that a route needs the token of a user.
func NoUser(route string) *Error {
	return Forbidden("Insufficient rights for route %s: this route needs a user's access token", route)
}

// NotKeyOwner says that the API key belongs to another account than the route names.
func NotKeyOwner(route string) *Error {
	return Forbidden("Insufficient rights for route %s: the API key belongs to another account", route)
}

// NoFieldRole says that the token has none of the roles for a field (observed in 2026).
func NoFieldRole(field string, roles []string) *Error {
	return Forbidden("Insufficient rights for the `fields` parameter: %s. Required roles: %s",
		field, strings.Join(roles, ", "))
}

// PrivateVideo says that a video is private. The spelling is the vendor's.
func PrivateVideo() *Error {
	return Forbidden("Unsufficient scope to access private video, required scope: read.")
}

// NotInPlaylists says that the owner of a video keeps it out of other users' playlists.
func NotInPlaylists() *Error { return Forbidden("This video is not allowed in playlists") }

// OwnParent says that a user cannot adopt itself.
func OwnParent() *Error { return Forbidden("A user cannot be its own parent") }

// FixedUsername says that a username cannot be changed.
func FixedUsername() *Error { return Forbidden("The username cannot be changed here") }

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

// The reasons of RefusedSource.
const (
	UnsupportedFormat = "This video format is not supported"
	LongVideo         = "Duration of this video is too long"
	LargeVideo        = "This video has exceeded maximum size allowed"
)

// RefusedSource says why no video can be made from a file.
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
	return &Error{http.StatusNotFound, notFound, "Can't find the object", wire.RESTFault{}}
}

// Internal says that the mock has failed.
func Internal() *Error {
	return &Error{http.StatusInternalServerError, "server_error", "An internal error occurred", wire.RESTFault{}}
}

// An UploadError is an error of the upload server as the client sees it (docs/spec/rest.md#uploads).
type UploadError struct {
	Status  int
	Message string
}

func (e *UploadError) Error() string { return e.Message }

// The errors of the upload server.
var (
	UploadSeal = &UploadError{http.StatusForbidden,
		"the seal of this upload URL is broken; ask GET /file/upload for a new one"}
	UploadIdle = &UploadError{http.StatusForbidden,
		"this upload has rested for more than four hours; ask GET /file/upload for a new one"}

	UploadNoMultipart = badUpload("multipart/form-data with a part named file is expected")
	UploadMultipart   = badUpload("the multipart body is malformed")
	UploadNoFile      = badUpload("a part named file is missing, or the body broke off")
	UploadBroken      = badUpload("the file broke off")
	UploadEmpty       = badUpload("the file is empty")
	UploadRange       = badUpload("Content-Range must read `bytes first-last/size'")
	UploadPieces      = badUpload("the size of the file changed, or too many pieces lie apart")
)

// UploadLength says that a piece does not have as many bytes as announced.
func UploadLength(want int64) *UploadError {
	return badUpload(fmt.Sprintf("the body does not have the %d bytes that Content-Range says", want))
}

func badUpload(message string) *UploadError { return &UploadError{http.StatusBadRequest, message} }

// Send writes the error.
func (e *UploadError) Send(w http.ResponseWriter) {
	Send(w, e.Status, Append(nil, ItemOf("error", ItemOf("code", int64(e.Status), "message", e.Message))))
}
