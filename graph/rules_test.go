package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// said is what a response says of its errors, one line for each: the message, then
// path, place and rule where there are any.
func said(tb testing.TB, answer string) string {
	tb.Helper()
	var a struct {
		Errors []struct {
			Message    string
			Path       *[]any
			Locations  *[]struct{ Line, Column int }
			Extensions *struct{ Rule, Spec, Details, Tag string }
		}
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for _, e := range a.Errors {
		line := e.Message
		if e.Path != nil {
			var path []string
			for _, p := range *e.Path {
				path = append(path, fmt.Sprint(p))
			}
			line += " | " + strings.Join(path, ".")
		}
		for _, l := range *e.Locations {
			line += fmt.Sprintf(" | %d:%d", l.Line, l.Column)
		}
		if x := e.Extensions; x != nil {
			line += " | " + x.Rule + " " + x.Tag
			if x.Spec != "June 2018" || !strings.HasPrefix(x.Details, "https://spec.graphql.org/June2018/#sec-") ||
				!strings.EqualFold(x.Details[len("https://spec.graphql.org/June2018/#sec-"):], x.Tag) {
				tb.Errorf("extensions of %q are %+v", e.Message, *x)
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// The first part are the cases of docs/spec/reporting.md#error-cases (ENGINE), the rest are
// the other rules of the specification in the same manner (ASSUMED).
func TestDocumentsThatBreakARule(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ query, want string }{
		{`{ partner { reportFile(reportToken: "t") { foo } } }`,
			`Field foo doesn't exist on PartnerReportFile | partner.reportFile.foo | 1:44 | 5.3.1 ` +
				`field-selections-on-objects-interfaces-and-unions-types`},
		{`{ a: partner { ... on PartnerSpace { b: foo } } }`,
			`Field foo doesn't exist on PartnerSpace | a.b | 1:38 | 5.3.1 ` +
				`field-selections-on-objects-interfaces-and-unions-types`},
		{`{ partner { reportFile { status } } }`,
			`Missing mandatory argument < reportToken > in field < PartnerSpace.reportFile >. | partner.reportFile | ` +
				`1:13 | 5.4.2.1 required-arguments`},
		{`{ partner { reportFile(reportToken: "t", x: 1) { status } } }`,
			`Provided Argument < x > doesn't exist on field < PartnerSpace.reportFile >. | partner.reportFile | 1:42 | ` +
				`5.4.1 argument-names`},
		{`{ partner { reportFile(reportToken: "t") } }`,
			`Field reportFile of type PartnerReportFile must have a selection of subfields. | partner.reportFile | 1:13 ` +
				`| 5.3.3 leaf-field-selections`},
		{`{ partner { id { x } } }`,
			`Field id must not have a selection since type ID! has no subfields. | partner.id | 1:13 | 5.3.3 ` +
				`leaf-field-selections`},
		{`{ partner { reportFile(reportToken: $x) { status } } }`,
			`Undefined Variable < x > in anonymous Operation. | partner.reportFile | 1:37 | 5.8.3 all-variable-uses-defined`},
		{`query Poll { partner { ...F } } fragment F on PartnerSpace { reportFile(reportToken: $x) { status } }`,
			`Undefined Variable < x > in Operation < Poll >. | reportFile | 1:86 | 5.8.3 all-variable-uses-defined`},
		{`query ($x: Int) { __typename }`,
			`Unused Varibable < x > in anonymous Operation. | 1:8 | 5.8.4 all-variables-used`},
		{`query Poll($x: Int) { __typename }`,
			`Unused Varibable < x > in Operation < Poll >. | 1:12 | 5.8.4 all-variables-used`},
		{`mutation { askPartnerReportFile(input: {metrics: [VIEW], dimensions: DAY, startDate: "2018-07-01", endDate: ` +
			`"2018-07-01"}) { status } }`,
			`Value VIEW is not a valid value for enum PartnerReportMetric | askPartnerReportFile | 1:51 | 5.6.1 ` +
				`values-of-correct-type`},
		{`mutation { askPartnerReportFile(input: {metrics: VIEWS, dimensions: VIDEO_DEVICE_TYPE, startDate: "2018-07-01", ` +
			`endDate: "2018-07-01"}) { status } }`,
			`Value VIDEO_DEVICE_TYPE is not a valid value for enum PartnerReportDimension; ` +
				`Did you mean VISITOR_DEVICE_TYPE? | askPartnerReportFile | 1:69 | 5.6.1 values-of-correct-type`},
		{`mutation { askPartnerReportFile(input: {metrics: "VIEWS", dimensions: 5, startDate: "2018-07-01", endDate: ` +
			`"2018-07-01"}) { status } }`,
			`Value "VIEWS" is not a valid value for enum PartnerReportMetric | askPartnerReportFile | 1:50 | 5.6.1 ` +
				`values-of-correct-type` + "\n" +
				`Value 5 is not a valid value for enum PartnerReportDimension | askPartnerReportFile | 1:71 | 5.6.1 ` +
				`values-of-correct-type`},

		{`mutation { askPartnerReportFile(input: {metrics: VIEWS, dimensions: DAY, startDate: "07/01/2018", endDate: ` +
			`20180701, filters: []}) { status } }`,
			`Value "07/01/2018" is not of correct type DateTime! | askPartnerReportFile | 1:85 | 5.6.1 values-of-correct-type` +
				"\n" +
				`Value 20180701 is not of correct type DateTime! | askPartnerReportFile | 1:108 | 5.6.1 values-of-correct-type` +
				"\n" +
				`Value [] is not of correct type PartnerReportFilters | askPartnerReportFile | 1:127 | 5.6.1 ` +
				`values-of-correct-type`},
		{`mutation { askPartnerReportFile(input: {metrics: VIEWS, dimension: DAY, startDate: "2018-07-01", startDate: ` +
			`null}) { status } }`,
			`Value null is not of correct type DateTime! | askPartnerReportFile | 1:109 | 5.6.1 values-of-correct-type` + "\n" +
				`Field < dimension > is not defined by type < AskPartnerReportFileInput >. | askPartnerReportFile | 1:57 | ` +
				`5.6.2 input-object-field-names` + "\n" +
				`Can't have multiple input fields named < startDate >. | askPartnerReportFile | 1:98 | 5.6.3 ` +
				`input-object-field-uniqueness` + "\n" +
				`Field < AskPartnerReportFileInput.dimensions > of required type < [PartnerReportDimension]! > was not ` +
				`provided. | askPartnerReportFile | 1:40 | 5.6.4 input-object-required-fields` + "\n" +
				`Field < AskPartnerReportFileInput.endDate > of required type < DateTime! > was not provided. | ` +
				`askPartnerReportFile | 1:40 | 5.6.4 input-object-required-fields`},
		{`{ partner { reportFile(reportToken: 5) { status } } }`,
			`Value 5 is not of correct type String! | partner.reportFile | 1:37 | 5.6.1 values-of-correct-type`},
		{`{ partner { reportFile(reportToken: null) { status } } }`,
			`Value null is not of correct type String! | partner.reportFile | 1:37 | 5.6.1 values-of-correct-type`},
		{`{ partner { reportFile(reportToken: "t") { downloadLinks(first: "5") { totalCount } } } }`,
			`Value "5" is not of correct type Int | partner.reportFile.downloadLinks | 1:65 | 5.6.1 values-of-correct-type`},
		{`{ partner { reportFile(reportToken: "t") { downloadLinks(first: 5.0) { totalCount } } } }`,
			`Value 5.0 is not of correct type Int | partner.reportFile.downloadLinks | 1:65 | 5.6.1 values-of-correct-type`},
		{`{ partner { reportFile(reportToken: "t") { downloadLinks(first: 2147483648) { totalCount } } } }`,
			`Value 2147483648 is not of correct type Int | partner.reportFile.downloadLinks | 1:65 | 5.6.1 ` +
				`values-of-correct-type`},
		{"{ partner {\r\n reportFile(reportToken: \"t\") {\n downloadLinks(first: \"\"\"\n5\n\"\"\") { totalCount } } } }",
			`Value "5" is not of correct type Int | partner.reportFile.downloadLinks | 3:23 | 5.6.1 values-of-correct-type`},
		{`query ($x: Boolean = 1) { __typename @skip(if: $x) }`,
			`Value 1 is not of correct type Boolean | 1:22 | 5.6.1 values-of-correct-type`},

		{`query A { __typename } query A { __typename }`,
			`Can't have multiple operations named < A >. | 1:24 | 5.2.1.1 operation-name-uniqueness`},
		{`{ __typename } query A { __typename }`,
			`Anonymous operation must be the only defined operation. | 1:1 | 5.2.2.1 lone-anonymous-operation`},
		{`subscription { x }`, `Schema is not configured for subscriptions. | 1:1`},
		{`{ ...F ...F } fragment F on Query { __typename } fragment F on Query { __typename }`,
			`Can't have multiple fragments named < F >. | 1:50 | 5.5.1.1 fragment-name-uniqueness`},
		{`{ ... on Nope { x } }`, `Unknown type < Nope >. | 1:7 | 5.5.1.2 fragment-spread-type-existence`},
		{`{ ...F } fragment F on Nope { x }`, `Unknown type < Nope >. | 1:10 | 5.5.1.2 fragment-spread-type-existence`},
		{`{ ... on String { x } }`,
			`Fragment cannot condition on non composite type < String >. | 1:7 | 5.5.1.3 fragments-on-composite-types`},
		{`{ __typename } fragment F on Query { __typename }`,
			`Fragment < F > is never used. | 1:16 | 5.5.1.4 fragments-must-be-used`},
		{`{ __typename } fragment F on Query { ...G } fragment G on Query { __typename }`,
			`Fragment < F > is never used. | 1:16 | 5.5.1.4 fragments-must-be-used` + "\n" +
				`Fragment < G > is never used. | 1:45 | 5.5.1.4 fragments-must-be-used`},
		{`{ ...F }`, `Undefined fragment < F >. | 1:6 | 5.5.2.1 fragment-spread-target-defined`},
		{`{ ...F } fragment F on Query { ...F }`,
			`Fragment < F > spreads itself. | 1:10 | 5.5.2.2 fragment-spreads-must-not-form-cycles`},
		{`{ ...F } fragment F on Query { ...G } fragment G on Query { __typename ...F }`,
			`Fragment < F > spreads itself. | 1:10 | 5.5.2.2 fragment-spreads-must-not-form-cycles`},
		{`{ partner { ... on PartnerReportFile { status } } }`,
			`A fragment on type < PartnerReportFile > can never apply to type < PartnerSpace >. | partner | 1:17 | ` +
				`5.5.2.3 fragment-spread-is-possible`},
		{`{ partner { ...F } } fragment F on PartnerReportFile { status }`,
			`A fragment on type < PartnerReportFile > can never apply to type < PartnerSpace >. | partner | 1:16 | ` +
				`5.5.2.3 fragment-spread-is-possible`},
		{`{ node(id: "a") { ... on PageInfo { nextPage } } }`,
			`A fragment on type < PageInfo > can never apply to type < Node >. | node | 1:23 | 5.5.2.3 ` +
				`fragment-spread-is-possible`},

		{`{ node(id: "a", id: "b") { id } }`,
			`Can't have multiple arguments named < id >. | node | 1:17 | 5.4.2 argument-uniqueness`},
		{`{ __typename @skip(if: true, x: 1) }`,
			`Provided Argument < x > doesn't exist on directive < @skip >. | __typename | 1:30 | 5.4.1 argument-names`},
		{`{ __typename @skip }`,
			`Missing mandatory argument < if > in directive < @skip >. | __typename | 1:15 | 5.4.2.1 required-arguments`},
		{`{ __typename @defer }`, `Unknown directive < @defer >. | __typename | 1:15 | 5.7.1 directives-are-defined`},
		{`query @skip(if: true) { __typename }`,
			`Directive < @skip > may not be used on < QUERY >. | 1:8 | 5.7.2 directives-are-in-valid-locations`},
		{`{ __typename @deprecated }`,
			`Directive < @deprecated > may not be used on < FIELD >. | __typename | 1:15 | 5.7.2 ` +
				`directives-are-in-valid-locations`},
		{`{ __typename @skip(if: true) @include(if: true) @skip(if: true) }`,
			`Directive < @skip > may be used once in one place only. | __typename | 1:50 | 5.7.3 ` +
				`directives-are-unique-per-location`},

		{`query ($x: ID!, $x: ID!) { node(id: $x) { id } }`,
			`Can't have multiple variables named < x >. | 1:17 | 5.8.1 variable-uniqueness` + "\n" +
				`Unused Varibable < x > in anonymous Operation. | 1:8 | 5.8.4 all-variables-used`},
		{`query ($x: Nope) { node(id: $x) { id } }`, `Unknown type < Nope >. | 1:8 | 5.8.2 variables-are-input-types`},
		{`query ($x: Nope = {a: [B]}) { node(id: $x) { id } }`,
			`Unknown type < Nope >. | 1:8 | 5.8.2 variables-are-input-types`},
		{`query ($x: Node) { node(id: $x) { id } }`,
			`Variable < $x > can't be of type < Node >, which is not an input type. | 1:8 | 5.8.2 variables-are-input-types` +
				"\n" +
				`Variable < $x > of type < Node > used in position expecting type < ID! >. | node | 1:29 | 5.8.5 ` +
				`all-variable-usages-are-allowed`},
		{`query ($x: ID) { node(id: $x) { id } }`,
			`Variable < $x > of type < ID > used in position expecting type < ID! >. | node | 1:27 | 5.8.5 ` +
				`all-variable-usages-are-allowed`},
		{`query ($x: ID = null) { node(id: $x) { id } }`,
			`Variable < $x > of type < ID > used in position expecting type < ID! >. | node | 1:34 | 5.8.5 ` +
				`all-variable-usages-are-allowed`},
		{`query ($x: String!) { node(id: $x) { id } }`,
			`Variable < $x > of type < String! > used in position expecting type < ID! >. | node | 1:32 | 5.8.5 ` +
				`all-variable-usages-are-allowed`},
		{`query ($x: [ID!]!) { node(id: $x) { id } }`,
			`Variable < $x > of type < [ID!]! > used in position expecting type < ID! >. | node | 1:31 | 5.8.5 ` +
				`all-variable-usages-are-allowed`},
		{`mutation ($m: PartnerReportMetric!) { askPartnerReportFile(input: {metrics: $m, dimensions: DAY, startDate: ` +
			`"2018-07-01", endDate: "2018-07-01"}) { status } }`,
			`Variable < $m > of type < PartnerReportMetric! > used in position expecting type < [PartnerReportMetric]! ` +
				`>. | askPartnerReportFile | 1:77 | 5.8.5 all-variable-usages-are-allowed`},

		{`{ a: __typename a: partner { id } }`,
			`Fields < a > can't be merged because they return the different types String! and PartnerSpace. | 1:17 | ` +
				`5.3.2 field-selection-merging` + "\n" +
				`Fields < a > can't be merged because __typename and partner are different fields. | 1:17 | 5.3.2 ` +
				`field-selection-merging`},
		{`{ node(id: "a") { id } node(id: "b") { id } }`,
			`Fields < node > can't be merged because they have different arguments. | 1:24 | 5.3.2 field-selection-merging`},
		{`{ partner { x: id } partner { x: __typename } }`,
			`Fields < x > can't be merged because they return the different types ID! and String!. | 1:31 | 5.3.2 ` +
				`field-selection-merging` + "\n" +
				`Fields < x > can't be merged because id and __typename are different fields. | 1:31 | 5.3.2 ` +
				`field-selection-merging`},
		{`{ node(id: "a") { ... on PartnerSpace { x: id } ... on PartnerReportFile { x: status } } }`,
			`Fields < x > can't be merged because they return the different types ID! and PartnerReportStatus. | 1:76 | ` +
				`5.3.2 field-selection-merging`},
		{`{ ...F partner { x: id } } fragment F on Query { partner { ...G } } fragment G on PartnerSpace { x: __typename }`,
			`Fields < x > can't be merged because they return the different types String! and ID!. | 1:18 | 5.3.2 ` +
				`field-selection-merging` + "\n" +
				`Fields < x > can't be merged because __typename and id are different fields. | 1:18 | 5.3.2 ` +
				`field-selection-merging`},
	} {
		got := d.ask(t, row.query, "")
		if !strings.HasPrefix(got, `{"data":null,"errors":[`) {
			t.Errorf("%s\nis answered with %s", row.query, got)
			continue
		}
		if got := said(t, got); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.query, got, row.want)
		}
	}
}

func TestDocumentsThatKeepTheRules(t *testing.T) {
	t.Parallel()
	r := &reports{}
	r.put("key", "t", "IN_PROGRESS")
	d := open(t, r)
	for _, row := range []struct{ query, variables, want string }{
		{`{ __typename }`, ``, `{"__typename":"Query"}`},
		{`mutation { __typename }`, ``, `{"__typename":"Mutation"}`},
		{`{ a: __typename, b: __typename a: __typename }`, ``, `{"a":"Query","b":"Query"}`},
		{"\ufeff# a comment\n{ __typename } # another", ``, `{"__typename":"Query"}`},
		{`{ partner { id } partner { __typename } }`, ``,
			`{"partner":{"id":"UGFydG5lclNwYWNlOk5vbmU=","__typename":"PartnerSpace"}}`},
		{`{ partner { reportFile(reportToken: """t""") { status } } }`, ``,
			`{"partner":{"reportFile":{"status":"IN_PROGRESS"}}}`},
		{`{ partner { reportFile(reportToken: "\u0074") { status } } }`, ``,
			`{"partner":{"reportFile":{"status":"IN_PROGRESS"}}}`},
		{`query ($t: String = "t") { partner { reportFile(reportToken: $t) { status } } }`, ``,
			`{"partner":{"reportFile":{"status":"IN_PROGRESS"}}}`},
		{`query ($t: String!) { partner { a: reportFile(reportToken: $t) { ...F } b: reportFile(reportToken: $t) { ` +
			`...F } } } fragment F on PartnerReportFile { status }`, `{"t": "t"}`,
			`{"partner":{"a":{"status":"IN_PROGRESS"},"b":{"status":"IN_PROGRESS"}}}`},
		{`{ partner { reportFile(reportToken: "t") { downloadLinks(first: null, page: null) { totalCount } } } }`, ``,
			`{"partner":{"reportFile":{"downloadLinks":{"totalCount":0}}}}`},
		{`query ($p: Int) { partner { reportFile(reportToken: "t") { downloadLinks(first: 1, page: $p) { totalCount } } } }`,
			``, `{"partner":{"reportFile":{"downloadLinks":{"totalCount":0}}}}`},

		{`{ __typename @skip(if: true) partner @include(if: false) { id } }`, ``, `{}`},
		{`{ __typename @skip(if: false) @include(if: true) }`, ``, `{"__typename":"Query"}`},
		{`{ __typename @skip(if: false) @include(if: false) }`, ``, `{}`},
		{`query ($a: Boolean!, $b: Boolean = true) { a: __typename @skip(if: $a) b: __typename @include(if: $a) ... ` +
			`@include(if: $b) { c: __typename } ...F @skip(if: $b) } fragment F on Query { d: __typename }`,
			`{"a": true}`, `{"b":"Query","c":"Query"}`},
		{`query ($a: Boolean!, $b: Boolean = true) { a: __typename @skip(if: $a) b: __typename @include(if: $a) ... ` +
			`@include(if: $b) { c: __typename } ...F @skip(if: $b) } fragment F on Query { d: __typename }`,
			`{"a": false, "b": false}`, `{"a":"Query","d":"Query"}`},
		{`query ($a: Boolean!) { partner @include(if: $a) { id } partner { __typename } }`, `{"a": false}`,
			`{"partner":{"__typename":"PartnerSpace"}}`},

		{`{ node(id: "UGFydG5lclJlcG9ydEZpbGU6dA==") { ... on PartnerSpace { x: __typename } ... on PartnerReportFile ` +
			`{ x: __typename } } }`, ``, `{"node":{"x":"PartnerReportFile"}}`},
		{`{ node(id: "UGFydG5lclJlcG9ydEZpbGU6dA==") { ... on Node { id } ... { ... on PartnerReportFile { status } } } }`,
			``, `{"node":{"id":"UGFydG5lclJlcG9ydEZpbGU6dA==","status":"IN_PROGRESS"}}`},
		{`{ partner { ... on Node { id } } }`, ``, `{"partner":{"id":"UGFydG5lclNwYWNlOk5vbmU="}}`},
		{`{ node(id: "a") { __typename } }`, ``, `{"node":null}`},
		{`{ node(id: 5) { __typename } }`, ``, `{"node":null}`},
		{`query Q($id: ID! $unknown: [Int] = [1, null]) { node(id: $id) { id } x: node(id: "a") @skip(if: false) { id ` +
			`} ...F } fragment F on Query { __type(name: "X") { fields(includeDeprecated: true) { args { name } } } y: ` +
			`node(id: "b") { id } }`,
			`{"id": "?"}`, ``},
	} {
		got := d.ask(t, row.query, row.variables)
		if row.want == "" {
			if want := "Unused Varibable < unknown > in Operation < Q >. | 1:18 | 5.8.4 all-variables-used"; said(t,
				got) != want {
				t.Errorf("%s\n got %s\nwant %s", row.query, said(t, got), want)
			}
			continue
		}
		if want := `{"data":` + row.want + `}`; got != want {
			t.Errorf("%s\n got %s\nwant %s", row.query, got, want)
		}
	}
}

func TestTextThatIsNoGraphQL(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ query, want string }{
		{"{ partner { id } { ", "1.18: syntax error, unexpected {"},
		{" ", "1.1: syntax error, unexpected EOF"},
		{"# nothing else", "1.1: syntax error, unexpected EOF"},
		{"{", "1.2: syntax error, unexpected EOF"},
		{"{\n  partner {\n    id\n", "4.1: syntax error, unexpected EOF"},
		{"{ }", "1.3: syntax error, unexpected }"},
		{"{ a(b: ) }", "1.8: syntax error, unexpected )"},
		{"{ a(b c) }", "1.7: syntax error, unexpected IDENTIFIER"},
		{"{ a: 5 }", "1.6: syntax error, unexpected INTEGER"},
		{"{ a: 5.5 }", "1.6: syntax error, unexpected FLOAT"},
		{`{ a: "x" }`, "1.6: syntax error, unexpected STRING"},
		{"fragment on on Query { id }", "1.10: syntax error, unexpected on"},
		{"fragment F Query { id }", "1.12: syntax error, unexpected IDENTIFIER"},
		{"type Query { id: ID }", "1.1: syntax error, unexpected type"},
		{"{ a } nonsense", "1.7: syntax error, unexpected IDENTIFIER"},
		{"query ($x: Int = $y) { a }", "1.18: syntax error, unexpected $"},
		{"{ a ? }", `1.5: syntax error, unexpected '?'`},
		{"{ é }", `1.3: syntax error, unexpected 'é'`},
		{`{ a(b: "open) }`, "1.16: syntax error, unexpected EOF"},
		{"{ ...F } fragment F($x: Int) on Query { a }", "1.21: syntax error, unexpected ("},
	} {
		want, _ := json.Marshal(row.want)
		wantAnswer(t, d.ask(t, row.query, ""), strings.ReplaceAll(`{"data":null,"errors":[{"message":`+string(want)+
			`,"path":null,"locations":[]}]}`, `é`, "é"))
	}
}

func TestOneOperationOfSeveral(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	const two = `query A { a: __typename } mutation B { b: __typename }`
	for _, row := range []struct{ query, name, want string }{
		{two, `"A"`, `{"data":{"a":"Query"}}`},
		{two, `"B"`, `{"data":{"b":"Mutation"}}`},
		{two, `"C"`, `{"data":null,"errors":[{"message":"Unknown operation named < C >.","path":null,"locations":[]}]}`},
		{two, `""`,
			`{"data":null,"errors":[{"message":"Must provide operation name if query contains multiple ` +
				`operations.","path":null,"locations":[]}]}`},
		{two, `null`,
			`{"data":null,"errors":[{"message":"Must provide operation name if query contains multiple ` +
				`operations.","path":null,"locations":[]}]}`},
		{`{ __typename }`, `null`, `{"data":{"__typename":"Query"}}`},
		{`{ __typename }`, `""`, `{"data":{"__typename":"Query"}}`},
		{`{ __typename }`, `"A"`,
			`{"data":null,"errors":[{"message":"Unknown operation named < A >.","path":null,"locations":[]}]}`},
		{`query A { a: __typename }`, `"A"`, `{"data":{"a":"Query"}}`},
		{`query A { a: __typename }`, `null`, `{"data":{"a":"Query"}}`},
	} {
		q, _ := json.Marshal(row.query)
		status, got := d.send(t, `{"query": `+string(q)+`, "operationName": `+row.name+`}`)
		if status != 200 || got != row.want {
			t.Errorf("%s of %s\n got %d %s\nwant 200 %s", row.name, row.query, status, got, row.want)
		}
	}
}
