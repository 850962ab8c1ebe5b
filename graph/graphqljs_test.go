package graph_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/graph/exec"
	"github.com/dailymock/dailymock/graph/internal/zoo"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/testing/node"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/wire"
)

// jsRequest is a request for tools/node/execute.js, and jsAnswer what graphql-js makes
// of it.
type (
	jsRequest struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}
	jsAnswer struct {
		Data    json.RawMessage
		Paths   []ast.Path
		Invalid []string // messages, if graphql-js finds that the document breaks a rule
	}
)

// graphql-js is written independently of everything here. Whatever is asked, both must
// have the same data, byte for byte, and the same errors in the same fields.
func TestAnswersAreThoseOfGraphQLJS(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	for _, row := range []struct {
		stubs, file string
		schema      *ast.Schema
		fragment    string // on Query, with every variable that the others may use
		answer      func(jsRequest) []byte
	}{
		{
			stubs: "vendor", file: "../schema.graphqls", schema: vendorSchema(),
			fragment: `x: __typename @skip(if: $no) y: node(id: "?") { id @include(if: $yes) }
				z: partner { reportFile(reportToken: "done") { downloadLinks(first: $n, page: $unset) { totalCount } } }`,
			answer: vendorAnswers(t),
		},
		{
			stubs: "zoo", file: "internal/zoo/zoo.graphqls", schema: zooSchema().Schema(),
			fragment: `x: __typename @skip(if: $no) @include(if: $yes) y: echo(n: $n, in: {n: $eight, a: $word}, grid: ` +
				`[[$n2]]) z: echo(n: $unset)`,
			answer: zooAnswers(),
		},
	} {
		t.Run(row.stubs, func(t *testing.T) {
			sdl, err := os.ReadFile(row.file)
			if err != nil {
				t.Fatal(err)
			}
			head := "query ($yes: Boolean!, $no: Boolean!, $n: Int, $unset: Int) "
			if row.stubs == "zoo" {
				head = "query ($yes: Boolean!, $no: Boolean!, $n: Int, $unset: Int, $eight: Int = 8, $n2: Int!, $word: String) "
			}
			var requests []jsRequest
			documents := rapid.Custom(func(t *rapid.T) string { return asker{t, row.schema}.set(row.schema.Query, 4) })
			for i := range 250 {
				requests = append(requests, jsRequest{
					Query:     head + documents.Example(i) + " fragment Used on Query { " + row.fragment + " }",
					Variables: map[string]any{"yes": true, "no": false, "n": 2, "n2": 5},
				})
			}
			var want []jsAnswer
			input := map[string]any{"schema": string(sdl), "stubs": row.stubs, "requests": requests}
			node.Run(t, &want, input, "graphql", "execute.js")
			for i, request := range requests {
				compareAnswers(t, request, row.answer(request), want[i])
			}
		})
	}
}

// compareAnswers allows further errors where graphql-js stops early: beside the first
// error that makes their parent null.
func compareAnswers(t *testing.T, r jsRequest, answer []byte, want jsAnswer) {
	t.Helper()
	if want.Invalid != nil {
		t.Errorf("graphql-js refuses %s\n%q", r.Query, want.Invalid)
		return
	}
	var got struct {
		Data   json.RawMessage
		Errors []struct{ Path ast.Path }
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatal(err)
	}
	if string(got.Data) != string(want.Data) {
		t.Errorf("%s\n got %s\nwant %s", r.Query, got.Data, want.Data)
	}
	wanted, seen := map[string]bool{}, map[string]bool{}
	for _, path := range want.Paths {
		wanted[path.String()] = true
	}
	for _, e := range got.Errors {
		seen[e.Path.String()] = true
		if !wanted[e.Path.String()] && !parentIsNull(t, got.Data, e.Path) {
			t.Errorf("%s\nan error at %s that graphql-js does not have", r.Query, e.Path)
		}
	}
	for path := range wanted {
		if !seen[path] {
			t.Errorf("%s\nno error at %s, where graphql-js has one", r.Query, path)
		}
	}
}

// parentIsNull reports whether the object or list that a path's last step is in became
// null.
func parentIsNull(t *testing.T, data []byte, path ast.Path) bool {
	t.Helper()
	var at any
	if err := json.Unmarshal(data, &at); err != nil {
		t.Fatal(err)
	}
	for _, step := range path {
		switch value := at.(type) {
		case map[string]any:
			at = value[string(step.(ast.PathName))]
		case []any:
			at = value[int(step.(ast.PathIndex))]
		default:
			return true
		}
	}
	return false
}

func vendorSchema() *ast.Schema {
	return graph.NewExecutableSchema(graph.Config{}).Schema()
}

// vendorAnswers returns the responses of an endpoint with the data of stubs/vendor.js.
func vendorAnswers(t *testing.T) func(jsRequest) []byte {
	r := &reports{}
	r.put("key", "late", report.InProgress)
	for i, path := range []string{"/a", "/b", "/c"} {
		r.links = append(r.links, report.Link{ID: fmt.Sprint(i + 1), Path: path})
	}
	r.put("key", "done", report.Finished)
	h := graph.New(graph.Options{Reports: r, Edition: "2026", Grant: func(context.Context) (oauth.Grant, bool) {
		return oauth.Grant{Key: "key", Login: "ann@example.com"}, true
	}})
	return func(request jsRequest) []byte {
		sent, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(sent)))
		return w.Body.Bytes()
	}
}

func zooSchema() graphql.ExecutableSchema {
	return zoo.NewExecutableSchema(zoo.Config{Resolvers: &zoo.Resolver{}})
}

func zooAnswers() func(jsRequest) []byte {
	d := dialect.New(dialect.Config{Schema: zooSchema().Schema()})
	x := exec.New(exec.Config{
		Schema:  zooSchema(),
		Explain: func(_ context.Context, err error) wire.GraphQLFault { return wire.GraphQLFault{Message: err.Error()} },
	})
	return func(request jsRequest) []byte {
		variables, _ := json.Marshal(request.Variables)
		sent, _ := dialect.ParseJSON(variables) // which is JSON
		op, errs := d.Prepare(dialect.Request{Query: request.Query, Variables: sent.(*dialect.Object)})
		if errs != nil {
			return wire.AppendGraphQLRefusal(nil, errs...)
		}
		return x.Append(context.Background(), nil, op)
	}
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
	when := a.pick("", "", "", "@skip(if: true)", "@include(if: $yes)", "@include(if: $no)",
		"@skip(if: $no) @include(if: true)")
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
	if len(fields) == 0 { // of a union
		return "__typename " + when
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
	choices := argumentChoices[field]
	if choices == nil {
		return "", ""
	}
	i := rapid.IntRange(0, len(choices)-1).Draw(a.T, "arguments")
	return choices[i], fmt.Sprint(i)
}

// argumentChoices are the arguments to choose from, by field. Other fields get none.
var argumentChoices = map[string][]string{
	"PartnerSpace.reportFile":         {`(reportToken: "done")`, `(reportToken: "late")`, `(reportToken: "gone")`},
	"PartnerReportFile.downloadLinks": pages,
	"AnalyticsReport.downloadLinks":   pages,
	"OrganizationAnalysis.reports":    pages,
	"User.organizations": append([]string{`(xids: ["o2"])`, `(xids: "o1")`,
		`(xids: [null, "o1"], first: $n)`}, pages...),
	"Query.node": {
		nodeID("PartnerSpace:None"), nodeID("PartnerReportFile:done"), nodeID("PartnerReportFile:late"),
		nodeID("Metadata:None"),
		nodeID("ReportFileDownloadLink:2"), nodeID("AnalyticsReport:done"), nodeID("User:x1"), nodeID("Organization:o1"),
		nodeID("OrganizationAnalysis:o1"), `(id: 7)`,
	},
	"Query.echo": {
		``, `(n: 1, color: GREEN, f: 1.5, b: false, id: 5, day: "monday")`, `(f: -1.5e3, id: "x", color: null, in: null)`,
		`(n: $n)`, `(n: $eight)`,
		`(grid: 1)`, `(grid: [1, [2, 3], []])`, `(grid: [1, [$n2]])`, `(in: {})`, `(in: {n: 1, a: null, of: {a: "y"}})`,
		`(in: {n: $n, a: $word})`,
		`(in: {n: $eight, of: [{}, {n: $n2}]})`,
	},
}

var pages = []string{``, `(first: 2)`, `(first: 2, page: 2)`, `(first: null)`, `(first: 0)`, `(page: $unset)`,
	`(first: $n, page: $n)`, `(first: $unset)`}

func nodeID(text string) string {
	return `(id: "` + base64.StdEncoding.EncodeToString([]byte(text)) + `")`
}
