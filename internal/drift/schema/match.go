package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/vektah/gqlparser/v2/ast"
)

// A direction says whether clients send values of a type, receive them, or both.
type direction uint8

const (
	input direction = 1 << iota
	output
)

// directions holds the direction of each enum and input object by name.
type directions map[string]direction

func (u directions) add(s *Schema) {
	for _, d := range s.Types {
		if d.BuiltIn {
			continue
		}
		for _, f := range d.Fields {
			if d.Kind == ast.InputObject {
				u[f.Type.Name()] |= input
				continue
			}
			u[f.Type.Name()] |= output
			for _, a := range f.Arguments {
				u[a.Type.Name()] |= input
			}
		}
	}
}

// typeText prints a type of the old schema with the names of the new one.
func (d *differ) typeText(t *ast.Type) string {
	text := ""
	if t.Elem != nil {
		text = "[" + d.typeText(t.Elem) + "]"
	} else {
		text = d.newName(t.NamedType)
	}
	if t.NonNull {
		text += "!"
	}
	return text
}

// outputSafe reports whether each value of the new type is one of the old type,
// so that a client that receives it sees nothing new.
func (d *differ) outputSafe(old, now *ast.Type) bool {
	if old.NonNull && !now.NonNull {
		return false
	}
	if old.Elem != nil {
		return now.Elem != nil && d.outputSafe(old.Elem, now.Elem)
	}
	return now.Elem == nil && d.newName(old.NamedType) == now.NamedType
}

// inputSafe reports whether each value of the old type is one of the new type,
// so that a client can go on sending it.
func (d *differ) inputSafe(old, now *ast.Type) bool {
	if now.NonNull && !old.NonNull {
		return false
	}
	if old.Elem != nil {
		return now.Elem != nil && d.inputSafe(old.Elem, now.Elem)
	}
	return now.Elem == nil && d.newName(old.NamedType) == now.NamedType
}

// has reports whether the schema has a type, field, value or argument at a path.
func (s *Schema) has(path string) bool {
	name, member, ok := strings.Cut(path, ".")
	if name == "schema" && !ok {
		return true
	}
	def := s.Types[name]
	if def == nil || !ok {
		return def != nil
	}
	member, argument, ok := strings.Cut(member, "(")
	if def.EnumValues.ForName(member) != nil {
		return true
	}
	f := def.Fields.ForName(member)
	if f == nil || !ok {
		return f != nil
	}
	return f.Arguments.ForName(strings.TrimSuffix(argument, ":)")) != nil
}

func fieldName(f *ast.FieldDefinition) string         { return f.Name }
func enumValueName(v *ast.EnumValueDefinition) string { return v.Name }

// leftOver returns the elements that only one of two lists has, by name, in
// their order. Names that begin with __ belong to GraphQL and are left out.
func leftOver[T any](old, now []T, name func(T) string) (gone, added []T) {
	missing := func(list, from []T) (rest []T) {
		for i, e := range list {
			n := name(e)
			alike := i < len(from) && name(from[i]) == n // most lists did not change
			if !alike && !strings.HasPrefix(n, "__") && !slices.ContainsFunc(from, func(o T) bool { return name(o) == n }) {
				rest = append(rest, e)
			}
		}
		return rest
	}
	return missing(old, now), missing(now, old)
}

// similar reports whether two names are alike enough for a rename: at most half
// of the letters differ, or one name contains the other.
func similar(a, b string) bool {
	a, b = plain(a), plain(b)
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	return 2*levenshtein.ComputeDistance(a, b) <= max(len(a), len(b))
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

func hasValue(m map[string]string, value string) bool {
	for _, v := range m {
		if v == value {
			return true
		}
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
