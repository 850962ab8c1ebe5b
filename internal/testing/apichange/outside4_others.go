package apichange

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Outside4Others returns additive and harmless changes by the author of Outside4.
func Outside4Others() []*Change {
	return append(additive4(), append(harmlessJSON4(), harmlessFiles4()...)...)
}

func additive4() []*Change {
	return []*Change{
		{Name: "a report has a number of rows", Kind: Schema, Class: Additive,
			after: types("", "PartnerReportFile", func(t map[string]any) bool {
				return adding(t, "fields", map[string]any{"name": "rowCount", "type": scalar("Int")})
			})},
		{Name: "a type for the quota of reports", Kind: Schema, Class: Additive, after: all4(func(list []any) []any {
			return append(list, map[string]any{"kind": "OBJECT", "name": "PartnerReportQuota", "description": nil,
				"inputFields": nil, "interfaces": []any{}, "enumValues": nil, "possibleTypes": nil, "fields": []any{
					map[string]any{"name": "used", "description": nil, "args": []any{}, "type": scalar("Int"),
						"isDeprecated": false, "deprecationReason": nil}}})
		})},
		{Name: "a dimension VISITOR_REGION", Kind: Schema, Class: Additive,
			after: types("", "PartnerReportDimension", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "VISITOR_REGION"})
			})},
		{Name: "a metric UNIQUE_VIEWERS for private keys", Kind: Schema, Class: Additive,
			after: types(partnerHost, "PartnerReportMetric", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "UNIQUE_VIEWERS"})
			})},
		{Name: "an optional argument after of downloadLinks", Kind: Schema, Class: Additive,
			after: types("", "PartnerReportFile", func(t map[string]any) bool {
				m := member(t, "downloadLinks")
				m["args"] = append(args4(t, "downloadLinks"), arg4("after", scalar("String")))
				return m["name"] != nil
			})},
		{Name: "totalCount of links is deprecated", Kind: Schema, Class: Additive,
			after: types("", "ReportFileDownloadLinkConnection", func(t map[string]any) bool {
				m := member(t, "totalCount")
				m["isDeprecated"], m["deprecationReason"] = true, "Use `pageInfo`."
				return m["name"] != nil
			})},
		{Name: "tokens of private keys name the organization", Kind: Tokens, Class: Additive,
			after: at(partnerHost, "POST /oauth/v1/token").good().objects(func(o map[string]any) bool {
				o["organization_id"] = "xgirx9x"
				return true
			})},
		{Name: "lists have a cursor", Kind: Lists, Class: Additive,
			after: rest4.good().objects(func(o map[string]any) bool {
				if _, ok := o["has_more"]; !ok {
					return false
				}
				o["cursor"] = "bzoxMA=="
				return true
			})},
		{Name: "DynTube's views have a player version", Kind: Lists, Class: Additive,
			after: at(statsHost, ".*").good().objects(func(o map[string]any) bool {
				if _, ok := o["viewId"]; !ok {
					return false
				}
				o["playerVersion"] = "4.2"
				return true
			})},
		{Name: "REST has headers of a rate limit", Kind: Connection, Class: Additive,
			after: both4(rest4.headers("X-RateLimit-Limit", "6000"), rest4.headers("X-RateLimit-Remaining", "5990"))},
	}
}

// Each names where the sheets leave it open.
func harmlessJSON4() []*Change {
	children := at(dataHost, "(POST /me/parents|DELETE /me/children)/[^/]+").good()
	return []*Change{
		// White space means nothing in JSON.
		{Name: "REST responds with indented JSON", Kind: Lists, Class: Harmless,
			after: rest4.body4(func(body []byte) []byte {
				var b bytes.Buffer
				_ = json.Indent(&b, body, "", "    ")
				return append(b.Bytes(), '\n')
			})},
		// rest.md#protocol: slashes were escaped in older captures; a parser hides it.
		{Name: "REST escapes slashes", Kind: Lists, Class: Harmless,
			after: rest4.body4(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("/"), []byte(`\/`)) })},
		// The order of members means nothing in JSON, and no sheet has one for DynTube.
		{Name: "DynTube's members are in another order", Kind: Lists, Class: Harmless,
			after: at("", "(GET|POST) /v1/.*").with(func(x *Exchange) bool {
				return x.R.Host == statsHost || x.R.Host == manageHost
			}).ordered4()},
		// rest.md#protocol: the charset is UNKNOWN.
		{Name: "REST names no charset", Kind: Connection, Class: Harmless,
			after: rest4.headers("Content-Type", "application/json")},
		// rest.md#json-rpc: match by id.
		{Name: "JSON-RPC responses are in the reverse order", Kind: Lists, Class: Harmless,
			after: at(dataHost, "POST /").good().asJSON(func(v any) any {
				list, ok := v.([]any)
				if !ok || len(list) < 2 {
					return nil
				}
				slices.Reverse(list)
				return list
			})},
		// It was an empty list, which is another kind of value.
		{Name: "adopting and rejecting respond with a blank between the braces", Kind: Lists, Class: Harmless,
			after: children.body4(func([]byte) []byte { return []byte("{ }") })},
		// rest.md#errors: only the beginning of the text is OBSERVED.
		{Name: "the allowed names of fields are introduced otherwise", Kind: Lists, Class: Harmless,
			after: rest4.bad().body4(func(body []byte) []byte {
				return bytes.Replace(body, []byte("allowed values:"), []byte("the allowed ones are"), 1)
			})},
		// oauth.md#bad-tokens: the scheme is UNKNOWN.
		{Name: "WWW-Authenticate of REST has the scheme OAuth", Kind: Tokens, Class: Harmless,
			after: rest4.bad().with(func(x *Exchange) bool {
				return strings.HasPrefix(x.Header.Get("WWW-Authenticate"), "Bearer error=")
			}).scheme4("OAuth")},
		// It was a body with other members, which a client may read.
		{Name: "a private token request without scope has another text", Kind: Tokens, Class: Harmless,
			after: at(partnerHost, "POST /oauth/v1/token").with(func(x *Exchange) bool {
				return x.Status == http.StatusUnprocessableEntity
			}).maps("msg", func(any) any { return "This field is required." })},
		// It was the status 400 too, on which a client may branch.
		{Name: "a wrong private key has another text", Kind: Tokens, Class: Harmless,
			after: at(partnerHost, "POST /oauth/v1/token").with(func(x *Exchange) bool {
				return x.Status == http.StatusUnauthorized
			}).maps("error_description", func(any) any { return "Unknown API key." })},
		// dyntube.md#analytics-errors: the body of 401 is ASSUMED.
		{Name: "DynTube words a missing key otherwise", Kind: Tokens, Class: Harmless,
			after: at("", ".* /v1/.*").bad().with(func(x *Exchange) bool { return x.Status == http.StatusUnauthorized }).maps(
				"message", func(any) any { return "Authorization has been denied for this request." })},
		// reporting.md#error-cases: texts and extensions of validation are ENGINE.
		{Name: "an unknown GraphQL field has another text, and no extensions", Kind: Schema, Class: Harmless,
			after: where(callsGraphQL).objects(func(o map[string]any) bool {
				if _, ok := o["extensions"]; !ok || o["message"] == nil {
					return false
				}
				delete(o, "extensions")
				o["message"] = "The query is not valid."
				return true
			})},
		// It was without type and reason too, which a client may read.
		{Name: "GraphQL's 401 has another text", Kind: Schema, Class: Harmless,
			after: where(callsGraphQL).bad().objects(func(o map[string]any) bool {
				if _, ok := o["type"]; !ok {
					return false
				}
				o["message"] = "Unauthorized"
				return true
			})},
		// reporting.md#schema: totalCount is null if it is not known.
		{Name: "the number of links is not known", Kind: Lists, Class: Harmless,
			after: where(callsGraphQL).maps("totalCount", func(any) any { return nil })},
		// The order of types in introspection means nothing.
		{Name: "introspection lists the types in the reverse order", Kind: Schema, Class: Harmless,
			after: all4(func(list []any) []any { slices.Reverse(list); return list })},
		// dyntube.md#view: clientUserId is optional, if the plan has the option (DOCUMENTED).
		{Name: "DynTube sends no clientUserId", Kind: Lists, Class: Harmless,
			after: at(statsHost, ".*").renames("clientUserId", "")},
		// dyntube.md#lists: sort comes back in both forms (OBSERVED).
		{Name: "DynTube's projects come with the sort of videos", Kind: Units, Class: Harmless,
			after: at(manageHost, "GET /v1/projects").maps("sort", func(any) any { return "Created:-1" })},
	}
}

// scheme4 changes the scheme of WWW-Authenticate.
func (w where) scheme4(scheme string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		_, rest, _ := strings.Cut(x.Header.Get("WWW-Authenticate"), " ")
		x.Header.Set("WWW-Authenticate", scheme+" "+rest)
		return true
	}
}

// reversed4 turns the rows of files whose links were seen in partner reports: those of the Studio can be ordered.
func reversed4() func(*Exchange) bool {
	var mu sync.Mutex
	seen := map[string]bool{}
	turn := files(func(g grid) grid {
		slices.Reverse(g[1:])
		return g
	})
	return func(x *Exchange) bool {
		mu.Lock()
		defer mu.Unlock()
		if callsGraphQL(x) && x.sends("reportFile(") {
			walk(x.value(), func(o map[string]any) bool {
				link, _ := o["link"].(string)
				if address, err := url.Parse(link); err == nil && link != "" {
					seen[address.Path] = true
				}
				return false
			})
			return false
		}
		return seen[x.R.URL.Path] && turn(x)
	}
}

// money4 matches amounts.
var money4 = regexp.MustCompile(`^\d+\.\d{6}$`)

func harmlessFiles4() []*Change {
	lines := func(edit func(line string) string) func(*Exchange) bool {
		return func(x *Exchange) bool {
			if !where(file)(x) {
				return false
			}
			var b strings.Builder
			for line := range strings.Lines(string(x.Body)) {
				b.WriteString(edit(line))
			}
			x.Body = []byte(b.String())
			return true
		}
	}
	money := func(field string) string {
		if money4.MatchString(field) {
			return field + "00"
		}
		return field
	}
	return []*Change{
		// reporting.md#csv: encoding, quoting and line end are UNKNOWN.
		{Name: "lines of files end with CRLF", Kind: Lists, Class: Harmless,
			after: lines(func(line string) string { return strings.TrimSuffix(line, "\n") + "\r\n" })},
		// reporting.md#csv: row order, tests must not rely on it.
		{Name: "rows of files are in the reverse order", Kind: Lists, Class: Harmless, after: reversed4()},
		// reporting.md#links: text/csv or application/octet-stream, ASSUMED.
		{Name: "files are application/octet-stream", Kind: Connection, Class: Harmless,
			after: where(file).headers("Content-Type", "application/octet-stream")},
		// reporting.md#links: a link is opaque.
		{Name: "links have a generation in their query", Kind: Units, Class: Harmless,
			after: where(callsGraphQL).maps("link", func(v any) any {
				s, _ := v.(string)
				return s + "?generation=1719835202000001"
			})},
		// reporting.md#csv: the number of decimals is UNKNOWN.
		{Name: "euros have 8 decimals", Kind: Units, Class: Harmless,
			after: both4(fields("estimated_earnings_eur", money), fields("estimated_earnings_usd", money))},
		// reporting.md#csv: an hour is a timestamp in UTC (OBSERVED), its text is UNKNOWN.
		{Name: "an hour is 2025-07-31T14:00:00+00:00", Kind: Units, Class: Harmless,
			after: fields("hour", func(field string) string {
				t, err := time.Parse("2006-01-02 15:04:05 UTC", field)
				if err != nil {
					return field
				}
				return t.Format("2006-01-02T15:04:05-07:00")
			})},
		// reporting.md#limits: generation takes up to 2 hours (DOCUMENTED).
		{Name: "reports take 45 minutes", Kind: Reports, Class: Harmless, after: fates4(
			func(_ *report4, age time.Duration) string {
				if age < 45*time.Minute {
					return "IN_PROGRESS"
				}
				return ""
			})},
	}
}
