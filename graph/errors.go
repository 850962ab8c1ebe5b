package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/dailymock/dailymock/graph/exec"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/wire"
)

// kinds are the type and reason of each error of the domain (docs/spec/reporting.md#error-cases, where type and
// reason are ASSUMED).
var kinds = []struct {
	err          error
	kind, reason string
}{
	{report.ErrNotFound, "not_found", ""},
	{report.ErrConcurrent, "too_many_requests", "concurrent_reports_limit"},
	{report.ErrDimensions, "bad_request", "too_many_dimensions"},
	{report.ErrDateRange, "bad_request", "invalid_date_range"},
	{report.ErrIncompatible, "bad_request", "incompatible_dimensions"},
	{report.ErrMetrics, "bad_request", "invalid_parameter"},
	{report.ErrParameter, "bad_request", "invalid_parameter"},
	{authz.ErrScope, "forbidden", "insufficient_scope"},
	{authz.ErrRole, "forbidden", "insufficient_scope"},
}

// explain returns a function that turns an error of a resolver into one for the client.
// It logs an error that is not in the table, and does not show it.
func explain(log *slog.Logger) func(context.Context, error) wire.GraphQLFault {
	return func(ctx context.Context, err error) wire.GraphQLFault {
		if f, ok := errors.AsType[*faultError](err); ok {
			return f.shown
		}
		for _, k := range kinds {
			if errors.Is(err, k.err) {
				return wire.GraphQLFault{Message: brief(err.Error()), Type: k.kind, Reason: k.reason}
			}
		}
		attrs := []any{"error", err}
		if p, ok := errors.AsType[*exec.Panic](err); ok {
			attrs = append(attrs, "stack", string(p.Stack))
		}
		log.ErrorContext(ctx, "a resolver failed", attrs...)
		return wire.GraphQLFault{Message: internalError, Type: "internal_error"}
	}
}

// A faultError is the error of a field that fails on purpose.
type faultError struct{ shown wire.GraphQLFault }

func (f *faultError) Error() string { return f.shown.Message }

// faults returns the errors of the fields that are to fail in a request, or nil.
func faults(ctx context.Context) func(path string) error {
	at := fault.FieldError(ctx)
	if at == nil {
		return nil
	}
	return func(path string) error {
		message, kind, reason, ok := at(path)
		if !ok {
			return nil
		}
		return &faultError{wire.GraphQLFault{Message: message, Type: kind, Reason: reason}}
	}
}

// brief shortens a message, which may repeat what a client sent.
func brief(text string) string {
	return wire.Clip(text, 1000, "...")
}
