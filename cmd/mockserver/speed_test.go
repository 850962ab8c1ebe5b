package main

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// TestDocumentedSpeedsOutliveTokens: the examples with --speed work for clients that sleep 15 seconds between polls,
// and with a token of either kind of key, which expires by the mock's clock.
func TestDocumentedSpeedsOutliveTokens(t *testing.T) {
	t.Parallel()
	example := regexp.MustCompile(`--speed (\d+) --report-takes (\w+)`)
	var texts strings.Builder
	pages := []string{"../../docs/run.md", "../../docs/clock.md", "../../README.md", "../../examples/README.md"}
	for _, file := range pages {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts.Write(text)
	}
	texts.WriteString(runCommand().Example)
	found := example.FindAllStringSubmatch(texts.String(), -1)
	if len(found) < 2 {
		t.Fatalf("found %q, want the examples of docs/run.md and of the help", found)
	}
	for _, match := range found {
		var speed int
		if _, err := fmt.Sscan(match[1], &speed); err != nil {
			t.Fatal(err)
		}
		takes, err := time.ParseDuration(match[2])
		if err != nil {
			t.Fatal(err)
		}
		sleep := 15 * time.Second * time.Duration(speed)
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: takes})
		tokens := map[string]string{
			"/": m.MustToken(t, dailymocktest.Public), "/graphql": m.MustToken(t, dailymocktest.Private),
		}
		report := m.MustAsk(t, "VIEWS", "DAY")
		for polls := 1; m.MustStatus(t, report) != "FINISHED" && polls <= 3; polls++ {
			m.Advance(sleep)
		}
		m.Advance(sleep) // the download, or one more poll
		if status := m.MustStatus(t, report); status != "FINISHED" {
			t.Errorf("%s: the report is %s after four polls", match[0], status)
		}
		for path, token := range tokens {
			if status := statusWith(t, m.URL+path, token); status != http.StatusOK {
				t.Errorf("%s: at the end a poll at %s gets status %d; its token has expired", match[0], path, status)
			}
		}
	}
}

// statusWith returns the status of a GraphQL request with a token.
func statusWith(t *testing.T, url, token string) int {
	t.Helper()
	body := strings.NewReader(`{"query":"{__typename}"}`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}
