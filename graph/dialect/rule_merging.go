package dialect

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

var sectionMerging = section("5.3.2", "Field Selection Merging")

// fieldsMerge checks fields with one response key: they must have the same shape, and be
// the same field unless their parents can never be the same object.
//
// Comparing each field with each other is quadratic. Instead, the fields of one key form
// a group, and each is compared with the first: once its shape, with all others, and once
// its name and arguments, with those whose parents may be the same object. The selection
// sets of a group are then checked together, so that nothing is visited more often than
// it is executed. The document has passed spread.
func (s *index) fieldsMerge() []wire.GraphQLFault {
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

// selected is a selection set and its parent type.
type selected struct {
	parent *ast.Definition
	set    ast.SelectionSet
}

// found is a field and its parent type.
type found struct {
	parent *ast.Definition
	field  *ast.Field
}

// sameShape reports fields of one key that differ in type. It returns whether any key
// has several fields.
func (s *index) sameShape(sets []selected) (several bool) {
	for _, group := range s.byKey(sets) {
		if len(s.errors) >= maxErrors {
			return several
		}
		several = several || len(group) > 1
		first := group[0].field
		for _, other := range group[1:] {
			if !s.alike(first.Definition.Type, other.field.Definition.Type) {
				s.conflict(first, other.field,
					fmt.Sprintf("they return the different types %s and %s", first.Definition.Type, other.field.Definition.Type))
				break
			}
		}
		if s.sameShape(s.below(group)) {
			several = true
		}
	}
	return several
}

// sameField reports fields of one key and parent that differ in name or arguments.
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

// byKey groups the fields of selection sets by response key, in the order of the
// document. It visits each fragment once.
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

// below returns the selection sets of a group's fields.
func (s *index) below(group []found) []selected {
	var sets []selected
	for _, f := range group {
		if len(f.field.SelectionSet) > 0 {
			sets = append(sets, selected{s.schema.Types[f.field.Definition.Type.Name()], f.field.SelectionSet})
		}
	}
	return sets
}

// byParent splits a group into fields that may be of one object. Two object types have
// no object in common; an interface may have one in common with any type.
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

// alike reports whether two types have the same shape in a response: the same lists and
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
