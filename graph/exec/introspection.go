package exec

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
)

// kindsWith are the kinds of types that have a value for a field of __Type. Others
// have null, where gqlgen has an empty list or false.
var kindsWith = map[string][]string{
	"enumValues":    {"ENUM"},
	"fields":        {"OBJECT", "INTERFACE"},
	"inputFields":   {"INPUT_OBJECT"},
	"interfaces":    {"OBJECT", "INTERFACE"},
	"isOneOf":       {"INPUT_OBJECT"},
	"possibleTypes": {"INTERFACE", "UNION"},
}

// introspected returns the value of a field, which is null if it is a field of
// __Type that the type's kind does not have.
func introspected(field *graphql.FieldContext, value any) any {
	if field.Object != "__Type" {
		return value
	}
	kinds, ok := kindsWith[field.Field.Name]
	if !ok {
		return value
	}
	if t, ok := field.Parent.Result.(*introspection.Type); ok && !slices.Contains(kinds, t.Kind()) {
		return nil
	}
	return value
}
