package dailymock

import (
	"fmt"
	"time"
)

// A Step is one command of a first report, for people to paste.
type Step struct{ About, Command string }

// Steps lead from nothing to a first CSV against the mock at base, with bash,
// curl and sed alone. They ask for the week before now.
func Steps(base string, now time.Time) []Step {
	day := func(back int) string { return now.UTC().AddDate(0, 0, -back).Format(time.DateOnly) }
	return []Step{
		{"a token", fmt.Sprintf(`TOKEN=$(curl -s %s/oauth/v1/token -d 'grant_type=client_credentials&client_id=me&client_secret=secret&scope=create_reports' | sed 's/.*"access_token": *"\([^"]*\)".*/\1/')`, base)},
		{"a report", fmt.Sprintf(`REPORT=$(curl -s %s/graphql -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"query": "mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], startDate: \"%s\", endDate: \"%s\"}) { reportFile { reportToken } } }"}' | sed 's/.*"reportToken": *"\([^"]*\)".*/\1/')`, base, day(7), day(1))},
		{"its link, once it is there", fmt.Sprintf(`LINK=; until [ "$LINK" ]; do sleep 1; LINK=$(curl -s %s/graphql -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"query": "{ partner { reportFile(reportToken: \"'$REPORT'\") { status downloadLinks { edges { node { link } } } } } }"}' | sed -n 's/.*"link": *"\([^"]*\)".*/\1/p'); done; echo "$LINK"; curl -s "$LINK"`, base)},
	}
}
