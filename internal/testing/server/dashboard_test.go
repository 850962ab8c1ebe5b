package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// TestPreviewOfAReport: it is the beginning of the CSV, only while the report is finished, and for all kinds of rows.
func TestPreviewOfAReport(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{
		Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), ReportTakes: time.Hour, RowsPerFile: 3,
	})
	for _, dimensions := range [][]string{{"DAY"}, {"VIDEO_TITLE", "DAY"}, {"VISITOR_COUNTRY"}} {
		token := m.MustAsk(t, "VIEWS", dimensions...)
		var list struct{ Reports []struct{ ID string } }
		if err := json.Unmarshal([]byte(server.Call(t, m, "GET", "/_mock/reports", "").Text), &list); err != nil {
			t.Fatal(err)
		}
		path := "/_mock/reports/" + list.Reports[0].ID + "/preview"
		if got := server.Call(t, m, "GET", path, ""); got.StatusCode != http.StatusConflict {
			t.Errorf("before the end: %s %s, want 409", got.Status, got.Text)
		}
		m.Advance(time.Hour)
		var got struct {
			Files, Columns []string
			Count          int
			Rows           [][]string
			Days           []struct {
				Day   string
				Value float64
			}
		}
		answer := server.Call(t, m, "GET", path, "")
		if err := json.Unmarshal([]byte(answer.Text), &got); err != nil {
			t.Fatalf("%s: %v", answer.Text, err)
		}
		all := m.MustCSV(t, token)
		if want := all[0]; strings.Join(got.Columns, ",") != strings.Join(want, ",") {
			t.Errorf("columns %q, want %q", got.Columns, want)
		}
		for i, row := range got.Rows {
			if strings.Join(row, ",") != strings.Join(all[i+1], ",") {
				t.Errorf("row %d = %q, want %q", i, row, all[i+1])
			}
		}
		if len(got.Rows) != min(3, len(all)-1) || got.Count != len(m.MustLinks(t, token)) || len(got.Days) == 0 {
			t.Errorf("%d rows, %d files, %d days; want those of the first file, and all days", len(got.Rows), got.Count,
				len(got.Days))
		}
	}
	if got := server.Call(t, m, "GET", "/_mock/reports/none/preview", ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown report: %s, want 404", got.Status)
	}
}

func TestWorldShowsChannelsAndVideos(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)})
	for _, tt := range []struct {
		query string
		want  int
		has   string
	}{
		{"", 200, `"slug":"harbour-news"`},
		{"?limit=1", 200, `"count":10`},
		{"?channel=harbour-news&limit=2", 200, `"videos":[{"id":"`},
		{"?channel=opened-by-its-name", 200, `"slug":"opened-by-its-name"`},
		{"?channel=Not+a+name", 404, "not found"},
		{"?limit=0", 400, "need a number from 1"},
		{"?limit=99999999999999999999", 400, "need a number from 1"},
		{"?chanel=x", 400, "channel"},
	} {
		got := server.Call(t, m, "GET", "/_mock/world"+tt.query, "")
		if got.StatusCode != tt.want || !strings.Contains(got.Text, tt.has) {
			t.Errorf("%q: %s %.200s, want %d with %s", tt.query, got.Status, got.Text, tt.want, tt.has)
		}
	}
}

// TestQuietReads: a page that reads again and again does not fill the journal; what changes something is always in it.
func TestQuietReads(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	quiet := http.Header{"X-Mock-Journal": {"off"}}
	for _, path := range []string{
		"/_mock/clock", "/_mock/reports", "/_mock/journal", "/_mock/faults/names", "/_mock/quickstart",
	} {
		if got := server.Call(t, m, "GET", path, "", quiet); got.StatusCode != 200 {
			t.Errorf("%s: %s", path, got.Status)
		}
	}
	server.Call(t, m, "POST", "/_mock/clock/advance", `{"by": "1s"}`, quiet)
	server.Call(t, m, "GET", "/videos?limit=1", "", quiet)
	server.Call(t, m, "GET", "/_mock/clock", "")
	var paths []string
	for _, e := range m.Journal() {
		paths = append(paths, e.Path)
	}
	if got, want := strings.Join(paths, " "), "/_mock/clock/advance /videos /_mock/clock"; got != want {
		t.Errorf("the journal has %s, want %s", got, want)
	}
}
