package report_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/testing/cputime"
)

// BenchmarkCombinations asks for reports of half a year: each metric by countries, by months, and by days and videos,
// and the views by each dimension, alone and with countries. It reports the CPU time to the first byte of the
// costliest, and logs which that is.
func BenchmarkCombinations(b *testing.B) {
	for _, channel := range []string{"", "many-rows"} {
		for _, product := range []report.Product{"CONTENT", "ALL", "CLAIM", "EMBED"} {
			b.Run(fmt.Sprintf("%s %s", channel, product), func(b *testing.B) {
				d := open(b)
				firstByteTime(b, d, views("2025-09-12", "2026-03-10", "DAY")) // makes the catalogue's videos
				for b.Loop() {
					var most time.Duration
					for _, r := range combinations(b) {
						r.Filters.ChannelSlug, r.Product = channel, product
						if took := firstByteTime(b, d, r); took > most {
							most = took
							b.Log(took, r.Metrics, r.Dimensions)
						}
					}
					b.ReportMetric(float64(most.Milliseconds()), "ms-costliest")
				}
			})
		}
	}
}

func combinations(b *testing.B) (all []report.Request) {
	e, err := edition.ByName("2026")
	if err != nil {
		b.Fatal(err)
	}
	const from, to = "2025-09-12", "2026-03-10"
	for _, list := range e.Metrics {
		for _, name := range list.Names {
			for _, dimensions := range [][]report.Dimension{{"VISITOR_COUNTRY"}, {"MONTH"}, {"DAY", "VIDEO_ID"}} {
				r := views(from, to, dimensions...)
				r.Metrics = []report.Metric{report.Metric(name)}
				all = append(all, r)
			}
		}
	}
	for _, list := range e.Dimensions {
		for _, name := range list.Names {
			one := report.Dimension(name)
			all = append(all, views(from, to, one))
			if one != "VISITOR_COUNTRY" {
				all = append(all, views(from, to, one, "VISITOR_COUNTRY"))
			}
		}
	}
	return all
}

// firstByteTime returns the CPU time from asking for a report to the first byte of its last file.
func firstByteTime(b *testing.B, d *testEngine, r report.Request) time.Duration {
	start := cputime.Used()
	f, err := d.Ask(ana, r)
	if err != nil {
		b.Fatal(err)
	}
	links := f.Links()
	request, _ := http.NewRequest("GET", links[len(links)-1].Path, nil)
	w := &once{header: http.Header{}}
	func() {
		defer func() { _ = recover() }()
		d.ServeHTTP(w, request)
	}()
	return cputime.Used() - start
}
