package rest

import (
	"context"
	"errors"

	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/work"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// asError returns an error as the client sees it.
func asError(err error) *reply.Error {
	var f *reply.Error
	var limit *work.LimitError
	switch {
	case errors.As(err, &f):
	case errors.As(err, &limit):
		f = reply.TooCostly(limit.Limit)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		f = reply.Cancelled()
	case errors.Is(err, authz.ErrScope), errors.Is(err, authz.ErrRole):
		f = reply.Forbidden("%v", err)
	case errors.Is(err, edits.ErrFull):
		f = reply.Full()
	case errors.Is(err, catalogue.ErrNotFound):
		f = reply.Gone()
	default:
		f = reply.Internal()
	}
	return f
}
