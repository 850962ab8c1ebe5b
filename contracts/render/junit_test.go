package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/render"
)

func TestJUnitHasWhatChanged(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	err := render.JUnit(&b, &contracts.Findings{
		Changed: []contracts.Changed{{Where: "GET /videos 200 list", What: "list is gone", Class: "breaking", Since: day,
			Advice: "do without", Cases: []string{"REST-001"}}},
		Lost: []contracts.Lost{{ID: "REST-002", Title: "a title", Last: day, Reason: "it is closed"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<testsuite name="contract changes" tests="2" failures="2"`,
		`name="GET /videos 200 list"`,
		`message="list is gone"`, "a run after 2026-10-01", "do without", "REST-001",
		`message="had a result on 2026-10-01, now: it is closed"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s lacks %s", b.String(), want)
		}
	}
}
