package dialect

import "github.com/dailymock/dailymock/internal/wire"

// The rules of the GraphQL specification of June 2018, section 5, in the words
// of the vendor's engine. Where docs/spec/reporting.md#error-cases has the words they are
// ENGINE; the others follow their manner and are ASSUMED.
//
// All of them are applied, so that a client learns of several mistakes at once. Only
// fieldsMerge is left for documents that pass the others.
var rules = []func(*index){
	operationNames,
	loneAnonymousOperation,
	operationTypes,
	fragmentNames,
	fragmentTypes,
	fragmentsUsed,
	fragmentsDefined,
	fragmentCycles,
	fragmentsPossible,
	fieldsDefined,
	leafFields,
	argumentNames,
	argumentUniqueness,
	requiredArguments,
	valuesOfCorrectType,
	inputFieldNames,
	inputFieldUniqueness,
	inputFieldsRequired,
	directivesDefined,
	directiveLocations,
	directivesOnce,
	variableUniqueness,
	variableTypes,
	variablesDefined,
	variablesUsed,
	variablesAllowed,
}

// applyRules returns the errors of a document, of at most maxErrors places.
func applyRules(s *index) []wire.GraphQLFault {
	for _, rule := range rules {
		rule(s)
	}
	return s.errors
}
