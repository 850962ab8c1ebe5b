//go:build unix

package graph_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkCostliest measures each of the costly requests where it has not been
// seen before, without the network. "cpu-ms" is the processor's time for one, of
// which the limit is 20.
func BenchmarkCostliest(b *testing.B) {
	for _, row := range bombs() {
		b.Run(row.name, func(b *testing.B) {
			sent := body(row.query, row.variables)
			before, n := processorTime(b), 0
			for ; b.Loop(); n++ {
				quiet(&reports{}, "key").ServeHTTP(sink{http.Header{}}, httptest.NewRequest(http.MethodPost, "/",
					strings.NewReader(sent)))
			}
			b.ReportMetric((processorTime(b)-before).Seconds()*1000/float64(n), "cpu-ms")
		})
	}
}

// A sink is a ResponseWriter that forgets.
type sink struct{ header http.Header }

func (s sink) Header() http.Header         { return s.header }
func (s sink) WriteHeader(int)             {}
func (s sink) Write(p []byte) (int, error) { return len(p), nil }

// BenchmarkIntrospection measures what tools ask of a server first.
func BenchmarkIntrospection(b *testing.B) {
	h := quiet(&reports{}, "key")
	before, n := processorTime(b), 0
	for ; b.Loop(); n++ {
		h.ServeHTTP(sink{http.Header{}}, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body(everything, ""))))
	}
	b.ReportMetric((processorTime(b)-before).Seconds()*1000/float64(n), "cpu-ms")
}
