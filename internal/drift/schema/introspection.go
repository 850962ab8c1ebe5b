package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// Query asks a server for everything that Load reads.
const Query = `query IntrospectionQuery { __schema {
  queryType { name } mutationType { name } subscriptionType { name }
  types { kind name description
    fields(includeDeprecated: true) { name description args { ...value } type { ...ref }
      isDeprecated deprecationReason }
    inputFields { ...value } interfaces { ...ref }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...ref } }
  directives { name description locations args { ...value } } } }
fragment value on __InputValue { name description type { ...ref } defaultValue }
fragment ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`

type answer struct {
	Data   *answer         `json:"data"`
	Schema *introspection  `json:"__schema"`
	Errors json.RawMessage `json:"errors"`
}

type introspection struct {
	QueryType        *typeRef        `json:"queryType"`
	MutationType     *typeRef        `json:"mutationType"`
	SubscriptionType *typeRef        `json:"subscriptionType"`
	Types            []typeInfo      `json:"types"`
	Directives       []directiveInfo `json:"directives"`
}

type typeInfo struct {
	Kind          string      `json:"kind"`
	Name          string      `json:"name"`
	Description   string      `json:"description"`
	Fields        []fieldInfo `json:"fields"`
	InputFields   []valueInfo `json:"inputFields"`
	Interfaces    []typeRef   `json:"interfaces"`
	EnumValues    []fieldInfo `json:"enumValues"`
	PossibleTypes []typeRef   `json:"possibleTypes"`
}

type fieldInfo struct {
	Name              string      `json:"name"`
	Description       string      `json:"description"`
	Args              []valueInfo `json:"args"`
	Type              *typeRef    `json:"type"`
	IsDeprecated      bool        `json:"isDeprecated"`
	DeprecationReason string      `json:"deprecationReason"`
}

type valueInfo struct {
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Type         *typeRef `json:"type"`
	DefaultValue *string  `json:"defaultValue"`
}

type directiveInfo struct {
	Name         string      `json:"name"`
	Locations    []string    `json:"locations"`
	Args         []valueInfo `json:"args"`
	IsRepeatable bool        `json:"isRepeatable"`
}

type typeRef struct {
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	OfType *typeRef `json:"ofType"`
}

// readIntrospection converts the response to an introspection query.
func readIntrospection(text []byte) (*ast.SchemaDocument, error) {
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotSchema, err)
	}
	if failed := string(a.Errors); failed != "" && failed != "null" && failed != "[]" {
		return nil, fmt.Errorf("the response has errors: %.300s", failed)
	}
	in := a.Schema
	if in == nil && a.Data != nil {
		in = a.Data.Schema
	}
	if in == nil {
		return nil, fmt.Errorf("no member __schema: %w", ErrNotSchema)
	}
	return in.document()
}

func (in *introspection) document() (*ast.SchemaDocument, error) {
	c := converter{position: &ast.Position{Src: &ast.Source{Name: "introspection"}}}
	document := &ast.SchemaDocument{}
	for _, t := range in.Types {
		document.Definitions = append(document.Definitions, c.definition(t))
	}
	for _, d := range in.Directives {
		document.Directives = append(document.Directives, c.directive(d))
	}
	roots := &ast.SchemaDefinition{Position: c.position}
	for _, r := range []struct {
		operation ast.Operation
		ref       *typeRef
	}{{ast.Query, in.QueryType}, {ast.Mutation, in.MutationType}, {ast.Subscription, in.SubscriptionType}} {
		if r.ref != nil {
			roots.OperationTypes = append(roots.OperationTypes,
				&ast.OperationTypeDefinition{Operation: r.operation, Type: r.ref.Name, Position: c.position})
		}
	}
	document.Schema = ast.SchemaDefinitionList{roots}
	return document, c.err
}

// A converter turns introspection into definitions and keeps its first error.
type converter struct {
	position *ast.Position
	err      error
}

var nameForm = regexp.MustCompile(`^[_A-Za-z][_0-9A-Za-z]*$`)

func (c *converter) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// name returns a name after a check that it is one.
func (c *converter) name(name string) string {
	if !nameForm.MatchString(name) {
		c.fail("%.40q is no GraphQL name", name)
	}
	return name
}

func (c *converter) definition(t typeInfo) *ast.Definition {
	d := &ast.Definition{
		Kind: ast.DefinitionKind(t.Kind), Name: c.name(t.Name), Description: t.Description, Position: c.position,
	}
	switch d.Kind {
	case ast.Scalar, ast.Object, ast.Interface, ast.Union, ast.Enum, ast.InputObject:
	default:
		c.fail("type %s has the unknown kind %.40q", t.Name, t.Kind)
	}
	for _, i := range t.Interfaces {
		d.Interfaces = append(d.Interfaces, c.name(i.Name))
	}
	for _, f := range t.Fields {
		d.Fields = append(d.Fields, &ast.FieldDefinition{
			Name: c.name(f.Name), Description: f.Description, Arguments: c.arguments(f.Args), Type: c.ref(f.Type),
			Directives: c.deprecation(f), Position: c.position,
		})
	}
	for _, f := range t.InputFields {
		d.Fields = append(d.Fields, &ast.FieldDefinition{
			Name: c.name(
				f.Name,
			),
			Description:  f.Description,
			Type:         c.ref(f.Type),
			DefaultValue: c.value(f),
			Position:     c.position,
		})
	}
	for _, v := range t.EnumValues {
		d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{
			Name: c.name(v.Name), Description: v.Description, Directives: c.deprecation(v), Position: c.position,
		})
	}
	if d.Kind == ast.Union {
		for _, m := range t.PossibleTypes {
			d.Types = append(d.Types, c.name(m.Name))
		}
	}
	return d
}

func (c *converter) directive(d directiveInfo) *ast.DirectiveDefinition {
	def := &ast.DirectiveDefinition{
		Name: c.name(d.Name), Arguments: c.arguments(d.Args), IsRepeatable: d.IsRepeatable, Position: c.position,
	}
	for _, l := range d.Locations {
		def.Locations = append(def.Locations, ast.DirectiveLocation(l))
	}
	return def
}

func (c *converter) arguments(values []valueInfo) ast.ArgumentDefinitionList {
	var list ast.ArgumentDefinitionList
	for _, v := range values {
		list = append(list, &ast.ArgumentDefinition{
			Name: c.name(
				v.Name,
			),
			Description:  v.Description,
			Type:         c.ref(v.Type),
			DefaultValue: c.value(v),
			Position:     c.position,
		})
	}
	return list
}

func (c *converter) deprecation(f fieldInfo) ast.DirectiveList {
	if !f.IsDeprecated {
		return nil
	}
	reason := &ast.Value{Kind: ast.StringValue, Raw: f.DeprecationReason, Position: c.position}
	return ast.DirectiveList{{
		Name: "deprecated", Position: c.position,
		Arguments: ast.ArgumentList{{Name: "reason", Value: reason, Position: c.position}},
	}}
}

// maxWrappers bounds the lists and non-nulls around one type.
const maxWrappers = 32

func (c *converter) ref(r *typeRef) *ast.Type {
	for depth, t := 0, r; t != nil; depth, t = depth+1, t.OfType {
		if depth > maxWrappers {
			c.fail("a type has more than %d lists and non-nulls around it", maxWrappers)
			r = nil
		}
	}
	return c.wrapped(r)
}

func (c *converter) wrapped(r *typeRef) *ast.Type {
	switch {
	case r == nil:
		c.fail("a type is missing, or nested deeper than the introspection query asked for")
		return ast.NamedType("Unknown", c.position)
	case r.Kind == "NON_NULL":
		inner := *c.wrapped(r.OfType)
		inner.NonNull = true
		return &inner
	case r.Kind == "LIST":
		return ast.ListType(c.wrapped(r.OfType), c.position)
	}
	return ast.NamedType(c.name(r.Name), c.position)
}

// value reads a default value, which introspection has as GraphQL text.
func (c *converter) value(v valueInfo) *ast.Value {
	if v.DefaultValue == nil {
		return nil
	}
	value, err := parseValue(*v.DefaultValue)
	if err != nil {
		c.fail("default value %.60q of %s: %w", *v.DefaultValue, v.Name, err)
		return nil
	}
	return value
}

func parseValue(text string) (*ast.Value, error) {
	document, err := parser.ParseQuery(&ast.Source{Name: "default value", Input: "{f(a:" + text + ")}"})
	if err != nil {
		return nil, err
	}
	field, ok := document.Operations[0].SelectionSet[0].(*ast.Field)
	if !ok || len(field.Arguments) != 1 || len(document.Operations[0].SelectionSet) != 1 {
		return nil, errors.New("not one value")
	}
	return field.Arguments[0].Value, nil
}
