package apichange

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// rest4 selects reads of REST with any key.
var rest4 = where(func(x *Exchange) bool {
	return x.R.Method == http.MethodGet && (x.R.Host == dataHost || x.R.Host == partnerHost &&
		strings.HasPrefix(x.R.URL.Path, "/rest/"))
})

// with selects requests that also meet a condition.
func (w where) with(also where) where {
	return func(x *Exchange) bool { return w(x) && also(x) }
}

// or selects requests that one of two selects.
func (w where) or(other where) where {
	return func(x *Exchange) bool { return w(x) || other(x) }
}

// number4 returns an integer of the query, or 0.
func number4(x *Exchange, name string) int {
	n, _ := strconv.Atoi(x.R.URL.Query().Get(name))
	return n
}

// anonymous4 selects requests without a token.
func anonymous4(x *Exchange) bool {
	return x.R.Header.Get("Authorization") == "" && !x.R.URL.Query().Has("access_token")
}

// both4 applies several edits.
func both4(edits ...func(*Exchange) bool) func(*Exchange) bool {
	return func(x *Exchange) (changed bool) {
		for _, edit := range edits {
			changed = edit(x) || changed
		}
		return changed
	}
}

// moves redirects requests.
func (w where) moves(status int, to func(x *Exchange) string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		place := to(x)
		x.respond(status, "text/html; charset=utf-8", "<html><body>Moved</body></html>")
		x.Header.Set("Location", place)
		return true
	}
}

// capped sends less in the query than a client asked for.
func (w where) capped(name string, from, most int) func(*Exchange) {
	return func(x *Exchange) {
		if n := number4(x, name); w(x) && n >= from && n > most {
			query := x.R.URL.Query()
			query.Set(name, strconv.Itoa(most))
			x.R.URL.RawQuery, x.edited = query.Encode(), true
		}
	}
}

// fault4 returns the body of an error of REST.
func fault4(code int, kind, message string) string {
	body, _ := json.Marshal(map[string]any{"error": map[string]any{
		"more_info": "https://developer.dailymotion.com/api#error-codes", "code": code, "message": message, "type": kind}})
	return string(body)
}

// Outside4 returns breaking and dangerous changes that were written from the fact sheets by somebody who has not read
// the cases. Each says which statement it breaks.
func Outside4() []*Change {
	changes := tokens4()
	for _, more := range [][]*Change{gone4(), lists4(), late4(), figures4(), units4(), limits4(), schema4(),
		connection4()} {
		changes = append(changes, more...)
	}
	return changes
}

func tokens4() []*Change {
	graph := at(graphQLHost, "POST /oauth/token")
	private := at(partnerHost, "POST /oauth/v1/token")
	refreshes := graph.or(at(dataHost, "POST /oauth/token")).and("grant_type=refresh_token")
	return []*Change{
		// oauth.md#endpoints: POST https://graphql.api.dailymotion.com/oauth/token (DOCUMENTED).
		{Name: "the token endpoint of the GraphQL host is 410 and names that of API v2", Kind: Tokens, Class: Breaking,
			after: graph.respond(http.StatusGone,
				`{"error":"gone","error_description":"Use https://oauth2.dailymotion.com/v2/token."}`)},
		// oauth.md#key-types: grant password, public key: yes (DOCUMENTED).
		{Name: "the REST host refuses the grant password, other grants work", Kind: Tokens, Class: Breaking,
			after: at(dataHost, "POST /oauth/token").and("grant_type=password").good().respond(http.StatusBadRequest,
				`{"error":"unsupported_grant_type","error_description":"The password grant has been retired."}`)},
		// oauth.md#public-refresh-response: a refresh returns a new access token (DOCUMENTED).
		{Name: "good refresh tokens are refused", Kind: Tokens, Class: Breaking,
			after: refreshes.good().respond(http.StatusBadRequest,
				`{"error":"invalid_grant","error_description":"Invalid refresh token."}`)},
		// oauth.md#private-response: anything but 200 is a failure (DOCUMENTED).
		{Name: "tokens of private keys come with 201", Kind: Tokens, Class: Breaking, after: func(x *Exchange) bool {
			if !private.good()(x) {
				return false
			}
			x.Status = http.StatusCreated
			return true
		}},
		// oauth.md#token-requests: client_id and client_secret are parameters in the body (DOCUMENTED).
		{Name: "private keys have to be sent as HTTP Basic", Kind: Tokens, Class: Breaking,
			after: private.with(anonymous4).good().respond(http.StatusUnprocessableEntity,
				`{"detail":[{"loc":["header","Authorization"],"msg":"field required","type":"value_error.missing"}]}`)},
		// reporting.md#public-key: the response has these five keys (DOCUMENTED).
		{Name: "the grant password has no refresh token at the GraphQL host", Kind: Tokens, Class: Breaking,
			after: graph.and("grant_type=password").good().renames("refresh_token", "")},
		// oauth.md#public-token-errors: the body of a refused refresh token says invalid_grant (OBSERVED), on which a client
		// drops its session.
		{Name: "an unknown refresh token is invalid_request", Kind: Tokens, Class: Dangerous,
			after: refreshes.bad().maps("error", func(v any) any {
				if v == "invalid_grant" {
					return "invalid_request"
				}
				return v
			})},
	}
}

func gone4() []*Change {
	return []*Change{
		// rest.md#protocol: https://partner.api.dailymotion.com/rest serves private keys (DOCUMENTED).
		{Name: "REST of private keys is 404, reports work", Kind: Gone, Class: Breaking,
			after: at(partnerHost, "[A-Z]+ /rest(/.*)?").respond(http.StatusNotFound, `{"detail":"Not Found"}`)},
		// rest.md#json-rpc: POST {root}/ takes calls (DOCUMENTED), which the PHP SDK sends.
		{Name: "the root for JSON-RPC calls is 405", Kind: Gone, Class: Breaking,
			after: at(dataHost, "POST /").respond(http.StatusMethodNotAllowed,
				fault4(405, "method_not_allowed", "Method not allowed"))},
		// dyntube.md#projects: GET /v1/projects returns {pager, projects} (OBSERVED).
		{Name: "DynTube's projects are 404", Kind: Gone, Class: Breaking,
			after: at(manageHost, "GET /v1/projects(/.*)?").respond(http.StatusNotFound, `{"message":"Not found"}`)},
		// mcn.md#verify: GET /user/{PARENT_ID}/children lists all children without any token (DOCUMENTED).
		{Name: "the children of a network are 401 without a token", Kind: Gone, Class: Breaking,
			after: at(dataHost, "GET /user/[^/]+/children").with(anonymous4).good().respond(http.StatusUnauthorized,
				fault4(401, "access_forbidden", "Authentication is required"))},
		// mcn.md#reject: DELETE /me/children/{CHILD_ID} with the parent's token (DOCUMENTED).
		{Name: "a network cannot reject a child", Kind: Gone, Class: Breaking,
			after: at(dataHost, "DELETE /me/children/[^/]+").respond(http.StatusMethodNotAllowed,
				fault4(405, "method_not_allowed", "Method not allowed"))},
		// reporting.md#endpoints: public keys ask for reports at graphql.api (DOCUMENTED).
		func() *Change {
			before, after := refuse4(graphQLHost, func(map[string]any) bool { return true }, false,
				"Reports are available to private API keys only.")
			return &Change{Name: "reports are refused to public keys, other queries work", Kind: Gone, Class: Breaking,
				before: before, after: after}
		}(),
	}
}

func lists4() []*Change {
	return []*Change{
		// rest.md#lists: has_more is a boolean of every list, the one to trust (DOCUMENTED).
		{Name: "lists have no has_more from the second page on", Kind: Lists, Class: Breaking,
			after: rest4.with(func(x *Exchange) bool { return number4(x, "page") > 1 }).good().renames("has_more", "")},
		// rest.md#items: fields of a linked object have literal dotted keys (OBSERVED).
		{Name: "dotted fields are nested objects", Kind: Lists, Class: Breaking, after: rest4.good().objects(nest4)},
		// reporting.md#life-cycle: edges with node.link (DOCUMENTED).
		{Name: "the edges of download links have no node", Kind: Lists, Class: Breaking,
			after: where(callsGraphQL).objects(func(o map[string]any) bool {
				node, ok := o["node"].(map[string]any)
				if _, link := node["link"]; !ok || !link {
					return false
				}
				delete(o, "node")
				for name, v := range node {
					o[name] = v
				}
				return true
			})},
		// dyntube.md#view: geo has country (OBSERVED, in every sample).
		{Name: "geo.country of DynTube is geo.countryCode", Kind: Lists, Class: Breaking,
			after: at(statsHost, ".*").objects(func(o map[string]any) bool {
				country, ok := o["country"]
				if _, geo := o["continent"]; !ok || !geo {
					return false
				}
				delete(o, "country")
				o["countryCode"] = country
				return true
			})},
		// mcn.md#private-data: each child has the four members that were asked for (DOCUMENTED).
		{Name: "children have no username", Kind: Lists, Class: Breaking,
			after: at("", "GET (/rest)?/user/[^/]+/children").good().renames("username", "")},
		// reporting.md#csv: columns are named as the enum in lower case (OBSERVED).
		{Name: "the column time_watched_seconds is watch_time_seconds", Kind: Lists, Class: Breaking,
			after: files(func(g grid) grid {
				i := g.column("time_watched_seconds")
				if i < 0 {
					return nil
				}
				g[0][i] = "watch_time_seconds"
				return g
			})},
		// oauth.md#auth: scope is an array (DOCUMENTED).
		{Name: "the scope of a public key's /auth is one text", Kind: Lists, Class: Breaking,
			after: at(dataHost, "GET /auth").good().maps("scope", func(v any) any {
				return strings.Trim(fmt.Sprint(v), "[]")
			})},
	}
}

// nest4 makes {"owner.id": 1} to {"owner": {"id": 1}}.
func nest4(o map[string]any) (changed bool) {
	for name, v := range o {
		outer, inner, dotted := strings.Cut(name, ".")
		if !dotted {
			continue
		}
		object, ok := o[outer].(map[string]any)
		if !ok {
			object = map[string]any{}
			o[outer] = object
		}
		object[inner] = v
		delete(o, name)
		changed = true
	}
	return changed
}

func limits4() []*Change {
	dimensions, few := refuse4("", func(input map[string]any) bool { return len(list4(input["dimensions"])) > 5 }, false,
		"At most 5 dimensions are allowed.")
	days, month := refuse4("", func(input map[string]any) bool {
		return has4(input["dimensions"], "VIDEO_ID") && span4(input) > 31
	}, false, "Reports by video are limited to 31 days.")
	above := func(x *Exchange) bool {
		return number4(x, "limit") > 50 && (x.Status == http.StatusOK || x.Status == http.StatusBadRequest)
	}
	return []*Change{
		// rest.md#lists: limit, max 100 (DOCUMENTED).
		{Name: "lists of the REST host have at most 50 items", Kind: Limits, Class: Breaking,
			after: at(dataHost, "GET .*").with(above).respond(http.StatusBadRequest,
				fault4(400, "invalid_parameter", "Too high value, max allowed value is 50 for `limit' parameter"))},
		// rest.md#lists: a limit above 100 is 400 (OBSERVED).
		{Name: "a limit above 100 is 100 for private keys, not an error", Kind: Limits, Class: Dangerous,
			before: at(partnerHost, "GET /rest/.*").capped("limit", 101, 100)},
		// reporting.md#limits: 8 dimensions per report (DOCUMENTED).
		{Name: "reports have at most 5 dimensions", Kind: Limits, Class: Breaking, before: dimensions, after: few},
		// reporting.md#limits: the longest range is 180 days (DOCUMENTED).
		{Name: "reports by video have at most 31 days", Kind: Limits, Class: Breaking, before: days, after: month},
		// rest.md#json-rpc: an array of at most 10 calls (DOCUMENTED).
		{Name: "at most 5 JSON-RPC calls come together", Kind: Limits, Class: Breaking,
			after: at(dataHost, "POST /").with(func(x *Exchange) bool {
				var calls []any
				return json.Unmarshal(x.Sent, &calls) == nil && len(calls) > 5
			}).respond(http.StatusBadRequest, fault4(400, "invalid_parameter", "Too many calls"))},
		// rest.md#lists: 1000 items of a query can be paged (OBSERVED).
		{Name: "lists end after 500 items", Kind: Limits, Class: Breaking,
			after: rest4.with(func(x *Exchange) bool {
				limit := number4(x, "limit")
				if limit == 0 {
					limit = 10
				}
				return (number4(x, "page")-1)*limit >= 500
			}).good().objects(func(o map[string]any) bool {
				if _, ok := o["list"]; !ok {
					return false
				}
				o["list"], o["has_more"] = []any{}, false
				return true
			})},
		// dyntube.md#lists: size, maximum 100 (DOCUMENTED).
		{Name: "DynTube's lists have at most 50 items", Kind: Limits, Class: Breaking,
			before: at(manageHost, "GET /v1/(videos|projects|channels)").capped("size", 51, 50)},
	}
}

func connection4() []*Change {
	return []*Change{
		// oauth.md#endpoints, dyntube.md#hosts-and-keys: HTTPS hosts (DOCUMENTED); clients that pin the issuer fail.
		{Name: "the certificates have another issuer", Kind: Connection, Class: Dangerous,
			tls: TLS{Issuer: "Example Edge Network CA 2"}},
		// The same: no sheet promises TLS 1.3, but a client that insists on it worked so far.
		{Name: "TLS 1.3 is gone", Kind: Connection, Class: Dangerous, tls: TLS{Old: true}},
		// The same: in a week no HTTPS client works.
		{Name: "the certificates expire in a week", Kind: Connection, Class: Dangerous, tls: TLS{Lasts: 7 * 24 * time.Hour}},
		// reporting.md#endpoints: POST https://partner.api.dailymotion.com/graphql (DOCUMENTED). Many send GET then.
		{Name: "GraphQL of private keys redirects to another path", Kind: Connection, Class: Breaking,
			after: at(partnerHost, "POST /graphql").moves(http.StatusMovedPermanently, func(*Exchange) string {
				return "https://" + partnerHost + "/reporting/graphql"
			})},
		// reporting.md#links: a plain GET is enough, and the documented Bash client follows no redirects (DOCUMENTED).
		{Name: "files of reports redirect to a signed address", Kind: Connection, Class: Breaking,
			after: where(file).with(func(x *Exchange) bool { return !x.R.URL.Query().Has("X-Goog-Signature") }).moves(
				http.StatusFound, func(x *Exchange) string { return x.R.URL.Path + "?X-Goog-Signature=4f5e2a" })},
		// reporting.md#graphql-over-http: the content type begins with application/json (OBSERVED; a client refuses others).
		{Name: "GraphQL responds with application/graphql-response+json", Kind: Connection, Class: Breaking,
			after: where(callsGraphQL).good().headers("Content-Type", "application/graphql-response+json; charset=utf-8")},
	}
}
