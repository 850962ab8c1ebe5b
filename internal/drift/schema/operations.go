package schema

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// An Operation is one request of a client, checked against a schema, and what it
// uses of it.
type Operation struct {
	Name string // the operation's own name, else where it stands
	uses uses
}

// uses holds what an operation needs of a schema, by path. A path that is
// written in the document is exact; one that a variable may or may not contain is possible.
type uses map[string]certainty

type certainty uint8

const (
	possible certainty = iota + 1
	exact
)

func (u uses) add(path string, c certainty) { u[path] = max(u[path], c) }

// LoadOperations reads a document with one or more operations, all valid in the
// schema s. The name appears in errors, and names operations that have no name.
func LoadOperations(s *Schema, name, text string) ([]Operation, error) {
	if len(text) > maxBytes {
		return nil, fmt.Errorf("%s: %d bytes, the limit is %d", name, len(text), maxBytes)
	}
	document, errs := gqlparser.LoadQueryWithRules(s.Schema, text, nil)
	if len(errs) > 0 {
		return nil, fmt.Errorf("%s: %w", name, errs)
	}
	var operations []Operation
	for _, o := range document.Operations {
		c := &collector{schema: s, uses: uses{}, fragments: map[string]bool{}, inputs: map[string]bool{}}
		c.operation(o)
		operations = append(operations, Operation{Name: cmpOr(o.Name, name), uses: c.uses})
	}
	if len(operations) == 0 {
		return nil, fmt.Errorf("%s: no operation", name)
	}
	return operations, nil
}

// A collector notes what one operation uses.
type collector struct {
	schema    *Schema
	uses      uses
	fragments map[string]bool // entered already
	inputs    map[string]bool // input types whose every field is noted
}

func (c *collector) operation(o *ast.OperationDefinition) {
	c.uses.add("schema."+string(o.Operation), exact)
	c.directives(o.Directives)
	for _, v := range o.VariableDefinitions {
		c.uses.add(named(v.Type.Name()), exact)
		c.anything(v.Type.Name())
		if v.DefaultValue != nil {
			c.value(v.DefaultValue)
		}
		c.directives(v.Directives)
	}
	c.selections(o.SelectionSet)
}

func (c *collector) selections(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			c.field(s)
		case *ast.InlineFragment:
			c.directives(s.Directives)
			if s.TypeCondition != "" {
				c.condition(s.TypeCondition)
			}
			c.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			c.directives(s.Directives)
			if s.Definition != nil && !c.fragments[s.Name] {
				c.fragments[s.Name] = true
				c.condition(s.Definition.TypeCondition)
				c.selections(s.Definition.SelectionSet)
			}
		}
	}
}

// condition notes a fragment's type condition.
func (c *collector) condition(name string) {
	c.uses.add(name, exact)
	c.uses.add(named(name), exact)
}

// named is the path of a type's name, as opposed to the type itself.
func named(name string) string { return name + " by name" }

func (c *collector) field(f *ast.Field) {
	owner := f.ObjectDefinition
	if owner == nil || f.Definition == nil {
		return
	}
	c.uses.add(owner.Name, exact)
	c.directives(f.Directives)
	if f.Name == "__typename" {
		c.uses.add(named(owner.Name), possible)
		for _, t := range c.schema.GetPossibleTypes(owner) {
			c.uses.add(named(t.Name), possible)
		}
		return
	}
	path := owner.Name + "." + f.Name
	c.uses.add(path, exact)
	if owner.Kind == ast.Interface {
		for _, t := range c.schema.GetPossibleTypes(owner) {
			c.uses.add(t.Name+"."+f.Name, exact)
		}
	}
	for _, a := range f.Arguments {
		c.uses.add(argumentPath(owner.Name, f.Name, a.Name), exact)
		c.value(a.Value)
	}
	result := c.schema.Types[f.Definition.Type.Name()]
	if result == nil {
		return
	}
	c.uses.add(result.Name, exact)
	for _, v := range result.EnumValues {
		c.uses.add(result.Name+"."+v.Name, possible)
	}
	for _, t := range c.schema.GetPossibleTypes(result) {
		c.uses.add(t.Name, possible)
	}
	c.selections(f.SelectionSet)
}

// value notes the enum values and input fields that a literal contains.
func (c *collector) value(v *ast.Value) {
	switch v.Kind {
	case ast.EnumValue:
		if v.Definition != nil {
			c.uses.add(v.Definition.Name, exact)
			c.uses.add(v.Definition.Name+"."+v.Raw, exact)
		}
	case ast.ObjectValue:
		if v.Definition != nil {
			c.uses.add(v.Definition.Name, exact)
		}
		for _, m := range v.Children {
			if v.Definition != nil {
				c.uses.add(v.Definition.Name+"."+m.Name, exact)
			}
			c.value(m.Value)
		}
	case ast.ListValue:
		for _, e := range v.Children {
			c.value(e.Value)
		}
	}
}

// anything notes all that a variable of a type may contain.
func (c *collector) anything(name string) {
	def := c.schema.Types[name]
	if def == nil || c.inputs[name] {
		return
	}
	c.inputs[name] = true
	c.uses.add(name, exact)
	for _, v := range def.EnumValues {
		c.uses.add(name+"."+v.Name, possible)
	}
	for _, f := range def.Fields {
		c.uses.add(name+"."+f.Name, possible)
		c.anything(f.Type.Name())
	}
}

func (c *collector) directives(list ast.DirectiveList) {
	for _, d := range list {
		c.uses.add("@"+d.Name, exact)
		for _, a := range d.Arguments {
			c.uses.add("@"+d.Name+"("+a.Name+":)", exact)
			c.value(a.Value)
		}
	}
}

// owner returns the path of what contains a path: the field of an argument, the
// type of a field; "" for a type.
func owner(path string) string {
	if i := strings.IndexByte(path, '('); i > 0 {
		return path[:i]
	}
	if i := strings.LastIndexAny(path, "."); i > 0 {
		return path[:i]
	}
	return ""
}
