package schema

import (
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

func (d *differ) arguments(path string, old, now ast.ArgumentDefinitionList) {
	gone, added := leftOver(old, now, argumentName)
	pairs := renamedByType(d, gone, added, argumentName, func(a *ast.ArgumentDefinition) *ast.Type { return a.Type })
	for _, a := range old {
		at := path + "(" + a.Name + ":)"
		other := now.ForName(a.Name)
		switch {
		case other != nil:
			d.input("ARGUMENT", at, a.Type, other.Type, a.DefaultValue, other.DefaultValue)
			d.deprecation("ARGUMENT", at, a.Directives, other.Directives)
		case pairs[a.Name] != "":
			d.add(
				drift.Breaking,
				"ARGUMENT_RENAMED",
				at,
				a.Name,
				pairs[a.Name],
				"argument %s is now called %s",
				at,
				pairs[a.Name],
			)
		default:
			d.add(drift.Breaking, "ARGUMENT_REMOVED", at, a.Type.String(), "", "argument %s is gone", at)
		}
	}
	for _, a := range added {
		if hasValue(pairs, a.Name) {
			continue
		}
		at := path + "(" + a.Name + ":)"
		if a.Type.NonNull && a.DefaultValue == nil {
			d.add(
				drift.Breaking,
				"REQUIRED_ARGUMENT_ADDED",
				at,
				"",
				a.Type.String(),
				"argument %s: %s is new and required",
				at,
				a.Type,
			)
		} else {
			d.add(drift.Dangerous, "OPTIONAL_ARGUMENT_ADDED", at, "", a.Type.String(), "argument %s: %s is new", at, a.Type)
		}
	}
}

// inputFields compares the fields of input objects.
func (d *differ) inputFields(old, now *ast.Definition) {
	gone, added := leftOver(old.Fields, now.Fields, fieldName)
	pairs := renamedByType(d, gone, added, fieldName, func(f *ast.FieldDefinition) *ast.Type { return f.Type })
	for _, f := range old.Fields {
		path := old.Name + "." + f.Name
		other := now.Fields.ForName(f.Name)
		switch {
		case other != nil:
			d.input("INPUT_FIELD", path, f.Type, other.Type, f.DefaultValue, other.DefaultValue)
			d.deprecation("INPUT_FIELD", path, f.Directives, other.Directives)
		case pairs[f.Name] != "":
			d.add(
				drift.Breaking,
				"INPUT_FIELD_RENAMED",
				path,
				f.Name,
				pairs[f.Name],
				"input field %s is now called %s",
				path,
				pairs[f.Name],
			)
		default:
			d.add(drift.Breaking, "INPUT_FIELD_REMOVED", path, f.Type.String(), "", "input field %s is gone", path)
		}
	}
	for _, f := range added {
		if hasValue(pairs, f.Name) {
			continue
		}
		path := old.Name + "." + f.Name
		if f.Type.NonNull && f.DefaultValue == nil {
			d.add(
				drift.Breaking,
				"REQUIRED_INPUT_FIELD_ADDED",
				path,
				"",
				f.Type.String(),
				"input field %s: %s is new and required",
				path,
				f.Type,
			)
		} else {
			d.add(
				drift.Dangerous,
				"OPTIONAL_INPUT_FIELD_ADDED",
				path,
				"",
				f.Type.String(),
				"input field %s: %s is new",
				path,
				f.Type,
			)
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
