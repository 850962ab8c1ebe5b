package dialect

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

// An Operation passed every check and can be executed.
type Operation struct {
	Query      string
	Document   *ast.QueryDocument // its fields and directives have their definitions
	Definition *ast.OperationDefinition

	// Variables are the values sent, and the defaults of those that were not: string,
	// bool, int, int64, float64, []any, map[string]any and nil.
	Variables map[string]any

	// Typenames reports whether the document holds __typename, which gqlgen writes
	// without asking a resolver.
	Typenames bool

	nulls map[*ast.Field]*ast.ArgumentDefinition
}

// NullArgument returns the message for a field that must not be executed because
// a variable brings null to an argument that must not be null, and "" for any
// other field.
func (o *Operation) NullArgument(f *ast.Field) string {
	arg, ok := o.nulls[f]
	if !ok {
		return ""
	}
	return mustNotBeNull(arg)
}

func mustNotBeNull(arg *ast.ArgumentDefinition) string {
	return fmt.Sprintf("Argument < %s > of non-null type < %s > must not be null.", arg.Name, arg.Type)
}

// operation finds the operation that a request names.
func (d *document) operation(name string) (*operation, *wire.GraphQLFault) {
	switch {
	case name != "":
		for _, op := range d.operations {
			if op.Name == name {
				return op, nil
			}
		}
		return nil, &wire.GraphQLFault{Message: "Unknown operation named < " + brief(name) + " >."}
	case len(d.operations) == 1:
		return d.operations[0], nil
	case len(d.operations) == 0:
		return nil, &wire.GraphQLFault{Message: "Must provide an operation."}
	default:
		return nil, &wire.GraphQLFault{Message: "Must provide operation name if query contains multiple operations."}
	}
}

// decide refuses an operation if a variable that @skip or @include asks is null,
// which a variable with a default can be.
func (op *operation) decide(vars map[string]any) *wire.GraphQLFault {
	for _, d := range op.conditions {
		arg := d.Definition.Arguments.ForName("if")
		if holdsNull(nil, d.Arguments.ForName("if").Value, arg.Type, vars) {
			return &wire.GraphQLFault{Message: mustNotBeNull(arg), Locations: at(d.Position)}
		}
	}
	return nil
}

// nullArguments finds the fields with a null in an argument, or within one, where
// the schema has none: a rule lets a variable of a type that takes null stand
// there if it has a default value.
func nullArguments(schema *ast.Schema, doc *document, vars map[string]any) map[*ast.Field]*ast.ArgumentDefinition {
	if !anyNull(vars) {
		return nil
	}
	found := map[*ast.Field]*ast.ArgumentDefinition{}
	for _, f := range doc.fields {
		for _, a := range f.Arguments {
			if def := f.Definition.Arguments.ForName(a.Name); holdsNull(schema, a.Value, def.Type, vars) {
				found[f] = def
			}
		}
	}
	return found
}

func anyNull(vars map[string]any) bool {
	for _, v := range vars {
		if v == nil {
			return true
		}
	}
	return false
}

// holdsNull reports whether a variable brings null to where a value of the type, or
// a part of it, must not be null.
func holdsNull(schema *ast.Schema, v *ast.Value, t *ast.Type, vars map[string]any) bool {
	if v.Kind == ast.Variable {
		value, ok := vars[v.Raw]
		return ok && value == nil && t.NonNull
	}
	for _, c := range v.Children {
		inner := t.Elem // of a list
		if v.Kind == ast.ObjectValue {
			inner = schema.Types[t.Name()].Fields.ForName(c.Name).Type
		}
		if inner != nil && holdsNull(schema, c.Value, inner, vars) {
			return true
		}
	}
	return false
}
