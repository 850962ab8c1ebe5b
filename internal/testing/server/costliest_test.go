package server_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/cputime"
)

// A costly request is one of 64 KB at most that is meant to cost much.
type costly struct{ name, method, target, body string }

const (
	tokens = "//api.dailymotion.com/oauth/token"
	logs   = "//stats.dyntube.com/v1/logs/data"
)

// costlyRequests are by surface; REST, GraphQL and pictures have their own in their packages.
func costlyRequests() map[string][]costly {
	deep := `{"from":` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + "}"
	signIn := "grant_type=password&client_id=a&client_secret=b&username=ana&password=p&scope="
	consent := "/oauth/authorize?response_type=code&client_id=a&redirect_uri="
	return map[string][]costly{
		"oauth": {
			{"many scopes", "POST", tokens, signIn + strings.Repeat("userinfo+", 7000)},
			{"a long scope", "POST", tokens, signIn + strings.Repeat("a", 65000)},
			{"a long user name", "POST", tokens, strings.Replace(signIn, "ana", strings.Repeat("a", 65000), 1)},
			{"many parameters", "POST", tokens, strings.Repeat("a=b&", 16000)},
			{"one parameter many times", "POST", tokens, strings.Repeat("scope=a&", 8000) + signIn},
			{"percent signs", "POST", tokens, signIn + strings.Repeat("%41", 21000)},
			{"a long refresh token", "POST", tokens, "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=" +
				strings.Repeat("a.", 32000)},
			{"a form of consent", "GET", consent + "https%3A%2F%2Fa.example%2F" + strings.Repeat("%3Ca", 7000), ""},
			{"a consent of many scopes", "GET", consent + "https%3A%2F%2Fa.example&scope=" + strings.Repeat("email+", 5000), ""},
		},
		"dyntube": {
			{"the last page", "POST", logs, `{"from": "2000-01-01", "page": 2000, "size": 1000}`},
			{"the largest page", "POST", logs, `{"from": "2000-01-01", "size": 1000}`},
			{"a key that is not there", "POST", logs, `{"from": "2000-01-01", "size": 1000, "videoKey": "zzz"}`},
			{"a long key", "POST", logs, `{"from": "2000-01-01", "videoKey": "` + strings.Repeat("a", 65000) + `"}`},
			{"deep JSON", "POST", logs, deep},
			{"many members", "POST", logs, `{` + strings.Repeat(`"a":1,`, 10000) + `"from": "2000-01-01"}`},
			{"all videos", "GET", "//api.dyntube.com/v1/videos?size=100&page=4", ""},
		},
		"control": {
			{"expected rows of half a year", "POST", "/_mock/expect", `{"input": {"metrics": ["VIEWS"],
				"dimensions": ["VIDEO_ID", "DAY"], "startDate": "2026-01-02", "endDate": "2026-06-30"}}`},
			{"videos of the largest channel", "GET", "/_mock/world?channel=many-rows&limit=500", ""},
			{"many faults", "PUT", "/_mock/faults", `{"faults": [` + strings.Repeat(`"rest-500=4",`, 4500) + `"rest-500=4"]}`},
			{"a fault that is unknown", "PUT", "/_mock/faults", `{"faults": ["` + strings.Repeat("rest-", 13000) + `"]}`},
			{"ten years at once", "POST", "/_mock/clock/advance", `{"by": "87600h"}`},
			{"deep JSON", "POST", "/_mock/verify", deep},
			{"a state", "PUT", "/_mock/state", `{"owners": {` + strings.Repeat(`"a":{},`, 9000) + `"b":{}}}`},
			{"the state", "GET", "/_mock/state", ""},
			{"a reset", "POST", "/_mock/reset", ""},
			{"many parameters", "GET", "/_mock/journal?" + strings.Repeat("a=b&", 15000), ""},
			{"the schema", "GET", "/_mock/schema.graphql", ""},
			{"names of all faults", "GET", "/_mock/faults/names", ""},
			{"quick start", "GET", "/_mock/quickstart", ""},
		},
	}
}

// BenchmarkCostliest reports the CPU time of a request to a server that has just started, in milliseconds.
func BenchmarkCostliest(b *testing.B) {
	for surface, requests := range costlyRequests() {
		for _, c := range requests {
			b.Run(surface+"/"+c.name, func(b *testing.B) {
				var took time.Duration
				n := 0
				for ; b.Loop(); n++ {
					s, err := dailymock.New(dailymock.Options{Now: dailymocktest.Today})
					if err != nil {
						b.Fatal(err)
					}
					took += c.cpu(b, s)
				}
				b.ReportMetric(float64(took.Microseconds())/1000/float64(n), "cpu-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// cpu sends the request, and returns the CPU time that it took. It has to reach what it is meant for.
func (c costly) cpu(b *testing.B, s *dailymock.Server) time.Duration {
	r := httptest.NewRequest(c.method, "http://localhost/", strings.NewReader(c.body))
	target := c.target
	if rest, ok := strings.CutPrefix(target, "//"); ok {
		r.Host, target, _ = strings.Cut(rest, "/")
		target = "/" + target
	}
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	r.RequestURI = target
	r.Header.Set("Authorization", "Bearer any-key")
	r.Header.Set("Content-Type", "application/json")
	if strings.Contains(target, "/oauth/") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	before := cputime.Used()
	s.ServeHTTP(w, r)
	took := cputime.Used() - before
	switch w.Code {
	case 200, 204, 400, 401, 413:
	default:
		b.Fatalf("status %d: %.200s", w.Code, w.Body)
	}
	return took
}
