package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/oauth"
)

// Each limit is what still passes; one more is refused.
func TestLimits(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct {
		what  string
		limit int
		query func(n int) string
	}{
		{"bytes of query", 64 << 10, func(n int) string { return "{ __typename } #" + strings.Repeat("x", n-16) }},
		{"tokens", 5000, func(n int) string { return "{ __typename }" + strings.Repeat("#\n", n-3) }},
		{"letters in one name", 100, func(n int) string { return "{ " + strings.Repeat("x", n) + ": __typename }" }},
		{"levels of brackets, one within another", 100, func(n int) string {
			return strings.Repeat("{ ...", n-1) + "{ __typename }" + strings.Repeat("}", n-1)
		}},
		{"levels of fields, one within another", 32, func(n int) string {
			return `{ __type(name: "ID") ` + strings.Repeat("{ ofType ", n-2) + "{ name }" + strings.Repeat("}", n-1)
		}},
		{"fields in one selection set", 250, func(n int) string { return "{ " + strings.Repeat("__typename ", n) + "}" }},
		{"fields, with all fragments spread", 2500, func(n int) string {
			return "{ " + strings.Repeat("...F ", 10) + strings.Repeat("__typename ", n-2400) + "} fragment F on Query { " +
				strings.Repeat("__typename ", 240) + "}"
		}},
		{"aliases", 250, func(n int) string {
			return "{ " + strings.Repeat("a: __typename ", 200) + "... { " + strings.Repeat("a: __typename ", n-200) + "} }"
		}},
		{"operations", 25, func(n int) string { return numbered(n, "query Q%d { __typename } ") }},
		{"fragments", 100, func(n int) string {
			return "{ " + numbered(n, "...F%d ") + "} " + numbered(n, "fragment F%d on Query { __typename } ")
		}},
		{"variables in one operation", 100, func(n int) string {
			return "query (" + numbered(n, "$v%d: ID!") + ") { " + numbered(n, "v%d: node(id: $v%[1]d) { id } ") + "}"
		}},
		{"items in one list", 500, func(n int) string {
			return `mutation { askPartnerReportFile(input: {metrics: [` + strings.Repeat("VIEWS ", n) +
				`], dimensions: DAY, startDate: "2018-07-01", endDate: "2018-07-01"}) { status } }`
		}},
	} {
		if got := d.ask(t, row.query(row.limit), ""); strings.Contains(got, "limit_exceeded") {
			t.Errorf("%d %s: %.300s", row.limit, row.what, got)
		}
		got := d.ask(t, row.query(row.limit+1), "")
		want := fmt.Sprintf("The request holds %d %s; the limit is %d.", row.limit+1, row.what, row.limit)
		if !strings.Contains(got, want) || !strings.Contains(got, `"type":"bad_request","reason":"limit_exceeded"`) {
			t.Errorf("%d %s: %.300s\nwant %s", row.limit+1, row.what, got, want)
		}
	}
}

// A bomb is a request of 64 KB at most that is meant to cost much.
type bomb struct {
	name      string
	query     string
	variables string
	want      string // part of the response
}

const ask = `mutation ($input: AskPartnerReportFileInput!) { askPartnerReportFile(input: $input) { reportFile { ` +
	`reportToken } } }`

func bombs() []bomb {
	return []bomb{
		{
			name:  "a field 4,900 times",
			query: "{ partner { " + strings.Repeat("id ", 4900) + "} }",
			want:  "The request holds 4900 fields in one selection set; the limit is 250.",
		}, {
			name:  "a field 5,000 times",
			query: "{ partner { " + strings.Repeat("id ", 5000) + "} }",
			want:  "The request holds 5005 tokens; the limit is 5000.",
		}, {
			name:  "5,000 aliases",
			query: "{ partner { " + numbered(5000, "a%d:id ") + "} }",
			want:  "The request holds 15005 tokens; the limit is 5000.",
		}, {
			name:  "aliases up to the limit of tokens, in several places",
			query: "{ " + strings.Repeat("partner { "+numbered(150, "a%d: id ")+"} ", 10) + "}",
			want:  "aliases; the limit is 250.",
		}, {
			name:  "as many fields as there may be, all of them one",
			query: "{ " + strings.Repeat("partner { "+strings.Repeat("id ", 248)+"} ", 10) + "}",
			want:  `{"data":{"partner":{"id":`,
		}, {
			name:  "more fields than there may be, all of them one",
			query: "{ " + strings.Repeat("partner { "+strings.Repeat("id ", 240)+"} ", 20) + "}",
			want:  "The request holds 4820 fields, with all fragments spread; the limit is 2500.",
		}, {
			name:  "fields within fields",
			query: strings.Repeat("{ __schema ", 5000) + strings.Repeat("}", 5000),
			want:  "The request holds 15000 tokens; the limit is 5000.",
		}, {
			name:  "fields within fields, up to the limit of brackets",
			query: "{ __type(name: \"ID\") " + strings.Repeat("{ ofType ", 98) + "{ name }" + strings.Repeat("}", 99),
			want:  "levels of fields, one within another; the limit is 32.",
		}, {
			name:  "brackets",
			query: "{ node(id: " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + ") { id } }",
			want:  "levels of brackets, one within another; the limit is 100.",
		}, {
			name:  "brackets that never close",
			query: strings.Repeat("{a", 30_000),
			want:  "The request holds 60000 tokens; the limit is 5000.",
		}, {
			name:  "a long list",
			query: "mutation { askPartnerReportFile(input: {metrics: [" + strings.Repeat("VIEWS ", 4900) + "]}) { status } }",
			want:  "The request holds 4900 items in one list; the limit is 500.",
		}, {
			name: "objects in lists in objects",
			query: "mutation { askPartnerReportFile(input: {metrics: [" + strings.Repeat("{a: [{b: C}]} ", 450) +
				"]}) { status } }",
			want: "is not a valid value for enum PartnerReportMetric",
		}, {
			name: "fragments that spread each other twice",
			query: "{ __schema { ...F0 } } " + numbered(30, "fragment F%[1]d on __Schema { ...F%[2]d ...F%[2]d } ") +
				"fragment F30 on __Schema { description }",
			want: "The request holds 1000000 or more fields, with all fragments spread; the limit is 2500.",
		}, {
			name: "fragments that spread each other twice, a level deeper each",
			query: "{ __type(name: \"ID\") { ...F0 } } " + numbered(25,
				"fragment F%[1]d on __Type { a: ofType { ...F%[2]d } b: ofType { ...F%[2]d } } ") +
				"fragment F25 on __Type { name }",
			want: "The request holds 1000000 or more fields, with all fragments spread; the limit is 2500.",
		}, {
			name: "a hundred fragments that spread all others",
			query: "{ " + numbered(99, "...F%d ") + "} " + strings.ReplaceAll(numbered(99, "fragment F%d on Query { EACH} "),
				"EACH", numbered(20, "...F%d ")),
			want: "spreads itself",
		}, {
			name:  "more fragments than there may be",
			query: "{ ...F0 } " + numbered(500, "fragment F%d on Query { ...F%d } "),
			want:  "The request holds 500 fragments; the limit is 100.",
		}, {
			name:  "a hundred variables, none of them used",
			query: "query (" + numbered(100, "$v%d: Int = 5 ") + ") { __typename }",
			want:  "Unused Varibable < v0 > in anonymous Operation.",
		}, {
			name:  "variables that nobody defined",
			query: "{ " + numbered(240, "a%d: node(id: $v%[1]d) { id } ") + "}",
			want:  "Undefined Variable < v0 > in anonymous Operation.",
		}, {
			name: "operations that all use the same fragments",
			query: numbered(25, "query Q%d($v: ID!) { ...F0 } ") + numbered(90,
				"fragment F%d on Query { ...F%d node(id: $v) { id } node(id: $v) { id } node(id: $v) { id } } ") +
				"fragment F90 on Query { __typename }",
			want: "The request holds 13525 fields, with all fragments spread; the limit is 2500.",
		}, {
			name:  "operations",
			query: numbered(2000, "query Q%d { __typename } "),
			want:  "tokens; the limit is 5000.",
		}, {
			name:  "unknown fields",
			query: "{ " + numbered(240, "f%d ") + "partner { " + numbered(240, "f%d ") + "} }",
			want:  "Field f0 doesn't exist on Query",
		}, {
			name:  "unknown arguments",
			query: "{ partner(" + numbered(1600, "a%d: 1 ") + ") { id } }",
			want:  "Provided Argument < a0 > doesn't exist on field < Query.partner >.",
		}, {
			name:  "directives on one field",
			query: "{ __typename " + strings.Repeat("@skip(if: false) ", 700) + "}",
			want:  "Directive < @skip > may be used once in one place only.",
		}, {
			name:  "unknown directives",
			query: "{ __typename " + numbered(2400, "@d%d ") + "}",
			want:  "Unknown directive < @d0 >.",
		}, {
			name:  "inline fragments within each other",
			query: "{ " + strings.Repeat("...{ ", 90) + "__typename" + strings.Repeat("}", 91),
			want:  `{"data":{"__typename":"Query"}}`,
		}, {
			name:  "inline fragments beside each other",
			query: "{ " + strings.Repeat("... on Query { "+strings.Repeat("... on Query { __typename } ", 38)+"} ", 20) + "}",
			want:  `{"data":{"__typename":"Query"}}`,
		}, {
			name:  "comments",
			query: strings.Repeat("#\n", 20_000) + "{ __typename }",
			want:  "The request holds 20003 tokens; the limit is 5000.",
		}, {
			name:  "one long text",
			query: `{ node(id: "` + strings.Repeat("a", 60_000) + `") { id } }`,
			want:  `{"data":{"node":null}}`,
		}, {
			name:  "one long name",
			query: "{ " + strings.Repeat("a", 60_000) + " }",
			want:  "The request holds 60000 letters in one name; the limit is 100.",
		}, {
			name:  "a mistake at the end of many tokens",
			query: "{ " + strings.Repeat("id ", 4990) + "]",
			want:  "syntax error, unexpected ]",
		}, {
			name:  "types of fields of types",
			query: "{ __schema { types { " + fieldsOfTypes(1) + " } } }",
			want:  `{"data":{"__schema":{"types":[{"fields":[{"name":"name",`,
		}, {
			name:  "types of fields of types, seven levels deep",
			query: "{ __schema { types { " + fieldsOfTypes(7) + " } } }",
			want:  "The response would hold more than 5000 values",
		}, {
			name: "possible types of interfaces of types",
			query: "{ __schema { types { " + strings.Repeat("possibleTypes { interfaces { ", 13) + "name" +
				strings.Repeat(" } }", 13) + " } } }",
			want: "The response would hold more than 5000 values",
		}, {
			name: "every metric, 240 times",
			query: "{ " + numbered(240,
				`a%d: __type(name: "PartnerReportMetric") { enumValues { name description isDeprecated deprecationReason } } `) +
				"}",
			want: "The response would hold more than 5000 values",
		}, {
			name:  "every type, 20 times",
			query: "{ " + numbered(20, `a%d: __schema { types { kind } } `) + "}",
			want:  `{"data":{"a0":{"types":[{"kind":"OBJECT"}`,
		}, {
			name:  "every type, 40 times, whose objects alone are too many",
			query: "{ " + numbered(40, `a%d: __schema { types { kind } } `) + "}",
			want:  "The response would hold more than 5000 values",
		}, {
			name:  "every type, 150 times",
			query: "{ " + numbered(150, `a%d: __schema { types { kind } } `) + "}",
			want:  "The response would hold more than 5000 values",
		}, {
			name: "__typename of every value of an enum, by a hundred names",
			query: `{ ` + numbered(100, `a%d: __type(name: "PartnerReportMetric") { enumValues { ...T } } `) +
				`} fragment T on __EnumValue { ` + numbered(20, `t%d: __typename `) + `}`,
			want: "The response would hold more than 5000 values",
		}, {
			name: "objects without members",
			query: `{ ` + numbered(200, `a%d: __type(name: "PartnerReportMetric") { enumValues { name @skip(if: true) } } `) +
				`}`,
			want: "The response would hold more than 5000 values",
		}, {
			name: "200 reports asked for at once",
			query: "mutation { " + numbered(
				200,
				`a%d: askPartnerReportFile(input: {metrics: VIEWS, dimensions: DAY, startDate: "2018-07-01", endDate: `+
					`"2018-07-01"}) { status } `,
			) + "}",
			want: `{"data":{"a0":{"status":"SUCCESS"},`,
		}, {
			name: "a long text again and again",
			query: "mutation ($long: String) { " + numbered(
				150,
				`a%d: askPartnerReportFile(input: {metrics: VIEWS, dimensions: DAY, startDate: "2018-07-01", endDate: `+
					`"2018-07-01", clientMutationId: $long}) { clientMutationId } `,
			) + "}",
			variables: `{"long": "` + strings.Repeat("x", 40_000) + `"}`,
			want:      "The response would hold more than 2097152 bytes, which is the limit",
		}, {
			name: "tokens that nobody has, each as long as can be",
			query: "query ($long: String!) { partner { " + numbered(240, `a%d: reportFile(reportToken: $long) { id } `) +
				"} }",
			variables: `{"long": "` + strings.Repeat("x", 50_000) + `"}`,
			want:      `{"data":{"partner":{"a0":null,`,
		}, {
			name:      "a list in the variables",
			query:     ask,
			variables: `{"input": {"metrics": ["VIEWS"` + strings.Repeat(`,"VIEWS"`, 7000) + `]}}`,
			want:      "The request holds 7001 items in one list; the limit is 500.",
		}, {
			name:  "metrics that are almost right",
			query: ask,
			variables: `{"input": {"metrics": ["STORAGE_LIFETIME_USED_RENDITION_COUN"` +
				strings.Repeat(`,"STORAGE_LIFETIME_USED_RENDITION_COUN"`, 499) + `]}}`,
			want: "at value.metrics[0]; Did you mean STORAGE_LIFETIME_USED_RENDITION_COUNT",
		}, {
			name:      "one metric of 60,000 letters",
			query:     ask,
			variables: `{"input": {"metrics": ["` + strings.Repeat("V", 60_000) + `"]}}`,
			want:      "VVVV... >; Expected type < PartnerReportMetric > at value.metrics[0].",
		}, {
			name:      "input fields that nobody knows",
			query:     ask,
			variables: `{"input": {` + numbered(4000, `"metric%d":1,`) + `"filters": {}}}`,
			want:      "Field < metric0 > is not defined by type < AskPartnerReportFileInput >",
		}, {
			name:      "lists in lists in the variables",
			query:     ask,
			variables: `{"input": {"metrics": ` + strings.Repeat("[", 490) + strings.Repeat("]", 490) + `}}`,
			want:      "Expected type < PartnerReportMetric > at value.metrics[0].",
		}, {
			name:      "variables that nobody asked for",
			query:     "{ __typename }",
			variables: `{"a": [` + strings.Repeat("[],{},", 10_000) + `0]}`,
			want:      `{"data":{"__typename":"Query"}}`,
		}, {
			name:      "variables of which each name comes again and again",
			query:     "query ($v: ID!) { node(id: $v) { id } }",
			variables: `{` + strings.Repeat(`"v":1,`, 5000) + numbered(2000, `"v%d":1,`) + `"v": 2}`,
			want:      `{"data":{"node":null}}`,
		},
	}
}

// fieldsOfTypes selects the fields of a type, and those of their types, and so on.
func fieldsOfTypes(levels int) string {
	if levels == 0 {
		return "kind name description"
	}
	within := fieldsOfTypes(levels - 1)
	return "fields { name description isDeprecated deprecationReason type { " + within + " ofType { " + within + " } } }"
}

// numbered repeats a text, with its number and the next one for %d.
func numbered(times int, format string) string {
	var b strings.Builder
	for i := range times {
		text := fmt.Sprintf(format, i, i+1)
		text, _, _ = strings.Cut(text, "%!(EXTRA")
		b.WriteString(text)
	}
	return b.String()
}

func TestCostlyRequestsAreBounded(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range bombs() {
		t.Run(row.name, func(t *testing.T) {
			sent := body(row.query, row.variables)
			if len(sent) > 64<<10 {
				t.Errorf("the request has %d bytes", len(sent))
			}
			got := d.ask(t, row.query, row.variables)
			if !strings.Contains(got, row.want) {
				t.Errorf("answer %.1000s\ndoes not hold %s", got, row.want)
			}
		})
	}
}

// quiet is an endpoint without a network, for the caller with a key.
func quiet(r graph.Reports, key string) http.Handler {
	return graph.New(graph.Options{Reports: r, Edition: "2026", Grant: func(context.Context) (oauth.Grant, bool) {
		return oauth.Grant{Kind: oauth.Private, Scopes: []string{"create_reports"}, Key: key}, true
	}})
}
