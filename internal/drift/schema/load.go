// Package schema compares two states of a GraphQL schema by the rules of
// graphql-js and GraphQL Inspector, and says which operations a change touches.
//
//	from, err := schema.Load("old.graphqls", old) // SDL, or introspection JSON
//	to, err := schema.Load("response.json", response)
//	changes := schema.Diff(from, to)
//
// See https://github.com/graphql/graphql-js/blob/16.x.x/src/utilities/findBreakingChanges.ts
// and https://the-guild.dev/graphql/inspector/docs/commands/diff.
package schema

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

const (
	maxBytes  = 64 << 20  // of one schema
	maxTokens = 8_000_000 // of one schema
)

// ErrNotSchema reports that a text is neither SDL nor the response to an
// introspection query.
var ErrNotSchema = errors.New("neither SDL nor introspection JSON")

// A Schema is one loaded state.
type Schema struct {
	*ast.Schema
	applied map[string]directives // by path, such as "Query.me"; without @deprecated
}

// directives holds the directives applied at one place: name to text.
type directives map[string]string

// Load reads a schema from SDL or from introspection JSON, with or without the
// outer member data. The name appears in errors only.
func Load(name string, text []byte) (*Schema, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	s, err := load(name, text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

func load(name string, text []byte) (*Schema, error) {
	switch {
	case len(text) == 0:
		return nil, fmt.Errorf("empty: %w", ErrNotSchema)
	case len(text) > maxBytes:
		return nil, fmt.Errorf("%d bytes, the limit is %d", len(text), maxBytes)
	case text[0] == '<':
		return nil, fmt.Errorf("looks like HTML or XML: %w", ErrNotSchema)
	case text[0] == '{' || text[0] == '[':
		document, err := readIntrospection(text)
		if err != nil {
			return nil, err
		}
		return build(document)
	}
	document, err := parser.ParseSchemaWithLimit(&ast.Source{Name: name, Input: string(text)}, maxTokens)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotSchema, err)
	}
	return build(document)
}

// build takes the applied directives aside, since published schemas apply some
// that they do not define, adds the types that every schema has, and checks the whole.
func build(document *ast.SchemaDocument) (*Schema, error) {
	s := &Schema{applied: map[string]directives{}}
	for _, d := range append(document.Definitions, document.Extensions...) {
		s.takeDirectives(d)
	}
	for _, d := range append(document.Schema, document.SchemaExtension...) {
		d.Directives = s.take("schema", d.Directives)
	}
	whole := validator.PreludeDocument()
	document.Definitions = without(
		document.Definitions,
		whole.Definitions,
		func(d *ast.Definition) string { return d.Name },
	)
	document.Directives = without(document.Directives, whole.Directives,
		func(d *ast.DirectiveDefinition) string { return d.Name })
	whole.Merge(document)
	var err error
	if s.Schema, err = validator.ValidateSchemaDocument(whole); err != nil {
		return nil, fmt.Errorf("invalid schema: %w", err)
	}
	if s.Query == nil {
		return nil, errors.New("the schema has no query type")
	}
	return s, nil
}

// without returns the elements of list whose name none of the others has.
func without[T any](list, others []T, name func(T) string) []T {
	known := map[string]bool{}
	for _, o := range others {
		known[name(o)] = true
	}
	var rest []T
	for _, e := range list {
		if !known[name(e)] {
			rest = append(rest, e)
		}
	}
	return rest
}

func (s *Schema) takeDirectives(d *ast.Definition) {
	d.Directives = s.take(d.Name, d.Directives)
	for _, f := range d.Fields {
		f.Directives = s.take(d.Name+"."+f.Name, f.Directives)
		for _, a := range f.Arguments {
			a.Directives = s.take(argumentPath(d.Name, f.Name, a.Name), a.Directives)
		}
	}
	for _, v := range d.EnumValues {
		v.Directives = s.take(d.Name+"."+v.Name, v.Directives)
	}
}

// take notes the directives at a path and returns those that gqlparser gets to see.
func (s *Schema) take(path string, list ast.DirectiveList) ast.DirectiveList {
	var rest ast.DirectiveList
	for _, d := range list {
		switch d.Name {
		case "deprecated":
			rest = append(rest, d)
		case "oneOf", "specifiedBy":
			rest = append(rest, d)
			fallthrough
		default:
			if s.applied[path] == nil {
				s.applied[path] = directives{}
			}
			s.applied[path][d.Name] += directiveText(d)
		}
	}
	return rest
}

func directiveText(d *ast.Directive) string {
	text := "@" + d.Name
	for i, a := range d.Arguments {
		if i == 0 {
			text += "("
		} else {
			text += ", "
		}
		text += a.Name + ": " + a.Value.String()
	}
	if len(d.Arguments) > 0 {
		text += ")"
	}
	return text
}

func argumentPath(owner, field, argument string) string {
	return owner + "." + field + "(" + argument + ":)"
}
