package dialect

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/wire"
)

// The rules of the GraphQL specification of June 2018, section 5, in the words
// of the vendor's engine. Where docs/spec/reporting.md#error-cases has the words they are
// ENGINE; the others follow their manner and are ASSUMED.
//
// All of them are asked, so that a client reads of several mistakes at once; but
// the last, which compares fields with each other, only of a document that
// passes the others.
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

// validate asks every rule.
func (s *index) validate() []Error {
	for _, rule := range rules {
		rule(s)
	}
	return s.errors
}

// section names a part of the specification by its number and title.
func section(number, title string) *Section {
	words := strings.ReplaceAll(title, " ", "-")
	return &Section{
		Rule:    number,
		Spec:    "June 2018",
		Details: "https://spec.graphql.org/June2018/#sec-" + words,
		Tag:     strings.ToLower(words),
	}
}

// broken notes an error, with the path of the field that it concerns, if any.
func (s *index) addError(rule *Section, path *pathNode, where *ast.Position, format string, a ...any) {
	if len(s.errors) >= maxErrors {
		return
	}
	s.errors = append(s.errors, Error{
		Message:    fmt.Sprintf(format, a...),
		Path:       path.path(),
		Locations:  at(where),
		Extensions: rule,
	})
}

// repeated yields the items of a list whose name came before.
func repeated[T any](list []T, name func(T) string) []T {
	if len(list) < 2 {
		return nil
	}
	var again []T
	known := make(map[string]bool, len(list))
	for _, it := range list {
		n := name(it)
		if known[n] {
			again = append(again, it)
		}
		known[n] = true
	}
	return again
}

// brief keeps what a client wrote from filling the answer.
func brief(text string) string {
	return wire.Clip(text, 100, "...")
}
