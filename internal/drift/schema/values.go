package schema

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/drift"
)

// enumValues compares an enum. What a new or missing value means depends on the
// direction: no client receives a new value of an enum that is only sent, and
// none sends a missing value of an enum that is only received.
func (d *differ) enumValues(old, now *ast.Definition) {
	use := d.used[old.Name] | d.used[now.Name]
	gone, added := leftOver(old.EnumValues, now.EnumValues, enumValueName)
	pairs := map[string]string{}
	if len(gone) == 1 && len(added) == 1 && similar(gone[0].Name, added[0].Name) {
		pairs[gone[0].Name] = added[0].Name
	}
	for _, v := range old.EnumValues {
		path := old.Name + "." + v.Name
		other := now.EnumValues.ForName(v.Name)
		switch {
		case other != nil:
			d.deprecation("ENUM_VALUE", path, v.Directives, other.Directives)
		case pairs[v.Name] != "":
			d.add(
				drift.Breaking,
				"ENUM_VALUE_RENAMED",
				path,
				v.Name,
				pairs[v.Name],
				"value %s is now called %s",
				path,
				pairs[v.Name],
			)
		case use == output:
			d.add(drift.Dangerous, "ENUM_VALUE_REMOVED", path, v.Name, "", "value %s is gone; clients only receive it", path)
		default:
			d.add(
				drift.Breaking,
				"ENUM_VALUE_REMOVED",
				path,
				v.Name,
				"",
				"value %s is gone%s",
				path,
				wasDeprecated(v.Directives),
			)
		}
	}
	for _, v := range added {
		if hasValue(pairs, v.Name) {
			continue
		}
		path := old.Name + "." + v.Name
		if use == input {
			d.add(drift.Additive, "ENUM_VALUE_ADDED", path, "", v.Name, "value %s is new; clients only send it", path)
		} else {
			d.add(drift.Dangerous, "ENUM_VALUE_ADDED", path, "", v.Name, "value %s is new; clients may receive it", path)
		}
	}
}

func (d *differ) deprecation(what, path string, old, now ast.DirectiveList) {
	from, was := deprecationReason(old)
	to, is := deprecationReason(now)
	switch {
	case !was && is:
		d.add(
			drift.Additive,
			what+"_DEPRECATED",
			path,
			"",
			to,
			"%s %s is deprecated now: %s",
			words(what),
			path,
			cmpOr(to, "no reason given"),
		)
	case was && !is:
		d.add(
			drift.Additive,
			what+"_NO_LONGER_DEPRECATED",
			path,
			from,
			"",
			"%s %s is no longer deprecated",
			words(what),
			path,
		)
	case from != to:
		d.add(
			drift.Additive,
			what+"_DEPRECATION_REASON_CHANGED",
			path,
			from,
			to,
			"the reason why %s %s is deprecated changed",
			words(what),
			path,
		)
	}
}

const noReason = "No longer supported" // the default of the GraphQL specification

func deprecationReason(list ast.DirectiveList) (string, bool) {
	directive := list.ForName("deprecated")
	if directive == nil {
		return "", false
	}
	if a := directive.Arguments.ForName("reason"); a != nil && a.Value.Raw != "" {
		return a.Value.Raw, true
	}
	return noReason, true
}

func wasDeprecated(list ast.DirectiveList) string {
	if reason, ok := deprecationReason(list); ok {
		return "; it was deprecated: " + reason
	}
	return ""
}

// definedDirectives compares what requests may apply: the directives with
// locations in operations. Those of schemas only are seen where they are applied.
func (d *differ) definedDirectives() {
	for _, name := range sortedKeys(d.from.Directives) {
		old, now := d.from.Directives[name], d.to.Directives[name]
		path := "@" + name
		if now == nil {
			d.add(drift.Breaking, "DIRECTIVE_REMOVED", path, path, "", "directive %s is gone", path)
			continue
		}
		d.directiveArguments(path, old.Arguments, now.Arguments)
		if old.IsRepeatable && !now.IsRepeatable {
			d.add(
				drift.Breaking,
				"DIRECTIVE_REPEATABLE_REMOVED",
				path,
				"repeatable",
				"",
				"directive %s can no longer be repeated",
				path,
			)
		}
		for _, l := range old.Locations {
			if !slices.Contains(now.Locations, l) {
				d.add(
					drift.Breaking,
					"DIRECTIVE_LOCATION_REMOVED",
					path+" on "+string(l),
					string(l),
					"",
					"directive %s is no longer allowed on %s",
					path,
					l,
				)
			}
		}
		for _, l := range now.Locations {
			if !slices.Contains(old.Locations, l) {
				d.add(
					drift.Additive,
					"DIRECTIVE_LOCATION_ADDED",
					path+" on "+string(l),
					"",
					string(l),
					"directive %s is allowed on %s now",
					path,
					l,
				)
			}
		}
	}
	for _, name := range sortedKeys(d.to.Directives) {
		if d.from.Directives[name] == nil {
			d.add(drift.Additive, "DIRECTIVE_ADDED", "@"+name, "", "@"+name, "directive @%s is new", name)
		}
	}
}

func (d *differ) directiveArguments(path string, old, now ast.ArgumentDefinitionList) {
	for _, a := range old {
		at := path + "(" + a.Name + ":)"
		if other := now.ForName(a.Name); other != nil {
			d.input("DIRECTIVE_ARGUMENT", at, a.Type, other.Type, a.DefaultValue, other.DefaultValue)
		} else {
			d.add(drift.Breaking, "DIRECTIVE_ARGUMENT_REMOVED", at, a.Type.String(), "", "argument %s is gone", at)
		}
	}
	for _, a := range now {
		at := path + "(" + a.Name + ":)"
		switch {
		case old.ForName(a.Name) != nil:
		case a.Type.NonNull && a.DefaultValue == nil:
			d.add(
				drift.Breaking,
				"REQUIRED_DIRECTIVE_ARGUMENT_ADDED",
				at,
				"",
				a.Type.String(),
				"argument %s is new and required",
				at,
			)
		default:
			d.add(drift.Additive, "OPTIONAL_DIRECTIVE_ARGUMENT_ADDED", at, "", a.Type.String(), "argument %s is new", at)
		}
	}
}

// appliedDirectives compares directives such as @auth and @hidden where the
// schemas apply them. Introspection shows none, so a side without any is not compared.
func (d *differ) appliedDirectives() {
	if len(d.from.applied) == 0 || len(d.to.applied) == 0 {
		return
	}
	paths := map[string]bool{}
	for p := range d.from.applied {
		paths[p] = true
	}
	for p := range d.to.applied {
		paths[p] = true
	}
	for _, path := range sortedKeys(paths) {
		if d.from.has(path) && d.to.has(path) {
			d.applied(path, d.from.applied[path], d.to.applied[path])
		}
	}
}

func (d *differ) applied(path string, old, now directives) {
	for _, name := range sortedKeys(old) {
		switch to, ok := now[name]; {
		case !ok:
			d.add(
				drift.Dangerous,
				"APPLIED_DIRECTIVE_REMOVED",
				path+" @"+name,
				old[name],
				"",
				"%s no longer has %s",
				path,
				old[name],
			)
		case to != old[name]:
			d.add(
				drift.Dangerous,
				"APPLIED_DIRECTIVE_CHANGED",
				path+" @"+name,
				old[name],
				to,
				"%s had %s and has %s",
				path,
				old[name],
				to,
			)
		}
	}
	for _, name := range sortedKeys(now) {
		if _, ok := old[name]; !ok {
			d.add(drift.Dangerous, "APPLIED_DIRECTIVE_ADDED", path+" @"+name, "", now[name], "%s has %s now", path, now[name])
		}
	}
}
