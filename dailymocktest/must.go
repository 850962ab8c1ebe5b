package dailymocktest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
)

// A Door is one of the two ways in that the vendor has, each with keys, hosts
// and an edition of its own.
type Door struct {
	token, graphql string
	form           url.Values
}

// The doors, with the credentials of an account that has reports. The Must
// methods without a Door go through Private.
var (
	Private = Door{"/oauth/v1/token", "/graphql", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"private-key"}, "client_secret": {"secret"},
		"scope": {"create_reports read_reports delete_reports access_revenue access_ads"},
	}}
	Public = Door{"/oauth/token", "/", url.Values{
		"grant_type": {"password"}, "client_id": {"public-key"}, "client_secret": {"secret"},
		"username": {"partner@example.com"}, "password": {"password"},
	}}
)

// MustToken returns a new access token.
func (m *Mock) MustToken(t testing.TB, d Door) string {
	t.Helper()
	var answer struct {
		Token string `json:"access_token"`
	}
	m.mustAnswer(t, m.request(t, d.token, "application/x-www-form-urlencoded", d.form.Encode()), &answer)
	if answer.Token == "" {
		t.Fatalf("dailymocktest: %s gives no access_token", d.token)
	}
	return answer.Token
}

// MustGraphQL sends a query, with variables or nil, and decodes the answer's
// data into data. A GraphQL error ends the test.
func (m *Mock) MustGraphQL(t testing.TB, d Door, query string, variables, data any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatalf("dailymocktest: variables: %v", err)
	}
	req := m.request(t, d.graphql, "application/json", string(body))
	req.Header.Set("Authorization", "Bearer "+m.MustToken(t, d))
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	m.mustAnswer(t, req, &answer)
	if len(answer.Errors) > 0 {
		t.Fatalf("dailymocktest: GraphQL error: %s", answer.Errors[0].Message)
	}
	if err := json.Unmarshal(answer.Data, data); err != nil {
		t.Fatalf("dailymocktest: data %s: %v", answer.Data, err)
	}
}

// MustAsk asks for a report on the seven days before the mock's today and
// returns its token.
func (m *Mock) MustAsk(t testing.TB, metric string, dimensions ...string) string {
	t.Helper()
	day := func(back int) string { return m.Now().AddDate(0, 0, -back).Format(time.DateOnly) }
	if dimensions == nil {
		dimensions = []string{}
	}
	input := map[string]any{
		"metrics": []string{metric}, "dimensions": dimensions,
		"startDate": day(7), "endDate": day(1),
	}
	var data struct {
		AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
	}
	m.MustGraphQL(t, Private, `mutation ($input: AskPartnerReportFileInput!) {
		askPartnerReportFile(input: $input) { reportFile { reportToken } }
	}`, map[string]any{"input": input}, &data)
	return data.AskPartnerReportFile.ReportFile.ReportToken
}

// MustStatus tells how the report behind a token stands, "IN_PROGRESS" or
// "FINISHED" for instance.
func (m *Mock) MustStatus(t testing.TB, token string) string {
	t.Helper()
	return m.mustReport(t, token).Status
}

// MustLinks returns the addresses of a report's files: none before it is FINISHED.
func (m *Mock) MustLinks(t testing.TB, token string) []string {
	t.Helper()
	var links []string
	for _, edge := range m.mustReport(t, token).DownloadLinks.Edges {
		links = append(links, edge.Node.Link)
	}
	return links
}

// MustDownload returns what stands at a link.
func (m *Mock) MustDownload(t testing.TB, link string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatalf("dailymocktest: link: %v", err)
	}
	return m.mustSend(t, req)
}

// MustCSV returns all rows of a finished report, its header first and once.
func (m *Mock) MustCSV(t testing.TB, token string) [][]string {
	t.Helper()
	var all [][]string
	for _, link := range m.MustLinks(t, token) {
		rows, err := csv.NewReader(bytes.NewReader(m.MustDownload(t, link))).ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatalf("dailymocktest: %s is no CSV with a header: %v", link, err)
		}
		if len(all) > 0 {
			rows = rows[1:]
		}
		all = append(all, rows...)
	}
	if len(all) == 0 {
		t.Fatalf("dailymocktest: the report has no files; its status is %s", m.MustStatus(t, token))
	}
	return all
}

// MustExpect tells what a loader must hold that has loaded the report behind a
// token: its rows, the sum of each metric, and a hash over all of it.
func (m *Mock) MustExpect(t testing.TB, token string) dailymock.Expectation {
	t.Helper()
	x, err := m.ExpectOf(token)
	if err != nil {
		t.Fatalf("dailymocktest: %v", err)
	}
	return x
}

type reportFile struct {
	Status        string
	DownloadLinks struct {
		Edges []struct{ Node struct{ Link string } }
	}
}

func (m *Mock) mustReport(t testing.TB, token string) reportFile {
	t.Helper()
	var data struct {
		Partner struct{ ReportFile *reportFile }
	}
	m.MustGraphQL(t, Private, `query ($token: String!) {
		partner { reportFile(reportToken: $token) { status downloadLinks { edges { node { link } } } } }
	}`, map[string]any{"token": token}, &data)
	if data.Partner.ReportFile == nil {
		t.Fatalf("dailymocktest: there is no report %q", token)
	}
	return *data.Partner.ReportFile
}

func (m *Mock) request(t testing.TB, path, contentType, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatalf("dailymocktest: %v", err)
	}
	req.Header.Set("Content-Type", contentType)
	return req
}

// mustAnswer decodes a good answer into v.
func (m *Mock) mustAnswer(t testing.TB, req *http.Request, v any) {
	t.Helper()
	body := m.mustSend(t, req)
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("dailymocktest: %s answers %s: %v", req.URL.Path, excerpt(body), err)
	}
}

// mustSend returns the body of a good answer.
func (m *Mock) mustSend(t testing.TB, req *http.Request) []byte {
	t.Helper()
	resp, err := m.client.Do(req)
	if err != nil {
		t.Fatalf("dailymocktest: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("dailymocktest: %s %s answers %s: %s", req.Method, req.URL.Path, resp.Status, excerpt(body))
	}
	return body
}

func excerpt(b []byte) string {
	const most = 500
	if len(b) > most {
		return fmt.Sprintf("%s… (%d bytes)", b[:most], len(b))
	}
	return string(b)
}
