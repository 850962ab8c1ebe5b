package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/drift"
)

// Diff returns what changed from one schema to the other, sorted, worst first.
// A schema compared with itself gives none.
func Diff(from, to *Schema) []drift.Change {
	d := newDiffer(from, to)
	d.roots()
	d.types()
	d.definedDirectives()
	d.appliedDirectives()
	drift.Sort(d.changes)
	return d.changes
}

// A differ collects the changes of one comparison.
type differ struct {
	from, to *Schema
	renamed  map[string]string // types: old name to new name
	moved    movedFields
	used     directions // of the types in from and in to
	changes  []drift.Change
}

func newDiffer(from, to *Schema) *differ {
	d := &differ{from: from, to: to, used: directions{}}
	d.used.add(from)
	d.used.add(to)
	d.renamed = renamedTypes(from, to)
	d.moved = d.findMoved()
	return d
}

func (d *differ) add(class drift.Class, rule, path, from, to, format string, args ...any) {
	d.changes = append(d.changes, drift.Change{
		Rule: rule, Path: path, Class: class, From: from, To: to, Message: fmt.Sprintf(format, args...),
	})
}

// newName returns the name that a type of the old schema has in the new one.
func (d *differ) newName(old string) string {
	if name, ok := d.renamed[old]; ok {
		return name
	}
	return old
}

func (d *differ) roots() {
	for _, r := range []struct {
		operation string
		from, to  *ast.Definition
	}{
		{"query", d.from.Query, d.to.Query},
		{"mutation", d.from.Mutation, d.to.Mutation},
		{"subscription", d.from.Subscription, d.to.Subscription},
	} {
		from, to := definitionName(r.from), definitionName(r.to)
		switch {
		case d.newName(from) == to:
		case from == "":
			d.add(
				drift.Additive,
				"ROOT_TYPE_ADDED",
				"schema."+r.operation,
				"",
				to,
				"the schema has a %s type now, %s",
				r.operation,
				to,
			)
		default:
			d.add(drift.Breaking, "ROOT_TYPE_CHANGED", "schema."+r.operation, from, to,
				"the %s type was %s and is %s", r.operation, from, cmpOr(to, "gone"))
		}
	}
}

func definitionName(d *ast.Definition) string {
	if d == nil {
		return ""
	}
	return d.Name
}

func (d *differ) types() {
	added := typeNames(d.to)
	for _, name := range slices.Sorted(maps.Keys(typeNames(d.from))) {
		old := d.from.Types[name]
		now := d.to.Types[d.newName(name)]
		if now == nil {
			d.add(drift.Breaking, "TYPE_REMOVED", name, kindName(old.Kind), "", "%s %s is gone", kindName(old.Kind), name)
			d.movedOut(old)
			continue
		}
		delete(added, now.Name)
		if now.Name != name {
			d.add(
				drift.Breaking,
				"TYPE_RENAMED",
				name,
				name,
				now.Name,
				"%s %s is now called %s",
				kindName(old.Kind),
				name,
				now.Name,
			)
		}
		d.definition(old, now)
	}
	for _, name := range slices.Sorted(maps.Keys(added)) {
		kind := kindName(d.to.Types[name].Kind)
		d.add(drift.Additive, "TYPE_ADDED", name, "", kind, "%s %s is new", kind, name)
	}
}

// movedOut reports the fields of a type that is gone which another type has now.
func (d *differ) movedOut(old *ast.Definition) {
	for _, f := range old.Fields {
		path := old.Name + "." + f.Name
		if to := d.moved.to(path); to != "" {
			d.add(drift.Breaking, "FIELD_MOVED", path, path, to, "field %s moved to %s", path, to)
		}
	}
}

// typeNames returns the names of a schema's own types.
func typeNames(s *Schema) map[string]bool {
	names := map[string]bool{}
	for name, d := range s.Types {
		if !d.BuiltIn && !strings.HasPrefix(name, "__") {
			names[name] = true
		}
	}
	return names
}

func kindName(k ast.DefinitionKind) string {
	return strings.ToLower(strings.ReplaceAll(string(k), "_", " "))
}

func (d *differ) definition(old, now *ast.Definition) {
	if old.Kind != now.Kind {
		d.add(drift.Breaking, "TYPE_KIND_CHANGED", old.Name, kindName(old.Kind), kindName(now.Kind),
			"%s was of kind %s and is of kind %s", old.Name, kindName(old.Kind), kindName(now.Kind))
		return
	}
	switch old.Kind {
	case ast.Object, ast.Interface:
		d.names("INTERFACE", " implements ", old, old.Interfaces, now.Interfaces,
			"%s no longer implements %s", "%s implements %s now")
		d.fields(old, now)
	case ast.InputObject:
		d.inputFields(old, now)
	case ast.Enum:
		d.enumValues(old, now)
	case ast.Union:
		d.names("UNION_MEMBER", " | ", old, old.Types, now.Types,
			"union %s no longer contains %s", "union %s contains %s now")
	case ast.Scalar:
	}
}

// names compares the names of types that a type lists. between stands between both in a path; gone and added are
// formats for their names.
func (d *differ) names(rule, between string, of *ast.Definition, old, now []string, gone, added string) {
	less, more := d.namesDiff(old, now)
	for _, name := range less {
		d.add(drift.Breaking, rule+"_REMOVED", of.Name+between+name, name, "", gone, of.Name, name)
	}
	for _, name := range more {
		d.add(drift.Dangerous, rule+"_ADDED", of.Name+between+name, "", name, added, of.Name, name)
	}
}

// namesDiff compares two lists of type names; a renamed type is no difference.
func (d *differ) namesDiff(old, now []string) (gone, added []string) {
	rest := slices.Clone(now)
	for _, name := range old {
		if i := slices.Index(rest, d.newName(name)); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			gone = append(gone, name)
		}
	}
	return gone, rest
}

func cmpOr(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
