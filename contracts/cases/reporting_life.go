package cases

import (
	"slices"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of the life cycle of a report, and of valid requests.

// accepts returns a case that requests a report and expects it to be made.
func accepts(id, title, states string, changes ...change) Case {
	return keyed(id, title, states, func(t *T) { made(t, priv, input(t, changes...)) })
}

// made requests a report and waits until it is finished. On a mock, where it costs nothing, it checks the file too.
func made(t *T, d Endpoint, in Input) {
	t.Helper()
	if t.Mock() {
		d.Table(t, in)
		return
	}
	d.Report(t, in).Finished()
}

var eight = []string{"DAY", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE", "PLAYER_ID", "PLAYER_TITLE", "VISITOR_COUNTRY",
	"VISITOR_DEVICE_TYPE"}
var engagement = of("VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE")

func reportingLife() []Case {
	return each(CreatesReport,
		accepts("REPORTING-100", "VIEWS by DAY and VIDEO_TITLE is accepted, with dates as in the samples",
			"reporting-6.1 reporting-4.8"),
		accepts("REPORTING-101", "eight dimensions are accepted", "reporting-7.5", by(eight...), from(production)),
		revised(accepts("REPORTING-102", "180 days are accepted", "reporting-7.2", by("MONTH"), between(longest+2, 3),
			from(uploaded))),
		accepts("REPORTING-103", "equal start and end are accepted", "reporting-7.13 reporting-7.3", between(7, 7),
			from(production)),
		accepts("REPORTING-104", "today is accepted as the end", "reporting-7.14", between(2, 0), from(inventory)),
		accepts("REPORTING-105", "filters may be null", "reporting-4.6", set("filters", nil)),
		accepts("REPORTING-106", "filters may be an empty object", "reporting-4.6", set("filters", map[string]any{}),
			from(earnings)),
		revised(keyed("REPORTING-107", "one metric and one dimension need no list", "reporting-4.7", func(t *T) {
			if t.Mock() {
				made(t, priv, input(t, plain...))
				return
			}
			if k := t.Keys(); k.Username == "" || k.Public.ID == "" {
				t.Skipf("it needs %s, and %s", PublicKey, Login)
			}
			pub.Table(t, input(t, plain...)).Fits("day", "views")
		})),
		accepts("REPORTING-108", "product is optional", "reporting-5.11", drop("product"), from(earnings)),
		accepts("REPORTING-109", "the product ALL is accepted", "reporting-5.10", set("product", "ALL"), from(inventory)),
		accepts("REPORTING-110", "the private host accepts several metrics", "reporting-7.7", engagement, by("DAY"),
			from(production)),
		accepts("REPORTING-111", "the private host accepts HOUR", "reporting-7.9", by("HOUR"), from(production)),
		accepts("REPORTING-112", "the largest known request of a client is accepted", "reporting-6.7", engagement,
			by("HOUR", "VIDEO_ID", "MEDIA_TYPE", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE", "PLAYER_ID", "PLAYLIST_ID"),
			from(production)),
		accepts("REPORTING-113", "the known earnings request of a client is accepted", "reporting-6.8",
			of("ESTIMATED_EARNINGS_EUR"), by("DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE"), from(earnings)),
		accepts("REPORTING-114", "UPLOADS is accepted with all dimensions of its row", "reporting-6.4", of("UPLOADS"),
			by("MONTH", "DAY", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_ID", "VIDEO_TITLE", "VISIBILITY"), from(uploaded)),
		revised(signedIn(row("REPORTING-115", "the public host accepts VIEWS by DAY", "reporting-1.1 reporting-7.6",
			func(t *T) { made(t, pub, input(t, plain...)) }))),
		accepts("REPORTING-116", "a filter on media type is accepted", "reporting-5.9", where("mediaType", "VIDEO"),
			from(inventory)),
		accepts("REPORTING-117", "dates with a time are accepted", "reporting-4.18", withTimes, from(inventory)),
		onMock(keyed("REPORTING-118", "engagement metrics are accepted with each dimension of their row",
			"reporting-6.3", func(t *T) {
				for two := range slices.Chunk(strings.Fields(`HOUR DAY MONTH VIDEO_OWNER_CHANNEL_SLUG VIDEO_ID VIDEO_TITLE
				MEDIA_TYPE CONTENT_TAG CONTENT_TAG_LIST PLAYLIST_ID PLAYLIST_TITLE VIDEO_POSITION PLAYER_ID PLAYER_TITLE
				PUBLISHER_ID PUBLISHER_CHANNEL VISITOR_DOMAIN_GROUP VISITOR_PAGE_URL VISITOR_SUBDOMAIN VISITOR_COUNTRY
				VISITOR_DEVICE_TYPE ACTION`), 2) {
					first, second := ask(t, by(two[0])), ask(t, by(two[1]))
					first.Finished().Download()
					second.Finished().Download()
				}
			})),
		alone(keyed("REPORTING-120", "a report is IN_PROGRESS first, or already done, and has no links before it is",
			"reporting-8.1", func(t *T) {
				s := ask(t).Poll()
				if s.Status == "IN_PROGRESS" {
					assert.Empty(t, s.Links, "links of a report in progress")
				}
				if t.Mock() {
					assert.Equal(t, "IN_PROGRESS", s.Status, "status right after asking")
				}
			})),
		should(keyed("REPORTING-121", "a FINISHED report has a link in each edge", "reporting-8.2", func(t *T) {
			all := links(t)
			require.NotEmpty(t, all, "links")
			assert.NotContains(t, all, "", "links of edges")
		})),
		should(keyed("REPORTING-122", "a report token begins eyJ0eX", "reporting-4.11", func(t *T) {
			k := ask(t)
			k.Poll()
			assert.Regexp(t, "^eyJ0eX", string(k.Token)[:min(6, len(k.Token))], "beginning of the token")
		})),
		should(keyed("REPORTING-123", "createDate is a time with seconds and a numeric zone, and createdAt the same",
			"reporting-4.9 reporting-4.12", func(t *T) {
				a := ask(t).Read(`query ($reportToken: String!) { partner { reportFile(reportToken: $reportToken) {
				createDate createdAt
			} } }`)
				a.Matches(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$`, "data", "partner", "reportFile", "createDate")
				a.Equal(a.At("data", "partner", "reportFile", "createDate"), "data", "partner", "reportFile", "createdAt")
			})),
		should(onMock(keyed("REPORTING-124", "clientMutationId is echoed", "reporting-4.5", func(t *T) {
			mutate(t, `askPartnerReportFile(input: $input) { clientMutationId }`, set("clientMutationId", "contract-7")).
				HasData().Equal("contract-7", "data", "askPartnerReportFile", "clientMutationId")
		}))),
		alone(keyed("REPORTING-125", "the mutation returns SUCCESS and a report in progress", "reporting-8.9",
			func(t *T) {
				if !t.Mock() {
					ask(t).Poll() // Report asserts the same of each request
					return
				}
				mutate(t, `askPartnerReportFile(input: $input) { status reportFile { status reportToken } }`).HasData().
					Equal("SUCCESS", "data", "askPartnerReportFile", "status").
					Equal("IN_PROGRESS", "data", "askPartnerReportFile", "reportFile", "status")
			})),
		alone(onMock(keyed("REPORTING-126", "a third report at the same time is refused", "reporting-7.1", func(t *T) {
			ask(t)
			ask(t, by("DAY"))
			priv.Ask(t, input(t, by("MONTH"))).Refused()
		}))),
		alone(onMock(keyed("REPORTING-127", "of three aliased mutations the third fails alone",
			"reporting-10.13 reporting-3.9", func(t *T) {
				a := mutate(t, `a: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				b: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				c: askPartnerReportFile(input: $input) { reportFile { reportToken } }`).HasErrors()
				assert.Len(t, ReportTokens(a.At("data")), 2, "reports that were accepted")
				a.Null("data", "c").Equal("c", "errors", 0, "path", 0)
			}))),
		moving(keyed("REPORTING-128", "a finished report frees its slot", "reporting-7.16", func(t *T) {
			for range 3 {
				ask(t).Finished()
			}
		})),
		moving(keyed("REPORTING-129",
			"48 hours after it is FINISHED a report is EXPIRED, without links, and its file gone",
			"reporting-7.11 reporting-8.6 reporting-8.4", func(t *T) {
				k := ask(t)
				all := k.Finished().Links
				require.NotEmpty(t, all)
				t.Advance(46 * time.Hour) // it may have been FINISHED for two hours already
				require.Equal(t, "FINISHED", k.Poll().Status, "status after 46 hours")
				t.Advance(3 * time.Hour)
				s := k.Poll()
				assert.Equal(t, "EXPIRED", s.Status, "status after 49 hours")
				assert.Empty(t, s.Links, "links after 49 hours")
				t.Do(Request{URL: all[0]}).Is(404)
			})),
		onMock(keyed("REPORTING-130", "a FAILED report has no links", "reporting-8.5 reporting-8.3", func(t *T) {
			s := ask(t, where("visitorDomainGroup", "failed.invalid")).Ended()
			assert.Equal(t, "FAILED", s.Status, "status")
			assert.Empty(t, s.Links, "links")
		})),
		onMock(keyed("REPORTING-131", "a report with no rows has a link, and a file with a header alone",
			"reporting-8.7", func(t *T) {
				file := table(t, where("visitorDomainGroup", "nobody-was-here.example"))
				assert.Empty(t, file.Rows, "rows")
				assert.Equal(t, []string{"day", "video_title", "views"}, file.Header, "header")
			})),
		onMock(signedIn(keyed("REPORTING-132", "a report is unknown to another key",
			"reporting-8.8", func(t *T) {
				pub.GraphQL(t, StatusDocument, map[string]any{"reportToken": string(ask(t).Token)}).
					Null("data", "partner", "reportFile")
			}))),
		alone(keyed("REPORTING-133", "reading the status of a report changes nothing", "reporting-8.10", func(t *T) {
			k := ask(t)
			for range 5 {
				assert.Equal(t, "IN_PROGRESS", k.Poll().Status, "status while no time passes")
			}
		})),
		keyed("REPORTING-134", "links are paged on request", "reporting-4.13 reporting-4.4", func(t *T) {
			k := ask(t)
			all := k.Finished().Links
			a := k.Read(`query ($reportToken: String!) { partner { reportFile(reportToken: $reportToken) {
			downloadLinks(first: 1, page: 1) {
				totalCount pageInfo { hasNextPage hasPreviousPage nextPage } edges { node { id link } }
			}
		} } }`)
			at := []any{"data", "partner", "reportFile", "downloadLinks"}
			assert.Len(t, a.List(append(at, "edges")...), 1, "links on a page of one")
			a.Equal(len(all) > 1, append(at, "pageInfo", "hasNextPage")...)
			a.Equal(false, append(at, "pageInfo", "hasPreviousPage")...)
			if a.At(append(at, "totalCount")...) != nil {
				a.Equal(len(all), append(at, "totalCount")...)
			}
		}),
		should(keyed("REPORTING-135",
			"earnings are read with create_reports, delete_reports and manage_reports alone", "reporting-2.15",
			func(t *T) {
				priv.ReportAs(t, "create_reports delete_reports manage_reports")
				ask(t, of("ESTIMATED_EARNINGS_EUR"), by("DAY"), from(earnings)).Finished()
			})),
		moving(keyed("REPORTING-136", "a report is not IN_PROGRESS two hours after the request", "reporting-7.10",
			func(t *T) {
				k := ask(t)
				t.Advance(2 * time.Hour)
				assert.NotEqual(t, "IN_PROGRESS", k.Poll().Status, "status after two hours")
			})),
		signedIn(row("REPORTING-137", "the product EMBED is accepted", "reporting-5.10",
			func(t *T) { made(t, pub, input(t, plain...)) })),
		// A run has no seventh report for it on the real API, and a shared one has no rows for accounts without claims.
		onMock(accepts("REPORTING-138", "the product CLAIM is accepted", "reporting-5.10", set("product", "CLAIM"))),
	)
}

// mutate requests reports by root fields of a mutation with the variable input.
func mutate(t *T, fields string, changes ...change) *Response {
	return priv.GraphQL(t, "mutation ($input: AskPartnerReportFileInput!) { "+fields+" }",
		map[string]any{"input": input(t, changes...)})
}
