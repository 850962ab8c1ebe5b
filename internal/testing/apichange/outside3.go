package apichange

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Outside3 returns 60 breaking and dangerous changes. The comment on each change says which statement of the fact
// sheets it breaks; the sheet marks the statement as DOCUMENTED or OBSERVED.
func Outside3() []*Change {
	return slices.Concat(tokens3(), gone3(), members3(), runs3(), figures3(), units3(), limits3(), schemas3(),
		connections3())
}

// The token endpoints of public and of private keys.
var (
	publicToken3  = at("", "POST /oauth/token")
	partnerToken3 = at(partnerHost, "POST /oauth/v1/token")
)

const moved3 = "<html><head><title>404 Not Found</title></head><body>Not Found</body></html>"

func tokens3() []*Change {
	return []*Change{
		// oauth.md#token-requests: the Reporting guide sends version=2 (DOCUMENTED)
		{Name: "password grants with version=2 are refused on the GraphQL host", Kind: Tokens, Class: Breaking,
			after: at(graphQLHost, "POST /oauth/token").and("version=2").good().respond(http.StatusBadRequest,
				`{"error":"invalid_request","error_description":"Version 2 is no longer supported."}`)},
		// reporting.md#public-key: refresh at the same endpoint (DOCUMENTED)
		{Name: "refresh grants on the API host respond 404", Kind: Tokens, Class: Breaking,
			after: at(dataHost, "POST /oauth/token").and("grant_type=refresh_token").good().
				respond(http.StatusNotFound, moved3)},
		// oauth.md#private-response: guide code takes anything but 200 as a failure (DOCUMENTED)
		{Name: "the token endpoint of private keys responds 201", Kind: Tokens, Class: Breaking,
			after: func(x *Exchange) bool {
				if !partnerToken3.good()(x) {
					return false
				}
				x.Status = http.StatusCreated
				return true
			}},
		// oauth.md#public-token-errors: invalid_grant for a refresh token that is unknown (OBSERVED)
		{Name: "a refused refresh token is called refresh_token_revoked instead of invalid_grant", Kind: Tokens,
			Class: Breaking, after: publicToken3.and("grant_type=refresh_token").bad().maps("error", func(any) any {
				return "refresh_token_revoked"
			})},
		// reporting.md#private-key: the access token is a JWT with exp (OBSERVED)
		{Name: "access tokens of private keys are opaque", Kind: Tokens, Class: Dangerous,
			before: func(x *Exchange) {
				auth := x.R.Header.Get("Authorization")
				if scheme, token, ok := strings.Cut(auth, " dmp-"); ok && x.R.Host == partnerHost {
					x.R.Header.Set("Authorization", scheme+" "+strings.ReplaceAll(token, "~", "."))
				}
			},
			after: partnerToken3.good().maps("access_token", func(v any) any {
				token, _ := v.(string)
				return "dmp-" + strings.ReplaceAll(token, ".", "~")
			})},
		// oauth.md#using-a-token: Authorization: OAuth TOKEN (DOCUMENTED by the MCN guide)
		{Name: "the scheme OAuth of a token is refused on the API host", Kind: Tokens, Class: Breaking,
			after: where(func(x *Exchange) bool {
				return x.R.Host == dataHost && strings.HasPrefix(x.R.Header.Get("Authorization"), "OAuth ")
			}).good().respond(http.StatusUnauthorized,
				`{"error":{"code":401,"message":"The access token is missing.","type":"access_forbidden"}}`)},
	}
}

// anonymous3 selects requests without a token.
func (w where) anonymous3() where {
	return func(x *Exchange) bool {
		return w(x) && x.R.Header.Get("Authorization") == "" && !x.R.URL.Query().Has("access_token")
	}
}

func gone3() []*Change {
	return []*Change{
		// reporting.md#rest-errors: the loader needs GET /rest/{video|playlist|player}/{id} (OBSERVED)
		{Name: "players and playlists are gone from the partner host", Kind: Gone, Class: Breaking,
			after: at(partnerHost, "GET /rest/(player|playlist)/[^/]+").good().respond(http.StatusGone,
				`{"error":{"code":410,"message":"Use API v2.","type":"not_found"}}`)},
		// rest.md#json-rpc: one call or an array of at most 10 (DOCUMENTED)
		{Name: "arrays of calls are refused by JSON-RPC", Kind: Gone, Class: Breaking,
			after: batches3(1).respond(http.StatusBadRequest,
				`{"error":{"code":400,"message":"Batches are not supported.","type":"invalid_parameter"}}`)},
		// mcn.md#verify: lists all children without any token (DOCUMENTED)
		{Name: "children of a network need a token", Kind: Gone, Class: Breaking,
			after: at("", "GET (/rest)?/user/[^/]+/children").anonymous3().good().respond(http.StatusForbidden,
				`{"error":{"code":403,"message":"Insufficient rights","type":"access_forbidden"}}`)},
		// dyntube.md#projects: GET /v1/projects (OBSERVED)
		{Name: "the projects of DynTube are gone", Kind: Gone, Class: Breaking,
			after: at(manageHost, "GET /v1/projects").good().respond(http.StatusGone, `{"message":"Gone"}`)},
		// rest.md#video-endpoints and #playlist-endpoints (DOCUMENTED)
		{Name: "subtitles of videos and playlists of users respond 404", Kind: Gone, Class: Breaking,
			after: at("", "GET (/rest)?/(video/[^/]+/subtitles|(user/[^/]+|me)/playlists)").good().
				respond(http.StatusNotFound, `{"error":{"code":404,"message":"No route","type":"not_found"}}`)},
		// mcn.md#adopt: POST /me/parents/{PARENT_ID} (DOCUMENTED)
		{Name: "channels can no longer be adopted", Kind: Gone, Class: Breaking,
			after: at(dataHost, "POST /(me|user/[^/]+)/parents/[^/]+").good().respond(http.StatusMethodNotAllowed,
				`{"error":{"code":405,"message":"Method not allowed","type":"access_forbidden"}}`)},
	}
}

// batches3 selects JSON-RPC requests with an array of at least n calls.
func batches3(n int) where {
	return func(x *Exchange) bool {
		return at(dataHost, "POST /?")(x) && strings.HasPrefix(strings.TrimSpace(string(x.Sent)), "[") &&
			strings.Count(string(x.Sent), `"call"`) >= n
	}
}

func members3() []*Change {
	return []*Change{
		// dyntube.md#pager: hits (OBSERVED)
		{Name: "hits is called count from the second page of views on", Kind: Lists, Class: Breaking,
			after: at(statsHost, "(POST|GET) /v1/logs/data").objects(func(o map[string]any) bool {
				hits, ok := o["hits"]
				if !ok || number3(o["page"]) < 2 {
					return false
				}
				o["count"] = hits
				delete(o, "hits")
				return true
			})},
		// rest.md#lists: has_more is the one to trust; mcn.md#private-data shows it (DOCUMENTED)
		{Name: "lists of children lack has_more", Kind: Lists, Class: Breaking,
			after: at("", "GET (/rest)?/user/[^/]+/children").good().renames("has_more", "")},
		// rest.md#items: literal dotted keys (OBSERVED)
		{Name: "members with dots are objects on the partner host", Kind: Lists, Class: Breaking,
			after: at(partnerHost, "GET /rest/.*").good().objects(nests3)},
		// rest.md#uploads: progress_url (DOCUMENTED, OBSERVED)
		{Name: "progress_url is missing from upload sessions", Kind: Lists, Class: Breaking,
			after: at("", "GET (/rest)?/file/upload").good().renames("progress_url", "")},
		// oauth.md#auth: roles is a default member (DOCUMENTED)
		{Name: "roles is missing from the description of a token", Kind: Lists, Class: Breaking,
			after: at("", "GET (/rest)?/auth").good().renames("roles", "")},
		// reporting.md#csv: visitor_page_url (OBSERVED)
		{Name: "the column visitor_page_url is called visitor_url", Kind: Lists, Class: Breaking,
			after: files(func(g grid) grid {
				i := g.column("visitor_page_url")
				if i < 0 {
					return nil
				}
				g[0][i] = "visitor_url"
				return g
			})},
		// rest.md#lists: list holds the items, and has_more of the first page says that there are more (DOCUMENTED)
		{Name: "second pages of a user's videos are empty", Kind: Lists, Class: Breaking,
			after: at("", "GET (/rest)?/(user/[^/]+|me)/videos").good().lists3(func(x *Exchange, o map[string]any) bool {
				if items, _ := o["list"].([]any); number3(o["page"]) < 2 || len(items) == 0 {
					return false
				}
				o["list"] = []any{}
				return true
			})},
	}
}

// number3 returns a JSON number as an integer.
func number3(v any) int {
	text, _ := v.(interface{ String() string })
	if text == nil {
		return 0
	}
	n, _ := strconv.Atoi(text.String())
	return n
}

func runs3() []*Change {
	return []*Change{
		// reporting.md#products: EMBED is a product, and reports of it finish (DOCUMENTED)
		{Name: "reports of the product EMBED fail", Kind: Reports, Class: Breaking,
			after: orders3(func(o order3) bool { return o.Product == "EMBED" }).reports3(finished3("FAILED", 0), nil)},
		// reporting.md#limits: generation takes up to 2 hours (DOCUMENTED)
		{Name: "reports by hour take nine hours", Kind: Reports, Class: Breaking,
			after: by3("HOUR").reports3(finished3("IN_PROGRESS", 9*time.Hour), nil)},
		// reporting.md#life-cycle: FINISHED has one edge or more (DOCUMENTED)
		{Name: "finished reports have no links on the GraphQL host", Kind: Reports, Class: Breaking,
			after: where(func(x *Exchange) bool { return x.R.Host == graphQLHost }).reports3(finished3("FINISHED", 0), nil)},
		// reporting.md#life-cycle: each edge has node.link (DOCUMENTED)
		{Name: "links are null in reports of more than 60 days", Kind: Reports, Class: Breaking,
			after: orders3(func(o order3) bool { return o.days() > 60 }).reports3(func(o map[string]any, _ time.Duration) bool {
				return walk(o["downloadLinks"], func(o map[string]any) bool {
					if o["link"] == nil {
						return false
					}
					o["link"] = nil
					return true
				})
			}, nil)},
		// reporting.md#csv: header line first (OBSERVED)
		{Name: "files with dollar earnings are an HTML page with status 200", Kind: Reports, Class: Breaking,
			after: by3("ESTIMATED_EARNINGS_USD").reports3(nil, func(x *Exchange, _ time.Duration) bool {
				x.respond(http.StatusOK, "text/html; charset=utf-8", "<!doctype html><html><body>Sign in to continue</body></html>")
				return true
			})},
		// reporting.md#schema: the four statuses (OBSERVED); IN_PROGRESS right after the mutation (DOCUMENTED)
		{Name: "reports in progress are QUEUED", Kind: Reports, Class: Breaking,
			after: where(calls2).maps("status", func(v any) any {
				if v == "IN_PROGRESS" {
					return "QUEUED"
				}
				return v
			})},
		// reporting.md#life-cycle: the response of the mutation has the report token (DOCUMENTED)
		{Name: "requests for reports by video title return no token", Kind: Reports, Class: Breaking,
			after: by3("VIDEO_TITLE").maps("reportToken", func(any) any { return nil })},
	}
}
