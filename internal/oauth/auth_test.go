package oauth_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/authz"
)

func TestAGrantIsTheSameHoweverTheTokenComes(t *testing.T) {
	t.Parallel()
	v := start(t)
	token := v.mustGrant(t, publicPath, passwordForm).AccessToken
	want := grantOf(v.do(t, "GET", "/auth", bearer(token), ""))
	for name, got := range map[string]answer{
		"OAuth": v.do(t, "GET", "/auth", http.Header{"Authorization": {"OAuth " + token}}, ""),
		"query": v.do(t, "GET", "/auth?access_token="+token, nil, ""),
		"form":  v.post(t, "/auth", "access_token="+token),
	} {
		if got := grantOf(got); got != want || got == "" {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// grantOf is what an echo says of the grant.
func grantOf(a answer) string {
	grant, _, _ := strings.Cut(a.body, `,"Body"`)
	return grant
}

// Each way in which a token can be bad has a response of its own.
func TestRESTTurnsAway(t *testing.T) {
	t.Parallel()
	v := start(t)
	token := func(path, form string) string { return v.mustGrant(t, path, form).AccessToken }
	ended := token(publicPath, passwordForm)
	v.do(t, "GET", "/logout", bearer(ended), "")
	for _, c := range []struct {
		name          string
		authorization string
		status        int
		code, message string // code "" means no WWW-Authenticate
	}{
		{"no token", "", 403, "", "This route needs an access token."},
		{"garbage", "Bearer x", 401, "invalid_token", "The access token is invalid."},
		{"an expired one", "Bearer " + token(publicPath, with(passwordForm, "client_id", "expired-token")), 401,
			"invalid_token", "The access token has expired."},
		{"one after logout", "Bearer " + ended, 401, "invalid_token", "The access token has been revoked."},
		{"one of a private key", "Bearer " + token(privatePath, privateForm), 401, "invalid_token",
			"The access token was made for another kind of API key, which has hosts of its own."},
		{"a malformed header", "Token x", 400, "invalid_request", "The header Authorization must read `Bearer <token>'."},
	} {
		header := http.Header{}
		if c.authorization != "" {
			header.Set("Authorization", c.authorization)
		}
		a := v.do(t, "GET", "/rest", header, "")
		var got struct {
			Error struct {
				Code          int
				Message, Type string
			}
		}
		if err := json.Unmarshal(
			[]byte(a.body),
			&got,
		); err != nil || a.StatusCode != c.status || got.Error.Code != c.status || got.Error.Message != c.message ||
			got.Error.Type != "access_forbidden" {
			t.Errorf("%s: %d %s, want %d and %q", c.name, a.StatusCode, a.body, c.status, c.message)
		}
		challenge := ""
		if c.code != "" {
			challenge = `Bearer error="` + c.code + `", error_description="` + c.message + `"`
		}
		if got := a.Header.Get(
			"WWW-Authenticate",
		); got != challenge ||
			challenge == "" && a.Header.Values("WWW-Authenticate") != nil {
			t.Errorf("%s: WWW-Authenticate = %q, want %q", c.name, got, challenge)
		}
		// What the official SDKs look for in it (docs/spec/oauth.md#bad-tokens).
		if m := regexp.MustCompile(
			`error="(.*?)"(?:, error_description="(.*?)")?`,
		).FindStringSubmatch(
			challenge,
		); c.code != "" &&
			(m == nil || m[1] != c.code || m[2] != c.message) {
			t.Errorf("%s: an SDK reads %q", c.name, m)
		}
	}
}

func TestAnExpiredTokenMayHaveACodeOfItsOwn(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) { c.ExpiredTokenCode = "expired_token" })
	token := v.mustGrant(t, publicPath, passwordForm).AccessToken
	v.clock.Advance(10 * time.Hour)
	a := v.do(t, "GET", "/rest", bearer(token), "")
	if got, want := a.Header.Get(
		"WWW-Authenticate",
	), `Bearer error="expired_token", error_description="The access token has expired."`; got != want {
		t.Errorf("WWW-Authenticate = %q, want %q", got, want)
	}
}

func TestScopesAndRoles(t *testing.T) {
	t.Parallel()
	v := start(t)
	judge := oauth.NewIssuer(oauth.Config{Now: v.clock.Now})
	strict := oauth.NewIssuer(oauth.Config{Now: v.clock.Now, RevenueScopeRequired: true})
	g := oauth.Grant{Kind: oauth.Public, Scopes: []string{"email", "manage_videos"}, Roles: []string{"can-adopt-users"}}
	private := func(scopes ...string) oauth.Grant { return oauth.Grant{Kind: oauth.Private, Scopes: scopes} }
	for _, c := range []struct {
		name string
		got  error
		kind error
		want string
	}{
		{"a scope that is there", authz.RequireScope(g.Scopes, "POST /user/x/videos", "manage_videos"), nil, ""},
		{"one of two", authz.RequireScope(g.Scopes, "POST /video/x/subtitles", "manage_subtitles", "manage_videos"), nil, ""},
		{"a scope that is not there", authz.RequireScope(g.Scopes, "POST /user/x1/likes/x2", "manage_likes"), authz.ErrScope,
			"Unsufficient scope for `POST /user/x1/likes/x2', scope required: manage_likes"},
		{"a role that is there", authz.RequireRole(g.Roles, "POST /user/x/parents/y", "can-adopt-users"), nil, ""},
		{"a role that is not there", authz.RequireRole(nil, "POST /user/x/parents/y", "can-adopt-users"), authz.ErrRole,
			"Insufficient rights for route POST /user/x/parents/y. Required roles: can-adopt-users"},
		{"reports by role", oauth.Grant{Kind: oauth.Public, Roles: []string{authz.RoleReports}}.RequireReports(), nil, ""},
		{"reports without the role", g.RequireReports(), authz.ErrRole, "Insufficient rights for route " +
			"askPartnerReportFile. Required roles: can-manage-partners-reports"},
		{"reports by scope", private("create_reports").RequireReports(), nil, ""},
		{"reports by the scope of a working client", private("manage_reports").RequireReports(), nil, ""},
		{"reports without the scope", private("manage_videos").RequireReports(), authz.ErrScope,
			"Unsufficient scope for `askPartnerReportFile', scope required: create_reports, manage_reports"},
		{"revenue", judge.RequireRevenue(private()), nil, ""},
		{"revenue where the scope is required", strict.RequireRevenue(private("access_ads")), authz.ErrScope,
			"Unsufficient scope for `revenue metrics', scope required: access_revenue"},
		{"revenue where the scope is required and there", strict.RequireRevenue(private("access_revenue")), nil, ""},
		{"revenue of a public key, which has no such scope", strict.RequireRevenue(g), nil, ""},
	} {
		if !errors.Is(c.got, c.kind) || c.got != nil && c.got.Error() != c.want {
			t.Errorf("%s: %v, want %v: %s", c.name, c.got, c.kind, c.want)
		}
		if c.got == nil {
			continue
		}
		if v := judge.Denial(
			c.got,
		); v.Status != 403 || v.Type != "access_forbidden" || v.Message != c.want ||
			v.Challenge != "" {
			t.Errorf("%s: judged %+v, want 403 without a challenge", c.name, v)
		}
	}
}

func TestAnybodyIsAdmittedUnlessTheTokenIsBad(t *testing.T) {
	t.Parallel()
	v := start(t)
	if a := v.do(t, "GET", "/auth", bearer("x"), ""); a.StatusCode != 401 {
		t.Errorf("a bad token: %d %s, want 401", a.StatusCode, a.body)
	}
	if a := v.do(t, "GET", "/auth", nil, ""); a.StatusCode != 200 {
		t.Errorf("no token: %d %s, want 200", a.StatusCode, a.body)
	}
}

// Behind the vendor's host names the form of tokens tells api from graphql.
func TestTheHostDecidesTheFormOfTokens(t *testing.T) {
	t.Parallel()
	v := start(t)
	for _, c := range []struct {
		host, form string
		opaque     bool
		uid        bool
	}{
		{"api.dailymotion.com", passwordForm, true, true},
		{"API.dailymotion.com.:443", passwordForm, true, true},
		{"api.dailymotion.com", publicForm, true, false},
		{"graphql.api.dailymotion.com", passwordForm, false, false},
		{"graphql.api.dailymotion.com", publicForm, false, false},
		{"127.0.0.1:8080", passwordForm, false, false},
	} {
		got := v.mustGrantAt(t, c.host, c.form)
		if isJWT := strings.Count(got.AccessToken, ".") == 2; isJWT == c.opaque || (got.UID != "") != c.uid {
			t.Errorf("%s: token %q, uid %q, want opaque %v, a uid %v", c.host, got.AccessToken, got.UID, c.opaque, c.uid)
		}
		if c.opaque && !regexp.MustCompile(`^[\w-]{46,255}$`).MatchString(got.AccessToken) {
			t.Errorf("%s: token %q, want 46 to 255 characters of base64", c.host, got.AccessToken)
		}
		if a := v.do(t, "GET", "/public", bearer(got.AccessToken), ""); a.StatusCode != 200 {
			t.Errorf("%s: the token answers %d %s, want 200", c.host, a.StatusCode, a.body)
		}
	}
	begun := v.mustGrantAt(t, "api.dailymotion.com", passwordForm)
	if got := v.mustGrant(
		t,
		publicPath,
		refreshForm+begun.RefreshToken,
	); strings.Contains(got.AccessToken, ".") ||
		got.UID == "" {
		t.Errorf("refreshed under the mock's own address = %+v, want the form that it began with", got)
	}
}

func TestATokenIsMintedToOrder(t *testing.T) {
	t.Parallel()
	v := start(t)
	for _, c := range []struct {
		name    string
		order   oauth.MintRequest
		path    string
		expires int64
		refresh string
	}{
		{"a user's", oauth.MintRequest{Kind: oauth.Public, Key: "k", Login: "jane", Scopes: []string{"email"}}, "/public",
			36000, `"refresh_token":"`},
		{"an opaque one", oauth.MintRequest{Kind: oauth.Public, Key: "k", Login: "jane", Opaque: true}, "/public", 36000,
			`"uid":"x`},
		{"a key's, for a minute", oauth.MintRequest{Kind: oauth.Public, Key: "k", Lifetime: time.Minute}, "/public", 60,
			`"expires_in":60,"scope":""`},
		{"a private key's", oauth.MintRequest{Kind: oauth.Private, Key: "k", Login: "nobody"}, "/private", 3600,
			`"refresh_token":null`},
	} {
		got := v.issuer.Mint(c.order)
		text, err := json.Marshal(got)
		if err != nil || got.ExpiresIn != c.expires || !strings.Contains(string(text), c.refresh) {
			t.Errorf("%s: %s, %v, want expires_in %d and %s", c.name, text, err, c.expires, c.refresh)
		}
		if a := v.do(
			t,
			"GET",
			c.path,
			bearer(got.AccessToken),
			"",
		); a.StatusCode != 200 ||
			!strings.Contains(a.body, `"Key":"k"`) {
			t.Errorf("%s: the token answers %d %s, want 200", c.name, a.StatusCode, a.body)
		}
		v.clock.Advance(time.Duration(c.expires) * time.Second)
		if a := v.do(t, "GET", c.path, bearer(got.AccessToken), ""); a.StatusCode != 401 {
			t.Errorf("%s, at its end: %d %s, want 401", c.name, a.StatusCode, a.body)
		}
	}
}
