// Package dialect answers GraphQL requests in the manner of the vendor's own
// engine: its messages, its rules, its paths (spec/reporting.md §10, ENGINE).
// It knows a schema and who resolves its fields, and nothing of reports.
//
//	e := dialect.New(dialect.Config{Schema: s, Fields: f})
//	body := e.Answer(ctx, nil, dialect.Request{Query: "{ __typename }"})
//
// # How a request becomes an answer
//
// The text is read (syntax.go) and measured (limits.go). A survey lists what it
// holds (survey.go), and each rule is a loop over one of those lists (rules.go
// and the files that begin with rule). What passes is compiled into a plan, one
// step for each field, with fragments spread and repeated fields merged
// (plan.go), and kept by its text (documents.go). Then the variables are read
// strictly (variables.go), and the plan runs, writing JSON as it goes (run.go).
//
// Why not gqlgen's own executor: it takes a document apart anew for each request
// and answers a status poll at a third of this one's rate. The tests have it
// check this one's answers.
package dialect

import (
	"context"
	"fmt"
	"maps"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/graph/ordered"
)

// A Config says what an Engine answers about.
type Config struct {
	Schema *ast.Schema

	// Fields resolve the schema's fields, by "Type.field". Those of
	// introspection are there already.
	Fields map[string]Resolver

	// Scalars say of a text whether it is a value of a scalar of the schema's
	// own, by the scalar's name. One that is not there takes any text.
	Scalars map[string]func(text string) bool

	// TypeOf names the object type of a value that stands behind an interface.
	TypeOf func(value any) string

	// Explain turns an error of a Resolver into what a client may read: the
	// message, type and reason; the rest is filled in. It gets a *Panic where
	// a Resolver panicked. It must be there.
	Explain func(ctx context.Context, err error) Error
}

// A Resolver finds the value of one field. parent is what the field above
// found, nil at the root. An object is any value, usually a pointer; a list is a
// slice; a leaf is a string, bool or int, a pointer to one, or a
// graphql.Marshaler. Nil is null.
type Resolver func(ctx context.Context, parent any, args Args) (any, error)

// Get makes a Resolver of a function that needs its parent alone.
func Get[P, T any](get func(parent P) T) Resolver {
	return func(_ context.Context, parent any, _ Args) (any, error) { return get(parent.(P)), nil }
}

// An Engine answers requests about one schema. It is safe for concurrent use.
type Engine struct {
	Config
	documents documents
}

// New returns an Engine. It panics when a field of the schema has no Resolver,
// since that is a fault of the program.
func New(c Config) *Engine {
	e := &Engine{Config: c, documents: newDocuments()}
	e.Fields = introspectionOf(c.Schema)
	maps.Copy(e.Fields, c.Fields)
	for _, t := range c.Schema.Types {
		for _, f := range t.Fields {
			if t.Kind == ast.Object && e.Fields[t.Name+"."+f.Name] == nil {
				panic(fmt.Sprintf("dialect: nothing resolves %s.%s", t.Name, f.Name))
			}
		}
	}
	return e
}

// A Request is what a client sends.
type Request struct {
	Query         string
	OperationName string          // "" where the query holds one operation only
	Variables     *ordered.Object // nil where there are none
}

// Answer appends the answer to a request, a JSON object without a line end.
func (e *Engine) Answer(ctx context.Context, to []byte, r Request) []byte {
	doc, errs := e.document(r.Query)
	if errs != nil {
		return AppendRefusal(to, errs...)
	}
	op, err := doc.operation(r.OperationName)
	if err != nil {
		return AppendRefusal(to, *err)
	}
	vars, errs := e.variables(op.VariableDefinitions, r.Variables)
	if errs != nil {
		return AppendRefusal(to, errs...)
	}
	plan, err := e.planFor(op, vars)
	if err != nil {
		return AppendRefusal(to, *err)
	}
	return e.run(ctx, to, plan, vars)
}

// document returns what a query text compiles to, from memory where it can.
func (e *Engine) document(text string) (*document, []Error) {
	if doc, ok := e.documents.get(text); ok {
		return doc, nil
	}
	doc, errs := e.compile(text)
	if errs == nil {
		e.documents.add(doc)
	}
	return doc, errs
}
