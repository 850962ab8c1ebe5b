package dialect

import "github.com/vektah/gqlparser/v2/ast"

var (
	sectionArgumentNames = section("5.4.1", "Argument Names")
	sectionArgumentsOnce = section("5.4.2", "Argument Uniqueness")
	sectionArgumentsMust = section("5.4.2.1", "Required Arguments")
)

func argumentNames(s *index) {
	for list := range each(s, s.lists) {
		for a := range each(s, list.it.given) {
			if list.it.known.ForName(a.Name) == nil {
				s.addError(sectionArgumentNames, list.path, a.Position,
					"Provided Argument < %s > doesn't exist on %s.", brief(a.Name), list.it.of)
			}
		}
	}
}

func argumentUniqueness(s *index) {
	for list := range each(s, s.lists) {
		for _, a := range repeated(list.it.given, func(a *ast.Argument) string { return a.Name }) {
			s.addError(sectionArgumentsOnce, list.path, a.Position,
				"Can't have multiple arguments named < %s >.", brief(a.Name))
		}
	}
}

// requiredArguments reports missing arguments. A null literal is valuesOfCorrectType's.
func requiredArguments(s *index) {
	for list := range each(s, s.lists) {
		for _, d := range list.it.known {
			if d.Type.NonNull && d.DefaultValue == nil && list.it.given.ForName(d.Name) == nil {
				s.addError(sectionArgumentsMust, list.path, list.it.at,
					"Missing mandatory argument < %s > in %s.", d.Name, list.it.of)
			}
		}
	}
}
