package dailymock_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

func TestFrontPage(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Seed: 4711})
	got := call(t, m, "GET", "/", "")
	if want := "text/html; charset=utf-8"; got.StatusCode != 200 || got.Header.Get("Content-Type") != want {
		t.Fatalf("GET /: %s, %s; want 200, %s", got.Status, got.Header.Get("Content-Type"), want)
	}
	for _, want := range []string{
		"stand-in for Dailymotion", "Seed 4711", "stands still at Wed, 01 Jul 2026 12:00:00 UTC",
		m.URL + "/oauth/v1/token", "POST</code><td><code>/graphql</code>", `<a href="/_mock/clock">`,
		`any</code><td><code>/videos</code>`, `<code>/v1/videos/{id}</code>`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, unwanted := range []string{"<code>/videos/</code>", `<a href="/v1/videos/{id}">`} {
		if strings.Contains(got.body, unwanted) {
			t.Errorf("the page says %q", unwanted)
		}
	}
}

func TestFrontPageEscapes(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{PublicURL: "http://mock.example/<script>alert(1)</script>"})
	if got := call(t, m, "GET", "/", ""); strings.Contains(got.body, "<script>") {
		t.Error("the page holds a script that came from an option")
	}
}
