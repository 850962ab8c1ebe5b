package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/schema"
)

// A model is a random schema that a test can change in known ways.
type model struct{ types []*modelType }

type modelType struct {
	kind, name string // kind is type, input, enum or union
	members    []*modelMember
}

type modelMember struct{ name, args, typ, suffix string }

func (m *model) String() string {
	var b strings.Builder
	for _, t := range m.types {
		if t.kind == "union" {
			var names []string
			for _, f := range t.members {
				names = append(names, f.name)
			}
			fmt.Fprintf(&b, "union %s = %s\n", t.name, strings.Join(names, " | "))
			continue
		}
		fmt.Fprintf(&b, "%s %s {", t.kind, t.name)
		for _, f := range t.members {
			fmt.Fprintf(&b, " %s%s", f.name, f.args)
			if f.typ != "" {
				b.WriteString(": " + f.typ)
			}
			b.WriteString(f.suffix)
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

func (m *model) of(kind string) []*modelType {
	var list []*modelType
	for _, t := range m.types {
		if t.kind == kind {
			list = append(list, t)
		}
	}
	return list
}

// drawModel draws a schema in which every type is used: objects are received,
// inputs sent, and enums both.
func drawModel(t *rapid.T) *model {
	m := &model{types: []*modelType{{kind: "type", name: "Query"}}}
	scalars := []string{"Int", "String!", "[ID!]!", "Boolean", "[Float]"}
	for i := range rapid.IntRange(1, 4).Draw(t, "enums") {
		e := &modelType{kind: "enum", name: fmt.Sprintf("Enum%c", 'A'+i)}
		for j := range rapid.IntRange(2, 5).Draw(t, "values") {
			e.members = append(e.members, &modelMember{name: fmt.Sprintf("VALUE_%d%d", i, j)})
		}
		m.types = append(m.types, e)
		scalars = append(scalars, e.name)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "inputs") {
		in := &modelType{kind: "input", name: fmt.Sprintf("Input%c", 'A'+i)}
		for j := range rapid.IntRange(2, 5).Draw(t, "input fields") {
			in.members = append(in.members, &modelMember{
				name: fmt.Sprintf("sent%d%d", i, j), typ: rapid.SampledFrom(scalars).Draw(t, "input type"),
			})
		}
		m.types = append(m.types, in)
	}
	for i := range rapid.IntRange(2, 6).Draw(t, "objects") {
		o := &modelType{kind: "type", name: fmt.Sprintf("Object%c", 'A'+i)}
		for j := range rapid.IntRange(2, 6).Draw(t, "fields") {
			f := &modelMember{name: fmt.Sprintf("got%d%d", i, j), typ: rapid.SampledFrom(scalars).Draw(t, "type")}
			if rapid.Bool().Draw(t, "with an argument") {
				f.args = "(given: " + rapid.SampledFrom(scalars).Draw(t, "argument") + ")"
			}
			o.members = append(o.members, f)
		}
		m.types = append(m.types, o)
		m.types[0].members = append(m.types[0].members, &modelMember{name: strings.ToLower(o.name), typ: o.name})
	}
	u := &modelType{kind: "union", name: "Union"}
	for _, o := range m.of("type")[1:] {
		u.members = append(u.members, &modelMember{name: o.name})
	}
	m.types = append(m.types, u)
	root := m.types[0]
	root.members = append(root.members, &modelMember{name: "any", typ: "Union"})
	for _, in := range m.of("input") {
		root.members = append(root.members, &modelMember{name: "use" + in.name, args: "(in: " + in.name + ")", typ: "Int"})
	}
	for _, e := range m.of("enum") {
		root.members = append(root.members, &modelMember{name: "use" + e.name, args: "(in: " + e.name + ")", typ: e.name})
	}
	return m
}

// changes are the ways to change a model, with the change that must be reported.
var changes = []struct {
	kind  string // of the type that is changed
	apply func(t *modelType, f *modelMember)
	want  string // class, rule and path; T and F stand for the type and the member
}{
	{"type", func(t *modelType, _ *modelMember) { t.add("brandNew", "Int") }, "additive FIELD_ADDED T.brandNew"},
	{"type", func(_ *modelType, f *modelMember) { f.typ = "[" + f.typ + "]" }, "breaking FIELD_TYPE_CHANGED T.F"},
	{
		"type",
		func(_ *modelType, f *modelMember) { f.args = "(need: Int!)" },
		"breaking REQUIRED_ARGUMENT_ADDED T.F(need:)",
	},
	{"type", func(_ *modelType, f *modelMember) { f.args = "(may: Int)" }, "dangerous OPTIONAL_ARGUMENT_ADDED T.F(may:)"},
	{
		"type",
		func(_ *modelType, f *modelMember) { f.suffix = ` @deprecated(reason: "why")` },
		"additive FIELD_DEPRECATED T.F",
	},
	{
		"input",
		func(t *modelType, _ *modelMember) { t.add("brandNew", "Int!") },
		"breaking REQUIRED_INPUT_FIELD_ADDED T.brandNew",
	},
	{
		"input",
		func(t *modelType, _ *modelMember) { t.add("brandNew", "Int") },
		"dangerous OPTIONAL_INPUT_FIELD_ADDED T.brandNew",
	},
	{"input", func(_ *modelType, f *modelMember) { f.typ = "[[" + f.typ + "]]" }, "breaking INPUT_FIELD_TYPE_CHANGED T.F"},
	{"enum", func(t *modelType, _ *modelMember) { t.add("BRAND_NEW", "") }, "dangerous ENUM_VALUE_ADDED T.BRAND_NEW"},
	{"enum", func(t *modelType, f *modelMember) { t.remove(f) }, "breaking ENUM_VALUE_REMOVED T.F"},
	{"union", func(t *modelType, f *modelMember) { t.remove(f) }, "breaking UNION_MEMBER_REMOVED T | F"},
}

func (t *modelType) add(name, typ string) {
	t.members = append(t.members, &modelMember{name: name, typ: typ})
}

func (t *modelType) remove(f *modelMember) {
	var rest []*modelMember
	for _, m := range t.members {
		if m != f {
			rest = append(rest, m)
		}
	}
	t.members = rest
}

func TestEachKindOfChangeIsReportedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		before := m.String()
		change := changes[rapid.IntRange(0, len(changes)-1).Draw(t, "change")]
		target := rapid.SampledFrom(m.of(change.kind)).Draw(t, "target")
		member := rapid.SampledFrom(target.members).Draw(t, "member")
		if strings.Contains(change.want, "ARGUMENT") {
			member.args = ""
			before = m.String()
		}
		change.apply(target, member)
		want := strings.NewReplacer(
			" T",
			" "+target.name,
			".F",
			"."+member.name,
			"| F",
			"| "+member.name,
		).Replace(
			change.want,
		)
		got := drawnDiff(t, before, m.String())
		if len(got) != 1 || fmt.Sprintf("%s %s", got[0].Class, got[0].ID()) != want {
			t.Fatalf("changes = %v, want %s\n%s\n%s", got, want, before, m)
		}
	})
}

// opposites are the rules by which a change is reported the other way round.
var opposites = map[string]string{
	"FIELD_ADDED": "FIELD_REMOVED", "TYPE_ADDED": "TYPE_REMOVED", "UNION_MEMBER_ADDED": "UNION_MEMBER_REMOVED",
	"ENUM_VALUE_ADDED": "ENUM_VALUE_REMOVED", "FIELD_DEPRECATED": "FIELD_NO_LONGER_DEPRECATED",
	"REQUIRED_ARGUMENT_ADDED": "ARGUMENT_REMOVED", "OPTIONAL_ARGUMENT_ADDED": "ARGUMENT_REMOVED",
	"REQUIRED_INPUT_FIELD_ADDED": "INPUT_FIELD_REMOVED", "OPTIONAL_INPUT_FIELD_ADDED": "INPUT_FIELD_REMOVED",
}

func TestDiffMirrors(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawModel(t).String(), drawModel(t).String()
		if got := drawnDiff(t, a, a); len(got) > 0 {
			t.Fatalf("a schema differs from itself: %v\n%s", got, a)
		}
		there, back := map[string]int{}, map[string]int{}
		for _, c := range drawnDiff(t, a, b) {
			there[mirrored(c.Rule)]++
		}
		for _, c := range drawnDiff(t, b, a) {
			back[mirrored(c.Rule)]++
		}
		if fmt.Sprint(there) != fmt.Sprint(back) {
			t.Fatalf("one way %v, the other %v\n%s\n%s", there, back, a, b)
		}
	})
}

// mirrored names a rule and its opposite alike.
func mirrored(rule string) string {
	for added, removed := range opposites {
		if rule == added || rule == removed {
			return removed
		}
	}
	return rule
}

func drawnDiff(t *rapid.T, from, to string) []drift.Change {
	a, err := schema.Load("from", []byte(from))
	if err != nil {
		t.Fatalf("%v\n%s", err, from)
	}
	b, err := schema.Load("to", []byte(to))
	if err != nil {
		t.Fatalf("%v\n%s", err, to)
	}
	return schema.Diff(a, b)
}
