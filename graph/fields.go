package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// FieldPath reports whether the schema has a path of fields from its root, such as "partner.reportFile.status", and
// whether it ends at a field without fields of its own. "*" stands for any characters; what follows it is not looked
// at.
func FieldPath(path string) (exists, leaf bool) {
	s := schema()
	types := []*ast.Definition{s.Query, s.Mutation}
	for path != "" {
		name, rest, _ := strings.Cut(path, ".")
		before, _, wild := strings.Cut(name, "*")
		var next []*ast.Definition
		found := false
		for _, t := range types {
			for _, f := range t.Fields {
				if f.Name == name || wild && strings.HasPrefix(f.Name, before) {
					found = true
					next = append(next, possible(s, f.Type.Name())...)
				}
			}
		}
		if !found || wild {
			return found, true
		}
		types, path = next, rest
	}
	return true, len(types) == 0
}

// possible returns the object types that a field of a type can have, with the type itself; none for a scalar.
func possible(s *ast.Schema, name string) []*ast.Definition {
	t := s.Types[name]
	if t == nil || !t.IsCompositeType() {
		return nil
	}
	return append([]*ast.Definition{t}, s.GetPossibleTypes(t)...)
}
