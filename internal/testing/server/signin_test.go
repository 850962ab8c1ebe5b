package server_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

func TestReportsNeedTheirScope(t *testing.T) {
	t.Parallel()
	c := privateClient(dailymocktest.Start(t, dailymock.Options{}), "key")
	c.form.Set("scope", "manage_videos")
	token, r := c.ask(t, input(nil))
	if token != "" || len(r.Errors) != 1 || r.Errors[0].Type != "forbidden" || r.Errors[0].Reason != "insufficient_scope" {
		t.Errorf("without create_reports: token %q, errors %+v, want forbidden", token, r.Errors)
	}
}

func TestRevenueNeedsItsScopeWhereAskedFor(t *testing.T) {
	t.Parallel()
	earnings := input(map[string]any{"metrics": "ESTIMATED_EARNINGS_EUR"})
	for _, c := range []struct {
		required bool
		scope    string
		pass     bool
	}{
		{false, "create_reports", true},
		{true, "create_reports", false},
		{true, "create_reports access_revenue", true},
	} {
		m := dailymocktest.Start(t, dailymock.Options{SignIn: dailymock.SignIn{RevenueScopeRequired: c.required}})
		client := privateClient(m, "key")
		client.form.Set("scope", c.scope)
		if token, r := client.ask(t, earnings); (token != "") != c.pass {
			t.Errorf("required %v, scope %q: token %q, errors %+v", c.required, c.scope, token, r.Errors)
		}
	}
}

// TestSessionEndsEverywhere signs in, looks at itself, signs out.
func TestSessionEndsEverywhere(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	c := publicClient(m, "key")
	c.signIn(t)
	get := func(path string) (int, string) { return as(t, m, "", "GET "+path, "Authorization", "Bearer "+c.token) }
	if code, body := get("/auth"); code != http.StatusOK || !strings.Contains(body, `"username":"ana"`) {
		t.Errorf("/auth = %d %s, want ana", code, body)
	}
	token := c.mustAsk(t, input(nil))
	if code, body := get("/logout"); code != http.StatusOK || body != "{}" {
		t.Errorf("/logout = %d %s, want 200 {}", code, body)
	}
	if code, _ := get("/auth"); code != http.StatusUnauthorized {
		t.Errorf("/auth after the logout = %d, want 401", code)
	}
	resp, err := http.Post(
		m.URL+"/?access_token="+url.QueryEscape(c.token),
		"application/json",
		strings.NewReader(`{"query": "{ partner { id } }"}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("GraphQL after the logout = %d, want 401", resp.StatusCode)
	}
	c.signIn(t)
	if status, _ := c.poll(t, token); status == "" {
		t.Error("the report is unknown to the next session, want it known")
	}
}

// TestConsentPageIsServed on the hosts that have it.
func TestConsentPageIsServed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	query := "?response_type=code&client_id=key&scope=userinfo&redirect_uri=" + url.QueryEscape("http://127.0.0.1:9/cb")
	for host, want := range map[string]int{
		"": 200, "//www.dailymotion.com": 200, "//api.dailymotion.com": 200, "//graphql.api.dailymotion.com": 404,
	} {
		got := server.Call(t, m, "GET", host+"/oauth/authorize"+query, "")
		if got.StatusCode != want || want == 200 && !strings.Contains(got.Text, "<form") {
			t.Errorf("%s: %d %.80s, want %d", host, got.StatusCode, got.Text, want)
		}
	}
}

// strictWorld lists one key of each kind and two users.
const strictWorld = `
partners: [{name: Studio, channels: [{slug: ana}]}]
keys:
  - {id: door, secret: open, kind: public, roles: [can-manage-partners-reports]}
  - {id: desk, secret: shut, kind: private, scopes: [create_reports]}
users:
  - {login: ana, password: pass}
  - {login: eve, password: pass, suspended: true}
`

func TestStrictSignInTakesWhatIsListed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{World: []byte(strictWorld), SignIn: dailymock.SignIn{Strict: true}})
	public := func(key, secret, login, password string) url.Values {
		return url.Values{
			"grant_type": {
				"password",
			},
			"client_id":     {key},
			"client_secret": {secret},
			"username":      {login},
			"password":      {password},
		}
	}
	private := func(key, secret, scope string) url.Values {
		return url.Values{
			"grant_type":    {"client_credentials"},
			"client_id":     {key},
			"client_secret": {secret},
			"scope":         {scope},
		}
	}
	for _, c := range []struct {
		name, path string
		form       url.Values
		want       string // "" passes
	}{
		{"a listed user", "/oauth/token", public("door", "open", "ana", "pass"), ""},
		{"a wrong password", "/oauth/token", public("door", "open", "ana", "word"), "invalid_grant"},
		{"nobody", "/oauth/token", public("door", "open", "bob", "pass"), "invalid_grant"},
		{"a suspended user", "/oauth/token", public("door", "open", "eve", "pass"), "invalid_grant"},
		{"a wrong secret", "/oauth/token", public("door", "shut", "ana", "pass"), "invalid_client"},
		{"an unlisted key", "/oauth/token", public("gate", "open", "ana", "pass"), "invalid_client"},
		{"a private key at the public door", "/oauth/token", public("desk", "shut", "ana", "pass"), "invalid_client"},
		{"a private key", "/oauth/v1/token", private("desk", "shut", "create_reports"), ""},
		{"a scope that it does not have", "/oauth/v1/token", private("desk", "shut", "manage_videos"), "invalid_scope"},
		{"a public key at the private door", "/oauth/v1/token", private("door", "open", "create_reports"), "invalid_client"},
	} {
		resp, err := http.PostForm(m.URL+c.path, c.form)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if passed := resp.StatusCode == http.StatusOK; passed != (c.want == "") || !strings.Contains(string(body), c.want) {
			t.Errorf("%s: %d %s, want %q", c.name, resp.StatusCode, body, c.want)
		}
	}
}
