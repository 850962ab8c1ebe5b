package schema

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/drift"
)

// fields compares the fields of objects and interfaces.
func (d *differ) fields(old, now *ast.Definition) {
	gone, added := leftOver(old.Fields, now.Fields, fieldName)
	pairs := d.renamedFields(gone, added)
	for _, f := range old.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		path := old.Name + "." + f.Name
		if other := now.Fields.ForName(f.Name); other != nil {
			d.field(path, f, other)
			continue
		}
		switch {
		case d.moved.to(path) != "":
			to := d.moved.to(path)
			d.add(drift.Breaking, "FIELD_MOVED", path, path, to, "field %s moved to %s", path, to)
		case pairs[f.Name] != "":
			d.add(drift.Breaking, "FIELD_RENAMED", path, f.Name, pairs[f.Name], "field %s is now called %s", path, pairs[f.Name])
		default:
			d.add(
				drift.Breaking,
				"FIELD_REMOVED",
				path,
				f.Type.String(),
				"",
				"field %s is gone%s",
				path,
				wasDeprecated(f.Directives),
			)
		}
	}
	for _, f := range added {
		path := now.Name + "." + f.Name
		if hasValue(pairs, f.Name) || d.moved.from(path) != "" {
			continue
		}
		d.add(
			drift.Additive,
			"FIELD_ADDED",
			old.Name+"."+f.Name,
			"",
			f.Type.String(),
			"field %s.%s: %s is new",
			old.Name,
			f.Name,
			f.Type,
		)
	}
}

func (d *differ) field(path string, old, now *ast.FieldDefinition) {
	if from, to := d.typeText(old.Type), now.Type.String(); from != to {
		class := drift.Breaking
		if d.outputSafe(old.Type, now.Type) {
			class = drift.Additive
		}
		d.add(class, "FIELD_TYPE_CHANGED", path, old.Type.String(), to, "field %s was %s and is %s", path, old.Type, to)
	}
	d.arguments(path, old.Arguments, now.Arguments)
	d.deprecation("FIELD", path, old.Directives, now.Directives)
}

// arguments compares the arguments of a field.
func (d *differ) arguments(path string, old, now ast.ArgumentDefinitionList) {
	of := func(a *ast.ArgumentDefinition) inputValue {
		return inputValue{a.Name, path + "(" + a.Name + ":)", a.Type, a.DefaultValue, a.Directives}
	}
	d.inputs("ARGUMENT", inputValues(old, of), inputValues(now, of))
}

// inputFields compares the fields of input objects.
func (d *differ) inputFields(old, now *ast.Definition) {
	of := func(f *ast.FieldDefinition) inputValue {
		return inputValue{f.Name, old.Name + "." + f.Name, f.Type, f.DefaultValue, f.Directives}
	}
	d.inputs("INPUT_FIELD", inputValues(old.Fields, of), inputValues(now.Fields, of))
}

// An inputValue is an argument, or a field of an input object.
type inputValue struct {
	name, path string
	of         *ast.Type
	value      *ast.Value // the default
	directives ast.DirectiveList
}

func (i inputValue) is(other inputValue) bool { return i.name == other.name }

func inputValues[T any](list []T, of func(T) inputValue) []inputValue {
	values := make([]inputValue, len(list))
	for i, e := range list {
		values[i] = of(e)
	}
	return values
}

// inputs compares lists of arguments or input fields. what is ARGUMENT or INPUT_FIELD.
func (d *differ) inputs(what string, old, now []inputValue) {
	gone, added := leftOver(old, now, func(i inputValue) string { return i.name })
	pairs := d.renamedInputs(gone, added)
	name := words(what)
	for _, o := range old {
		at := slices.IndexFunc(now, o.is)
		switch to := pairs[o.name]; {
		case at >= 0:
			d.input(what, o.path, o.of, now[at].of, o.value, now[at].value)
			d.deprecation(what, o.path, o.directives, now[at].directives)
		case to != "":
			d.add(drift.Breaking, what+"_RENAMED", o.path, o.name, to, "%s %s is now called %s", name, o.path, to)
		default:
			d.add(drift.Breaking, what+"_REMOVED", o.path, o.of.String(), "", "%s %s is gone", name, o.path)
		}
	}
	for _, n := range added {
		class, rule, required := drift.Dangerous, "OPTIONAL_", ""
		if n.of.NonNull && n.value == nil {
			class, rule, required = drift.Breaking, "REQUIRED_", " and required"
		}
		if !hasValue(pairs, n.name) {
			d.add(class, rule+what+"_ADDED", n.path, "", n.of.String(), "%s %s: %s is new%s", name, n.path, n.of, required)
		}
	}
}

// input compares one argument or input field that both schemas have. what is
// ARGUMENT, INPUT_FIELD or DIRECTIVE_ARGUMENT.
func (d *differ) input(what, path string, old, now *ast.Type, oldDefault, newDefault *ast.Value) {
	if from, to := d.typeText(old), now.String(); from != to {
		class := drift.Breaking
		if d.inputSafe(old, now) {
			class = drift.Additive
		}
		d.add(class, what+"_TYPE_CHANGED", path, old.String(), to, "%s %s was %s and is %s", words(what), path, old, to)
	}
	if from, to := valueText(oldDefault), valueText(newDefault); from != to {
		d.add(drift.Dangerous, what+"_DEFAULT_CHANGED", path, from, to, "the default of %s %s was %s and is %s",
			words(what), path, cmpOr(from, "absent"), cmpOr(to, "absent"))
	}
}

func words(what string) string { return strings.ToLower(strings.ReplaceAll(what, "_", " ")) }

// valueText prints a default value; members of objects in the order of their names.
func valueText(v *ast.Value) string {
	if v == nil {
		return ""
	}
	switch v.Kind {
	case ast.ListValue:
		items := make([]string, 0, len(v.Children))
		for _, c := range v.Children {
			items = append(items, valueText(c.Value))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case ast.ObjectValue:
		members := make([]string, 0, len(v.Children))
		for _, c := range v.Children {
			members = append(members, c.Name+": "+valueText(c.Value))
		}
		return "{" + strings.Join(sorted(members), ", ") + "}"
	}
	return v.String()
}
