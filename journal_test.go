package dailymock_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

func TestTheJournalFollowsAReport(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: 30 * time.Minute, Now: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)})
	report := m.MustAsk(t, "VIEWS", "DAY")
	m.MustStatus(t, report)
	m.Advance(30 * time.Minute)
	for _, link := range m.MustLinks(t, report) {
		if resp, err := http.Head(link); err != nil || resp.Body.Close() != nil {
			t.Fatal(err)
		}
	}
	got := m.Tally()
	if r := got.Reports; r.Asked != 1 || r.Polls != 2 || r.Ended != 1 || r.Unfinished != 0 {
		t.Errorf("reports %+v, want 1 asked for and seen to end in 2 polls", r)
	}
	if got.Waited != 30*time.Minute {
		t.Errorf("waited %s, want 30m", got.Waited)
	}
	if f := got.Files; f.Offered == 0 || f.Fetched != 0 || f.Unfetched != f.Offered {
		t.Errorf("files %+v, want all offered and, after a HEAD, none fetched", f)
	}
	m.MustCSV(t, report)
	if f := m.Tally().Files; f.Fetched == 0 || f.Unfetched != 0 {
		t.Errorf("files %+v, want all fetched", f)
	}
	if got.Tokens == 0 || got.Surfaces["reporting"] != 3 {
		t.Errorf("%d tokens, %v, want at least 1 and 3 requests of reporting", got.Tokens, got.Surfaces)
	}
}

func TestTheJournalKnowsNoReportToken(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	m.MustCSV(t, m.MustAsk(t, "VIEWS", "DAY"))
	entries := m.Journal()
	last := entries[len(entries)-1]
	if got, want := last.Path, "/dailymotion-stats-report/"; got != want || last.Surface != "files" || last.Bytes == 0 {
		t.Errorf("last entry %+v, want %s of files with its bytes", last, want)
	}
	for _, e := range entries {
		if strings.Contains(e.Path+e.Query, "eyJ") {
			t.Errorf("a token is in %+v", e)
		}
	}
	m.Reset()
	if n := len(m.Journal()); n != 0 {
		t.Errorf("%d entries after a reset, want none", n)
	}
}

func TestJournalOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	c := privateClient(m, "key")
	c.mustAsk(t, input(nil))
	got := call(t, m, "GET", "/_mock/journal", "")
	var body struct {
		Tally struct {
			Tokens  int
			Reports struct{ Asked int }
		}
		Entries []struct{ Method, Path, Surface string }
	}
	got.json(t, &body)
	if body.Tally.Tokens != 1 || body.Tally.Reports.Asked != 1 || len(body.Entries) != 2 || body.Entries[1].Path != "/graphql" {
		t.Errorf("journal = %s, want a token and a report", got.body)
	}
	if strings.Contains(got.body, c.token) || strings.Contains(got.body, "secret") {
		t.Errorf("journal = %s, which holds a secret", got.body)
	}
}
