package dailymock

import (
	"fmt"
	"time"
)

// A Step is one command of a first report, for people to paste.
type Step struct{ About, Command string }

// FirstReport leads from nothing to a first CSV, about the week before the
// mock's today, with bash, curl and sed alone. base is the URL under which this
// server is reached, such as "http://127.0.0.1:8080".
func (s *Server) FirstReport(base string) []Step {
	clock := s.Clock()
	day := func(back int) string { return clock.Now.AddDate(0, 0, -back).Format(time.DateOnly) }
	steps := []Step{
		{"tokens, one for each call", fmt.Sprintf(tokenStep, base)},
		{"a report", fmt.Sprintf(askStep, base, day(7), day(1))},
	}
	if clock.Frozen {
		steps = append(steps, Step{"the clock stands still, so let time pass", fmt.Sprintf(advanceStep, base, s.options.ReportTakes)})
	}
	return append(steps, Step{"its link, once it is there, and its rows", fmt.Sprintf(pollStep, base)})
}

const (
	// A function, since a private key's token ends after an hour, which may be
	// sooner than the report is finished.
	tokenStep = `token() { curl -s %s/oauth/v1/token` +
		` -d 'grant_type=client_credentials&client_id=me&client_secret=secret&scope=create_reports'` +
		` | sed 's/.*"access_token": *"\([^"]*\)".*/\1/'; }`

	askStep = `REPORT=$(curl -s %s/graphql -H "Authorization: Bearer $(token)" -H 'Content-Type: application/json'` +
		` -d '{"query": "mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], startDate: \"%s\", endDate: \"%s\"}) { reportFile { reportToken } } }"}'` +
		` | sed 's/.*"reportToken": *"\([^"]*\)".*/\1/')`

	advanceStep = `curl -s %s/_mock/clock/advance -d '{"by": "%s"}'`

	pollStep = `LINK=; until [ "$LINK" ]; do sleep 1; LINK=$(curl -s %s/graphql -H "Authorization: Bearer $(token)" -H 'Content-Type: application/json'` +
		` -d '{"query": "{ partner { reportFile(reportToken: \"'$REPORT'\") { downloadLinks { edges { node { link } } } } } }"}'` +
		` | sed -n 's/.*"link": *"\([^"]*\)".*/\1/p'); done; echo "$LINK"; curl -s "$LINK"`
)
