package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/testing/chromium"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// A page is one of examples/browser, in a browser for which the vendor's hosts are a mock. The page comes from another
// site.
type page struct {
	*testing.T
	context.Context
	mock *dailymock.Server
}

func openPage(t *testing.T, name string) page {
	t.Helper()
	mock, err := dailymock.New(dailymock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mock.Close() })
	vendor := httptest.NewTLSServer(mock)
	t.Cleanup(vendor.Close)
	site := httptest.NewServer(http.FileServer(http.Dir("../../../examples/browser")))
	t.Cleanup(site.Close)
	u, err := url.Parse(vendor.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := page{t, chromium.Start(t, "MAP *.dailymotion.com "+u.Host), mock}
	p.must(chromedp.Navigate(site.URL+"/"+name), chromedp.WaitVisible(chromedp.CSS("button")))
	return p
}

func (p page) must(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.Context, steps...); err != nil {
		p.Fatal(err)
	}
}

// fill writes into the page's form.
func (p page) fill(name, value string) {
	p.Helper()
	p.must(chromedp.SetValue(chromedp.CSS(`input[name="`+name+`"]`), value))
}

// submit sends the form, and returns what the page says then.
func (p page) submit() string {
	p.Helper()
	const clear = `document.querySelector("output").textContent = ""`
	if _, err := chromedp.Run(p.Context, chromedp.Evaluate[any](clear)); err != nil {
		p.Fatal(err)
	}
	p.must(chromedp.Click(chromedp.CSS("button")))
	said, err := chromedp.Run(p.Context, chromedp.Poll[string](`document.querySelector("output").textContent`,
		chromedp.WithPollingTimeout(time.Minute)))
	if err != nil {
		p.Fatal(err)
	}
	return said
}

func TestAPageRefreshesATokenOfAnotherSite(t *testing.T) {
	slow.Test(t)
	t.Parallel()
	p := openPage(t, "refresh.html")
	refresh, _ := p.mock.Token(dailymock.TokenOrder{Kind: "public", Key: "k", Login: "ana"}).RefreshToken.(string)
	p.fill("client_id", "k")
	p.fill("client_secret", "s")
	p.fill("refresh_token", refresh)
	if got, want := p.submit(), "valid for 36000 seconds, GraphQL answers as Query"; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
	p.fill("refresh_token", "another")
	if got, want := p.submit(), "invalid_grant: Invalid refresh token."; got != want {
		t.Errorf("the page says %q, want the error of the token endpoint: %q", got, want)
	}
}

func TestAPageUploadsToAnotherSite(t *testing.T) {
	slow.Test(t)
	t.Parallel()
	p := openPage(t, "upload.html")
	file := filepath.Join(t.TempDir(), "film é.mp4")
	if err := os.WriteFile(file, []byte(strings.Repeat("film ", 100_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	token := p.mock.Token(dailymock.TokenOrder{Kind: "public", Key: "k", Login: "ana", Scopes: []string{"manage_videos"}})
	p.fill("token", token.AccessToken)
	p.fill("title", "From a page")
	p.must(chromedp.SetUploadFiles(chromedp.CSS(`input[name="file"]`), []string{file}))
	got := p.submit()
	if !strings.HasPrefix(got, "500000 bytes became the video x") || !strings.HasSuffix(got, ": From a page") {
		t.Errorf("the page says %q, want the new video", got)
	}
	bar, err := chromedp.Run(p.Context, chromedp.Evaluate[float64](`document.querySelector("progress").value`))
	if err != nil || bar != 1 {
		t.Errorf("the bar is at %v (%v), want 1", bar, err)
	}
	p.fill("token", "wrong")
	if got, want := p.submit(), "failed: The access token is invalid."; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
}
