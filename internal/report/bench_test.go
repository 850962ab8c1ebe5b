package report_test

import (
	"bytes"
	"io"
	"net/http"
	"runtime"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
)

// BenchmarkRows writes reports in which every row is a cluster of its own or
// nearly so, one file each, through the handler that serves them.
func BenchmarkRows(b *testing.B) {
	for _, size := range []struct {
		name, from, to string
	}{
		{"1e5", "2026-02-01", "2026-02-02"},
		{"1e6", "2026-02-01", "2026-02-15"},
		{"1e7", "2025-09-12", "2026-03-10"},
	} {
		b.Run(size.name, func(b *testing.B) {
			d := open(b, func(c *report.Config) { c.RowsPerFile = 1 << 30 })
			r := views(size.from, size.to, "DAY", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE")
			r.Filters.ChannelSlug = "many-rows"
			f, err := d.Ask(ana, r)
			if err != nil {
				b.Fatal(err)
			}
			request, _ := http.NewRequest("GET", f.Links()[0].Path, nil)
			out := &sink{header: http.Header{}}
			d.ServeHTTP(out, request) // makes the index
			b.ResetTimer()
			out.rows, out.bytes, out.peak = 0, 0, 0
			for b.Loop() {
				d.ServeHTTP(out, request)
			}
			seconds := b.Elapsed().Seconds()
			b.ReportMetric(float64(out.rows)/seconds/1e6, "Mrows/s")
			b.ReportMetric(float64(out.bytes)/seconds/1e6, "MB/s")
			b.ReportMetric(float64(out.rows)/float64(b.N), "rows/op")
			b.ReportMetric(float64(out.peak)/(1<<20), "heap-MiB")
		})
	}
}

// A sink counts what is written to it, and watches the heap meanwhile.
type sink struct {
	header      http.Header
	rows, bytes int
	writes      int
	peak        uint64
}

func (s *sink) Header() http.Header { return s.header }
func (s *sink) WriteHeader(int)     {}

func (s *sink) Write(p []byte) (int, error) {
	s.rows += bytes.Count(p, []byte{10})
	s.bytes += len(p)
	if s.writes++; s.writes%512 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		s.peak = max(s.peak, m.HeapInuse)
	}
	return len(p), nil
}

var _ io.Writer = (*sink)(nil)
