package dyntube_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/testing/benchratio"
)

// questions are pages of a hundred views, near and far, filtered or not.
func questions(tb reporter, m mock) map[string]string {
	v := m.logs(tb, `"from": "2020-01-01"`).Views[0]
	ask := func(page int, more string) string {
		return fmt.Sprintf(`{"from": "2020-01-01", "size": 100, "page": %d%s}`, page, more)
	}
	return map[string]string{
		"first":    ask(1, ""),
		"20000th":  ask(20000, ""),
		"a day":    `{"from": "2026-03-01", "to": "2026-03-02", "size": 100}`,
		"video":    ask(1, fmt.Sprintf(`, "videoKey": %q`, v.VideoKey)),
		"project":  ask(2000, fmt.Sprintf(`, "projectKey": %q`, v.ProjectKey)),
		"channel":  ask(500, fmt.Sprintf(`, "channelKey": %q`, m.channels(tb, "").Channels[0].Key)),
		"100000th": `{"from": "2020-01-01", "size": 20, "page": 100000}`,
	}
}

// nowhere drops a response, and panics if it is a refusal.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(status int) {
	if status != http.StatusOK {
		panic(http.StatusText(status))
	}
}

// BenchmarkPage is what a page takes in the handler alone.
func BenchmarkPage(b *testing.B) {
	m := start(b, dyntube.Config{})
	for name, ask := range questions(b, m) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			r := jsonRequest(ask)
			r.Header.Set("Authorization", "Bearer a-key")
			for b.Loop() {
				r.Body = io.NopCloser(strings.NewReader(ask))
				m.Logs.ServeHTTP(nowhere{http.Header{}}, r)
			}
		})
	}
}

// BenchmarkNewAccount is the first page of a key that was never seen.
func BenchmarkNewAccount(b *testing.B) {
	m := start(b, dyntube.Config{})
	const ask = `{"from": "2020-01-01", "size": 100}`
	r := jsonRequest(ask)
	for i := 0; b.Loop(); i++ {
		r.Body = io.NopCloser(strings.NewReader(ask))
		r.Header.Set("Authorization", fmt.Sprintf("Bearer key-%d", i))
		m.Logs.ServeHTTP(nowhere{http.Header{}}, r)
	}
}

// BenchmarkBeside is a page over the network, beside a bare handler that has the
// same bytes ready.
func BenchmarkBeside(b *testing.B) {
	m := start(b, dyntube.Config{})
	benchratio.Ratio(b, m.mux, benchratio.Post("/v1/logs/data", "application/json", "a-key", questions(b, m)["first"]))
}
