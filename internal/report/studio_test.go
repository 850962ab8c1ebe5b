package report_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// inStudio asks there for what is asked elsewhere, about one of ana's channels.
func (d *testEngine) inStudio(tb fataler, slug string, r report.Request) report.StudioRequest {
	tb.Helper()
	c, err := defaultWorld(tb).Channel(slug)
	if err != nil {
		tb.Fatal(err)
	}
	return report.StudioRequest{Request: r, Name: "Mine", Channel: c.ID(), Organization: d.Organization(ana).ID}
}

// mustStudioCSV is mustCSV for the Studio.
func (d *testEngine) mustStudioCSV(tb fataler, r report.StudioRequest) [][]string {
	tb.Helper()
	f, err := d.AskStudio(ana, r)
	if err != nil {
		tb.Fatal(err)
	}
	var rows [][]string
	for _, l := range f.Links() {
		got, err := csv.NewReader(strings.NewReader(d.mustGet(tb, l))).ReadAll()
		if err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, got[1:]...)
	}
	return rows
}

// inOrder sorts rows as an Order says, by what a client reads.
func inOrder(rows [][]string, dimensions, place int, ascending bool) {
	slices.SortFunc(rows, func(a, b []string) int {
		x, _ := strconv.ParseFloat(a[dimensions+place], 64)
		y, _ := strconv.ParseFloat(b[dimensions+place], 64)
		switch {
		case x < y && ascending, x > y && !ascending:
			return -1
		case x != y:
			return 1
		}
		return slices.Compare(a[:dimensions], b[:dimensions])
	})
}

// TestOrderedReportsAreTheOthersInOrder asks for a report with an order and
// without; the rows are the same, and those of the first are in that order.
func TestOrderedReportsAreTheOthersInOrder(t *testing.T) {
	t.Parallel()
	plain, files := open(t), open(t, func(c *report.Config) { c.RowsPerFile = 37 })
	rapid.Check(t, func(t *rapid.T) {
		r := plain.inStudio(
			t,
			rapid.SampledFrom([]string{"hostile-titles", "harbour-news", "no-views"}).Draw(t, "channel"),
			report.Request{
				Edition:    "2026",
				Dimensions: rapid.SliceOfNDistinct(rapid.SampledFrom(edition.Dimensions), 1, 3, rapid.ID).Draw(t, "dimensions"),
				Metrics:    rapid.SliceOfN(rapid.SampledFrom(edition.Metrics), 1, 3).Draw(t, "metrics"),
				Start:      day("2026-03-08"), End: day("2026-03-09"),
			},
		)
		r.Dimensions = append(r.Dimensions, rapid.SampledFrom([]report.Dimension{"DAY", "VIDEO_TITLE"}).Draw(t, "and"))
		want := plain.mustStudioCSV(t, r)
		place := rapid.IntRange(0, len(r.Metrics)-1).Draw(t, "by")
		r.Order = report.Order{By: r.Metrics[place], Ascending: rapid.Bool().Draw(t, "ascending")}
		inOrder(want, len(r.Dimensions), slices.Index(r.Metrics, r.Order.By), r.Order.Ascending)
		for _, d := range []*testEngine{plain, files} {
			if got := d.mustStudioCSV(t, r); !slices.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("by %+v\n got %.600q\nwant %.600q", r.Order, got, want)
			}
		}
	})
}

// TestAnOrderedFileIsReadFromAnyPlace reads parts of a file that has more than
// one mark, several readers at a time.
func TestAnOrderedFileIsReadFromAnyPlace(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := d.inStudio(
		t,
		"harbour-news",
		views("2026-01-10", "2026-03-09", "DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_COUNTRY"),
	)
	r.Order = report.Order{By: "VIEWS"}
	f, err := d.AskStudio(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	var whole string
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			text := d.mustGet(t, f.Links()[0])
			if i == 0 {
				whole = text
			}
		})
	}
	wg.Wait()
	if len(whole) < 2<<20 {
		t.Fatalf("the file has %d bytes, too few to show anything", len(whole))
	}
	for _, from := range []int{0, 5, 100, 1 << 20, 3 << 19, len(whole) - 40} {
		to := min(from+1000, len(whole)) - 1
		q := httptest.NewRequest("GET", f.Links()[0].Path, nil)
		q.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, to))
		w := httptest.NewRecorder()
		d.ServeHTTP(w, q)
		if got, want := w.Body.String(), whole[from:to+1]; got != want {
			t.Errorf("bytes %d to %d\n got %.200q\nwant %.200q", from, to, got, want)
		}
	}
}

func TestAnOrderHasItsLimits(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, row := range []struct {
		what, slug string
		change     func(*report.StudioRequest)
		want       error
	}{
		{"a metric that is asked for", "harbour-news", func(r *report.StudioRequest) { r.Order.By = "VIEWS" }, nil},
		{"one that is not", "harbour-news", func(r *report.StudioRequest) { r.Order.By = "UPLOADS" }, report.ErrParameter},
		{"one that is none", "harbour-news", func(r *report.StudioRequest) { r.Order.By = "LOVE" }, report.ErrParameter},
		{"too many rows", "many-rows", func(r *report.StudioRequest) { r.Order.By, r.Start = "VIEWS", day("2025-10-01") },
			report.ErrParameter},
		{"as many without an order", "many-rows", func(r *report.StudioRequest) { r.Start = day("2025-10-01") }, nil},
	} {
		r := d.inStudio(
			t,
			row.slug,
			views("2026-03-08", "2026-03-09", "DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_COUNTRY"),
		)
		row.change(&r)
		if _, err := d.AskStudio(ana, r); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.what, err, row.want)
		}
	}
}

func TestAReportTooLargeForItsOrderTakesNoPlace(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = time.Hour })
	small := d.inStudio(t, "harbour-news", views("2026-03-08", "2026-03-09", "DAY"))
	large := d.inStudio(
		t,
		"many-rows",
		views("2025-10-01", "2026-03-09", "DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_COUNTRY"),
	)
	small.Order.By, large.Order.By = "VIEWS", "VIEWS"
	for i, row := range []struct {
		ask  report.StudioRequest
		want error
	}{
		{large, report.ErrParameter}, {small, nil}, {large, report.ErrParameter}, {small, nil}, {large, report.ErrConcurrent},
		{small, report.ErrConcurrent},
	} {
		if _, err := d.AskStudio(ana, row.ask); !errors.Is(err, row.want) {
			t.Errorf("request %d: %v, want %v", i, err, row.want)
		}
	}
}

// TestAStudioReportIsAboutItsChannel compares it with those that name the channel
// by a filter.
func TestAStudioReportIsAboutItsChannel(t *testing.T) {
	t.Parallel()
	d := open(t)
	all := d.mustCSV(t, views("2026-03-08", "2026-03-09", "DAY", "VIDEO_ID"))
	for _, slug := range []string{"harbour-news", "stadio-centrale", "hostile-titles"} {
		r := views("2026-03-08", "2026-03-09", "DAY", "VIDEO_ID")
		got := d.mustStudioCSV(t, d.inStudio(t, slug, r))
		r.Filters.VideoOwnerChannelSlug = slug
		want := d.mustCSV(t, r)
		if len(want) == 0 || len(want) >= len(all) {
			t.Errorf("%s: %d rows of %d", slug, len(want), len(all))
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %d rows, want the %d of its videos", slug, len(got), len(want))
		}
		r.Filters.VideoOwnerChannelSlug = "cuisine-du-port"
		if rows := d.mustStudioCSV(t, d.inStudio(t, slug, r)); len(rows) > 0 {
			t.Errorf("%s: %d rows of another channel's videos, want none", slug, len(rows))
		}
		for _, p := range []report.Product{edition.Embed, edition.Claim, edition.All} {
			r := views("2026-03-08", "2026-03-09", "CHANNEL_SLUG")
			r.Product = p
			for _, row := range d.mustStudioCSV(t, d.inStudio(t, slug, r)) {
				if row[0] != slug {
					t.Errorf("%s, %s: a row is credited to %s", slug, p, row[0])
				}
			}
		}
	}
}

func TestChannelsAndOrganizationsAreTheAccounts(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := func(slug string) string {
		c, err := defaultWorld(t).Channel(slug)
		if err != nil {
			t.Fatal(err)
		}
		return c.ID()
	}
	bob := world.Account{Key: "bob's key", Login: "bob@studio.example"}
	north := world.Account{Key: "north's key", Login: "northlight"}
	own, theirs := d.Organization(ana).ID, d.Organization(north).ID
	for _, row := range []struct {
		who                   world.Account
		channel, organization string
		want                  error
	}{
		{ana, id("harbour-news"), own, nil},
		{ana, id("hostile-titles"), own, nil}, // left out of reports that do not name it, and hers
		{ana, id("northlight"), own, report.ErrNotFound},
		{ana, id("harbour-news"), theirs, report.ErrNotFound},
		{ana, "harbour-news", own, report.ErrNotFound}, // a slug is no id
		{ana, "", own, report.ErrNotFound},
		{ana, id("bob"), own, report.ErrNotFound},
		{bob, id("bob"), own, nil},
		{bob, id("harbour-news"), own, nil},
		{north, id("northlight"), theirs, nil},
		{north, id("harbour-news"), theirs, report.ErrNotFound},
	} {
		_, err := d.AskStudio(row.who, report.StudioRequest{
			Request: views("2026-03-08", "2026-03-09", "DAY"), Channel: row.channel, Organization: row.organization,
		})
		if !errors.Is(err, row.want) {
			t.Errorf("%s asks about %s of %s: %v, want %v", row.who.Key, row.channel, row.organization, err, row.want)
		}
	}
}

func TestAChannelWhoseReportsFailFailsInTheStudio(t *testing.T) {
	t.Parallel()
	d := open(t)
	f, err := d.AskStudio(ana, d.inStudio(t, "fails", views("2026-03-08", "2026-03-09", "DAY")))
	if err != nil || f.Status != report.Failed {
		t.Errorf("status = %s, %v, want FAILED", f.Status, err)
	}
}

func TestNamesAreBounded(t *testing.T) {
	t.Parallel()
	d := open(t)
	for n, want := range map[int]error{0: nil, 200: nil, 201: report.ErrParameter} {
		r := d.inStudio(t, "harbour-news", views("2026-03-08", "2026-03-09", "DAY"))
		r.Name = strings.Repeat("n", n)
		if _, err := d.AskStudio(ana, r); !errors.Is(err, want) {
			t.Errorf("a name of %d bytes: %v, want %v", n, err, want)
		}
	}
}

// TestListingReportsDoesNotPollThem has reports end at their second poll, which no
// listing is.
func TestListingReportsDoesNotPollThem(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy = report.Policy{Progress: report.Polls, Polls: 1} })
	var second report.StudioFile
	for _, name := range []string{"first", "second"} {
		r := d.inStudio(t, "harbour-news", views("2026-03-08", "2026-03-09", "DAY"))
		r.Name = name
		var err error
		if second, err = d.AskStudio(ana, r); err != nil {
			t.Fatal(err)
		}
	}
	take := func(from, to int) (words []string) {
		l, err := d.StudioFiles(ana, "")
		if err != nil || l.Len() != 2 {
			t.Fatalf("%d reports, %v, want 2", l.Len(), err)
		}
		for _, f := range l.Take(from, to) {
			words = append(words, f.Name+" "+string(f.Status))
		}
		return words
	}
	for _, row := range []struct {
		from, to int
		want     string
	}{
		{0, 0, "[]"},
		{0, 1, "[second IN_PROGRESS]"},
		{0, 2, "[second IN_PROGRESS first IN_PROGRESS]"},
		{0, 2, "[second IN_PROGRESS first IN_PROGRESS]"},
		{1, 2, "[first IN_PROGRESS]"},
	} {
		if got := fmt.Sprint(take(row.from, row.to)); got != row.want {
			t.Errorf("places %d to %d: %s, want %s", row.from, row.to, got, row.want)
		}
	}
	for _, want := range []report.Status{report.InProgress, report.Finished} {
		if f, err := d.StudioFile(ana, second.Token); err != nil || f.Status != want {
			t.Errorf("polled: %s, %v, want %s", f.Status, err, want)
		}
	}
	if got, want := fmt.Sprint(take(0, 2)), "[second FINISHED first IN_PROGRESS]"; got != want {
		t.Errorf("after two polls of one: %s, want %s", got, want)
	}
}

// TestARestartForgetsNothingThatATokenNames opens a token on another engine.
func TestARestartForgetsNothingThatATokenNames(t *testing.T) {
	t.Parallel()
	before, after := open(t), open(t)
	r := before.inStudio(t, "harbour-news", views("2026-03-08", "2026-03-09", "VISITOR_COUNTRY"))
	r.Metrics, r.Order = []report.Metric{
		"VIEWS",
		"ESTIMATED_EARNINGS_EUR",
	}, report.Order{
		By:        "ESTIMATED_EARNINGS_EUR",
		Ascending: true,
	}
	asked, err := before.AskStudio(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := after.StudioFiles(ana, ""); err != nil || l.Len() != 0 {
		t.Errorf("%d reports before any was named, %v, want 0", l.Len(), err)
	}
	got, err := after.StudioFile(ana, asked.Token)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "Mine" || got.Channel != r.Channel || got.Organization != r.Organization || !got.Revenue ||
		!got.Start.Equal(r.Start) || !got.End.Equal(r.End) || !got.Created.Equal(noon) {
		t.Errorf("after a restart: %+v", got)
	}
	if x, y := before.mustGet(t, asked.Links()[0]), after.mustGet(t, got.Links()[0]); x != y {
		t.Errorf("the file reads\n%.200s\nafter a restart, and read\n%.200s", y, x)
	}
	if l, err := after.StudioFiles(ana, r.Channel); err != nil || l.Len() != 1 {
		t.Errorf("%d reports once one was named, %v, want 1", l.Len(), err)
	}
	if _, err := after.StudioFile(world.Account{Key: "another"}, asked.Token); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("another account gets %v, want ErrNotFound", err)
	}
	plain, err := after.Ask(ana, r.Request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := after.StudioFile(ana, plain.Token); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("a report from elsewhere: %v, want ErrNotFound", err)
	}
}

func TestWhoSignedIn(t *testing.T) {
	t.Parallel()
	w := makeWorld(t, world.Config{Seed: 1, Closed: true})
	news, err := w.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, func(c *report.Config) { c.World = w })
	for _, row := range []struct {
		login, want string
		ok          bool
	}{
		{"", "", false},
		{"northlight", "Northlight", true},
		{"harbour-news@studio.example", "Harbour News", true},
		{"nobody@studio.example", news.Name, true}, // as at sign-in, a closed world has no channel for them
	} {
		got, ok := d.User(world.Account{Key: "key", Login: row.login})
		if got.Name != row.want || ok != row.ok || (got.ID == "") == ok {
			t.Errorf("%q is %+v, %v, want %s, %v", row.login, got, ok, row.want, row.ok)
		}
	}
}
