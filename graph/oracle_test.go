package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/report"
)

// gqlgen's own executor knows how GraphQL is to be answered and shares nothing
// with package engine but the schema and the resolvers. Whatever is asked, both
// must answer the same data, and find fault with the same fields.
func TestAnswersAreThoseOfAnotherExecutor(t *testing.T) {
	t.Parallel()
	r := &reports{links: []report.Link{{ID: "1", Path: "/a"}, {ID: "2", Path: "/b"}, {ID: "3", Path: "/c"}}}
	r.put("", "done", report.Finished) // their resolvers know of no caller
	r.put("", "late", report.InProgress)
	ours := quiet(r, "")
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{Reports: r}})
	theirs := executor.New(schema)
	rapid.Check(t, func(t *rapid.T) {
		query := "query ($yes: Boolean!, $no: Boolean!, $n: Int, $unset: Int) " + asker{t, schema.Schema()}.set(schema.Schema().Query, 4) +
			" fragment Used on Query { __typename @include(if: $yes) x: __typename @skip(if: $no) y: node(id: \"?\") { id } z: partner { reportFile(reportToken: \"done\") { downloadLinks(first: $n, page: $unset) { totalCount } } } }"
		variables := map[string]any{"yes": true, "no": false, "n": 2}

		want, wantPaths := askExecutor(t, theirs, query, variables)
		got, gotPaths := askHandler(t, ours, query, variables)
		if got != want {
			t.Fatalf("%s\n got %s\nwant %s", query, got, want)
		}
		if got, want := strings.Join(gotPaths, " "), strings.Join(wantPaths, " "); got != want {
			t.Fatalf("%s\nfaults\n got %s\nwant %s", query, got, want)
		}
	})
}

// An asker makes up selections that break no rule.
type asker struct {
	*rapid.T
	schema *ast.Schema
}

func (a asker) pick(of ...string) string { return rapid.SampledFrom(of).Draw(a.T, "pick") }

// set makes up a selection set of a type. The first fields of each type are
// leaves, so it ends in time.
func (a asker) set(of *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteString("{ ")
	if of.Name == "Query" {
		b.WriteString("...Used ")
	}
	for range rapid.IntRange(1, 5).Draw(a.T, "selections") {
		b.WriteString(a.selection(of, depth) + " ")
	}
	return b.String() + "}"
}

func (a asker) selection(of *ast.Definition, depth int) string {
	when := a.pick("", "", "", "@skip(if: true)", "@include(if: $yes)", "@include(if: $no)", "@skip(if: $no) @include(if: true)")
	var fields []string
	for _, f := range of.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			fields = append(fields, f.Name)
		}
	}
	switch what := rapid.IntRange(0, 9).Draw(a.T, "what"); {
	case what == 0:
		return "__typename " + when
	case what == 1 && depth > 0:
		return "... " + when + " " + a.set(of, depth-1)
	case what == 2 && depth > 0:
		if inner := a.inside(of); inner != nil {
			return "... on " + inner.Name + " " + when + " " + a.set(inner, depth-1)
		}
	}
	f := of.Fields.ForName(a.pick(fields...))
	inner := a.schema.Types[f.Type.Name()]
	if !inner.IsLeafType() && depth == 0 {
		return "__typename"
	}
	args, key := a.arguments(of.Name + "." + f.Name)
	text := of.Name + "_" + f.Name + key + ": " + f.Name + args + " " + when
	if !inner.IsLeafType() {
		text += " " + a.set(inner, depth-1)
	}
	return text
}

// inside picks a type that an object of a type may have, too.
func (a asker) inside(of *ast.Definition) *ast.Definition {
	var names []string
	if of.IsAbstractType() {
		for _, t := range a.schema.GetPossibleTypes(of) {
			names = append(names, t.Name)
		}
	}
	names = append(append(names, of.Interfaces...), of.Name)
	return a.schema.Types[a.pick(names...)]
}

// arguments makes up arguments and a key that is different where they are.
func (a asker) arguments(field string) (args, key string) {
	choices := map[string][]string{
		"PartnerSpace.reportFile":         {`(reportToken: "done")`, `(reportToken: "late")`, `(reportToken: "gone")`},
		"PartnerReportFile.downloadLinks": {``, `(first: 2)`, `(first: 2, page: 2)`, `(first: null)`, `(first: 0)`, `(page: $unset)`, `(first: $n, page: $n)`, `(first: $unset)`},
		"Query.node":                      {`(id: "UGFydG5lclNwYWNlOk5vbmU=")`, `(id: "UGFydG5lclJlcG9ydEZpbGU6ZG9uZQ==")`, `(id: "TWV0YWRhdGE6Tm9uZQ==")`, `(id: 7)`},
	}[field]
	if choices == nil {
		return "", ""
	}
	i := rapid.IntRange(0, len(choices)-1).Draw(a.T, "arguments")
	return choices[i], fmt.Sprint(i)
}

func askExecutor(t *rapid.T, e *executor.Executor, query string, variables map[string]any) (data string, paths []string) {
	ctx := graphql.StartOperationTrace(context.Background())
	op, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if errs != nil {
		t.Fatalf("they refuse %s\n%v", query, errs)
	}
	respond, ctx := e.DispatchOperation(ctx, op)
	answer := respond(ctx)
	for _, err := range answer.Errors {
		paths = append(paths, err.Path.String())
	}
	slices.Sort(paths) // theirs come in any order
	return string(answer.Data), paths
}

func askHandler(t *rapid.T, h http.Handler, query string, variables map[string]any) (data string, paths []string) {
	sent, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(sent)))
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Path ast.Path }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	for _, err := range answer.Errors {
		paths = append(paths, err.Path.String())
	}
	slices.Sort(paths)
	return strings.ReplaceAll(string(answer.Data), "http://example.com/", "/"), paths
}
