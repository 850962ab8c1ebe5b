package server_test

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// A client does what the documentation's samples do, at one of the two endpoints.
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
		"grant_type": {
			"client_credentials",
		},
		"client_id":     {key},
		"client_secret": {"secret"},
		"scope":         {"create_reports read_reports"},
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

// A reply is the response to a GraphQL request.
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
	r := c.send(t, server.AskMutation, map[string]any{"input": in})
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

// poll returns a report's status and links; both are empty for an unknown one.
func (c *client) poll(t *testing.T, token string) (status string, links []string) {
	t.Helper()
	r := c.send(t, server.PollQuery, map[string]any{"reportToken": token})
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
	for name, c := range map[string]*client{"public key": publicClient(m, "public"),
		"private key": privateClient(m, "private")} {
		t.Run(name, func(t *testing.T) {
			token := c.mustAsk(
				t,
				input(map[string]any{"filters": map[string]any{"videoOwnerChannelSlug": "<your_channel_slug>"}}),
			)
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
		if got := resp.Header.Get(
			"Content-Type",
		); at.code == http.StatusNotFound &&
			!strings.HasPrefix(got, "application/xml") {
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
	if len(r.Errors) != 1 || len(r.Errors[0].Path) != 1 || r.Errors[0].Path[0] != "three" ||
		r.Errors[0].Type != "too_many_requests" {
		t.Errorf("errors = %+v, want one of type too_many_requests at three", r.Errors)
	}
}

// TestLimitsOverHTTP asks just inside and just outside of each limit, over HTTP.
func TestLimitsOverHTTP(t *testing.T) {
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
		{"missing", public, map[string]any{"endDate": nil}, "Expected non-nullable type < DateTime! > not to be null " +
			"at value.endDate"},
		{"8 dimensions", public, dims(8), ""},
		{"9 dimensions", public, dims(9), "9 dimensions were asked for, a report takes at most 8"},
		{"two metrics in 2018", public, map[string]any{"metrics": []string{"VIEWS", "IMPRESSIONS"}},
			"2 metrics were asked for (VIEWS, IMPRESSIONS), a report takes at most 1"},
		{"two metrics in 2026", private, map[string]any{"metrics": []string{"VIEWS", "IMPRESSIONS"}}, ""},
		{"HOUR in 2018", public, map[string]any{"dimensions": "HOUR"}, "HOUR"},
		{"HOUR in 2026", private, map[string]any{"dimensions": "HOUR"}, ""},
		{"MINUTE in 2018", public, map[string]any{"dimensions": "MINUTE"}, "MINUTE"},
		{"a bare metric", public, map[string]any{"metrics": "VIEWS"}, ""},
		{"an unknown metric", public, map[string]any{"metrics": "VIEW"}, "Expected type < PartnerReportMetric > at " +
			"value.metrics; Did you mean VIEWS?"},
		{"a metric in lower case", public, map[string]any{"metrics": []string{"views"}},
			"Expected type < PartnerReportMetric > at value.metrics[0]."},
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

// The operations have the names that the vendor's own usage test gives them
// (docs/spec/reporting.md#studio-reports); the texts are ours.
const (
	createReport = `mutation CREATE_REPORT($input: AnalyticsReportCreateInput!) {
		analyticsReportCreate(input: $input) {
			status
			report { ...Report }
		}
	}` + reportFields
	getReports = `query GET_REPORTS_QUERY($organizationXid: String!, $channelXid: String, $first: Int, $page: Int) {
		me { organizations(xids: [$organizationXid]) { edges { node { analysis {
			reports(channelXid: $channelXid, first: $first, page: $page) {
				totalCount
				pageInfo { hasNextPage hasPreviousPage nextPage }
				edges { node { ...Report } }
			}
		} } } } }
	}` + reportFields
	reportFields = `
	fragment Report on AnalyticsReport {
		id name status reportToken channelXid organizationXid startDate endDate createDate createdAt hasRevenueInfo
		creator { xid }
		downloadLinks { edges { node { link } } }
	}`
)

// A studioReport is what those operations tell of one.
type studioReport struct {
	ID, Name, Status, ReportToken, ChannelXid, OrganizationXid, StartDate, EndDate, CreateDate, CreatedAt string

	HasRevenueInfo bool
	Creator        *struct{ Xid string }
	DownloadLinks  struct {
		Edges []struct{ Node struct{ Link string } }
	}
}

func (r studioReport) links() (links []string) {
	for _, e := range r.DownloadLinks.Edges {
		links = append(links, e.Node.Link)
	}
	return links
}

// A studio is a user of the web interface: a client of the public endpoint with the
// ids of its channel and its organization.
type studio struct {
	*client
	channel, organization string
}

// openStudio signs a user in and asks who that is.
func openStudio(t *testing.T, m *dailymocktest.Mock, key, login string) studio {
	t.Helper()
	s := studio{client: publicClient(m, key)}
	s.form.Set("username", login)
	r := s.send(t, `{ me { xid organizations { edges { node { xid } } } } }`, nil)
	var data struct {
		Me struct {
			Xid           string
			Organizations struct {
				Edges []struct{ Node struct{ Xid string } }
			}
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || len(data.Me.Organizations.Edges) != 1 {
		t.Fatalf("me: %s, %+v, %v", r.Data, r.Errors, err)
	}
	s.channel, s.organization = data.Me.Xid, data.Me.Organizations.Edges[0].Node.Xid
	return s
}

// input asks for VIEWS by day and title, unless changed.
func (s studio) input(change map[string]any) map[string]any {
	in := input(
		map[string]any{
			"channelXid":      s.channel,
			"organizationXid": s.organization,
			"name":            "June",
			"filters":         map[string]any{},
			"product":         "CONTENT",
		},
	)
	for k, v := range change {
		in[k] = v
	}
	return in
}

// create asks for a report, which is nil where it is refused.
func (s studio) create(t *testing.T, in map[string]any) (*studioReport, reply) {
	t.Helper()
	r := s.send(t, createReport, map[string]any{"input": in})
	var data struct {
		AnalyticsReportCreate *struct {
			Status string
			Report studioReport
		}
	}
	if r.Data != nil {
		if err := json.Unmarshal(r.Data, &data); err != nil {
			t.Fatal(err)
		}
	}
	if data.AnalyticsReportCreate == nil {
		return nil, r
	}
	if got := data.AnalyticsReportCreate.Status; got != "SUCCESS" {
		t.Errorf("status of the mutation = %s, want SUCCESS", got)
	}
	return &data.AnalyticsReportCreate.Report, r
}

func (s studio) mustCreate(t *testing.T, in map[string]any) studioReport {
	t.Helper()
	report, r := s.create(t, in)
	if report == nil {
		t.Fatalf("refused: %+v", r.Errors)
	}
	return *report
}

// A studioPage is a page of the list.
type studioPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		NextPage                     *int
	}
	Edges []struct{ Node studioReport }
}

func (p studioPage) names() (names []string) {
	for _, e := range p.Edges {
		names = append(names, e.Node.Name)
	}
	return names
}

// list asks for the reports with further variables; the page is nil where that is
// refused.
func (s studio) list(t *testing.T, variables map[string]any) (*studioPage, reply) {
	t.Helper()
	all := map[string]any{"organizationXid": s.organization}
	for k, v := range variables {
		all[k] = v
	}
	r := s.send(t, getReports, all)
	var data struct {
		Me struct {
			Organizations struct {
				Edges []struct {
					Node struct {
						Analysis *struct{ Reports studioPage }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	edges := data.Me.Organizations.Edges
	if len(edges) != 1 || edges[0].Node.Analysis == nil {
		return nil, r
	}
	return &edges[0].Node.Analysis.Reports, r
}

func (s studio) mustList(t *testing.T, variables map[string]any) studioPage {
	t.Helper()
	p, r := s.list(t, variables)
	if p == nil {
		t.Fatalf("refused: %s %+v", r.Data, r.Errors)
	}
	return *p
}

func TestStudioReportFromStartToEnd(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Minute})
	s := openStudio(t, m, "key", "ana@studio.example")
	asked := s.mustCreate(t, s.input(map[string]any{"metrics": "ESTIMATED_EARNINGS_EUR", "notify": true}))
	if asked.Name != "June" || asked.Status != "PROCESSING" || len(asked.links()) != 0 || asked.ChannelXid != s.channel ||
		asked.OrganizationXid != s.organization {
		t.Errorf("as asked: %+v", asked)
	}
	if asked.StartDate != "2026-06-20" || asked.EndDate != "2026-06-23" ||
		asked.CreateDate != "2026-07-01T12:00:00+00:00" ||
		asked.CreatedAt != "2026-07-01" {
		t.Errorf("dates: %+v", asked)
	}
	if !asked.HasRevenueInfo || asked.Creator == nil || asked.Creator.Xid != s.channel {
		t.Errorf("revenue %v, creator %+v, want true and the user", asked.HasRevenueInfo, asked.Creator)
	}
	if got := s.mustList(t, nil).Edges[0].Node; got.Status != "PROCESSING" || got.ReportToken != asked.ReportToken {
		t.Errorf("in the list at once: %+v", got)
	}
	m.Advance(time.Minute)
	got := s.mustList(t, map[string]any{"channelXid": s.channel}).Edges[0].Node
	if got.Status != "FINISHED" || len(got.links()) != 1 {
		t.Fatalf("after a minute: %+v", got)
	}
	if got := m.Tally().Reports; got.Polls != 0 || got.Ended != 1 {
		t.Errorf("listing counted as %d polls and %d ends seen, want 0 and 1", got.Polls, got.Ended)
	}
	header, rows := s.rows(t, got.links())
	if want := []string{"day", "video_title", "estimated_earnings_eur"}; !slices.Equal(header, want) {
		t.Errorf("header = %v, want %v", header, want)
	}
	if len(rows) == 0 {
		t.Error("the report has no rows")
	}
	m.SetTime(dailymocktest.Today.Add(49 * time.Hour))
	s.signIn(t)
	if got := s.mustList(t, nil).Edges[0].Node; got.Status != "EXPIRED" || len(got.links()) != 0 {
		t.Errorf("after 49 hours: %+v", got)
	}
	if views := s.mustCreate(t, s.input(nil)); views.HasRevenueInfo {
		t.Error("a report of VIEWS has revenue")
	}
}

// TestTheUserHasOneNameEverywhere changes it over REST.
func TestTheUserHasOneNameEverywhere(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	s := openStudio(t, m, "key", "ana@studio.example")
	s.form.Set("scope", "userinfo")
	s.signIn(t)
	for _, want := range []string{"Ana Herself", "Ana & Co"} {
		req, err := http.NewRequestWithContext(
			t.Context(),
			"POST",
			m.URL+"/me",
			strings.NewReader(url.Values{"screenname": {want}}.Encode()),
		)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.token)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("POST /me: %s, %s", resp.Status, body)
		}
		var data struct{ Me struct{ Xid, Name string } }
		if err := json.Unmarshal(s.send(t, `{ me { xid name } }`, nil).Data, &data); err != nil {
			t.Fatal(err)
		}
		if data.Me.Name != want || data.Me.Xid != s.channel {
			t.Errorf("me = %+v, want %s, %s", data.Me, s.channel, want)
		}
	}
}

func TestStudioReportsEndAsOthersDo(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	s := openStudio(t, m, "key", "ana@studio.example")
	for _, status := range []string{"FAILED", "EXPIRED", "FINISHED"} {
		if err := m.SetPolicy("key", dailymock.ReportPolicy{Outcome: status}); err != nil {
			t.Fatal(err)
		}
		s.mustCreate(t, s.input(nil))
		got := s.mustList(t, map[string]any{"first": 1}).Edges[0].Node
		if got.Status != status || (len(got.links()) == 0) != (status != "FINISHED") {
			t.Errorf("%s with %d links, want %s", got.Status, len(got.links()), status)
		}
	}
}

// TestStudioReportsShareTheTwoSlots has one report of each kind in progress.
func TestStudioReportsShareTheTwoSlots(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Minute})
	s := openStudio(t, m, "key", "ana@studio.example")
	s.mustAsk(t, input(nil))
	s.mustCreate(t, s.input(nil))
	third, r := s.create(t, s.input(nil))
	if third != nil || len(r.Errors) != 1 || r.Errors[0].Type != "too_many_requests" ||
		r.Errors[0].Reason != "concurrent_reports_limit" ||
		fmt.Sprint(r.Errors[0].Path) != "[analyticsReportCreate]" {
		t.Errorf("the third: %+v, %+v, want too_many_requests", third, r.Errors)
	}
	if token, _ := s.ask(t, input(nil)); token != "" {
		t.Error("the third is taken elsewhere")
	}
	if got := s.mustList(t, nil).TotalCount; got != 1 {
		t.Errorf("%d reports in the list, want the one", got)
	}
	m.Advance(time.Minute)
	s.mustCreate(t, s.input(nil))
}

func TestStudioRefusals(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	s := openStudio(t, m, "key", "ana@studio.example")
	other := openStudio(t, m, "key", "northlight")
	for _, c := range []struct {
		what              string
		change            map[string]any
		kind, reason, has string
	}{
		{"a channel that is not there", map[string]any{"channelXid": "x000000"}, "not_found", "", s.channel},
		{"another's channel", map[string]any{"channelXid": other.channel}, "not_found", "", s.channel},
		{"another's organization", map[string]any{"organizationXid": other.organization}, "not_found", "", s.organization},
		{"181 days", map[string]any{"startDate": "2026-01-01", "endDate": "2026-06-30"}, "bad_request", "invalid_date_range",
			"180"},
		{"two metrics in 2018", map[string]any{"metrics": []string{"VIEWS", "IMPRESSIONS"}}, "bad_request",
			"invalid_parameter", "at most 1"},
		{"nine dimensions", map[string]any{"dimensions": slices.Repeat([]string{"DAY"}, 9)}, "bad_request",
			"too_many_dimensions", "at most 8"},
		{"an order by what is not asked for", map[string]any{"orderBy": map[string]any{"field": "IMPRESSIONS"}},
			"bad_request", "invalid_parameter", "IMPRESSIONS"},
		{"a long name", map[string]any{"name": strings.Repeat("x", 201)}, "bad_request", "invalid_parameter", "at most 200"},
		{"a null metric", map[string]any{"metrics": []any{nil}}, "bad_request", "invalid_parameter", "null"},
		{"a moment for a day", map[string]any{"startDate": "2026-06-20T00:00:00"}, "", "",
			"Date cannot represent value: < 2026-06-20T00:00:00 >"},
		{"an order without a metric", map[string]any{"orderBy": map[string]any{"direction": "ASC"}}, "", "",
			"Field < value.orderBy.field > of required type < PartnerReportMetric! > was not provided"},
		{"a kind of media that is none", map[string]any{"filters": map[string]any{"mediaType": "RADIO"}}, "", "",
			"Expected type < MediaType > at value.filters.mediaType"},
		{"no name", map[string]any{"name": nil}, "", "",
			"Expected non-nullable type < String! > not to be null at value.name"},
	} {
		t.Run(c.what, func(t *testing.T) {
			report, r := s.create(t, s.input(c.change))
			if report != nil || len(r.Errors) != 1 || r.Errors[0].Type != c.kind || r.Errors[0].Reason != c.reason ||
				!strings.Contains(r.Errors[0].Message, c.has) {
				t.Errorf("%+v, %+v, want one error of type %q, reason %q, with %q", report, r.Errors, c.kind, c.reason, c.has)
			}
		})
	}
	private := privateClient(m, "private")
	private.form.Set("scope", "manage_videos")
	if report, r := (studio{private, s.channel, s.organization}).create(
		t,
		s.input(nil),
	); report != nil || r.Errors[0].Type != "forbidden" ||
		r.Errors[0].Reason != "insufficient_scope" {
		t.Errorf("without create_reports: %+v, %+v, want forbidden", report, r.Errors)
	}
}

func TestStudioReportsComeInPages(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	ana := openStudio(t, m, "key", "ana@studio.example")
	if got := ana.mustList(t, nil); got.TotalCount != 0 || len(got.Edges) != 0 || got.PageInfo.HasNextPage {
		t.Errorf("before any: %+v", got)
	}
	news := openStudio(t, m, "key", "harbour-news@studio.example")
	for i, channel := range []string{ana.channel, ana.channel, news.channel, ana.channel, ana.channel} {
		if i == 2 {
			m.Advance(time.Hour)
		}
		ana.mustCreate(t, ana.input(map[string]any{"name": fmt.Sprint(i), "channelXid": channel}))
	}
	ana.mustAsk(t, input(nil)) // not of the Studio, so not in its list
	for _, c := range []struct {
		variables map[string]any
		want      string
	}{
		{nil, "[4 3 2 1 0] of 5"},
		{map[string]any{"first": 2}, "[4 3] of 5, then page 2"},
		{map[string]any{"first": 2, "page": 2}, "[2 1] of 5, then page 3"},
		{map[string]any{"first": 2, "page": 3}, "[0] of 5"},
		{map[string]any{"first": 2, "page": 9}, "[] of 5"},
		{map[string]any{"channelXid": ana.channel}, "[4 3 1 0] of 4"},
		{map[string]any{"channelXid": ana.channel, "first": 3}, "[4 3 1] of 4, then page 2"},
		{map[string]any{"channelXid": news.channel}, "[2] of 1"},
		{map[string]any{"first": 0}, "refused: bad_request invalid_parameter"},
		{map[string]any{"page": 0}, "refused: bad_request invalid_parameter"},
		{map[string]any{"channelXid": "x000000"}, "refused: not_found "},
	} {
		p, r := ana.list(t, c.variables)
		var got string
		if p == nil {
			got = "refused: " + r.Errors[0].Type + " " + r.Errors[0].Reason
		} else {
			got = fmt.Sprintf("%s of %d", p.names(), p.TotalCount)
			if p.PageInfo.HasNextPage {
				got += fmt.Sprint(", then page ", *p.PageInfo.NextPage)
			}
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.variables, got, c.want)
		}
	}
}

const nodeQuery = `query ($id: ID!) { node(id: $id) { __typename id ...Report } }` + reportFields

// node finds a report by its id; nil where it is not found.
func (s studio) node(t *testing.T, id string) *studioReport {
	t.Helper()
	var data struct{ Node *studioReport }
	if err := json.Unmarshal(s.send(t, nodeQuery, map[string]any{"id": id}).Data, &data); err != nil {
		t.Fatal(err)
	}
	return data.Node
}

func TestOthersSeeNothingOfTheStudio(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	ana := openStudio(t, m, "key", "ana@studio.example")
	report := ana.mustCreate(t, ana.input(nil))
	if got := ana.node(t, report.ID); got == nil || got.Name != "June" || got.Status != "FINISHED" {
		t.Errorf("she finds %+v, want her report", got)
	}
	for who, other := range map[string]studio{
		"another user": openStudio(t, m, "key", "bob@studio.example"),
		"another key":  openStudio(t, m, "another key", "ana@studio.example"),
	} {
		if got := other.mustList(t, nil).TotalCount; got != 0 {
			t.Errorf("%s sees %d reports in the list", who, got)
		}
		if got := other.node(t, report.ID); got != nil {
			t.Errorf("%s finds %+v", who, got)
		}
	}
	key := studio{privateClient(m, "key"), ana.channel, ana.organization}
	if r := key.send(t, `{ me { xid } }`, nil); string(r.Data) != `{"me":null}` || r.Errors != nil {
		t.Errorf("a key that acts for itself is %s, %+v", r.Data, r.Errors)
	}
	if got := key.node(t, report.ID); got != nil {
		t.Errorf("the key by itself finds %+v", got)
	}
}

// TestAKeyByItselfHasReportsInTheStudio finds its list by the organization's id,
// since no user signed in.
func TestAKeyByItselfHasReportsInTheStudio(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	news := openStudio(t, m, "key", "harbour-news@studio.example")
	key := studio{privateClient(m, "private"), news.channel, news.organization}
	report := key.mustCreate(t, key.input(nil))
	if report.Creator != nil {
		t.Errorf("creator = %+v, want null", report.Creator)
	}
	r := key.send(
		t,
		`query ($id: ID!) { node(id: $id) { ... on Organization { name analysis { reports { edges { node { id } } } } } } }`,
		map[string]any{"id": base64.StdEncoding.EncodeToString([]byte("Organization:" + key.organization))},
	)
	want := `{"node":{"name":"Harbour Media Group",` +
		`"analysis":{"reports":{"edges":[{"node":{"id":"` + report.ID + `"}}]}}}}`
	if got := string(r.Data); got != want {
		t.Errorf("the organization is\n%s, want\n%s", got, want)
	}
}

func TestRestartKeepsWhatTheStudioNames(t *testing.T) {
	t.Parallel()
	before := openStudio(
		t,
		dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate}),
		"key",
		"ana@studio.example",
	)
	report := before.mustCreate(
		t,
		before.input(map[string]any{"name": "Été – “2026”", "orderBy": map[string]any{"field": "VIEWS"}}),
	)

	after := openStudio(t, dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Hour}), "key", "ana@studio.example")
	after.token = before.token
	if got := after.mustList(t, nil).TotalCount; got != 0 {
		t.Errorf("%d reports in the list before any is named, want 0", got)
	}
	got := after.node(t, report.ID)
	if got == nil || got.Name != "Été – “2026”" || got.Status != "FINISHED" || got.ReportToken != report.ReportToken ||
		len(got.links()) != 1 {
		t.Fatalf("after a restart: %+v", got)
	}
	_, x := before.rows(t, report.links())
	if _, y := after.rows(t, got.links()); len(x) == 0 || !slices.EqualFunc(x, y, slices.Equal) {
		t.Error("the rows differ after a restart")
	}
	if got := after.mustList(t, nil).names(); len(got) != 1 {
		t.Errorf("in the list: %q, want the report that was named", got)
	}
}

// TestStudioReportsAreInOrder asks for a metric that adds up, for money and for a
// ratio, both ways. Rows with the same value follow their dimensions.
func TestStudioReportsAreInOrder(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, Edition: "2026", RowsPerFile: 50})
	s := openStudio(t, m, "key", "harbour-news@studio.example")
	for _, metric := range []string{"VIEWS", "ESTIMATED_EARNINGS_EUR", "VIEW_THROUGH_RATE"} {
		for _, direction := range []string{"", "DESC", "ASC"} {
			order := map[string]any{"field": metric}
			if direction != "" {
				order["direction"] = direction
			}
			in := s.input(
				map[string]any{
					"metrics":    []string{"TIME_WATCHED_SECONDS", metric},
					"dimensions": []string{"VIDEO_TITLE", "DAY"},
					"orderBy":    order,
				},
			)
			_, rows := s.rows(t, s.mustCreate(t, in).links())
			delete(in, "orderBy")
			_, plain := s.rows(t, s.mustCreate(t, in).links())
			if len(rows) <= 50 || len(rows) != len(plain) {
				t.Fatalf("%d rows in order, %d without", len(rows), len(plain))
			}
			want := slices.Clone(plain)
			slices.SortFunc(want, func(a, b []string) int {
				x, _ := strconv.ParseFloat(a[3], 64)
				y, _ := strconv.ParseFloat(b[3], 64)
				switch {
				case x == y:
					return slices.Compare(a[:2], b[:2])
				case (x < y) == (direction == "ASC"):
					return -1
				default:
					return 1
				}
			})
			if !slices.EqualFunc(rows, want, slices.Equal) {
				t.Errorf("by %s %s: %q …, want %q …", metric, direction, rows[:3], want[:3])
			}
			if slices.EqualFunc(plain, want, slices.Equal) {
				t.Errorf("by %s %s: no other order than without", metric, direction)
			}
		}
	}
}
