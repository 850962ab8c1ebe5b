package dialect

import (
	"iter"
	"slices"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

// A Config says which schema requests are about.
type Config struct {
	Schema *ast.Schema

	// Scalars report whether a text is a value of a custom scalar, by the scalar's
	// name. A scalar without an entry takes any text.
	Scalars map[string]func(text string) bool

	// Today returns the value of an enumeration that stands for a word of an older page, or "". Errors suggest it. Nil
	// knows no older words.
	Today func(word string) string
}

// An index lists the parts of a document with their locations, so that every rule is
// a loop over one list. Making it sets the definitions of the document's fields.
type index struct {
	schema    *ast.Schema
	scalars   map[string]func(string) bool
	today     func(string) string
	doc       *ast.QueryDocument
	fragments map[string]*ast.FragmentDefinition // the first of each name

	scopes         []*scope
	byFragment     map[string]*scope
	fields         []seen[*ast.Field]
	typeConditions []seen[condition]
	spreads        []seen[*ast.FragmentSpread]
	directives     []seen[directive]
	lists          []seen[arguments]
	values         []seen[value]

	errors []wire.GraphQLFault
}

// seen is a part of a document and its location.
type seen[T any] struct {
	it T
	location
}

// A location is the position of a selection in a document.
type location struct {
	scope  *scope
	parent *ast.Definition // whose fields are selected there; nil when unknown
	path   *pathNode       // to the field, or to the one around it
}

// A pathNode is the last step of a path.
type pathNode struct {
	up  *pathNode
	key string
}

func (c *pathNode) path() []any {
	if c == nil {
		return nil
	}
	return append(c.up.path(), c.key)
}

// A scope is an operation or a fragment, with the variables and fragments that it uses.
type scope struct {
	operation *ast.OperationDefinition // nil in a fragment
	fragment  *ast.FragmentDefinition
	spreads   []string
	uses      []use
}

// A use is a variable in the position of a value.
type use struct {
	value       *ast.Value
	expected    *ast.Type // nil when unknown
	hasDefault  bool      // the position has a default value
	insideField *pathNode
}

// A condition is the type condition of a fragment.
type condition struct {
	fragment string // "" for an inline one
	on       string
	at       *ast.Position
}

type directive struct {
	*ast.Directive
	location ast.DirectiveLocation
	index    int // among the directives of the same part, which precede it in the list
}

// arguments are those of one field or directive that the schema has.
type arguments struct {
	of    string // such as field < PartnerSpace.reportFile >
	given ast.ArgumentList
	known ast.ArgumentDefinitionList
	at    *ast.Position
}

// A value is a written value, or part of one. A list's items and an object's
// members follow it.
type value struct {
	*ast.Value
	expected *ast.Type
}

func newIndex(c Config, doc *ast.QueryDocument) *index {
	s := &index{
		schema: c.Schema, scalars: c.Scalars, today: c.Today, doc: doc,
		fragments: map[string]*ast.FragmentDefinition{}, byFragment: map[string]*scope{},
	}
	for _, op := range doc.Operations {
		s.operation(op)
	}
	for _, f := range doc.Fragments {
		p := location{scope: &scope{fragment: f}, parent: s.schema.Types[f.TypeCondition]}
		s.scopes = append(s.scopes, p.scope)
		if s.fragments[f.Name] == nil {
			s.fragments[f.Name], s.byFragment[f.Name] = f, p.scope
		}
		s.typeConditions = append(s.typeConditions, seen[condition]{condition{f.Name, f.TypeCondition, f.Position}, p})
		s.seeDirectives(f.Directives, ast.LocationFragmentDefinition, p)
		s.selections(f.SelectionSet, p)
	}
	return s
}

func (s *index) operation(op *ast.OperationDefinition) {
	p := location{scope: &scope{operation: op}}
	s.scopes = append(s.scopes, p.scope)
	location := ast.LocationQuery
	switch op.Operation {
	case ast.Query:
		p.parent = s.schema.Query
	case ast.Mutation:
		p.parent, location = s.schema.Mutation, ast.LocationMutation
	case ast.Subscription:
		p.parent, location = s.schema.Subscription, ast.LocationSubscription
	}
	for _, v := range op.VariableDefinitions {
		if v.DefaultValue != nil {
			s.value(v.DefaultValue, s.known(v.Type), false, p)
		}
		s.seeDirectives(v.Directives, ast.LocationVariableDefinition, p)
	}
	s.seeDirectives(op.Directives, location, p)
	s.selections(op.SelectionSet, p)
}

func (s *index) selections(set ast.SelectionSet, p location) {
	for _, selection := range set {
		switch it := selection.(type) {
		case *ast.Field:
			s.field(it, p)
		case *ast.FragmentSpread:
			p.scope.spreads = append(p.scope.spreads, it.Name)
			s.spreads = append(s.spreads, seen[*ast.FragmentSpread]{it, p})
			s.seeDirectives(it.Directives, ast.LocationFragmentSpread, p)
		case *ast.InlineFragment:
			inside := p
			if it.TypeCondition != "" {
				s.typeConditions = append(s.typeConditions, seen[condition]{condition{"", it.TypeCondition, it.Position}, p})
				inside.parent = s.schema.Types[it.TypeCondition]
			}
			s.seeDirectives(it.Directives, ast.LocationInlineFragment, p)
			s.selections(it.SelectionSet, inside)
		}
	}
}

func (s *index) field(f *ast.Field, p location) {
	p.path = &pathNode{p.path, f.Alias}
	f.ObjectDefinition, f.Definition = p.parent, s.definition(p.parent, f.Name)
	s.fields = append(s.fields, seen[*ast.Field]{f, p})
	s.seeDirectives(f.Directives, ast.LocationField, p)
	inside := p
	inside.parent = nil
	if f.Definition != nil {
		inside.parent = s.schema.Types[f.Definition.Type.Name()]
		of := "field < " + p.parent.Name + "." + f.Name + " >"
		s.arguments(arguments{of, f.Arguments, f.Definition.Arguments, f.Position}, p)
	}
	s.selections(f.SelectionSet, inside)
}

var typename = &ast.FieldDefinition{Name: "__typename", Type: ast.NonNullNamedType("String", nil)}

// definition returns the definition of a field, nil if the type has none of its name.
func (s *index) definition(parent *ast.Definition, name string) *ast.FieldDefinition {
	switch {
	case parent == nil || !parent.IsCompositeType():
		return nil
	case name == typename.Name:
		return typename
	default:
		return parent.Fields.ForName(name)
	}
}

func (s *index) seeDirectives(list ast.DirectiveList, location ast.DirectiveLocation, p location) {
	for i, d := range list {
		d.Definition = s.schema.Directives[d.Name]
		s.directives = append(s.directives, seen[directive]{directive{d, location, i}, p})
		if d.Definition != nil {
			s.arguments(arguments{"directive < @" + d.Name + " >", d.Arguments, d.Definition.Arguments, d.Position}, p)
		}
	}
}

func (s *index) arguments(list arguments, p location) {
	s.lists = append(s.lists, seen[arguments]{list, p})
	for _, a := range list.given {
		var expected *ast.Type
		var hasDefault bool
		if d := list.known.ForName(a.Name); d != nil {
			expected, hasDefault = d.Type, d.DefaultValue != nil
		}
		s.value(a.Value, expected, hasDefault, p)
	}
}

// known returns a type, or nil where the schema has none of its name.
func (s *index) known(t *ast.Type) *ast.Type {
	if s.schema.Types[t.Name()] == nil {
		return nil
	}
	return t
}

// value lists a value and its parts. expected is nil if the type in its position is
// unknown.
func (s *index) value(v *ast.Value, expected *ast.Type, hasDefault bool, p location) {
	if v.Kind == ast.Variable {
		p.scope.uses = append(p.scope.uses, use{v, expected, hasDefault, p.path})
		return
	}
	for expected != nil && expected.Elem != nil && v.Kind != ast.ListValue && v.Kind != ast.NullValue {
		expected = expected.Elem // a bare value stands for a list of one
	}
	s.values = append(s.values, seen[value]{value{v, expected}, p})
	for _, c := range v.Children {
		var inner *ast.Type
		var innerDefault bool
		switch {
		case expected == nil:
		case v.Kind == ast.ListValue:
			inner = expected.Elem
		case s.schema.Types[expected.NamedType].Kind == ast.InputObject:
			if f := s.schema.Types[expected.NamedType].Fields.ForName(c.Name); f != nil {
				inner, innerDefault = f.Type, f.DefaultValue != nil
			}
		}
		s.value(c.Value, inner, innerDefault, p)
	}
}

// reached returns scopes and those of all fragments that they use, directly or not,
// each once.
func (s *index) reached(from ...*scope) []*scope {
	known := make(map[*scope]bool, len(s.fragments))
	found := slices.Clone(from)
	for i := 0; i < len(found); i++ { // found grows meanwhile
		for _, name := range found[i].spreads {
			if f := s.byFragment[name]; f != nil && !known[f] {
				known[f] = true
				found = append(found, f)
			}
		}
	}
	return found
}

// operations returns the scopes of operations.
func (s *index) operations() []*scope {
	return slices.DeleteFunc(slices.Clone(s.scopes), func(x *scope) bool { return x.operation == nil })
}

// each yields the items of a list until the document has maxErrors errors.
func each[T any](s *index, list []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, it := range list {
			if len(s.errors) >= maxErrors || !yield(it) {
				return
			}
		}
	}
}
