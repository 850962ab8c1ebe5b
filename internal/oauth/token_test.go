package oauth_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/authz"
)

// Each response to the letter, with its tokens cut out.
func TestAGrantAnswersWithTheVendorsMembersInOrder(t *testing.T) {
	t.Parallel()
	v := start(t)
	refresh := v.mustGrant(t, publicPath, with(passwordForm, "scope", "email")).RefreshToken
	for _, c := range []struct{ name, path, form, want string }{
		{"a password without a scope", publicPath, passwordForm,
			`{"access_token":"JWT","expires_in":36000,"refresh_token":"JWT","scope":"","token_type":"Bearer"}`},
		{"a password without version", publicPath, without(passwordForm, "version"),
			`{"access_token":"JWT","expires_in":36000,"refresh_token":"JWT","scope":"","token_type":"Bearer"}`},
		{"a password with members that nobody knows", publicPath, passwordForm + "&visitor_id=1&traffic_segment=2",
			`{"access_token":"JWT","expires_in":36000,"refresh_token":"JWT","scope":"","token_type":"Bearer"}`},
		{"a password with scopes", publicPath, with(passwordForm, "scope", " userinfo manage_videos  userinfo "),
			`{"access_token":"JWT","expires_in":36000,"refresh_token":"JWT","scope":"userinfo ` +
				`manage_videos","token_type":"Bearer"}`},
		{"a public key for itself", publicPath, publicForm,
			`{"access_token":"JWT","expires_in":36000,"scope":"","token_type":"Bearer"}`},
		{"a refresh", publicPath, "grant_type=refresh_token&client_id=k1&client_secret=s&scope=ignored&" +
			"refresh_token=" + refresh,
			`{"access_token":"JWT","expires_in":36000,"refresh_token":"JWT","scope":"email","token_type":"Bearer"}`},
		{"a private key", privatePath, privateForm,
			`{"access_token":"JWT","expires_in":3600,"refresh_token":null,"scope":"create_reports ` +
				`access_ads","token_type":"Bearer"}`},
	} {
		a := v.post(t, c.path, c.form)
		got := regexp.MustCompile(`eyJ0eXAiOiJK[\w.-]+`).ReplaceAllString(a.body, "JWT")
		if got != c.want || a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s, want 200 %s", c.name, a.StatusCode, got, c.want)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "Pragma": "no-cache",
		} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", c.name, name, got, want)
			}
		}
	}
}

func TestEveryScopeOfTheSheetsIsGranted(t *testing.T) {
	t.Parallel()
	v := start(t)
	const all = "email userinfo manage_videos manage_players manage_playlists manage_subtitles manage_podcasts " +
		"manage_likes " +
		"manage_subscriptions access_ads access_revenue create_reports delete_reports read_reports manage_reports " +
		"upload_videos " +
		"read_videos edit_videos delete_videos read_players read_playlists read_video_streams read write delete feed " +
		"manage_comments manage_tiles manage_friends manage_favorites manage_groups manage_records manage_features " +
		"manage_history ifttt read_insights manage_claim_rules delegate_account_management manage_analytics manage_player " +
		"manage_user_settings manage_collections manage_app_connections manage_applications manage_domains"
	for path, form := range map[string]string{publicPath: passwordForm, privatePath: privateForm} {
		if got := v.mustGrant(t, path, with(form, "scope", all)).Scope; got != all {
			t.Errorf("%s: scope = %q, want %q", path, got, all)
		}
	}
}

// All refusals of the public endpoint have one shape, with a code of RFC 6749.
func TestThePublicEndpointRefuses(t *testing.T) {
	t.Parallel()
	v := start(t)
	refresh := "grant_type=refresh_token&client_id=k1&client_secret=s&refresh_token="
	pair := v.mustGrant(t, publicPath, passwordForm)
	for _, c := range []struct{ name, form, code, text string }{
		{"nothing at all", "", "invalid_request", "Missing `grant_type' parameter."},
		{"no grant", without(passwordForm, "grant_type"), "invalid_request", "Missing `grant_type' parameter."},
		{"no key", without(passwordForm, "client_id"), "invalid_request", "Missing `client_id' parameter."},
		{"an empty key", with(passwordForm, "client_id", ""), "invalid_request", "Missing `client_id' parameter."},
		{"no secret", without(passwordForm, "client_secret"), "invalid_request", "Missing `client_secret' parameter."},
		{"no login", without(passwordForm, "username"), "invalid_request", "Missing `username' parameter."},
		{"no password", without(passwordForm, "password"), "invalid_request", "Missing `password' parameter."},
		{"no refresh token", refresh, "invalid_request", "Missing `refresh_token' parameter."},
		{"a grant that nobody knows", with(passwordForm, "grant_type", "magic"), "unsupported_grant_type",
			"The grant type `magic' is not supported."},
		{"a grant in capitals", with(passwordForm, "grant_type", "PASSWORD"), "unsupported_grant_type",
			"The grant type `PASSWORD' is not supported."},
		{"a scope that nobody knows", with(passwordForm, "scope", "email root"), "invalid_scope",
			"The scope `root' does not exist."},
		{"a scope that nobody knows, for a key alone", publicForm + "&scope=root", "invalid_scope",
			"The scope `root' does not exist."},
		{"a refresh token that nobody made", refresh + "x", "invalid_grant", "Invalid refresh token."},
		{"an access token to refresh with", refresh + pair.AccessToken, "invalid_grant", "Invalid refresh token."},
		{"a refresh token of another key", with(refresh+pair.RefreshToken, "client_id", "k9"), "invalid_grant",
			"Invalid refresh token."},
		{"a refresh token with more behind it", refresh + pair.RefreshToken + "x", "invalid_grant", "Invalid refresh token."},
		{"a key too long to carry", with(passwordForm, "client_id", strings.Repeat("k", 257)), "invalid_request",
			"Invalid `client_id' parameter: longer than 256 bytes."},
		{"a login that is no text", with(passwordForm, "username", "\xff"), "invalid_request",
			"Invalid `username' parameter: not valid UTF-8."},
		{"JSON", `{"grant_type":"password"}`, "invalid_request", "The request body is malformed: it is JSON, a form " +
			"is expected."},
	} {
		a := v.post(t, publicPath, c.form)
		want, _ := json.Marshal(map[string]string{"error": c.code, "error_description": c.text})
		if a.StatusCode != http.StatusBadRequest || a.body != string(want) {
			t.Errorf("%s: %d %s, want 400 %s", c.name, a.StatusCode, a.body, want)
		}
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control = %q, want no-store", c.name, got)
		}
	}
}

func TestThePrivateEndpointRefuses(t *testing.T) {
	t.Parallel()
	v := start(t)
	required := func(members ...string) string {
		var detail []string
		for _, m := range members {
			detail = append(detail, `{"loc":["body","`+m+`"],"msg":"field required","type":"value_error.missing"}`)
		}
		return `{"detail":[` + strings.Join(detail, ",") + `]}`
	}
	for _, c := range []struct {
		name, form string
		status     int
		want       string
	}{
		{"no scope", without(privateForm, "scope"), 422, required("scope")},
		{"an empty scope", with(privateForm, "scope", ""), 422, required("scope")},
		{"a scope of blanks", with(privateForm, "scope", "  "), 422, required("scope")},
		{"nothing at all", "", 422, required("grant_type", "client_id", "client_secret", "scope")},
		{"no key and no secret", without(privateForm, "client_id", "client_secret"), 422,
			required("client_id", "client_secret")},
		{"a key too long to carry", with(privateForm, "client_id", strings.Repeat("k", 257)), 422,
			`{"detail":[{"loc":["body","client_id"],"msg":"longer than 256 bytes","type":"value_error"}]}`},
		{"JSON", `{"scope":"email"}`, 422,
			`{"detail":[{"loc":["body"],"msg":"the request body is malformed: it is JSON, a form is ` +
				`expected","type":"value_error"}]}`},
		{"the password grant", passwordForm + "&scope=email", 400,
			"{\"error\":\"unsupported_grant_type\",\"error_description\":\"The grant type `password' is not supported, " +
				"private API keys use `client_credentials'.\"}"},
		{"a scope that nobody knows", with(privateForm, "scope", "root"), 400,
			"{\"error\":\"invalid_scope\",\"error_description\":\"The scope `root' does not exist.\"}"},
	} {
		a := v.post(t, privatePath, c.form)
		if a.StatusCode != c.status || a.body != c.want {
			t.Errorf("%s: %d %s, want %d %s", c.name, a.StatusCode, a.body, c.status, c.want)
		}
	}
}

func TestAGetIsNotAllowed(t *testing.T) {
	t.Parallel()
	v := start(t)
	for _, path := range []string{publicPath, privatePath} {
		a := v.do(t, "GET", path+"?"+passwordForm, nil, "")
		const want = `{"error":"invalid_request","error_description":"The token endpoint answers POST, not GET."}`
		if a.StatusCode != http.StatusMethodNotAllowed || a.body != want || a.Header.Get("Allow") != "POST" {
			t.Errorf("GET %s: %d %s, Allow %q, want 405 %s, Allow POST", path, a.StatusCode, a.body, a.Header.Get("Allow"), want)
		}
	}
}

func TestAFormHasAnEnd(t *testing.T) {
	t.Parallel()
	v := start(t)
	for _, path := range []string{publicPath, privatePath} {
		a := v.post(t, path, with(passwordForm, "padding", strings.Repeat("x", 64<<10)))
		if a.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, `"error":"invalid_request"`) ||
			!strings.Contains(a.body, "at most 65536") {
			t.Errorf("%s: %d %s, want 413 and the limit named", path, a.StatusCode, a.body)
		}
	}
}

func TestAFormIsTakenInAnyDress(t *testing.T) {
	t.Parallel()
	v := start(t)
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	multipart := part(
		"grant_type",
		"client_credentials",
	) + part(
		"client_id",
		"k",
	) + part(
		"client_secret",
		"s",
	) + part(
		"scope",
		"email",
	) + "--b--\r\n"
	basic := "Basic " + "azE6cw==" // k1:s
	for _, c := range []struct {
		name, path, contentType, authorization, form string
	}{
		{"urlencoded", publicPath, "application/x-www-form-urlencoded", "", passwordForm},
		{"urlencoded with a charset", publicPath, "application/x-www-form-urlencoded; charset=UTF-8", "", passwordForm},
		{"urlencoded under application/json", privatePath, "application/json", "", privateForm},
		{"urlencoded under nothing", publicPath, "", "", passwordForm},
		{"multipart", privatePath, "multipart/form-data; boundary=b", "", multipart},
		{"a key by HTTP Basic", publicPath, "application/x-www-form-urlencoded", basic,
			without(passwordForm, "client_id", "client_secret")},
		{"a private key by HTTP Basic", privatePath, "application/x-www-form-urlencoded", basic,
			without(privateForm, "client_id", "client_secret")},
		{"a bare percent sign in the password", publicPath, "application/x-www-form-urlencoded", "",
			without(passwordForm, "password") + "&password=100%"},
	} {
		header := http.Header{"Content-Type": {c.contentType}}
		if c.authorization != "" {
			header.Set("Authorization", c.authorization)
		}
		if a := v.do(t, "POST", c.path, header, c.form); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s, want 200", c.name, a.StatusCode, a.body)
		}
	}
}

func TestTheSwitches(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) {
		c.RefusePublicClientCredentials = true
		c.IgnoreUnknownScopes = true
		c.PrivateLifetime = 60e9
	})
	const want = "{\"error\":\"unauthorized_client\",\"error_description\":\"The grant type `client_credentials' " +
		"is not allowed for this API key.\"}"
	if a := v.post(t, publicPath, publicForm); a.StatusCode != 400 || a.body != want {
		t.Errorf("client_credentials of a public key: %d %s, want 400 %s", a.StatusCode, a.body, want)
	}
	got := v.mustGrant(t, privatePath, with(privateForm, "scope", "root email"))
	if got.Scope != "email" || got.ExpiresIn != 60 {
		t.Errorf("scope and expires_in = %q and %d, want email and 60", got.Scope, got.ExpiresIn)
	}
}

func TestAPublicTokenHasTheClaimsThatWereSeen(t *testing.T) {
	t.Parallel()
	v := start(t)
	claims := claimsOf(t, v.mustGrant(t, publicPath, passwordForm).AccessToken)
	iat := v.clock.Now().Unix()
	for name, want := range map[string]any{
		"aid": "k1", "rol": "can-manage-partners-reports can-adopt-users", "iat": float64(iat), "exp": float64(iat + 36000),
		"iss": nil, "aud": nil,
	} {
		if got := claims[name]; got != want {
			t.Errorf("claim %s = %v, want %v", name, got, want)
		}
	}
}

func TestAPrivateTokenHasTheClaimsOfTheSheet(t *testing.T) {
	t.Parallel()
	v := start(t)
	claims := claimsOf(t, v.mustGrant(t, privatePath, privateForm).AccessToken)
	iat := v.clock.Now().Unix()
	for name, want := range map[string]any{
		"iss": "https://partner.api.dailymotion.com", "aud": "k2", "our": "owner", "ooi": claims["sub"], "aid": nil,
		"scope": "create_reports access_ads", "iat": float64(iat), "exp": float64(iat + 3600),
	} {
		if got := claims[name]; got != want {
			t.Errorf("claim %s = %v, want %v", name, got, want)
		}
	}
	for _, name := range []string{"sub", "oid"} {
		if got, _ := claims[name].(string); !regexp.MustCompile(`^x[0-9a-z]{6}$`).MatchString(got) {
			t.Errorf("claim %s = %q, want an id such as x1fz4ii", name, got)
		}
	}
	again := claimsOf(t, start(t).mustGrant(t, privatePath, privateForm).AccessToken)
	other := claimsOf(t, v.mustGrant(t, privatePath, with(privateForm, "client_id", "k3")).AccessToken)
	if again["sub"] != claims["sub"] || other["sub"] == claims["sub"] {
		t.Errorf(
			"channels = %v, %v again and %v of another key, want the first two alike",
			claims["sub"],
			again["sub"],
			other["sub"],
		)
	}
}

func TestARefreshGivesAnotherAccessTokenAndTheSameRefreshToken(t *testing.T) {
	t.Parallel()
	v := start(t)
	first := v.mustGrant(t, publicPath, with(passwordForm, "scope", "email"))
	form := "grant_type=refresh_token&client_id=k1&client_secret=s&refresh_token=" + first.RefreshToken
	seen := map[string]bool{first.AccessToken: true}
	for range 3 { // while the clock stands still
		next := v.mustGrant(t, publicPath, form)
		if next.RefreshToken != first.RefreshToken {
			t.Errorf("refresh token = %q, want the one that was sent", next.RefreshToken)
		}
		if seen[next.AccessToken] {
			t.Errorf("access token %q was given before", next.AccessToken)
		}
		seen[next.AccessToken] = true
	}
	for token := range seen {
		if a := v.do(
			t,
			"GET",
			"/public",
			bearer(token),
			"",
		); a.StatusCode != 200 ||
			!strings.Contains(a.body, authz.RoleReports) {
			t.Errorf("an access token of the session answers %d %s, want 200 and the key's roles", a.StatusCode, a.body)
		}
	}
}
