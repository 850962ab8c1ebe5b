package schema_test

import (
	"slices"
	"testing"

	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/schema"
	"github.com/dailymock/dailymock/internal/testing/node"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// differing lists the pairs whose worst change has another class at GraphQL Inspector, and why. "back" is the pair the
// other way round.
var differing = map[string]string{
	"input field optional":             "dangerous, as in graphql-js: a server may apply a default unknown to clients",
	"value that clients receive, back": "no request can contain the value, so none is refused",
	"received value removed":           "no request can contain the value, so none is refused",
	"value that clients send":          "no response can contain the value, so no client meets an unknown one",
	"sent value removed, back":         "no response can contain the value, so no client meets an unknown one",
}

// TestAgreesWithGraphQLInspector compares the class of the worst change of each row, in both
// directions.
func TestAgreesWithGraphQLInspector(t *testing.T) {
	slow.Test(t)
	t.Parallel()
	var names []string
	var pairs [][2]string
	for _, row := range rows {
		changed := replaceOnce(t, base, row.old, row.new)
		names = append(names, row.name, row.name+", back")
		pairs = append(pairs, [2]string{base, changed}, [2]string{changed, base})
	}
	if len(pairs) < 60 {
		t.Errorf("%d pairs, want 60 at least", len(pairs))
	}
	var theirs [][]struct{ Level, Type, Path string }
	node.Run(t, &theirs, pairs, "@graphql-inspector", "inspect.js")
	met := map[string]bool{}
	for i, pair := range pairs {
		worst := -1
		for _, c := range theirs[i] {
			at := slices.Index([]string{"BREAKING", "DANGEROUS", "NON_BREAKING"}, c.Level)
			if worst < 0 || at < worst {
				worst = at
			}
		}
		want := drift.Class("none")
		if worst >= 0 {
			want = drift.Classes[worst]
		}
		got := drift.Class("none")
		if changes := schema.Diff(load(t, pair[0]), load(t, pair[1])); len(changes) > 0 {
			got = changes[0].Class
		}
		switch reason := differing[names[i]]; {
		case got != want && reason == "":
			t.Errorf("%s: %s, and %s at GraphQL Inspector: %v", names[i], got, want, theirs[i])
		case got == want && reason != "":
			t.Errorf("%s: %s as at GraphQL Inspector; remove it from the differences", names[i], got)
		}
		met[names[i]] = true
	}
	for name := range differing {
		if !met[name] {
			t.Errorf("there is no row %q", name)
		}
	}
}
