package dialect

import (
	"sync"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// A document is a query text that passed every check.
type document struct {
	*ast.QueryDocument
	text       string
	size       int // in memory, bytes, estimated
	operations []*operation
	fields     []*ast.Field // those with arguments
	typenames  bool
}

// An operation is one of a document's, with the @skip and @include that it reaches.
type operation struct {
	*ast.OperationDefinition
	conditions []*ast.Directive
}

// tokenSize is what the syntax tree of one token takes in memory, estimated.
const tokenSize = 250

// check parses a query text and applies every rule to it.
func check(c Config, text string) (*document, []wire.GraphQLFault) {
	parsed, tokens, err := parse(text)
	if err != nil {
		return nil, []wire.GraphQLFault{*err}
	}
	s := newIndex(c, parsed)
	if errs := applyRules(s); len(errs) > 0 {
		return nil, errs
	}
	if err := spread(parsed, s.fragments); err != nil {
		return nil, []wire.GraphQLFault{*err}
	}
	if errs := s.fieldsMerge(); len(errs) > 0 {
		return nil, errs
	}
	doc := &document{QueryDocument: parsed, text: text, size: len(text) + tokens*tokenSize}
	for _, f := range s.fields {
		if len(f.it.Arguments) > 0 {
			doc.fields = append(doc.fields, f.it)
		}
		doc.typenames = doc.typenames || f.it.Definition == typename
	}
	for _, from := range s.operations() {
		doc.operations = append(doc.operations, &operation{from.operation, s.conditions(from)})
	}
	return doc, nil
}

// conditions returns each @skip and @include that an operation reaches.
func (s *index) conditions(from *scope) []*ast.Directive {
	reached := map[*scope]bool{}
	for _, x := range s.reached(from) {
		reached[x] = true
	}
	var found []*ast.Directive
	for _, d := range s.directives {
		if reached[d.scope] && (d.it.Name == "skip" || d.it.Name == "include") {
			found = append(found, d.it.Directive)
		}
	}
	return found
}

// How many documents are kept, and how much memory they may take together.
const (
	maxDocuments     = 1000
	maxDocumentBytes = 8 << 20
)

// documents keep checked documents by their text, the last used ones first.
type documents struct {
	mu     *sync.Mutex
	byText *simplelru.LRU[string, *document]
	bytes  *int
}

func newDocuments() documents {
	bytes := new(int)
	byText, err := simplelru.NewLRU(maxDocuments, func(_ string, d *document) { *bytes -= d.size })
	if err != nil {
		panic(err) // maxDocuments is not positive
	}
	return documents{mu: new(sync.Mutex), byText: byText, bytes: bytes}
}

func (d documents) get(text string) (*document, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.byText.Get(text)
}

func (d documents) add(doc *document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.byText.Contains(doc.text) {
		return // another request was faster
	}
	*d.bytes += doc.size
	d.byText.Add(doc.text, doc)
	for *d.bytes > maxDocumentBytes {
		d.byText.RemoveOldest()
	}
}
