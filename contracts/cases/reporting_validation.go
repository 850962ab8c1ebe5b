package cases

import (
	"net/http"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases of invalid report requests. Valid requests are in reporting_life.go, whose cases may create reports.

// refused returns a case that expects an error and no report.
func refused(id, title, states string, d Endpoint, change func(t *T, in Input) Input) Case {
	c := Case{
		ID: id, Title: title, Surface: Reporting, States: states, Effect: Validates, Needs: d.Needs(),
		Run: func(t *T) { t.Refused(t.Ask(d, change(t, t.ReportInput()))) },
	}
	if d == PublicReports {
		c.Edition = "2018"
		in := change
		change = func(t *T, i Input) Input { return in(t, i.With("dimensions", []string{"DAY"})) }
	}
	return c
}

// set returns a change that sets members of a request.
func set(pairs ...any) func(*T, Input) Input {
	return func(_ *T, in Input) Input { return in.With(pairs...) }
}

// drop returns a change that removes members of a request.
func drop(names ...string) func(*T, Input) Input {
	return func(_ *T, in Input) Input { return in.Without(names...) }
}

var nine = []string{"DAY", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE", "PLAYER_ID", "PLAYER_TITLE", "VISITOR_COUNTRY",
	"VISITOR_DEVICE_TYPE", "VISITOR_SUBDOMAIN"}

var reportingValidation = []Case{
	refused("REPORTING-060", "a metric that does not exist is refused", "reporting-10.15", priv,
		set("metrics", []string{"VIEW"})),
	refused("REPORTING-061", "a dimension that does not exist is refused", "reporting-10.15", priv,
		set("dimensions", []string{"DAYS"})),
	refused("REPORTING-062", "a metric in lower case is refused", "reporting-5.7", priv,
		set("metrics", []string{"views"})),
	refused("REPORTING-063", "a dimension in lower case is refused", "reporting-5.7", priv,
		set("dimensions", []string{"day"})),
	refused("REPORTING-064", "the dimension that the seed's table misnames is refused", "reporting-10.15", priv,
		set("dimensions", []string{"VIDEO_DEVICE_TYPE"})),
	refused("REPORTING-065", "a request without metrics is refused", "reporting-10.15", priv, drop("metrics")),
	refused("REPORTING-066", "a request without dimensions is refused", "reporting-10.15", priv,
		drop("dimensions")),
	refused("REPORTING-067", "a request without a start is refused", "reporting-7.4", priv, drop("startDate")),
	refused("REPORTING-068", "a request without an end is refused", "reporting-7.4", priv, drop("endDate")),
	refused("REPORTING-069", "a start of null is refused", "reporting-7.4", priv, set("startDate", nil)),
	refused("REPORTING-070", "an invalid date is refused", "reporting-10.15", priv,
		set("startDate", "last week")),
	refused("REPORTING-071", "a product that does not exist is refused", "reporting-5.10", priv,
		set("product", "CONTENTS")),
	refused("REPORTING-072", "a filter that does not exist is refused", "reporting-5.8", priv,
		set("filters", map[string]any{"country": "FR"})),
	refused("REPORTING-073", "a media type that does not exist is refused", "reporting-5.9", priv,
		set("filters", map[string]any{"mediaType": "AUDIO"})),
	refused("REPORTING-074", "a monetisation type that does not exist is refused", "reporting-5.9", priv,
		set("filters", map[string]any{"monetizationType": "ADS"})),
	refused("REPORTING-075", "a member that does not exist is refused", "reporting-10.15", priv, set("limit", 10)),
	refused("REPORTING-076", "filters given as a list are refused", "reporting-10.14", priv,
		set("filters", []any{"channelSlug"})),
	refused("REPORTING-077", "metrics of null are refused", "reporting-10.15", priv, set("metrics", nil)),
	refused("REPORTING-078", "an empty list of metrics is refused", "reporting-4.19", priv, set("metrics", []string{})),
	refused("REPORTING-079", "a list of metrics that holds null is refused", "reporting-4.19", priv,
		set("metrics", []any{nil})),
	refused("REPORTING-080", "a start after the end is refused", "reporting-7.15", priv, func(t *T, in Input) Input {
		return in.With("startDate", t.Day(7), "endDate", t.Day(9))
	}),
	refused("REPORTING-081", "200 days are refused", "reporting-7.2", priv, func(t *T, in Input) Input {
		return in.With("startDate", t.Day(202), "endDate", t.Day(3))
	}),
	refused("REPORTING-082", "nine dimensions are refused", "reporting-7.5", priv, set("dimensions", nine)),
	refused("REPORTING-083", "UPLOADS by VISITOR_COUNTRY is refused", "reporting-6.2", priv,
		set("metrics", []string{"UPLOADS"}, "dimensions", []string{"VISITOR_COUNTRY"})),
	refused("REPORTING-084", "LIVE_VIEWERS by MEDIA_TYPE is refused", "reporting-6.5", priv,
		set("metrics", []string{"LIVE_VIEWERS"}, "dimensions", []string{"MEDIA_TYPE"})),
	refused("REPORTING-085", "earnings by the hour are refused", "reporting-6.6", priv,
		set("metrics", []string{"ESTIMATED_EARNINGS_EUR"}, "dimensions", []string{"HOUR"})),
	refused("REPORTING-086", "the public host, as in the 2018 edition, refuses HOUR", "reporting-7.8",
		PublicReports, set("dimensions", []string{"HOUR"})),
	refused("REPORTING-087", "the public host, as in the 2018 edition, refuses two metrics", "reporting-7.6",
		PublicReports, set("metrics", []string{"VIEWS", "TIME_WATCHED_SECONDS"})),
	refused("REPORTING-088", "the public host refuses 200 days", "reporting-7.2", PublicReports,
		func(t *T, in Input) Input {
			return in.With("startDate", t.Day(202), "endDate", t.Day(3))
		}),
	{
		ID: "REPORTING-089", Surface: Reporting, States: "reporting-10.6", Effect: Validates, Needs: []Need{PrivateKey},
		Title: "a metric that does not exist is an error of the document when written in it",
		Run: func(t *T) {
			t.Invalid(t.GraphQL(PrivateReports, `mutation { askPartnerReportFile(input: {
				metrics: [VIEW], dimensions: [DAY], startDate: "`+t.Day(9)+`", endDate: "`+t.Day(7)+`"
			}) { reportFile { reportToken } } }`, nil))
		},
	},
	{
		ID: "REPORTING-090", Surface: Reporting, States: "reporting-10.7", Effect: Validates, Needs: []Need{PrivateKey},
		Title: "a missing, null or superfluous variable is an error without data",
		Run: func(t *T) {
			for _, variables := range []any{map[string]any{}, map[string]any{"input": nil}, map[string]any{"input": "text"}} {
				a := t.GraphQL(PrivateReports, AskDocument, variables)
				t.Refused(a)
				assert.Nil(t, a.At("data"), "data")
			}
		},
	},
	{
		ID: "REPORTING-091", Surface: Reporting, States: "reporting-10.8", Effect: Validates, Needs: []Need{PrivateKey},
		Title: "the mutation does not run when one part of a document is wrong",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `mutation ($input: AskPartnerReportFileInput!) {
				good: askPartnerReportFile(input: $input) { reportFile { reportToken } }
				bad: askPartnerReportFile(input: $input, other: 1) { reportFile { reportToken } }
			}`, map[string]any{"input": t.ReportInput()})
			t.Refused(a)
		},
	},
	{
		ID: "REPORTING-092", Surface: Reporting, States: "reporting-10.5 reporting-10.15", Effect: Validates,
		Needs: []Need{PrivateKey},
		Title: "a request with a bad token is refused",
		Run: func(t *T) {
			d := PrivateReports
			a := t.Do(Request{Host: d.APIHost, Path: d.APIPath, Token: "not-a-token", JSON: map[string]any{
				"query": AskDocument, "variables": map[string]any{"input": t.ReportInput()},
			}})
			assert.Contains(t, []int{http.StatusOK, http.StatusUnauthorized, http.StatusForbidden}, a.Status, "status")
			assert.Empty(t, ReportTokens(a.JSON), "report tokens")
		},
	},
}
