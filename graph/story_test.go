package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

func TestAReportIsAskedForAndPolled(t *testing.T) {
	t.Parallel()
	r := &reports{links: []report.Link{{ID: "7.0", Path: "/dailymotion-stats-report/21da4e2e74"}}}
	d := open(t, r)

	wantAnswer(t, d.ask(t, ask, `{"input": {
		"metrics": ["VIEWS"], "dimensions": ["DAY", "VIDEO_TITLE"],
		"startDate": "2018-07-01", "endDate": "2018-07-04",
		"filters": {"videoOwnerChannelSlug": "my-channel"}
	}}`), `{"data":{"askPartnerReportFile":{"reportFile":{"reportToken":"t1"}}}}`)

	wantAnswer(t, d.ask(t, poll, `{"reportToken": "t1"}`),
		`{"data":{"partner":{"reportFile":{"status":"IN_PROGRESS","downloadLinks":{"edges":[]}}}}}`)

	r.put("key", "t1", report.Finished)
	wantAnswer(t, d.ask(t, poll, `{"reportToken": "t1"}`),
		`{"data":{"partner":{"reportFile":{"status":"FINISHED","downloadLinks":{"edges":[{"node":{"link":"`+d.URL+
			`/dailymotion-stats-report/21da4e2e74"}}]}}}}}`)
}

func TestWhatWasAskedReachesTheReports(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2018, 7, d, 0, 0, 0, 0, time.UTC) }
	plain := report.Request{
		Edition: "2026", Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"DAY"},
		Start: day(1), End: day(4), Product: edition.Content,
	}
	with := func(change func(*report.Request)) report.Request {
		r := plain
		change(&r)
		return r
	}
	for _, row := range []struct {
		when, input, dates string
		want               report.Request
	}{
		{"no product means CONTENT", ``, "", plain},
		{"a null product means CONTENT too", `"product": null`, "", plain},
		{"a product is kept", `"product": "CLAIM"`, "", with(func(r *report.Request) { r.Product = edition.Claim })},
		{"no filters may be null", `"filters": null`, "", plain},
		{"no filters may be an empty object", `"filters": {}`, "", plain},
		{"each filter is carried across",
			`"filters": {"channelSlug": "a", "videoOwnerChannelSlug": "b", "mediaType": "LIVE", "monetizationType": ` +
				`"WEBSITE_MONETIZATION", "visitorDomainGroup": "c"}`, "",
			with(func(r *report.Request) {
				r.Filters = report.Filters{ChannelSlug: "a", VideoOwnerChannelSlug: "b", MediaType: "LIVE",
					MonetizationType: "WEBSITE_MONETIZATION", VisitorDomainGroup: "c"}
			})},
		{"lists keep their order and what is there twice",
			`"metrics": ["VIEWS", "UPLOADS", "VIEWS"], "dimensions": ["VIDEO_ID", "DAY"]`, "",
			with(func(r *report.Request) {
				r.Metrics, r.Dimensions = []report.Metric{"VIEWS", "UPLOADS", "VIEWS"}, []report.Dimension{"VIDEO_ID", "DAY"}
			})},
		{"a bare value stands for a list", `"metrics": "VIEWS", "dimensions": "DAY"`, "", plain},
		{"empty lists are the reports' to refuse", `"metrics": [], "dimensions": []`, "",
			with(func(r *report.Request) { r.Metrics, r.Dimensions = []report.Metric{}, []report.Dimension{} })},
		{"a moment without a zone means its date", ``, `"startDate": "2018-07-01T23:59:59", "endDate": "2018-07-04T00:00:00"`,
			plain},
		{"a moment with a zone means its date as written", ``,
			`"startDate": "2018-07-01T23:30:00-05:00", "endDate": "2018-07-04T00:00:00+02:00"`, plain},
		{"a moment may have a fraction", ``, `"startDate": "2018-07-01T00:00:00.000Z", "endDate": "2018-07-04T00:00:00Z"`,
			plain},
	} {
		t.Run(row.when, func(t *testing.T) {
			r := &reports{}
			d := open(t, r)
			if row.dates == "" {
				row.dates = `"startDate": "2018-07-01", "endDate": "2018-07-04"`
			}
			input := row.dates
			if !strings.Contains(row.input, "metrics") {
				input += `, "metrics": ["VIEWS"], "dimensions": ["DAY"]`
			}
			if row.input != "" {
				input += ", " + row.input
			}
			wantAnswer(t, d.ask(t, ask, `{"input": {`+input+`}}`),
				`{"data":{"askPartnerReportFile":{"reportFile":{"reportToken":"t1"}}}}`)
			if diff := cmp.Diff([]report.Request{row.want}, r.requests); diff != "" {
				t.Errorf("request (-want +got)\n%s", diff)
			}
		})
	}
}

func TestTheGrantSaysWhoAsks(t *testing.T) {
	t.Parallel()
	r := &reports{}
	d := openAs(t, r, oauth.Grant{Kind: oauth.Private, Scopes: []string{"create_reports"}, Key: "f00",
		Login: "bob@example.com"})
	d.ask(
		t,
		`mutation { askPartnerReportFile(input: {metrics: VIEWS, dimensions: DAY, startDate: "2018-07-01", endDate: `+
			`"2018-07-01"}) { status } }`,
		"",
	)
	if diff := cmp.Diff([]world.Account{{Key: "f00", Login: "bob@example.com"}}, r.accounts); diff != "" {
		t.Errorf("account (-want +got)\n%s", diff)
	}
}

func TestTheAnswerToARequestHoldsTheReport(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	got := d.ask(t, `mutation {
		askPartnerReportFile(input: {metrics: VIEWS, dimensions: [DAY], startDate: "2018-07-01", endDate: "2018-07-01",
			clientMutationId: "né \"1\""}) {
			clientMutationId status
			reportFile { createDate createdAt status id reportToken downloadLinks { totalCount } }
		}
	}`, "")
	wantAnswer(t, got, `{"data":{"askPartnerReportFile":{"clientMutationId":"né \"1\"","status":"SUCCESS","reportFile":{`+
		`"createDate":"2026-02-03T04:05:06+00:00","createdAt":"2026-02-03T04:05:06+00:00","status":"IN_PROGRESS",`+
		`"id":"UGFydG5lclJlcG9ydEZpbGU6dDE=","reportToken":"t1","downloadLinks":{"totalCount":0}}}}}`)
}

// A warehouse loader in production asks for its reports in one operation and
// polls them in one (docs/spec/reporting.md#client-quirks).
func TestSeveralReportsInOneOperation(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 20} {
		d := open(t, &reports{status: report.Finished, links: []report.Link{{ID: "1", Path: "/a"}, {ID: "2", Path: "/b"}}})
		var defs, asks, polls, items, tokens, asked, polled []string
		for i := range n {
			defs = append(defs, fmt.Sprintf("$item%d: AskPartnerReportFileInput!", i))
			asks = append(asks,
				fmt.Sprintf("report%[1]d: askPartnerReportFile(input: $item%[1]d) { reportFile { reportToken } }", i))
			items = append(
				items,
				fmt.Sprintf(
					`"item%d": {"metrics": ["VIEWS", "UPLOADS"], "dimensions": ["DAY"], "startDate": "2018-07-01", "endDate": `+
						`"2018-07-01", "product": "CONTENT"}`,
					i,
				),
			)
			asked = append(asked, fmt.Sprintf(`"report%d":{"reportFile":{"reportToken":"t%d"}}`, i, i+1))
			polls = append(
				polls,
				fmt.Sprintf(
					"report%[1]d: reportFile(reportToken: $reportToken%[1]d) { status downloadLinks { edges { node { link } } } }",
					i,
				),
			)
			tokens = append(tokens, fmt.Sprintf(`"reportToken%d": "t%d"`, i, i+1))
			polled = append(
				polled,
				fmt.Sprintf(
					`"report%d":{"status":"FINISHED","downloadLinks":{"edges":[{"node":{"link":"%[2]s/a"}},`+
						`{"node":{"link":"%[2]s/b"}}]}}`,
					i,
					d.URL,
				),
			)
		}
		got := d.ask(t, "mutation AskReports("+strings.Join(defs, " ")+") {"+strings.Join(asks, "\n")+"}", "{"+
			strings.Join(items, ",")+"}")
		wantAnswer(t, got, `{"data":{`+strings.Join(asked, ",")+`}}`)

		tokenDefs := strings.NewReplacer("item", "reportToken", "AskPartnerReportFileInput!",
			"String!").Replace(strings.Join(defs, " "))
		got = d.ask(t, "query GetReports("+tokenDefs+") { partner {"+strings.Join(polls, "\n")+"} }", "{"+strings.Join(tokens,
			",")+"}")
		wantAnswer(t, got, `{"data":{"partner":{`+strings.Join(polled, ",")+`}}}`)
	}
}

// third refuses whatever comes after the second report.
type third struct{ reports }

func (r *third) Ask(a world.Account, q report.Request) (report.File, error) {
	if len(r.requests) == 2 {
		return report.File{}, fmt.Errorf("%w: 2 are running, which is the limit", report.ErrConcurrent)
	}
	return r.reports.Ask(a, q)
}

func TestTheThirdOfThreeReportsIsRefusedAndTheOthersKept(t *testing.T) {
	t.Parallel()
	d := open(t, &third{})
	got := d.ask(t, `mutation ($input: AskPartnerReportFileInput!) {
		one: askPartnerReportFile(input: $input) { reportFile { reportToken } }
		two: askPartnerReportFile(input: $input) { reportFile { reportToken } }
		three: askPartnerReportFile(input: $input) { reportFile { reportToken } }
	}`, `{"input": {"metrics": "VIEWS", "dimensions": "DAY", "startDate": "2018-07-01", "endDate": "2018-07-01"}}`)
	wantAnswer(t, got,
		`{"data":{"one":{"reportFile":{"reportToken":"t1"}},"two":{"reportFile":{"reportToken":"t2"}},"three":null},`+
			`"errors":[{"message":"too many reports at once: 2 are running, which is the `+
			`limit","path":["three"],"locations":[{"line":4,"column":3}],`+
			`"type":"too_many_requests","reason":"concurrent_reports_limit"}]}`)
}

func TestRefusalsOfTheReports(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err          error
		kind, reason string
	}{
		{report.ErrDimensions, "bad_request", "too_many_dimensions"},
		{report.ErrMetrics, "bad_request", "invalid_parameter"},
		{report.ErrDateRange, "bad_request", "invalid_date_range"},
		{report.ErrIncompatible, "bad_request", "incompatible_dimensions"},
		{report.ErrParameter, "bad_request", "invalid_parameter"},
		{report.ErrConcurrent, "too_many_requests", "concurrent_reports_limit"},
	} {
		t.Run(row.err.Error(), func(t *testing.T) {
			d := open(t, &reports{refuse: fmt.Errorf("%w: <you> sent 9", row.err)})
			got := d.ask(t, ask,
				`{"input": {"metrics": "VIEWS", "dimensions": "DAY", "startDate": "2018-07-01", "endDate": "2018-07-01"}}`)
			wantAnswer(t, got, `{"data":{"askPartnerReportFile":null},"errors":[{"message":"`+row.err.Error()+`: <you> sent 9",`+
				`"path":["askPartnerReportFile"],"locations":[{"line":1,"column":49}],"type":"`+row.kind+`","reason":"`+row.reason+
				`"}]}`)
		})
	}
}

func TestANullAmongMetricsOrDimensionsIsRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ input, message string }{
		{`"metrics": ["VIEWS", null], "dimensions": ["DAY"]`, "invalid parameter: metrics holds null at place 1"},
		{`"metrics": "VIEWS", "dimensions": [null]`, "invalid parameter: dimensions holds null at place 0"},
	} {
		d := open(t, &reports{})
		got := d.ask(t, ask, `{"input": {"startDate": "2018-07-01", "endDate": "2018-07-01", `+row.input+`}}`)
		wantAnswer(t, got, `{"data":{"askPartnerReportFile":null},"errors":[{"message":"`+row.message+`",`+
			`"path":["askPartnerReportFile"],"locations":[{"line":1,"column":49}],"type":"bad_request",`+
			`"reason":"invalid_parameter"}]}`)
	}
}

func TestAnUnknownTokenIsNotFound(t *testing.T) {
	t.Parallel()
	r := &reports{}
	r.put("another key", "theirs", report.Finished)
	d := open(t, r)
	for _, token := range []string{"null", "theirs"} { // the first is what the documented Bash sample ends up with
		wantAnswer(t, d.ask(t, poll, `{"reportToken": "`+token+`"}`),
			`{"data":{"partner":{"reportFile":null}},"errors":[{"message":"no such report: `+token+
				`","path":["partner","reportFile"],"locations":[{"line":2,"column":12}],"type":"not_found"}]}`)
	}
}

func TestWhatGoesWrongInsideIsLoggedAndNotShown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		how string
		r   *reports
	}{
		{"an error that no table knows", &reports{refuse: fmt.Errorf("the secret of the house")}},
		{"a panic", &reports{panics: true}},
	} {
		t.Run(row.how, func(t *testing.T) {
			d := open(t, row.r)
			got := d.ask(t,
				`mutation ($input: AskPartnerReportFileInput!) { a: askPartnerReportFile(input: $input) { status } __typename }`,
				`{"input": {"metrics": "VIEWS", "dimensions": "DAY", "startDate": "2018-07-01", "endDate": "2018-07-01"}}`)
			wantAnswer(t, got, `{"data":{"a":null,"__typename":"Mutation"},"errors":[{"message":"An internal error occurred.",`+
				`"path":["a"],"locations":[{"line":1,"column":49}],"type":"internal_error"}]}`)
			if !strings.Contains(d.log.String(), "the secret of the house") {
				t.Errorf("the log holds nothing of it: %s", d.log)
			}
		})
	}
}

func TestManyCallersAtOnce(t *testing.T) {
	t.Parallel()
	r := &reports{}
	r.put("key", "t", report.InProgress)
	d := open(t, r)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				// Some queries are everyone's, some are new, some depend on variables.
				key := fmt.Sprintf("k%d", j%(i+1))
				got := d.ask(t, `query ($no: Boolean!) { `+key+
					`: partner { reportFile(reportToken: "t") { status id @include(if: $no) } } }`, `{"no": false}`)
				if want := `{"data":{"` + key + `":{"reportFile":{"status":"IN_PROGRESS"}}}}`; got != want {
					t.Errorf("answer %s, want %s", got, want)
				}
			}
		})
	}
	all.Wait()
}

func TestALongErrorIsCutShort(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	got := d.ask(t, poll, `{"reportToken": "`+strings.Repeat("é", 5000)+`"}`)
	if want := `é...","path":["partner","reportFile"]`; !strings.Contains(got, want) || len(got) > 1500 {
		t.Errorf("%d bytes, which do not hold %s: %s", len(got), want, got)
	}
}

func TestMomentsAreWrittenInUTC(t *testing.T) {
	t.Parallel()
	r := &reports{}
	r.put("key", "t", report.InProgress)
	f := r.files["t"]
	f.Created = time.Date(2023, 12, 16, 8, 41, 12, 987654321, time.FixedZone("", 2*60*60))
	r.files["t"] = f
	d := open(t, r)
	wantAnswer(
		t,
		d.ask(t, `{ partner { reportFile(reportToken: "t") { createDate createdAt } } }`, ""),
		`{"data":{"partner":{"reportFile":{"createDate":"2023-12-16T06:41:12+00:00",`+
			`"createdAt":"2023-12-16T06:41:12+00:00"}}}}`,
	)
}

func TestLinksComeInPages(t *testing.T) {
	t.Parallel()
	r := &reports{}
	for i := range 5 {
		r.links = append(r.links, report.Link{ID: fmt.Sprint(i), Path: fmt.Sprintf("/%d", i)})
	}
	r.put("key", "t", report.Finished)
	d := open(t, r)
	for _, row := range []struct{ args, want string }{
		{``, `01234 of 5, alone`},
		{`(first: null, page: null)`, `01234 of 5, alone`},
		{`(page: 1)`, `01234 of 5, alone`},
		{`(page: 2)`, ` of 5, after another`},
		{`(first: 2)`, `01 of 5, before page 2`},
		{`(first: 2, page: 2)`, `23 of 5, after another, before page 3`},
		{`(first: 2, page: 3)`, `4 of 5, after another`},
		{`(first: 5)`, `01234 of 5, alone`},
		{`(first: 2, page: 4)`, ` of 5, after another`},
		{`(first: 2147483647, page: 2147483647)`, ` of 5, after another`},
		{`(first: 0)`, `invalid parameter: first must be 1 or more, and 0 was sent`},
		{`(first: -1)`, `invalid parameter: first must be 1 or more, and -1 was sent`},
		{`(first: 2, page: 0)`, `invalid parameter: page must be 1 or more, and 0 was sent`},
	} {
		got := d.ask(t, `{ partner { reportFile(reportToken: "t") { downloadLinks`+row.args+` {
			edges { node { link } } totalCount pageInfo { hasNextPage hasPreviousPage nextPage } } } } }`, "")
		if got := pageInWords(t, got, d.URL); got != row.want {
			t.Errorf("downloadLinks%s\n got %s\nwant %s", row.args, got, row.want)
		}
	}
}

// pageInWords tells what a page holds and where it stands.
func pageInWords(tb testing.TB, answer, origin string) string {
	tb.Helper()
	var a struct {
		Data struct {
			Partner struct {
				ReportFile struct {
					DownloadLinks *struct {
						Edges      []struct{ Node struct{ Link string } }
						TotalCount int
						PageInfo   struct {
							HasNextPage, HasPreviousPage bool
							NextPage                     *int
						}
					}
				}
			}
		}
		Errors []struct{ Message, Type, Reason string }
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		tb.Fatal(err)
	}
	page := a.Data.Partner.ReportFile.DownloadLinks
	if page == nil {
		if e := a.Errors[0]; e.Type != "bad_request" || e.Reason != "invalid_parameter" {
			tb.Errorf("type, reason = %s, %s, want bad_request, invalid_parameter", e.Type, e.Reason)
		}
		return a.Errors[0].Message
	}
	var words strings.Builder
	for _, e := range page.Edges {
		words.WriteString(strings.TrimPrefix(e.Node.Link, origin+"/"))
	}
	fmt.Fprintf(&words, " of %d", page.TotalCount)
	if page.PageInfo.HasPreviousPage {
		words.WriteString(", after another")
	}
	if page.PageInfo.HasNextPage {
		fmt.Fprintf(&words, ", before page %d", *page.PageInfo.NextPage)
	} else if page.PageInfo.NextPage != nil {
		words.WriteString(", with a next page that is not there")
	}
	if !page.PageInfo.HasPreviousPage && !page.PageInfo.HasNextPage {
		words.WriteString(", alone")
	}
	return words.String()
}

func TestNodesAreFoundByTheirIDs(t *testing.T) {
	t.Parallel()
	r := &reports{links: []report.Link{{ID: "7", Path: "/seven"}}}
	r.put("key", "t", report.Finished)
	r.put("another key", "theirs", report.Finished)
	d := open(t, r)
	for _, row := range []struct{ what, id, want string }{
		{"the partner space", "UGFydG5lclNwYWNlOk5vbmU=",
			`{"__typename":"PartnerSpace","id":"UGFydG5lclNwYWNlOk5vbmU=","reportFile":{"status":"FINISHED"}}`},
		{"a report", "UGFydG5lclJlcG9ydEZpbGU6dA==",
			`{"__typename":"PartnerReportFile","id":"UGFydG5lclJlcG9ydEZpbGU6dA==","status":"FINISHED"}`},
		{"a link", "UmVwb3J0RmlsZURvd25sb2FkTGluazo3",
			`{"__typename":"ReportFileDownloadLink","id":"UmVwb3J0RmlsZURvd25sb2FkTGluazo3","link":"` + d.URL + `/seven"}`},
		{"the metadata", "TWV0YWRhdGE6Tm9uZQ==", `{"__typename":"Metadata","id":"TWV0YWRhdGE6Tm9uZQ==","algorithm":null}`},
		{"a report of another key", "UGFydG5lclJlcG9ydEZpbGU6dGhlaXJz", "null"},
		{"a link that is not there", "UmVwb3J0RmlsZURvd25sb2FkTGluazo4", "null"},
		{"a space of another name", "UGFydG5lclNwYWNlOg==", "null"},
		{"a type that has no ids", "UGFnZUluZm86Tm9uZQ==", "null"},
		{"what is no id", "?", "null"},
		{"nothing", "", "null"},
	} {
		t.Run(row.what, func(t *testing.T) {
			got := d.ask(t, `query ($id: ID!) { node(id: $id) { __typename id
				... on PartnerSpace { reportFile(reportToken: "t") { status } }
				... on PartnerReportFile { status }
				... on ReportFileDownloadLink { link }
				... on Metadata { algorithm { name } } } }`, `{"id": "`+row.id+`"}`)
			wantAnswer(t, got, `{"data":{"node":`+row.want+`}}`)
		})
	}
}

func TestIDsInAnswersAreThoseOfNodes(t *testing.T) {
	t.Parallel()
	r := &reports{links: []report.Link{{ID: "7", Path: "/seven"}}}
	r.put("key", "t", report.Finished)
	d := open(t, r)
	wantAnswer(
		t,
		d.ask(
			t,
			`{ partner { id reportFile(reportToken: "t") { id downloadLinks { edges { node { id } } metadata { id } } } } }`,
			"",
		),
		`{"data":{"partner":{"id":"UGFydG5lclNwYWNlOk5vbmU=","reportFile":{"id":"UGFydG5lclJlcG9ydEZpbGU6dA==",`+
			`"downloadLinks":{`+
			`"edges":[{"node":{"id":"UmVwb3J0RmlsZURvd25sb2FkTGluazo3"}}],"metadata":{"id":"TWV0YWRhdGE6Tm9uZQ=="}}}}}}`,
	)
}
