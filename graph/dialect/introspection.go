package dialect

import (
	"context"
	"maps"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
)

// introspected resolves the fields of the types that describe a schema. Their
// deprecated members are answered when asked for.
var introspected = map[string]Resolver{
	"__Schema.description":      Get((*introspection.Schema).Description),
	"__Schema.directives":       Get((*introspection.Schema).Directives),
	"__Schema.mutationType":     Get((*introspection.Schema).MutationType),
	"__Schema.queryType":        Get((*introspection.Schema).QueryType),
	"__Schema.subscriptionType": Get((*introspection.Schema).SubscriptionType),
	"__Schema.types":            Get((*introspection.Schema).Types),

	"__Type.description":    Get((*introspection.Type).Description),
	"__Type.enumValues":     deprecable((*introspection.Type).EnumValues, ast.Enum),
	"__Type.fields":         deprecable((*introspection.Type).Fields, ast.Object, ast.Interface),
	"__Type.inputFields":    only(Get((*introspection.Type).InputFields), ast.InputObject),
	"__Type.interfaces":     only(Get((*introspection.Type).Interfaces), ast.Object, ast.Interface),
	"__Type.isOneOf":        only(Get((*introspection.Type).IsOneOf), ast.InputObject),
	"__Type.kind":           Get((*introspection.Type).Kind),
	"__Type.name":           Get((*introspection.Type).Name),
	"__Type.ofType":         Get((*introspection.Type).OfType),
	"__Type.possibleTypes":  only(Get((*introspection.Type).PossibleTypes), ast.Interface, ast.Union),
	"__Type.specifiedByURL": Get((*introspection.Type).SpecifiedByURL),

	"__Field.args":              Get(func(f *introspection.Field) []introspection.InputValue { return f.Args }),
	"__Field.deprecationReason": Get((*introspection.Field).DeprecationReason),
	"__Field.description":       Get((*introspection.Field).Description),
	"__Field.isDeprecated":      Get((*introspection.Field).IsDeprecated),
	"__Field.name":              Get(func(f *introspection.Field) string { return f.Name }),
	"__Field.type":              Get(func(f *introspection.Field) *introspection.Type { return f.Type }),

	"__InputValue.defaultValue":      Get(func(v *introspection.InputValue) *string { return v.DefaultValue }),
	"__InputValue.deprecationReason": Get((*introspection.InputValue).DeprecationReason),
	"__InputValue.description":       Get((*introspection.InputValue).Description),
	"__InputValue.isDeprecated":      Get((*introspection.InputValue).IsDeprecated),
	"__InputValue.name":              Get(func(v *introspection.InputValue) string { return v.Name }),
	"__InputValue.type":              Get(func(v *introspection.InputValue) *introspection.Type { return v.Type }),

	"__EnumValue.deprecationReason": Get((*introspection.EnumValue).DeprecationReason),
	"__EnumValue.description":       Get((*introspection.EnumValue).Description),
	"__EnumValue.isDeprecated":      Get((*introspection.EnumValue).IsDeprecated),
	"__EnumValue.name":              Get(func(v *introspection.EnumValue) string { return v.Name }),

	"__Directive.args":         Get(func(d *introspection.Directive) []introspection.InputValue { return d.Args }),
	"__Directive.description":  Get((*introspection.Directive).Description),
	"__Directive.isRepeatable": Get(func(d *introspection.Directive) bool { return d.IsRepeatable }),
	"__Directive.locations":    Get(func(d *introspection.Directive) []string { return d.Locations }),
	"__Directive.name":         Get(func(d *introspection.Directive) string { return d.Name }),
}

// introspectionOf returns the fields of an introspection, with the two that begin
// it.
func introspectionOf(schema *ast.Schema) map[string]Resolver {
	fields := maps.Clone(introspected)
	query := schema.Query.Name
	fields[query+".__schema"] = func(context.Context, any, Args) (any, error) {
		return introspection.WrapSchema(schema), nil
	}
	fields[query+".__type"] = func(_ context.Context, _ any, args Args) (any, error) {
		return introspection.WrapTypeFromDef(schema, schema.Types[args["name"].(string)]), nil
	}
	return fields
}

// deprecable resolves a list of which clients may ask the deprecated part too.
func deprecable[T any](get func(t *introspection.Type, deprecated bool) T, kinds ...ast.DefinitionKind) Resolver {
	return only(func(_ context.Context, parent any, args Args) (any, error) {
		deprecated, _ := args["includeDeprecated"].(bool)
		return get(parent.(*introspection.Type), deprecated), nil
	}, kinds...)
}

// only answers null for types of any other kind, as the specification wants and
// gqlgen's wrappers, with an empty list, do not.
func only(resolve Resolver, kinds ...ast.DefinitionKind) Resolver {
	return func(ctx context.Context, parent any, args Args) (any, error) {
		for _, kind := range kinds {
			if parent.(*introspection.Type).Kind() == string(kind) {
				return resolve(ctx, parent, args)
			}
		}
		return nil, nil
	}
}
