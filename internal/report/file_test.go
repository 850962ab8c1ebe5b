package report_test

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

func TestHeaderFollowsTheRequest(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2026-03-01", "2026-03-02", "VIDEO_ID", "DAY", "VISITOR_COUNTRY")
	r.Metrics = []report.Metric{"VIEW_THROUGH_RATE", "VIEWS"}
	f, err := d.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	got, _, _ := strings.Cut(d.mustGet(t, f.Links()[0]), "\n")
	if want := "video_id,day,visitor_country,view_through_rate,views"; got != want {
		t.Errorf("header = %q, want %q", got, want)
	}
}

func TestSplitsHoldTheWholeReport(t *testing.T) {
	t.Parallel()
	whole := open(t)
	r := views("2026-03-01", "2026-03-02", "DAY", "VISITOR_COUNTRY")
	want := whole.mustCSV(t, r)
	for _, perFile := range []int{1, 2, 7, len(want) - 1, len(want), len(want) + 1} {
		d := open(t, func(c *report.Config) { c.RowsPerFile = perFile })
		f, err := d.Ask(ana, r)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(f.Links()), (len(want)+perFile-1)/perFile; got != want {
			t.Errorf("%d rows a file: %d files, want %d", perFile, got, want)
		}
		var got [][]string
		for i, l := range f.Links() {
			rows, err := csv.NewReader(strings.NewReader(d.mustGet(t, l))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if rows[0][0] != "day" {
				t.Errorf("file %d begins %v, want the header", i, rows[0])
			}
			if len(rows)-1 > perFile {
				t.Errorf("file %d has %d rows, want at most %d", i, len(rows)-1, perFile)
			}
			got = append(got, rows[1:]...)
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%d rows a file: the files together differ from the whole", perFile)
		}
	}
}

func TestRowsAreSortedAndDistinct(t *testing.T) {
	t.Parallel()
	d := open(t)
	rows := d.mustCSV(t, views("2026-03-01", "2026-03-04", "DAY", "VIDEO_ID", "VISITOR_COUNTRY"))
	if !slices.IsSortedFunc(rows, func(a, b []string) int { return slices.Compare(a[:3], b[:3]) }) {
		t.Error("rows are not sorted by their dimensions")
	}
	for i := 1; i < len(rows); i++ {
		if slices.Equal(rows[i][:3], rows[i-1][:3]) {
			t.Errorf("%v stands twice", rows[i][:3])
		}
	}
}

func TestHostileTitlesSurviveARoundTrip(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2026-01-01", "2026-03-01", "VIDEO_TITLE")
	r.Filters.ChannelSlug = "hostile-titles"
	got := map[string]bool{}
	for _, row := range d.mustCSV(t, r) {
		got[row[0]] = true
	}
	for _, want := range []string{
		`He said "stop", then left`, "Comma, comma; semicolon", "Two\nlines", "  blanks around  ",
		"日本語のタイトル", "Family 👨‍👩‍👧‍👦 and flag 🇫🇷", "tab\there", "=SUM(A1:A9)",
		"Carriage\nreturn", // encoding/csv reads \r\n in quotes as \n
	} {
		if !got[want] {
			t.Errorf("no row for %q", want)
		}
	}
}

func TestReportWithoutRowsHasAFileAllTheSame(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*report.Request){
		"nobody watched":              func(r *report.Request) { r.Filters.ChannelSlug = "no-views" },
		"another account's channel":   func(r *report.Request) { r.Filters.ChannelSlug = "northlight" },
		"another account's video":     func(r *report.Request) { r.Filters.VideoOwnerChannelSlug = "northlight" },
		"before anything":             func(r *report.Request) { r.Start, r.End = day("1999-01-01"), day("1999-01-05") },
		"after now":                   func(r *report.Request) { r.Start, r.End = day("2030-01-01"), day("2030-01-05") },
		"a site where nobody watches": func(r *report.Request) { r.Filters.VisitorDomainGroup = "nowhere.example" },
		"what cannot be a slug":       func(r *report.Request) { r.Filters.ChannelSlug = "no slug" },
		"claimed videos where none is": func(r *report.Request) {
			r.Product, r.Filters.ChannelSlug = edition.Claim,
				"hafenklang"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			r := views("2026-03-01", "2026-03-05", "DAY")
			change(&r)
			f, err := d.Ask(ana, r)
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Links()) != 1 {
				t.Fatalf("%d links, want 1", len(f.Links()))
			}
			if got, want := d.mustGet(t, f.Links()[0]), "day,views\n"; got != want {
				t.Errorf("file = %q, want %q", got, want)
			}
		})
	}
}

func TestClosedWorldKnowsOnlyWhatIsListed(t *testing.T) {
	t.Parallel()
	r := views("2018-07-01", "2018-07-04", "DAY", "VIDEO_TITLE")
	r.Filters.VideoOwnerChannelSlug = "<your_channel_slug>"
	if rows := open(t).mustCSV(t, r); len(rows) < 4 {
		t.Errorf("an open world: %d rows, want at least one a day", len(rows))
	}
	closed := open(t, func(c *report.Config) { c.World = makeWorld(t, world.Config{Seed: 1, Closed: true}) })
	if rows := closed.mustCSV(t, r); len(rows) != 0 {
		t.Errorf("a closed world: %d rows, want none", len(rows))
	}
}

func TestTodayIsPartialAndPastDaysStay(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2026-03-08", "2026-03-12", "DAY")
	first := d.mustCSV(t, r)
	d.set(noon.AddDate(0, 0, 1))
	second := d.mustCSV(t, r)
	if got, want := len(first), 3; got != want { // the 8th, 9th and the running 10th
		t.Fatalf("%d days at noon of the 10th, want %d", got, want)
	}
	if got, want := len(second), 4; got != want {
		t.Fatalf("%d days at noon of the 11th, want %d", got, want)
	}
	for i := range 2 {
		if !slices.Equal(first[i], second[i]) {
			t.Errorf("a past day changed from %v to %v", first[i], second[i])
		}
	}
	if number(first[2][1]) >= number(second[2][1]) {
		t.Errorf("the 10th had %s views at noon and %s when it was over, want more", first[2][1], second[2][1])
	}
}

func TestAReportNeverChangesOnceAsked(t *testing.T) {
	t.Parallel()
	d := open(t)
	f, err := d.Ask(ana, views("2026-03-08", "2026-03-12", "HOUR"))
	if err != nil {
		t.Fatal(err)
	}
	link := f.Links()[0]
	before := d.mustGet(t, link)
	d.set(noon.AddDate(0, 0, 1))
	if after := d.mustGet(t, link); after != before {
		t.Error("the file of a running day changed within a day")
	}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

// TestFileSpeaksHTTP reads a file in pieces.
func TestFileSpeaksHTTP(t *testing.T) {
	t.Parallel()
	d := open(t)
	f, err := d.Ask(ana, views("2026-03-01", "2026-03-05", "DAY", "VISITOR_COUNTRY"))
	if err != nil {
		t.Fatal(err)
	}
	path := f.Links()[0].Path
	server := httptest.NewServer(d)
	defer server.Close()
	whole := d.mustGet(t, f.Links()[0])
	do := func(method string, headers ...string) *http.Response {
		r, _ := http.NewRequest(method, server.URL+path, nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		res, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	get := do("GET")
	tag := get.Header.Get("ETag")
	if got, want := get.ContentLength, int64(len(whole)); got != want {
		t.Errorf("Content-Length = %d, want %d", got, want)
	}
	if len(tag) < 10 || tag[0] != '"' {
		t.Errorf("ETag = %s, want a strong one", tag)
	}
	if head := do("HEAD"); head.ContentLength != get.ContentLength || head.Header.Get("ETag") != tag {
		t.Errorf("HEAD says %d bytes and %s, want what GET says", head.ContentLength, head.Header.Get("ETag"))
	}
	if got := do("GET", "If-None-Match", tag).StatusCode; got != http.StatusNotModified {
		t.Errorf("If-None-Match: %d, want 304", got)
	}
	if got := do("GET", "Range", "bytes=999999999-").StatusCode; got != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range behind the end: %d, want 416", got)
	}
	if got := do("PUT").StatusCode; got != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d, want 405", got)
	}
	for _, cut := range [][2]int{{0, 0}, {0, 8}, {5, 40}, {17, 17}, {100, len(whole) - 1},
		{len(whole) - 3, len(whole) - 1}} {
		res := do("GET", "Range", "bytes="+strconv.Itoa(cut[0])+"-"+strconv.Itoa(cut[1]))
		body := make([]byte, len(whole)+1)
		n, _ := readAll(res, body)
		if got, want := string(body[:n]), whole[cut[0]:cut[1]+1]; got != want || res.StatusCode != http.StatusPartialContent {
			t.Errorf("bytes %d to %d: %d %q, want %q", cut[0], cut[1], res.StatusCode, got, want)
		}
	}
}

// TestMarksLeadToTheSameBytes reads pieces of a file of several MiB, each from
// its own place.
func TestMarksLeadToTheSameBytes(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.RowsPerFile = 30_000 })
	r := views("2026-02-01", "2026-02-01", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY", "VISITOR_PAGE_URL")
	r.Filters.ChannelSlug = "many-rows"
	f, err := d.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Links()) < 2 {
		t.Fatalf("%d files, want some", len(f.Links()))
	}
	link := f.Links()[1]
	whole := d.mustGet(t, link)
	if len(whole) < 2<<20 {
		t.Fatalf("%d bytes, want more than two marks", len(whole))
	}
	for at := 0; at < len(whole); at += len(whole)/9 - 1 {
		w := httptest.NewRecorder()
		req := httptest.NewRequest("GET", link.Path, nil)
		end := min(at+100, len(whole)-1)
		req.Header.Set("Range", "bytes="+strconv.Itoa(at)+"-"+strconv.Itoa(end))
		d.ServeHTTP(w, req)
		if got, want := w.Body.String(), whole[at:end+1]; got != want {
			t.Errorf("at %d: %q, want %q", at, got, want)
		}
	}
}

func TestEachFileHasAnETagOfItsOwn(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.RowsPerFile = 2 })
	seen := map[string]bool{}
	for _, r := range []report.Request{views("2026-03-01", "2026-03-06", "DAY"),
		views("2026-03-02", "2026-03-07", "DAY")} {
		for _, l := range d.mustAsk(t, r).Links() {
			w := httptest.NewRecorder()
			d.ServeHTTP(w, httptest.NewRequest("HEAD", l.Path, nil))
			seen[w.Header().Get("ETag")] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("six files have %d different ETags", len(seen))
	}
}
