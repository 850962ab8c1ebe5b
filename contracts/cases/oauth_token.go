package cases

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of the token endpoints: grants and refusals.

// granted returns a case that expects a token.
func granted(id, title, states string, level Level, d Endpoint, scope string, check func(t *T, a *Response)) Case {
	return Case{
		ID: id, Title: title, Surface: OAuth, Level: level, States: states, Needs: d.Needs(), ExtraHost: extraHost(d),
		Run: func(t *T) {
			a := t.AskToken(d, t.TokenForm(d, scope))
			t.Granted(a)
			check(t, a)
		},
	}
}

// extraHost returns the host that an endpoint needs besides those of reporting, or "".
func extraHost(d Endpoint) Host {
	if d.TokenHost == Data {
		return Data
	}
	return ""
}

// denied returns a case that expects a refusal with 4xx and without a token.
func denied(id, title, states string, d Endpoint, change func(t *T, form url.Values),
	check func(t *T, a *Response)) Case {
	return Case{
		ID: id, Title: title, Surface: OAuth, States: states, Effect: Validates, Needs: d.Needs(), ExtraHost: extraHost(d),
		Run: func(t *T) {
			form := t.TokenForm(d, ReportScopes)
			if d.Kind == "public" {
				form = t.TokenForm(d, "")
			}
			change(t, form)
			a := t.AskToken(d, form)
			wantDenied(t, a)
			if check != nil {
				check(t, a)
			}
		},
	}
}

// wantDenied asserts that a token request was refused.
func wantDenied(t *T, a *Response) {
	t.Helper()
	assert.GreaterOrEqual(t, a.Status, 400, "status of a refusal")
	assert.Less(t, a.Status, 500, "status of a refusal")
	assert.False(t, a.Has("access_token"), "access_token in a refusal")
	assert.NotNil(t, a.JSON, "a refusal is JSON")
}

// wantError returns a check for the status and the code of a refusal.
func wantError(status int, code string) func(*T, *Response) {
	return func(t *T, a *Response) {
		assert.Equal(t, status, a.Status, "status")
		t.Fits(a, "token-error")
		if code != "" {
			assert.Equal(t, code, a.String("error"), "error")
		}
	}
}

// status returns a check for the status of a refusal.
func status(code int) func(*T, *Response) {
	return func(t *T, a *Response) { assert.Equal(t, code, a.Status, "status") }
}

// put returns a change that sets a field of a form.
func put(name, value string) func(*T, url.Values) {
	return func(_ *T, form url.Values) { form.Set(name, value) }
}

// omit returns a change that removes a field from a form.
func omit(name string) func(*T, url.Values) {
	return func(_ *T, form url.Values) { form.Del(name) }
}

// shape returns a check that a response has a shape.
func shape(name string) func(*T, *Response) { return func(t *T, a *Response) { t.Fits(a, name) } }

var oauthToken = []Case{
	granted("OAUTH-001", "a password grant on the GraphQL host returns five members",
		"oauth-1.2 oauth-4.1 oauth-4.10 reporting-2.1 reporting-2.5", Must, pub, "", shape("token-public")),
	granted("OAUTH-002", "a password grant on the API host returns five members", "oauth-1.1 oauth-4.1 oauth-4.10", Must,
		data, "", shape("token-public")),
	granted("OAUTH-003", "a token of a public key is valid for ten hours", "oauth-4.2 reporting-2.2", Should, pub, "",
		func(t *T, a *Response) {
			seconds, _ := a.Int("expires_in")
			assert.Equal(t, int64(36000), seconds, "expires_in")
		}),
	granted("OAUTH-004", "both tokens of the GraphQL host are JWTs", "oauth-4.5 reporting-2.3", Should, pub, "",
		func(t *T, a *Response) {
			assert.Equal(t, "eyJ0eXAiOiJK", a.String("access_token")[:12], "beginning of the access token")
			assert.Equal(t, "eyJ0eXAiOiJK", a.String("refresh_token")[:12], "beginning of the refresh token")
		}),
	granted("OAUTH-005", "scope is empty if the request has none", "oauth-4.3 reporting-2.4", Must, pub, "",
		func(t *T, a *Response) {
			assert.Equal(t, "", a.At("scope"), "scope")
		}),
	granted("OAUTH-006", "scope lists the requested scopes, separated by spaces", "oauth-4.3 oauth-5.1 oauth-3.4", Must,
		data, "manage_videos userinfo", func(t *T, a *Response) {
			assert.ElementsMatch(t, []string{"manage_videos", "userinfo"}, strings.Fields(a.String("scope")), "scope")
		}),
	{
		ID: "OAUTH-007", Surface: OAuth, ExtraHost: Data, States: "oauth-4.4", Needs: []Need{PublicKey, Login, Hosts},
		Level: Should,
		Title: "the API host returns the id of the user as uid",
		Run: func(t *T) {
			a := t.AskToken(data, t.TokenForm(data, ""))
			t.Granted(a)
			assert.Regexp(t, `^x[0-9a-z]{2,20}$`, a.String("uid"), "uid")
		},
	},
	{
		ID: "OAUTH-008", Surface: OAuth, ExtraHost: Data, States: "oauth-4.5", Needs: []Need{PublicKey, Login, Hosts},
		Level: Should,
		Title: "tokens of the API host are opaque",
		Run: func(t *T) {
			a := t.AskToken(data, t.TokenForm(data, ""))
			t.Granted(a)
			assert.NotRegexp(t, `^eyJ`, a.String("access_token")[:3], "beginning of the access token")
		},
	},
	granted("OAUTH-009", "the JWT of the GraphQL host has typ JWT and alg HS256", "reporting-2.9", Should, pub, "",
		func(t *T, a *Response) {
			header := jwtPart(t, a.String("access_token"), 0)
			assert.Equal(t, "JWT", header["typ"], "typ")
			assert.Equal(t, "HS256", header["alg"], "alg")
		}),
	granted("OAUTH-010", "the JWT of the GraphQL host has the key and the roles", "reporting-2.9", Should, pub, "",
		func(t *T, a *Response) {
			claims := jwtPart(t, a.String("access_token"), 1)
			assert.Equal(t, t.Keys().Public.ID, claims["aid"], "aid")
			assert.IsType(t, "", claims["rol"], "rol")
		}),
	{
		ID: "OAUTH-011", Surface: OAuth, States: "reporting-2.1 oauth-4.1", Needs: []Need{PublicKey, Login},
		Title: "version=2, as in the guide, changes nothing",
		Run: func(t *T) {
			form := t.TokenForm(pub, "")
			form.Set("version", "2")
			a := t.AskToken(pub, form)
			t.Granted(a)
			t.Fits(a, "token-public")
		},
	},
	{
		ID: "OAUTH-012", Surface: OAuth, States: "reporting-2.8", Needs: []Need{PublicKey, Login},
		Title: "a token request ignores fields of the web site",
		Run: func(t *T) {
			form := t.TokenForm(pub, "")
			form.Set("visitor_id", "contract")
			form.Set("traffic_segment", "123")
			t.Granted(t.AskToken(pub, form))
		},
	},
	{
		ID: "OAUTH-013", Surface: OAuth, States: "reporting-2.7", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "key and secret may be sent by HTTP Basic",
		Run: func(t *T) {
			form := t.TokenForm(pub, "")
			form.Del("client_id")
			form.Del("client_secret")
			basic := base64.StdEncoding.EncodeToString([]byte(t.Keys().Public.ID + ":" + t.Keys().Public.Secret))
			t.Granted(t.Do(Request{Host: pub.TokenHost, Path: pub.TokenPath, Form: form, Token: Secret(basic), Scheme: "Basic"}))
		},
	},
	{
		ID: "OAUTH-014", Surface: OAuth, States: "oauth-4.6 reporting-2.6", Needs: []Need{PublicKey}, Level: Should,
		Title: "a public key gets a token without a user by client_credentials",
		Run: func(t *T) {
			a := t.AskToken(pub, url.Values{"grant_type": {"client_credentials"}, "client_id": {t.Keys().Public.ID},
				"client_secret": {t.Keys().Public.Secret}})
			t.Granted(a)
			assert.NotEmpty(t, a.String("access_token"))
		},
	},
	{
		ID: "OAUTH-015", Surface: OAuth, States: "oauth-4.15", Needs: []Need{PublicKey},
		Title: "client_credentials of a public key gives no refresh token",
		Run: func(t *T) {
			a := t.AskToken(pub, url.Values{"grant_type": {"client_credentials"}, "client_id": {t.Keys().Public.ID},
				"client_secret": {t.Keys().Public.Secret}})
			t.Granted(a)
			assert.Empty(t, a.String("refresh_token"), "refresh_token")
		},
	},
	granted("OAUTH-020", "a private key gets a token by client_credentials",
		"oauth-1.3 oauth-4.10 reporting-2.12 reporting-2.13 reporting-2.18", Must, priv, ReportScopes,
		shape("token-private")),
	granted("OAUTH-021", "a token of a private key is a JWT with exp", "reporting-2.16", Should, priv, ReportScopes,
		func(t *T, a *Response) {
			assert.Contains(t, jwtPart(t, a.String("access_token"), 1), "exp", "claims")
		}),
	granted("OAUTH-022", "a token of a private key is valid for an hour", "reporting-2.17", Should, priv, ReportScopes,
		func(t *T, a *Response) {
			seconds, _ := a.Int("expires_in")
			assert.Equal(t, int64(3600), seconds, "expires_in")
		}),
	granted("OAUTH-023", "the token of a private key has an empty refresh_token", "oauth-4.9 oauth-2.4 reporting-2.19",
		Should, priv, ReportScopes, func(t *T, a *Response) {
			assert.True(t, a.Has("refresh_token"), "member refresh_token")
			assert.Empty(t, a.String("refresh_token"), "refresh_token")
		}),
	granted("OAUTH-024", "the scopes of the guide are granted", "reporting-2.13 oauth-9.2", Must, priv, ReportScopes,
		func(t *T, a *Response) {
			assert.ElementsMatch(t, strings.Fields(ReportScopes), strings.Fields(a.String("scope")), "scope")
		}),
	granted("OAUTH-025", "the scopes that a client asks for in production are granted", "reporting-2.14", Should, priv,
		"create_reports delete_reports manage_reports", func(t *T, a *Response) {
			assert.Contains(t, strings.Fields(a.String("scope")), "create_reports", "scope")
		}),
	{
		ID: "OAUTH-026", Surface: OAuth, ExtraHost: Data, States: "oauth-9.1", Needs: []Need{PublicKey, Login, MockOnly},
		Title: "each scope of public keys is granted",
		Run: func(t *T) {
			eachScope(t, data, "email userinfo manage_videos manage_players manage_playlists manage_subtitles "+
				"manage_podcasts manage_likes manage_subscriptions")
		},
	},
	{
		ID: "OAUTH-027", Surface: OAuth, ExtraHost: Data, States: "oauth-9.3 reporting-2.25 oauth-9.4 rest-14.1",
		Needs: []Need{PublicKey, Login, MockOnly}, Level: Should,
		Title: "older scopes and those of networks are granted",
		Run: func(t *T) {
			eachScope(t, data, "read write delete manage_comments manage_favorites read_insights "+
				"delegate_account_management email userinfo")
			eachScope(t, priv, "email userinfo manage_videos read_videos edit_videos delete_videos upload_videos "+
				"read_players read_playlists")
		},
	},
	{
		ID: "OAUTH-030", Surface: OAuth, States: "oauth-4.7 oauth-5.4 reporting-2.10", Needs: []Need{PublicKey, Login},
		Title: "refreshing returns an access token and a refresh token",
		Run: func(t *T) {
			a := refreshSession(t, pub, newSession(t, pub).String("refresh_token"))
			t.Fits(a, "token-refreshed")
		},
	},
	{
		ID: "OAUTH-031", Surface: OAuth, ExtraHost: Data, States: "oauth-4.8", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "refreshing returns a new access token and the same refresh token",
		Run: func(t *T) {
			first := newSession(t, data)
			a := refreshSession(t, data, first.String("refresh_token"))
			assert.True(t, first.String("access_token") != a.String("access_token"), "the access token is another")
			assert.True(t, first.String("refresh_token") == a.String("refresh_token"), "the refresh token is the same")
		},
	},
	{
		ID: "OAUTH-032", Surface: OAuth, ExtraHost: Data, States: "oauth-3.6", Needs: []Need{PublicKey, Login},
		Title: "a refresh request ignores scope",
		Run: func(t *T) {
			form := refreshForm(t, newSession(t, data).String("refresh_token"))
			form.Set("scope", "manage_videos")
			a := t.AskToken(data, form)
			t.Granted(a)
			t.Fits(a, "token-refreshed")
		},
	},
	{
		ID: "OAUTH-033", Surface: OAuth, States: "oauth-4.13", Needs: []Need{PublicKey, Login},
		Title: "the earlier access token stays valid after a refresh",
		Run: func(t *T) {
			first := newSession(t, pub)
			refreshSession(t, pub, first.String("refresh_token"))
			t.HasData(t.Do(Request{Host: pub.APIHost, Path: pub.APIPath, Token: Secret(first.String("access_token")),
				JSON: map[string]any{"query": `{ __typename }`}}))
		},
	},
	{
		ID: "OAUTH-034", Surface: OAuth, States: "oauth-5.4 reporting-2.10", Needs: []Need{PublicKey, Login, Clock},
		Exclusive: true,
		Title:     "a token is refused after its lifetime, and a refresh continues the session",
		Run: func(t *T) {
			first := newSession(t, pub)
			seconds, _ := first.Int("expires_in")
			t.Advance(secondsOf(seconds + 1))
			wantRefusedToken(t, pub, Secret(first.String("access_token")))
			a := refreshSession(t, pub, first.String("refresh_token"))
			t.HasData(t.Do(Request{Host: pub.APIHost, Path: pub.APIPath, Token: Secret(a.String("access_token")),
				JSON: map[string]any{"query": `{ __typename }`}}))
		},
	},
	{
		ID: "OAUTH-035", Surface: OAuth, States: "reporting-2.17 reporting-10.5", Needs: []Need{PrivateKey, Clock},
		Exclusive: true,
		Title:     "a token of a private key is refused after its lifetime",
		Run: func(t *T) {
			a := t.AskToken(priv, t.TokenForm(priv, ReportScopes))
			t.Granted(a)
			seconds, _ := a.Int("expires_in")
			t.Advance(secondsOf(seconds + 1))
			wantRefusedToken(t, priv, Secret(a.String("access_token")))
		},
	},
	withEffect(FailsLogin, denied("OAUTH-040", "a wrong password is refused with 400 and a description",
		"oauth-8.2 oauth-8.4 reporting-2.22",
		pub, put("password", "wrong-password"), wantError(400, ""))),
	withEffect(FailsLogin, denied("OAUTH-041", "a wrong password on the API host is refused with 400", "oauth-8.2", data,
		put("password", "wrong-password"), wantError(400, ""))),
	denied("OAUTH-042", "an invalid refresh token is refused with 400 invalid_grant", "oauth-8.1 reporting-2.22", pub,
		func(t *T, form url.Values) {
			for name := range form {
				form.Del(name)
			}
			for name, value := range refreshForm(t, "wrong-refresh-token") {
				form[name] = value
			}
		}, wantError(400, "invalid_grant")),
	denied("OAUTH-043", "an invalid code is refused with a description", "oauth-8.3", data,
		func(t *T, form url.Values) {
			form.Set("grant_type", "authorization_code")
			form.Set("code", "wrong-code")
			form.Set("redirect_uri", "https://example.com/callback")
			form.Del("username")
			form.Del("password")
		}, shape("token-error")),
	denied("OAUTH-044", "a wrong secret is refused", "oauth-3.1 reporting-2.22", pub,
		put("client_secret", "wrong-secret"), nil),
	denied("OAUTH-045", "a wrong secret of a private key is refused", "oauth-3.1", priv,
		put("client_secret", "wrong-secret"), nil),
	denied("OAUTH-046", "a wrong secret of a public key returns 400 invalid_client", "oauth-8.8", pub,
		put("client_secret", "wrong-secret"), wantError(400, "invalid_client")),
	denied("OAUTH-047", "a wrong secret of a private key returns 401 invalid_client", "oauth-8.8", priv,
		put("client_secret", "wrong-secret"), wantError(401, "invalid_client")),
	denied("OAUTH-048", "a token request without grant_type is refused", "oauth-3.1", pub, omit("grant_type"), nil),
	denied("OAUTH-049", "a token request without grant_type is invalid_request", "oauth-8.5", pub, omit("grant_type"),
		wantError(400, "invalid_request")),
	denied("OAUTH-050", "a token request without client_id is refused", "oauth-3.1", pub, omit("client_id"), nil),
	denied("OAUTH-051", "a token request without client_secret is refused", "oauth-3.1", pub, omit("client_secret"), nil),
	denied("OAUTH-052", "a password grant without username is refused", "oauth-3.2", pub, omit("username"), nil),
	denied("OAUTH-053", "a password grant without password is refused", "oauth-3.2", pub, omit("password"), nil),
	denied("OAUTH-054", "a code grant without code is refused", "oauth-3.5", data,
		put("grant_type", "authorization_code"), nil),
	denied("OAUTH-055", "a grant that does not exist is unsupported_grant_type", "oauth-8.6", pub,
		put("grant_type", "device"), wantError(400, "unsupported_grant_type")),
	denied("OAUTH-056", "a scope that does not exist is invalid_scope", "oauth-8.7", data,
		put("scope", "manage_everything"), wantError(400, "invalid_scope")),
	denied("OAUTH-057", "a private key without scope is refused with 422", "oauth-3.3 oauth-8.10 reporting-2.23", priv,
		omit("scope"), status(http.StatusUnprocessableEntity)),
	denied("OAUTH-058", "a private key without grant_type is refused with 422", "oauth-8.10 reporting-2.23", priv,
		omit("grant_type"), status(http.StatusUnprocessableEntity)),
	denied("OAUTH-059", "a private key without client_secret is refused with 422", "oauth-8.10 reporting-2.23", priv,
		omit("client_secret"), status(http.StatusUnprocessableEntity)),
	denied("OAUTH-060", "a private key has no password grant", "oauth-2.3", priv, func(_ *T, form url.Values) {
		form.Set("grant_type", "password")
		form.Set("username", "somebody")
		form.Set("password", "wrong-password")
	}, nil),
	denied("OAUTH-061", "a private key has no refresh grant", "oauth-2.3 oauth-2.4", priv, func(_ *T, form url.Values) {
		form.Set("grant_type", "refresh_token")
		form.Set("refresh_token", "wrong-refresh-token")
	}, nil),
	{
		ID: "OAUTH-062", Surface: OAuth, States: "reporting-2.26", Needs: []Need{PrivateKey},
		Title: "a form is accepted with the content type of JSON",
		Run: func(t *T) {
			t.Granted(t.Do(Request{Host: priv.TokenHost, Path: priv.TokenPath, Text: t.TokenForm(priv, ReportScopes).Encode(),
				Type: "application/json"}))
		},
	},
	{
		ID: "OAUTH-063", Surface: OAuth, States: "oauth-4.12", Needs: []Need{PrivateKey},
		Title: "token responses have Cache-Control: no-store",
		Run: func(t *T) {
			a := t.AskToken(priv, t.TokenForm(priv, ReportScopes))
			t.Granted(a)
			assert.Contains(t, a.Header.Get("Cache-Control"), "no-store", "Cache-Control")
		},
	},
	{
		ID: "OAUTH-064", Surface: OAuth, States: "oauth-8.18",
		Title: "no token endpoint returns a token to GET",
		Run: func(t *T) {
			for _, d := range []Endpoint{pub, priv} {
				a := t.Do(Request{Host: d.TokenHost, Path: d.TokenPath + "?grant_type=client_credentials"})
				assert.Contains(t, []int{400, 404, 405}, a.Status, "status")
			}
		},
	},
	{
		ID: "OAUTH-065", Surface: OAuth, States: "oauth-2.1", Needs: []Need{PrivateKey, PublicKey, Login, Hosts, KeyKinds},
		Effect: Validates, Level: Should,
		Title: "a private key is refused by the public token endpoints",
		Run: func(t *T) {
			for _, d := range []Endpoint{pub, data} {
				form := t.TokenForm(d, "")
				form.Set("client_id", t.Keys().Private.ID)
				form.Set("client_secret", t.Keys().Private.Secret)
				wantDenied(t, t.AskToken(d, form))
			}
		},
	},
	{
		ID: "OAUTH-066", Surface: OAuth, States: "oauth-2.2", Needs: []Need{PrivateKey, PublicKey, Hosts, KeyKinds},
		Effect: Validates, Level: Should,
		Title: "a public key is refused by the private token endpoint",
		Run: func(t *T) {
			form := t.TokenForm(priv, ReportScopes)
			form.Set("client_id", t.Keys().Public.ID)
			form.Set("client_secret", t.Keys().Public.Secret)
			wantDenied(t, t.AskToken(priv, form))
		},
	},
	{
		ID: "OAUTH-067", Surface: OAuth, States: "oauth-2.6", Needs: []Need{PrivateKey, PublicKey, Login}, Level: Should,
		Title: "a token is valid only on the hosts of its kind of key",
		Run: func(t *T) {
			wantRefusedToken(t, pub, t.Token(priv))
			wantRefusedToken(t, priv, t.Token(pub))
		},
	},
	{
		ID: "OAUTH-068", Surface: OAuth, States: "oauth-1.10 oauth-4.10", Needs: []Need{PrivateKey},
		Title: "two token requests with the same form both succeed",
		Run: func(t *T) {
			for range 2 {
				t.Granted(t.AskToken(priv, t.TokenForm(priv, ReportScopes)))
			}
		},
	},
}

// newSession signs in and returns the token response.
func newSession(t *T, d Endpoint) *Response {
	t.Helper()
	a := t.AskToken(d, t.TokenForm(d, ""))
	t.Granted(a)
	require.NotEmpty(t, a.String("refresh_token"), "refresh_token")
	return a
}

// refreshForm returns the form of a refresh request.
func refreshForm(t *T, token string) url.Values {
	return url.Values{
		"grant_type": {"refresh_token"}, "client_id": {t.Keys().Public.ID}, "client_secret": {t.Keys().Public.Secret},
		"refresh_token": {token},
	}
}

// refreshSession refreshes a token and returns the response.
func refreshSession(t *T, d Endpoint, token string) *Response {
	t.Helper()
	a := t.AskToken(d, refreshForm(t, token))
	t.Granted(a)
	return a
}

// eachScope asserts that each scope is granted if requested alone.
func eachScope(t *T, d Endpoint, scopes string) {
	t.Helper()
	for _, scope := range strings.Fields(scopes) {
		a := t.AskToken(d, t.TokenForm(d, scope))
		t.Granted(a)
		assert.Equal(t, scope, a.String("scope"), "scope")
	}
}

// jwtPart returns a part of a JWT: 0 is the header, 1 the claims.
func jwtPart(t *T, token string, part int) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3, "parts of a JWT")
	text, err := base64.RawURLEncoding.DecodeString(parts[part])
	require.NoError(t, err, "base64 of a JWT")
	var claims map[string]any
	require.NoError(t, json.Unmarshal(text, &claims), "JSON of a JWT")
	return claims
}

func secondsOf(n int64) time.Duration { return time.Duration(n) * time.Second }
