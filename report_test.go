package dailymock_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// A client does what the documentation's samples do, on one of the two doors.
type client struct {
	*dailymocktest.Mock
	tokenPath, path string
	form            url.Values
	token           string
}

func publicClient(m *dailymocktest.Mock, key string) *client {
	return &client{Mock: m, tokenPath: "/oauth/token", path: "/", form: url.Values{
		"grant_type": {"password"}, "client_id": {key}, "client_secret": {"secret"},
		"username": {"ana@studio.example"}, "password": {"password"}, "version": {"2"},
	}}
}

func privateClient(m *dailymocktest.Mock, key string) *client {
	return &client{Mock: m, tokenPath: "/oauth/v1/token", path: "/graphql", form: url.Values{
		"grant_type": {"client_credentials"}, "client_id": {key}, "client_secret": {"secret"}, "scope": {"create_reports read_reports"},
	}}
}

// signIn takes a new token.
func (c *client) signIn(t *testing.T) {
	t.Helper()
	resp, err := http.PostForm(c.URL+c.tokenPath, c.form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.AccessToken == "" {
		t.Fatalf("token endpoint: %s, %v", resp.Status, err)
	}
	c.token = got.AccessToken
}

// A reply is the answer to a GraphQL request.
type reply struct {
	Data   json.RawMessage
	Errors []struct {
		Message, Type, Reason string
		Path                  []any
	}
}

// send posts a query and its variables.
func (c *client) send(t *testing.T, query string, variables any) reply {
	t.Helper()
	if c.token == "" {
		c.signIn(t)
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", c.URL+c.path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var r reply
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GraphQL: %s, %v", resp.Status, err)
	}
	return r
}

const askMutation = `mutation ($input: AskPartnerReportFileInput!) {
	askPartnerReportFile(input: $input) { status reportFile { reportToken status } }
}`

// input asks for VIEWS by day and title, unless changed.
func input(change map[string]any) map[string]any {
	in := map[string]any{
		"metrics": []string{"VIEWS"}, "dimensions": []string{"DAY", "VIDEO_TITLE"},
		"startDate": "2026-06-20", "endDate": "2026-06-23",
	}
	for k, v := range change {
		in[k] = v
	}
	return in
}

// ask starts a report and returns its token, or the refusal.
func (c *client) ask(t *testing.T, in map[string]any) (token string, refusal reply) {
	t.Helper()
	r := c.send(t, askMutation, map[string]any{"input": in})
	var data struct {
		AskPartnerReportFile *struct {
			Status     string
			ReportFile struct{ ReportToken, Status string }
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	if data.AskPartnerReportFile == nil {
		return "", r
	}
	return data.AskPartnerReportFile.ReportFile.ReportToken, r
}

func (c *client) mustAsk(t *testing.T, in map[string]any) string {
	t.Helper()
	token, r := c.ask(t, in)
	if token == "" {
		t.Fatalf("refused: %+v", r.Errors)
	}
	return token
}

const pollQuery = `query PartnerGetReportFile ($reportToken: String!) {
	partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// poll returns a report's status and links; both are empty for an unknown one.
func (c *client) poll(t *testing.T, token string) (status string, links []string) {
	t.Helper()
	r := c.send(t, pollQuery, map[string]any{"reportToken": token})
	var data struct {
		Partner struct {
			ReportFile *struct {
				Status        string
				DownloadLinks struct {
					Edges []struct{ Node struct{ Link string } }
				}
			}
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	f := data.Partner.ReportFile
	if f == nil {
		return "", nil
	}
	for _, e := range f.DownloadLinks.Edges {
		links = append(links, e.Node.Link)
	}
	return f.Status, links
}

// rows fetches files without any token and joins their rows.
func (c *client) rows(t *testing.T, links []string) (header []string, rows [][]string) {
	t.Helper()
	for _, l := range links {
		all, err := csv.NewReader(bytes.NewReader(c.MustDownload(t, l))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		header, rows = all[0], append(rows, all[1:]...)
	}
	return header, rows
}

func TestReportFromStartToEnd(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Minute})
	for name, c := range map[string]*client{"public key": publicClient(m, "public"), "private key": privateClient(m, "private")} {
		t.Run(name, func(t *testing.T) {
			token := c.mustAsk(t, input(map[string]any{"filters": map[string]any{"videoOwnerChannelSlug": "<your_channel_slug>"}}))
			if status, links := c.poll(t, token); status != "IN_PROGRESS" || len(links) != 0 {
				t.Errorf("at once: %s with %d links, want IN_PROGRESS with none", status, len(links))
			}
			m.Advance(time.Minute)
			status, links := c.poll(t, token)
			if status != "FINISHED" || len(links) == 0 {
				t.Fatalf("after a minute: %s with %d links, want FINISHED with some", status, len(links))
			}
			header, rows := c.rows(t, links)
			if want := []string{"day", "video_title", "views"}; !slices.Equal(header, want) {
				t.Errorf("header = %v, want %v", header, want)
			}
			days := map[string]bool{}
			for _, r := range rows {
				days[r[0]] = true
			}
			if len(days) != 4 || !days["2026-06-20"] || !days["2026-06-23"] {
				t.Errorf("days = %v, want the four asked for", days)
			}
		})
	}
}

func TestFilesStayFor48Hours(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Hour})
	c := publicClient(m, "key")
	token := c.mustAsk(t, input(nil))
	m.Advance(time.Hour)
	_, links := c.poll(t, token)
	for _, at := range []struct {
		after  time.Duration
		status string
		code   int
	}{
		{47*time.Hour + 59*time.Minute, "FINISHED", http.StatusOK},
		{48*time.Hour + time.Minute, "EXPIRED", http.StatusNotFound},
	} {
		m.SetTime(dailymocktest.Today.Add(time.Hour + at.after))
		c.signIn(t) // the old token has expired long since
		if status, _ := c.poll(t, token); status != at.status {
			t.Errorf("%v after the end: %s, want %s", at.after, status, at.status)
		}
		resp, err := http.Get(links[0])
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != at.code {
			t.Errorf("%v after the end the file answers %d, want %d", at.after, resp.StatusCode, at.code)
		}
		if got := resp.Header.Get("Content-Type"); at.code == http.StatusNotFound && !strings.HasPrefix(got, "application/xml") {
			t.Errorf("a missing file is told in %s, want XML", got)
		}
	}
}

// TestThirdAliasIsRefused asks three times in one operation: the first two keep
// their data (docs/spec/reporting.md#error-cases).
func TestThirdAliasIsRefused(t *testing.T) {
	t.Parallel()
	c := privateClient(dailymocktest.Start(t, dailymock.Options{}), "key")
	r := c.send(t, `mutation ($i: AskPartnerReportFileInput!) {
		one: askPartnerReportFile(input: $i) { reportFile { reportToken } }
		two: askPartnerReportFile(input: $i) { reportFile { reportToken } }
		three: askPartnerReportFile(input: $i) { reportFile { reportToken } }
	}`, map[string]any{"i": input(nil)})
	var data map[string]*struct{ ReportFile struct{ ReportToken string } }
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	for _, alias := range []string{"one", "two"} {
		if data[alias] == nil || data[alias].ReportFile.ReportToken == "" {
			t.Errorf("%s has no token", alias)
		}
	}
	if data["three"] != nil {
		t.Errorf("three has a token, want null")
	}
	if len(r.Errors) != 1 || len(r.Errors[0].Path) != 1 || r.Errors[0].Path[0] != "three" || r.Errors[0].Type != "too_many_requests" {
		t.Errorf("errors = %+v, want one of type too_many_requests at three", r.Errors)
	}
}

// TestLimitsAtTheDoor asks just inside and just outside of each limit, over HTTP.
func TestLimitsAtTheDoor(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	public, private := publicClient(m, "public"), privateClient(m, "private")
	dims := func(n int) map[string]any {
		return map[string]any{"dimensions": slices.Repeat([]string{"DAY"}, n)}
	}
	dates := func(from, to string) map[string]any { return map[string]any{"startDate": from, "endDate": to} }
	for _, c := range []struct {
		name   string
		client *client
		change map[string]any
		want   string // a part of the message; "" passes
	}{
		{"a day", public, dates("2026-06-20", "2026-06-20"), ""},
		{"180 days", public, dates("2026-01-01", "2026-06-29"), ""},
		{"181 days", public, dates("2026-01-01", "2026-06-30"), "181 days, a report takes at most 180"},
		{"reversed", public, dates("2026-06-21", "2026-06-20"), "startDate 2026-06-21 is after endDate 2026-06-20"},
		{"unreadable", public, dates("yesterday", "2026-06-20"), "DateTime cannot represent value: < yesterday >"},
		{"missing", public, map[string]any{"endDate": nil}, "Expected non-nullable type < DateTime! > not to be null at value.endDate"},
		{"8 dimensions", public, dims(8), ""},
		{"9 dimensions", public, dims(9), "9 dimensions were asked for, a report takes at most 8"},
		{"two metrics in 2018", public, map[string]any{"metrics": []string{"VIEWS", "IMPRESSIONS"}}, "2 metrics were asked for (VIEWS, IMPRESSIONS), a report takes at most 1"},
		{"two metrics in 2026", private, map[string]any{"metrics": []string{"VIEWS", "IMPRESSIONS"}}, ""},
		{"HOUR in 2018", public, map[string]any{"dimensions": "HOUR"}, "HOUR"},
		{"HOUR in 2026", private, map[string]any{"dimensions": "HOUR"}, ""},
		{"MINUTE in 2018", public, map[string]any{"dimensions": "MINUTE"}, "MINUTE"},
		{"a bare metric", public, map[string]any{"metrics": "VIEWS"}, ""},
		{"an unknown metric", public, map[string]any{"metrics": "VIEW"}, "Expected type < PartnerReportMetric > at value.metrics; Did you mean VIEWS?"},
		{"a metric in lower case", public, map[string]any{"metrics": []string{"views"}}, "Expected type < PartnerReportMetric > at value.metrics[0]."},
		{"no metric", private, map[string]any{"metrics": []string{}}, "at least one metric"},
	} {
		t.Run(c.name, func(t *testing.T) {
			token, r := c.client.ask(t, input(c.change))
			switch {
			case c.want == "" && token == "":
				t.Errorf("refused: %+v", r.Errors)
			case c.want != "" && (token != "" || len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, c.want)):
				t.Errorf("token %q, errors %+v, want a refusal with %q", token, r.Errors, c.want)
			}
		})
	}
}

func TestRestartKeepsTokensAndFiles(t *testing.T) {
	t.Parallel()
	before := publicClient(dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate}), "key")
	token := before.mustAsk(t, input(nil))
	_, links := before.poll(t, token)
	_, want := before.rows(t, links)

	after := publicClient(dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Hour}), "key")
	after.token = before.token
	status, links := after.poll(t, token)
	if status != "FINISHED" || len(links) != 1 {
		t.Fatalf("after a restart: %s with %d links, want FINISHED with 1", status, len(links))
	}
	if !strings.HasPrefix(links[0], after.URL) {
		t.Errorf("link %s does not lead to %s", links[0], after.URL)
	}
	if _, got := after.rows(t, links); !slices.EqualFunc(got, want, slices.Equal) {
		t.Error("the rows differ after a restart")
	}
	if status, _ := after.poll(t, token[:len(token)-4]+"AAAA"); status != "" {
		t.Errorf("a tampered token is %s, want unknown", status)
	}
	other := publicClient(dailymocktest.Start(t, dailymock.Options{Seed: 2}), "key")
	if status, _ := other.poll(t, token); status != "" {
		t.Errorf("a token of another seed is %s, want unknown", status)
	}
}

// TestManyClientsGetTheSameBytes runs 200 clients at once on two servers of one
// seed.
func TestManyClientsGetTheSameBytes(t *testing.T) {
	t.Parallel()
	in := input(map[string]any{"dimensions": []string{"DAY", "VIDEO_ID", "VISITOR_COUNTRY"}})
	servers := []*dailymocktest.Mock{
		dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate}),
		dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate}),
	}
	files := make([]string, 200)
	var wg sync.WaitGroup
	for i := range files {
		wg.Go(func() {
			c := privateClient(servers[i%2], fmt.Sprint("key ", i))
			token, r := c.ask(t, in)
			if token == "" {
				t.Errorf("client %d was refused: %+v", i, r.Errors)
				return
			}
			if _, links := c.poll(t, token); len(links) == 1 {
				files[i] = string(c.MustDownload(t, links[0]))
			}
		})
	}
	wg.Wait()
	for i, f := range files {
		if f == "" || f != files[0] {
			t.Fatalf("client %d got %d bytes that differ from the %d of the first", i, len(f), len(files[0]))
		}
	}
}
