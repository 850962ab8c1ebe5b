package dailymocktest_test

import (
	_ "embed"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// README.md shows this test without changes here; the next one sees to it.

func TestReportIsReadyInTime(t *testing.T) {
	s := dailymocktest.Start(t, dailymock.Options{ReportTakes: 2 * time.Hour})
	token := s.MustAsk(t, "VIEWS", "DAY") // a metric, a dimension
	s.Advance(2 * time.Hour)
	if got, want := s.MustStatus(t, token), "FINISHED"; got != want {
		t.Errorf("status after two hours = %q, want %q", got, want)
	}
}

//go:embed readme_test.go
var source string

func TestReadmeShowsATestThatRuns(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n```go\n")
	shown, _, found := strings.Cut(rest, "```\n")
	if !found || !strings.Contains(source, shown) {
		t.Errorf("README.md shows a test that does not stand in this file:\n%s", shown)
	}
}
