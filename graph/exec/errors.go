package exec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// errHandled is the error that gqlgen gets, and does not show, for a field that
// has failed or is left out.
var errHandled = errors.New("handled")

// gqlgenNulls are gqlgen's messages for null in the place of a value.
var gqlgenNulls = []string{"must not be null", "the requested element is null which the schema does not allow"}

// A Panic is the error that Config.Explain gets if a resolver panicked.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

func recovered(_ context.Context, value any) error {
	return &Panic{Value: value, Stack: debug.Stack()}
}

// A fieldError is an error with the position of its field.
type fieldError struct {
	wire.GraphQLFault
	position []int // of each field on the path, in the query text, and of each list item
}

// present takes the errors that gqlgen meets beside those of resolvers.
func (r *run) present(ctx context.Context, err error) *gqlerror.Error {
	if !errors.Is(err, errHandled) && !r.clientLeft() {
		_ = r.report(ctx, err)
	}
	return nil // the errors are kept here
}

// report keeps the error of a field and returns errHandled. Errors come in any order.
func (r *run) report(ctx context.Context, err error) error {
	at := graphql.GetFieldContext(ctx)
	field := fieldOf(at)
	e := fieldError{GraphQLFault: r.explain(ctx, field, err), position: position(at)}
	for _, step := range at.Path() {
		switch step := step.(type) {
		case ast.PathName:
			e.Path = append(e.Path, string(step))
		case ast.PathIndex:
			e.Path = append(e.Path, int(step))
		}
	}
	if field != nil {
		e.Locations = []wire.QueryPosition{{Line: field.Position.Line, Column: field.Position.Column}}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, e)
	return errHandled
}

// fieldOf returns the field that a context is about, or that a list item is part of.
// It returns nil at the root.
func fieldOf(at *graphql.FieldContext) *ast.Field {
	for ; at != nil; at = at.Parent {
		if at.Field.Field != nil {
			return at.Field.Field
		}
	}
	return nil
}

func (r *run) explain(ctx context.Context, field *ast.Field, err error) wire.GraphQLFault {
	if message := r.operation.NullArgument(field); message != "" {
		return wire.GraphQLFault{Message: message}
	}
	if wrapped, ok := errors.AsType[*gqlerror.Error](err); ok {
		if field != nil && slices.Contains(gqlgenNulls, wrapped.Message) {
			return wire.GraphQLFault{Message: fmt.Sprintf("Cannot return null for non-nullable field %s.%s.",
				field.ObjectDefinition.Name, field.Name)}
		}
		if wrapped.Err != nil {
			err = wrapped.Err
		}
	}
	return r.Explain(ctx, err)
}

func position(field *graphql.FieldContext) (path []int) {
	for at := field; at != nil; at = at.Parent {
		switch {
		case at.Index != nil:
			path = append(path, *at.Index)
		case at.Field.Field != nil:
			path = append(path, at.Field.Position.Start)
		}
	}
	slices.Reverse(path)
	return path
}

// sortedErrors returns the errors by position.
func (r *run) sortedErrors() []wire.GraphQLFault {
	if len(r.errors) == 0 {
		return nil
	}
	slices.SortFunc(r.errors, func(a, b fieldError) int {
		return cmp.Or(slices.Compare(a.position, b.position), strings.Compare(a.Message, b.Message))
	})
	sorted := make([]wire.GraphQLFault, 0, min(len(r.errors), maxErrors))
	for _, e := range r.errors[:cap(sorted)] {
		sorted = append(sorted, e.GraphQLFault)
	}
	return sorted
}
