package ui_test

import (
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// send sends a request to a mock. host is that of the header Host; "" means its own.
func send(t *testing.T, m *dailymocktest.Mock, method, host, path string, header http.Header) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(req.Header, header)
	req.Host = host
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

var browserAccepts = http.Header{"Accept": {"text/html,application/xhtml+xml,*/*;q=0.8"}}

func TestWithoutControlThereIsNoDashboard(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ControlOff: true})
	for path, want := range map[string]int{"/": 200, "/_mock/": 404, "/_mock/ui/page/app.js": 404, "/favicon.ico": 404} {
		if resp, _ := send(t, m, "GET", "", path, browserAccepts); resp.StatusCode != want {
			t.Errorf("a browser at %s gets %s, want %d", path, resp.Status, want)
		}
	}
}

func TestTheRootLeadsABrowserToTheDashboard(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	resp, _ := send(t, m, "GET", "", "/", browserAccepts)
	if got := resp.Header.Get("Location"); resp.StatusCode != http.StatusSeeOther || got != "/_mock/" {
		t.Errorf("a browser at / gets %s to %q, want 303 to /_mock/", resp.Status, got)
	}
	resp, body := send(t, m, "GET", "", "/", http.Header{"Accept": {"*/*"}})
	for _, want := range []string{"GET     /_mock/clock ", "/oauth/v1/token -d", m.URL + "/_mock/", "any     /me "} {
		if resp.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("curl at / gets %s without %q:\n%s", resp.Status, want, body)
		}
	}
	if got := resp.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("curl at / gets %q, want plain text", got)
	}
}

var loaded = regexp.MustCompile(`(?:src|href)="([^"]+)"|from '\./([^']+)'`)

// TestEverythingComesFromTheMock follows the page to all that it loads.
func TestEverythingComesFromTheMock(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	paths, seen := []string{"/_mock/", "/favicon.ico", "/_mock/ui/graphiql/graphiql.js", "/_mock/ui/graphiql/graphiql.css",
		"/_mock/ui/graphiql/LICENSES.txt", "/_mock/ui/page/graphiql.css"}, map[string]bool{}
	for len(paths) > 0 {
		path := paths[0]
		paths = paths[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		resp, body := send(t, m, "GET", "", path, nil)
		policy := resp.Header.Get("Content-Security-Policy")
		if resp.StatusCode != http.StatusOK || !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") ||
			strings.Contains(policy, "unsafe") || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %s with %v, want 200 and a strict policy", path, resp.Status, resp.Header)
		}
		tagged, _ := send(t, m, "GET", "", path, http.Header{"If-None-Match": {resp.Header.Get("ETag")}})
		if tagged.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its ETag: %s, want 304", path, tagged.Status)
		}
		whole, plain := send(t, m, "GET", "", path, http.Header{"Accept-Encoding": {"identity"}})
		if plain != body || whole.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: other bytes without compression", path)
		}
		if strings.Contains(path, "graphiql/") {
			continue
		}
		for _, found := range loaded.FindAllStringSubmatch(body, -1) {
			if found[2] != "" {
				found[1] = "/_mock/ui/page/" + found[2]
			}
			paths = append(paths, found[1])
		}
	}
	for _, name := range []string{"/_mock/ui/page/app.js", "/_mock/ui/page/requests.js", "/_mock/ui/page/page.css"} {
		if !seen[name] {
			t.Errorf("the page does not load %s", name)
		}
	}
	if got := m.Tally().Requests; got != 0 {
		t.Errorf("the journal has %d of these requests, want none", got)
	}
}

func TestOnlyTheMocksOwnAddressHasTheDashboard(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ControlToken: "let-me-in"})
	for _, tt := range []struct {
		host, path string
		want       int
	}{
		{"", "/_mock/", 200}, {"", "/_mock/ui/page/app.js", 200}, {"", "/_mock/clock", 401}, {"", "/_mock/ui/", 401},
		{"", "/_mock/ui/page/none.js", 401}, {"", "/_mock/ui/../clock", 401}, {"", "/_mock/ui/page/..%2f..%2fclock", 401},
		{"page.example", "/_mock/", 421}, {"page.example", "/_mock/ui/page/app.js", 421},
		{"api.dailymotion.com", "/_mock/", 404}, {"partner.api.dailymotion.com", "/_mock/ui/page/app.js", 404},
	} {
		if resp, _ := send(t, m, "GET", tt.host, tt.path, nil); resp.StatusCode != tt.want {
			t.Errorf("%s%s: %s, want %d", tt.host, tt.path, resp.Status, tt.want)
		}
	}
	if resp, _ := send(t, m, "GET", "", "/_mock/ui/page/none.js",
		http.Header{"Authorization": {"Bearer let-me-in"}}); resp.StatusCode != 404 {
		t.Errorf("a file that does not exist: %s, want 404", resp.Status)
	}
}

// TestThePageNeverMakesHTMLOfTexts: see page/dom.js.
func TestThePageNeverMakesHTMLOfTexts(t *testing.T) {
	t.Parallel()
	modules, err := filepath.Glob("page/*.js")
	if err != nil || len(modules) < 10 {
		t.Fatalf("%d modules, %v", len(modules), err)
	}
	forbidden := regexp.MustCompile(
		`(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc`)
	for _, name := range modules {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s has %q; use h and replace of dom.js", name, found)
		}
	}
}
