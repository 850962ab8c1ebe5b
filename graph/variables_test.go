package graph_test

import (
	"encoding/json"
	"strings"
	"testing"
)

const good = `"metrics": ["VIEWS"], "dimensions": ["DAY"], "startDate": "2018-07-01", "endDate": "2018-07-02"`

// input is a good request with some of its members replaced.
func input(members ...string) string {
	m := map[string]string{"metrics": `["VIEWS"]`, "dimensions": `["DAY"]`, "startDate": `"2018-07-01"`,
		"endDate": `"2018-07-02"`}
	order := []string{"metrics", "dimensions", "startDate", "endDate"}
	for i := 0; i < len(members); i += 2 {
		if _, ok := m[members[i]]; !ok {
			order = append(order, members[i])
		}
		m[members[i]] = members[i+1]
	}
	var b []string
	for _, name := range order {
		if m[name] != "" {
			b = append(b, `"`+name+`": `+m[name])
		}
	}
	return `{"input": {` + strings.Join(b, ", ") + `}}`
}

// Each message begins Variable < $input > got invalid value < … >; and goes on
// as the row says (docs/spec/reporting.md#error-cases, ENGINE).
func TestInputsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct {
		when, variables string
		want            []string
	}{
		{"a metric is misspelt", input("metrics", `["VIEW"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0]; Did you mean VIEWS?`}},
		{"a metric is in lower case", input("metrics", `["views"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0].`}},
		{"a metric is like nothing", input("metrics", `["VIEWS", "XYZZY"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[1].`}},
		{"a metric could be one of two", input("metrics", `["ECPM_"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0]; Did you mean ECPM_EUR or ECPM_USD?`}},
		{"a metric could be one of more", input("metrics", `["ESTIMATED_EARNINGS"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0]; Did you mean ESTIMATED_EARNINGS_EUR, ` +
				`ESTIMATED_EARNINGS_USD, ESTIMATED_EARNINGS_EUR_OLD, or ESTIMATED_EARNINGS_USD_OLD?`}},
		{"a metric is a number", input("metrics", `[5]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0].`}},
		{"a metric is a list", input("metrics", `[["VIEWS"]]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0].`}},
		{"a bare metric is misspelt", input("metrics", `"VIEW"`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics; Did you mean VIEWS?`}},
		{"a dimension of the old documentation", input("dimensions", `["VIDEO_DEVICE_TYPE"]`),
			[]string{`Expected type < PartnerReportDimension > at value.dimensions[0]; Did you mean VISITOR_DEVICE_TYPE?`}},
		{"a word of a column of older files", input("dimensions", `["video_media_type"]`),
			[]string{`Expected type < PartnerReportDimension > at value.dimensions[0]; Did you mean MEDIA_TYPE?`}},
		{"a filter in the words of the old documentation", input("filters", `{"monetizationType": "Video monetization"}`),
			[]string{`Expected type < PartnerReportFilterMonetizationType > at value.filters.monetizationType; ` +
				`Did you mean VIDEO_MONETIZATION?`}},
		{"another of these filters", input("filters", `{"monetizationType": "website_monetization"}`),
			[]string{`Expected type < PartnerReportFilterMonetizationType > at value.filters.monetizationType; ` +
				`Did you mean WEBSITE_MONETIZATION?`}},
		{"a third of these filters", input("filters", `{"monetizationType": "claim"}`),
			[]string{`Expected type < PartnerReportFilterMonetizationType > at value.filters.monetizationType; ` +
				`Did you mean CLAIM?`}},
		{"a product in these words", input("product", `"claim"`),
			[]string{`Expected type < PartnerReportProduct > at value.product; Did you mean CLAIM?`}},
		{"a filter's word as a metric", input("metrics", `["Video monetization"]`),
			[]string{`Expected type < PartnerReportMetric > at value.metrics[0].`}},
		{"a product is unknown", input("product", `"EVERYTHING"`),
			[]string{`Expected type < PartnerReportProduct > at value.product.`}},
		{"a date is missing", input("startDate", ``),
			[]string{`Field < value.startDate > of required type < DateTime! > was not provided.`}},
		{"a date is null", input("startDate", `null`),
			[]string{`Expected non-nullable type < DateTime! > not to be null at value.startDate.`}},
		{"metrics are null", input("metrics", `null`),
			[]string{`Expected non-nullable type < [PartnerReportMetric]! > not to be null at value.metrics.`}},
		{"a date is no date", input("startDate", `"yesterday"`),
			[]string{`Expected type < DateTime > at value.startDate; DateTime cannot represent value: < yesterday >.`}},
		{"a date is in another order", input("startDate", `"01/07/2018"`),
			[]string{`Expected type < DateTime > at value.startDate; DateTime cannot represent value: < 01/07/2018 >.`}},
		{"a date is not in the calendar", input("endDate", `"2018-02-30"`),
			[]string{`Expected type < DateTime > at value.endDate; DateTime cannot represent value: < 2018-02-30 >.`}},
		{"a date is a number", input("endDate", `1530403200`),
			[]string{`Expected type < DateTime > at value.endDate; DateTime cannot represent value: < 1530403200 >.`}},
		{"a date is a list", input("endDate", `["2018-07-01"]`),
			[]string{`Expected type < DateTime > at value.endDate; DateTime cannot represent value: < ['2018-07-01'] >.`}},
		{"filters are an empty list, as PHP sends them", input("filters", `[]`),
			[]string{`Expected type < PartnerReportFilters > to be an object at value.filters.`}},
		{"filters are a text", input("filters", `"channelSlug=a"`),
			[]string{`Expected type < PartnerReportFilters > to be an object at value.filters.`}},
		{"a filter is unknown", input("filters", `{"channel": "a"}`),
			[]string{`Field < channel > is not defined by type < PartnerReportFilters >; Did you mean channelSlug?`}},
		{"a filter is a list", input("filters", `{"mediaType": ["LIVE"]}`),
			[]string{`Expected type < PartnerReportFilterMediaType > at value.filters.mediaType.`}},
		{"a filter is a number", input("filters", `{"channelSlug": 5}`),
			[]string{`Expected type < String > at value.filters.channelSlug; String cannot represent a non string ` +
				`value: < 5 >.`}},
		{"a text is true", input("clientMutationId", `true`),
			[]string{`Expected type < String > at value.clientMutationId; String cannot represent a non string value: ` +
				`< True >.`}},
		{"a field is unknown and like none", input("x", `1`),
			[]string{`Field < x > is not defined by type < AskPartnerReportFileInput >.`}},
		{"a field is unknown and like one", input("metric", `"VIEWS"`),
			[]string{`Field < metric > is not defined by type < AskPartnerReportFileInput >; Did you mean metrics?`}},
		{"much is wrong at once", `{"input": {"zzz": 1, "yyy": 2, "startDate": "?", "metrics": ["VIEW"], "filters": []}}`,
			[]string{
				`Field < value.dimensions > of required type < [PartnerReportDimension]! > was not provided.`,
				`Field < value.endDate > of required type < DateTime! > was not provided.`,
				`Expected type < PartnerReportFilters > to be an object at value.filters.`,
				`Expected type < PartnerReportMetric > at value.metrics[0]; Did you mean VIEWS?`,
				`Expected type < DateTime > at value.startDate; DateTime cannot represent value: < ? >.`,
				`Field < zzz > is not defined by type < AskPartnerReportFileInput >.`,
				`Field < yyy > is not defined by type < AskPartnerReportFileInput >.`,
			}},
		{"the input is a text", `{"input": "x"}`, []string{`Expected type < AskPartnerReportFileInput > to be an object.`}},
		{"the input is a list", `{"input": [{` + good + `}]}`,
			[]string{`Expected type < AskPartnerReportFileInput > to be an object.`}},
	} {
		t.Run(row.when, func(t *testing.T) {
			var got struct {
				Data   any
				Errors []map[string]any
			}
			if err := json.Unmarshal([]byte(d.ask(t, ask, row.variables)), &got); err != nil {
				t.Fatal(err)
			}
			var messages []string
			for _, e := range got.Errors {
				head, rest, ok := strings.Cut(e["message"].(string), " >; ")
				if !ok || !strings.HasPrefix(head, "Variable < $input > got invalid value < ") {
					t.Errorf("message = %s", e["message"])
				}
				messages = append(messages, rest)
				path, ok := e["path"]
				if place, _ := json.Marshal(e["locations"]); path != nil || !ok || string(place) != `[{"column":11,"line":1}]` {
					t.Errorf("path, locations = %v, %s, want null and the variable's", path, place)
				}
				if len(e) != 3 {
					t.Errorf("the error has more than message, path and locations: %v", e)
				}
			}
			if got, want := strings.Join(messages, "\n"), strings.Join(row.want, "\n"); got != want {
				t.Errorf("messages\n got %s\nwant %s", got, want)
			}
			if got.Data != nil {
				t.Errorf("data = %v, want null", got.Data)
			}
		})
	}
}

func TestVariablesThatAreNotThere(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ variables, want string }{
		{``, `Variable < $input > of required type < AskPartnerReportFileInput! > was not provided.`},
		{`null`, `Variable < $input > of required type < AskPartnerReportFileInput! > was not provided.`},
		{`{}`, `Variable < $input > of required type < AskPartnerReportFileInput! > was not provided.`},
		{`{"Input": {}}`, `Variable < $input > of required type < AskPartnerReportFileInput! > was not provided.`},
		{`{"input": null}`, `Variable < $input > of non-null type < AskPartnerReportFileInput! > must not be null.`},
	} {
		wantAnswer(t, d.ask(t, ask, row.variables), `{"data":null,"errors":[{"message":"`+row.want+
			`","path":null,"locations":[{"line":1,"column":11}]}]}`)
	}
}

func TestScalarsAreReadStrictly(t *testing.T) {
	t.Parallel()
	r := &reports{}
	r.put("key", "5", "IN_PROGRESS")
	d := open(t, r)
	const (
		page    = `query ($v: Int) { partner { reportFile(reportToken: "5") { downloadLinks(first: $v) { totalCount } } } }`
		token   = `query ($v: String!) { partner { reportFile(reportToken: $v) { status } } }`
		id      = `query ($v: ID!) { node(id: $v) { id } }`
		decide  = `query ($v: Boolean!) { __typename @skip(if: $v) }`
		paged   = `{"data":{"partner":{"reportFile":{"downloadLinks":{"totalCount":0}}}}}`
		invalid = `Variable < $v > got invalid value < `
	)
	for _, row := range []struct{ query, value, want string }{
		{page, `1`, paged},
		{page, `null`, paged},
		{page, `2147483647`, paged},
		{page, `"5"`, invalid + `'5' >; Expected type < Int >; Int cannot represent non-integer value: < 5 >.`},
		{page, `5.5`, invalid + `5.5 >; Expected type < Int >; Int cannot represent non-integer value: < 5.5 >.`},
		{page, `5.0`, invalid + `5.0 >; Expected type < Int >; Int cannot represent non-integer value: < 5.0 >.`},
		{page, `true`, invalid + `True >; Expected type < Int >; Int cannot represent non-integer value: < True >.`},
		{page, `[1]`, invalid + `[1] >; Expected type < Int >; Int cannot represent non-integer value: < [1] >.`},
		{page, `2147483648`, invalid +
			`2147483648 >; Expected type < Int >; Int cannot represent non 32-bit signed integer value: < 2147483648 >.`},
		{page, `99999999999999999999`, invalid +
			`99999999999999999999 >; Expected type < Int >; Int cannot represent non 32-bit signed integer value: < ` +
			`99999999999999999999 >.`},
		{page, `1e400`, invalid + `inf >; Expected type < Int >; Int cannot represent non-integer value: < inf >.`},
		{token, `"5"`, `{"data":{"partner":{"reportFile":{"status":"IN_PROGRESS"}}}}`},
		{token, `5`, invalid + `5 >; Expected type < String >; String cannot represent a non string value: < 5 >.`},
		{token, `["5"]`, invalid +
			`['5'] >; Expected type < String >; String cannot represent a non string value: < ['5'] >.`},
		{token, `{"a": null}`, invalid +
			`{'a': None} >; Expected type < String >; String cannot represent a non string value: < {'a': None} >.`},
		{id, `"5"`, `{"data":{"node":null}}`},
		{id, `5`, `{"data":{"node":null}}`},
		{id, `5.5`, invalid + `5.5 >; Expected type < ID >; ID cannot represent value: < 5.5 >.`},
		{id, `false`, invalid + `False >; Expected type < ID >; ID cannot represent value: < False >.`},
		{decide, `true`, `{"data":{}}`},
		{decide, `false`, `{"data":{"__typename":"Query"}}`},
		{decide, `"true"`, invalid +
			`'true' >; Expected type < Boolean >; Boolean cannot represent a non boolean value: < true >.`},
		{decide, `1`, invalid + `1 >; Expected type < Boolean >; Boolean cannot represent a non boolean value: < 1 >.`},
	} {
		got := d.ask(t, row.query, `{"v": `+row.value+`}`)
		if strings.HasPrefix(row.want, invalid) {
			message, _, _ := strings.Cut(said(t, got), " | ")
			got = message
		}
		if got != row.want {
			t.Errorf("%s for %s\n got %s\nwant %s", row.value, row.query, got, row.want)
		}
	}
}

// What a message repeats is printed as Python prints it, in the order in which it
// came, and not without end.
func TestMessagesPrintWhatWasSentThePythonWay(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ value, want string }{
		{`{"b": 1, "a": [true, false, null]}`, `{'b': 1, 'a': [True, False, None]}`},
		{`{"a": 1, "b": 2, "a": 3}`, `{'a': 3, 'b': 2}`},
		{`[]`, `[]`},
		{`{}`, `{}`},
		{`[1, 1.50, 1e3, 1.0, 1e16, 1.5e-7, 123456789012345678901234567890, -1e999]`,
			`[1, 1.5, 1000.0, 1.0, 1e+16, 1.5e-07, 123456789012345678901234567890, -inf]`},
		{`["it's", "a \"b\"", "it's \"b\"", "\\", "\n\r\t", "\u0000\u007f\u00a0", "é😀"]`,
			`["it's", 'a "b"', 'it\'s "b"', '\\', '\n\r\t', '\x00\x7f\xa0', 'é😀']`},
		{`["` + strings.Repeat("x", 2000) + `"]`, `['` + strings.Repeat("x", 998) + `...`},
		{`[` + strings.Repeat("7,", 2000) + `7]`, `[` + strings.Repeat("7, ", 333) + `...`},
	} {
		got, _, _ := strings.Cut(said(t, d.ask(t, `query ($v: ID!) { node(id: $v) { id } }`, `{"v": `+row.value+`}`)),
			" >; Expected type")
		if want := `Variable < $v > got invalid value < ` + row.want; got != want {
			t.Errorf("%.300s\n got %.300s\nwant %.300s", row.value, got, want)
		}
	}
}

func TestNullsThatHideBehindADefault(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ query, want string }{
		{`query ($v: ID = "a") { x: node(id: $v) { id } __typename }`,
			`{"data":{"x":null,"__typename":"Query"},"errors":[{"message":"Argument < id > of non-null type < ID! > must ` +
				`not be null.","path":["x"],"locations":[{"line":1,"column":24}]}]}`},
		{`query ($v: Boolean = true) { __typename @skip(if: $v) }`,
			`{"data":null,"errors":[{"message":"Argument < if > of non-null type < Boolean! > must not be ` +
				`null.","path":null,"locations":[{"line":1,"column":42}]}]}`},
		{`mutation ($v: DateTime = "2018-07-01") { askPartnerReportFile(input: {metrics: VIEWS, dimensions: DAY, ` +
			`startDate: $v, endDate: $v}) { status } }`,
			`{"data":{"askPartnerReportFile":null},"errors":[{"message":"Argument < input > of non-null type < ` +
				`AskPartnerReportFileInput! > must not be null.","path":["askPartnerReportFile"],"locations":[{"line":1,` +
				`"column":42}]}]}`},
	} {
		wantAnswer(t, d.ask(t, row.query, `{"v": null}`), row.want)
	}
}

func TestVariablesWithinWrittenValues(t *testing.T) {
	t.Parallel()
	r := &reports{}
	d := open(t, r)
	got := d.ask(
		t,
		`mutation ($m: [PartnerReportMetric]!, $d: PartnerReportDimension, $from: DateTime!,
		$to: DateTime = "2018-07-03", $slug: String, $p: PartnerReportProduct) {
		askPartnerReportFile(input: {metrics: $m, dimensions: [HOUR, $d], startDate: $from, endDate: $to, product: $p,
			filters: {channelSlug: $slug, mediaType: LIVE}}) { status }
	}`,
		`{"m": "VIEWS", "d": "DAY", "from": "2018-07-01"}`,
	)
	wantAnswer(t, got, `{"data":{"askPartnerReportFile":{"status":"SUCCESS"}}}`)
	q := r.requests[0]
	if got, want := q.Start.Day()*100+q.End.Day(), 103; got != want {
		t.Errorf("days = %d, want %d", got, want)
	}
	if len(q.Metrics) != 1 || len(q.Dimensions) != 2 || q.Dimensions[1] != "DAY" || q.Product != "CONTENT" ||
		q.Filters.ChannelSlug != "" || q.Filters.MediaType != "LIVE" {
		t.Errorf("request = %+v", q)
	}
}
