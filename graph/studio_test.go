package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// The Studio's part of the stand-in: everyone who signed in is x1 and works for
// o1. The root package's tests check what the list holds, with a real engine.

func (r *reports) User(a world.Account) (report.User, bool) {
	return report.User{ID: "x1", Name: "Ann"}, a.Login != ""
}

func (r *reports) Organization(world.Account) report.Organization {
	return report.Organization{ID: "o1", Name: "Studio & Co"}
}

func (r *reports) AskStudio(a world.Account, q report.StudioRequest) (report.StudioFile, error) {
	f, err := r.Ask(a, q.Request)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.studio = append(r.studio, q)
	return report.StudioFile{
		File: f, Name: q.Name, Channel: q.Channel, Organization: q.Organization, Start: q.Start, End: q.End,
	}, err
}

func (r *reports) StudioFile(a world.Account, token string) (report.StudioFile, error) {
	f, err := r.File(a, token)
	return report.StudioFile{File: f}, err
}

func (r *reports) StudioFiles(world.Account, string) (report.StudioList, error) {
	return report.StudioList{}, nil
}

const create = `mutation CREATE_REPORT($input: AnalyticsReportCreateInput!) {
	analyticsReportCreate(input: $input) { clientMutationId status report { name status } }
}`

func TestWhatTheStudioAskedReachesTheReports(t *testing.T) {
	t.Parallel()
	const plain = `"channelXid": "x1", "organizationXid": "o1", "name": "Mine", "metrics": ["VIEWS"], ` +
		`"dimensions": "DAY", "startDate": "2018-07-01", "endDate": "2018-07-04"`
	for _, row := range []struct {
		when, more string
		want       report.Order
		filters    report.Filters
	}{
		{"nothing more", ``, report.Order{}, report.Filters{}},
		{"nulls", `, "orderBy": null, "filters": null, "notify": null, "product": null`, report.Order{}, report.Filters{}},
		{"an order goes down by default", `, "orderBy": {"field": "VIEWS"}, "notify": true`, report.Order{By: "VIEWS"},
			report.Filters{}},
		{"an order without a direction does too", `, "orderBy": {"field": "VIEWS", "direction": null}`,
			report.Order{By: "VIEWS"}, report.Filters{}},
		{"an order goes down when asked", `, "orderBy": {"field": "VIEWS", "direction": "DESC"}`, report.Order{By: "VIEWS"},
			report.Filters{}},
		{"an order goes up when asked", `, "orderBy": {"field": "VIEWS", "direction": "ASC"}`, report.Order{By: "VIEWS",
			Ascending: true}, report.Filters{}},
		{"each filter is carried across",
			`, "filters": {"channelSlug": "a", "videoOwnerChannelSlug": "b", "mediaType": "LIVE", "monetizationType": ` +
				`"CLAIM", "visitorDomainGroup": "c"}`, report.Order{},
			report.Filters{ChannelSlug: "a", VideoOwnerChannelSlug: "b", MediaType: "LIVE", MonetizationType: "CLAIM",
				VisitorDomainGroup: "c"}},
	} {
		t.Run(row.when, func(t *testing.T) {
			r := &reports{}
			wantAnswer(
				t,
				open(t, r).ask(t, create, `{"input": {"clientMutationId": "m", `+plain+row.more+`}}`),
				`{"data":{"analyticsReportCreate":{"clientMutationId":"m","status":"SUCCESS","report":{"name":"Mine",`+
					`"status":"PROCESSING"}}}}`,
			)
			if len(r.studio) != 1 {
				t.Fatalf("%d requests, want 1", len(r.studio))
			}
			got := r.studio[0]
			if got.Name != "Mine" || got.Channel != "x1" || got.Organization != "o1" || got.Product != edition.Content {
				t.Errorf("request = %+v", got)
			}
			if diff := cmp.Diff(row.want, got.Order); diff != "" {
				t.Errorf("order (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(row.filters, got.Filters); diff != "" {
				t.Errorf("filters (-want +got)\n%s", diff)
			}
		})
	}
}

func TestTheStudioTakesBareDatesOnly(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct {
		date  string
		taken bool
	}{
		{"2018-07-01", true}, {"2018-07-01T00:00:00", false}, {"2018-07-01T00:00:00Z", false}, {"2018-7-1", false},
		{"2018-02-30", false}, {"", false},
	} {
		got := d.ask(
			t,
			`mutation { analyticsReportCreate(input: {channelXid: "x1", organizationXid: "o1", name: "",
				metrics: VIEWS, dimensions: DAY,
			startDate: "`+row.date+`", endDate: "2018-07-04"}) { report { startDate endDate } } }`,
			"",
		)
		want := `{"data":{"analyticsReportCreate":{"report":{"startDate":"2018-07-01","endDate":"2018-07-04"}}}}`
		if (got == want) != row.taken {
			t.Errorf("%q: %s", row.date, got)
		}
	}
}

func TestTheStudiosWordsForAStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[report.Status]string{
		report.InProgress: "PROCESSING", report.Finished: "FINISHED", report.Failed: "FAILED", report.Expired: "EXPIRED",
	} {
		r := &reports{}
		r.put("key", "t", status)
		// "AnalyticsReport:t"
		got := open(t, r).ask(t, `{ node(id: "QW5hbHl0aWNzUmVwb3J0OnQ=") { ... on AnalyticsReport { status } } }`, "")
		wantAnswer(t, got, fmt.Sprintf(`{"data":{"node":{"status":%q}}}`, want))
	}
}

func TestMeIsWhoSignedIn(t *testing.T) {
	t.Parallel()
	const query = `query ($first: Int = 10, $page: Int, $xids: [String!]) { me { id xid name
		organizations(first: $first, page: $page, xids: $xids) {
		totalCount pageInfo { hasNextPage hasPreviousPage nextPage } metadata { algorithm { name } }
		edges { node { id xid name analysis { id reports { totalCount edges { node { name } } } } } } } } }`
	page := func(total, edges, previous string) string {
		return `{"data":{"me":{"id":"VXNlcjp4MQ==","xid":"x1","name":"Ann","organizations":{"totalCount":` + total +
			`,"pageInfo":{"hasNextPage":false,"hasPreviousPage":` + previous +
			`,"nextPage":null},"metadata":{"algorithm":null},"edges":[` + edges + `]}}}}`
	}
	const one = `{"node":{"id":"T3JnYW5pemF0aW9uOm8x","xid":"o1","name":"Studio & ` +
		`Co","analysis":{"id":"T3JnYW5pemF0aW9uQW5hbHlzaXM6bzE=","reports":{"totalCount":0,"edges":[]}}}}`
	d := open(t, &reports{})
	for _, row := range []struct{ when, variables, want string }{
		{"nothing else is asked", `{}`, page("1", one, "false")},
		{"all are on one page", `{"first": null}`, page("1", one, "false")},
		{"its id is named", `{"xids": ["o2", "o1"]}`, page("1", one, "false")},
		{"another id is named", `{"xids": ["o2"]}`, page("0", "", "false")},
		{"no id is named", `{"xids": []}`, page("0", "", "false")},
		{"the page after it is asked for", `{"page": 2}`, page("1", "", "true")},
	} {
		t.Run(row.when, func(t *testing.T) { wantAnswer(t, d.ask(t, query, row.variables), row.want) })
	}
	key := openAs(t, &reports{}, oauth.Grant{Kind: oauth.Private, Scopes: []string{"create_reports"}, Key: "key"})
	wantAnswer(t, key.ask(t, `{ me { id } }`, ""), `{"data":{"me":null}}`)
}

func TestTheWayToTheReportsHasNodes(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ what, id, want string }{
		{"the user", "VXNlcjp4MQ==", `{"__typename":"User","id":"VXNlcjp4MQ=="}`},
		{"another user", "VXNlcjp4Mg==", `null`},
		{"the organization", "T3JnYW5pemF0aW9uOm8x", `{"__typename":"Organization","id":"T3JnYW5pemF0aW9uOm8x"}`},
		{"another organization", "T3JnYW5pemF0aW9uOm8y", `null`},
		{"its analysis", "T3JnYW5pemF0aW9uQW5hbHlzaXM6bzE=",
			`{"__typename":"OrganizationAnalysis","id":"T3JnYW5pemF0aW9uQW5hbHlzaXM6bzE="}`},
		{"the analysis of another", "T3JnYW5pemF0aW9uQW5hbHlzaXM6bzI=", `null`},
	} {
		wantAnswer(t, d.ask(t, `query ($id: ID!) { node(id: $id) { __typename id } }`, `{"id": "`+row.id+`"}`),
			`{"data":{"node":`+row.want+`}}`)
	}
}
