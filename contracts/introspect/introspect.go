// Package introspect compares the types of a GraphQL schema with those that clients rely on.
package introspect

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/shapes"
)

// wanted returns the types that clients rely on.
var wanted = sync.OnceValue(func() ast.DefinitionList {
	doc, err := parser.ParseSchema(&ast.Source{Name: "reporting.graphql", Input: shapes.Reporting()})
	if err != nil {
		panic(err)
	}
	return doc.Definitions
})

// query reads a type.
const query = `query ($name: String!) { __type(name: $name) { ...Type } }` + parts

// parts reads the parts of a type that HasType compares.
const parts = ` fragment Type on __Type { kind name
  fields(includeDeprecated: true) { name isDeprecated args { name defaultValue type { ...Ref } } type { ...Ref } }
  inputFields { name defaultValue type { ...Ref } } enumValues(includeDeprecated: true) { name isDeprecated }
  interfaces { name } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

// A Member holds a field, an input field or an argument of a type.
type Member struct {
	Name       string
	Type       string // as SDL writes it
	Deprecated bool
	Required   bool // a client must send it, if it is an input field or an argument
	Default    string
	Args       map[string]Member
}

// A Type holds a type of the target's schema.
type Type struct {
	Name       string
	Kind       string
	Fields     map[string]Member
	Inputs     map[string]Member
	Values     []string
	Deprecated []string // of the values
	Interfaces []string
}

// Read reads a type by introspection, and asserts that it exists.
func Read(t *contracts.T, d contracts.Endpoint, name string) Type {
	t.Helper()
	found, ok := readAll(t, d)[name].(map[string]any)
	if !ok {
		a := d.GraphQL(t, query, map[string]any{"name": name}).HasData()
		found, _ = a.At("data", "__type").(map[string]any)
	}
	require.NotNil(t, found, "type "+name)
	kind, _ := found["kind"].(string)
	return Type{name, kind, members(found["fields"]), members(found["inputFields"]), names(found["enumValues"]),
		deprecated(found["enumValues"]), names(found["interfaces"])}
}

// readAll reads all wanted types by one request, which the cases of a run share on a target other than a mock. It
// returns nil on a mock, or if the target refuses the request.
func readAll(t *contracts.T, d contracts.Endpoint) map[string]any {
	if t.Mock() {
		return nil
	}
	text := "{"
	for _, def := range wanted() {
		text += " " + def.Name + `: __type(name: "` + def.Name + `") { ...Type }`
	}
	all, _ := d.GraphQL(t, text+" }"+parts, nil).At("data").(map[string]any)
	return all
}

func members(list any) map[string]Member {
	all := map[string]Member{}
	items, _ := list.([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		name, _ := m["name"].(string)
		text := typeText(m["type"])
		value, _ := m["defaultValue"].(string)
		all[name] = Member{name, text, m["isDeprecated"] == true,
			strings.HasSuffix(text, "!") && m["defaultValue"] == nil, value, members(m["args"])}
	}
	return all
}

func names(list any) []string {
	var all []string
	items, _ := list.([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		name, _ := m["name"].(string)
		all = append(all, name)
	}
	return all
}

// deprecated returns the names of the values that are deprecated.
func deprecated(values any) []string {
	all, _ := values.([]any)
	return names(slices.DeleteFunc(slices.Clone(all), func(item any) bool {
		m, _ := item.(map[string]any)
		return m["isDeprecated"] != true
	}))
}

// HasType asserts that the target's schema has all parts of a type in shapes/reporting.graphql. New parts are
// information, or failures if clients must send them.
func HasType(t *contracts.T, d contracts.Endpoint, name string) {
	t.Helper()
	want := wanted().ForName(name)
	got := Read(t, d, name)
	assert.Equal(t, kindNames[want.Kind], got.Kind, "kind of "+name)
	compare := got.Fields
	if want.Kind == ast.InputObject {
		compare = got.Inputs
	}
	for _, f := range want.Fields {
		sameMember(t, name+"."+f.Name, f.Type, f.DefaultValue, compare[f.Name])
		for _, arg := range f.Arguments {
			sameMember(t, name+"."+f.Name+"("+arg.Name+")", arg.Type, arg.DefaultValue, compare[f.Name].Args[arg.Name])
		}
	}
	for _, v := range want.EnumValues {
		assert.Contains(t, got.Values, v.Name, "values of "+name)
	}
	for _, i := range want.Interfaces {
		assert.Contains(t, got.Interfaces, i, "interfaces of "+name)
	}
	news(t, want, got)
}

// sameMember asserts the type, with its nullability, and the default of a member.
func sameMember(t *contracts.T, name string, kind *ast.Type, value *ast.Value, got Member) {
	t.Helper()
	assert.Equal(t, kind.String(), got.Type, "type of "+name)
	want := ""
	if value != nil {
		want = value.String()
	}
	if got.Type != "" {
		assert.Equal(t, want, got.Default, "default of "+name)
	}
}

// reports matches the names of types of reports. Others belong to the web site, which has hundreds.
var reports = regexp.MustCompile(`^(AskPartner|PartnerReport|PartnerSpace|ReportFile|AnalyticsReport)`)

// NewTypes reports the types of reports in a schema that clients do not know.
func NewTypes(t *contracts.T, types []any) {
	for _, name := range names(types) {
		known := slices.ContainsFunc(wanted(), func(d *ast.Definition) bool { return d.Name == name })
		if reports.MatchString(name) && !known {
			t.Informf("the schema has a new type, %s", name)
		}
	}
}

// returned reports whether a field of the wanted types has a type, so that clients receive its values.
func returned(name string) bool {
	return slices.ContainsFunc(wanted(), func(d *ast.Definition) bool {
		return d.Kind == ast.Object && slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool {
			return f.Type.Name() == name
		})
	})
}

// news reports what the schema of the target has beside the wanted type.
func news(t *contracts.T, want *ast.Definition, got Type) {
	t.Helper()
	for _, v := range got.Values {
		switch {
		case want.EnumValues.ForName(v) != nil || len(want.EnumValues) == 0:
		case returned(want.Name):
			t.Errorf("%s has a new value, %s, which clients may receive", want.Name, v)
		default:
			t.Informf("%s has a new value, %s", want.Name, v)
		}
	}
	for _, v := range got.Deprecated {
		if f := want.EnumValues.ForName(v); f != nil && f.Directives.ForName("deprecated") == nil {
			t.Informf("%s.%s is deprecated", want.Name, v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got.Inputs)) {
		m := got.Inputs[name]
		if want.Fields.ForName(name) == nil {
			added(t, m.Required, want.Name, "member", name+": "+m.Type)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got.Fields)) {
		m := got.Fields[name]
		f := want.Fields.ForName(name)
		switch {
		case f == nil:
			added(t, false, want.Name, "member", name+": "+m.Type)
			continue
		case m.Deprecated && f.Directives.ForName("deprecated") == nil:
			t.Informf("%s.%s is deprecated", want.Name, name)
		}
		for _, arg := range slices.Sorted(maps.Keys(m.Args)) {
			if f.Arguments.ForName(arg) == nil {
				added(t, m.Args[arg].Required, want.Name+"."+name, "argument", arg)
			}
		}
	}
}

// added reports a new part of a type or field: a failure if clients must send it.
func added(t *contracts.T, required bool, owner, kind, text string) {
	t.Helper()
	if required {
		t.Errorf("%s has a new required %s, %s", owner, kind, text)
	} else {
		t.Informf("%s has a new %s, %s", owner, kind, text)
	}
}

var kindNames = map[ast.DefinitionKind]string{
	ast.Object: "OBJECT", ast.InputObject: "INPUT_OBJECT", ast.Enum: "ENUM", ast.Interface: "INTERFACE",
	ast.Scalar: "SCALAR",
}

// typeText returns a type reference of an introspection response as SDL writes it.
func typeText(v any) string {
	m, _ := v.(map[string]any)
	inner := func() string { return typeText(m["ofType"]) }
	switch m["kind"] {
	case "NON_NULL":
		return inner() + "!"
	case "LIST":
		return "[" + inner() + "]"
	}
	name, _ := m["name"].(string)
	return strings.TrimSpace(name)
}
