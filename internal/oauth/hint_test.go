package oauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/oauth"
)

// TestScopesWithOtherSeparators: passport's default separator is a comma, and clients encode lists in other ways.
func TestScopesWithOtherSeparators(t *testing.T) {
	t.Parallel()
	v := start(t)
	lenient := start(t, func(c *oauth.Config) { c.IgnoreUnknownScopes = true })
	for asked, want := range map[string]string{
		"email,userinfo":          "email userinfo",
		"email, userinfo":         "email userinfo",
		"email;manage_videos":     "email manage_videos",
		"email+userinfo":          "email userinfo",
		"email|userinfo":          "email userinfo",
		`["email","userinfo"]`:    "email userinfo",
		"email%20userinfo":        "email userinfo",
		"email%2Cuserinfo":        "email userinfo",
		"Manage_Videos":           "manage_videos",
		"manage-video":            "manage_videos",
		"email,root":              "email",
		"email root":              "",
		"root":                    "",
		"https://scope.example/a": "",
	} {
		for path, form := range map[string]string{publicPath: passwordForm, privatePath: privateForm} {
			form := with(form, "scope", asked)
			got := v.post(t, path, form)
			hint := "try `" + want + "'."
			if got.StatusCode != 400 || strings.Contains(got.body, "blanks: try") != (want != "") ||
				want != "" && (!strings.Contains(got.body, hint) || !strings.Contains(got.Header.Get("X-Mock-Notice"), hint)) {
				t.Errorf("%s %q: %s %s, want 400 with %q", path, asked, got.Status, got.body, want)
			}
			got = lenient.post(t, path, form)
			notice := got.Header.Get("X-Mock-Notice")
			if got.StatusCode != 200 || !strings.Contains(notice, "was left out.") ||
				strings.Contains(notice, "blanks: try") != (want != "") || want != "" && !strings.Contains(notice, hint) {
				t.Errorf("%s %q, unknown scopes ignored: %s, notice %q, want 200 and a notice with %q", path, asked, got.Status,
					notice, want)
			}
		}
	}
	if got := lenient.post(t, publicPath, passwordForm); got.Header.Get("X-Mock-Notice") != "" {
		t.Errorf("known scopes: notice %q, want none", got.Header.Get("X-Mock-Notice"))
	}
}

func TestTheConsentPageHintsAtScopes(t *testing.T) {
	t.Parallel()
	query := url.Values{"response_type": {"code"}, "client_id": {"k"}, "mock_decision": {"allow"},
		"scope": {"email,userinfo"}, "redirect_uri": {"http://127.0.0.1/"}}
	for _, ignored := range []bool{false, true} {
		v := start(t, func(c *oauth.Config) { c.IgnoreUnknownScopes = ignored })
		got := v.browser(t).open(t, query)
		said := got.Header.Get("Location")
		if ignored {
			said = url.QueryEscape(got.Header.Get("X-Mock-Notice"))
		}
		want := url.QueryEscape("try `email userinfo'.")
		if got.StatusCode != http.StatusFound || !strings.Contains(said, want) {
			t.Errorf("unknown scopes ignored %v: %s %q, want %q", ignored, got.Status, said, want)
		}
	}
}

// TestParametersInTheQuery: a POST with an empty body, and all in its query, is refused with a hint.
func TestParametersInTheQuery(t *testing.T) {
	t.Parallel()
	v := start(t)
	for path, form := range map[string]string{publicPath: passwordForm, privatePath: privateForm} {
		got := v.post(t, path+"?"+form, "")
		said := got.Header.Get("X-Mock-Notice")
		if got.StatusCode < 400 || !strings.Contains(said, "`grant_type'") || !strings.Contains(said, "body") {
			t.Errorf("%s: %s, notice %q, want a hint about the body", path, got.Status, said)
		}
		if path == publicPath && !strings.Contains(got.body, said) {
			t.Errorf("%s: %s, want the hint in the description", path, got.body)
		}
		got = v.post(t, path+"?client_secret=s", without(form, "client_secret"))
		if said := got.Header.Get("X-Mock-Notice"); !strings.Contains(said, "`client_secret'") {
			t.Errorf("%s without a secret in the body: notice %q", path, said)
		}
		if got = v.post(t, path+"?x=1", ""); got.Header.Get("X-Mock-Notice") != "" {
			t.Errorf("%s with another query: notice %q, want none", path, got.Header.Get("X-Mock-Notice"))
		}
	}
}

// TestScopesAsAList: forms that libraries make of a list have no scope, or several.
func TestScopesAsAList(t *testing.T) {
	t.Parallel()
	v := start(t)
	for members, want := range map[string]string{
		"scope[]=email&scope[]=userinfo":   "`scope[]' has no effect",
		"scope%5B0%5D=email&scope[1]=feed": "`scope[0]' has no effect",
		"scope=email&scope=userinfo":       "more than one `scope'",
		"scope=email":                      "",
	} {
		got := v.post(t, publicPath, without(passwordForm, "scope")+"&"+members)
		notice := got.Header.Get("X-Mock-Notice")
		if got.StatusCode != 200 || (notice == "") != (want == "") || !strings.Contains(notice, want) {
			t.Errorf("%s: %s, notice %q, want 200, %q", members, got.Status, notice, want)
		}
	}
}
