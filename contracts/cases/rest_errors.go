package cases

import (
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of REST errors, invalid tokens, and the JSON-RPC root.

// refuses returns a case that expects 4xx for a path without a token.
func refuses(id, title, states, path string, check func(t *T, a *Response)) Case {
	return row(id, title, states, func(t *T) { check(t, t.Get(path).IsClientError()) })
}

// notFound returns a case of an id that does not exist.
func notFound(id, title, states, path, kind string) Case {
	return refuses(id, title, states, path, func(_ *T, a *Response) {
		a.Failed(404, "not_found").Equal(kind, "error", "error_data", "object_type")
	})
}

// rpc returns a case of the JSON-RPC root, which is missing from the current documentation.
func rpc(id, title, states string, run func(t *T)) Case { return should(row(id, title, states, run)) }

func restErrors() []Case {
	return []Case{
		refuses("REST-060", "an unknown video returns 404 with the documented reason", "rest-6.1 rest-6.2",
			"/video/xnotfound", func(_ *T, a *Response) {
				a.Failed(404, "not_found").Equal("object_not_found", "error", "error_data", "reason").
					Equal("video", "error", "error_data", "object_type").
					Equal("xnotfound", "error", "error_data", "object_id").Equal("id", "error", "error_data", "param")
			}),
		should(notFound("REST-061", "an unknown playlist returns 404 with the object type collection", "rest-6.3",
			"/playlist/xnotfound", "collection")),
		notFound("REST-062", "an unknown user returns 404 with the object type user", "rest-6.15", "/user/xnotfound000",
			"user"),
		revised(row("REST-063", "an unknown field returns 400", "rest-6.4", func(t *T) {
			mentions(t, t.Get("/video/"+first(t, "videos")+"?fields=id,nope").Failed(400, "invalid_parameter"), "nope")
		})),
		revised(refuses("REST-064", "a limit above 100 returns 400", "rest-6.5 rest-4.3", "/videos?limit=101",
			func(t *T, a *Response) { mentions(t, a.Is(400).Fits("rest-error"), "100") })),
		refuses("REST-065", "a missing parameter returns an error", "rest-6.6", "/echo",
			func(_ *T, a *Response) { a.Fits("rest-error") }),
		refuses("REST-066", "a missing parameter returns 400 missing_required_parameter", "rest-6.14", "/echo",
			func(_ *T, a *Response) { a.Failed(400, "missing_required_parameter") }),
		refuses("REST-067", "an unknown route returns an error", "rest-6.7", "/invalid/path",
			func(t *T, a *Response) { assert.NotNil(t, a.JSON, "the response is JSON") }),
		refuses("REST-068", "/me without a token returns an error", "rest-1.10", "/me", func(*T, *Response) {}),
		row("REST-072", "without a token what a user owns is refused with a REST error", "rest-1.10 rest-6.16", func(t *T) {
			for _, path := range unlessKeys(t, "/me", "/me/videos", "/file/upload") {
				t.Get(path).Is(401, 403).Fits("rest-error")
			}
		}),
		should(row("REST-069", "where a login is needed, the body's code is 403", "rest-6.10 oauth-8.16", func(t *T) {
			t.Get("/videos/subscriptions").Equal(403, "error", "code")
		})),
		row("REST-070", "a bad token returns 401 with WWW-Authenticate", "oauth-8.11 oauth-8.12 oauth-8.14", func(t *T) {
			a := auth(t, "not-a-token", "Bearer").Is(401).Equal(401, "error", "code")
			assert.Regexp(t, `error="[a-z_]+"(, error_description="[^"]*")?`, a.Header.Get("WWW-Authenticate"),
				"WWW-Authenticate")
		}),
		row("REST-071", "other errors have no WWW-Authenticate", "oauth-8.13", func(t *T) {
			for _, path := range []string{"/video/xnotfound", "/videos?limit=101", "/me", "/videos/subscriptions"} {
				a := t.Get(path)
				assert.GreaterOrEqual(t, a.Status, 400, "status of "+path)
				assert.Empty(t, a.Header.Get("WWW-Authenticate"), "WWW-Authenticate of "+path)
			}
		}),
		rpc("REST-080", "the root returns the result and the id of a call", "rest-3.1", func(t *T) {
			callRPC(t, echo("7")).Equal("a", "result", "message").Equal("7", "id")
		}),
		rpc("REST-081", "a valid and an invalid call return 200 with a result and an error", "rest-3.2 rest-3.3",
			func(t *T) {
				a := callRPC(t, []any{echo("good"),
					map[string]any{"call": "GET /video/xnotfound", "args": map[string]any{}, "id": "bad"}})
				responses, _ := a.JSON.([]any)
				require.Len(t, responses, 2, "responses")
				for i := range responses {
					switch a.String(i, "id") {
					case "good":
						a.Equal("a", i, "result", "message")
					case "bad":
						a.Equal(404, i, "error", "code").Equal("not_found", i, "error", "type").NotEmpty(i, "error", "message")
					default:
						assert.Fail(t, "an id that was not sent")
					}
				}
			}),
		rpc("REST-082", "a call is accepted with another content type", "rest-3.4", func(t *T) {
			t.Do(Request{Host: Data, Path: "/", Text: `{"call":"GET /echo","args":{"message":"a"},"id":0}`,
				Type: "application/x-www-form-urlencoded"}).Is(200).Equal("a", "result", "message")
		}),
		rpc("REST-083", "args may be an empty list, and a call without verb is GET", "rest-3.6", func(t *T) {
			a := callRPC(t, map[string]any{"call": "/videos", "args": []any{}, "id": 1})
			assert.NotEmpty(t, a.List("result", "list"), "list of the result")
		}),
		revised(rpc("REST-084", "ten calls are accepted, and lists have what is asked for", "rest-3.5 rest-2.3", func(t *T) {
			calls := echoes(10)
			for i, l := range []wideList{{"/videos", itemOfVideo}, {"/users", userFields}, {"/playlists", itemOfOther},
				{"/channels", channelFields}, {"/channel/news/videos", itemOfVideo}} {
				calls[i] = map[string]any{"call": "GET " + l.path, "id": l.fields,
					"args": map[string]any{"fields": strings.Join(strings.Fields(l.fields), ","), "limit": 5}}
			}
			a := callRPC(t, calls)
			require.Len(t, a.MustList(), 10, "responses")
			for i := range calls {
				fields, _ := a.At(i, "id").(string)
				for k := range a.List(i, "result", "list") {
					hasFields(t, a.At(i, "result", "list", k), fields)
				}
			}
		})),
		rpc("REST-086", "JSONP passes the result to its callback", "rest-3.8", func(t *T) {
			a := t.Get("/echo?message=a&callback=done").Is(200)
			assert.Regexp(t, `(?s)done\(\s*\{.*"message".*\}\s*\)`, string(a.Body), "response")
		}),
		row("REST-085", "an eleventh call is refused", "rest-3.9", func(t *T) {
			has(t, t.Do(Request{Host: Data, Path: "/", JSON: echoes(11)}), "error")
		}),
	}
}

// echo returns a JSON-RPC call.
func echo(id any) map[string]any {
	return map[string]any{"call": "GET /echo", "args": map[string]any{"message": "a"}, "id": id}
}

// echoes returns a number of JSON-RPC calls.
func echoes(n int) []any {
	var all []any
	for i := range n {
		all = append(all, echo(i))
	}
	return all
}

// callRPC sends a body to the JSON-RPC root.
func callRPC(t *T, body any) *Response {
	t.Helper()
	return t.Do(Request{Host: Data, Path: "/", JSON: body}).OK()
}
