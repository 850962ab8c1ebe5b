package cases

import (
	"encoding/base64"
	"net/url"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases of the token endpoints: grants and refusals.

// tokens returns a case of a token endpoint.
func tokens(id, title, states string, d Endpoint, run func(t *T)) Case {
	c := row(id, title, states, run)
	c.Needs = d.Needs()
	if d.TokenHost == Data {
		c.ExtraHost = Data // it is needed besides the hosts of reporting
	}
	return c
}

// granted returns a case that expects a token. Cases with the same form share the response.
func granted(id, title, states string, d Endpoint, scope string, check func(t *T, a *Response)) Case {
	return tokens(id, title, states, d, func(t *T) {
		a := t.Do(Request{Host: d.TokenHost, Path: d.TokenPath, Form: form(t, d, scope), Repeated: true})
		check(t, a.Granted())
	})
}

// denied returns a case that expects a refusal with 4xx and without a token.
func denied(id, title, states string, d Endpoint, check func(*T, *Response), fields ...field) Case {
	scope := ""
	if d == priv {
		scope = ReportScopes
	}
	return with(Validates, tokens(id, title, states, d, func(t *T) {
		check(t, d.AskToken(t, form(t, d, scope, fields...)).Denied())
	}))
}

// anything accepts every refusal.
func anything(*T, *Response) {}

// failure returns a check for the status and the code of a refusal; "" means any code.
func failure(status int, code string) func(*T, *Response) {
	return func(_ *T, a *Response) {
		a.Is(status).Fits("token-error")
		if code != "" {
			a.Equal(code, "error")
		}
	}
}

// unprocessable expects the status 422.
func unprocessable(_ *T, a *Response) { a.Is(422) }

// shape returns a check that a response matches a schema.
func shape(name string) func(*T, *Response) { return func(_ *T, a *Response) { a.Fits(name) } }

// lifetime returns a check of expires_in.
func lifetime(seconds int) func(*T, *Response) {
	return func(t *T, a *Response) {
		got, _ := a.Int("expires_in")
		assert.InDelta(t, seconds, got, 60, "expires_in, of a token that may be some seconds old")
	}
}

// scopes returns a check that exactly some scopes are granted.
func scopes(names string) func(*T, *Response) {
	return func(t *T, a *Response) {
		assert.ElementsMatch(t, strings.Fields(names), strings.Fields(a.String("scope")), "scope")
	}
}

func oauthToken() []Case {
	return []Case{
		granted("OAUTH-001", "a password grant on the GraphQL host returns five members",
			"oauth-1.2 oauth-4.1 oauth-4.10 reporting-2.1 reporting-2.5", pub, "", shape("token-public")),
		granted("OAUTH-002", "a password grant on the API host returns five members", "oauth-1.1 oauth-4.1 oauth-4.10",
			data, "", shape("token-public")),
		should(granted("OAUTH-003", "a token of a public key is valid for ten hours", "oauth-4.2 reporting-2.2", pub, "",
			lifetime(36000))),
		should(granted("OAUTH-004", "both tokens of the GraphQL host are JWTs", "oauth-4.5 reporting-2.3", pub, "",
			func(_ *T, a *Response) {
				a.Matches(`^eyJ0eXAiOiJK`, "access_token").Matches(`^eyJ0eXAiOiJK`, "refresh_token")
			})),
		granted("OAUTH-005", "scope is empty if the request has none", "oauth-4.3 reporting-2.4", pub, "",
			func(_ *T, a *Response) { a.Equal("", "scope") }),
		granted("OAUTH-006", "scope lists the requested scopes, separated by spaces", "oauth-4.3 oauth-5.1 oauth-3.4", data,
			"manage_videos userinfo", scopes("manage_videos userinfo")),
		should(needing(Hosts, granted("OAUTH-007", "the API host returns the id of the user as uid", "oauth-4.4", data, "",
			func(_ *T, a *Response) { a.Matches(`^x[0-9a-z]{2,20}$`, "uid") }))),
		should(needing(Hosts, granted("OAUTH-008", "tokens of the API host are opaque", "oauth-4.5", data, "",
			func(t *T, a *Response) { assert.NotRegexp(t, `^eyJ`, a.String("access_token"), "access token") }))),
		should(granted("OAUTH-009", "the JWT of the GraphQL host has typ JWT and alg HS256", "reporting-2.9", pub, "",
			func(t *T, a *Response) {
				header := claims(t, a, 0)
				assert.Equal(t, "JWT", header["typ"], "typ")
				assert.Equal(t, "HS256", header["alg"], "alg")
			})),
		should(granted("OAUTH-010", "the JWT of the GraphQL host has the key and the roles", "reporting-2.9", pub, "",
			func(t *T, a *Response) {
				claims := claims(t, a, 1)
				assert.Equal(t, t.Keys().Public.ID, claims["aid"], "aid")
				assert.IsType(t, "", claims["rol"], "rol")
			})),
		tokens("OAUTH-011", "version=2, as in the guide, changes nothing", "reporting-2.1 oauth-4.1", pub,
			func(t *T) { grant(t, pub, "", put("version", "2")).Fits("token-public") }),
		tokens("OAUTH-012", "a token request ignores fields of the web site", "reporting-2.8", pub, func(t *T) {
			grant(t, pub, "", put("visitor_id", "contract"), put("traffic_segment", "123"))
		}),
		should(tokens("OAUTH-013", "key and secret may be sent by HTTP Basic", "reporting-2.7", pub, func(t *T) {
			basic := base64.StdEncoding.EncodeToString([]byte(t.Keys().Public.ID + ":" + t.Keys().Public.Secret))
			t.Do(Request{Host: pub.TokenHost, Path: pub.TokenPath, Token: Secret(basic), Scheme: "Basic",
				Form: form(t, pub, "", omit("client_id"), omit("client_secret"))}).Granted()
		})),
		should(needing(PublicKey, row("OAUTH-014", "a public key gets a token without a user by client_credentials",
			"oauth-4.6 reporting-2.6", func(t *T) { pub.AskToken(t, publicForm(t, "client_credentials")).Granted() }))),
		needing(PublicKey, row("OAUTH-015", "client_credentials of a public key gives no refresh token", "oauth-4.15",
			func(t *T) {
				a := pub.AskToken(t, publicForm(t, "client_credentials")).Granted()
				assert.Empty(t, a.String("refresh_token"), "refresh_token")
			})),
		granted("OAUTH-020", "a private key gets a token by client_credentials",
			"oauth-1.3 oauth-4.10 reporting-2.12 reporting-2.13 reporting-2.18", priv, ReportScopes, shape("token-private")),
		should(granted("OAUTH-021", "a token of a private key is a JWT with exp", "reporting-2.16", priv, ReportScopes,
			func(t *T, a *Response) { assert.Contains(t, claims(t, a, 1), "exp", "claims") })),
		should(granted("OAUTH-022", "a token of a private key is valid for an hour", "reporting-2.17", priv, ReportScopes,
			lifetime(3600))),
		should(granted("OAUTH-023", "the token of a private key has an empty refresh_token",
			"oauth-4.9 oauth-2.4 reporting-2.19", priv, ReportScopes, func(t *T, a *Response) {
				assert.True(t, a.Has("refresh_token"), "member refresh_token")
				assert.Empty(t, a.String("refresh_token"), "refresh_token")
			})),
		granted("OAUTH-024", "the scopes of the guide are granted", "reporting-2.13 oauth-9.2", priv, ReportScopes,
			scopes(ReportScopes)),
		should(granted("OAUTH-025", "the scopes that a client asks for in production are granted", "reporting-2.14", priv,
			"create_reports delete_reports manage_reports", func(t *T, a *Response) {
				assert.Contains(t, strings.Fields(a.String("scope")), "create_reports", "scope")
			})),
		onMock(tokens("OAUTH-026", "each scope of public keys is granted", "oauth-9.1", data, func(t *T) {
			eachScope(t, data, "email userinfo manage_videos manage_players manage_playlists manage_subtitles "+
				"manage_podcasts manage_likes manage_subscriptions")
		})),
		should(onMock(tokens("OAUTH-027", "older scopes and those of networks are granted",
			"oauth-9.3 reporting-2.25 oauth-9.4 rest-14.1", data, func(t *T) {
				eachScope(t, data, "read write delete manage_comments manage_favorites read_insights "+
					"delegate_account_management email userinfo")
				eachScope(t, priv, "email userinfo manage_videos read_videos edit_videos delete_videos upload_videos "+
					"read_players read_playlists")
			}))),
		tokens("OAUTH-030", "refreshing returns an access token and a refresh token", "oauth-4.7 oauth-5.4 reporting-2.10",
			pub, func(t *T) { refresh(t, pub, signIn(t, pub)).Fits("token-refreshed") }),
		should(tokens("OAUTH-031", "refreshing returns a new access token and the same refresh token", "oauth-4.8", data,
			func(t *T) {
				first := signIn(t, data)
				a := refresh(t, data, first)
				assert.True(t, access(first) != access(a), "the access token is another")
				assert.True(t, first.String("refresh_token") == a.String("refresh_token"), "the refresh token is the same")
			})),
		tokens("OAUTH-032", "a refresh request ignores scope", "oauth-3.6", data, func(t *T) {
			form := refreshForm(t, signIn(t, data).String("refresh_token"))
			form.Set("scope", "manage_videos")
			data.AskToken(t, form).Granted().Fits("token-refreshed")
		}),
		tokens("OAUTH-033", "the earlier access token stays valid after a refresh", "oauth-4.13", pub, func(t *T) {
			first := signIn(t, pub)
			refresh(t, pub, first)
			pub.GraphQLAs(t, access(first), body(typename)).HasData()
		}),
		moving(tokens("OAUTH-034", "a token is refused after its lifetime, and a refresh continues the session",
			"oauth-5.4 reporting-2.10", pub, func(t *T) {
				first := signIn(t, pub)
				outlive(t, first)
				wantRefusedToken(t, pub, access(first))
				pub.GraphQLAs(t, access(refresh(t, pub, first)), body(typename)).HasData()
			})),
		moving(tokens("OAUTH-035", "a token of a private key is refused after its lifetime", "reporting-2.17 reporting-10.5",
			priv, func(t *T) {
				a := grant(t, priv, ReportScopes)
				outlive(t, a)
				wantRefusedToken(t, priv, access(a))
			})),
		with(FailsLogin, denied("OAUTH-040", "a wrong password is refused with 400 and a description",
			"oauth-8.2 oauth-8.4 reporting-2.22", pub, failure(400, ""), put("password", "wrong-password"))),
		with(FailsLogin, denied("OAUTH-041", "a wrong password on the API host is refused with 400", "oauth-8.2", data,
			failure(400, ""), put("password", "wrong-password"))),
		with(Validates, tokens("OAUTH-042", "an invalid refresh token is refused with 400 invalid_grant",
			"oauth-8.1 reporting-2.22", pub, func(t *T) {
				failure(400, "invalid_grant")(t, pub.AskToken(t, refreshForm(t, "wrong-refresh-token")).Denied())
			})),
		denied("OAUTH-043", "an invalid code is refused with a description", "oauth-8.3", data, shape("token-error"),
			put("grant_type", "authorization_code"), put("code", "wrong-code"),
			put("redirect_uri", "https://example.com/callback"), omit("username"), omit("password")),
		denied("OAUTH-044", "a wrong secret is refused", "oauth-3.1 reporting-2.22", pub, anything,
			put("client_secret", "wrong-secret")),
		denied("OAUTH-045", "a wrong secret of a private key is refused", "oauth-3.1", priv, anything,
			put("client_secret", "wrong-secret")),
		denied("OAUTH-046", "a wrong secret of a public key returns 400 invalid_client", "oauth-8.8", pub,
			failure(400, "invalid_client"), put("client_secret", "wrong-secret")),
		denied("OAUTH-047", "a wrong secret of a private key returns 401 invalid_client", "oauth-8.8", priv,
			failure(401, "invalid_client"), put("client_secret", "wrong-secret")),
		denied("OAUTH-049", "a token request without grant_type is invalid_request", "oauth-8.5", pub,
			failure(400, "invalid_request"), omit("grant_type")),
		denied("OAUTH-050", "a token request without client_id is refused", "oauth-3.1", pub, anything, omit("client_id")),
		denied("OAUTH-051", "a token request without client_secret is refused", "oauth-3.1", pub, anything,
			omit("client_secret")),
		denied("OAUTH-052", "a password grant without username is refused", "oauth-3.2", pub, anything, omit("username")),
		denied("OAUTH-053", "a password grant without password is refused", "oauth-3.2", pub, anything, omit("password")),
		denied("OAUTH-054", "a code grant without code is refused", "oauth-3.5", data, anything,
			put("grant_type", "authorization_code")),
		denied("OAUTH-055", "a grant that does not exist is unsupported_grant_type", "oauth-8.6", pub,
			failure(400, "unsupported_grant_type"), put("grant_type", "device")),
		denied("OAUTH-056", "a scope that does not exist is invalid_scope", "oauth-8.7", data,
			failure(400, "invalid_scope"), put("scope", "manage_everything")),
		denied("OAUTH-057", "a private key without scope is refused with 422", "oauth-3.3 oauth-8.10 reporting-2.23", priv,
			unprocessable, omit("scope")),
		denied("OAUTH-058", "a private key without grant_type is refused with 422", "oauth-8.10 reporting-2.23", priv,
			unprocessable, omit("grant_type")),
		denied("OAUTH-059", "a private key without client_secret is refused with 422", "oauth-8.10 reporting-2.23", priv,
			unprocessable, omit("client_secret")),
		denied("OAUTH-060", "a private key has no password grant", "oauth-2.3", priv, anything,
			put("grant_type", "password"), put("username", "somebody"), put("password", "wrong-password")),
		denied("OAUTH-061", "a private key has no refresh grant", "oauth-2.3 oauth-2.4", priv, anything,
			put("grant_type", "refresh_token"), put("refresh_token", "wrong-refresh-token")),
		tokens("OAUTH-062", "a form is accepted with the content type of JSON", "reporting-2.26", priv, func(t *T) {
			t.Do(Request{Host: priv.TokenHost, Path: priv.TokenPath, Text: form(t, priv, ReportScopes).Encode(),
				Type: "application/json"}).Granted()
		}),
		tokens("OAUTH-063", "token responses have Cache-Control: no-store", "oauth-4.12", priv, func(t *T) {
			assert.Contains(t, grant(t, priv, ReportScopes).Header.Get("Cache-Control"), "no-store", "Cache-Control")
		}),
		row("OAUTH-064", "no token endpoint returns a token to GET", "oauth-8.18", func(t *T) {
			for _, d := range []Endpoint{pub, priv} {
				t.Do(Request{Host: d.TokenHost, Path: d.TokenPath + "?grant_type=client_credentials"}).Is(400, 404, 405)
			}
		}),
		with(Validates, row("OAUTH-069", "each token endpoint refuses an empty form, with JSON and without a token",
			"oauth-3.1", func(t *T) {
				for _, d := range unlessKeys(t, pub, data, priv) {
					d.AskToken(t, url.Values{"scope": {""}}).Denied().Is(400, 401, 422)
				}
			})),
		{
			ID: "OAUTH-065", Title: "a private key is refused by the public token endpoints", States: "oauth-2.1",
			Level: Should, Effect: Validates, Needs: []Need{PrivateKey, PublicKey, Login, Hosts, KeyKinds},
			Run: func(t *T) {
				key := t.Keys().Private
				for _, d := range []Endpoint{pub, data} {
					d.AskToken(t, form(t, d, "", put("client_id", key.ID), put("client_secret", key.Secret))).Denied()
				}
			},
		},
		{
			ID: "OAUTH-066", Title: "a public key is refused by the private token endpoint", States: "oauth-2.2",
			Level: Should, Effect: Validates, Needs: []Need{PrivateKey, PublicKey, Hosts, KeyKinds},
			Run: func(t *T) {
				key := t.Keys().Public
				priv.AskToken(t, form(t, priv, ReportScopes, put("client_id", key.ID), put("client_secret", key.Secret))).Denied()
			},
		},
		should(signedIn(keyed("OAUTH-067", "a token is valid only on the hosts of its kind of key", "oauth-2.6",
			func(t *T) {
				wantRefusedToken(t, pub, priv.Token(t))
				wantRefusedToken(t, priv, pub.Token(t))
			}))),
		tokens("OAUTH-068", "two token requests with the same form both succeed", "oauth-1.10 oauth-4.10", priv,
			func(t *T) {
				for range 2 {
					grant(t, priv, ReportScopes)
				}
			}),
	}
}

// eachScope asserts that each scope is granted if requested alone.
func eachScope(t *T, d Endpoint, scopes string) {
	t.Helper()
	for _, scope := range strings.Fields(scopes) {
		grant(t, d, scope).Equal(scope, "scope")
	}
}
