package report_test

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
)

// TestFilesOfALongReport divides reports whose rows are not counted before their first file is read.
func TestFilesOfALongReport(t *testing.T) {
	t.Parallel()
	r := views("2026-03-04", "2026-03-07", "DAY", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE")
	r.Filters.ChannelSlug = "many-rows"
	byDay := r
	byDay.Dimensions = []report.Dimension{"MINUTE", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE"} // days longer than a file
	for _, r := range []report.Request{r, byDay} {
		whole, rows := wholeText(t, r, 1<<30)
		for _, perFile := range []int{50_000, 21_003} {
			if divided, n := wholeText(t, r, perFile); divided != whole || n != rows || n < 150_000 {
				t.Errorf("%v: %d rows in files of %d, want the %d rows of one file", r.Dimensions, n, perFile, rows)
			}
		}
	}
}

// wholeText returns a hash of all rows of a report, and their number. It checks each file on the way.
func wholeText(t *testing.T, r report.Request, perFile int) (sum [32]byte, rows int) {
	t.Helper()
	d := open(t, func(c *report.Config) { c.RowsPerFile = perFile })
	f, err := d.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	all := sha256.New()
	for _, l := range f.Links() {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, l.Path, nil))
		text := w.Body.String()
		_, body, _ := strings.Cut(text, "\n")
		n := strings.Count(body, "\n")
		if rows += n; n > perFile || n == 0 {
			t.Errorf("a file has %d rows, want 1 to %d", n, perFile)
		}
		if got, want := w.Header().Get("Content-Length"), strconv.Itoa(len(text)); got != want {
			t.Errorf("Content-Length is %s, want %s", got, want)
		}
		tail := httptest.NewRequest(http.MethodGet, l.Path, nil)
		tail.Header.Set("Range", "bytes=-1000")
		part := httptest.NewRecorder()
		if d.ServeHTTP(part, tail); part.Body.String() != text[len(text)-1000:] {
			t.Errorf("the last 1000 bytes differ in a range")
		}
		_, _ = all.Write([]byte(body))
	}
	return [32]byte(all.Sum(nil)), rows
}
