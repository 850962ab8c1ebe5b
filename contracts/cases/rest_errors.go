package cases

import (
	"net/http"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of REST errors, invalid tokens, and the JSON-RPC root.

var restErrors = []Case{
	reading("REST-060", "an unknown video returns 404 with the documented reason", "rest-6.1 rest-6.2", Must, func(t *T) {
		a := t.Get("/video/xnotfound")
		refusedREST(t, a, http.StatusNotFound, "not_found")
		data := []any{"error", "error_data"}
		assert.Equal(t, "object_not_found", a.String(append(data, "reason")...), "reason")
		assert.Equal(t, "video", a.String(append(data, "object_type")...), "object_type")
		assert.Equal(t, "xnotfound", a.String(append(data, "object_id")...), "object_id")
		assert.Equal(t, "id", a.String(append(data, "param")...), "param")
	}),
	reading("REST-061", "an unknown playlist returns 404 with the object type collection", "rest-6.3", Should, func(t *T) {
		a := t.Get("/playlist/xnotfound")
		refusedREST(t, a, http.StatusNotFound, "not_found")
		assert.Equal(t, "collection", a.String("error", "error_data", "object_type"), "object_type")
	}),
	reading("REST-062", "an unknown user returns 404 with the object type user", "rest-6.15", Must, func(t *T) {
		a := t.Get("/user/xnotfound000")
		refusedREST(t, a, http.StatusNotFound, "not_found")
		assert.Equal(t, "user", a.String("error", "error_data", "object_type"), "object_type")
	}),
	reading("REST-063", "an unknown field returns 400 with its name", "rest-6.4", Must, func(t *T) {
		id := someVideo(t, "id").String("id")
		a := t.Get("/video/" + id + "?fields=id,nope")
		refusedREST(t, a, http.StatusBadRequest, "invalid_parameter")
		assert.Contains(t, a.String("error", "message"), "nope", "message")
	}),
	reading("REST-064", "a limit above 100 returns 400 with the maximum", "rest-6.5 rest-4.3", Must, func(t *T) {
		a := t.Get("/videos?limit=101")
		assert.Equal(t, http.StatusBadRequest, a.Status, "status")
		t.Fits(a, "rest-error")
		assert.Contains(t, a.String("error", "message"), "100", "message")
	}),
	reading("REST-065", "a missing parameter returns an error", "rest-6.6", Must, func(t *T) {
		a := t.Get("/echo")
		assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
		t.Fits(a, "rest-error")
	}),
	reading("REST-066", "a missing parameter returns 400 missing_required_parameter", "rest-6.14", Must, func(t *T) {
		refusedREST(t, t.Get("/echo"), http.StatusBadRequest, "missing_required_parameter")
	}),
	reading("REST-067", "an unknown route returns an error", "rest-6.7", Must, func(t *T) {
		a := t.Get("/invalid/path")
		assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
		assert.NotNil(t, a.JSON, "the response is JSON")
	}),
	reading("REST-068", "/me without a token returns an error", "rest-1.10", Must, func(t *T) {
		a := t.Get("/me")
		assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
	}),
	reading("REST-069", "where a login is needed, the body's code is 403", "rest-6.10 oauth-8.16", Should, func(t *T) {
		a := t.Get("/videos/subscriptions")
		code, _ := a.Int("error", "code")
		assert.Equal(t, int64(http.StatusForbidden), code, "code")
	}),
	reading("REST-070", "a bad token returns 401 with WWW-Authenticate", "oauth-8.11 oauth-8.12 oauth-8.14",
		Must, func(t *T) {
			a := t.Do(Request{Host: Data, Path: "/auth", Token: "not-a-token"})
			assert.Equal(t, http.StatusUnauthorized, a.Status, "status")
			assert.Regexp(t, `error="[a-z_]+"(, error_description="[^"]*")?`, a.Header.Get("WWW-Authenticate"),
				"WWW-Authenticate")
			code, _ := a.Int("error", "code")
			assert.Equal(t, int64(http.StatusUnauthorized), code, "code")
		}),
	reading("REST-071", "other errors have no WWW-Authenticate", "oauth-8.13", Must, func(t *T) {
		for _, path := range []string{"/video/xnotfound", "/videos?limit=101", "/me", "/videos/subscriptions"} {
			a := t.Get(path)
			assert.GreaterOrEqual(t, a.Status, 400, "status of "+path)
			assert.Empty(t, a.Header.Get("WWW-Authenticate"), "WWW-Authenticate of "+path)
		}
	}),
	rpc("REST-080", "the root returns the result and the id of a call", "rest-3.1", func(t *T) {
		a := callRPC(t, map[string]any{"call": "GET /echo", "args": map[string]any{"message": "a"}, "id": "7"})
		assert.Equal(t, "a", a.String("result", "message"), "result")
		assert.Equal(t, "7", a.String("id"), "id")
	}),
	rpc("REST-081", "a valid and an invalid call return 200 with a result and an error", "rest-3.2 rest-3.3", func(t *T) {
		a := callRPC(t, []any{
			map[string]any{"call": "GET /echo", "args": map[string]any{"message": "a"}, "id": "good"},
			map[string]any{"call": "GET /video/xnotfound", "args": map[string]any{}, "id": "bad"},
		})
		responses, _ := a.JSON.([]any)
		require.Len(t, responses, 2, "responses")
		for i := range responses {
			switch a.String(i, "id") {
			case "good":
				assert.Equal(t, "a", a.String(i, "result", "message"), "result")
			case "bad":
				code, _ := a.Int(i, "error", "code")
				assert.Equal(t, int64(404), code, "code of the error")
				assert.Equal(t, "not_found", a.String(i, "error", "type"), "type of the error")
				assert.NotEmpty(t, a.String(i, "error", "message"), "message of the error")
			default:
				assert.Fail(t, "an id that was not sent")
			}
		}
	}),
	rpc("REST-082", "a call is accepted with another content type", "rest-3.4", func(t *T) {
		a := t.Do(Request{Host: Data, Path: "/", Text: `{"call":"GET /echo","args":{"message":"a"},"id":0}`,
			Type: "application/x-www-form-urlencoded"})
		require.Equal(t, http.StatusOK, a.Status)
		assert.Equal(t, "a", a.String("result", "message"), "result")
	}),
	rpc("REST-083", "args may be an empty list, and a call without verb is GET", "rest-3.6", func(t *T) {
		a := callRPC(t, map[string]any{"call": "/videos", "args": []any{}, "id": 1})
		assert.NotEmpty(t, a.List("result", "list"), "list of the result")
	}),
	rpc("REST-084", "ten calls are accepted", "rest-3.5", func(t *T) {
		a := callRPC(t, calls(10))
		responses, _ := a.JSON.([]any)
		assert.Len(t, responses, 10, "responses")
	}),
	rpc("REST-086", "JSONP passes the result to its callback", "rest-3.8", func(t *T) {
		a := t.Do(Request{Host: Data, Path: "/echo?message=a&callback=done"})
		require.Equal(t, http.StatusOK, a.Status, "status")
		assert.Regexp(t, `(?s)done\(\s*\{.*"message".*\}\s*\)`, string(a.Body), "response")
	}),
	reading("REST-085", "an eleventh call is refused", "rest-3.9", Must, func(t *T) {
		a := t.Do(Request{Host: Data, Path: "/", JSON: calls(11)})
		assert.True(t, a.Has("error"), "error")
	}),
}

// calls returns a number of JSON-RPC calls.
func calls(n int) []any {
	var all []any
	for i := range n {
		all = append(all, map[string]any{"call": "GET /echo", "args": map[string]any{"message": "a"}, "id": i})
	}
	return all
}

// rpc returns a case of the JSON-RPC root, which is missing from the current documentation.
func rpc(id, title, states string, run func(*T)) Case {
	return reading(id, title, states, Should, run)
}

// callRPC sends a body to the JSON-RPC root.
func callRPC(t *T, body any) *Response {
	t.Helper()
	a := t.Do(Request{Host: Data, Path: "/", JSON: body})
	require.Equal(t, http.StatusOK, a.Status, "status of a call")
	return a
}
