package oauth_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
)

const refreshForm = "grant_type=refresh_token&client_id=k1&client_secret=s&refresh_token="

func TestALogoutEndsTheWholeSession(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, path string }{
		{"by the API", "/logout?access_token="},
		{"by JSONP", "/oauth/logout?callback=done&access_token="},
	} {
		v := start(t)
		other := v.mustGrant(t, publicPath, passwordForm)
		first := v.mustGrant(t, publicPath, passwordForm)
		second := v.mustGrant(t, publicPath, refreshForm+first.RefreshToken)
		v.do(t, "GET", "/public", bearer(first.AccessToken), "") // so that it is remembered
		if a := v.do(t, "GET", c.path+second.AccessToken, nil, ""); a.StatusCode != 200 {
			t.Fatalf("%s: %d %s, want 200", c.name, a.StatusCode, a.body)
		}
		for _, token := range []string{first.AccessToken, second.AccessToken} {
			if a := v.do(t, "GET", "/public", bearer(token), ""); !strings.HasPrefix(a.body, oauth.ErrRevoked.Error()) {
				t.Errorf("%s: a token of the session answers %d %s, want %v", c.name, a.StatusCode, a.body, oauth.ErrRevoked)
			}
		}
		if a := v.post(
			t,
			publicPath,
			refreshForm+first.RefreshToken,
		); a.StatusCode != 400 ||
			!strings.Contains(a.body, "Invalid refresh token.") {
			t.Errorf("%s: a refresh answers %d %s, want invalid_grant", c.name, a.StatusCode, a.body)
		}
		if a := v.do(t, "GET", "/public", bearer(other.AccessToken), ""); a.StatusCode != 200 {
			t.Errorf("%s: another session of the same user answers %d %s, want 200", c.name, a.StatusCode, a.body)
		}
	}
}

// Servers that share a ledger make the same nonces, if their clocks say so.
func TestALogoutEndsNobodyElsesSession(t *testing.T) {
	t.Parallel()
	ledger := oauth.NewRevocations()
	share := func(c *oauth.Config) { c.Revocations = ledger }
	one, two := start(t, share), start(t, share)
	mine := one.mustGrant(t, publicPath, passwordForm)
	for _, c := range []struct{ name, form string }{
		{"another key's", with(passwordForm, "client_id", "k9")},
		{"another user's", with(passwordForm, "username", "john")},
	} {
		theirs := start(t, share).mustGrant(t, publicPath, c.form)
		if claimsOf(t, mine.AccessToken)["sid"] != claimsOf(t, theirs.AccessToken)["sid"] {
			t.Fatalf("%s: the sessions do not have the same id, so that this test shows nothing", c.name)
		}
		one.do(t, "GET", "/logout", bearer(mine.AccessToken), "")
		if a := two.do(t, "GET", "/public", bearer(theirs.AccessToken), ""); a.StatusCode != 200 {
			t.Errorf("%s token: %d %s, want 200", c.name, a.StatusCode, a.body)
		}
	}
}

func TestALogoutByJSONPEndsTheSignIn(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	b.mustSee(t, codeQuery())
	resp, err := b.client.Get(v.URL + "/oauth/logout?callback=cb")
	b.read(t, resp, err)
	if a := b.open(t, codeQuery()); !strings.Contains(a.body, `name="password"`) {
		t.Errorf("after it the consent page = %s, want the sign-in", a.body)
	}
}

func TestALogoutAnswersAsTheVendorDoes(t *testing.T) {
	t.Parallel()
	v := start(t)
	token := func() string { return v.mustGrant(t, publicPath, passwordForm).AccessToken }
	for _, c := range []struct {
		name, path string
		status     int
		kind, want string
	}{
		{"by JSONP", "/oauth/logout?callback=DM.cb_1-a&access_token=" + token(), 200, "application/javascript",
			`/**/DM.cb_1-a([]);`},
		{"by JSONP without a callback", "/oauth/logout?access_token=" + token(), 200, "application/json", `[]`},
		{"by JSONP with a bad token", "/oauth/logout?callback=cb&access_token=x", 200, "application/javascript",
			`/**/cb({"error":{"code":401,"message":"The access token is invalid.","type":"access_forbidden"}});`},
		{"a callback that is a script", "/oauth/logout?callback=alert(1)//", 400, "application/json",
			"{\"error\":{\"more_info\":\"https://developer.dailymotion.com/api#error-codes\",\"code\":400," +
				"\"message\":\"Invalid value for `callback' parameter\",\"type\":\"invalid_parameter\"," +
				"\"error_data\":{\"param\":\"callback\"}}}"},
	} {
		a := v.do(t, "GET", c.path, nil, "")
		if a.StatusCode != c.status || a.body != c.want || !strings.HasPrefix(a.Header.Get("Content-Type"), c.kind) {
			t.Errorf(
				"%s: %d %s %s, want %d %s %s",
				c.name,
				a.StatusCode,
				a.Header.Get("Content-Type"),
				a.body,
				c.status,
				c.kind,
				c.want,
			)
		}
	}
}

func TestARotatedRefreshTokenServesOnce(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) { c.RotateRefreshTokens = true })
	first := v.mustGrant(t, publicPath, passwordForm)
	second := v.mustGrant(t, publicPath, refreshForm+first.RefreshToken)
	if second.RefreshToken == first.RefreshToken {
		t.Fatal("the refresh token stayed the same, want another")
	}
	third := v.mustGrant(t, publicPath, refreshForm+second.RefreshToken)
	if a := v.post(t, publicPath, refreshForm+first.RefreshToken); a.StatusCode != 400 {
		t.Errorf("a refresh token used twice: %d %s, want 400", a.StatusCode, a.body)
	}
	if a := v.post(t, publicPath, refreshForm+third.RefreshToken); a.StatusCode != 400 {
		t.Errorf("the newest refresh token after that: %d %s, want 400", a.StatusCode, a.body)
	}
	if a := v.do(t, "GET", "/public", bearer(third.AccessToken), ""); a.StatusCode != 401 {
		t.Errorf("the access token after that: %d %s, want 401", a.StatusCode, a.body)
	}
}

func TestARefreshTokenMayHaveAnEnd(t *testing.T) {
	t.Parallel()
	for name, host := range map[string]string{"JWT": "graphql.api.dailymotion.com", "opaque": "api.dailymotion.com"} {
		v := start(t, func(c *oauth.Config) { c.RefreshLifetime = 90 * 24 * time.Hour })
		form := refreshForm + v.mustGrantAt(t, host, passwordForm).RefreshToken
		v.clock.Advance(90*24*time.Hour - time.Second)
		v.mustGrantAt(t, host, form)
		v.clock.Advance(time.Second)
		if a := v.post(t, publicPath, form); a.StatusCode != 400 {
			t.Errorf("%s: a refresh after its end: %d %s, want 400", name, a.StatusCode, a.body)
		}
	}
}

func TestStickyScopesLastUntilLogout(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) { c.StickyScopes = true })
	grant := func(scope, login string) tokens {
		return v.mustGrant(t, publicPath, with(passwordForm, "scope", scope, "username", login))
	}
	first := grant("email", "jane")
	if got := grant("email userinfo", "jane").Scope; got != "email" {
		t.Errorf("scope asked for a second time = %q, want the first: email", got)
	}
	if got := grant("userinfo", "john").Scope; got != "userinfo" {
		t.Errorf("scope of another user = %q, want userinfo", got)
	}
	v.do(t, "GET", "/logout", bearer(first.AccessToken), "")
	if got := grant("userinfo", "jane").Scope; got != "userinfo" {
		t.Errorf("scope after a logout = %q, want userinfo", got)
	}
}

// The ledger is all that a restart must not lose.
func TestALogoutOutlivesARestart(t *testing.T) {
	t.Parallel()
	ledger := oauth.NewRevocations()
	keep := func(c *oauth.Config) { c.Revocations = ledger }
	before := start(t, keep)
	token := before.mustGrant(t, publicPath, passwordForm).AccessToken
	before.do(t, "GET", "/logout", bearer(token), "")
	after := start(t, keep) // at the very same instant
	if a := after.do(t, "GET", "/public", bearer(token), ""); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("the token after a restart: %d %s, want 401", a.StatusCode, a.body)
	}
	again := after.mustGrant(t, publicPath, passwordForm).AccessToken
	if a := after.do(t, "GET", "/public", bearer(again), ""); a.StatusCode != 200 {
		t.Errorf("a new session at the instant of the old one: %d %s, want 200", a.StatusCode, a.body)
	}
}
