package ui_test

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

var update = flag.Bool("update", false, "write the pictures of docs/dashboard.md")

// TestEachPageIsAccessible: axe finds nothing serious on any page, light and dark, wide and narrow. With -update it
// takes the pictures of docs/dashboard.md; go test -artifacts keeps all.
func TestEachPageIsAccessible(t *testing.T) {
	slow.Test(t)
	t.Parallel()
	script := axe(t)
	b := start(t)
	b.with("pages", "", dailymock.Options{ReportTakes: 30 * time.Minute, JournalBodies: 4096},
		func(b *browser, m *dailymocktest.Mock) {
			someTraffic(b, m)
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{1100, 390} {
					b.look(width, 700, scheme)
					for _, page := range []string{"requests", "reports", "faults", "deliveries", "world", "graphql", "start"} {
						b.show(page)
						b.open(page)
						name := page + "-" + scheme
						if width < 1000 {
							name += "-narrow"
						}
						b.accessible(script, name)
						b.keep(name)
					}
				}
			}
		})
}

// someTraffic makes a mock look used.
func someTraffic(b *browser, m *dailymocktest.Mock) {
	m.MustAsk(b, "VIEWS", "DAY")
	m.Advance(time.Hour)
	m.MustStatus(b, m.MustAsk(b, "VIEWS", "VIDEO_TITLE"))
	if err := m.SetFaults("dyntube-500", "rest-500=3"); err != nil {
		b.Fatal(err)
	}
	for _, path := range []string{
		"/videos?fields=id,title&limit=3", "/users?fields=id,nonsense", "/user/harbour-news?fields=id,screenname",
		"/video/xnope", "/v1/logs/data",
	} {
		send(b.T, m, http.MethodGet, "", path, nil)
	}
}

// open shows on a page what a person opens there first.
func (b *browser) open(page string) {
	switch page {
	case "requests":
		b.has(".row", "/users")
		b.run(`[...document.querySelectorAll('.row')].find((row) => row.textContent.includes('/users')).click()`)
		b.has(".detail", "Repeat it")
	case "reports":
		b.press("Show rows of report")
		b.until(`document.querySelector('.chart')`)
		b.run(`document.querySelector('.chart').closest('.card').scrollIntoView()`)
	case "faults":
		b.has("td", "dyntube-500")
	case "deliveries":
		b.has("main", "E-mails")
	case "world":
		b.press("Videos of Harbour News")
		b.has("h3", "Videos of Harbour News")
	case "graphql":
		b.until(`document.querySelector('.graphiql-execute-button')`)
		b.until(`document.querySelectorAll('.CodeMirror').length >= 3`)
		b.run(`document.querySelector('.graphiql-execute-button').click()`)
		b.until(`document.querySelector('.result-window').textContent.includes('}')`)
	case "start":
		b.has("pre", "oauth/v1/token")
	}
}

// keep keeps a picture of the page.
func (b *browser) keep(name string) {
	b.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.ArtifactDir(), name+".png")
	if *update && (name == "requests-light" || name == "reports-dark" || name == "graphql-light") {
		file = filepath.Join("..", "..", "..", "docs", "dashboard", name+".png")
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		b.Fatal(err)
	}
}
