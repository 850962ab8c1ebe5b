package cases

import (
	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases of invalid report requests. Valid requests are in reporting_life.go, whose cases may create reports.

// refused returns a case that expects an error and no report.
func refused(id, title, states string, changes ...change) Case {
	return keyed(id, title, states, func(t *T) { priv.Ask(t, input(t, changes...)).Refused() })
}

// refused2018 returns a case of the public host, which follows the 2018 edition.
func refused2018(id, title, states string, change change) Case {
	c := row(id, title, states, func(t *T) { pub.Ask(t, input(t, by("DAY"), change)).Refused() })
	c.Edition, c.Needs = "2018", pub.Needs()
	return c
}

var nine = append(eight, "VISITOR_SUBDOMAIN")

func reportingValidation() []Case {
	return each(Validates,
		refused("REPORTING-060", "a metric that does not exist is refused", "reporting-10.15", of("VIEW")),
		refused("REPORTING-061", "a dimension that does not exist is refused", "reporting-10.15", by("DAYS")),
		refused("REPORTING-062", "a metric in lower case is refused", "reporting-5.7", of("views")),
		refused("REPORTING-063", "a dimension in lower case is refused", "reporting-5.7", by("day")),
		refused("REPORTING-064", "the dimension that the seed's table misnames is refused", "reporting-10.15",
			by("VIDEO_DEVICE_TYPE")),
		refused("REPORTING-065", "a request without metrics is refused", "reporting-10.15", drop("metrics")),
		refused("REPORTING-066", "a request without dimensions is refused", "reporting-10.15", drop("dimensions")),
		refused("REPORTING-067", "a request without a start is refused", "reporting-7.4", drop("startDate")),
		refused("REPORTING-068", "a request without an end is refused", "reporting-7.4", drop("endDate")),
		refused("REPORTING-069", "a start of null is refused", "reporting-7.4", set("startDate", nil)),
		refused("REPORTING-070", "an invalid date is refused", "reporting-10.15", set("startDate", "last week")),
		refused("REPORTING-071", "a product that does not exist is refused", "reporting-5.10", set("product", "CONTENTS")),
		refused("REPORTING-072", "a filter that does not exist is refused", "reporting-5.8", where("country", "FR")),
		refused("REPORTING-073", "a media type that does not exist is refused", "reporting-5.9", where("mediaType", "AUDIO")),
		refused("REPORTING-074", "a monetisation type that does not exist is refused", "reporting-5.9",
			where("monetizationType", "ADS")),
		refused("REPORTING-075", "a member that does not exist is refused", "reporting-10.15", set("limit", 10)),
		refused("REPORTING-076", "filters given as a list are refused", "reporting-10.14",
			set("filters", []any{"channelSlug"})),
		refused("REPORTING-077", "metrics of null are refused", "reporting-10.15", set("metrics", nil)),
		refused("REPORTING-078", "an empty list of metrics is refused", "reporting-4.19", set("metrics", []string{})),
		refused("REPORTING-079", "a list of metrics that holds null is refused", "reporting-4.19",
			set("metrics", []any{nil})),
		refused("REPORTING-080", "a start after the end is refused", "reporting-7.15", between(7, 9)),
		revised(revised(refused("REPORTING-081", "181 days are refused", "reporting-7.2", by(eight...),
			set("product", "EMBED"), between(longest+3, 3)))),
		revised(refused("REPORTING-082", "nine dimensions are refused", "reporting-7.5", by(nine...),
			set("product", "ALL"), between(longest+2, 3))),
		refused("REPORTING-083", "UPLOADS by VISITOR_COUNTRY is refused", "reporting-6.2", of("UPLOADS"),
			by("VISITOR_COUNTRY")),
		refused("REPORTING-084", "LIVE_VIEWERS by MEDIA_TYPE is refused", "reporting-6.5", of("LIVE_VIEWERS"),
			by("MEDIA_TYPE")),
		refused("REPORTING-085", "earnings by the hour are refused", "reporting-6.6", of("ESTIMATED_EARNINGS_EUR"),
			by("HOUR")),
		refused2018("REPORTING-086", "the public host, as in the 2018 edition, refuses HOUR", "reporting-7.8", by("HOUR")),
		refused2018("REPORTING-087", "the public host, as in the 2018 edition, refuses two metrics", "reporting-7.6",
			of("VIEWS", "TIME_WATCHED_SECONDS")),
		revised(refused2018("REPORTING-088", "the public host refuses 181 days", "reporting-7.2", between(longest+3, 3))),
		keyed("REPORTING-089", "a metric that does not exist is an error of the document when written in it",
			"reporting-10.6", func(t *T) {
				priv.GraphQL(t, `mutation { askPartnerReportFile(input: {
				metrics: [VIEW], dimensions: [DAY], startDate: "`+t.Day(9)+`", endDate: "`+t.Day(7)+`"
			}) { reportFile { reportToken } } }`, nil).Invalid()
			}),
		keyed("REPORTING-090", "a missing, null or superfluous variable is an error without data", "reporting-10.7",
			func(t *T) {
				for _, variables := range []map[string]any{{}, {"input": nil}, {"input": "text"}} {
					priv.GraphQL(t, AskDocument, variables).Refused().Null("data")
				}
			}),
		keyed("REPORTING-091", "the mutation does not run when one part of a document is wrong", "reporting-10.8",
			func(t *T) {
				priv.GraphQL(t, `mutation ($input: AskPartnerReportFileInput!) {
				good: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				bad: askPartnerReportFile(input: $input, other: 1) { reportFile { reportToken } }
			}`, map[string]any{"input": input(t)}).Refused()
			}),
		keyed("REPORTING-092", "a request with a bad token is refused", "reporting-10.5 reporting-10.15", func(t *T) {
			a := priv.GraphQLAs(t, "not-a-token", map[string]any{
				"query": AskDocument, "variables": map[string]any{"input": input(t)},
			}).Is(200, 401, 403)
			assert.Empty(t, ReportTokens(a.JSON), "report tokens")
		}),
	)
}
