package dyntube

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
)

// A refusal is an error for the client: {"message": "…"}, as DynTube documents for an unknown channel
// (docs/spec/dyntube.md#analytics-errors).
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string { return r.message }

func badRequest(message string) error { return &refusal{http.StatusBadRequest, message} }

func notFound(what string) error { return &refusal{http.StatusNotFound, what + " not found"} }

var (
	errKey   = &refusal{http.StatusUnauthorized, "Unauthorized"}
	errNoKey = &refusal{http.StatusUnauthorized, "Unauthorized: send the header Authorization: Bearer KEY. " +
		"The samples of the documentation send no key: run them with --dyntube-auth off."}
	errRate   = &refusal{http.StatusTooManyRequests, "Too many requests, try again later."}
	errServer = &refusal{http.StatusInternalServerError, "An error occurred while processing the request."}
	errType   = &refusal{http.StatusUnsupportedMediaType, "The body must be sent with the Content-Type application/json."}
)

const retryAfter = "60" // seconds

// Reserved keys fail on purpose, unless they are listed in Config.Keys.
var reserved = map[string]error{
	"wrong-key":    errKey,
	"rate-limited": errRate,
	"server-error": errServer,
}

// withAccount serves an endpoint for requests with a valid key.
func (h *Handler) withAccount(endpoint func(http.ResponseWriter, *http.Request, *views.Account) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := h.accountOf(r.Header)
		if err == nil {
			err = endpoint(w, r, a)
		}
		if err != nil {
			refuse(w, err)
		}
	})
}

// accountOf returns the account of the key in the headers of a request.
func (h *Handler) accountOf(header http.Header) (*views.Account, error) {
	key := bearer(header.Get("Authorization"))
	switch {
	case key == "" && h.config.AuthOff:
		return h.accounts.Of(""), nil
	case key == "":
		return nil, errNoKey
	case slices.Contains(h.config.Keys, key):
		return h.accounts.Of(key), nil
	case h.config.Keys != nil:
		return nil, errKey
	case reserved[key] != nil:
		return nil, reserved[key]
	}
	return h.accounts.Of(key), nil
}

// bearer returns the key of an Authorization header, "" if there is none. The scheme can have any case
// (docs/spec/dyntube.md#hosts-and-keys).
func bearer(header string) string {
	scheme, key, _ := strings.Cut(strings.TrimSpace(header), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

// refuse writes the response for an error of an endpoint.
func refuse(w http.ResponseWriter, err error) {
	r, ok := errors.AsType[*refusal](err)
	switch {
	case ok:
	case errors.Is(err, wire.ErrTooLarge):
		r = &refusal{http.StatusRequestEntityTooLarge, err.Error()}
	case errors.Is(err, wire.ErrUnreadable):
		r = &refusal{http.StatusBadRequest, err.Error()}
	default:
		r = errServer
	}
	switch r {
	case errKey, errNoKey:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case errRate:
		w.Header().Set("Retry-After", retryAfter)
	}
	wire.MessageError(w, r.status, r.message)
}
