package dialect

import "github.com/vektah/gqlparser/v2/ast"

var sectionMerging = section("5.3.2", "Field Selection Merging")

// fieldsMerge: fields that answer under one key must be one field, unless their
// parents can never be the same object, and must look alike in any case.
//
// Comparing each field with each other is quadratic. Instead, fields with one
// key form a group, and each is compared with the first: once for its shape, with
// all others, and once for its name and arguments, with those whose parents may
// be the same object. A group's selection sets are then looked at together, so
// nothing is visited more often than it would be answered. The document has
// passed spread.
func (s *index) fieldsMerge() []Error {
	for _, op := range s.operations() {
		root := []selected{{s.root(op.operation), op.operation.SelectionSet}}
		if s.sameShape(root) {
			s.sameField(root)
		}
	}
	return s.errors
}

func (s *index) root(op *ast.OperationDefinition) *ast.Definition {
	if op.Operation == ast.Mutation {
		return s.schema.Mutation
	}
	return s.schema.Query
}

// selected is a selection set and the type that it selects of.
type selected struct {
	parent *ast.Definition
	set    ast.SelectionSet
}

// found is a field and the type that it was selected of.
type found struct {
	parent *ast.Definition
	field  *ast.Field
}

// sameShape says what breaks where fields of one key differ in type. It tells
// whether there are such fields at all.
func (s *index) sameShape(sets []selected) (several bool) {
	for _, group := range s.byKey(sets) {
		if len(s.errors) >= maxErrors {
			return several
		}
		several = several || len(group) > 1
		first := group[0].field
		for _, other := range group[1:] {
			if !s.alike(first.Definition.Type, other.field.Definition.Type) {
				s.conflict(first, other.field, "they return the different types "+first.Definition.Type.String()+" and "+other.field.Definition.Type.String())
				break
			}
		}
		if s.sameShape(s.below(group)) {
			several = true
		}
	}
	return several
}

// sameField says what breaks where fields of one key and parent differ in name
// or arguments.
func (s *index) sameField(sets []selected) {
	for _, group := range s.byKey(sets) {
		for _, same := range byParent(group) {
			if len(s.errors) >= maxErrors {
				return
			}
			first := same[0].field
			for _, other := range same[1:] {
				if first.Name != other.field.Name {
					s.conflict(first, other.field, first.Name+" and "+other.field.Name+" are different fields")
					break
				}
				if !sameArguments(first.Arguments, other.field.Arguments) {
					s.conflict(first, other.field, "they have different arguments")
					break
				}
			}
			s.sameField(s.below(same))
		}
	}
}

func (s *index) conflict(a, b *ast.Field, why string) {
	s.addError(sectionMerging, nil, b.Position, "Fields < %s > can't be merged because %s.", brief(a.Alias), why)
}

// byKey groups the fields of selection sets by the key of their answer, in the
// order of the document. Each fragment is looked at once.
func (s *index) byKey(sets []selected) [][]found {
	var groups [][]found
	index := map[string]int{}
	spreads := map[string]bool{}
	var collect func(parent *ast.Definition, set ast.SelectionSet)
	collect = func(parent *ast.Definition, set ast.SelectionSet) {
		for _, selection := range set {
			switch it := selection.(type) {
			case *ast.Field:
				i, ok := index[it.Alias]
				if !ok {
					i = len(groups)
					index[it.Alias] = i
					groups = append(groups, nil)
				}
				groups[i] = append(groups[i], found{parent, it})
			case *ast.InlineFragment:
				inner := parent
				if it.TypeCondition != "" {
					inner = s.schema.Types[it.TypeCondition]
				}
				collect(inner, it.SelectionSet)
			case *ast.FragmentSpread:
				if !spreads[it.Name] {
					spreads[it.Name] = true
					f := s.fragments[it.Name]
					collect(s.schema.Types[f.TypeCondition], f.SelectionSet)
				}
			}
		}
	}
	for _, x := range sets {
		collect(x.parent, x.set)
	}
	return groups
}

// below returns what the fields of a group select.
func (s *index) below(group []found) []selected {
	var sets []selected
	for _, f := range group {
		if len(f.field.SelectionSet) > 0 {
			sets = append(sets, selected{s.schema.Types[f.field.Definition.Type.Name()], f.field.SelectionSet})
		}
	}
	return sets
}

// byParent splits a group into fields that may belong to one object. Two object
// types never have an object in common; an interface may share one with any.
func byParent(group []found) [][]found {
	byType := map[*ast.Definition]int{}
	var split [][]found
	for _, f := range group {
		if f.parent.IsAbstractType() {
			return [][]found{group}
		}
		i, ok := byType[f.parent]
		if !ok {
			i = len(split)
			byType[f.parent] = i
			split = append(split, nil)
		}
		split[i] = append(split[i], f)
	}
	return split
}

// alike tells whether two types look alike in an answer: the same lists and
// nulls around either the same leaf or any two objects.
func (s *index) alike(a, b *ast.Type) bool {
	if a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil) {
		return false
	}
	if a.Elem != nil {
		return s.alike(a.Elem, b.Elem)
	}
	if s.schema.Types[a.NamedType].IsCompositeType() && s.schema.Types[b.NamedType].IsCompositeType() {
		return true
	}
	return a.NamedType == b.NamedType
}

// sameArguments compares arguments in any order.
func sameArguments(a, b ast.ArgumentList) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		y := b.ForName(x.Name)
		if y == nil || !sameValue(x.Value, y.Value) {
			return false
		}
	}
	return true
}

func sameValue(a, b *ast.Value) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Children) != len(b.Children) {
		return false
	}
	for i, x := range a.Children {
		y := b.Children[i]
		if a.Kind == ast.ObjectValue {
			if y = member(b, x.Name); y == nil {
				return false
			}
		}
		if !sameValue(x.Value, y.Value) {
			return false
		}
	}
	return true
}

func member(v *ast.Value, name string) *ast.ChildValue {
	for _, c := range v.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}
