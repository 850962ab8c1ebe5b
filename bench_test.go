package dailymock_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/yardstick"
)

// BenchmarkStatusPoll is what every client asks again and again, through the
// whole server: journal, host, token, limits, GraphQL, report.
func BenchmarkStatusPoll(b *testing.B) {
	s, err := dailymock.New(dailymock.Options{ReportTakes: dailymock.AtOnce})
	if err != nil {
		b.Fatal(err)
	}
	token := s.Token(dailymock.TokenOrder{Kind: "private", Key: "key", Scopes: []string{"create_reports"}}).AccessToken
	ask := question(b, askMutation, map[string]any{"input": input(nil)})
	report := asked(b, s, token, ask)
	poll := question(b, pollQuery, map[string]any{"reportToken": report})
	yardstick.Ratio(b, s, yardstick.Post("/graphql", "application/json", token, poll))
}

// BenchmarkToken is a token request through the whole server.
func BenchmarkToken(b *testing.B) {
	s, err := dailymock.New(dailymock.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]struct{ path, form string }{
		"private": {"/oauth/v1/token", "grant_type=client_credentials&client_id=me&client_secret=secret&scope=create_reports"},
		"public":  {"/oauth/token", "grant_type=password&client_id=me&client_secret=secret&username=ana&password=pass&version=2"},
	} {
		b.Run(name, func(b *testing.B) {
			yardstick.Ratio(b, s, yardstick.Post(c.path, "application/x-www-form-urlencoded", "", c.form))
		})
	}
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
	r := httptest.NewRequest("POST", "/graphql", strings.NewReader(body))
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
// first answer.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := dailymock.New(dailymock.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
