package rest

import (
	"errors"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// asError returns an error as the client sees it.
func asError(err error) *reply.Error {
	var f *reply.Error
	switch {
	case errors.As(err, &f):
	case errors.Is(err, authz.ErrScope), errors.Is(err, authz.ErrRole):
		f = reply.Forbidden("%v", err)
	case errors.Is(err, world.ErrFull):
		f = reply.Full()
	case errors.Is(err, world.ErrNotFound):
		f = reply.Gone()
	default:
		f = reply.Internal()
	}
	return f
}
