package dialect

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// A document is a query text that passed the rules, with what it compiled to.
type document struct {
	text       string
	size       int // in memory, bytes, roughly
	operations []*operation
	fragments  map[string]*ast.FragmentDefinition
}

type operation struct {
	*ast.OperationDefinition
	document *document
	plan     []step // nil where variables decide which fields there are
}

// A step is one field to answer: who resolves it, with which arguments, how it
// is written.
type step struct {
	key      string // response key
	label    string // the key as it is written, with its colon
	typename string // of the parent, for __typename, which needs no Resolver
	resolve  Resolver
	args     func(vars Args) (Args, *ast.ArgumentDefinition)
	shape    *shape
	below    selection
	field    *ast.Field
}

// A shape says how a value is written.
type shape struct {
	nonNull bool
	items   *shape // of a list
	leaf    bool
}

// A selection is what is answered of an object. Behind an interface that depends
// on the object's type.
type selection struct {
	steps  []step
	byType map[string][]step
}

// compile takes a query text all the way to its plans.
func (e *Engine) compile(text string) (*document, []Error) {
	parsed, tokens, err := parse(text)
	if err != nil {
		return nil, []Error{*err}
	}
	s := newSurvey(e, parsed)
	if errs := s.validate(); len(errs) > 0 {
		return nil, errs
	}
	if err := spread(parsed, s.fragments); err != nil {
		return nil, []Error{*err}
	}
	if errs := s.fieldsMerge(); len(errs) > 0 {
		return nil, errs
	}
	doc := &document{text: text, fragments: s.fragments}
	for _, def := range parsed.Operations {
		op := &operation{OperationDefinition: def, document: doc}
		if !s.conditional() {
			c := compiler{engine: e, fragments: s.fragments}
			op.plan = c.root(def)
			doc.size += c.steps * stepSize
		}
		doc.operations = append(doc.operations, op)
	}
	doc.size += len(text) + tokens*tokenSize
	return doc, nil
}

// What a token's syntax tree and a step take in memory, roughly.
const (
	tokenSize = 200
	stepSize  = 300
)

// conditional tells whether variables decide which fields there are.
func (s *survey) conditional() bool {
	for _, d := range s.directives {
		if anyHoldsVariable(d.it.Arguments) {
			return true
		}
	}
	return false
}

// operation finds the one that a request means.
func (d *document) operation(name string) (*operation, *Error) {
	switch {
	case name != "":
		for _, op := range d.operations {
			if op.Name == name {
				return op, nil
			}
		}
		return nil, &Error{Message: "Unknown operation named < " + brief(name) + " >."}
	case len(d.operations) == 1:
		return d.operations[0], nil
	case len(d.operations) == 0:
		return nil, &Error{Message: "Must provide an operation."}
	default:
		return nil, &Error{Message: "Must provide operation name if query contains multiple operations."}
	}
}

// planFor returns the plan of an operation, made for a request's variables where
// they decide which fields there are.
func (e *Engine) planFor(op *operation, vars Args) ([]step, *Error) {
	if op.plan != nil {
		return op.plan, nil
	}
	c := compiler{engine: e, fragments: op.document.fragments, vars: vars}
	return c.root(op.OperationDefinition), c.err
}

type compiler struct {
	engine    *Engine
	fragments map[string]*ast.FragmentDefinition
	vars      Args
	steps     int
	err       *Error
}

func (c *compiler) root(op *ast.OperationDefinition) []step {
	of := c.engine.Schema.Query
	if op.Operation == ast.Mutation {
		of = c.engine.Schema.Mutation
	}
	return c.object(of, []ast.SelectionSet{op.SelectionSet})
}

// object compiles what is selected of one object type, never nil.
func (c *compiler) object(of *ast.Definition, sets []ast.SelectionSet) []step {
	groups := grouping{compiler: c, of: of, index: map[string]int{}}
	for _, set := range sets {
		groups.add(set)
	}
	steps := make([]step, len(groups.fields))
	for i, same := range groups.fields {
		steps[i] = c.step(of, same)
	}
	c.steps += len(steps)
	return steps
}

// step compiles fields of one key into one.
func (c *compiler) step(of *ast.Definition, same []*ast.Field) step {
	f := same[0]
	s := step{key: f.Alias, label: string(appendString(nil, f.Alias)) + ":", field: f}
	if f.Name == typename.Name {
		s.typename = of.Name
		return s
	}
	def := of.Fields.ForName(f.Name)
	s.resolve = c.engine.Fields[of.Name+"."+f.Name]
	s.args = c.arguments(def, f.Arguments)
	s.shape = c.shape(def.Type)
	var sets []ast.SelectionSet
	for _, x := range same {
		if len(x.SelectionSet) > 0 {
			sets = append(sets, x.SelectionSet)
		}
	}
	if t := c.engine.Schema.Types[def.Type.Name()]; !t.IsLeafType() {
		s.below = c.selection(t, sets)
	}
	return s
}

// arguments reads what does not depend on variables now and the rest later.
func (c *compiler) arguments(def *ast.FieldDefinition, list ast.ArgumentList) func(Args) (Args, *ast.ArgumentDefinition) {
	schema := c.engine.Schema
	if anyHoldsVariable(list) {
		return func(vars Args) (Args, *ast.ArgumentDefinition) {
			return readArguments(schema, def.Arguments, list, vars)
		}
	}
	args, bad := readArguments(schema, def.Arguments, list, nil)
	return func(Args) (Args, *ast.ArgumentDefinition) { return args, bad }
}

func (c *compiler) shape(t *ast.Type) *shape {
	s := &shape{nonNull: t.NonNull}
	if t.Elem != nil {
		s.items = c.shape(t.Elem)
		return s
	}
	s.leaf = c.engine.Schema.Types[t.NamedType].IsLeafType()
	return s
}

func (c *compiler) selection(t *ast.Definition, sets []ast.SelectionSet) selection {
	if !t.IsAbstractType() {
		return selection{steps: c.object(t, sets)}
	}
	byType := map[string][]step{}
	for _, object := range c.engine.Schema.GetPossibleTypes(t) {
		byType[object.Name] = c.object(object, sets)
	}
	return selection{byType: byType}
}

// A grouping gathers the fields of one object by their keys, in the order of the
// document, through all fragments that apply to it.
type grouping struct {
	*compiler
	of     *ast.Definition
	fields [][]*ast.Field
	index  map[string]int
}

func (g *grouping) add(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if g.included(s.Directives) {
				g.addField(s)
			}
		case *ast.InlineFragment:
			if g.included(s.Directives) && g.applies(s.TypeCondition) {
				g.add(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			f := g.fragments[s.Name]
			if g.included(s.Directives) && g.applies(f.TypeCondition) {
				g.add(f.SelectionSet)
			}
		}
	}
}

func (g *grouping) addField(f *ast.Field) {
	i, ok := g.index[f.Alias]
	if !ok {
		i = len(g.fields)
		g.index[f.Alias] = i
		g.fields = append(g.fields, nil)
	}
	g.fields[i] = append(g.fields[i], f)
}

// applies tells whether a fragment is for the object's type.
func (g *grouping) applies(on string) bool {
	if on == "" || on == g.of.Name {
		return true
	}
	for _, t := range g.engine.Schema.PossibleTypes[on] {
		if t == g.of {
			return true
		}
	}
	return false
}

// included asks @skip and @include.
func (g *grouping) included(list ast.DirectiveList) bool {
	for _, d := range list {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		args, bad := readArguments(g.engine.Schema, d.Definition.Arguments, d.Arguments, g.vars)
		if bad != nil {
			g.err = &Error{Message: mustNotBeNull(bad), Locations: at(d.Position)}
			return false
		}
		if args["if"] == (d.Name == "skip") {
			return false
		}
	}
	return true
}

func mustNotBeNull(arg *ast.ArgumentDefinition) string {
	return fmt.Sprintf("Argument < %s > of non-null type < %s > must not be null.", arg.Name, arg.Type)
}
