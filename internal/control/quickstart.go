package control

import (
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
)

// A Step is one command of the quick start, for people to paste.
type Step struct {
	About   string `json:"about"`
	Command string `json:"command"`
}

// QuickStart returns the commands that lead to a first CSV, about the week before now, with bash, curl and sed. base is
// the URL of the mock, takes the time until a report is finished, guarded whether this API needs a token, and off
// whether it is turned off.
func QuickStart(now clock.Reading, takes time.Duration, base string, guarded, off bool) []Step {
	day := func(back int) string { return now.Now.AddDate(0, 0, -back).Format(time.DateOnly) }
	steps := []Step{
		{"tokens, one for each call", fmt.Sprintf(tokenStep, base)},
		{"a report", fmt.Sprintf(askStep, base, day(7), day(1))},
	}
	if now.Frozen && !off {
		advance := fmt.Sprintf(advanceStep, base, takes)
		if guarded {
			advance += ` -H "Authorization: Bearer $DAILYMOCK_CONTROL_TOKEN"`
		}
		steps = append(steps, Step{"the clock stands still, so let time pass", advance})
	}
	return append(steps, Step{"its link, once it is there, and its rows", fmt.Sprintf(pollStep, base)})
}

const (
	// It is a function because the token of a private key expires after an hour, perhaps before the report is finished.
	tokenStep = `token() { curl -s %s/oauth/v1/token` +
		` -d 'grant_type=client_credentials&client_id=me&client_secret=secret&scope=create_reports'` +
		` | sed 's/.*"access_token": *"\([^"]*\)".*/\1/'; }`

	askStep = `REPORT=$(curl -s %s/graphql -H "Authorization: Bearer $(token)" -H 'Content-Type: application/json'` +
		` -d '{"query": "mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], startDate: ` +
		`\"%s\", endDate: \"%s\"}) { reportFile { reportToken } } }"}'` +
		` | sed 's/.*"reportToken": *"\([^"]*\)".*/\1/')`

	advanceStep = `curl -s %s/_mock/clock/advance -d '{"by": "%s"}'`

	pollStep = `LINK=; until [ "$LINK" ]; do sleep 1; LINK=$(curl -s %s/graphql -H "Authorization: Bearer ` +
		`$(token)" -H 'Content-Type: application/json'` +
		` -d '{"query": "{ partner { reportFile(reportToken: \"'$REPORT'\") { downloadLinks { edges { node { link } } ` +
		`} } } }"}'` +
		` | sed -n 's/.*"link": *"\([^"]*\)".*/\1/p'); done; echo "$LINK"; curl -s "$LINK"`
)
