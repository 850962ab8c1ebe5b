package oauth_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/dailymock/dailymock/internal/oauth"
)

const callback = "http://127.0.0.1:9/back?from=test"

// A browser keeps cookies, and stops where it would leave the vendor's site.
type browser struct {
	v      vendor
	client *http.Client
}

func (v vendor) browser(tb testing.TB) browser {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	home := v.URL
	return browser{
		v,
		&http.Client{
			Jar:       jar,
			Transport: v.Client().Transport,
			CheckRedirect: func(r *http.Request, _ []*http.Request) error {
				if !strings.HasPrefix(r.URL.String(), home) {
					return http.ErrUseLastResponse
				}
				return nil
			},
		},
	}
}

func (b browser) read(tb testing.TB, resp *http.Response, err error) answer {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return answer{resp, string(text)}
}

func (b browser) open(tb testing.TB, query url.Values) answer {
	tb.Helper()
	resp, err := b.client.Get(b.v.URL + "/oauth/authorize?" + query.Encode())
	return b.read(tb, resp, err)
}

func (b browser) submit(tb testing.TB, query, form url.Values) answer {
	tb.Helper()
	resp, err := b.client.PostForm(b.v.URL+"/oauth/authorize?"+query.Encode(), form)
	return b.read(tb, resp, err)
}

// mustSee signs in and returns the consent page.
func (b browser) mustSee(tb testing.TB, query url.Values) answer {
	tb.Helper()
	a := b.submit(tb, query, url.Values{"decision": {"sign-in"}, "username": {"jane"}, "password": {"p"}})
	if a.StatusCode != 200 || !strings.Contains(a.body, `value="allow"`) {
		tb.Fatalf("signing in leads to %d %s, want the consent page", a.StatusCode, a.body)
	}
	return a
}

var ticketField = regexp.MustCompile(`name="ticket" value="([^"]+)"`)

// yes is the form of a consent page without changes, with every scope ticked.
func yes(tb testing.TB, page answer) url.Values {
	tb.Helper()
	ticket := ticketField.FindStringSubmatch(page.body)
	if ticket == nil {
		tb.Fatalf("page = %s, want a ticket in it", page.body)
	}
	form := url.Values{"decision": {"allow"}, "ticket": {ticket[1]}}
	for _, s := range regexp.MustCompile(`name="scope" value="([^"]+)" checked`).FindAllStringSubmatch(page.body, -1) {
		form.Add("scope", s[1])
	}
	return form
}

func codeQuery(pairs ...string) url.Values {
	q := url.Values{
		"response_type": {
			"code",
		},
		"client_id":    {"k1"},
		"redirect_uri": {callback},
		"scope":        {"email manage_videos"},
		"state":        {"a b&c=<d>"},
	}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q
}

// location is where a response sends the browser: the callback, what is in its
// query and what is in its fragment.
func location(tb testing.TB, a answer) (query, fragment url.Values) {
	tb.Helper()
	u, err := url.Parse(a.Header.Get("Location"))
	if err != nil || a.StatusCode != http.StatusFound || u.Host != "127.0.0.1:9" || u.Path != "/back" ||
		u.Query().Get("from") != "test" {
		tb.Fatalf("answer = %d to %q (%v), want 302 to the callback", a.StatusCode, a.Header.Get("Location"), err)
	}
	query = u.Query()
	query.Del("from")
	fragment, err = url.ParseQuery(u.EscapedFragment())
	if err != nil {
		tb.Fatal(err)
	}
	return query, fragment
}

func TestAUserSignsInAndAccepts(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	first := b.open(t, codeQuery())
	if first.StatusCode != 200 || !strings.Contains(first.body, `name="password"`) {
		t.Fatalf("first page = %d %s, want the sign-in", first.StatusCode, first.body)
	}
	page := b.mustSee(t, codeQuery())
	for _, want := range []string{"<strong>jane</strong>", "k1 asks for access", "See the e-mail address of your account",
		"Publish, change and delete your videos"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("consent page lacks %q", want)
		}
	}
	query, _ := location(t, b.submit(t, codeQuery(), yes(t, page)))
	if query.Get("state") != "a b&c=<d>" || query.Get("code") == "" || len(query) != 2 {
		t.Fatalf("query = %v, want a code and the state as it was sent", query)
	}
	form := url.Values{
		"grant_type":    {"authorization_code"},
		"client_id":     {"k1"},
		"client_secret": {"s"},
		"code":          {query.Get("code")},
		"redirect_uri":  {callback},
	}.Encode()
	got := v.mustGrant(t, publicPath, form)
	if got.Scope != "email manage_videos" || got.RefreshToken == "" ||
		!regexp.MustCompile(`^x[0-9a-z]{6}$`).MatchString(got.UID) ||
		strings.Contains(got.AccessToken, ".") {
		t.Errorf("tokens = %+v, want both scopes, a uid and opaque tokens", got)
	}
	const reused = `{"error":"invalid_grant","error_description":"Invalid authorization code."}`
	if a := v.post(t, publicPath, form); a.StatusCode != 400 || a.body != reused {
		t.Errorf("the code a second time: %d %s, want 400 %s", a.StatusCode, a.body, reused)
	}
	next := v.mustGrant(t, publicPath, refreshForm+got.RefreshToken)
	if next.RefreshToken != got.RefreshToken || next.AccessToken == got.AccessToken || next.UID != got.UID {
		t.Errorf("refreshed = %+v, want the same refresh token and uid, another access token", next)
	}
	if a := b.open(t, codeQuery()); !strings.Contains(a.body, `value="allow"`) {
		t.Error("the site forgot who signed in")
	}
	v.clock.Advance(24 * time.Hour)
	if a := b.open(t, codeQuery()); !strings.Contains(a.body, `name="password"`) {
		t.Error("the site remembers who signed in a day ago")
	}
}

func TestAUserDecidesOtherwise(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	page := b.mustSee(t, codeQuery())

	form := yes(t, page)
	form.Set("decision", "deny")
	query, _ := location(t, b.submit(t, codeQuery(), form))
	if got, want := query.Encode(), "error=access_denied&error_description=The+user+denied+the+request.&"+
		"state=a+b%26c%3D%3Cd%3E"; got != want {
		t.Errorf("denied: %s, want %s", got, want)
	}

	form = yes(t, page)
	form["scope"] = []string{"manage_videos", "userinfo"} // one unticked, one that was never asked for
	query, _ = location(t, b.submit(t, codeQuery(), form))
	got := v.mustGrant(
		t,
		publicPath,
		"grant_type=authorization_code&client_id=k1&client_secret=s&code="+query.Get(
			"code",
		)+"&redirect_uri="+url.QueryEscape(
			callback,
		),
	)
	if got.Scope != "manage_videos" {
		t.Errorf("scope = %q, want manage_videos alone", got.Scope)
	}

	a := b.submit(t, codeQuery(), url.Values{"decision": {"sign-out"}})
	if !strings.Contains(a.body, `name="password"`) {
		t.Errorf("another account: %d %s, want the sign-in", a.StatusCode, a.body)
	}
}

func TestTheImplicitGrantAnswersInTheFragment(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	query := codeQuery("response_type", "token")
	page := b.mustSee(t, query)
	inQuery, got := location(t, b.submit(t, query, yes(t, page)))
	if len(inQuery) != 0 || got.Get("expires_in") != "36000" || got.Get("scope") != "email manage_videos" ||
		got.Get("state") != "a b&c=<d>" ||
		got.Get("uid") == "" {
		t.Errorf("fragment = %v, query = %v, want all in the fragment", got, inQuery)
	}
	if a := v.do(t, "GET", "/public", bearer(got.Get("access_token")), ""); a.StatusCode != 200 {
		t.Errorf("the token answers %d %s, want 200", a.StatusCode, a.body)
	}
	v.mustGrant(t, publicPath, refreshForm+got.Get("refresh_token"))

	form := yes(t, page)
	form.Set("decision", "deny")
	if _, got := location(t, b.submit(t, query, form)); got.Get("error") != "access_denied" || got.Get("state") == "" {
		t.Errorf("denied: fragment = %v, want access_denied", got)
	}
}

func TestACodeIsForOneClientAndNotForLong(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	page := b.mustSee(t, codeQuery())
	code := func() string {
		query, _ := location(t, b.submit(t, codeQuery(), yes(t, page)))
		return query.Get("code")
	}
	exchange := func(code, key, redirect string) answer {
		return v.post(
			t,
			publicPath,
			url.Values{
				"grant_type":    {"authorization_code"},
				"client_id":     {key},
				"client_secret": {"s"},
				"code":          {code},
				"redirect_uri":  {redirect},
			}.Encode(),
		)
	}
	one := code()
	for _, c := range []struct{ name, code, key, redirect, want string }{
		{"another key", one, "k2", callback, "Invalid authorization code."},
		{"another redirect URI", one, "k1", callback + "x", "redirect_uri_mismatch"},
		{"no redirect URI", one, "k1", "", "Missing `redirect_uri' parameter."},
		{"no code", "", "k1", callback, "Missing `code' parameter."},
		{"a code that nobody made", "x", "k1", callback, "Invalid authorization code."},
		{"a code with its end cut off", one[:len(one)-1], "k1", callback, "Invalid authorization code."},
		{"an access token", v.mustGrantAt(t, "api.dailymotion.com", passwordForm).AccessToken, "k1", callback,
			"Invalid authorization code."},
	} {
		if a := exchange(c.code, c.key, c.redirect); a.StatusCode != 400 || !strings.Contains(a.body, c.want) {
			t.Errorf("%s: %d %s, want 400 and %s", c.name, a.StatusCode, a.body, c.want)
		}
	}
	v.clock.Advance(10*time.Minute - time.Second)
	if a := exchange(one, "k1", callback); a.StatusCode != 200 {
		t.Errorf("just in time, after all that: %d %s, want 200", a.StatusCode, a.body)
	}
	two := code()
	v.clock.Advance(10 * time.Minute)
	if a := exchange(two, "k1", callback); a.StatusCode != 400 {
		t.Errorf("too late: %d %s, want 400", a.StatusCode, a.body)
	}
}

func TestXOAuth2SignsInByCode(t *testing.T) {
	t.Parallel()
	v := start(t)
	config := oauth2.Config{
		ClientID: "k1", ClientSecret: "s", Scopes: []string{"email"}, RedirectURL: callback,
		Endpoint: oauth2.Endpoint{TokenURL: v.URL + publicPath, AuthURL: v.URL + "/oauth/authorize"},
	}
	resp, err := v.browser(
		t,
	).client.Get(
		config.AuthCodeURL(
			"s1",
			oauth2.SetAuthURLParam("mock_decision", "allow"),
			oauth2.SetAuthURLParam("mock_user", "jane"),
		),
	)
	query, _ := location(t, v.browser(t).read(t, resp, err))
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, v.Client())
	token, err := config.Exchange(ctx, query.Get("code"))
	if err != nil || query.Get("state") != "s1" || token.Extra("uid") == nil {
		t.Fatalf("token = %+v, %v, state %q, want a token and the state", token, err, query.Get("state"))
	}
	called, err := config.Client(ctx, token).Get(v.URL + "/public")
	if a := v.browser(t).read(t, called, err); !strings.Contains(a.body, `"Login":"jane"`) {
		t.Errorf("a call with the token: %d %s, want the grant of jane", a.StatusCode, a.body)
	}
}

func TestTheMockDecidesWhereAsked(t *testing.T) {
	t.Parallel()
	v := start(t)
	strict := start(t, func(c *oauth.Config) { c.Directory, c.Strict = listed, true })
	ours := codeQuery("client_id", "pub", "redirect_uri", "https://app.example/back")
	for _, c := range []struct {
		name  string
		v     vendor
		query url.Values
		set   []string
		want  string
	}{
		{"yes", v, codeQuery(), []string{"mock_decision", "allow", "mock_user", "jane"}, "&code="},
		{"yes, for nobody in particular", v, codeQuery(), []string{"mock_decision", "allow"}, "&code="},
		{"no", v, codeQuery(), []string{"mock_decision", "deny"}, "error=access_denied"},
		{"yes, for a reserved user", v, codeQuery(), []string{"mock_decision", "allow", "mock_user", "suspended-user"},
			"error=access_denied"},
		{"strict, yes", strict, ours, []string{"mock_decision", "allow", "mock_user", "jane"}, "?code="},
		{"strict, yes, for a user that is not listed", strict, ours, []string{"mock_decision", "allow", "mock_user", "john"},
			"error=access_denied"},
		{"strict, yes, for a suspended user", strict, ours, []string{"mock_decision", "allow", "mock_user", "gone"},
			"error=access_denied"},
	} {
		q := url.Values{}
		for name, value := range c.query {
			q[name] = value
		}
		for n := 0; n < len(c.set); n += 2 {
			q.Set(c.set[n], c.set[n+1])
		}
		a := c.v.browser(t).open(t, q)
		if a.StatusCode != 302 || !strings.Contains(a.Header.Get("Location"), c.want) {
			t.Errorf("%s: %d to %q, want 302 with %s", c.name, a.StatusCode, a.Header.Get("Location"), c.want)
		}
	}
}

// A fault that the client has to hear of goes to it; any doubt about where the
// client is, or who, stays on the page.
func TestTheConsentPageRefuses(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) { c.Directory = listed })
	for _, c := range []struct {
		name  string
		query url.Values
		want  string
		shown bool
	}{
		{"no response type", codeQuery("response_type", ""), "invalid_request", false},
		{"a response type that nobody knows", codeQuery("response_type", "id_token"), "unsupported_response_type", false},
		{"a scope that nobody knows", codeQuery("scope", "email root"), "invalid_scope", false},
		{"a reserved key", codeQuery("client_id", "unauthorized-client"), "unauthorized_client", false},
		{"another reserved key", codeQuery("client_id", "invalid-scope"), "invalid_scope", false},
		{"a reserved key that nobody knows", codeQuery("client_id", "invalid-client"), "There is no public API key " +
			"`invalid-client&#39;.", true},
		{"a key that may not use the page", codeQuery("client_id", "narrow", "scope", "email"), "unauthorized_client", false},
		{"no key", codeQuery("client_id", ""), "Missing `client_id&#39; parameter.", true},
		{"a private key", codeQuery("client_id", "priv"), "There is no public API key `priv&#39;.", true},
		{"a key too long", codeQuery("client_id", strings.Repeat("k", 257)), "longer than 256 bytes", true},
		{"no redirect URI", codeQuery("redirect_uri", ""), "Missing `redirect_uri&#39; parameter.", true},
		{"another redirect URI than the registered one", codeQuery("client_id", "pub"),
			"This `redirect_uri&#39; (http://127.0.0.1:9/back?from=test) isn&#39;t allowed by `client_id&#39; configuration.",
			true},
		{"a decision that is none", codeQuery("mock_decision", "perhaps"), "mock_decision", true},
		{"a query without an end", codeQuery("state", strings.Repeat("s", 9000)), "longer than 8192 bytes", true},
	} {
		a := v.browser(t).open(t, c.query)
		if c.shown {
			if a.StatusCode != 400 || !strings.Contains(a.body, c.want) || a.Header.Get("Location") != "" {
				t.Errorf("%s: %d %s, want a page with 400 and %s", c.name, a.StatusCode, a.body, c.want)
			}
			continue
		}
		if query, _ := location(
			t,
			a,
		); query.Get("error") != c.want || query.Get("error_description") == "" ||
			query.Get("state") == "" {
			t.Errorf("%s: query = %v, want error=%s, a description and the state", c.name, query, c.want)
		}
	}
}

func TestTheBrowserIsSentNowhereElse(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) {
		c.Directory = listing{keys: []oauth.Key{
			{ID: "web", Kind: oauth.Public, Callback: "https://app.example/back"},
			{ID: "app", Kind: oauth.Public, Callback: "myapp:back"},
			{ID: "script", Kind: oauth.Public, Callback: "javascript:alert(1)"},
		}}
	})
	for _, c := range []struct {
		key, uri string
		want     bool
	}{
		{"open", "http://127.0.0.1:9/back", true},
		{"open", "http://127.9.9.9/", true},
		{"open", "https://localhost:3000/a?b=c", true},
		{"open", "http://[::1]:80/", true},
		{"open", "http://LOCALHOST/", true},
		{"open", "http://localhost.com", true},
		{"open", "http://localhost.com/", true},
		{"open", "https://localhost.com:3000/back?b=c", true},
		{"open", "http://LocalHost.com:8080/back", true},
		{"open", "http://app.localhost:3000/", true},
		{"open", "http://localhost.com.example.com/", false},
		{"open", "http://app.localhost.com/", false},
		{"open", "http://notlocalhost.com/", false},
		{"open", "http://notlocalhost/", false},
		{"open", "http://localhost.net/", false},
		{"open", "http://example.com/", false},
		{"open", "http://127.0.0.1.example.com/", false},
		{"open", "http://localhost.example.com/", false},
		{"open", "http://127.0.0.1@example.com/", false},
		{"open", "http://user@127.0.0.1/", false},
		{"open", "http://127.0.0.1/#fragment", false},
		{"open", "http://127.0.0.1/#", false},
		{"open", "http://127.0.0.1\\@example.com/", false},
		{"open", "//127.0.0.1/", false},
		{"open", "/back", false},
		{"open", "javascript:alert(1)//127.0.0.1", false},
		{"open", "javascript://127.0.0.1/%0aalert(1)", false},
		{"open", "data:text/html,hello", false},
		{"open", "ftp://127.0.0.1/", false},
		{"open", "http://127.0.0.1/\r\nSet-Cookie: a=b", false},
		{"open", "http://127.0.0.1/é", false},
		{"open", "http://127.0.0.1/" + strings.Repeat("a", 1024), false},
		{"web", "https://app.example/back", true},
		{"web", "https://app.example/back/slug-1", true},
		{"web", "https://app.example/back/", false},
		{"web", "https://app.example/back/..", false},
		{"web", "https://app.example/back/a/b", false},
		{"web", "https://app.example/back/%2e%2e", false},
		{"web", "https://app.example/back?x=1", false},
		{"web", "https://app.example/backer", false},
		{"web", "http://app.example/back", false},
		{"web", "https://APP.example/back", false},
		{"web", "http://127.0.0.1/back", false},
		{"app", "myapp:back", true},
		{"app", "myapp:other", false},
		{"script", "javascript:alert(1)", false},
	} {
		a := v.browser(
			t,
		).open(
			t,
			url.Values{"response_type": {"code"}, "client_id": {c.key}, "redirect_uri": {c.uri}, "mock_decision": {"deny"}},
		)
		if got := a.StatusCode == 302 &&
			strings.HasPrefix(a.Header.Get("Location"), c.uri); got != c.want ||
			!c.want && a.StatusCode != 400 {
			t.Errorf("key %s to %q: %d to %q, want it allowed: %v", c.key, c.uri, a.StatusCode, a.Header.Get("Location"), c.want)
		}
	}
}

func TestThePageEscapesEverything(t *testing.T) {
	t.Parallel()
	const hostile = `"><script>alert(1)</script>`
	v := start(t, func(c *oauth.Config) {
		c.Directory = listing{keys: []oauth.Key{
			{
				ID:          "evil",
				Kind:        oauth.Public,
				Name:        hostile,
				Description: hostile,
				Terms:       "javascript:alert(1)",
				Picture:     "https://img.example/a.png?" + hostile,
			},
		}}
	})
	b := v.browser(t)
	query := codeQuery("client_id", "evil", "scope", "delegate_account_management", "state", hostile, "display", hostile)
	pages := map[string]answer{
		"sign-in":        b.open(t, query),
		"sign-in, again": b.submit(t, query, url.Values{"decision": {"sign-in"}, "username": {hostile}}),
		"key":            b.open(t, codeQuery("client_id", hostile)),
		"fault":          b.open(t, codeQuery("redirect_uri", "http://example.com/"+hostile)),
	}
	b.submit(t, query, url.Values{"decision": {"sign-in"}, "username": {hostile}, "password": {"p"}})
	pages["consent"] = b.open(t, query)
	if !strings.Contains(pages["consent"].body, "is a network") {
		t.Errorf("consent = %s, want it to say that the key is a network's", pages["consent"].body)
	}
	for name, a := range pages {
		if strings.Contains(a.body, "<script") || strings.Contains(a.body, `="javascript:`) {
			t.Errorf("%s: %s, want it escaped", name, a.body)
		}
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") ||
			a.Header.Get("X-Frame-Options") != "DENY" ||
			a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers = %v, want a policy, no frames, no caching", name, a.Header)
		}
	}
}

func TestNoOtherSiteMaySayYes(t *testing.T) {
	t.Parallel()
	v := start(t)
	b := v.browser(t)
	page := b.mustSee(t, codeQuery())
	form := yes(t, page)
	another := v.browser(t)
	another.submit(t, codeQuery(), url.Values{"decision": {"sign-in"}, "username": {"john"}, "password": {"p"}})
	for _, c := range []struct {
		name  string
		from  browser
		query url.Values
		form  url.Values
	}{
		{"no ticket", b, codeQuery(), url.Values{"decision": {"allow"}}},
		{"a ticket of another request", b, codeQuery("scope", "email userinfo"), form},
		{"a ticket of another user", another, codeQuery(), form},
	} {
		if a := c.from.submit(t, c.query, c.form); a.StatusCode != http.StatusForbidden || a.Header.Get("Location") != "" {
			t.Errorf("%s: %d to %q, want 403", c.name, a.StatusCode, a.Header.Get("Location"))
		}
	}
	if a := v.browser(
		t,
	).submit(
		t,
		codeQuery(),
		form,
	); a.StatusCode != 200 ||
		!strings.Contains(a.body, `name="password"`) {
		t.Errorf("nobody signed in: %d %s, want the sign-in", a.StatusCode, a.body)
	}
	v.clock.Advance(time.Hour)
	if a := b.submit(t, codeQuery(), form); a.StatusCode != http.StatusForbidden {
		t.Errorf("an old ticket: %d, want 403", a.StatusCode)
	}
}

func TestSigningInCanFail(t *testing.T) {
	t.Parallel()
	open, strict := start(t), start(t, func(c *oauth.Config) { c.Directory, c.Strict = listed, true })
	ours := codeQuery("client_id", "pub", "redirect_uri", "https://app.example/back")
	for _, c := range []struct {
		name            string
		v               vendor
		query           url.Values
		login, password string
		want            string
	}{
		{"nothing entered", open, codeQuery(), "", "", "Enter a login and a password."},
		{"a reserved password", open, codeQuery(), "jane", "wrong-password", "Invalid credentials."},
		{"a reserved login", open, codeQuery(), "suspended-user", "p", "This user is suspended."},
		{"a login too long", open, codeQuery(), strings.Repeat("j", 300), "p", "longer than 256 bytes"},
		{"strict, a wrong password", strict, ours, "jane", "wrong", "Invalid credentials."},
		{"strict, a user that is not listed", strict, ours, "john", "right", "Invalid credentials."},
	} {
		a := c.v.browser(
			t,
		).submit(
			t,
			c.query,
			url.Values{"decision": {"sign-in"}, "username": {c.login}, "password": {c.password}},
		)
		if a.StatusCode != 400 || !strings.Contains(a.body, c.want) || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s, want 400 and %s", c.name, a.StatusCode, a.body, c.want)
		}
	}
	b := strict.browser(t)
	if a := b.submit(
		t,
		ours,
		url.Values{"decision": {"sign-in"}, "username": {"jane"}, "password": {"right"}},
	); !strings.Contains(
		a.body,
		"Acme &lt;Uploader&gt; asks for access",
	) {
		t.Errorf("strict, all right: %d %s, want the consent page with the key's name", a.StatusCode, a.body)
	}
}

// A browser holds the redirect after a form to the page's policy.
func TestThePolicyLetsTheBrowserGoOn(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) {
		c.Directory = listing{keys: []oauth.Key{{ID: "app", Kind: oauth.Public, Callback: "myapp:back"}}}
	})
	for _, c := range []struct{ key, redirect, want string }{
		{"k1", "http://127.0.0.1:9/back?from=test", "form-action 'self' http://127.0.0.1:9"},
		{"k1", "http://[::1]:3000/back", "form-action 'self' http:"},
		{"app", "myapp:back", "form-action 'self' myapp:"},
	} {
		a := v.browser(t).open(t, codeQuery("client_id", c.key, "redirect_uri", c.redirect))
		if got := a.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: policy = %q, want it to end %q", c.redirect, got, c.want)
		}
	}
}

func TestThePageHasAFormForEachDisplay(t *testing.T) {
	t.Parallel()
	v := start(t)
	for display, want := range map[string]string{"": "page", "page": "page", "popup": "popup", "mobile": "mobile",
		"hologram": "page"} {
		if a := v.browser(t).open(t, codeQuery("display", display)); !strings.Contains(a.body, `<body class="`+want+`">`) {
			t.Errorf("display %q: %s, want the class %s", display, a.body, want)
		}
	}
	if a := v.do(
		t,
		"DELETE",
		"/oauth/authorize",
		nil,
		"",
	); a.StatusCode != 405 ||
		a.Header.Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("DELETE: %d, Allow %q, want 405", a.StatusCode, a.Header.Get("Allow"))
	}
}
