package dailymock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		options dailymock.Options
		says    string
	}{
		{dailymock.Options{RowsPerFile: -1}, "RowsPerFile: got -1, need at least 1"},
		{dailymock.Options{Edition: "2019"}, `Edition: got "2019", need one of ["2018" "2023" "2026"]`},
		{dailymock.Options{REST: dailymock.RESTSwitches{MissingKids: "maybe"}},
			`REST.MissingKids: got "maybe", need one of ["unpublished" "publish" "error"]`},
		{dailymock.Options{Matrix: "loose"}, `Matrix: got "loose", need one of ["lenient" "strict" "off"]`},
		{dailymock.Options{Limits: map[string]string{"day": "1"}}, `Limits: unknown limit "day"; known limits: days, `},
		{dailymock.Options{Limits: map[string]string{"days": "0"}}, `Limits: limit days is "0", must be 1 to 3660`},
		{dailymock.Options{SigningKey: []byte("short")}, "SigningKey: key has 5 bytes, need at least 16"},
		{dailymock.Options{PublicURL: "mock.example"}, `PublicURL: got "mock.example"`},
		{dailymock.Options{PublicURL: "ftp://mock.example"}, "PublicURL"},
		{dailymock.Options{PublicURL: "http://mock.example/?a=b"}, "PublicURL"},
		{dailymock.Options{Now: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)}, "outside of the years 2000 to 2199"},
		{dailymock.Options{Speed: -2}, "speed -2"},
	} {
		s, err := dailymock.New(tt.options)
		if s != nil || err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf(
				"New(%+v): server %v, error %v; want no server and an error that says %q",
				tt.options,
				s != nil,
				err,
				tt.says,
			)
		}
	}
}

func TestZeroOptionsFollowTheWallClock(t *testing.T) {
	t.Parallel()
	s, err := dailymock.New(dailymock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Clock()
	if off := time.Since(got.Now); got.Frozen || got.Speed != 1 || off < 0 || off > time.Hour {
		t.Errorf("the clock reads %+v, which is %v off", got, off)
	}
}

// What each option changes, as a client sees it.

func TestLinksLeadToTheHostOfFiles(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	report := m.MustAsk(t, "VIEWS", "DAY")
	for _, tt := range []struct{ asked, want string }{
		{"partner.api.dailymotion.com", "http://storage.googleapis.com/dailymotion-stats-report/"},
		{"PARTNER.api.dailymotion.com:8443", "http://storage.googleapis.com:8443/dailymotion-stats-report/"},
		{"mock.internal:8080", "http://mock.internal:8080/dailymotion-stats-report/"},
	} {
		link := linkAt(t, m, report, tt.asked, nil)
		if !strings.HasPrefix(link, tt.want) {
			t.Errorf("asked at %s, the link is %s, want %s…", tt.asked, link, tt.want)
		}
		if got := server.Call(t, m, "GET", strings.TrimPrefix(link, "http:"), ""); got.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", link, got.Status)
		}
	}
}

func TestPublicURLNamesTheServer(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, PublicURL: "https://mock.example/"})
	got := linkAt(t, m, m.MustAsk(t, "VIEWS", "DAY"), "elsewhere", nil)
	if want := "https://mock.example/dailymotion-stats-report/"; !strings.HasPrefix(got, want) {
		t.Errorf("link = %s, want %s…", got, want)
	}
}

func TestOnlyTrustedProxiesNameTheServer(t *testing.T) {
	t.Parallel()
	forwarded := http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"mock.example"}}
	for _, tt := range []struct {
		name    string
		proxies []netip.Prefix
		want    string
	}{
		{"none", nil, "http://direct/"},
		{"another", []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "http://direct/"},
		{"this one", []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "https://mock.example/"},
	} {
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, TrustedProxies: tt.proxies})
		got := linkAt(t, m, m.MustAsk(t, "VIEWS", "DAY"), "direct", forwarded)
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s is trusted: link = %s, want %s…", tt.name, got, tt.want)
		}
	}
}

func TestTokensOpenWithTheSameKey(t *testing.T) {
	t.Parallel()
	start := func(o dailymock.Options) *dailymocktest.Mock { return dailymocktest.Start(t, o) }
	key := []byte("a key of sixteen bytes and more")
	for _, tt := range []struct {
		name     string
		from, to *dailymocktest.Mock
		want     int
	}{
		{"same seed", start(dailymock.Options{}), start(dailymock.Options{}), http.StatusOK},
		{"other seed", start(dailymock.Options{}), start(dailymock.Options{Seed: 2}), http.StatusUnauthorized},
		{"same key, other seed", start(dailymock.Options{SigningKey: key}),
			start(dailymock.Options{SigningKey: key, Seed: 2}), http.StatusOK},
		{"another key", start(dailymock.Options{SigningKey: key}), start(dailymock.Options{SigningKey: key[1:]}),
			http.StatusUnauthorized},
		{"no key against a key", start(dailymock.Options{}), start(dailymock.Options{SigningKey: key}),
			http.StatusUnauthorized},
	} {
		token := tt.from.MustToken(t, dailymocktest.Private)
		if got := graphql(t, tt.to, "", token, `{ partner { id } }`, nil); got.StatusCode != tt.want {
			t.Errorf("%s: %s, want %d", tt.name, got.Status, tt.want)
		}
	}
}

// The documentation of 2018 wants one metric for each report; today's takes several.
func TestEditions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		edition  string
		endpoint dailymocktest.Endpoint
		path     string
		takes    bool
	}{
		{"", dailymocktest.Public, "/", false},
		{"", dailymocktest.Private, "/graphql", true},
		{"2018", dailymocktest.Private, "/graphql", false},
		{"2026", dailymocktest.Public, "/", true},
	} {
		m := dailymocktest.Start(t, dailymock.Options{Edition: tt.edition})
		got := send(
			t,
			m,
			"//direct"+tt.path,
			m.MustToken(t, tt.endpoint),
			`mutation { askPartnerReportFile(input: {metrics: [VIEWS, TIME_WATCHED_SECONDS],
			dimensions: [DAY], startDate: "2026-06-01", endDate: "2026-06-02"}) { reportFile { reportToken } } }`,
			nil,
		)
		if takes := !strings.Contains(got.Text, `"errors"`); takes != tt.takes {
			t.Errorf("edition %q at %s takes two metrics: %t, want %t; %s", tt.edition, tt.path, takes, tt.takes, got.Text)
		}
	}
}

func TestClosedWorldKnowsOnlyWhatIsListed(t *testing.T) {
	t.Parallel()
	for _, closed := range []bool{false, true} {
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, ClosedWorld: closed})
		var data struct {
			AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		}
		m.MustGraphQL(t, dailymocktest.Private, `mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY],
			startDate: "2026-06-01", endDate: "2026-06-02", filters: {channelSlug: "nobody-listed-this"}}) {
				reportFile { reportToken } } }`, nil, &data)
		rows := m.MustCSV(t, data.AskPartnerReportFile.ReportFile.ReportToken)
		if got, want := len(rows) > 1, !closed; got != want {
			t.Errorf("closed %t: a channel that is not listed has views: %t, want %t", closed, got, want)
		}
	}
}

// linkAt is a report's first link for a client that asks at a host.
func linkAt(t *testing.T, m *dailymocktest.Mock, report, host string, header http.Header) string {
	t.Helper()
	query := fmt.Sprintf(
		`{ partner { reportFile(reportToken: %q) { downloadLinks { edges { node { link } } } } } }`,
		report,
	)
	got := graphql(t, m, host, m.MustToken(t, dailymocktest.Private), query, header)
	var body struct {
		Data struct {
			Partner struct {
				ReportFile struct {
					DownloadLinks struct {
						Edges []struct{ Node struct{ Link string } }
					}
				}
			}
		}
	}
	got.JSON(t, &body)
	edges := body.Data.Partner.ReportFile.DownloadLinks.Edges
	if len(edges) == 0 {
		t.Fatalf("no link in %s", got.Text)
	}
	return edges[0].Node.Link
}

// graphql sends a request to the private endpoint of a host.
func graphql(t *testing.T, m *dailymocktest.Mock, host, token, query string, header http.Header) server.Response {
	t.Helper()
	return send(t, m, "//"+host+"/graphql", token, query, header)
}

func send(t *testing.T, m *dailymocktest.Mock, target, token, query string, header http.Header) server.Response {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	all := http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	for name, values := range header {
		all[name] = values
	}
	return server.Call(t, m, "POST", target, string(body), all)
}

// askFor asks one of the endpoints for a report and returns the response as it came.
func askFor(t *testing.T, m *dailymocktest.Mock, path, metrics, dimensions, from, to string) server.Response {
	t.Helper()
	list := func(names string) string { return `"` + strings.ReplaceAll(names, ",", `","`) + `"` }
	body, err := json.Marshal(map[string]any{
		"query": fmt.Sprintf(`mutation($m: [PartnerReportMetric]! = [], $d: [PartnerReportDimension]! = []) {
			askPartnerReportFile(input: {metrics: $m, dimensions: $d, startDate: "%s", endDate: "%s"}) {
				reportFile { reportToken } } }`, from, to),
		"variables": json.RawMessage(fmt.Sprintf(`{"m": [%s], "d": [%s]}`, list(metrics), list(dimensions))),
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", m.URL+path, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	endpoint := dailymocktest.Private
	if path == "/" {
		endpoint = dailymocktest.Public
	}
	req.Header.Set("Authorization", "Bearer "+m.MustToken(t, endpoint))
	req.Header.Set("Content-Type", "application/json")
	return server.Do(t, req)
}

// TestEachEndpointHasItsEdition and says so of what it lets through.
func TestEachEndpointHasItsEdition(t *testing.T) {
	t.Parallel()
	const private, public = "/graphql", "/"
	for _, c := range []struct {
		name                string
		options             dailymock.Options
		endpoint            string // its path
		metrics, dimensions string
		to                  string
		notice              string // in the header; "" for none at all
		refusal             string // in the errors; "" for none at all
	}{
		{"a sample of the public page", dailymock.Options{}, public, "VIEWS", "DAY,VIDEO_TITLE", "2026-06-04", "", ""},
		{"a lost tick mark", dailymock.Options{}, public, "VIEWS", "MONTH", "2026-06-04",
			"no source says whether VIEWS can be combined with MONTH: no row for it could be read (ASSUMED)", ""},
		{"two metrics on the public endpoint", dailymock.Options{}, public, "VIEWS,IMPRESSIONS", "DAY", "2026-06-04", "",
			"at most 1"},
		{"two metrics where --edition overrides", dailymock.Options{Edition: "2026"}, public, "VIEWS,TIME_WATCHED_SECONDS",
			"DAY", "2026-06-04", "", ""},
		{"two metrics where --limit does", dailymock.Options{Limits: map[string]string{"metrics": "2"}, Matrix: "off"},
			public, "VIEWS,IMPRESSIONS", "DAY", "2026-06-04", "", ""},
		{"what a row proves wrong", dailymock.Options{}, private, "UPLOADS", "VISITOR_COUNTRY", "2026-06-04", "",
			"UPLOADS cannot be combined with VISITOR_COUNTRY"},
		{"a metric of no page", dailymock.Options{}, private, "IMPRESSIONS", "DAY", "2026-06-04", "metric IMPRESSIONS is ",
			""},
		{"the same, strictly", dailymock.Options{Matrix: "strict"}, private, "IMPRESSIONS", "DAY", "2026-06-04", "",
			"the matrix is strict"},
		{"31 days where 30 are the most", dailymock.Options{Limits: map[string]string{"days": "30"}}, private, "VIEWS", "DAY",
			"2026-07-01", "", "31 days, a report takes at most 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := dailymocktest.Start(t, c.options)
			got := askFor(t, m, c.endpoint, c.metrics, c.dimensions, "2026-06-01", c.to)
			notices := strings.Join(got.Header.Values("X-Mock-Notice"), "\n")
			if !strings.Contains(notices, c.notice) || c.notice == "" && notices != "" {
				t.Errorf("notices are %q, want %q", notices, c.notice)
			}
			if refused := strings.Contains(
				got.Text,
				`"errors"`,
			); refused != (c.refusal != "") ||
				!strings.Contains(got.Text, c.refusal) {
				t.Errorf("answer is %s, want a refusal %q", got.Text, c.refusal)
			}
		})
	}
}

// TestNoticesOfOneAnswerAreBounded however many reports it asks for.
func TestNoticesOfOneAnswerAreBounded(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	var query strings.Builder
	query.WriteString("mutation {")
	for i := range 18 {
		name := []string{"IVT_SCORE", "ERPM_EUR", "ERPM_USD", "ECPM_USD", "IMPRESSIONS", "AI_USED_CREDITS"}[i%6]
		dimension := []string{"BUYER", "AD_FORMAT", "OUTCOME"}[i/6] + fmt.Sprintf(
			", %s",
			[]string{"CONTENT_TYPE", "PLAYLIST_TYPE", "PLAYER_TYPE", "PLAYER_SIZE", "BUYERTYPE", "AD_ERROR_CODE"}[i%6],
		)
		fmt.Fprintf(
			&query,
			` r%d: askPartnerReportFile(input: {metrics: [%s], dimensions: [%s, ACCOUNT_ID, ADS_TXT_STATUS, MINUTE],
			startDate: "2026-06-01", endDate: "2026-06-01"}) { status }`,
			i,
			name,
			dimension,
		)
	}
	query.WriteString("}")
	got := send(t, m, "//direct/graphql", m.MustToken(t, dailymocktest.Private), query.String(), nil)
	if n := len(got.Header.Values("X-Mock-Notice")); n != 16 || strings.Contains(got.Text, `"errors"`) {
		t.Errorf("%d notices, want 16; %s", n, got.Text)
	}
}

// TestListedVideosHaveKnownFigures: what a world file says is
// what a report holds, however it is split.
func TestListedVideosHaveKnownFigures(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, World: []byte(`
partners:
  - name: Studio Nord
    channels:
      - slug: studio-nord
        videos:
          - {id: x8abc12, title: The crane that stayed, created: 2026-01-31, plays: 120}
          - {id: x8abc13, title: Low tide, created: 2026-06-28T23:30:00Z, plays: 5}
`)})
	got := map[string]int{}
	for _, row := range m.MustCSV(t, m.MustAsk(t, "VIEWS", "DAY", "VIDEO_ID", "VISITOR_COUNTRY"))[1:] {
		n, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatal(err)
		}
		got[row[0]+" "+row[1]] += n
	}
	for key, want := range map[string]int{
		"2026-06-24 x8abc12": 120, "2026-06-30 x8abc12": 120, "2026-06-27 x8abc13": 0, "2026-06-28 x8abc13": 5,
		"2026-06-30 x8abc13": 5,
	} {
		if got[key] != want {
			t.Errorf("%s has %d views, want %d", key, got[key], want)
		}
	}
}

func TestInvalidWorldIsRefused(t *testing.T) {
	t.Parallel()
	s, err := dailymock.New(dailymock.Options{World: []byte("partners: [{name: A, channels: [{slug: a, genre: opera}]}]")})
	if want := "1:50: partners[0].channels[0].genre"; s != nil || err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("server %v, error %v; want none and one that says %q", s != nil, err, want)
	}
}
