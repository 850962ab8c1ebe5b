// Package dialect checks GraphQL requests as the vendor's engine does: its rules,
// its messages and its paths (docs/spec/reporting.md#errors). It knows a schema; it
// executes nothing and knows no resolvers.
//
//	d := dialect.New(dialect.Config{Schema: s})
//	op, errs := d.Prepare(dialect.Request{Query: "{ __typename }"})
//
// # How a request is checked
//
// The text is parsed (syntax.go) within limits (limits.go). An index lists what it
// holds (index.go), and each rule is a loop over one of those lists (rules.go and
// the files that begin with rule). A document that passes is kept by its text
// (documents.go). Then the operation is selected (operation.go) and its variables
// are read strictly (variables.go).
package dialect

import "github.com/dailymock/dailymock/internal/wire"

// A Dialect checks requests about one schema. It is safe for concurrent use.
type Dialect struct {
	Config
	documents documents
}

// New returns a Dialect.
func New(c Config) *Dialect {
	return &Dialect{Config: c, documents: newDocuments()}
}

// A Request is what a client sends.
type Request struct {
	Query         string
	OperationName string  // "" if the query holds one operation only
	Variables     *Object // nil if there are none
}

// Prepare returns the operation that a request asks for, ready to be executed, or
// the errors to refuse it with.
func (d *Dialect) Prepare(r Request) (*Operation, []wire.GraphQLFault) {
	doc, errs := d.document(r.Query)
	if errs != nil {
		return nil, errs
	}
	def, err := doc.operation(r.OperationName)
	if err != nil {
		return nil, []wire.GraphQLFault{*err}
	}
	vars, errs := readVariables(d.Config, def.VariableDefinitions, r.Variables)
	if errs != nil {
		return nil, errs
	}
	if err := def.decide(vars); err != nil {
		return nil, []wire.GraphQLFault{*err}
	}
	return &Operation{
		Query:      r.Query,
		Document:   doc.QueryDocument,
		Definition: def.OperationDefinition,
		Variables:  vars,
		Typenames:  doc.typenames,
		nulls:      nullArguments(d.Schema, doc, vars),
	}, nil
}

// document returns the checked document of a query text, from the cache if it is
// there.
func (d *Dialect) document(text string) (*document, []wire.GraphQLFault) {
	if doc, ok := d.documents.get(text); ok {
		return doc, nil
	}
	doc, errs := check(d.Config, text)
	if errs == nil {
		d.documents.add(doc)
	}
	return doc, errs
}
