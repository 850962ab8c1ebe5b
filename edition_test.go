package dailymock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// askFor asks one of the doors for a report and returns the answer as it came.
func askFor(t *testing.T, m *dailymocktest.Mock, path, metrics, dimensions, from, to string) answer {
	t.Helper()
	list := func(names string) string { return `"` + strings.ReplaceAll(names, ",", `","`) + `"` }
	body, err := json.Marshal(map[string]any{
		"query": fmt.Sprintf(`mutation($m: [PartnerReportMetric]! = [], $d: [PartnerReportDimension]! = []) {
			askPartnerReportFile(input: {metrics: $m, dimensions: $d, startDate: "%s", endDate: "%s"}) { reportFile { reportToken } } }`, from, to),
		"variables": json.RawMessage(fmt.Sprintf(`{"m": [%s], "d": [%s]}`, list(metrics), list(dimensions))),
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", m.URL+path, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	door := dailymocktest.Private
	if path == "/" {
		door = dailymocktest.Public
	}
	req.Header.Set("Authorization", "Bearer "+m.MustToken(t, door))
	req.Header.Set("Content-Type", "application/json")
	return do(t, req)
}

// TestEachDoorSpeaksItsEdition and says so of what it lets through.
func TestEachDoorSpeaksItsEdition(t *testing.T) {
	t.Parallel()
	const private, public = "/graphql", "/"
	for _, c := range []struct {
		name                string
		options             dailymock.Options
		door                string // its path
		metrics, dimensions string
		to                  string
		notice              string // in the header; "" for none at all
		refusal             string // in the errors; "" for none at all
	}{
		{"a sample of the public page", dailymock.Options{}, public, "VIEWS", "DAY,VIDEO_TITLE", "2026-06-04", "", ""},
		{"a lost tick mark", dailymock.Options{}, public, "VIEWS", "MONTH", "2026-06-04", "no source says whether VIEWS can be combined with MONTH: no row for it could be read (ASSUMED)", ""},
		{"two metrics on the public door", dailymock.Options{}, public, "VIEWS,IMPRESSIONS", "DAY", "2026-06-04", "", "at most 1"},
		{"two metrics where --edition overrides", dailymock.Options{Edition: "2026"}, public, "VIEWS,TIME_WATCHED_SECONDS", "DAY", "2026-06-04", "", ""},
		{"two metrics where --limit does", dailymock.Options{Limits: map[string]string{"metrics": "2"}, Matrix: "off"}, public, "VIEWS,IMPRESSIONS", "DAY", "2026-06-04", "", ""},
		{"what a row proves wrong", dailymock.Options{}, private, "UPLOADS", "VISITOR_COUNTRY", "2026-06-04", "", "UPLOADS cannot be combined with VISITOR_COUNTRY"},
		{"a metric of no page", dailymock.Options{}, private, "IMPRESSIONS", "DAY", "2026-06-04", "metric IMPRESSIONS is ", ""},
		{"the same, strictly", dailymock.Options{Matrix: "strict"}, private, "IMPRESSIONS", "DAY", "2026-06-04", "", "the matrix is strict"},
		{"31 days where 30 are the most", dailymock.Options{Limits: map[string]string{"days": "30"}}, private, "VIEWS", "DAY", "2026-07-01", "", "31 days, a report takes at most 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := dailymocktest.Start(t, c.options)
			got := askFor(t, m, c.door, c.metrics, c.dimensions, "2026-06-01", c.to)
			notices := strings.Join(got.Header.Values("X-Mock-Notice"), "\n")
			if !strings.Contains(notices, c.notice) || c.notice == "" && notices != "" {
				t.Errorf("notices are %q, want %q", notices, c.notice)
			}
			if refused := strings.Contains(got.body, `"errors"`); refused != (c.refusal != "") || !strings.Contains(got.body, c.refusal) {
				t.Errorf("answer is %s, want a refusal %q", got.body, c.refusal)
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
		dimension := []string{"BUYER", "AD_FORMAT", "OUTCOME"}[i/6] + fmt.Sprintf(", %s", []string{"CONTENT_TYPE", "PLAYLIST_TYPE", "PLAYER_TYPE", "PLAYER_SIZE", "BUYERTYPE", "AD_ERROR_CODE"}[i%6])
		fmt.Fprintf(&query, ` r%d: askPartnerReportFile(input: {metrics: [%s], dimensions: [%s, ACCOUNT_ID, ADS_TXT_STATUS, MINUTE],
			startDate: "2026-06-01", endDate: "2026-06-01"}) { status }`, i, name, dimension)
	}
	query.WriteString("}")
	got := send(t, m, "//direct/graphql", m.MustToken(t, dailymocktest.Private), query.String(), nil)
	if n := len(got.Header.Values("X-Mock-Notice")); n != 16 || strings.Contains(got.body, `"errors"`) {
		t.Errorf("%d notices, want 16; %s", n, got.body)
	}
}
