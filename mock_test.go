package dailymock_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/testing/benchratio"
	"github.com/dailymock/dailymock/internal/testing/cputime"
	"github.com/dailymock/dailymock/internal/testing/server"
	"github.com/dailymock/dailymock/internal/traffic"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// BenchmarkStatusPoll is what every client asks again and again, through the
// whole server: journal, host, token, limits, GraphQL, report.
func BenchmarkStatusPoll(b *testing.B) {
	s, err := dailymock.New(dailymock.Options{ReportTakes: dailymock.Immediate})
	if err != nil {
		b.Fatal(err)
	}
	token := s.Token(dailymock.TokenOrder{Kind: "private", Key: "key", Scopes: []string{"create_reports"}}).AccessToken
	ask := question(b, server.AskMutation, map[string]any{"input": map[string]any{
		"metrics": []string{"VIEWS"}, "dimensions": []string{"DAY", "VIDEO_TITLE"},
		"startDate": "2026-06-20", "endDate": "2026-06-23",
	}})
	report := asked(b, s, token, ask)
	poll := question(b, server.PollQuery, map[string]any{"reportToken": report})
	benchratio.Ratio(b, s, benchratio.Post("/graphql", "application/json", token, poll))
}

// BenchmarkTraffic reports how much of the CPU time of a status poll goes to the journal and to the log: what a second
// journal around the server adds, with and without a log. Together they should stay below 10 %.
func BenchmarkTraffic(b *testing.B) {
	s, err := dailymock.New(dailymock.Options{ReportTakes: dailymock.Immediate})
	if err != nil {
		b.Fatal(err)
	}
	token := s.Token(dailymock.TokenOrder{Kind: "private", Key: "key", Scopes: []string{"create_reports"}}).AccessToken
	report := asked(b, s, token, question(b, server.AskMutation, map[string]any{"input": map[string]any{
		"metrics": []string{"VIEWS"}, "dimensions": []string{"DAY"}, "startDate": "2026-06-20", "endDate": "2026-06-23",
	}}))
	poll := question(b, server.PollQuery, map[string]any{"reportToken": report})
	around := func(log *slog.Logger) http.Handler {
		return traffic.New(traffic.Config{Now: s.Now, Wall: clock.Wall, Elapsed: clock.Elapsed, Log: log}).Watch(s)
	}
	handlers := []http.Handler{s, around(nil), around(slog.New(slog.NewJSONHandler(io.Discard, nil)))}
	var used [3]time.Duration
	for b.Loop() {
		for n, h := range handlers {
			before := cputime.Used()
			for range 500 {
				r := httptest.NewRequest("POST", "/graphql", strings.NewReader(poll))
				r.Host = "localhost"
				r.Header.Set("Authorization", "Bearer "+token)
				r.Header.Set("Content-Type", "application/json")
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
			used[n] += cputime.Used() - before
		}
	}
	share := func(n int) float64 { return 100 * float64(used[n]-used[0]) / float64(used[0]) }
	b.ReportMetric(share(1), "%journal")
	b.ReportMetric(share(2), "%journal+log")
	b.ReportMetric(float64(used[0])/500/float64(b.N), "cpu-ns/poll")
}

// BenchmarkToken is a token request through the whole server.
func BenchmarkToken(b *testing.B) {
	s, err := dailymock.New(dailymock.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]struct{ path, form string }{
		"private": {"/oauth/v1/token", "grant_type=client_credentials&client_id=me&client_secret=secret&" +
			"scope=create_reports"},
		"public": {"/oauth/token", "grant_type=password&client_id=me&client_secret=secret&username=ana&password=pass&" +
			"version=2"},
	} {
		b.Run(name, func(b *testing.B) {
			benchratio.Ratio(b, s, benchratio.Post(c.path, "application/x-www-form-urlencoded", "", c.form))
		})
	}
}

// BenchmarkItem is a video with ten fields, of the default world and of one with
// 100,000 videos, with and without a user who signed in.
func BenchmarkItem(b *testing.B) {
	const fields = "?fields=id,title,owner,owner.screenname,channel,created_time,duration,status,thumbnail_url,views_total"
	for size, text := range map[string][]byte{"default": nil, "large": benchratio.LargeWorld()} {
		s, err := dailymock.New(dailymock.Options{World: text, Now: time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC)})
		if err != nil {
			b.Fatal(err)
		}
		id := someVideo(b, s)
		token := s.Token(
			dailymock.TokenOrder{Kind: "public", Key: "key", Login: "ana", Scopes: []string{"userinfo"}},
		).AccessToken
		for who, token := range map[string]string{"nobody": "", "token": token} {
			b.Run(size+"/"+who, func(b *testing.B) { benchratio.Ratio(b, s, benchratio.Get("/video/"+id+fields, token)) })
		}
	}
}

// someVideo is the id of one that anybody sees, after a look at many others.
func someVideo(b *testing.B, s *dailymock.Server) string {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/videos?sort=visited&limit=100", nil))
	var got struct{ List []struct{ ID string } }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.List) < 50 {
		b.Fatalf("%v: %s", err, w.Body)
	}
	return got.List[50].ID
}

func question(b *testing.B, query string, variables any) string {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	return string(body)
}

// asked returns the token of a new report.
func asked(b *testing.B, s *dailymock.Server, token, body string) string {
	r := httptest.NewRequest("POST", "http://localhost/graphql", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var got struct {
		Data struct {
			AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		b.Fatalf("%v: %s", err, w.Body)
	}
	return got.Data.AskPartnerReportFile.ReportFile.ReportToken
}

// A new mock, or a reset one, with its world: a part of the time from start to
// first response.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := dailymock.New(dailymock.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
