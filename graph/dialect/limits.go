package dialect

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

// The limits of a request. The vendor publishes none; these are this mock's own
// (ASSUMED), far above what clients send, and low enough to check the costliest request
// of 64 KB in a few milliseconds. The standard introspection query needs 15 levels and
// some 200 fields with its fragments spread.
const (
	maxText       = 64 << 10 // bytes of query text
	maxTokens     = 5000     // words, names, signs and comments
	maxName       = 100      // letters in one name
	maxNesting    = 100      // brackets within brackets, as written
	maxDepth      = 32       // fields within fields, fragments spread
	maxSelections = 250      // in one selection set, as written
	maxSpread     = 2500     // fields in all, fragments spread
	maxAliases    = 250      // in all
	maxOperations = 25
	maxFragments  = 100
	maxVariables  = 100 // defined by one operation
	maxItems      = 500 // in one list, written or in a variable
	maxErrors     = 20  // reported of one document; the rest is left out
)

// tooMuch returns the error for a request that exceeds a limit.
func tooMuch(sent int, what string, limit int, where *ast.Position) *wire.GraphQLFault {
	if sent >= countless {
		what = "or more " + what
	}
	return &wire.GraphQLFault{
		Message:   fmt.Sprintf("The request holds %d %s; the limit is %d.", sent, what, limit),
		Locations: at(where),
		Type:      "bad_request",
		Reason:    "limit_exceeded",
	}
}

// measure refuses a document that exceeds a limit. It visits every part once, before
// any other check does.
func measure(doc *ast.QueryDocument) *wire.GraphQLFault {
	if n := len(doc.Operations); n > maxOperations {
		return tooMuch(n, "operations", maxOperations, doc.Operations[maxOperations].Position)
	}
	if n := len(doc.Fragments); n > maxFragments {
		return tooMuch(n, "fragments", maxFragments, doc.Fragments[maxFragments].Position)
	}
	m := measurement{}
	for _, op := range doc.Operations {
		if n := len(op.VariableDefinitions); n > maxVariables {
			return tooMuch(n, "variables in one operation", maxVariables, op.Position)
		}
		for _, v := range op.VariableDefinitions {
			m.value(v.DefaultValue)
			m.directives(v.Directives)
		}
		m.directives(op.Directives)
		m.selections(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		m.directives(f.Directives)
		m.selections(f.SelectionSet)
	}
	if m.aliases > maxAliases {
		m.refuse(m.aliases, "aliases", maxAliases, nil)
	}
	return m.err
}

type measurement struct {
	aliases int
	err     *wire.GraphQLFault
}

func (m *measurement) refuse(sent int, what string, limit int, where *ast.Position) {
	if m.err == nil {
		m.err = tooMuch(sent, what, limit, where)
	}
}

func (m *measurement) selections(set ast.SelectionSet) {
	if n := len(set); n > maxSelections {
		m.refuse(n, "fields in one selection set", maxSelections, set[0].GetPosition())
	}
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Alias != s.Name {
				m.aliases++
			}
			m.arguments(s.Arguments)
			m.directives(s.Directives)
			m.selections(s.SelectionSet)
		case *ast.InlineFragment:
			m.directives(s.Directives)
			m.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			m.directives(s.Directives)
		}
	}
}

func (m *measurement) directives(list ast.DirectiveList) {
	for _, d := range list {
		m.arguments(d.Arguments)
	}
}

func (m *measurement) arguments(list ast.ArgumentList) {
	for _, a := range list {
		m.value(a.Value)
	}
}

func (m *measurement) value(v *ast.Value) {
	if v == nil {
		return
	}
	if n := len(v.Children); n > maxItems && v.Kind == ast.ListValue {
		m.refuse(n, "items in one list", maxItems, v.Position)
	}
	for _, c := range v.Children {
		m.value(c.Value)
	}
}

// spread refuses a document that exceeds a limit with its fragments spread: a few that
// spread each other twice are enough. It visits each selection set once. The document
// has no cycles.
func spread(doc *ast.QueryDocument, fragments map[string]*ast.FragmentDefinition) *wire.GraphQLFault {
	sum := spreading{fragments: fragments, known: map[string]extent{}}
	for _, op := range doc.Operations {
		of := sum.of(op.SelectionSet)
		if of.depth > maxDepth {
			return tooMuch(of.depth, "levels of fields, one within another", maxDepth, op.Position)
		}
		sum.fields = add(sum.fields, of.fields)
	}
	if sum.fields > maxSpread {
		return tooMuch(sum.fields, "fields, with all fragments spread", maxSpread, nil)
	}
	return nil
}

type spreading struct {
	fragments map[string]*ast.FragmentDefinition
	known     map[string]extent
	fields    int
}

// An extent is the size of a selection set with its fragments spread.
type extent struct{ fields, depth int }

func (x *spreading) of(set ast.SelectionSet) (sum extent) {
	for _, s := range set {
		var e extent
		switch s := s.(type) {
		case *ast.Field:
			e = x.of(s.SelectionSet)
			e.fields, e.depth = add(e.fields, 1), e.depth+1
		case *ast.InlineFragment:
			e = x.of(s.SelectionSet)
		case *ast.FragmentSpread:
			e = x.fragment(s.Name)
		}
		sum.fields, sum.depth = add(sum.fields, e.fields), max(sum.depth, e.depth)
	}
	return sum
}

func (x *spreading) fragment(name string) extent {
	e, ok := x.known[name]
	if !ok {
		e = x.of(x.fragments[name].SelectionSet)
		x.known[name] = e
	}
	return e
}

// countless is where counting stops: a hundred fragments can spread to 2^100 fields.
const countless = 1_000_000

func add(a, b int) int { return min(a+b, countless) }
