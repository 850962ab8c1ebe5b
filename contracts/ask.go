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
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An Input is what a report is asked for with, in the names of the schema.
type Input map[string]any

// ReportInput is the request that the guides show: views by day and title, over three
// days that are well past.
func (t *T) ReportInput() Input {
	return Input{
		"metrics": []string{"VIEWS"}, "dimensions": []string{"DAY", "VIDEO_TITLE"},
		"startDate": t.Day(9), "endDate": t.Day(7), "product": "CONTENT", "filters": nil,
	}
}

// With is a copy of the input in which members are set, name after value.
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

// Without is a copy of the input in which members are missing.
func (in Input) Without(names ...string) Input {
	out := in.With()
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// Day is a day before the target's today in UTC, as 2026-01-31.
func (t *T) Day(back int) string { return t.Today().AddDate(0, 0, -back).Format(time.DateOnly) }

// AskDocument is the mutation of the guides.
const AskDocument = `mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`

// StatusDocument is their query for how a report stands.
const StatusDocument = `query PartnerGetReportFile ($reportToken: String!) {
  partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// Ask sends a request for a report, whatever comes of it. Only cases that may
// create one, or that send what has to be refused, use it.
func (t *T) Ask(d Endpoint, in Input) *Response {
	return t.GraphQL(d, AskDocument, map[string]any{"input": in})
}

// A Report is a report that was asked for.
type Report struct {
	Endpoint Endpoint
	Token    Secret
}

// MustAsk asks for a report and returns its ticket. On a real target one report
// is made at a time, so that its owner keeps a place, and cases which ask for the
// same one share it.
func (t *T) MustAsk(d Endpoint, in Input) Report {
	t.Helper()
	if !t.Mock() {
		return t.shared(d, in)
	}
	return t.ask(d, in)
}

// full is how a refusal may be worded that is about places and not about the
// request; nobody knows how it is (docs/spec/reporting.md#unknown).
var full = regexp.MustCompile(`(?i)concurren|too.?many.?re|simultan|same.time|quota|in.progress`)

func (t *T) ask(d Endpoint, in Input) Report {
	t.Helper()
	a := t.Ask(d, in)
	if refusal := a.String("errors", 0, "message") + a.String("errors", 0,
		"type"); !t.Mock() && full.MatchString(refusal) {
		t.Laterf(2*time.Hour, "both slots for reports seem to be taken: %s", refusal)
	}
	t.HasData(a)
	token := a.String("data", "askPartnerReportFile", "reportFile", "reportToken")
	require.NotEmpty(t, token, "a request for a report answers with its token")
	t.kept(a)
	return Report{d, Secret(token)}
}

// places keeps a run to one of the two reports that a key may have made at once.
type places struct{ mu sync.Mutex }

func (t *T) shared(d Endpoint, in Input) Report {
	t.Helper()
	p := &t.run.places
	p.mu.Lock()
	defer p.mu.Unlock()
	name := d.Name + " " + canonical(in)
	if s, ok := t.run.Reports.find(name); ok {
		return Report{d, Secret(s.Token)}
	}
	if other := t.run.Reports.open(); other != nil {
		at := Report{endpointNamed(other.Endpoint), Secret(other.Token)}
		if t.run.Start {
			t.Skipf("another report of this run is being made, and the second place is not ours; resume, then start again")
		}
		if t.Poll(at).Status == "IN_PROGRESS" {
			t.Laterf(2*time.Hour, "another report of this run is still in progress, and the second slot is not ours")
		}
		t.run.Reports.close(other.Name)
	}
	made := t.ask(d, in)
	t.run.Reports.add(SavedReport{Name: name, Endpoint: d.Name, Token: string(made.Token), Case: t.Case.ID, Made: t.Now()})
	return made
}

func endpointNamed(name string) Endpoint {
	if name == PublicReports.Name {
		return PublicReports
	}
	return PrivateReports
}

// canonical is an input as text, the same for the same request.
func canonical(in Input) string {
	b, err := json.Marshal(in) // with its members sorted
	if err != nil {
		panic(err)
	}
	return string(b)
}

// A ReportStatus is how a report stands.
type ReportStatus struct {
	Status string
	Links  []string
}

// Poll asks how a report stands, and asserts what holds at any time.
func (t *T) Poll(k Report) ReportStatus {
	t.Helper()
	a := t.GraphQL(k.Endpoint, StatusDocument, map[string]any{"reportToken": string(k.Token)})
	t.HasData(a)
	file := []any{"data", "partner", "reportFile"}
	status := a.String(append(file, "status")...)
	assert.Contains(t, []string{"IN_PROGRESS", "FINISHED", "FAILED", "EXPIRED"}, status, "status of a report")
	edges, ok := a.At(append(file, "downloadLinks", "edges")...).([]any)
	require.True(t, ok, "edges of downloadLinks are a list at any time")
	s := ReportStatus{Status: status}
	for i := range edges {
		s.Links = append(s.Links, a.String(append(file, "downloadLinks", "edges", i, "node", "link")...))
	}
	return s
}

// Finished waits until a report is FINISHED and returns how it stands then.
// Where that does not come about the case ends, inconclusive.
func (t *T) Finished(k Report) ReportStatus {
	t.Helper()
	if t.run.Start {
		t.Skipf("the report is asked for; a run with --resume looks at it")
	}
	const longest = 2*time.Hour + 10*time.Minute // docs/spec/reporting.md#limits says two hours
	for began := t.Now(); ; {
		s := t.Poll(k)
		switch {
		case s.Status == "FINISHED":
			t.run.Reports.closeToken(string(k.Token))
			if !t.Mock() && slices.Contains(s.Links, "") {
				t.oddf("finished reports have links without an address", "a finished report has a link without an address")
			}
			return s
		case s.Status == "IN_PROGRESS" && !t.Mock() && t.Now().Sub(began) > longest:
			t.oddf("reports take more than two hours", "the report is IN_PROGRESS after %v", longest)
		case s.Status == "IN_PROGRESS":
			t.Wait(t.run.PollGap)
		default:
			t.run.Reports.closeToken(string(k.Token))
			t.oddf("reports end as "+s.Status, "the report ended as %s", s.Status)
		}
	}
}

// A Table is a CSV file: a header, and rows as long as it.
type Table struct {
	Header []string
	Rows   [][]string
}

// MustReport asks for a report, waits for it and fetches all of its files.
func (t *T) MustReport(d Endpoint, in Input) Table {
	t.Helper()
	return t.Fetch(t.Finished(t.MustAsk(d, in)))
}

// Fetch downloads all files of a report into one table, and asserts that each
// has the same header.
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

// CSV reads an answer as a table.
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

// Column returns the values of a column; the case fails where there is none.
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

// WithRows ends the case, inconclusive, when a table has none: an account without
// activity shows nothing.
func (t *T) WithRows(in Table) Table {
	if len(in.Rows) == 0 {
		t.Inconclusivef("the report has no rows: the account had no activity in those days")
	}
	return in
}
