package dialect

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/wire"
)

// section returns the part of the specification with a number and a title.
func section(number, title string) *wire.QueryRule {
	words := strings.ReplaceAll(title, " ", "-")
	return &wire.QueryRule{
		Rule:    number,
		Spec:    "June 2018",
		Details: "https://spec.graphql.org/June2018/#sec-" + words,
		Tag:     strings.ToLower(words),
	}
}

// addError adds an error, with the path of the field that it is about, if any.
func (s *index) addError(rule *wire.QueryRule, path *pathNode, where *ast.Position, format string, a ...any) {
	if len(s.errors) >= maxErrors {
		return
	}
	s.errors = append(s.errors, wire.GraphQLFault{
		Message:    fmt.Sprintf(format, a...),
		Path:       path.path(),
		Locations:  at(where),
		Extensions: rule,
	})
}

// repeated returns the items of a list with the name of an earlier one.
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

// brief shortens text of a client for a message.
func brief(text string) string {
	return wire.Clip(text, 100, "...")
}
