package schema_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/schema"
)

func load(t *testing.T, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Load("test", []byte(text))
	if err != nil {
		t.Fatalf("Load: %v\n%s", err, text)
	}
	return s
}

func replaceOnce(t *testing.T, text, old, now string) string {
	t.Helper()
	if old != "" && strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in the schema, want once", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, now, 1)
}

func TestTypesRenamed(t *testing.T) {
	t.Parallel()
	got := ids(t, base, strings.ReplaceAll(base, "VideoList", "VideoConnection"))
	if len(got) != 1 || got[0] != "breaking TYPE_RENAMED VideoList" {
		t.Errorf("changes = %q, want one rename", got)
	}
	got = ids(t, base, strings.NewReplacer("VideoList", "VideoConnection", "Status", "State").Replace(base))
	if len(got) != 2 {
		t.Errorf("changes = %q, want two renames", got)
	}
}

func TestBadSchemas(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ text, want string }{
		"empty":                  {" \n", "empty"},
		"HTML":                   {"<!DOCTYPE html><html></html>", "HTML"},
		"truncated JSON":         {`{"data": {"__schema": {"types": [`, "unexpected end"},
		"JSON of something else": {`{"data": {"me": null}}`, "__schema"},
		"a JSON list":            {`[1]`, "cannot unmarshal"},
		"errors":                 {`{"data": null, "errors": [{"message": "introspection is off"}]}`, "introspection is off"},
		"no query":               {`type A { b: Int }`, "no query type"},
		"unknown type":           {`type Query { a: Missing }`, "Missing"},
		"deep list":              {`type Query { a: ` + strings.Repeat("[", 100_000), "neither SDL"},
		"deep value":             {`type Query { a(b: Int = ` + strings.Repeat("[", 100_000), "neither SDL"},
		"a name that is none": {`{"__schema": {"queryType": {"name": "Q"}, "types": [{"kind": "OBJECT", "name": ` +
			`"Q) {"}]}}`, "no GraphQL name"},
		"nested too deep": {`{"__schema": {"queryType": {"name": "Q"}, "types": [{"kind": "OBJECT", "name": "Q", ` +
			`"fields": [{"name": "a", "type": ` +
			strings.Repeat(`{"kind": "LIST", "ofType": `, 50) + `{"kind": "SCALAR", "name": "Int"}` + strings.Repeat("}",
			50) + `}]}]}}`, "more than 32"},
		"cut off by the query": {`{"__schema": {"queryType": {"name": "Q"}, "types": [{"kind": "OBJECT", "name": "Q",
			"fields": [{"name": "a",
			"type": {"kind": "NON_NULL"}}]}]}}`, "nested deeper"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := schema.Load("file.json", []byte(row.text))
			if err == nil || !strings.Contains(err.Error(), row.want) || !strings.HasPrefix(err.Error(), "file.json: ") {
				t.Errorf("Load = %v, want an error about file.json that contains %q", err, row.want)
			}
		})
	}
}

func TestCyclicTypesLoad(t *testing.T) {
	t.Parallel()
	s := load(t, `type Query { a: A } type A { b: B! } type B { a: [A!]! } input I { i: I } `)
	if got := schema.Diff(s, s); len(got) > 0 {
		t.Errorf("Diff with itself = %v", got)
	}
}

func TestOperationsTouched(t *testing.T) {
	t.Parallel()
	from := load(t, base)
	const document = `
query Search($input: SearchInput!) { search(input: $input) { ... on Video { id status } } }
query Asc { search(input: {words: "a", order: ASC}) { __typename } }
query Me { me { name videos { total } } }`
	operations, err := schema.LoadOperations(from, "q.graphql", document)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, old, new, want string }{
		{"a field that one selects", "  total: Int", "", "Me: breaks"},
		{"a field that nobody selects", "  old: String @deprecated(reason: \"Use name.\")", "", ""},
		{"a literal", "ASC DESC", "DESC", "Search: may be affected, Asc: breaks"},
		{"a value that may be sent", "ASC DESC", "ASC", "Search: may be affected"},
		{"a value that may come", "PENDING FINISHED", "PENDING FINISHED FAILED", "Search: may be affected"},
		{"a required input field", "words: String!", "words: String! site: ID!", "Search: breaks, Asc: breaks"},
		{"a required argument", "videos(first: Int)", "videos(first: Int, page: Int!)", "Me: breaks"},
		{"an argument that nobody gives", ", size: Int = 10", "", ""},
		{"a default that holds for one", "limit: Int = 10", "limit: Int = 20",
			"Search: may be affected, Asc: may be affected"},
		{"a union member by name", "User | Video", "User", "Search: breaks, Asc: may be affected"},
		{"a new field", "total: Int", "total: Int next: ID", "Me: safe"},
		{"a new type", "interface Node", "type Extra { a: Int }\ninterface Node", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			to := replaceOnce(t, base, row.old, row.new)
			if row.name == "a literal" {
				to = replaceOnce(t, to, "order: Order = ASC", "order: Order = DESC")
			}
			changes := schema.Diff(from, load(t, to))
			schema.Touch(changes, operations)
			if got := effects(changes[0]); got != row.want {
				t.Errorf("%s: effects = %q, want %q", changes[0].ID(), got, row.want)
			}
		})
	}
	if _, err := schema.LoadOperations(
		from,
		"q.graphql",
		"{ nope }",
	); err == nil ||
		!strings.Contains(err.Error(), "q.graphql") {
		t.Errorf("an invalid operation gives %v", err)
	}
}

func effects(c drift.Change) string {
	var all []string
	for _, e := range c.Effects {
		all = append(all, e.Operation+": "+string(e.Impact))
	}
	return strings.Join(all, ", ")
}
