package contracts

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// shapes holds the expected forms of responses: part of the GraphQL schema, JSON Schemas, and patterns of CSV columns.
//
//go:embed shapes
var shapes embed.FS

func mustShape(name string) []byte {
	b, err := shapes.ReadFile("shapes/" + name)
	if err != nil {
		panic(err)
	}
	return b
}

// schemas returns the resolved JSON Schemas of shapes by name.
var schemas = sync.OnceValue(func() map[string]*jsonschema.Resolved {
	all := mustParse("answers.schema.json")
	by := map[string]*jsonschema.Resolved{"dyntube-views": mustResolve(mustParse("dyntube-view.schema.json"))}
	for name := range all.Defs {
		by[name] = mustResolve(&jsonschema.Schema{Ref: "#/$defs/" + name, Defs: all.CloneSchemas().Defs})
	}
	return by
})

func mustParse(file string) *jsonschema.Schema {
	var s jsonschema.Schema
	if err := json.Unmarshal(mustShape(file), &s); err != nil {
		panic(fmt.Sprintf("contracts: %s: %v", file, err))
	}
	return &s
}

func mustResolve(s *jsonschema.Schema) *jsonschema.Resolved {
	r, err := s.Resolve(nil)
	if err != nil {
		panic(fmt.Sprintf("contracts: %v", err))
	}
	return r
}

// Fits asserts that the JSON of a response matches a schema in shapes/.
func (t *T) Fits(a *Response, name string) {
	t.Helper()
	t.FitsValue(a.JSON, name)
}

// FitsValue asserts that a JSON value matches a schema in shapes/.
func (t *T) FitsValue(v any, name string) {
	t.Helper()
	schema := schemas()[name]
	if schema == nil {
		panic("contracts: unknown shape " + name)
	}
	if err := schema.Validate(plain(t, v)); err != nil {
		t.Errorf("the value does not match the schema %s: %v", name, err)
	}
}

// plain returns a JSON value with float64 in the place of json.Number, which the validator takes for a string.
func plain(t *T, v any) any {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	return value
}

// reportingSchema returns the expected part of the GraphQL schema.
var reportingSchema = sync.OnceValue(func() *ast.SchemaDocument {
	const file = "reporting.graphql"
	doc, err := parser.ParseSchema(&ast.Source{Name: file, Input: string(mustShape(file))})
	if err != nil {
		panic(err)
	}
	return doc
})

// columnForms returns the patterns of the columns of report files.
var columnForms = sync.OnceValue(func() map[string]*regexp.Regexp {
	var rules struct{ Columns map[string]string }
	if err := json.Unmarshal(mustShape("columns.json"), &rules); err != nil {
		panic(err)
	}
	forms := map[string]*regexp.Regexp{}
	for name, pattern := range rules.Columns {
		forms[name] = regexp.MustCompile(pattern)
	}
	return forms
})

// ColumnFits asserts that all fields of a column match its pattern in shapes/columns.json. Fields may be empty.
func (t *T) ColumnFits(in Table, name string) {
	t.Helper()
	form := columnForms()[name]
	require.NotNil(t, form, "rule for column "+name)
	for _, field := range t.Column(in, name) {
		if field != "" && !form.MatchString(field) {
			assert.Regexp(t, form.String(), field, "column "+name)
			return
		}
	}
}

// introspection reads the parts of a type that HasType compares.
const introspection = `query ($name: String!) { __type(name: $name) { kind name
  fields(includeDeprecated: true) { name isDeprecated args { name defaultValue type { ...Ref } } type { ...Ref } }
  inputFields { name defaultValue type { ...Ref } } enumValues(includeDeprecated: true) { name } interfaces { name } } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

// Introspect reads a type by introspection, and asserts that it exists.
func (t *T) Introspect(d Endpoint, name string) *Response {
	t.Helper()
	a := t.GraphQL(d, introspection, map[string]any{"name": name})
	t.HasData(a)
	require.NotNil(t, a.At("data", "__type"), "type "+name)
	return a
}

// HasType asserts that the target's schema has all parts of a type in shapes/reporting.graphql.
func (t *T) HasType(d Endpoint, name string) {
	t.Helper()
	want := reportingSchema().Definitions.ForName(name)
	a := t.Introspect(d, name)
	assert.Equal(t, kindNames[want.Kind], a.String("data", "__type", "kind"), "kind of "+name)
	got := map[string]string{}
	for _, list := range []string{"fields", "inputFields"} {
		for i := range a.List("data", "__type", list) {
			at := []any{"data", "__type", list, i}
			t.member(a, got, name, at, want.Fields.ForName(a.String(append(at, "name")...)))
		}
	}
	for _, f := range want.Fields {
		assert.Equal(t, f.Type.String(), got[f.Name], "type of "+name+"."+f.Name)
		for _, arg := range f.Arguments {
			argument := f.Name + "(" + arg.Name + ")"
			assert.Equal(t, arg.Type.String(), got[argument], "type of "+name+"."+argument)
		}
	}
	values := t.EnumValues(a)
	for _, v := range want.EnumValues {
		assert.Contains(t, values, v.Name, "values of "+name)
	}
	for _, v := range values {
		if want.EnumValues.ForName(v) == nil && len(want.EnumValues) > 0 {
			t.Informf("%s has a new value, %s", name, v)
		}
	}
	t.implements(a, want)
}

// member compares a field or an input field of an introspected type. A new field or argument is information, or a
// failure if it is required.
func (t *T) member(a *Response, got map[string]string, owner string, at []any, want *ast.FieldDefinition) {
	t.Helper()
	field := a.String(append(at, "name")...)
	got[field] = TypeText(a.At(append(at, "type")...))
	input := at[len(at)-2] == "inputFields"
	switch {
	case want == nil && input && required(a, at):
		t.Errorf("%s has a new required member, %s: %s", owner, field, got[field])
	case want == nil:
		t.Informf("%s has a new member, %s: %s", owner, field, got[field])
	case a.At(append(at, "isDeprecated")...) == true && want.Directives.ForName("deprecated") == nil:
		t.Informf("%s.%s is deprecated", owner, field)
	}
	for j := range a.List(append(at, "args")...) {
		arg := append(append([]any{}, at...), "args", j)
		name := a.String(append(arg, "name")...)
		got[field+"("+name+")"] = TypeText(a.At(append(arg, "type")...))
		if want != nil && want.Arguments.ForName(name) == nil {
			if required(a, arg) {
				t.Errorf("%s.%s has a new required argument, %s", owner, field, name)
			} else {
				t.Informf("%s.%s has a new argument, %s", owner, field, name)
			}
		}
	}
}

// required reports whether a client must send an argument or input field.
func required(a *Response, at []any) bool {
	return strings.HasSuffix(TypeText(a.At(append(at, "type")...)), "!") && a.At(append(at, "defaultValue")...) == nil
}

// implements asserts that an introspected type has the wanted interfaces.
func (t *T) implements(a *Response, want *ast.Definition) {
	t.Helper()
	var got []string
	for i := range a.List("data", "__type", "interfaces") {
		got = append(got, a.String("data", "__type", "interfaces", i, "name"))
	}
	for _, name := range want.Interfaces {
		assert.Contains(t, got, name, "interfaces of "+want.Name)
	}
}

// EnumValues returns the names of an enum's values in a response to Introspect.
func (t *T) EnumValues(a *Response) []string {
	var names []string
	for i := range a.List("data", "__type", "enumValues") {
		names = append(names, a.String("data", "__type", "enumValues", i, "name"))
	}
	return names
}

var kindNames = map[ast.DefinitionKind]string{
	ast.Object: "OBJECT", ast.InputObject: "INPUT_OBJECT", ast.Enum: "ENUM", ast.Interface: "INTERFACE",
	ast.Scalar: "SCALAR",
}

// TypeText returns a type reference of an introspection response as SDL writes it.
func TypeText(v any) string {
	m, _ := v.(map[string]any)
	inner := func() string { return TypeText(m["ofType"]) }
	switch m["kind"] {
	case "NON_NULL":
		return inner() + "!"
	case "LIST":
		return "[" + inner() + "]"
	}
	name, _ := m["name"].(string)
	return strings.TrimSpace(name)
}
