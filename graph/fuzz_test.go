package graph_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
)

// FuzzTransport sends any body. Whatever it is, the response is JSON of bounded
// length under status 200 or 4xx; errors, where there are any, are a list that
// is not empty, each with a message; and nothing goes wrong inside.
func FuzzTransport(f *testing.F) {
	f.Add(body(poll, `{"reportToken": "t1"}`))
	f.Add(body(ask, `{"input": {`+good+`, "filters": {"mediaType": "LIVE"}, "product": "ALL", "clientMutationId": "x"}}`))
	f.Add(body(
		ask,
		`{"input": {"metrics": "VIEW", "dimensions": [null], "startDate": "2018-07-01T00:00:00+02:00", "endDate": 5, `+
			`"filters": []}}`,
	))
	f.Add(body(everything, ""))
	f.Add(
		body(
			`query A($v: ID = 5 $b: Boolean!) { node(id: $v) { ...F } } fragment F on Node { id ... on PartnerSpace `+
				`@skip(if: $b) { x: __typename } }`,
			`{"b": true}`,
		),
	)
	f.Add(
		body(
			`mutation { a: askPartnerReportFile(input: {metrics: [VIEWS, null], dimensions: DAY, startDate: `+
				`"""2018-07-01""", endDate: "2018\u002d07-01"}) { status } }`,
			"",
		),
	)
	f.Add(`{"query": "{ a(b: [{c: \"", "operationName": "\ud800", "variables": "{}"}`)
	f.Add(`{"query": "fragment on on on { on }"}`)
	f.Add(`{"query": "subscription { __typename @include }", "variables": {"a": 1e999}}`)
	f.Add(`[{"query": "{ __typename }"}]`)
	f.Add("\xff\xfe{")
	for _, row := range bombs() {
		if text := body(row.query, row.variables); len(text) < 4<<10 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := &reports{links: []report.Link{{ID: "1", Path: "/file"}}}
		r.put("key", "t1", report.Finished)
		w := httptest.NewRecorder()
		quiet(r, "key").ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
		if w.Code != http.StatusOK && w.Code/100 != 4 {
			t.Errorf("status = %d", w.Code)
		}
		if got, most := w.Body.Len(), 4<<20; got > most {
			t.Errorf("the answer has %d bytes", got)
		}
		var answer map[string]json.RawMessage
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("the answer is no JSON: %v\n%.300s", err, w.Body)
		}
		if _, ok := answer["data"]; !ok || len(answer) > 2 {
			t.Errorf("members of the answer: %.300s", w.Body)
		}
		raw, ok := answer["errors"]
		if !ok {
			return
		}
		var errs []struct{ Message, Type string }
		if err := json.Unmarshal(raw, &errs); err != nil || len(errs) == 0 {
			t.Errorf("errors = %.300s", raw)
		}
		for _, e := range errs {
			if e.Message == "" || e.Message == "An internal error occurred." {
				t.Errorf("error = %+v", e)
			}
		}
	})
}
