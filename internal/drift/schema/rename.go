package schema

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// renamedTypes returns the types that are called something else now: the old
// and the new schema have exactly one type each with that shape which the other
// lacks. Types that refer to renamed types have a new shape too, so it is done
// again until nothing more is found.
func renamedTypes(from, to *Schema) map[string]string {
	renamed := map[string]string{}
	old, now := typeNames(from), typeNames(to)
	for range len(old) {
		gone := shapes(from, renamed, func(name string) bool { return old[name] && !now[name] && renamed[name] == "" })
		added := shapes(to, nil, func(name string) bool { return now[name] && !old[name] && !hasValue(renamed, name) })
		found := false
		for shape, names := range gone {
			if others := added[shape]; len(names) == 1 && len(others) == 1 {
				renamed[names[0]] = others[0]
				found = true
			}
		}
		if !found {
			break
		}
	}
	return renamed
}

// shapes groups the types that match by shape.
func shapes(s *Schema, renamed map[string]string, match func(string) bool) map[string][]string {
	byShape := map[string][]string{}
	for name, d := range s.Types {
		if !match(name) {
			continue
		}
		if shape := shapeOf(d, renamed); shape != "" {
			byShape[shape] = append(byShape[shape], name)
		}
	}
	return byShape
}

// shapeOf prints what a type consists of, without its name; "" for scalars,
// which have no shape.
func shapeOf(d *ast.Definition, renamed map[string]string) string {
	name := func(n string) string {
		if n == d.Name {
			return "itself"
		}
		if to, ok := renamed[n]; ok {
			return to
		}
		return n
	}
	var parts []string
	for _, f := range d.Fields {
		parts = append(parts, f.Name+signature(f, name)+"="+valueText(f.DefaultValue))
	}
	for _, v := range d.EnumValues {
		parts = append(parts, v.Name)
	}
	for _, m := range d.Types {
		parts = append(parts, name(m))
	}
	if len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	return string(d.Kind) + " " + strings.Join(parts, " ")
}

// signature prints the arguments and the type of a field.
func signature(f *ast.FieldDefinition, name func(string) string) string {
	var arguments []string
	for _, a := range f.Arguments {
		arguments = append(arguments, a.Name+":"+namedText(a.Type, name)+"="+valueText(a.DefaultValue))
	}
	return fmt.Sprintf("(%s):%s", strings.Join(sorted(arguments), ","), namedText(f.Type, name))
}

func namedText(t *ast.Type, name func(string) string) string {
	text := ""
	if t.Elem != nil {
		text = "[" + namedText(t.Elem, name) + "]"
	} else {
		text = name(t.NamedType)
	}
	if t.NonNull {
		text += "!"
	}
	return text
}

// renamedFields pairs the fields that one type lost and gained: each is the only
// one of its side with that signature.
func (d *differ) renamedFields(gone, added []*ast.FieldDefinition) map[string]string {
	same := func(n string) string { return n }
	return pair(gone, added, fieldName,
		func(f *ast.FieldDefinition) string { return signature(f, d.newName) },
		func(f *ast.FieldDefinition) string { return signature(f, same) })
}

// renamedInputs does the same for arguments and input fields, by their types.
func (d *differ) renamedInputs(gone, added []inputValue) map[string]string {
	return pair(gone, added, func(i inputValue) string { return i.name },
		func(i inputValue) string { return d.typeText(i.of) },
		func(i inputValue) string { return i.of.String() })
}

func pair[T any](gone, added []T, name, oldShape, newShape func(T) string) map[string]string {
	pairs := map[string]string{}
	for _, g := range gone {
		var partners []T
		rivals := 0
		for _, other := range gone {
			if oldShape(other) == oldShape(g) {
				rivals++
			}
		}
		for _, a := range added {
			if newShape(a) == oldShape(g) {
				partners = append(partners, a)
			}
		}
		if rivals == 1 && len(partners) == 1 && (telling(oldShape(g)) || similar(name(g), name(partners[0]))) {
			pairs[name(g)] = name(partners[0])
		}
	}
	return pairs
}

// telling reports whether a type says enough to recognise a field by it alone:
// half of all fields are strings and numbers.
func telling(shape string) bool {
	return !builtInScalar.MatchString(shape)
}

var builtInScalar = regexp.MustCompile(`^(\(\):)?\[*(String|Int|Float|Boolean|ID)[!\]]*$`)

// movedFields holds fields that one type lost and another gained, by path.
type movedFields struct{ there, back map[string]string }

func (m movedFields) to(path string) string   { return m.there[path] }
func (m movedFields) from(path string) string { return m.back[path] }

// findMoved finds fields of objects and interfaces that have the same name and
// signature in another type now, if there is exactly one such pair.
func (d *differ) findMoved() movedFields {
	type key struct{ name, signature string }
	gone, added := map[key][]string{}, map[key][]string{}
	for name := range typeNames(d.from) {
		old, now := d.from.Types[name], d.to.Types[d.newName(name)]
		if old.Kind == ast.InputObject {
			continue
		}
		lost := []*ast.FieldDefinition(old.Fields)
		if now != nil {
			lost, _ = leftOver(old.Fields, now.Fields, fieldName)
		}
		for _, f := range lost {
			k := key{f.Name, signature(f, d.newName)}
			gone[k] = append(gone[k], old.Name+"."+f.Name)
		}
	}
	back := map[string]string{}
	for old, now := range d.renamed {
		back[now] = old
	}
	same := func(n string) string { return n }
	for name := range typeNames(d.to) {
		now := d.to.Types[name]
		if now.Kind == ast.InputObject {
			continue
		}
		old := d.from.Types[name]
		if was, ok := back[name]; ok {
			old = d.from.Types[was]
		}
		gained := []*ast.FieldDefinition(now.Fields)
		if old != nil {
			_, gained = leftOver(old.Fields, now.Fields, fieldName)
		}
		for _, f := range gained {
			k := key{f.Name, signature(f, same)}
			added[k] = append(added[k], name+"."+f.Name)
		}
	}
	moved := movedFields{map[string]string{}, map[string]string{}}
	for k, paths := range gone {
		if others := added[k]; len(paths) == 1 && len(others) == 1 {
			moved.there[paths[0]] = others[0]
			moved.back[others[0]] = paths[0]
		}
	}
	return moved
}
