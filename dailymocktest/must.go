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

// An Endpoint is one of the vendor's two GraphQL endpoints. Each has its own kind of keys and its own edition.
type Endpoint struct {
	token, graphql string
	form           url.Values
}

// The endpoints, with the credentials of an account that has reports. The Must methods without an Endpoint use Private.
var (
	Private = Endpoint{"/oauth/v1/token", "/graphql", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"private-key"}, "client_secret": {"secret"},
		"scope": {"create_reports read_reports delete_reports access_revenue access_ads"},
	}}
	Public = Endpoint{"/oauth/token", "/", url.Values{
		"grant_type": {"password"}, "client_id": {"public-key"}, "client_secret": {"secret"},
		"username": {"partner@example.com"}, "password": {"password"},
	}}
)

// MustToken returns a new access token.
func (m *Mock) MustToken(t testing.TB, e Endpoint) string {
	t.Helper()
	var response struct {
		Token string `json:"access_token"`
	}
	m.mustDecode(t, m.request(t, e.token, "application/x-www-form-urlencoded", e.form.Encode()), &response)
	if response.Token == "" {
		t.Fatalf("dailymocktest: %s responds without an access_token", e.token)
	}
	return response.Token
}

// MustGraphQL sends a query, with variables or nil, and decodes the data of the response into data. A GraphQL error
// ends the test.
func (m *Mock) MustGraphQL(t testing.TB, e Endpoint, query string, variables, data any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatalf("dailymocktest: variables: %v", err)
	}
	req := m.request(t, e.graphql, "application/json", string(body))
	req.Header.Set("Authorization", "Bearer "+m.MustToken(t, e))
	var response struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	m.mustDecode(t, req, &response)
	if len(response.Errors) > 0 {
		t.Fatalf("dailymocktest: GraphQL error: %s", response.Errors[0].Message)
	}
	if err := json.Unmarshal(response.Data, data); err != nil {
		t.Fatalf("dailymocktest: data %s: %v", response.Data, err)
	}
}

// MustAsk asks for a report on the seven days before the mock's today and returns its token.
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

// MustStatus returns the status of the report with a token, such as "IN_PROGRESS" or "FINISHED".
func (m *Mock) MustStatus(t testing.TB, token string) string {
	t.Helper()
	return m.mustReport(t, token).Status
}

// MustLinks returns the addresses of a report's files. There are none before it is FINISHED.
func (m *Mock) MustLinks(t testing.TB, token string) []string {
	t.Helper()
	var links []string
	for _, edge := range m.mustReport(t, token).DownloadLinks.Edges {
		links = append(links, edge.Node.Link)
	}
	return links
}

// MustDownload returns the file at a link.
func (m *Mock) MustDownload(t testing.TB, link string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatalf("dailymocktest: link: %v", err)
	}
	return m.mustSend(t, req)
}

// MustCSV returns all rows of a finished report, after its header.
func (m *Mock) MustCSV(t testing.TB, token string) [][]string {
	t.Helper()
	var all [][]string
	for _, link := range m.MustLinks(t, token) {
		rows, err := csv.NewReader(bytes.NewReader(m.MustDownload(t, link))).ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatalf("dailymocktest: %s is not a CSV file with a header: %v", link, err)
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

// MustExpect returns what a loader must hold after it has loaded the report with a token: the number of rows, the sum
// of each metric, and a hash of all rows.
func (m *Mock) MustExpect(t testing.TB, token string) dailymock.Expectation {
	t.Helper()
	x, err := m.ExpectOf(t.Context(), token)
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

// mustDecode sends a request and decodes the response with status 200 into v.
func (m *Mock) mustDecode(t testing.TB, req *http.Request, v any) {
	t.Helper()
	body := m.mustSend(t, req)
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("dailymocktest: %s responds %s: %v", req.URL.Path, excerpt(body), err)
	}
}

// mustSend sends a request and returns the body of the response with status 200.
func (m *Mock) mustSend(t testing.TB, req *http.Request) []byte {
	t.Helper()
	resp, err := m.client.Do(req)
	if err != nil {
		t.Fatalf("dailymocktest: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("dailymocktest: %s %s responds %s: %s", req.Method, req.URL.Path, resp.Status, excerpt(body))
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
