package apichange

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// rest5 selects requests to REST by a pattern of their method and path, of public and of private keys.
func rest5(method, path string) where {
	public, private := at(dataHost, method+" "+path), at(partnerHost, method+" /rest"+path)
	return func(x *Exchange) bool { return public(x) || private(x) }
}

// calls5 selects calls of GraphQL.
func calls5(x *Exchange) bool {
	return x.R.Method == http.MethodPost && (x.R.Host == graphQLHost && x.R.URL.Path == "/" ||
		x.R.Host == partnerHost && strings.HasPrefix(x.R.URL.Path, "/graphql"))
}

// all5 makes several edits.
func all5(edits ...func(*Exchange) bool) func(*Exchange) bool {
	return func(x *Exchange) (changed bool) {
		for _, edit := range edits {
			changed = edit(x) || changed
		}
		return changed
	}
}

// statuses5 replaces a status.
func (w where) statuses5(from, to int) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.Status != from {
			return false
		}
		x.Status = to
		return true
	}
}

// redirects5 redirects to the address that to returns.
func (w where) redirects5(status int, to func(u *url.URL)) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		u := *x.R.URL
		to(&u)
		x.respond(status, "text/plain", "")
		x.Header.Set("Location", (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String())
		return true
	}
}

// refuses5 refuses requests of REST as the vendor does.
func (w where) refuses5(status int, kind, message string) func(*Exchange) bool {
	body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": status, "message": message, "type": kind,
		"more_info": "https://developer.dailymotion.com/api#error-codes"}})
	return w.respond(status, string(body))
}

// errors5 refuses calls of GraphQL.
func (w where) errors5(message string) func(*Exchange) bool {
	body, _ := json.Marshal(map[string]any{"data": nil, "errors": []any{
		map[string]any{"message": message, "path": nil, "locations": []any{}}}})
	return w.respond(http.StatusOK, string(body))
}

// input5 returns the input of a request for a report, or nil.
func input5(x *Exchange) map[string]any {
	var body struct{ Variables map[string]any }
	if !calls5(x) || !x.sends("askPartnerReportFile") || json.Unmarshal(x.Sent, &body) != nil {
		return nil
	}
	for _, v := range body.Variables {
		if in, ok := v.(map[string]any); ok && in["metrics"] != nil {
			return in
		}
	}
	return nil
}

// asks5 selects requests for reports, by their input.
func asks5(which func(in map[string]any) bool) where {
	return func(x *Exchange) bool {
		in := input5(x)
		return in != nil && which(in)
	}
}

// has5 tells whether one of the words is in a list of the input.
func has5(list string, words ...string) func(in map[string]any) bool {
	return func(in map[string]any) bool {
		items, ok := in[list].([]any)
		if !ok {
			items = []any{in[list]}
		}
		for _, item := range items {
			for _, word := range words {
				if item == word {
					return true
				}
			}
		}
		return false
	}
}

// every5 tells that an input is wanted.
func every5(map[string]any) bool { return true }

// follow5 edits what is said of the reports that were asked for with a wanted input. The edit gets their age.
func follow5(which func(in map[string]any) bool,
	edit func(o map[string]any, age time.Duration) bool) func(*Exchange) bool {
	var mu sync.Mutex
	asked := map[string]time.Time{}
	note := func(x *Exchange) {
		walk(x.value(), func(o map[string]any) bool {
			if token, ok := o["reportToken"].(string); ok {
				asked[token] = x.now
			}
			return false
		})
	}
	return func(x *Exchange) bool {
		if !calls5(x) {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		if in := input5(x); in != nil {
			if which(in) {
				note(x)
			}
			return false
		}
		for token, since := range asked {
			if x.sends(token) {
				return where(calls5).objects(func(o map[string]any) bool { return edit(o, x.now.Sub(since)) })(x)
			}
		}
		return false
	}
}

// ends5 gives a finished report another status, and no links.
func ends5(status string) func(o map[string]any, age time.Duration) bool {
	return func(o map[string]any, _ time.Duration) (changed bool) {
		links, _ := o["downloadLinks"].(map[string]any)
		if edges, _ := links["edges"].([]any); len(edges) > 0 {
			links["edges"], changed = []any{}, true
		}
		if o["status"] == "FINISHED" {
			o["status"], changed = status, true
		}
		return changed
	}
}

// takes5 leaves a report in progress for a time.
func takes5(wait time.Duration) func(o map[string]any, age time.Duration) bool {
	wait5 := ends5("IN_PROGRESS")
	return func(o map[string]any, age time.Duration) bool { return age < wait && wait5(o, age) }
}

// times5 multiplies numbers.
func times5(by float64) func(v any) any {
	return func(v any) any {
		n, ok := v.(json.Number)
		if !ok {
			return v
		}
		f, _ := n.Float64()
		return json.Number(strconv.FormatFloat(f*by, 'f', -1, 64))
	}
}

// query5 returns a whole number of the query, or 0.
func query5(x *Exchange, name string) int {
	n, _ := strconv.Atoi(x.R.URL.Query().Get(name))
	return n
}

var accountID5 = regexp.MustCompile(`^/user/(x[0-9a-z]{2,20}|me)$`)

// byName5 selects reads of users by their names.
func byName5(x *Exchange) bool {
	return at(dataHost, "GET /user/[^/]+")(x) && !accountID5.MatchString(x.R.URL.Path)
}

// anonymous5 selects requests without a token.
func (w where) anonymous5() where {
	return func(x *Exchange) bool {
		return w(x) && x.R.Header.Get("Authorization") == "" && x.R.URL.Query().Get("access_token") == ""
	}
}

// Outside5 returns breaking and dangerous changes that were written from the fact sheets alone.
func Outside5() []*Change {
	var all []*Change
	for _, part := range [][]*Change{tokens5(), gone5(), lists5(), reports5(), figures5(), units5(), limits5(),
		schema5(), connection5()} {
		all = append(all, part...)
	}
	return all
}

func tokens5() []*Change {
	const rotated = ".r5"
	data, partner := at(dataHost, "POST /oauth/token"), at(partnerHost, "POST /oauth/v1/token")
	return []*Change{
		{Name: "the token endpoint of graphql.api.dailymotion.com is gone (404)", Kind: Tokens, Class: Breaking,
			after: at(graphQLHost, "POST /oauth/token").respond(404, `{"error":"not_found"}`)},
		{Name: "the token of a private key is one level deeper, below data", Kind: Tokens, Class: Breaking,
			after: partner.good().objects(func(o map[string]any) bool {
				if o["access_token"] == nil {
					return false
				}
				inner := maps.Clone(o)
				clear(o)
				o["data"] = inner
				return true
			})},
		{Name: "token errors of api.dailymotion.com say message instead of error_description", Kind: Tokens, Class: Breaking,
			after: data.bad().renames("error_description", "message")},
		{Name: "a missing scope is 400 instead of 422 at the token endpoint of private keys", Kind: Tokens, Class: Breaking,
			after: partner.statuses5(422, 400)},
		{Name: "each refresh at api.dailymotion.com hands out another refresh token", Kind: Tokens, Class: Dangerous,
			before: func(x *Exchange) {
				if data(x) {
					x.Sent = bytes.ReplaceAll(x.Sent, []byte(rotated), nil)
				}
			},
			after: data.and("grant_type=refresh_token").good().maps("refresh_token", func(v any) any {
				s, _ := v.(string)
				return s + rotated
			})},
	}
}

func gone5() []*Change {
	return []*Change{
		{Name: "the list of categories, GET /channels, is gone (410)", Kind: Gone, Class: Breaking,
			after: rest5("GET", "/channels").refuses5(410, "gone", "This endpoint was removed")},
		{Name: "users are no longer found by their user name, only by their id (404)", Kind: Gone, Class: Breaking,
			after: where(byName5).good().refuses5(404, "not_found", "Can't find object user for `id' parameter")},
		{Name: "GET /videos needs a token (401)", Kind: Gone, Class: Breaking,
			after: at(dataHost, "GET /videos").anonymous5().refuses5(401, "access_forbidden", "An access token is required")},
		{Name: "JSON-RPC at the root of api.dailymotion.com is gone (404)", Kind: Gone, Class: Breaking,
			after: at(dataHost, "POST /?").refuses5(404, "not_found", "Not found")},
		{Name: "DynTube's analytics are gone from /v1/logs/data (404)", Kind: Gone, Class: Breaking,
			after: at(statsHost, "(GET|POST) /v1/logs/data").respond(404, `{"message":"Not Found"}`)},
	}
}

func lists5() []*Change {
	videos := rest5("GET", "/videos")
	reads := rest5("GET", "/(videos?|users?|playlists?)(/.*)?").good()
	return []*Change{
		{Name: "lists of a user's videos have data instead of list", Kind: Lists, Class: Breaking,
			after: rest5("GET", "/(user/[^/]+|me)/videos").good().renames("list", "data")},
		{Name: "the list of all videos has has_next instead of has_more", Kind: Lists, Class: Breaking,
			after: videos.good().renames("has_more", "has_next")},
		{Name: "the owner of videos and playlists is an object instead of an id", Kind: Lists, Class: Breaking,
			after: reads.maps("owner", func(v any) any { return map[string]any{"id": v} })},
		{Name: "fields of linked objects are nested instead of having dotted names", Kind: Lists, Class: Breaking,
			after: reads.objects(nest5)},
		{Name: "users have display_name instead of screenname", Kind: Lists, Class: Breaking,
			after: reads.renames("screenname", "display_name")},
		{Name: "playlists have title instead of name", Kind: Lists, Class: Breaking,
			after: rest5("GET", "/(playlists|playlist/[^/]+|(user/[^/]+|me)/playlists)").good().renames("name", "title")},
		{Name: "the children of a network have user_id instead of id", Kind: Lists, Class: Breaking,
			after: rest5("GET", "/(user/[^/]+|me)/children").good().renames("id", "user_id")},
		{Name: "the pager of DynTube's analytics has totalResults instead of total", Kind: Lists, Class: Breaking,
			after: at(statsHost, "(GET|POST) /v1/logs/data").good().renames("total", "totalResults")},
		{Name: "the links of a report are below nodes instead of edges", Kind: Lists, Class: Breaking,
			after: where(calls5).objects(func(o map[string]any) bool {
				links, _ := o["downloadLinks"].(map[string]any)
				v, ok := links["edges"]
				if ok {
					links["nodes"] = v
					delete(links, "edges")
				}
				return ok
			})},
		{Name: "the address for uploads is uploadUrl instead of upload_url", Kind: Lists, Class: Breaking,
			after: rest5("GET", "/file/upload").good().renames("upload_url", "uploadUrl")},
	}
}

// nest5 nests members with dotted names.
func nest5(o map[string]any) (changed bool) {
	for name, v := range maps.Clone(o) {
		outer, inner, dotted := strings.Cut(name, ".")
		if !dotted {
			continue
		}
		delete(o, name)
		deeper, ok := o[outer].(map[string]any)
		if !ok {
			deeper = map[string]any{}
			o[outer] = deeper
		}
		deeper[inner] = v
		changed = true
	}
	return changed
}
