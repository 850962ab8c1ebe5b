// Package exec executes operations that package dialect has checked, through the
// ExecutableSchema that gqlgen generates.
//
//	x := exec.New(exec.Config{Schema: s, Explain: explain})
//	body := x.Append(ctx, nil, op)
//
// It adds what gqlgen leaves open: limits for one response (limits.go), errors in
// the vendor's shape and in a fixed order (errors.go), and null where gqlgen's
// introspection has empty lists (introspection.go).
package exec

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/wire"
)

// A Config says what is executed.
type Config struct {
	Schema graphql.ExecutableSchema

	// Explain turns an error of a resolver, or a *Panic, into the message, type and
	// reason that a client may read; path and locations are filled in. Required.
	Explain func(ctx context.Context, err error) wire.GraphQLFault

	// Fault returns a function that returns the error with which a field path fails on purpose, such as
	// "partner.reportFile.status", or nil; it returns nil for a request without such fields. Nil: none has any.
	Fault func(ctx context.Context) func(path string) error
}

// An Executor executes operations. It is safe for concurrent use.
type Executor struct{ Config }

// New returns an Executor.
func New(c Config) *Executor { return &Executor{c} }

// Append executes an operation and appends the response, a JSON object without a line
// end. The response to the same operation has the same bytes every time, although
// gqlgen executes the fields of a query concurrently.
func (x *Executor) Append(ctx context.Context, to []byte, op *dialect.Operation) []byte {
	r := &run{Config: x.Config, operation: op, done: ctx.Done()}
	r.context = &graphql.OperationContext{
		RawQuery:               op.Query,
		Variables:              op.Variables,
		OperationName:          op.Definition.Name,
		Doc:                    op.Document,
		Operation:              op.Definition,
		RecoverFunc:            recovered,
		ResolverMiddleware:     r.resolve,
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}
	if x.Fault != nil {
		r.fault = x.Config.Fault(ctx)
	}
	ctx = graphql.WithOperationContext(ctx, r.context)
	ctx = graphql.WithResponseContext(ctx, r.present, recovered)
	ctx = graphql.WithPathContext(ctx, &graphql.PathContext{}) // or gqlgen makes the path of each object, in vain
	data := x.Schema.Exec(ctx)(ctx).Data
	if limit := r.exceeded(len(data)); limit != "" {
		return wire.AppendGraphQLRefusal(to, wire.GraphQLFault{
			Message: "The response would hold more than " + limit + ", which is the limit; " +
				"ask for less, or for fewer links at a time with < first >.",
			Type:   "bad_request",
			Reason: "limit_exceeded",
		})
	}
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	return wire.AppendGraphQL(to, data, r.sortedErrors())
}

// fieldPath returns the names of the fields to a field, without the places in lists.
func fieldPath(field *graphql.FieldContext) string {
	path := ""
	for at := field; at != nil; at = at.Parent {
		if at.Field.Field != nil && at.Index == nil {
			path = at.Field.Name + "." + path
		}
	}
	return strings.TrimSuffix(path, ".")
}

// resolve is gqlgen's middleware around every field but __typename.
func (r *run) resolve(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if !r.startField(field) {
		return nil, errHandled
	}
	if r.operation.NullArgument(field.Field.Field) != "" {
		return nil, r.report(ctx, nil)
	}
	if r.fault != nil {
		if err := r.fault(fieldPath(field)); err != nil {
			return nil, r.report(ctx, err)
		}
	}
	value, err := next(ctx)
	if err != nil {
		return nil, r.report(ctx, err)
	}
	value = introspected(field, value)
	if !r.countValue(field, value) {
		return nil, errHandled
	}
	return value, nil
}
