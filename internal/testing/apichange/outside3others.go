package apichange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Outside3Others returns 24 harmless changes and 10 additions. What the harmless ones change, the fact sheets leave
// open or mark as ENGINE or ASSUMED.
func Outside3Others() []*Change {
	return slices.Concat(harmless3(), harmlessFiles3(), added3())
}

// data3 selects GET requests to REST.
var data3 = at("", "GET (/rest)?/(videos?|users?|me|playlists?|channels?|auth|echo)(/.*)?").good()

// longer3 ends access tokens of the API host.
const longer3 = "-Zm9yd2FyZGVkLWJ5LWVkZ2U"

func harmless3() []*Change {
	all := where(func(*Exchange) bool { return true })
	stats := at(statsHost, "(POST|GET) /v1/logs/data").good()
	return []*Change{
		{Name: "another server header", Kind: Connection, Class: Harmless, after: all.headers("Server", "envoy")},
		{Name: "the members of views are in alphabetical order", Kind: Lists, Class: Harmless,
			after: stats.json2(func(v any) any { return v })},
		{Name: "REST responses are compressed", Kind: Connection, Class: Harmless, after: data3.gzips3},
		{Name: "GraphQL responses are indented", Kind: Lists, Class: Harmless,
			after: where(calls2).texts3(func(body string) string {
				var b bytes.Buffer
				if json.Indent(&b, []byte(body), "", "   ") != nil {
					return body
				}
				return b.String() + "\n"
			})},
		{Name: "header names of token responses are in lower case", Kind: Connection, Class: Harmless,
			after: func(x *Exchange) bool {
				value := x.Header.Get("Cache-Control")
				if !strings.Contains(x.R.URL.Path, "/oauth/") || value == "" {
					return false
				}
				delete(x.Header, "Cache-Control")
				x.Header["cache-control"] = []string{value}
				return true
			}},
		{Name: "access tokens of the API host are longer", Kind: Tokens, Class: Harmless,
			before: func(x *Exchange) {
				x.R.Header.Set("Authorization", strings.TrimSuffix(x.R.Header.Get("Authorization"), longer3))
				if x.R.Header.Get("Authorization") == "" {
					x.R.Header.Del("Authorization")
				}
				x.R.URL.RawQuery = strings.ReplaceAll(x.R.URL.RawQuery, longer3, "")
				x.Sent = bytes.ReplaceAll(x.Sent, []byte(longer3), nil)
			},
			after: at(dataHost, "POST /oauth/token").good().maps("access_token", func(v any) any {
				token, _ := v.(string)
				return token + longer3
			})},
		{Name: "REST responses come in chunks", Kind: Connection, Class: Harmless,
			after: data3.headers("Transfer-Encoding", "chunked")},
		{Name: "responses count the requests that are left", Kind: Limits, Class: Harmless,
			after: data3.headers("X-RateLimit-Remaining", "2997")},
		{Name: "likes and followers are other numbers", Kind: Figures, Class: Harmless, after: func(x *Exchange) bool {
			more := func(v any) any { return number3(v) + 3 }
			likes := data3.maps("likes_total", more)(x)
			return data3.maps("followers_total", more)(x) || likes
		}},
		{Name: "ids of channel views are longer", Kind: Lists, Class: Harmless,
			after: stats.maps("channelViewId", func(v any) any {
				id, _ := v.(string)
				return id + "-7kQ2"
			})},
		{Name: "a missing parameter is reported in other words", Kind: Figures, Class: Harmless,
			after: at("", "GET (/rest)?/echo").bad().maps("message", func(any) any {
				return "The parameter `message' is required."
			})},
		// Its members stay: a history notes those of each error, although no sheet states them.
		{Name: "a token request without a scope is refused in other words", Kind: Tokens, Class: Harmless,
			after: partnerToken3.maps("msg", func(any) any { return "missing" })},
		{Name: "errors of GraphQL are in other words and have no extensions", Kind: Figures, Class: Harmless,
			after: where(calls2).good().objects(func(o map[string]any) bool {
				_, isError := o["locations"]
				text, ok := o["message"].(string)
				if !ok || !isError {
					return false
				}
				o["message"] = "The request is invalid (" + strings.ToLower(first3(text, 24)) + ")."
				delete(o, "extensions")
				return true
			})},
		{Name: "user ids and user keys are missing from views", Kind: Lists, Class: Harmless, after: func(x *Exchange) bool {
			user := stats.renames("userKey", "")(x)
			return stats.renames("clientUserId", "")(x) || user
		}},
		{Name: "refused tokens have the scheme OAuth in WWW-Authenticate", Kind: Tokens, Class: Harmless,
			after: func(x *Exchange) bool {
				value, ok := strings.CutPrefix(x.Header.Get("WWW-Authenticate"), "Bearer ")
				if ok {
					x.Header.Set("WWW-Authenticate", "OAuth "+value)
				}
				return ok
			}},
	}
}

func harmlessFiles3() []*Change {
	ordered := orders3(func(order3) bool { return true })
	return []*Change{
		{Name: "links have a query", Kind: Reports, Class: Harmless, after: where(calls2).maps("link", func(v any) any {
			link, _ := v.(string)
			return link + "?generation=1782907200481516"
		})},
		{Name: "reports finish after 95 minutes", Kind: Reports, Class: Harmless,
			after: ordered.reports3(finished3("IN_PROGRESS", 95*time.Minute), nil)},
		{Name: "links are in another order", Kind: Lists, Class: Harmless,
			after: where(calls2).maps("edges", func(v any) any {
				edges, _ := v.([]any)
				slices.Reverse(edges)
				return edges
			})},
		{Name: "the number of links is not known", Kind: Lists, Class: Harmless,
			after: where(calls2).maps("totalCount", func(any) any { return nil })},
		{Name: "rows are in another order", Kind: Figures, Class: Harmless, after: files(func(g grid) grid {
			slices.Reverse(g[1:])
			return g
		})},
		{Name: "fields of files are quoted", Kind: Figures, Class: Harmless, after: written3(func(g grid) string {
			var b strings.Builder
			for _, row := range g {
				for i, f := range row {
					if i > 0 {
						b.WriteByte(',')
					}
					if f != "" {
						f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
					}
					b.WriteString(f)
				}
				b.WriteByte('\n')
			}
			return b.String()
		})},
		{Name: "lines of files end in CR LF", Kind: Figures, Class: Harmless, after: written3(func(g grid) string {
			var b bytes.Buffer
			out := csv.NewWriter(&b)
			out.UseCRLF = true
			_ = out.WriteAll(g)
			return b.String()
		})},
		{Name: "euro earnings have eight decimals", Kind: Units, Class: Harmless,
			after: fields("estimated_earnings_eur", func(f string) string {
				if !strings.Contains(f, ".") {
					return f
				}
				return f + "00"
			})},
		{Name: "hours have a T and a Z", Kind: Units, Class: Harmless, after: fields("hour", func(f string) string {
			t, err := time.Parse(hour3, f)
			if err != nil {
				return f
			}
			return t.Format(time.RFC3339)
		})},
	}
}

// written3 writes the rows of files in another way.
func written3(write func(g grid) string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !file(x) {
			return false
		}
		rows, err := csv.NewReader(bytes.NewReader(x.Body)).ReadAll()
		if err != nil || len(rows) == 0 {
			return false
		}
		x.Body = []byte(write(rows))
		return true
	}
}

func added3() []*Change {
	return []*Change{
		{Name: "a report has an expireDate", Kind: Schema, Class: Additive, after: types("", "PartnerReportFile",
			func(t map[string]any) bool {
				return adding(t, "fields", map[string]any{"name": "expireDate", "type": scalar("DateTime")})
			})},
		{Name: "a new metric AD_REQUESTS", Kind: Schema, Class: Additive, after: types("", "PartnerReportMetric",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "AD_REQUESTS"}) })},
		{Name: "reportFile takes an optional format", Kind: Schema, Class: Additive, after: types("", "PartnerSpace",
			func(t map[string]any) bool { return takes3(t, "reportFile", "format", scalar("String")) })},
		{Name: "requests for reports take an optional callbackUrl", Kind: Schema, Class: Additive,
			after: types("", "AskPartnerReportFileInput", func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "callbackUrl", "type": scalar("String")})
			})},
		{Name: "the metric IMPRESSIONS is deprecated", Kind: Schema, Class: Additive, after: types("", "PartnerReportMetric",
			func(t map[string]any) bool {
				value := member(t, "IMPRESSIONS")
				value["isDeprecated"], value["deprecationReason"] = true, "Use `NB_IMPRESSION`."
				return true
			})},
		{Name: "a new type PartnerReportSchedule", Kind: Schema, Class: Additive, after: schema3(func(list []any) []any {
			return append(list, map[string]any{"kind": "OBJECT", "name": "PartnerReportSchedule", "description": nil,
				"fields": []any{map[string]any{"name": "id", "description": nil, "args": []any{}, "type": required(scalar("ID")),
					"isDeprecated": false, "deprecationReason": nil}},
				"inputFields": nil, "interfaces": []any{}, "enumValues": nil, "possibleTypes": nil})
		})},
		{Name: "views have a playbackSpeed", Kind: Lists, Class: Additive,
			after: at(statsHost, "(POST|GET) /v1/logs/data").good().objects(func(o map[string]any) bool {
				_, isView := o["watchTime"]
				if isView {
					o["playbackSpeed"] = 1
				}
				return isView
			})},
		{Name: "REST lists have a cursor", Kind: Lists, Class: Additive,
			after: data3.lists3(func(_ *Exchange, o map[string]any) bool { o["cursor"] = "eyJvIjoxMH0"; return true })},
		{Name: "tokens of private keys come with an organization", Kind: Tokens, Class: Additive,
			after: partnerToken3.good().objects(func(o map[string]any) bool { o["organization"] = "xbuhw1"; return true })},
		{Name: "REST responses announce their end in a header", Kind: Connection, Class: Additive,
			after: data3.headers("Sunset", "Thu, 31 Dec 2027 23:59:59 GMT")},
	}
}
