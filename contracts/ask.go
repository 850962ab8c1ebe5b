package contracts

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An Input holds the input of a report request, by the member names of the schema.
type Input map[string]any

// ReportInput returns the example of the guides: views by day and title, over three days that ended a week ago.
func (t *T) ReportInput() Input {
	return Input{
		"metrics": []string{"VIEWS"}, "dimensions": []string{"DAY", "VIDEO_TITLE"},
		"startDate": t.Day(9), "endDate": t.Day(7), "product": "CONTENT", "filters": nil,
	}
}

// With returns a copy of the input with some members set, given as names and values in turn.
func (in Input) With(pairs ...any) Input {
	out := Input{}
	for name, value := range in {
		out[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

// Without returns a copy of the input without some members.
func (in Input) Without(names ...string) Input {
	out := in.With()
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// Day returns the day that is a number of days before the target's today in UTC, such as 2026-01-31.
func (t *T) Day(back int) string { return t.Today().AddDate(0, 0, -back).Format(time.DateOnly) }

// AskDocument requests a report, as in the guides.
const AskDocument = `mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`

// StatusDocument reads the status of a report, as in the guides.
const StatusDocument = `query PartnerGetReportFile ($reportToken: String!) {
  partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// Ask requests a report and returns the response, without assertions. Only cases that may create a report, or that send
// invalid input, use it.
func (t *T) Ask(d Endpoint, in Input) *Response {
	return t.GraphQL(d, AskDocument, map[string]any{"input": in})
}

// A Report identifies a report that was requested.
type Report struct {
	Endpoint Endpoint
	Token    Secret
}

// MustAsk requests a report. On a target other than a mock, a run makes one report at a time, which leaves the second
// slot to the owner of the key, and cases with the same input share a report.
func (t *T) MustAsk(d Endpoint, in Input) Report {
	t.Helper()
	if !t.Mock() {
		return t.shared(d, in)
	}
	return t.ask(d, in)
}

// slotsTaken matches possible messages for a refusal because both slots are taken. The real message is unknown
// (docs/spec/reporting.md#unknown).
var slotsTaken = regexp.MustCompile(`(?i)concurren|too.?many.?re|simultan|same.time|quota|in.progress`)

func (t *T) ask(d Endpoint, in Input) Report {
	t.Helper()
	a := t.Ask(d, in)
	refusal := a.String("errors", 0, "message") + a.String("errors", 0, "type")
	if !t.Mock() && slotsTaken.MatchString(refusal) {
		t.Laterf(2*time.Hour, "both slots for reports seem to be taken: %s", refusal)
	}
	t.HasData(a)
	token := a.String("data", "askPartnerReportFile", "reportFile", "reportToken")
	require.NotEmpty(t, token, "the response to a report request has a token")
	t.recordReports(a)
	return Report{d, Secret(token)}
}

// shared returns the report of an earlier case with the same input, or requests it once no other report is in progress.
func (t *T) shared(d Endpoint, in Input) Report {
	t.Helper()
	t.runner.asking.Lock()
	defer t.runner.asking.Unlock()
	name := d.Name + " " + canonical(in)
	if s, ok := t.runner.Reports.find(name); ok {
		return Report{d, Secret(s.Token)}
	}
	if other := t.runner.Reports.open(); other != nil {
		at := Report{endpointNamed(other.Endpoint), Secret(other.Token)}
		if t.runner.Start {
			t.Skipf("another report of this run is in progress, and the second slot is not ours; resume, then start again")
		}
		if t.Poll(at).Status == "IN_PROGRESS" {
			t.Laterf(2*time.Hour, "another report of this run is still in progress, and the second slot is not ours")
		}
		t.runner.Reports.close(other.Name)
	}
	made := t.ask(d, in)
	t.runner.Reports.add(SavedReport{Name: name, Endpoint: d.Name, Token: string(made.Token), Case: t.Case.ID,
		Made: t.Now()})
	return made
}

func endpointNamed(name string) Endpoint {
	if name == PublicReports.Name {
		return PublicReports
	}
	return PrivateReports
}

// canonical returns the JSON of an input, which is equal for equal inputs.
func canonical(in Input) string {
	b, err := json.Marshal(in) // with its members sorted
	if err != nil {
		panic(err)
	}
	return string(b)
}

// A ReportStatus holds the status of a report and its download links.
type ReportStatus struct {
	Status string
	Links  []string
}

// Poll reads the status of a report, and asserts what holds for every report.
func (t *T) Poll(k Report) ReportStatus {
	t.Helper()
	a := t.GraphQL(k.Endpoint, StatusDocument, map[string]any{"reportToken": string(k.Token)})
	t.HasData(a)
	file := []any{"data", "partner", "reportFile"}
	status := a.String(append(file, "status")...)
	assert.Contains(t, []string{"IN_PROGRESS", "FINISHED", "FAILED", "EXPIRED"}, status, "status of a report")
	edges, ok := a.At(append(file, "downloadLinks", "edges")...).([]any)
	require.True(t, ok, "edges of downloadLinks are a list")
	s := ReportStatus{Status: status}
	for i := range edges {
		s.Links = append(s.Links, a.String(append(file, "downloadLinks", "edges", i, "node", "link")...))
	}
	return s
}

// Finished waits until a report is FINISHED and returns its status. If the report fails or takes too long, the case
// ends as inconclusive.
func (t *T) Finished(k Report) ReportStatus {
	t.Helper()
	if t.runner.Start {
		t.Skipf("the report is requested; a run with --resume reads it")
	}
	const longest = 2*time.Hour + 10*time.Minute // docs/spec/reporting.md#limits says two hours
	for began := t.Now(); ; {
		s := t.Poll(k)
		switch {
		case s.Status == "FINISHED":
			t.runner.Reports.closeToken(string(k.Token))
			if !t.Mock() && slices.Contains(s.Links, "") {
				t.anomalyf("finished reports have links without an address",
					"a finished report has a link without an address")
			}
			return s
		case s.Status == "IN_PROGRESS" && !t.Mock() && t.Now().Sub(began) > longest:
			t.anomalyf("reports take more than two hours", "the report is IN_PROGRESS after %v", longest)
		case s.Status == "IN_PROGRESS":
			t.Wait(t.runner.PollGap)
		default:
			t.runner.Reports.closeToken(string(k.Token))
			t.anomalyf("reports end as "+s.Status, "the report ended as %s", s.Status)
		}
	}
}

// A Table holds a CSV file. Its rows are as long as the header.
type Table struct {
	Header []string
	Rows   [][]string
}

// MustReport requests a report, waits until it is finished and downloads its files.
func (t *T) MustReport(d Endpoint, in Input) Table {
	t.Helper()
	return t.Fetch(t.Finished(t.MustAsk(d, in)))
}

// Fetch downloads the files of a report into one table, and asserts that they have the same header.
func (t *T) Fetch(s ReportStatus) Table {
	t.Helper()
	require.NotEmpty(t, s.Links, "a finished report has a link")
	var all Table
	for _, link := range s.Links {
		one := t.CSV(t.Do(Request{URL: link}))
		if all.Header == nil {
			all.Header = one.Header
		}
		assert.Equal(t, all.Header, one.Header, "each file of a report begins with the same header")
		all.Rows = append(all.Rows, one.Rows...)
	}
	return all
}

// CSV parses a response as a table.
func (t *T) CSV(a *Response) Table {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "status of a download")
	records, err := csv.NewReader(bytes.NewReader(a.Body)).ReadAll()
	require.NoError(t, err, "a file is CSV with commas, each row as long as the header")
	require.NotEmpty(t, records, "a file has a header line")
	table := Table{records[0], records[1:]}
	for i, name := range table.Header {
		t.seen.Note("csv "+observe.Member(name), "column", "column", "")
		for _, row := range table.Rows[:min(len(table.Rows), 200)] {
			t.seen.Note("csv "+observe.Member(name), "field", observe.Class(row[i]), "")
		}
	}
	return table
}

// Column returns the values of a column. The case fails if the table has no such column.
func (t *T) Column(in Table, name string) []string {
	t.Helper()
	i := slices.Index(in.Header, name)
	require.GreaterOrEqual(t, i, 0, fmt.Sprintf("column %s in %s", name, strings.Join(in.Header, ",")))
	var all []string
	for _, row := range in.Rows {
		all = append(all, row[i])
	}
	return all
}

// WithRows ends the case as inconclusive if a table has no rows, as for an account without activity.
func (t *T) WithRows(in Table) Table {
	if len(in.Rows) == 0 {
		t.Inconclusivef("the report has no rows: the account had no activity in those days")
	}
	return in
}
