package cases

import (
	"net/http"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of the life cycle of a report, and of valid requests.

// accepts returns a case that requests a report and expects it to be made.
func accepts(id, title, states string, d Endpoint, change func(t *T, in Input) Input) Case {
	return Case{
		ID: id, Title: title, Surface: Reporting, States: states, Effect: CreatesReport, Needs: d.Needs(),
		Run: func(t *T) { t.Finished(t.MustAsk(d, change(t, t.ReportInput()))) },
	}
}

// same changes nothing.
func same(_ *T, in Input) Input { return in }

var eight = []string{"DAY", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE", "PLAYER_ID", "PLAYER_TITLE", "VISITOR_COUNTRY",
	"VISITOR_DEVICE_TYPE"}
var engagement = []string{"VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE"}

var reportingLife = []Case{
	accepts("REPORTING-100", "VIEWS by DAY and VIDEO_TITLE is accepted, with dates as in the samples",
		"reporting-6.1 reporting-4.8", priv, same),
	accepts("REPORTING-101", "eight dimensions are accepted", "reporting-7.5", priv, set("dimensions", eight)),
	accepts("REPORTING-102", "170 days are accepted", "reporting-7.2", priv, func(t *T, in Input) Input {
		return in.With("dimensions", []string{"MONTH"}, "startDate", t.Day(172), "endDate", t.Day(3))
	}),
	accepts("REPORTING-103", "equal start and end are accepted", "reporting-7.13 reporting-7.3", priv,
		func(t *T, in Input) Input {
			return in.With("startDate", t.Day(7), "endDate", t.Day(7))
		}),
	accepts("REPORTING-104", "today is accepted as the end", "reporting-7.14", priv, func(t *T, in Input) Input {
		return in.With("startDate", t.Day(2), "endDate", t.Day(0))
	}),
	accepts("REPORTING-105", "filters may be null", "reporting-4.6", priv, set("filters", nil)),
	accepts("REPORTING-106", "filters may be an empty object", "reporting-4.6", priv, set("filters", map[string]any{})),
	accepts("REPORTING-107", "one metric and one dimension need no list", "reporting-4.7", priv,
		set("metrics", "VIEWS", "dimensions", "DAY")),
	accepts("REPORTING-108", "product is optional", "reporting-5.11", priv, drop("product")),
	accepts("REPORTING-109", "the product ALL is accepted", "reporting-5.10", priv, set("product", "ALL")),
	accepts("REPORTING-110", "the private host accepts several metrics", "reporting-7.7", priv,
		set("metrics", engagement, "dimensions", []string{"DAY"})),
	accepts("REPORTING-111", "the private host accepts HOUR", "reporting-7.9", priv,
		set("dimensions", []string{"HOUR"})),
	accepts("REPORTING-112", "the largest known request of a client is accepted", "reporting-6.7", priv,
		set("metrics", engagement,
			"dimensions", []string{"HOUR", "VIDEO_ID", "MEDIA_TYPE", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE", "PLAYER_ID",
				"PLAYLIST_ID"})),
	accepts("REPORTING-113", "the known earnings request of a client is accepted", "reporting-6.8", priv, set(
		"metrics", []string{"ESTIMATED_EARNINGS_EUR"}, "dimensions",
		[]string{"DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE"})),
	accepts("REPORTING-114", "UPLOADS is accepted with all dimensions of its row", "reporting-6.4", priv, set(
		"metrics", []string{"UPLOADS"}, "dimensions",
		[]string{"MONTH", "DAY", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_ID", "VIDEO_TITLE", "VISIBILITY"})),
	accepts("REPORTING-115", "the public host accepts VIEWS by DAY", "reporting-1.1 reporting-7.6", PublicReports,
		set("dimensions", []string{"DAY"})),
	accepts("REPORTING-116", "a filter on media type is accepted", "reporting-5.9", priv,
		set("filters", map[string]any{"mediaType": "VIDEO"})),
	accepts("REPORTING-117", "dates with a time are accepted", "reporting-4.18", priv, func(t *T, in Input) Input {
		return in.With("startDate", t.Day(9)+"T00:00:00", "endDate", t.Day(7)+"T00:00:00")
	}),
	{
		ID: "REPORTING-118", Surface: Reporting, States: "reporting-6.3", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "engagement metrics are accepted with each dimension of their row",
		Run: func(t *T) {
			for _, dimension := range strings.Fields(`HOUR DAY MONTH VIDEO_OWNER_CHANNEL_SLUG VIDEO_ID VIDEO_TITLE
					MEDIA_TYPE CONTENT_TAG
				CONTENT_TAG_LIST PLAYLIST_ID PLAYLIST_TITLE VIDEO_POSITION PLAYER_ID PLAYER_TITLE PUBLISHER_ID PUBLISHER_CHANNEL
				VISITOR_DOMAIN_GROUP VISITOR_PAGE_URL VISITOR_SUBDOMAIN VISITOR_COUNTRY VISITOR_DEVICE_TYPE ACTION`) {
				t.Finished(t.MustAsk(priv, t.ReportInput().With("dimensions", []string{dimension})))
			}
		},
	},
	{
		ID: "REPORTING-120", Surface: Reporting, States: "reporting-8.1", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Exclusive: true,
		Title:     "a report is IN_PROGRESS first, or already done, and has no links before it is",
		Run: func(t *T) {
			s := t.Poll(t.MustAsk(priv, t.ReportInput()))
			if s.Status == "IN_PROGRESS" {
				assert.Empty(t, s.Links, "links of a report in progress")
			}
			if t.Mock() {
				assert.Equal(t, "IN_PROGRESS", s.Status, "status right after asking")
			}
		},
	},
	{
		ID: "REPORTING-121", Surface: Reporting, States: "reporting-8.2", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Level: Should,
		Title: "a FINISHED report has a link in each edge",
		Run: func(t *T) {
			s := t.Finished(t.MustAsk(priv, t.ReportInput()))
			require.NotEmpty(t, s.Links, "links")
			for _, link := range s.Links {
				assert.NotEmpty(t, link, "link of an edge")
			}
		},
	},
	{
		ID: "REPORTING-122", Surface: Reporting, States: "reporting-4.11", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Level: Should,
		Title: "a report token begins eyJ0eX",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			t.Poll(k)
			assert.Equal(t, "eyJ0eX", string(k.Token)[:min(6, len(k.Token))], "beginning of the token")
		},
	},
	{
		ID: "REPORTING-123", Surface: Reporting, States: "reporting-4.9 reporting-4.12", Effect: CreatesReport,
		Needs: []Need{PrivateKey}, Level: Should,
		Title: "createDate is a time with seconds and a numeric zone, and createdAt the same",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			a := t.GraphQL(priv, `query ($t: String!) { partner { reportFile(reportToken: $t) { createDate createdAt } } }`,
				map[string]any{"t": string(k.Token)})
			t.HasData(a)
			created := a.String("data", "partner", "reportFile", "createDate")
			assert.Regexp(t, `^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$`, created, "createDate")
			assert.Equal(t, created, a.String("data", "partner", "reportFile", "createdAt"), "createdAt")
		},
	},
	{
		ID: "REPORTING-124", Surface: Reporting, States: "reporting-4.5", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly}, Level: Should,
		Title: "clientMutationId is echoed",
		Run: func(t *T) {
			a := t.GraphQL(priv, `mutation ($input: AskPartnerReportFileInput!) {
				askPartnerReportFile(input: $input) { clientMutationId }
			}`,
				map[string]any{"input": t.ReportInput().With("clientMutationId", "contract-7")})
			t.HasData(a)
			assert.Equal(t, "contract-7", a.String("data", "askPartnerReportFile", "clientMutationId"))
		},
	},
	{
		ID: "REPORTING-125", Surface: Reporting, States: "reporting-8.9", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Exclusive: true,
		Title:     "the mutation returns SUCCESS and a report in progress",
		Run: func(t *T) {
			a := t.GraphQL(priv, `mutation ($input: AskPartnerReportFileInput!) {
				askPartnerReportFile(input: $input) { status reportFile { status reportToken } }
			}`,
				map[string]any{"input": t.ReportInput()})
			t.HasData(a)
			assert.Equal(t, "SUCCESS", a.String("data", "askPartnerReportFile", "status"))
			assert.Equal(t, "IN_PROGRESS", a.String("data", "askPartnerReportFile", "reportFile", "status"))
		},
	},
	{
		ID: "REPORTING-126", Surface: Reporting, States: "reporting-7.1", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly}, Exclusive: true,
		Title: "a third report at the same time is refused",
		Run: func(t *T) {
			t.MustAsk(priv, t.ReportInput())
			t.MustAsk(priv, t.ReportInput().With("dimensions", []string{"DAY"}))
			t.Refused(t.Ask(priv, t.ReportInput().With("dimensions", []string{"MONTH"})))
		},
	},
	{
		ID: "REPORTING-127", Surface: Reporting, States: "reporting-10.13 reporting-3.9", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly}, Exclusive: true,
		Title: "of three aliased mutations the third fails alone",
		Run: func(t *T) {
			a := t.GraphQL(priv, `mutation ($input: AskPartnerReportFileInput!) {
				a: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				b: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				c: askPartnerReportFile(input: $input) { reportFile { reportToken } }
			}`, map[string]any{"input": t.ReportInput()})
			require.Equal(t, http.StatusOK, a.Status)
			t.HasErrors(a)
			assert.Len(t, ReportTokens(a.At("data")), 2, "reports that were accepted")
			assert.Nil(t, a.At("data", "c"), "the third")
			assert.Equal(t, "c", a.String("errors", 0, "path", 0), "path of the error")
		},
	},
	{
		ID: "REPORTING-128", Surface: Reporting, States: "reporting-7.16", Effect: CreatesReport,
		Needs: []Need{PrivateKey, Clock}, Exclusive: true,
		Title: "a finished report frees its slot",
		Run: func(t *T) {
			for range 3 {
				t.Finished(t.MustAsk(priv, t.ReportInput()))
			}
		},
	},
	{
		ID: "REPORTING-129", Surface: Reporting, States: "reporting-7.11 reporting-8.6 reporting-8.4", Effect: CreatesReport,
		Needs: []Need{PrivateKey, Clock}, Exclusive: true,
		Title: "48 hours after it is FINISHED a report is EXPIRED, without links, and its file gone",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			links := t.Finished(k).Links
			require.NotEmpty(t, links)
			t.Advance(47 * time.Hour)
			require.Equal(t, "FINISHED", t.Poll(k).Status, "status after 47 hours")
			t.Advance(2 * time.Hour)
			s := t.Poll(k)
			assert.Equal(t, "EXPIRED", s.Status, "status after 49 hours")
			assert.Empty(t, s.Links, "links after 49 hours")
			assert.Equal(t, http.StatusNotFound, t.Do(Request{URL: links[0]}).Status, "status of the file after 49 hours")
		},
	},
	{
		ID: "REPORTING-130", Surface: Reporting, States: "reporting-8.5 reporting-8.3", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "a FAILED report has no links",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput().With("filters", map[string]any{"visitorDomainGroup": "failed.invalid"}))
			t.Wait(10 * time.Second)
			s := t.Poll(k)
			assert.Equal(t, "FAILED", s.Status, "status")
			assert.Empty(t, s.Links, "links")
		},
	},
	{
		ID: "REPORTING-131", Surface: Reporting, States: "reporting-8.7", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "a report with no rows has a link, and a file with a header alone",
		Run: func(t *T) {
			table := t.MustReport(priv, t.ReportInput().With("filters",
				map[string]any{"visitorDomainGroup": "nobody-was-here.example"}))
			assert.Empty(t, table.Rows, "rows")
			assert.Equal(t, []string{"day", "video_title", "views"}, table.Header, "header")
		},
	},
	{
		ID: "REPORTING-132", Surface: Reporting, States: "reporting-8.8", Effect: CreatesReport,
		Needs: []Need{PrivateKey, PublicKey, Login, MockOnly},
		Title: "a report is unknown to another key",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			a := t.GraphQL(PublicReports, StatusDocument, map[string]any{"reportToken": string(k.Token)})
			assert.Nil(t, a.At("data", "partner", "reportFile"), "report of another key")
		},
	},
	{
		ID: "REPORTING-133", Surface: Reporting, States: "reporting-8.10", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Exclusive: true,
		Title:     "reading the status of a report changes nothing",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			for range 5 {
				assert.Equal(t, "IN_PROGRESS", t.Poll(k).Status, "status while no time passes")
			}
		},
	},
	{
		ID: "REPORTING-134", Surface: Reporting, States: "reporting-4.13 reporting-4.4", Effect: CreatesReport,
		Needs: []Need{PrivateKey},
		Title: "links are paged on request",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			all := t.Finished(k).Links
			a := t.GraphQL(priv, `query ($t: String!) { partner { reportFile(reportToken: $t) {
				downloadLinks(first: 1, page: 1) {
					totalCount pageInfo { hasNextPage hasPreviousPage nextPage } edges { node { id link } }
				}
			} } }`, map[string]any{"t": string(k.Token)})
			t.HasData(a)
			at := []any{"data", "partner", "reportFile", "downloadLinks"}
			assert.Len(t, a.List(append(at, "edges")...), 1, "links on a page of one")
			assert.Equal(t, len(all) > 1, a.At(append(at, "pageInfo", "hasNextPage")...), "hasNextPage")
			assert.Equal(t, false, a.At(append(at, "pageInfo", "hasPreviousPage")...), "hasPreviousPage")
			if total, ok := a.Int(append(at, "totalCount")...); ok {
				assert.Equal(t, len(all), int(total), "totalCount")
			}
		},
	},
	{
		ID: "REPORTING-135", Surface: Reporting, States: "reporting-2.15", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Level: Should,
		Title: "earnings are read with create_reports, delete_reports and manage_reports alone",
		Run: func(t *T) {
			d := PrivateReports
			token := t.Token(d, "create_reports", "delete_reports", "manage_reports")
			t.AskWith(d, token)
			t.Finished(t.MustAsk(d, t.ReportInput().With("metrics", []string{"ESTIMATED_EARNINGS_EUR"}, "dimensions",
				[]string{"DAY"})))
		},
	},
	{
		ID: "REPORTING-136", Surface: Reporting, States: "reporting-7.10", Effect: CreatesReport,
		Needs: []Need{PrivateKey, Clock}, Exclusive: true,
		Title: "a report is not IN_PROGRESS two hours after the request",
		Run: func(t *T) {
			k := t.MustAsk(priv, t.ReportInput())
			t.Advance(2 * time.Hour)
			assert.NotEqual(t, "IN_PROGRESS", t.Poll(k).Status, "status after two hours")
		},
	},
}
