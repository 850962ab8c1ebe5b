package report_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"testing"
	"time"

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

// BenchmarkFirstLinks asks for a report of 18 million rows and waits for its links. It reports the ratio to writing the
// rows, which the count makes unnecessary.
func BenchmarkFirstLinks(b *testing.B) {
	d := open(b)
	var links, rows time.Duration
	for b.Loop() {
		start := time.Now()
		f, err := d.Ask(ana, millions())
		if err != nil {
			b.Fatal(err)
		}
		n := len(f.Links())
		links += time.Since(start)
		request, _ := http.NewRequest("GET", f.Links()[n/2].Path, nil)
		start = time.Now()
		d.ServeHTTP(&sink{header: http.Header{}}, request)
		rows += time.Since(start) * time.Duration(n)
	}
	b.ReportMetric(float64(links)/float64(rows), "of-writing")
}

// BenchmarkRange reads one byte in the middle of a large file, in relation to reading the whole file.
func BenchmarkRange(b *testing.B) {
	d := open(b, func(c *report.Config) { c.RowsPerFile = 1 << 30 })
	r := millions()
	r.Start = day("2026-02-20")
	f, err := d.Ask(ana, r)
	if err != nil {
		b.Fatal(err)
	}
	request, _ := http.NewRequest("GET", f.Links()[0].Path, nil)
	out := &sink{header: http.Header{}}
	d.ServeHTTP(out, request) // counts
	start := time.Now()
	d.ServeHTTP(out, request)
	whole := time.Since(start)
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", out.bytes/4, out.bytes/4))
	b.ResetTimer()
	for b.Loop() {
		d.ServeHTTP(out, request)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(whole), "of-whole")
}
