package contracts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/ledger"
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

// columns returns the names of metrics or dimensions as a file has them.
func (in Input) columns(name string) []string {
	var all []string
	switch v := in[name].(type) {
	case string:
		all = []string{v}
	case []string:
		all = slices.Clone(v)
	}
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	return all
}

// AskDocument requests a report, as in the guides.
const AskDocument = `mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`

const payloadDocument = `mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { status reportFile { reportToken status } }
}`

// StatusDocument reads the status of a report, as in the guides.
const StatusDocument = `query PartnerGetReportFile ($reportToken: String!) {
  partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// Ask requests a report and returns the response, without assertions. Only cases that may create a report, or that send
// invalid input, use it.
func (d Endpoint) Ask(t *T, in Input) *Response {
	return d.GraphQL(t, AskDocument, map[string]any{"input": in})
}

// A Report identifies a report that was requested.
type Report struct {
	Endpoint Endpoint
	Token    Secret

	t *T
}

// Requested returns a report that was requested before, by its token.
func (d Endpoint) Requested(t *T, token Secret) Report { return Report{d, token, t} }

// Report requests a report. On a target other than a mock, a run makes one report at a time, which leaves the second
// slot to the owner of the key, and cases with the same input share a report.
func (d Endpoint) Report(t *T, in Input) Report {
	t.Helper()
	if !t.Mock() {
		return d.shared(t, in)
	}
	return d.request(t, in)
}

// slotsTaken matches possible messages for a refusal because both slots are taken. The real message is unknown
// (docs/spec/reporting.md#unknown).
var slotsTaken = regexp.MustCompile(`(?i)concurren|too.?many.?re|simultan|same.time|quota|in.progress`)

func (d Endpoint) request(t *T, in Input) Report {
	t.Helper()
	document := AskDocument
	if !t.Mock() { // asks for all that cases read of the payload, since each request makes a report
		document = payloadDocument
	}
	a := d.GraphQL(t, document, map[string]any{"input": in})
	refusal := a.String("errors", 0, "message") + a.String("errors", 0, "type")
	if !t.Mock() && slotsTaken.MatchString(refusal) {
		t.Laterf(2*time.Hour, "both slots for reports seem to be taken: %s", refusal)
	}
	token := a.HasData().String("data", "askPartnerReportFile", "reportFile", "reportToken")
	require.NotEmpty(t, token, "the response to a report request has a token")
	a.recordReports()
	if !t.Mock() {
		a.Equal("SUCCESS", "data", "askPartnerReportFile", "status")
		a.Matches("^(IN_PROGRESS|FINISHED)$", "data", "askPartnerReportFile", "reportFile", "status")
	}
	return d.Requested(t, Secret(token))
}

// shared returns the report of an earlier case with the same input, or requests it once no other report is in progress.
func (d Endpoint) shared(t *T, in Input) Report {
	t.Helper()
	t.session.asking.Lock()
	defer t.session.asking.Unlock()
	saved := t.session.reports
	name := d.Name + " " + canonical(in)
	if s, ok := saved.Find(name); ok {
		return d.Requested(t, Secret(s.Token))
	}
	if other, ok := saved.Open(); ok {
		before := endpointNamed(other.Endpoint).Requested(t, Secret(other.Token))
		switch {
		case t.session.start:
			before.Ended() // so that the second run finds all reports
		case before.Poll().Status == "IN_PROGRESS":
			t.Laterf(2*time.Hour, "another report of this run is still in progress, and the second slot is not ours")
		}
		saved.End(other.Token)
	}
	made := d.request(t, in)
	saved.Add(ledger.Report{Name: name, Endpoint: d.Name, Token: string(made.Token), Case: t.id, Made: t.Now()})
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

	t *T
}

// Read sends a query with the variable reportToken, and asserts that the response has data.
func (r Report) Read(document string) *Response {
	r.t.Helper()
	return r.Endpoint.GraphQL(r.t, document, map[string]any{"reportToken": string(r.Token)}).HasData()
}

// Poll reads the status of a report, and asserts what holds for every report.
func (r Report) Poll() ReportStatus {
	t := r.t
	t.Helper()
	a := r.Read(StatusDocument)
	s := ReportStatus{Status: a.String("data", "partner", "reportFile", "status"), t: t}
	assert.Contains(t, []string{"IN_PROGRESS", "FINISHED", "FAILED", "EXPIRED"}, s.Status, "status of a report")
	edges := []any{"data", "partner", "reportFile", "downloadLinks", "edges"}
	for i := range a.MustList(edges...) {
		s.Links = append(s.Links, a.String(append(edges, i, "node", "link")...))
	}
	return s
}

// Finished waits until a report is FINISHED and returns its status. If the report fails or takes too long, the case
// ends as inconclusive.
func (r Report) Finished() ReportStatus {
	t := r.t
	t.Helper()
	if t.session.start {
		t.Skipf("the report is requested; a run with --resume reads it")
	}
	s := r.Ended()
	switch {
	case s.Status != "FINISHED":
		t.anomalyf("reports end as "+s.Status, "the report ended as %s", s.Status)
	case slices.Contains(s.Links, ""):
		t.anomalyf("finished reports have links without an address", "a finished report has a link without an address")
	case len(s.Links) == 0:
		t.anomalyf("finished reports have no links", "a finished report has no link")
	}
	return s
}

// Ended waits until a report is no longer IN_PROGRESS. If it takes too long, the case ends as inconclusive, or as
// skipped against a mock whose clock must not be advanced.
func (r Report) Ended() ReportStatus {
	t := r.t
	t.Helper()
	const (
		longest = 2*time.Hour + time.Minute // docs/spec/reporting.md#limits says two hours
		patient = 10 * time.Second          // in real time; a mock needs two seconds unless it is configured
	)
	gap, real := t.session.pollGap, t.Now()
	for began := t.Today(); ; t.Wait(gap) {
		s := r.Poll()
		took := t.Today().Sub(began)
		switch {
		case s.Status != "IN_PROGRESS":
			t.session.reports.End(string(r.Token))
			return s
		case took >= longest:
			t.anomalyf("reports take more than two hours", "the report is IN_PROGRESS after %v", longest)
		case t.session.target.shared() && t.Now().Sub(real) > patient:
			t.Skipf("the mock takes more than %v for a report; --allow moves-clock lets it run", patient)
		}
		gap = nextGap(t, gap, longest-took)
	}
}

// nextGap returns the time to the next status request for a report that may take some time still: few requests for two
// hours, and one at their end.
func nextGap(t *T, gap, left time.Duration) time.Duration {
	longest := 10 * time.Minute
	switch {
	case t.session.target.shared():
		return gap
	case t.Mock(): // other cases have the same clock, and tokens for an hour
		longest = 2 * time.Minute
	}
	return min(2*gap, longest, left)
}

// Download downloads the files of a report into one table, and asserts that they have the same header.
func (s ReportStatus) Download() Table {
	s.t.Helper()
	require.NotEmpty(s.t, s.Links, "a finished report has a link")
	var all Table
	for _, link := range s.Links {
		one := s.t.Do(Request{URL: link}).CSV()
		if all.Header == nil {
			all = one
			continue
		}
		assert.Equal(s.t, all.Header, one.Header, "each file of a report begins with the same header")
		all.Rows = append(all.Rows, one.Rows...)
	}
	return all
}

// Table requests a report, waits until it is finished and downloads its files.
func (d Endpoint) Table(t *T, in Input) Table {
	t.Helper()
	f := d.Report(t, in).Finished().Download()
	f.Input = in
	if t.Mock() { // elsewhere cases check it, each a part
		f.conforms()
	}
	return f
}
