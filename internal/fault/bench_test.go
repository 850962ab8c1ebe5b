package fault_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
)

// BenchmarkPoll polls a report without rules, with one that does not match, with 50 for other API keys, and with one
// that matches and does not fire.
func BenchmarkPoll(b *testing.B) {
	var others []string
	for n := range 50 {
		others = append(others, fmt.Sprintf("status=503 surface=reporting key=other%d", n))
	}
	for _, bb := range []struct {
		name  string
		rules []string
	}{
		{"none", nil},
		{"other surface", []string{"status=503 surface=rest"}},
		{"other operation", []string{"status=503 surface=reporting operation=Other"}},
		{"50 other keys", others},
		{"spent", []string{"status=503 surface=reporting once"}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			s, err := dailymock.New(dailymock.Options{Faults: bb.rules})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			token := s.Token(dailymock.TokenOrder{Kind: dailymock.KeyPrivate, Key: "me"}).AccessToken
			body := `{"query": "query Poll { partner { reportFile(reportToken: \"none\") { status } } }"}`
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "http://localhost/graphql", strings.NewReader(body))
				r.Header.Set("Authorization", "Bearer "+token)
				s.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
