package oauth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkTokenEndpoint posts the same form to the token endpoint and to a
// bare handler that answers the same bytes, turn and turn about, so that both
// meet the same neighbours on the machine. The ratio is that of requests per
// second; 1 would mean that tokens cost nothing.
func BenchmarkTokenEndpoint(b *testing.B) {
	v := start(b)
	for name, c := range map[string]struct{ path, form string }{
		"password": {publicPath, passwordForm}, "private": {privatePath, privateForm},
	} {
		b.Run(name, func(b *testing.B) {
			first := v.post(b, c.path, c.form)
			bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json; charset=utf-8")
				w.Header().Set("Cache-Control", "no-store")
				w.Header().Set("Pragma", "no-cache")
				_, _ = io.WriteString(w, first.body)
			}))
			defer bare.Close()

			var spent [2]atomic.Int64
			targets := []string{v.URL + c.path, bare.URL + c.path}
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
			const turn = 200 // requests to one server before the other has its turn
			b.ResetTimer()
			for n := 0; n < b.N; n += turn {
				for k, target := range targets {
					began := b.Elapsed()
					for range turn {
						resp, err := client.Post(target, "application/x-www-form-urlencoded", strings.NewReader(c.form))
						if err != nil {
							b.Fatal(err)
						}
						_, _ = io.Copy(io.Discard, resp.Body)
						resp.Body.Close()
					}
					spent[k].Add(int64(b.Elapsed() - began))
				}
			}
			b.ReportMetric(float64(spent[1].Load())/float64(spent[0].Load()), "ratio")
			b.ReportMetric(float64(time.Duration(spent[0].Load()).Nanoseconds())/float64((b.N+turn-1)/turn*turn), "ns/token")
		})
	}
}
