package oauth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/testing/chromium"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

func withoutScripts(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(
		ctx,
		t,
		emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true},
	)
	return chromedp.Void{}, err
}

// look keeps a picture of the page, for a person to look at: go test -artifacts.
func look(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A person, a real browser and no JavaScript.
func TestAPersonGoesThroughTheConsentPage(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	v := start(t, func(c *oauth.Config) {
		c.Directory = listing{keys: []oauth.Key{
			{
				ID:          "acme",
				Kind:        oauth.Public,
				Name:        "Acme Uploader",
				Description: "Publishes what you cut, the moment you cut it.",
				Picture: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect " +
					"width='8' height='8' fill='teal'/%3E%3Ccircle cx='4' cy='4' r='2' fill='white'/%3E%3C/svg%3E",
			},
		}}
	})
	client := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<title>back at the client</title><h1>Thank you</h1>"))
	}))
	t.Cleanup(client.Close)
	page := func(display string) string {
		return v.URL + "/oauth/authorize?" + url.Values{
			"response_type": {"code"}, "client_id": {"acme"}, "redirect_uri": {client.URL + "/back"}, "display": {display},
			"scope": {"email manage_videos delegate_account_management"}, "state": {"s <1>"},
		}.Encode()
	}
	ctx := chromium.Start(t)
	must := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err)
		}
	}
	css := func(selector string) chromedp.CSS { return chromedp.CSS(selector) }
	press := func(decision string) {
		t.Helper()
		if _, err := chromedp.RunResponse(ctx, chromedp.Click(css(`button[value="`+decision+`"]`))); err != nil {
			t.Fatalf("pressing %s: %v", decision, err)
		}
	}
	back := func() url.Values {
		t.Helper()
		where, err := chromedp.Run(ctx, chromedp.Location())
		u, parseErr := url.Parse(where)
		if err != nil || parseErr != nil || !strings.HasPrefix(where, client.URL+"/back?") ||
			u.Query().Get("state") != "s <1>" {
			t.Fatalf("the browser is at %q (%v), want the client's callback and the state", where, err)
		}
		return u.Query()
	}

	must(
		withoutScripts,
		chromedp.EmulateViewport(900, 700),
		chromedp.Navigate(page("page")),
		chromedp.WaitVisible(css(`input[name="password"]`)),
	)
	look(ctx, t, "sign-in")
	must(
		chromedp.SendKeys(css(`input[name="username"]`), "jane@example.com"),
		chromedp.SendKeys(css(`input[name="password"]`), "wrong-password"),
	)
	press("sign-in")
	must(chromedp.WaitVisible(css(`.error`)))
	look(ctx, t, "sign-in-failed")
	must(chromedp.SendKeys(css(`input[name="password"]`), "p\r"), chromedp.WaitVisible(css(`button[value="allow"]`)))
	look(ctx, t, "consent")
	if width, err := chromedp.Run(
		ctx,
		chromedp.JavascriptAttribute[int](css(`img`), "naturalWidth"),
	); err != nil ||
		width == 0 {
		t.Errorf("the key's picture is %d pixels wide (%v), want it shown", width, err)
	}
	must(chromedp.EmulateViewport(500, 520), chromedp.Navigate(page("popup")))
	look(ctx, t, "consent-popup")
	must(chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile), chromedp.Navigate(page("mobile")))
	look(ctx, t, "consent-mobile")

	press("deny")
	if got := back().Get("error"); got != "access_denied" {
		t.Errorf("denied: error = %q, want access_denied", got)
	}
	must(chromedp.EmulateViewport(900, 700), chromedp.Navigate(page("page")), chromedp.Click(css(`input[value="email"]`)))
	press("allow")
	got := v.mustGrant(t, publicPath, url.Values{
		"grant_type": {
			"authorization_code",
		},
		"client_id":     {"acme"},
		"client_secret": {"s"},
		"code":          {back().Get("code")},
		"redirect_uri":  {client.URL + "/back"},
	}.Encode())
	if want := "manage_videos delegate_account_management"; got.Scope != want {
		t.Errorf("scope = %q, want what was left ticked: %q", got.Scope, want)
	}
	must(
		chromedp.Navigate(v.URL+"/oauth/authorize?client_id=acme&redirect_uri=http://example.com/"),
		chromedp.WaitVisible(css(`.error`)),
	)
	look(ctx, t, "fault")
}
