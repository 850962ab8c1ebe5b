package recipe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
)

// base is the URL of one mock for all tests: that at DAILYMOCK_URL, or one that is started here.
var base = os.Getenv("DAILYMOCK_URL")

func TestMain(m *testing.M) {
	if base != "" {
		os.Exit(m.Run())
	}
	mock, err := dailymock.New(dailymock.Options{Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server := httptest.NewServer(mock)
	base = server.URL
	status := m.Run()
	server.Close()
	mock.Close()
	os.Exit(status)
}

// A mock controls the mock for one test. The API key is of this test, and so are its reports and its policy; faults do
// not last.
type mock struct {
	*testing.T
	key string
}

func newMock(t *testing.T) mock {
	m := mock{t, fmt.Sprint(t.Name(), " ", os.Getpid())}
	m.faults()
	t.Cleanup(func() {
		m.faults()
		if t.Failed() {
			t.Log(m.journal())
		}
	})
	return m
}

func (m mock) advance(by string) { m.control("POST", "clock/advance", map[string]any{"by": by}, nil) }

func (m mock) faults(names ...string) {
	m.control("PUT", "faults", map[string]any{"faults": append([]string{}, names...)}, nil)
}

func (m mock) policy(policy map[string]any) {
	policy["key"] = m.key
	m.control("PUT", "policy", policy, nil)
}

// journal returns the latest requests.
func (m mock) journal() string {
	var journal struct {
		Entries []struct {
			Time, Method, Path string
			Status             int
		}
	}
	m.control("GET", "journal", nil, &journal)
	lines := []string{"journal:"}
	for _, e := range journal.Entries[max(0, len(journal.Entries)-20):] {
		lines = append(lines, fmt.Sprint("  ", e.Time, " ", e.Method, " ", e.Path, " ", e.Status))
	}
	return strings.Join(lines, "\n")
}

func (m mock) control(method, path string, body, into any) {
	m.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		m.Fatal(err)
	}
	req, err := http.NewRequest(method, base+"/_mock/"+path, bytes.NewReader(text))
	if err != nil {
		m.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		m.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		m.Fatalf("%s: %v, %s", path, err, answer)
	}
	if into != nil {
		if err := json.Unmarshal(answer, into); err != nil {
			m.Fatal(err)
		}
	}
}

func TestFinishedInTwoHours(t *testing.T) {
	m := newMock(t)
	m.policy(map[string]any{"progress": "after", "takes": "2h"})
	c := &client{host: base, key: m.key}
	report := mustAsk(t, c)
	wantStatus(t, c, report, "IN_PROGRESS")
	m.advance("2h")
	file := wantStatus(t, c, report, "FINISHED")
	resp, err := http.Get(file.DownloadLinks.Edges[0].Node.Link)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	csv, err := io.ReadAll(resp.Body)
	if err != nil || !strings.HasPrefix(string(csv), "day,views\n2026-06-28,") {
		t.Errorf("the file is %q, %v", csv, err)
	}
}

func TestEndsWithoutFiles(t *testing.T) {
	for _, outcome := range []string{"FAILED", "EXPIRED"} {
		t.Run(outcome, func(t *testing.T) {
			m := newMock(t)
			m.policy(map[string]any{"progress": "polls", "polls": 1, "outcome": outcome})
			c := &client{host: base, key: m.key}
			report := mustAsk(t, c)
			wantStatus(t, c, report, "IN_PROGRESS")
			if file := wantStatus(t, c, report, outcome); len(file.DownloadLinks.Edges) > 0 {
				t.Errorf("it has links: %v", file)
			}
		})
	}
}

func TestTokenExpiresInTheMiddle(t *testing.T) {
	m := newMock(t)
	m.policy(map[string]any{"progress": "hand"})
	c := &client{host: base, key: m.key}
	report, token := mustAsk(t, c), c.token
	m.advance("2h")
	wantStatus(t, c, report, "IN_PROGRESS")
	if c.token == token {
		t.Error("the client still has its first token")
	}
}

func TestAPIFailsAndWorksAgain(t *testing.T) {
	m := newMock(t)
	m.faults("graphql-502")
	c := &client{host: base, key: m.key}
	if _, err := c.ask("VIEWS"); err == nil || err.Error() != "status 502" {
		t.Errorf("the error is %v, want status 502", err)
	}
	m.faults()
	mustAsk(t, c)
}

func mustAsk(t *testing.T, c *client) string {
	t.Helper()
	report, err := c.ask("VIEWS")
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func wantStatus(t *testing.T, c *client, report, want string) reportFile {
	t.Helper()
	file, err := c.poll(report)
	if err != nil || file.Status != want {
		t.Fatalf("status %s, %v; want %s", file.Status, err, want)
	}
	return file
}
