package rest_test

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// An asked report is one that was asked for; its rows are read later.
type asked struct {
	d    *server
	a    world.Account
	file report.File
}

func (d *server) ask(tb tester, login string, r report.Request) asked {
	tb.Helper()
	r.Edition = "2026"
	a := world.Account{Key: tb.Name() + strconv.FormatInt(d.Now().UnixNano(), 36), Login: login}
	f, err := d.Reports.Ask(a, r)
	if err != nil {
		tb.Fatal(err)
	}
	return asked{d, a, f}
}

// rows are those of all files, without headers.
func (a asked) rows(tb tester) [][]string {
	tb.Helper()
	a.d.advance(10 * time.Second)
	f, err := a.d.Reports.File(a.a, a.file.Token)
	if err != nil {
		tb.Fatal(err)
	}
	var all [][]string
	for _, l := range f.Links() {
		w := httptest.NewRecorder()
		a.d.Reports.ServeHTTP(w, httptest.NewRequest("GET", l.Path, nil))
		rows, err := csv.NewReader(w.Body).ReadAll()
		if err != nil && !errors.Is(err, io.EOF) {
			tb.Fatal(err)
		}
		if len(rows) > 0 {
			all = append(all, rows[1:]...)
		}
	}
	return all
}

func days(from, to string) (time.Time, time.Time) {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return a, b
}

// TestIdsOfReportsResolve checks that REST has the titles, owners and tags of reports.
func TestIdsOfReportsResolve(t *testing.T) {
	t.Parallel()
	d := open(t)
	owner := d.user(t, "harbour-news")
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = days("2026-03-05", "2026-03-09")
	r.Dimensions = []report.Dimension{"VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE", "VIDEO_OWNER_CHANNEL_SLUG"}
	rows := d.ask(t, "harbour-news", r).rows(t)
	if len(rows) < 100 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[:40] {
		got := owner.must("GET", "/video/"+row[0]+"?fields=title,mode,owner.username")
		if got["title"] != row[1] || (got["mode"] == "live") != (row[2] == "live") ||
			got["owner.username"] != row[3] {
			t.Errorf("%v over REST is %v", row, got)
		}
	}
	r.Dimensions = []report.Dimension{"PLAYER_ID", "PLAYLIST_ID"}
	seen := map[string]bool{}
	for _, row := range d.ask(t, "harbour-news", r).rows(t) {
		for i, noun := range []string{"player", "playlist"} {
			if id := row[i]; id != "" && !seen[id] {
				seen[id] = true
				if got := owner.must("GET", "/"+noun+"/"+id+"?fields=id,owner"); got["id"] != id {
					t.Errorf("%s %s over REST is %v", noun, id, got)
				}
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("%d players and playlists", len(seen))
	}
}

// TestViewsAreTheSumOfReports compares views with reports up to the last full hour.
func TestViewsAreTheSumOfReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	ch, _ := d.World.Channel("harbour-news")
	videos := ch.Videos(world.DayOf(noon))
	v := videos[len(videos)-2]
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"VIDEO_ID"},
		Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = v.Created, noon
	got := d.anybody(t).must("GET", "/video/"+v.ID+"?fields=views_total,views_last_day,views_last_hour")
	for _, row := range d.ask(t, "harbour-news", r).rows(t) {
		if row[0] == v.ID {
			if want, _ := strconv.ParseFloat(row[1], 64); got["views_total"] != want || want == 0 {
				t.Errorf("views_total = %v, the report says %v", got["views_total"], want)
			}
		}
	}
	if h, day := got["views_last_hour"].(float64), got["views_last_day"].(float64); h > day ||
		day > got["views_total"].(float64) {
		t.Errorf("views %v", got)
	}
}

// TestRevenuesAreTheSumOfReports compares revenues with reports by monetisation and product.
func TestRevenuesAreTheSumOfReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, c := range []struct {
		slug, field string
		product     report.Product
		by          report.MonetizationType
	}{
		{"stadio-centrale", "revenues_video_last_month", edition.Content, "VIDEO_MONETIZATION"},
		{"stadio-centrale", "revenues_website_last_month", edition.Embed, "WEBSITE_MONETIZATION"},
		{"stadio-centrale", "revenues_claim_last_month", edition.Claim, "CLAIM"},
	} {
		// At midnight a month is whole days.
		d.mu.Lock()
		d.now = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
		d.mu.Unlock()
		r := report.Request{Metrics: []report.Metric{"ESTIMATED_EARNINGS_USD"},
			Dimensions: []report.Dimension{"CHANNEL_SLUG"}, Product: c.product,
			Filters: report.Filters{ChannelSlug: c.slug, MonetizationType: c.by}}
		r.Start, r.End = days("2026-02-08", "2026-03-09")
		q := d.ask(t, c.slug, r)
		_, text := d.user(t, c.slug).do("GET", "/me?fields="+c.field, "", "")
		printed := regexp.MustCompile(`^{"` + c.field + `":(\d+\.\d\d)}$`).FindStringSubmatch(text)
		if printed == nil {
			t.Fatalf("%s, want two decimals", text)
		}
		got, _ := strconv.ParseFloat(printed[1], 64)
		rows := q.rows(t)
		if len(rows) != 1 {
			t.Fatalf("%s: rows %v", c.field, rows)
		}
		want, _ := strconv.ParseFloat(rows[0][1], 64)
		if math.Abs(got-math.Round(want*100)/100) > 1e-9 || want == 0 {
			t.Errorf("%s = %v, the report says %v, which are rounded", c.field, got, want)
		}
	}
}

// TestEditsShowInReportsAskedLater checks that an edit shows in reports that are asked for later, and not in earlier
// ones, though the clock stands still.
func TestEditsShowInReportsAskedLater(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "mine.mp4", "tags=sea")
	d.advance(48 * time.Hour)
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"VIDEO_ID", "VIDEO_TITLE"},
		Filters: report.Filters{ChannelSlug: "ana"}}
	r.Start, r.End = days("2026-03-10", "2026-03-20")
	before := d.ask(t, "ana", r)
	ana = d.user(t, "ana") // the first token has expired
	ana.must("POST", "/video/"+id, "title=Another&tags=")
	after := d.ask(t, "ana", r)
	d.advance(time.Second)
	ana.must("DELETE", "/video/"+id)
	end := d.ask(t, "ana", r)
	title := func(rows [][]string) string {
		for _, row := range rows {
			if row[0] == id {
				return row[1]
			}
		}
		return "none"
	}
	if got := title(before.rows(t)); got != "Mine" {
		t.Errorf("asked before the edit: %q, want Mine", got)
	}
	if got := title(after.rows(t)); got != "Another" {
		t.Errorf("asked after the edit: %q, want Another", got)
	}
	last := views(end.rows(t), id)
	if want := views(after.rows(t), id); last == 0 || last != want {
		t.Errorf("views after the deletion: %d, want those until then, %d", last, want)
	}
	d.advance(72 * time.Hour)
	later := d.ask(t, "ana", r)
	if got, want := views(later.rows(t), id), last; got != want {
		t.Errorf("views three days after the deletion: %d, want %d", got, want)
	}
	r.Dimensions = []report.Dimension{"CONTENT_TAG"}
	for _, row := range d.ask(t, "ana", r).rows(t) {
		if strings.Contains(row[0], "sea") {
			t.Error("a tag that was taken away still counts")
		}
	}
}

func views(rows [][]string, id string) int {
	for _, row := range rows {
		if row[0] == id {
			n, _ := strconv.Atoi(row[2])
			return n
		}
	}
	return 0
}

func TestUploadsCountInReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := report.Request{Metrics: []report.Metric{"UPLOADS"}, Dimensions: []report.Dimension{"DAY"},
		Filters: report.Filters{ChannelSlug: "bea"}}
	r.Start, r.End = days("2026-03-10", "2026-03-10")
	count := func() int {
		n := 0
		for _, row := range d.ask(t, "bea", r).rows(t) {
			k, _ := strconv.Atoi(row[1])
			n += k
		}
		return n
	}
	before := count()
	bea := d.user(t, "bea")
	d.upload(t, bea, "a.mp4")
	d.upload(t, bea, "b.mp4")
	d.advance(time.Hour)
	if got, want := count(), before+2; got != want {
		t.Errorf("uploads of the day = %d, want %d", got, want)
	}
}
