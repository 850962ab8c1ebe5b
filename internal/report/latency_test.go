package report_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/testing/cputime"
)

const eight = "DAY VIDEO_ID HOUR VISITOR_COUNTRY VISITOR_DEVICE_TYPE VISITOR_DOMAIN_GROUP PLAYER_ID MEDIA_TYPE"

// latencies are reports of half a year, by what makes them costly.
var latencies = []struct{ name, channel, dimensions, metrics string }{
	{"default/country", "", "VISITOR_COUNTRY", "VIEWS TIME_WATCHED_SECONDS"},
	{"default/day and video", "", "DAY VIDEO_ID", "VIEWS ESTIMATED_EARNINGS_USD"},
	{"default/page", "", "VISITOR_PAGE_URL VISITOR_COUNTRY", "VIEWS TOTAL_INVENTORY FILL_RATE"},
	{"default/eight", "", eight, "VIEWS"},
	{"grouped/month and device", "many-rows", "MONTH VISITOR_DEVICE_TYPE MEDIA_TYPE", "VIEWS"},
	{"grouped/month", "many-rows", "MONTH", "TIME_WATCHED_SECONDS ESTIMATED_EARNINGS_USD"},
	{"grouped/country", "many-rows", "VISITOR_COUNTRY", "VIEWS TIME_WATCHED_SECONDS ESTIMATED_EARNINGS_EUR"},
	{"grouped/hour, country, device", "many-rows", "HOUR VISITOR_COUNTRY VISITOR_DEVICE_TYPE", "VIEWS"},
	{"grouped/minute, country", "many-rows", "MINUTE VISITOR_COUNTRY", "VIEWS"},
	{"grouped/page, country", "many-rows", "VISITOR_PAGE_URL VISITOR_COUNTRY", "VIEWS"},
	{"grouped/outcome, buyer", "many-rows", "OUTCOME BUYER AD_FORMAT", "TOTAL_INVENTORY IVT_SCORE"},
	{"grouped/video", "many-rows", "VIDEO_ID", "VIEWS VIEW_THROUGH_RATE"},
	{"streamed/day, video", "many-rows", "DAY VIDEO_ID", "VIEWS TIME_WATCHED_SECONDS"},
	{"streamed/day, video, country", "many-rows", "DAY VIDEO_ID VISITOR_COUNTRY", "VIEWS"},
	{"streamed/five", "many-rows", "DAY VIDEO_ID HOUR VISITOR_COUNTRY VISITOR_DEVICE_TYPE", "VIEWS"},
	{"streamed/eight", "many-rows", eight, "VIEWS"},
	{"streamed/video, page, day", "many-rows", "VIDEO_ID VISITOR_PAGE_URL DAY", "VIEWS"},
}

// BenchmarkFirstByte asks for a report and waits for its links, then for the first byte of its last file.
func BenchmarkFirstByte(b *testing.B) {
	for _, l := range latencies {
		b.Run(l.name, func(b *testing.B) {
			r := views("2025-09-12", "2026-03-10")
			r.Filters.ChannelSlug = l.channel
			r.Dimensions, r.Metrics = nil, nil
			for _, d := range strings.Fields(l.dimensions) {
				r.Dimensions = append(r.Dimensions, report.Dimension(d))
			}
			for _, m := range strings.Fields(l.metrics) {
				r.Metrics = append(r.Metrics, report.Metric(m))
			}
			d := open(b)
			f, _ := d.Ask(ana, views("2025-09-12", "2026-03-10", "DAY")) // makes the catalogue's videos
			f.Links()
			var links, first time.Duration
			files := 0
			for b.Loop() {
				start := cputime.Used()
				f, err := d.Ask(ana, r)
				if err != nil {
					b.Fatal(err)
				}
				l := f.Links()
				files = len(l)
				links += cputime.Used() - start
				start = cputime.Used()
				request, _ := http.NewRequest("GET", l[len(l)-1].Path, nil)
				w := &once{header: http.Header{}}
				func() {
					defer func() { _ = recover() }()
					d.ServeHTTP(w, request)
				}()
				first += w.at - start
			}
			b.ReportMetric(float64(links.Milliseconds())/float64(b.N), "ms-links")
			b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms-first-byte")
			b.ReportMetric(float64(files), "files")
		})
	}
}

// once notes when the first byte comes, and ends the download.
type once struct {
	header http.Header
	at     time.Duration
}

func (w *once) Header() http.Header { return w.header }
func (w *once) WriteHeader(int)     {}
func (w *once) Write([]byte) (int, error) {
	w.at = cputime.Used()
	panic(http.ErrAbortHandler)
}

// BenchmarkCSV downloads one file of a long report, and reports MB for each second of CPU time.
func BenchmarkCSV(b *testing.B) {
	for name, dimensions := range map[string]string{"eight": eight, "day and video": "DAY VIDEO_ID"} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			r := views("2025-09-12", "2026-03-10")
			r.Filters.ChannelSlug = "many-rows"
			for _, d := range strings.Fields(dimensions) {
				r.Dimensions = append(r.Dimensions, report.Dimension(d))
			}
			f, err := d.Ask(ana, r)
			if err != nil {
				b.Fatal(err)
			}
			request, _ := http.NewRequest(http.MethodGet, f.Links()[2].Path, nil)
			out := &sink{header: http.Header{}}
			d.ServeHTTP(out, request) // counts the rows of the file
			out.bytes = 0
			start := cputime.Used()
			for b.Loop() {
				d.ServeHTTP(out, request)
			}
			b.ReportMetric(float64(out.bytes)/1e6/(cputime.Used()-start).Seconds(), "MB/s")
		})
	}
}
