package cases

import (
	"net/url"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of tokens in use: how to send them, /auth, logout, expiry and the consent page. All need the public REST root.

// signed returns a case of OAuth that signs in at the API host.
func signed(id, title, states string, run func(t *T)) Case {
	c := signedIn(row(id, title, states, run))
	c.ExtraHost = "rest"
	return c
}

// consent returns a case of the consent page, which needs a person on a real target.
func consent(id, title, states string, run func(t *T)) Case {
	c := onMock(signed(id, title, states, run))
	c.ExtraHost = Site
	return c
}

const callback = "http://127.0.0.1:1/callback"

// auth reads /auth with a token, sent by a scheme.
func auth(t *T, token Secret, scheme string) *Response {
	return t.Do(Request{Host: Data, Path: "/auth", Token: token, Scheme: scheme})
}

func oauthUse() []Case {
	return []Case{
		signed("OAUTH-080", "a token is accepted as Bearer, as OAuth and in the query",
			"oauth-7.1 oauth-7.2 oauth-7.4 mcn-1.4", func(t *T) {
				token := data.Token(t)
				id := auth(t, token, "Bearer").OK().String("id")
				require.NotEmpty(t, id, "id")
				auth(t, token, "OAuth").OK().Equal(id, "id")
				t.Do(Request{Host: Data, Path: "/auth", Query: url.Values{"access_token": {string(token)}}}).OK().Equal(id, "id")
			}),
		should(signed("OAUTH-081", "a token is accepted as OAuth2", "oauth-7.3", func(t *T) {
			auth(t, data.Token(t), "OAuth2").OK().NotEmpty("id")
		})),
		signed("OAUTH-082", "the case of the authorization scheme is ignored", "oauth-7.10", func(t *T) {
			auth(t, data.Token(t), "bearer").OK().NotEmpty("id")
		}),
		signed("OAUTH-083", "/auth describes the token", "oauth-1.6 oauth-7.6", func(t *T) {
			data.Read(t, "/auth", "").OK().Fits("rest-auth")
		}),
		signed("OAUTH-084", "/auth returns the granted scopes", "oauth-5.1 oauth-7.6", func(t *T) {
			a := data.Read(t, "/auth", "manage_videos userinfo").OK()
			assert.ElementsMatch(t, []any{"manage_videos", "userinfo"}, a.List("scope"), "scope")
		}),
		signed("OAUTH-085", "fields works on /auth", "oauth-7.7", func(t *T) {
			a := data.Read(t, "/auth?fields=id,language", "").OK()
			assert.True(t, a.Has("language"), "language")
			assert.False(t, a.Has("scope"), "scope, which was not requested")
		}),
		with(SignsOut, signed("OAUTH-086", "after a logout the access token fails, and the refresh token",
			"oauth-1.8 oauth-7.8 oauth-7.9", func(t *T) {
				a := signIn(t, data)
				auth(t, access(a), "Bearer").OK()
				t.Do(Request{Host: Data, Path: "/logout", Token: access(a)}).Is(200)
				auth(t, access(a), "Bearer").IsClientError()
				data.AskToken(t, refreshForm(t, a.String("refresh_token"))).Denied()
			})),
		should(with(SignsOut, signed("OAUTH-087", "a logout through the JSON-RPC root returns a result", "oauth-7.11",
			func(t *T) {
				a := t.Do(Request{Host: Data, Path: "/", Token: access(signIn(t, data)),
					JSON: map[string]any{"call": "/logout", "args": []any{}, "id": 1}}).Is(200)
				assert.NotNil(t, a.At("result"), "result")
			}))),
		{
			ID: "OAUTH-088", Title: "/rest/auth describes the token of a private key", States: "oauth-1.7", Level: Should,
			Needs: []Need{PrivateKey}, ExtraHost: "rest",
			Run: func(t *T) {
				PrivateData.Read(t, "/auth", "manage_videos").OK().Equal([]any{"manage_videos"}, "scope")
			},
		},
		revised(should(moving(signed("OAUTH-089", "an expired token returns 401 with an error in the header",
			"oauth-8.17 oauth-8.11 oauth-8.12", func(t *T) {
				a := signIn(t, data)
				outlive(t, a)
				b := auth(t, access(a), "Bearer").Is(401)
				mentions(t, b, "expired")
				assert.Contains(t, b.Header.Get("WWW-Authenticate"), `error="`, "WWW-Authenticate")
			})))),
		revised(should(signed("OAUTH-090", "a token in the form of a POST is accepted", "oauth-7.5", func(t *T) {
			post := func(token Secret) *Response {
				return t.Do(Request{Host: Data, Path: "/me/videos", Form: url.Values{"access_token": {string(token)}}})
			}
			bad, good := post("not-a-token"), post(data.Token(t))
			assert.NotEqual(t, bad.Status, good.Status, "status with a bad token")
			mentions(t, good.Failed(403, "access_forbidden"), "manage_videos")
		}))),
		consent("OAUTH-100", "consent redirects to the callback with code and state, and the code gives tokens",
			"oauth-1.4 oauth-6.1 oauth-5.2 oauth-3.5 mcn-1.3", func(t *T) {
				back := decide(t, "allow", "scope", "manage_videos", "state", "a b")
				assert.Equal(t, "a b", back.Get("state"), "state")
				require.NotEmpty(t, back.Get("code"), "code")
				redeem(t, back.Get("code")).Granted().Fits("token-public").Equal("manage_videos", "scope")
			}),
		consent("OAUTH-101", "a code is valid once", "oauth-5.6 oauth-8.3", func(t *T) {
			code := decide(t, "allow").Get("code")
			redeem(t, code).Granted()
			redeem(t, code).Denied().Fits("token-error")
		}),
		consent("OAUTH-102", "a refusal redirects with access_denied", "oauth-6.2", func(t *T) {
			back := decide(t, "deny", "state", "s")
			assert.Equal(t, "access_denied", back.Get("error"), "error")
			assert.Equal(t, "s", back.Get("state"), "state")
			assert.Empty(t, back.Get("code"), "code")
		}),
		consent("OAUTH-103", "the older address of the consent page works too", "oauth-1.5", func(t *T) {
			t.Do(Request{Host: Data, Path: "/oauth/authorize", Query: consentQuery(t, "allow")}).Is(302)
		}),
		consent("OAUTH-104", "response_type=token redirects with a token in the fragment", "oauth-5.3", func(t *T) {
			fragment, err := url.ParseQuery(location(t, consentPage(t, "allow", "response_type", "token").Is(302)).Fragment)
			require.NoError(t, err, "fragment")
			assert.NotEmpty(t, fragment.Get("access_token"), "access_token")
			assert.NotEmpty(t, fragment.Get("expires_in"), "expires_in")
		}),
		consent("OAUTH-105", "without a decision the consent page is HTML in each display", "oauth-6.6", func(t *T) {
			for _, display := range strings.Fields("page popup mobile") {
				a := consentPage(t, "", "display", display).Is(200)
				assert.Equal(t, "text/html", MediaType(a.Header), "content type")
			}
		}),
		consent("OAUTH-106", "a redirect_uri of another key returns redirect_uri_mismatch", "oauth-6.5", func(t *T) {
			a := consentPage(t, "allow", "redirect_uri", "https://elsewhere.example/")
			assert.Contains(t, string(a.Body)+a.Header.Get("Location"), "redirect_uri_mismatch", "response")
			assert.NotContains(t, a.Header.Get("Location"), "code=", "code for an address that is not the key's")
		}),
		consent("OAUTH-108", "the callback URL may have a suffix", "oauth-6.4", func(t *T) {
			a := consentPage(t, "allow", "redirect_uri", callback+"/suffix").Is(302)
			assert.Contains(t, a.Header.Get("Location"), callback+"/suffix?", "Location")
		}),
		{
			ID: "OAUTH-107", Title: "the logout by JSONP calls its callback with an empty list",
			States: "oauth-1.9 oauth-7.12", Level: May, Effect: SignsOut, Needs: pub.Needs(), ExtraHost: Site,
			Run: func(t *T) {
				a := t.Do(Request{Host: Site, Path: "/oauth/logout",
					Query: url.Values{"access_token": {string(access(signIn(t, data)))}, "callback": {"done"}}}).Is(200)
				assert.Contains(t, strings.ReplaceAll(string(a.Body), " ", ""), "done([])", "response")
			},
		},
	}
}

// consentQuery returns the query of the consent page with a decision, "" for none. Pairs are further names and values.
func consentQuery(t *T, decision string, pairs ...string) url.Values {
	query := url.Values{"response_type": {"code"}, "client_id": {t.Keys().Public.ID}, "redirect_uri": {callback},
		"mock_user": {t.Keys().Username}}
	if decision != "" {
		query.Set("mock_decision", decision)
	}
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return query
}

// consentPage sends a query to the consent page.
func consentPage(t *T, decision string, pairs ...string) *Response {
	return t.Do(Request{Host: Site, Path: "/oauth/authorize", Query: consentQuery(t, decision, pairs...)})
}

// location returns where a response redirects to.
func location(t *T, a *Response) *url.URL {
	t.Helper()
	u, err := url.Parse(a.Header.Get("Location"))
	require.NoError(t, err, "Location")
	return u
}

// decide sends the decision of a user, and returns the query of the redirect to the callback.
func decide(t *T, decision string, pairs ...string) url.Values {
	t.Helper()
	u := location(t, consentPage(t, decision, pairs...).Is(302))
	assert.True(t, strings.HasPrefix(u.String(), callback), "the redirect leads to the callback")
	return u.Query()
}

// redeem requests tokens for a code.
func redeem(t *T, code string) *Response {
	return data.AskToken(t, publicForm(t, "authorization_code", "redirect_uri", callback, "code", code))
}
