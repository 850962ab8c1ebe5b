package exec_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/graph/exec"
	"github.com/dailymock/dailymock/graph/internal/zoo"
	"github.com/dailymock/dailymock/internal/wire"
)

// A server checks and executes requests about package zoo.
type server struct {
	dialect  *dialect.Dialect
	executor *exec.Executor
}

func newZoo() server {
	schema := zoo.NewExecutableSchema(zoo.Config{Resolvers: &zoo.Resolver{}})
	return server{
		dialect.New(dialect.Config{
			Schema:  schema.Schema(),
			Scalars: map[string]func(string) bool{"Day": func(text string) bool { return strings.HasSuffix(text, "day") }},
		}),
		exec.New(exec.Config{
			Schema:  schema,
			Explain: func(_ context.Context, err error) wire.GraphQLFault { return wire.GraphQLFault{Message: err.Error()} },
		}),
	}
}

func answer(tb testing.TB, s server, query, variables string) string {
	tb.Helper()
	r := dialect.Request{Query: query}
	if variables != "" {
		v, err := dialect.ParseJSON([]byte(variables))
		if err != nil {
			tb.Fatal(err)
		}
		r.Variables = v.(*dialect.Object)
	}
	const before = "what was there before "
	var got []byte
	if op, errs := s.dialect.Prepare(r); errs != nil {
		got = wire.AppendGraphQLRefusal([]byte(before), errs...)
	} else {
		got = s.executor.Append(context.Background(), []byte(before), op)
	}
	text, ok := strings.CutPrefix(string(got), before)
	if !ok || !json.Valid([]byte(text)) {
		tb.Fatalf("%s: answer %s", query, got)
	}
	return text
}

func TestNullsMoveUpToWhereTheyMayStand(t *testing.T) {
	t.Parallel()
	e := newZoo()
	const why = `Cannot return null for non-nullable field Broken.heart.`
	for _, row := range []struct{ query, data, path string }{
		{`{ lost { name } }`, `{"lost":null}`, ``},
		{`{ none { name } never { name } }`, `{"none":null,"never":[]}`, ``},
		{`{ dog { name } broken { name heart } }`, `{"dog":{"name":"Rex"},"broken":null}`, `["broken","heart"]`},
		{`{ dog { name } surely { heart name } }`, `null`, `["surely","heart"]`},
		{`{ shelter { heart } dog { name } }`, `{"shelter":[{"heart":"whole"},null],"dog":{"name":"Rex"}}`,
			`["shelter",1,"heart"]`},
		{`{ a: kennel { heart } }`, `{"a":null}`, `["a",1,"heart"]`},
		{`{ walls { h: heart } }`, `{"walls":null}`, `["walls",1,1,"h"]`},
	} {
		want := `{"data":` + row.data
		if row.path != "" {
			column := 1 + strings.LastIndex(row.query, "heart")
			if strings.Contains(row.query, "h: heart") {
				column -= len("h: ")
			}
			at, _ := json.Marshal(column)
			want += `,"errors":[{"message":"` + why + `","path":` + row.path + `,"locations":[{"line":1,"column":` + string(at) +
				`}]}]`
		}
		if got := answer(t, e, row.query, ""); got != want+"}" {
			t.Errorf("%s\n got %s\nwant %s", row.query, got, want+"}")
		}
	}
}

func TestAnErrorInAFieldThatMayNotBeNull(t *testing.T) {
	t.Parallel()
	got := answer(t, newZoo(), `{ pets { ... on Cat { name lives } } }`, "")
	want := `{"data":null,"errors":[{"message":"ran out","path":["pets",1,"lives"],"locations":[{"line":1,"column":28}]}]}`
	if got != want {
		t.Errorf("answer\n got %s\nwant %s", got, want)
	}
}

func TestFieldsOfOneOfSeveralTypes(t *testing.T) {
	t.Parallel()
	e := newZoo()
	for _, row := range []struct{ query, want string }{
		{`{ pets { __typename } }`, `{"data":{"pets":[{"__typename":"Dog"},{"__typename":"Cat"}]}}`},
		{`{ pets { ... on Named { name } ... on Dog { barks age } } }`,
			`{"data":{"pets":[{"name":"Rex","barks":true,"age":3},{"name":"Tom"}]}}`},
		{`{ pets { ... on Dog { x: name } ... on Cat { x: name } ...N } } fragment N on Named { ... on Cat { age } }`,
			`{"data":{"pets":[{"x":"Rex"},{"x":"Tom","age":"old"}]}}`},
		{`{ dog { ... on Pet { ... on Named { name } } } }`, `{"data":{"dog":{"name":"Rex"}}}`},
		{`{ pets { ... on Dog { x: name } ... on Cat { x: age } } }`, `{"data":{"pets":[{"x":"Rex"},{"x":"old"}]}}`},
	} {
		if got := answer(t, e, row.query, ""); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.query, got, row.want)
		}
	}
	for _, row := range []struct{ query, want string }{
		{`{ pets { name } }`, `Field name doesn't exist on Pet`},
		{`{ pets { ... on Dog { age } ... on Cat { age } } }`,
			`Fields < age > can't be merged because they return the different types Int and String.`},
		{`{ pets { ... on Dog { x: age } ... on Cat { x: lives } } }`,
			`Fields < x > can't be merged because they return the different types Int and Int!.`},
		{`{ pets { ... on Named { x: name } ... on Cat { x: age } } }`,
			`Fields < x > can't be merged because name and age are different fields.`},
		{`{ dog { ... on Cat { name } } }`, `A fragment on type < Cat > can never apply to type < Dog >.`},
	} {
		if got := answer(t, e, row.query, ""); !strings.Contains(got, row.want) {
			t.Errorf("%s\n got %s\nwant %s", row.query, got, row.want)
		}
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	e := newZoo()
	for _, row := range []struct{ query, variables, want string }{
		{`{ echo }`, ``, `{"color":"RED","n":7}`},
		{`{ echo(n: 1, color: GREEN, f: 1, b: false, id: 5, day: "monday") }`, ``,
			`{"b":false,"color":"GREEN","day":"monday","f":1,"id":"5","n":1}`},
		{`{ echo(f: -1.5e3, id: "x", color: null, in: null) }`, ``, `{"color":null,"f":-1500,"id":"x","in":null,"n":7}`},
		{`{ echo(grid: 1) }`, ``, `{"color":"RED","grid":[[1]],"n":7}`},
		{`{ echo(grid: [1, [2, 3], []]) }`, ``, `{"color":"RED","grid":[[1],[2,3],[]],"n":7}`},
		{`{ echo(in: {}) }`, ``, `{"color":"RED","in":{"a":"x","n":3},"n":7}`},
		{`{ echo(in: {n: 1, a: null, of: {a: "y"}}) }`, ``,
			`{"color":"RED","in":{"a":null,"n":1,"of":[{"a":"y","n":3}]},"n":7}`},

		{`query ($n: Int) { echo(n: $n) }`, ``, `{"color":"RED","n":7}`},
		{`query ($n: Int = 8) { echo(n: $n) }`, ``, `{"color":"RED","n":8}`},
		{`query ($n: Int = 8) { echo(n: $n) }`, `{"n": 9}`, `{"color":"RED","n":9}`},
		{`query ($c: Color) { echo(color: $c) }`, ``, `{"color":"RED","n":7}`},
		{`query ($c: Color) { echo(color: $c) }`, `{"c": null}`, `{"color":null,"n":7}`},
		{`query ($g: [[Int!]!]) { echo(grid: $g) }`, `{"g": 1}`, `{"color":"RED","grid":[[1]],"n":7}`},
		{`query ($g: [[Int!]!]) { echo(grid: $g) }`, `{"g": [1, [2, 3]]}`, `{"color":"RED","grid":[[1],[2,3]],"n":7}`},
		{`query ($g: [[Int!]!] = [1, [2]]) { echo(grid: $g) }`, ``, `{"color":"RED","grid":[[1],[2]],"n":7}`},
		{`query ($i: Int!, $row: [Int!]!) { echo(grid: [$row, [$i]]) }`, `{"i": 1, "row": 2}`,
			`{"color":"RED","grid":[[2],[1]],"n":7}`},
		{`query ($in: In) { echo(in: $in) }`, `{"in": {"of": {"n": 4}}}`,
			`{"color":"RED","in":{"a":"x","n":3,"of":[{"a":"x","n":4}]},"n":7}`},
		{`query ($a: String, $n: Int) { echo(in: {a: $a, n: $n}) }`, ``, `{"color":"RED","in":{"a":"x","n":3},"n":7}`},
		{`query ($a: String, $n: Int) { echo(in: {a: $a, n: $n}) }`, `{"a": null, "n": 5}`,
			`{"color":"RED","in":{"a":null,"n":5},"n":7}`},
		{`query ($f: Float, $d: Day) { echo(f: $f, day: $d) }`, `{"f": 1e2, "d": "sunday"}`,
			`{"color":"RED","day":"sunday","f":100,"n":7}`},
	} {
		inner, _ := json.Marshal(row.want)
		if got, want := answer(t, e, row.query, row.variables), `{"data":{"echo":`+string(inner)+`}}`; got != want {
			t.Errorf("%s %s\n got %s\nwant %s", row.query, row.variables, got, want)
		}
	}
	for _, row := range []struct{ query, variables, want string }{
		{`query ($n: Int) { echo(n: $n) }`, `{"n": null}`, `Argument < n > of non-null type < Int! > must not be null.`},
		{`query ($n: Int) { echo(in: {n: $n}) }`, `{"n": null}`, `Argument < in > of non-null type < In > must not be null.`},
		{`query ($g: [[Int!]!]) { echo(grid: $g) }`, `{"g": [[1, null]]}`,
			`Expected non-nullable type < Int! > not to be null at value[0][1].`},
		{`query ($g: [[Int!]!]) { echo(grid: $g) }`, `{"g": [[1], "x"]}`,
			`Expected type < Int > at value[1]; Int cannot represent non-integer value: < x >.`},
		{`query ($in: In) { echo(in: $in) }`, `{"in": {"of": [{}, {"n": null}]}}`,
			`Expected non-nullable type < Int! > not to be null at value.of[1].n.`},
		{`query ($in: In) { echo(in: $in) }`, `{"in": {"of": [{"m": 1}]}}`, `Field < m > is not defined by type < In >`},
		{`query ($d: Day) { echo(day: $d) }`, `{"d": "june"}`,
			`Expected type < Day >; Day cannot represent value: < june >.`},
		{`query ($f: Float) { echo(f: $f) }`, `{"f": "1"}`,
			`Expected type < Float >; Float cannot represent non numeric value: < 1 >.`},
		{`query ($f: Float) { echo(f: $f) }`, `{"f": 1e999}`,
			`Expected type < Float >; Float cannot represent non numeric value: < inf >.`},
		{`{ echo(grid: [[null]]) }`, ``, `Value null is not of correct type Int!`},
		{`{ echo(day: "june") }`, ``, `Value \"june\" is not of correct type Day`},
		{`{ echo(f: 1e999) }`, ``, `Value 1e999 is not of correct type Float`},
		{`{ echo(b: "true") }`, ``, `Value \"true\" is not of correct type Boolean`},
		{`{ echo(id: 1.5) }`, ``, `Value 1.5 is not of correct type ID`},
		{`{ echo(in: [{}]) }`, ``, `Value [{}] is not of correct type In`},
		{`{ dog { name barks: age } dog { barks } }`, ``, `Fields < barks > can't be merged`},
		{`{ echo(n: 1, b: true) echo(b: true, n: 2) }`, ``,
			`Fields < echo > can't be merged because they have different arguments.`},
		{`{ echo(in: {a: "a", n: 1}) echo(in: {n: 1}) }`, ``,
			`Fields < echo > can't be merged because they have different arguments.`},
		{`{ echo(n: 1) echo(b: true) }`, ``, `Fields < echo > can't be merged because they have different arguments.`},
	} {
		if got := answer(t, e, row.query, row.variables); !strings.Contains(got, row.want) {
			t.Errorf("%s %s\n got %s\nwant %s", row.query, row.variables, got, row.want)
		}
	}
	const same = `{ echo(n: 1, in: {a: "a", n: 2}, grid: [[1]]) echo(grid: [[1]], in: {n: 2, a: "a"}, n: 1) }`
	if got := answer(t, e, same, ""); strings.Contains(got, "errors") {
		t.Errorf("the same arguments in another order: %s", got)
	}
}

func TestTextsAreWrittenAsJSON(t *testing.T) {
	t.Parallel()
	got, want := answer(t, newZoo(), `{ odd }`, ""), "{\"data\":{\"odd\":\"a\ufffdb\\\"\\\\\\u0001\\n\u2028é😀\"}}"
	if got != want {
		t.Errorf("answer\n got %s\nwant %s", got, want)
	}
}

func TestNotEveryMistakeIsTold(t *testing.T) {
	t.Parallel()
	e := newZoo()
	for _, row := range []struct{ query, variables string }{
		{"{ " + strings.Repeat("x ", 200) + "}", ``},
		{"{ " + strings.Repeat("echo(x: 1, x: 1, n: ENUM, in: {x: 1}) @x ", 100) + "}", ``},
		{`query ($in: In) { echo(in: $in) }`, `{"in": {"of": [` + strings.Repeat(`{"x": 1, "n": null},`, 300) + `{}]}}`},
		{`query ($a: In!, $b: In!) { echo(in: $a) other: echo(in: $b) }`, `{"a": {"of": [` + strings.Repeat(`{"n": "x"},`,
			300) + `{}]}}`},
	} {
		var got struct{ Errors []any }
		if err := json.Unmarshal([]byte(answer(t, e, row.query, row.variables)), &got); err != nil {
			t.Fatal(err)
		}
		if got, want := len(got.Errors), 20; got != want {
			t.Errorf("%.60s: %d errors, want %d", row.query, got, want)
		}
	}
}
