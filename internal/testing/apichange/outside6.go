package apichange

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Outside6 returns breaking and dangerous changes that were written from the fact sheets alone, without the contracts.
func Outside6() []*Change {
	return slices.Concat(tokens6(), gone6(), lists6(), reports6(), figures6(), units6(), limits6(), schema6(),
		connection6())
}

// rest6 selects requests of REST on both hosts, by a pattern of their method and path without /rest.
func rest6(method, path string) where {
	public, private := at(dataHost, method+" "+path), at(partnerHost, method+" /rest"+path)
	return func(x *Exchange) bool { return public(x) || private(x) }
}

// graphQL6 selects calls of GraphQL on one host, or on both if it is "".
func graphQL6(host string) where {
	public, private := at(graphQLHost, "POST /"), at(partnerHost, "POST /graphql/?")
	return func(x *Exchange) bool {
		return host != partnerHost && public(x) || host != graphQLHost && private(x)
	}
}

// and6 selects requests that are also selected otherwise.
func (w where) and6(also where) where { return func(x *Exchange) bool { return w(x) && also(x) } }

// anonymous6 selects requests without a token.
func anonymous6(x *Exchange) bool {
	return x.R.Header.Get("Authorization") == "" && !x.R.URL.Query().Has("access_token") && !x.sends("access_token=")
}

// refuses6 responds with an error of REST.
func (w where) refuses6(status int, kind, message string) func(*Exchange) bool {
	body, _ := json.Marshal(map[string]any{"error": map[string]any{
		"more_info": "https://developer.dailymotion.com/api#error-codes", "code": status, "message": message, "type": kind,
	}})
	return w.respond(status, string(body))
}

// redirects6 redirects requests to the address that to returns, unless it is "".
func (w where) redirects6(status int, to func(x *Exchange) string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		address := to(x)
		if address == "" {
			return false
		}
		x.respond(status, "text/html; charset=utf-8", "")
		x.Header.Set("Location", address)
		return true
	}
}

// each6 makes several edits.
func each6(edits ...func(*Exchange) bool) func(*Exchange) bool {
	return func(x *Exchange) (changed bool) {
		for _, edit := range edits {
			changed = edit(x) || changed
		}
		return changed
	}
}

// inputs6 calls edit for each input of a report that a request sends, and replaces the request if edit changed one.
func inputs6(x *Exchange, edit func(input map[string]any) bool) bool {
	var body map[string]any
	if !graphQL6("")(x) || json.Unmarshal(x.Sent, &body) != nil {
		return false
	}
	changed := walk(body["variables"], func(o map[string]any) bool {
		return o["metrics"] != nil && o["dimensions"] != nil && edit(o)
	})
	if changed {
		x.Sent, _ = json.Marshal(body)
	}
	return changed
}

// before6 edits the inputs of reports before the mock sees them.
func before6(edit func(x *Exchange, input map[string]any) bool) func(x *Exchange) {
	return func(x *Exchange) {
		x.edited = inputs6(x, func(input map[string]any) bool { return edit(x, input) })
	}
}

// names6 returns how many names a member of an input has; one name stands for a list of one.
func names6(input map[string]any, member string) []string {
	if one, ok := input[member].(string); ok {
		return []string{one}
	}
	var names []string
	list, _ := input[member].([]any)
	for _, item := range list {
		name, _ := item.(string)
		names = append(names, name)
	}
	return names
}

// An asked6 remembers when some of the reports were asked for, by their tokens.
type asked6 struct {
	which func(input map[string]any) bool

	mu    sync.Mutex
	times map[string]time.Time
}

// polls edits what is said about the reports afterwards.
func (a *asked6) polls(edit func(o map[string]any, age time.Duration) bool) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !graphQL6("")(x) {
			return false
		}
		v := x.value()
		a.mu.Lock()
		defer a.mu.Unlock()
		inputs6(x, func(input map[string]any) bool {
			if a.which(input) {
				walk(v, a.remember(x.now))
			}
			return false
		})
		for token, asked := range a.times {
			if x.sends(token) {
				changed := walk(v, func(o map[string]any) bool { return edit(o, x.now.Sub(asked)) })
				if changed {
					x.set(v)
				}
				return changed
			}
		}
		return false
	}
}

func (a *asked6) remember(now time.Time) func(o map[string]any) bool {
	return func(o map[string]any) bool {
		if token, ok := o["reportToken"].(string); ok {
			if a.times == nil {
				a.times = map[string]time.Time{}
			}
			a.times[token] = now
		}
		return false
	}
}

// stands6 makes a report have a status and no links.
func stands6(o map[string]any, status string) bool {
	changed := false
	if old, ok := o["status"].(string); ok && old != "SUCCESS" && old != status {
		o["status"], changed = status, true
	}
	if links, ok := o["downloadLinks"].(map[string]any); ok {
		links["edges"], changed = []any{}, true
		if links["totalCount"] != nil {
			links["totalCount"] = 0
		}
	}
	return changed
}

// A rotation6 gives a new name to the refresh token in each response, and the old one back to the mock.
type rotation6 struct {
	mu sync.Mutex
	n  int
}

const rotated6 = "rt6-"

func (*rotation6) before(x *Exchange) {
	if !at(dataHost, "POST /oauth/token")(x) {
		return
	}
	if start, sent, ok := bytes.Cut(x.Sent, []byte("refresh_token="+rotated6)); ok {
		_, token, _ := bytes.Cut(sent, []byte("-"))
		x.Sent = slices.Concat(start, []byte("refresh_token="), token)
	}
}

func (r *rotation6) after(x *Exchange) bool {
	return at(dataHost, "POST /oauth/token").good().maps("refresh_token", func(v any) any {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.n++
		token, _ := v.(string)
		return rotated6 + strings.Repeat("n", r.n) + "-" + token
	})(x)
}

func tokens6() []*Change {
	password := func(x *Exchange) bool {
		return x.R.Method == http.MethodPost && x.R.URL.Path == "/oauth/token" && x.sends("grant_type=password")
	}
	private := at(partnerHost, "POST /oauth/v1/token")
	basic := func(x *Exchange) bool { return !strings.HasPrefix(x.R.Header.Get("Authorization"), "Basic ") }
	var rotation rotation6
	return []*Change{{
		Name: "the password grant is no longer supported", Kind: Tokens, Class: Breaking,
		after: where(password).respond(http.StatusBadRequest,
			`{"error":"unsupported_grant_type","error_description":"The password grant has been removed."}`),
	}, {
		Name: "a refresh at api.dailymotion.com responds with a new refresh token", Kind: Tokens, Class: Dangerous,
		before: rotation.before, after: rotation.after,
	}, {
		Name: "the private token endpoint takes key and secret as HTTP Basic only", Kind: Tokens, Class: Breaking,
		after: private.and6(basic).respond(http.StatusUnauthorized,
			`{"error":"invalid_client","error_description":"Client authentication is required."}`),
	}, {
		Name: "the private token endpoint says expires_at, a time, instead of expires_in", Kind: Tokens, Class: Breaking,
		after: func(x *Exchange) bool {
			return private.good().objects(func(o map[string]any) bool {
				n, ok := o["expires_in"].(json.Number)
				seconds, _ := n.Int64()
				delete(o, "expires_in")
				o["expires_at"] = x.now.Unix() + seconds
				return ok
			})(x)
		},
	}, {
		Name: "the token endpoint of api.dailymotion.com has moved, its old path is 404", Kind: Tokens, Class: Breaking,
		after: at(dataHost, "POST /oauth/token").refuses6(http.StatusNotFound,
			"not_found", "No route found for POST /oauth/token"),
	}}
}

func gone6() []*Change {
	scheme := func(x *Exchange) bool { return strings.HasPrefix(x.R.Header.Get("Authorization"), "OAuth ") }
	return []*Change{{
		Name: "videos cannot be read without a token", Kind: Gone, Class: Breaking,
		after: at(dataHost, "GET /(videos|video/.*|user/[^/]+/videos)/?").and6(anonymous6).refuses6(http.StatusUnauthorized,
			"access_forbidden", "An access token is required."),
	}, {
		Name: "calls by JSON-RPC at the root of api.dailymotion.com are 404", Kind: Gone, Class: Breaking,
		after: at(dataHost, "POST /").refuses6(http.StatusNotFound, "not_found", "No route found for POST /"),
	}, {
		Name: "the children of a network cannot be listed without a token", Kind: Gone, Class: Breaking,
		after: at(dataHost, "GET /user/[^/]+/children/?").and6(anonymous6).refuses6(http.StatusForbidden,
			"access_forbidden", "Insufficient rights for route GET /user/<id>/children"),
	}, {
		Name: "GET /file/upload is 410 on both hosts", Kind: Gone, Class: Breaking,
		after: rest6("GET", "/file/upload/?").refuses6(http.StatusGone, "gone", "Uploads have moved to API v2."),
	}, {
		Name: "tokens in a header Authorization: OAuth are refused", Kind: Gone, Class: Breaking,
		after: at(dataHost, "[A-Z]+ .*").and6(scheme).refuses6(http.StatusBadRequest, "invalid_parameter",
			"Unsupported authorization scheme."),
	}}
}
