package cases

import (
	"net/http"
	"net/url"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of tokens in use: how to send them, /auth, logout, expiry and the consent page. All need the public REST root.

// signed returns a case of OAuth that signs in at the API host.
func signed(id, title, states string, level Level, run func(t *T)) Case {
	return Case{ID: id, Title: title, Surface: OAuth, Level: level, States: states, Needs: []Need{PublicKey, Login},
		ExtraHost: "rest", Run: run}
}

// consent returns a case of the consent page, which needs a person on a real target.
func consent(id, title, states string, run func(t *T)) Case {
	return Case{ID: id, Title: title, Surface: OAuth, States: states, Needs: []Need{PublicKey, Login, MockOnly},
		ExtraHost: Site, Run: run}
}

const callback = "http://127.0.0.1:1/callback"

var oauthUse = []Case{
	signed("OAUTH-080", "a token is accepted as Bearer, as OAuth and in the query",
		"oauth-7.1 oauth-7.2 oauth-7.4 mcn-1.4", Must, func(t *T) {
			token := t.Token(data)
			want := t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: token})).String("id")
			require.NotEmpty(t, want, "id")
			assert.Equal(t, want, t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: token, Scheme: "OAuth"})).String("id"),
				"id by OAuth")
			assert.Equal(t, want, t.OK(t.Do(Request{Host: Data, Path: "/auth",
				Query: url.Values{"access_token": {string(token)}}})).String("id"), "id by the query")
		}),
	signed("OAUTH-081", "a token is accepted as OAuth2", "oauth-7.3", Should, func(t *T) {
		assert.NotEmpty(t, t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: t.Token(data),
			Scheme: "OAuth2"})).String("id"), "id")
	}),
	signed("OAUTH-082", "the case of the authorization scheme is ignored", "oauth-7.10", Must, func(t *T) {
		assert.NotEmpty(t, t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: t.Token(data),
			Scheme: "bearer"})).String("id"), "id")
	}),
	signed("OAUTH-083", "/auth describes the token", "oauth-1.6 oauth-7.6", Must, func(t *T) {
		t.Fits(t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: t.Token(data)})), "rest-auth")
	}),
	signed("OAUTH-084", "/auth returns the granted scopes", "oauth-5.1 oauth-7.6", Must, func(t *T) {
		a := t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: t.Token(data, "manage_videos", "userinfo")}))
		assert.ElementsMatch(t, []any{"manage_videos", "userinfo"}, a.List("scope"), "scope")
	}),
	signed("OAUTH-085", "fields works on /auth", "oauth-7.7", Must, func(t *T) {
		a := t.OK(t.Do(Request{Host: Data, Path: "/auth?fields=id,language", Token: t.Token(data)}))
		assert.True(t, a.Has("language"), "language")
		assert.False(t, a.Has("scope"), "scope, which was not requested")
	}),
	withEffect(SignsOut, signed("OAUTH-086", "after a logout the access token fails, and the refresh token",
		"oauth-1.8 oauth-7.8 oauth-7.9",
		Must, func(t *T) {
			a := newSession(t, data)
			token := Secret(a.String("access_token"))
			t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: token}))
			require.Equal(t, http.StatusOK, t.Do(Request{Host: Data, Path: "/logout", Token: token}).Status,
				"status of the logout")
			after := t.Do(Request{Host: Data, Path: "/auth", Token: token})
			assert.True(t, after.Status >= 400 && after.Status < 500, "status of the access token afterwards is 4xx")
			wantDenied(t, t.AskToken(data, refreshForm(t, a.String("refresh_token"))))
		})),
	withEffect(SignsOut, signed("OAUTH-087", "a logout through the JSON-RPC root returns a result", "oauth-7.11", Should,
		func(t *T) {
			a := newSession(t, data)
			b := t.Do(Request{Host: Data, Path: "/", Token: Secret(a.String("access_token")),
				JSON: map[string]any{"call": "/logout", "args": []any{}, "id": 1}})
			require.Equal(t, http.StatusOK, b.Status, "status")
			assert.NotNil(t, b.At("result"), "result")
		})),
	{
		ID: "OAUTH-088", Surface: OAuth, States: "oauth-1.7", Needs: []Need{PrivateKey}, ExtraHost: "rest", Level: Should,
		Title: "/rest/auth describes the token of a private key",
		Run: func(t *T) {
			a := t.OK(t.Do(Request{Host: Partner, Path: "/rest/auth", Token: t.Token(PrivateData, "manage_videos")}))
			assert.Equal(t, []any{"manage_videos"}, a.List("scope"), "scope")
		},
	},
	{
		ID: "OAUTH-089", Surface: OAuth, States: "oauth-8.17 oauth-8.11 oauth-8.12", Needs: []Need{PublicKey, Login, Clock},
		ExtraHost: "rest", Exclusive: true, Level: Should,
		Title: "an expired token returns 401 with an error in the header",
		Run: func(t *T) {
			a := newSession(t, data)
			seconds, _ := a.Int("expires_in")
			t.Advance(secondsOf(seconds + 1))
			b := t.Do(Request{Host: Data, Path: "/auth", Token: Secret(a.String("access_token"))})
			assert.Equal(t, http.StatusUnauthorized, b.Status, "status")
			assert.Contains(t, b.Header.Get("WWW-Authenticate"), `error="`, "WWW-Authenticate")
			assert.Contains(t, b.String("error", "message"), "expired", "message")
		},
	},
	signed("OAUTH-090", "a token in the form of a POST is accepted", "oauth-7.5", Should, func(t *T) {
		a := t.Do(Request{Host: Data, Path: "/me/videos", Form: url.Values{"access_token": {string(t.Token(data))}}})
		assert.NotEqual(t, http.StatusUnauthorized, a.Status, "status")
		assert.Contains(t, a.String("error", "message"), "manage_videos", "message of what the token lacks")
	}),
	consent("OAUTH-100", "consent redirects to the callback with code and state, and the code gives tokens",
		"oauth-1.4 oauth-6.1 oauth-5.2 oauth-3.5 mcn-1.3", func(t *T) {
			back := decide(t, "allow", url.Values{"scope": {"manage_videos"}, "state": {"a b"}})
			assert.Equal(t, "a b", back.Get("state"), "state")
			require.NotEmpty(t, back.Get("code"), "code")
			a := t.AskToken(data, codeForm(t, back.Get("code")))
			t.Granted(a)
			t.Fits(a, "token-public")
			assert.Equal(t, "manage_videos", a.String("scope"), "scope")
		}),
	consent("OAUTH-101", "a code is valid once", "oauth-5.6 oauth-8.3", func(t *T) {
		code := decide(t, "allow", nil).Get("code")
		t.Granted(t.AskToken(data, codeForm(t, code)))
		a := t.AskToken(data, codeForm(t, code))
		wantDenied(t, a)
		t.Fits(a, "token-error")
	}),
	consent("OAUTH-102", "a refusal redirects with access_denied", "oauth-6.2", func(t *T) {
		back := decide(t, "deny", url.Values{"state": {"s"}})
		assert.Equal(t, "access_denied", back.Get("error"), "error")
		assert.Equal(t, "s", back.Get("state"), "state")
		assert.Empty(t, back.Get("code"), "code")
	}),
	consent("OAUTH-103", "the older address of the consent page works too", "oauth-1.5", func(t *T) {
		a := t.Do(Request{Host: Data, Path: "/oauth/authorize", Query: consentQuery(t, "allow", nil)})
		assert.Equal(t, http.StatusFound, a.Status, "status")
	}),
	consent("OAUTH-104", "response_type=token redirects with a token in the fragment", "oauth-5.3", func(t *T) {
		a := t.Do(Request{Host: Site, Path: "/oauth/authorize",
			Query: consentQuery(t, "allow", url.Values{"response_type": {"token"}})})
		require.Equal(t, http.StatusFound, a.Status, "status")
		u, err := url.Parse(a.Header.Get("Location"))
		require.NoError(t, err, "Location")
		fragment, err := url.ParseQuery(u.Fragment)
		require.NoError(t, err, "fragment")
		assert.NotEmpty(t, fragment.Get("access_token"), "access_token")
		assert.NotEmpty(t, fragment.Get("expires_in"), "expires_in")
	}),
	consent("OAUTH-105", "without a decision the consent page is HTML in each display", "oauth-6.6", func(t *T) {
		for _, display := range strings.Fields("page popup mobile") {
			query := consentQuery(t, "", url.Values{"display": {display}})
			query.Del("mock_decision")
			a := t.Do(Request{Host: Site, Path: "/oauth/authorize", Query: query})
			assert.Equal(t, http.StatusOK, a.Status, "status")
			assert.Equal(t, "text/html", MediaType(a.Header), "content type")
		}
	}),
	consent("OAUTH-106", "a redirect_uri of another key returns redirect_uri_mismatch", "oauth-6.5", func(t *T) {
		a := t.Do(Request{Host: Site, Path: "/oauth/authorize",
			Query: consentQuery(t, "allow", url.Values{"redirect_uri": {"https://elsewhere.example/"}})})
		assert.Contains(t, string(a.Body)+a.Header.Get("Location"), "redirect_uri_mismatch", "response")
		assert.NotContains(t, a.Header.Get("Location"), "code=", "code for an address that is not the key's")
	}),
	consent("OAUTH-108", "the callback URL may have a suffix", "oauth-6.4", func(t *T) {
		a := t.Do(Request{Host: Site, Path: "/oauth/authorize",
			Query: consentQuery(t, "allow", url.Values{"redirect_uri": {callback + "/suffix"}})})
		assert.Equal(t, http.StatusFound, a.Status, "status")
		assert.Contains(t, a.Header.Get("Location"), callback+"/suffix?", "Location")
	}),
	{
		ID: "OAUTH-107", Surface: OAuth, States: "oauth-1.9 oauth-7.12", Needs: []Need{PublicKey, Login}, ExtraHost: Site,
		Level: May, Effect: SignsOut,
		Title: "the logout by JSONP calls its callback with an empty list",
		Run: func(t *T) {
			token := newSession(t, data).String("access_token")
			a := t.Do(Request{Host: Site, Path: "/oauth/logout",
				Query: url.Values{"access_token": {token}, "callback": {"done"}}})
			assert.Equal(t, http.StatusOK, a.Status, "status")
			assert.Contains(t, strings.ReplaceAll(string(a.Body), " ", ""), "done([])", "response")
		},
	},
}

// consentQuery returns the query of the consent page.
func consentQuery(t *T, decision string, more url.Values) url.Values {
	query := url.Values{
		"response_type": {"code"}, "client_id": {t.Keys().Public.ID}, "redirect_uri": {callback},
		"mock_decision": {decision}, "mock_user": {t.Keys().Username},
	}
	for name, values := range more {
		query[name] = values
	}
	return query
}

// decide sends the decision of a user, and returns the query of the redirect to the callback.
func decide(t *T, decision string, more url.Values) url.Values {
	t.Helper()
	a := t.Do(Request{Host: Site, Path: "/oauth/authorize", Query: consentQuery(t, decision, more)})
	require.Equal(t, http.StatusFound, a.Status, "status of the consent page")
	u, err := url.Parse(a.Header.Get("Location"))
	require.NoError(t, err, "Location")
	assert.True(t, strings.HasPrefix(u.String(), callback), "the redirect leads to the callback")
	return u.Query()
}

// codeForm returns the form of an authorization_code grant.
func codeForm(t *T, code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "client_id": {t.Keys().Public.ID}, "client_secret": {t.Keys().Public.Secret},
		"redirect_uri": {callback}, "code": {code},
	}
}
