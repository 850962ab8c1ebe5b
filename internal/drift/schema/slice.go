package schema

import (
	"strings"

	"github.com/dailymock/dailymock/internal/drift"
)

// Touch says for each change what it does to each of the operations. A change
// without an effect on them gets an empty list.
func Touch(changes []drift.Change, operations []Operation) {
	for i := range changes {
		effects := []drift.Effect{}
		for _, o := range operations {
			if impact := o.uses.impact(changes[i]); impact != "" {
				effects = append(effects, drift.Effect{Operation: o.Name, Impact: impact})
			}
		}
		changes[i].Effects = effects
	}
}

// impact returns what a change does to an operation with these uses; "" if the
// operation does not touch what has changed.
func (u uses) impact(c drift.Change) drift.Impact {
	switch c.Rule {
	case "TYPE_ADDED", "DIRECTIVE_ADDED", "ROOT_TYPE_ADDED":
		return ""
	case "TYPE_RENAMED":
		return u.breaks(named(c.Path), u[c.Path] > 0)
	case "FIELD_ADDED", "OPTIONAL_INPUT_FIELD_ADDED":
		return when(u[owner(c.Path)] > 0, drift.Safe)
	case "OPTIONAL_ARGUMENT_ADDED":
		return when(u[owner(c.Path)] > 0, drift.Affected)
	case "REQUIRED_ARGUMENT_ADDED", "REQUIRED_INPUT_FIELD_ADDED", "REQUIRED_DIRECTIVE_ARGUMENT_ADDED":
		return when(u[owner(c.Path)] > 0, drift.Breaks)
	case "ENUM_VALUE_ADDED":
		return when(u[owner(c.Path)] > 0, byClass(c.Class, exact))
	case "INTERFACE_ADDED", "INTERFACE_REMOVED", "UNION_MEMBER_ADDED", "UNION_MEMBER_REMOVED":
		return u.member(c)
	case "ARGUMENT_DEFAULT_CHANGED":
		return when(u[owner(c.Path)] > 0 && u[c.Path] == 0, drift.Affected) // only where it is left out
	case "INPUT_FIELD_DEFAULT_CHANGED":
		return when(u[owner(c.Path)] > 0 && u[c.Path] != exact, drift.Affected)
	}
	path, _, _ := strings.Cut(c.Path, " ")
	return when(u[path] > 0, byClass(c.Class, u[path]))
}

// breaks returns that an operation breaks if it names a type, and that it is
// safe if it only uses it.
func (u uses) breaks(path string, used bool) drift.Impact {
	switch {
	case u[path] == exact:
		return drift.Breaks
	case u[path] == possible:
		return drift.Affected
	}
	return when(used, drift.Safe)
}

// member returns what a change of a union or of an interface's types does: an
// operation that names the member breaks with it.
func (u uses) member(c drift.Change) drift.Impact {
	abstract, member, ok := strings.Cut(c.Path, " | ")
	if !ok {
		member, abstract, _ = strings.Cut(c.Path, " implements ")
	}
	switch {
	case u[abstract] == 0:
		return ""
	case c.Class == drift.Breaking && u[named(member)] == exact:
		return drift.Breaks
	}
	return drift.Affected
}

func byClass(class drift.Class, c certainty) drift.Impact {
	switch {
	case class == drift.Additive:
		return drift.Safe
	case class == drift.Breaking && c == exact:
		return drift.Breaks
	}
	return drift.Affected
}

func when(ok bool, impact drift.Impact) drift.Impact {
	if ok {
		return impact
	}
	return ""
}
