package dialect

import "github.com/vektah/gqlparser/v2/ast"

var (
	sectionOperationNames = section("5.2.1.1", "Operation Name Uniqueness")
	sectionLoneAnonymous  = section("5.2.2.1", "Lone Anonymous Operation")
)

func operationNames(s *index) {
	named := make([]*ast.OperationDefinition, 0, len(s.doc.Operations))
	for _, op := range s.doc.Operations {
		if op.Name != "" {
			named = append(named, op)
		}
	}
	for _, op := range repeated(named, func(op *ast.OperationDefinition) string { return op.Name }) {
		s.addError(sectionOperationNames, nil, op.Position,
			"Can't have multiple operations named < %s >.", brief(op.Name))
	}
}

func loneAnonymousOperation(s *index) {
	if len(s.doc.Operations) < 2 {
		return
	}
	for _, op := range s.doc.Operations {
		if op.Name == "" {
			s.addError(sectionLoneAnonymous, nil, op.Position,
				"Anonymous operation must be the only defined operation.")
		}
	}
}

// operationTypes reports subscriptions, which the schema does not have.
func operationTypes(s *index) {
	for _, op := range s.doc.Operations {
		if op.Operation == ast.Subscription && s.schema.Subscription == nil {
			s.addError(nil, nil, op.Position, "Schema is not configured for subscriptions.")
		}
	}
}
