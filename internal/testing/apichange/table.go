package apichange

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func change(kind Kind, class Class, name string, after func(*Exchange) bool) *Change {
	return &Change{Name: name, Kind: kind, Class: class, after: after}
}

func asking(kind Kind, class Class, name string, before func(*Exchange)) *Change {
	return &Change{Name: name, Kind: kind, Class: class, before: before}
}

var (
	publicToken  = at(graphQLHost, "POST /oauth/token")
	dataToken    = at(dataHost, "POST /oauth/token")
	privateToken = at(partnerHost, "POST /oauth/v1/token")
	videos       = at(dataHost, `GET /(videos|video/\w+|me/videos|user/\w+/videos|channel/\w+/videos)`)
	users        = at(dataHost, `GET /(users|user/\w+|me)`)
	graphQL      = at(partnerHost, "POST /graphql")
	views        = at(statsHost, "(POST|GET) /v1/logs/data")
	managed      = at(manageHost, "GET /.*")
)

// scaled multiplies a number, which may be written as text.
func scaled(by float64) func(v any) any {
	return func(v any) any {
		n, ok := v.(json.Number)
		f, err := n.Float64()
		if !ok || err != nil {
			return v
		}
		return json.Number(strconv.FormatFloat(f*by, 'f', -1, 64))
	}
}

// times multiplies a field and writes it with decimals; -1 means as many as it needs.
func times(by float64, decimals int) func(string) string {
	return func(s string) string {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return s
		}
		return strconv.FormatFloat(f*by, 'f', decimals, 64)
	}
}

// instead replaces text.
func instead(pairs ...string) func(v any) any {
	r := strings.NewReplacer(pairs...)
	return func(v any) any {
		if s, ok := v.(string); ok {
			return r.Replace(s)
		}
		return v
	}
}

// days returns the number of days of a report.
func days(in map[string]any) int {
	day := func(name string) time.Time {
		s, _ := in[name].(string)
		t, _ := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
		return t
	}
	return int(day("endDate").Sub(day("startDate"))/(24*time.Hour)) + 1
}

// refuse makes a report request invalid.
func refuse(in map[string]any) { in["startDate"] = "2001-01-01" }

// reportStatus replaces the status of reports.
func reportStatus(from, to string) func(*Exchange) bool {
	return graphQL.and("reportFile(").objects(func(o map[string]any) bool {
		if o["status"] != from {
			return false
		}
		o["status"] = to
		if to != "FINISHED" && o["downloadLinks"] != nil {
			o["downloadLinks"] = map[string]any{"edges": []any{}}
		}
		return true
	})
}

// Table returns the project's own changes.
func Table() []*Change {
	html := "<!DOCTYPE html><title>Sorry</title><p>We will be back soon."
	return []*Change{
		change(Tokens, Breaking, "the token endpoint of private keys responds 404", privateToken.respond(404, `{}`)),
		change(Tokens, Breaking, "the token endpoint of public keys responds 405", publicToken.respond(405, `{}`)),
		change(Tokens, Breaking, "the token endpoint of the API host responds 415",
			dataToken.respond(415, `{"error":"invalid_request"}`)),
		change(Tokens, Breaking, "the password grant is gone",
			publicToken.and("grant_type=password").good().respond(400, `{"error":"unsupported_grant_type"}`)),
		change(Tokens, Breaking, "the scope create_reports is unknown",
			privateToken.and("create_reports").good().respond(400, `{"error":"invalid_scope"}`)),
		change(Tokens, Breaking, "the access token is called token", privateToken.good().renames("access_token", "token")),
		change(Tokens, Dangerous, "tokens of private keys are valid for 15 minutes",
			privateToken.good().maps("expires_in", func(any) any { return json.Number("900") })),
		change(Tokens, Breaking, "token responses have no scope", dataToken.good().renames("scope", "")),
		change(Tokens, Dangerous, "refused tokens have the code bad_grant",
			publicToken.bad().maps("error", instead("invalid_grant", "bad_grant", "invalid_client", "bad_client"))),

		change(Gone, Breaking, "reporting of private keys responds 404", graphQL.respond(404, `{}`)),
		change(Gone, Breaking, "REST responds 404", at(dataHost, "(GET|POST|DELETE) /(video|user|playlist|channel|echo).*").
			respond(404, `{}`)),
		change(Gone, Breaking, "DynTube's statistics respond 405", views.respond(405, `{}`)),
		change(Gone, Breaking, "/languages responds 404", at(dataHost, "GET /languages").respond(404, `{}`)),
		change(Gone, Breaking, "DynTube has no projects",
			at(manageHost, "GET /v1/projects.*").respond(404, `{"message":"x"}`)),
		change(Gone, Breaking, "/rest/auth responds 404", at(partnerHost, "GET /rest/auth").respond(404, `{}`)),

		change(Lists, Breaking, "list is called items", videos.good().renames("list", "items")),
		change(Lists, Breaking, "has_more is gone", videos.good().renames("has_more", "")),
		change(Lists, Breaking, "views is called data", views.good().renames("views", "data")),
		change(Lists, Breaking, "screenname is called name", users.good().renames("screenname", "name")),
		change(Lists, Breaking, "owner is an object", videos.good().maps("owner",
			func(v any) any { return map[string]any{"id": v} })),
		change(Lists, Breaking, "views_total is text", videos.good().maps("views_total",
			func(v any) any { return fmt.Sprint(v) })),
		change(Lists, Dangerous, "duration is always null", videos.good().objects(func(o map[string]any) bool {
			_, ok := o["duration"]
			if ok {
				o["duration"] = nil
			}
			return ok
		})),
		change(Lists, Breaking, "error_data is gone", at(dataHost, "GET .*").bad().renames("error_data", "")),
		change(Lists, Breaking, "errors of GraphQL have no locations", graphQL.renames("locations", "")),
		change(Lists, Breaking, "the browser of a view is text", views.good().maps("browser",
			func(any) any { return "Firefox" })),

		change(Reports, Breaking, "reports end as FAILED", reportStatus("FINISHED", "FAILED")),
		change(Reports, Breaking, "reports never end", reportStatus("FINISHED", "IN_PROGRESS")),
		change(Reports, Breaking, "links are null", graphQL.maps("link", func(any) any { return nil })),
		change(Reports, Breaking, "files are a page of HTML", where(file).respond(200, html)),
		change(Reports, Breaking, "GraphQL responds with a page of HTML", graphQL.respond(200, html)),
		change(Reports, Breaking, "files are refused", where(file).respond(403, "<Error><Code>AccessDenied</Code></Error>")),

		change(Figures, Breaking, "files have no first hour of a day", files(func(g grid) grid {
			i := g.column("hour")
			if i < 0 {
				return nil
			}
			kept := g[:1:1]
			for _, row := range g[1:] {
				if !strings.Contains(row[i], "T00") && !strings.Contains(row[i], " 00") {
					kept = append(kept, row)
				}
			}
			return kept
		})),
		change(Figures, Breaking, "each row comes twice", files(func(g grid) grid {
			if len(g) < 2 {
				return nil
			}
			return append(g, g[1:]...)
		})),
		change(Figures, Breaking, "a thousand impressions cost a tenth", fields("ecpm_eur", times(0.1, 2))),
		change(Figures, Breaking, "files have no header", files(func(g grid) grid { return g[1:] })),
		change(Figures, Dangerous, "money has two decimals", fields("estimated_earnings_eur", times(1, 2))),
		change(Figures, Dangerous, "the payload's status is OK",
			graphQL.maps("status", instead("SUCCESS", "OK"))),
		change(Figures, Breaking, "errors of GraphQL have no message", graphQL.objects(func(o map[string]any) bool {
			_, located := o["locations"]
			delete(o, "message")
			return located
		})),
		asking(Figures, Dangerous, "a report without a product has the rows of LIVE",
			asks(func(in map[string]any) bool { return in["product"] == nil }, func(in map[string]any) {
				in["product"] = "LIVE"
			})),

		change(Units, Breaking, "watched time is in milliseconds", fields("time_watched_seconds", times(1000, 0))),
		change(Units, Breaking, "earnings are in cents", fields("estimated_earnings_eur", times(100, 0))),
		change(Units, Breaking, "view_through_rate is a fraction", fields("view_through_rate", times(0.01, 4))),
		change(Units, Breaking, "fill_rate is a fraction", fields("fill_rate", times(0.01, 4))),
		change(Units, Breaking, "countries are names", fields("visitor_country", func(s string) string {
			return map[string]string{"FR": "France", "US": "United States", "DE": "Germany"}[s] + " (country)"
		})),
		change(Units, Breaking, "created_time is in milliseconds", videos.good().maps("created_time", scaled(1000))),
		change(Units, Breaking, "duration is in milliseconds", videos.good().maps("duration", scaled(1000))),
		change(Units, Dangerous, "addresses of videos begin with http:",
			videos.good().maps("url", instead("https:", "http:"))),
		change(Units, Breaking, "published videos have the status live", videos.good().maps("status",
			instead("published", "live"))),
		change(Units, Breaking, "views watch milliseconds", views.good().maps("watchTime", scaled(1000))),
		change(Units, Breaking, "the country of a video is a name", videos.good().maps("country",
			func(any) any { return "France" })),
		change(Units, Dangerous, "days have a time", fields("day", func(s string) string { return s + " 00:00:00" })),

		asking(Limits, Breaking, "reports have 175 days at most",
			asks(func(in map[string]any) bool { return days(in) > 175 }, refuse)),
		asking(Limits, Dangerous, "reports may have 190 days",
			asks(func(in map[string]any) bool { n := days(in); return n > 180 && n <= 190 }, func(in map[string]any) {
				in["startDate"] = in["endDate"]
			})),
		asking(Limits, Breaking, "reports have seven dimensions at most", asks(func(in map[string]any) bool {
			list, _ := in["dimensions"].([]any)
			return len(list) > 7
		}, refuse)),
		change(Limits, Breaking, "lists have 50 items at most", videos.and("limit=100").
			respond(400, `{"error":{"code":400,"type":"invalid_parameter","message":"limit must be at most 50"}}`)),
		change(Limits, Dangerous, "lists may have 101 items", videos.and("limit=101").
			respond(200, `{"page":1,"limit":101,"explicit":false,"total":1,"has_more":false,"list":[]}`)),
		change(Limits, Breaking, "five calls of JSON-RPC at most", func(x *Exchange) bool {
			if x.R.URL.Path != "/" || x.R.Host != dataHost || strings.Count(string(x.Sent), `"call"`) < 6 {
				return false
			}
			x.respond(400, "application/json", `{"error":{"code":400,"message":"too many calls"}}`)
			return true
		}),
		change(Limits, Dangerous, "pages of DynTube have ten views unless asked otherwise",
			managed.good().but("size").objects(func(o map[string]any) bool {
				list, ok := o["videos"].([]any)
				if ok {
					o["videos"] = list[:min(len(list), 10)]
				}
				return ok && len(list) > 10
			})),

		change(Schema, Breaking, "askPartnerReportFile has a new required argument",
			types("", "Mutation", func(t map[string]any) bool {
				f := member(t, "askPartnerReportFile")
				args, _ := f["args"].([]any)
				f["args"] = append(args, map[string]any{"name": "region", "type": required(scalar("String")),
					"defaultValue": nil, "description": nil})
				return true
			})),
		change(Schema, Breaking, "the input has a new required field", types("", "AskPartnerReportFileInput",
			func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "timezone", "type": required(scalar("String"))})
			})),
		change(Schema, Breaking, "VIEWS is gone", types("", "PartnerReportMetric",
			func(t map[string]any) bool { return without(t, "enumValues", "VIEWS") })),
		change(Schema, Dangerous, "reports have a new status", types("", "PartnerReportStatus",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "THROTTLED"}) })),
		change(Schema, Dangerous, "the default page of links is another", types("", "PartnerReportFile",
			func(t map[string]any) bool {
				args, _ := member(t, "downloadLinks")["args"].([]any)
				for _, a := range args {
					if m := a.(map[string]any); m["name"] == "page" {
						m["defaultValue"] = "0"
					}
				}
				return true
			})),
		change(Schema, Dangerous, "createDate may be null", types("", "PartnerReportFile",
			func(t map[string]any) bool {
				m := member(t, "createDate")
				m["type"] = scalar("DateTime")
				return true
			})),
		change(Schema, Additive, "there is a new metric", types("", "PartnerReportMetric",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "SHARES"}) })),
		change(Schema, Additive, "the input has a new optional field", types("", "AskPartnerReportFileInput",
			func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "timezone", "type": scalar("String")})
			})),
		change(Schema, Additive, "reports have a new field", types("", "PartnerReportFile",
			func(t map[string]any) bool {
				return adding(t, "fields", map[string]any{"name": "rowCount", "type": scalar("Int")})
			})),
		change(Schema, Additive, "reportToken is deprecated", types("", "PartnerReportFile",
			func(t map[string]any) bool {
				m := member(t, "reportToken")
				m["isDeprecated"], m["deprecationReason"] = true, "use id"
				return true
			})),
		change(Lists, Additive, "lists have a new member", videos.good().objects(func(o map[string]any) bool {
			_, ok := o["list"]
			if ok {
				o["cursor"] = "abc"
			}
			return ok
		})),
		change(Lists, Additive, "views have a new member", views.good().objects(func(o map[string]any) bool {
			_, ok := o["watchTime"]
			if ok {
				o["quality"] = "hd"
			}
			return ok
		})),
		change(Connection, Additive, "a sunset of /videos is announced", at(dataHost, "GET /videos").
			headers("Sunset", "Wed, 30 Jun 2027 00:00:00 GMT")),

		{Name: "another company issues the certificates", Kind: Connection, Class: Dangerous, tls: TLS{Issuer: "Other CA"}},
		{Name: "TLS 1.3 is gone", Kind: Connection, Class: Dangerous, tls: TLS{Old: true}},
		{Name: "the certificate expires in three days", Kind: Connection, Class: Dangerous, tls: TLS{Lasts: 72 * time.Hour}},
		change(Connection, Breaking, "/echo redirects", func(x *Exchange) bool {
			if x.R.Host != dataHost || x.R.URL.Path != "/echo" {
				return false
			}
			x.respond(301, "text/html", "")
			x.Header.Set("Location", "https://api.dailymotion.com/v1/echo")
			return true
		}),
		change(Connection, Breaking, "tokens may be cached", privateToken.headers("Cache-Control", "public, max-age=600")),
		change(Connection, Breaking, "REST is text/html",
			at(dataHost, "GET /.*").good().headers("Content-Type", "text/html")),
		change(Connection, Breaking, "other origins are not allowed",
			at(dataHost, ".*").headers("Access-Control-Allow-Origin", "")),
	}
}

// Harmlesses returns changes that break no client.
func Harmlesses() []*Change {
	all := []*Change{}
	add := func(name string, after func(*Exchange) bool) {
		all = append(all, change(Connection, Harmless, name, after))
	}
	everything := at("", ".*")
	add("a new header", everything.headers("X-Request-Id", "7f3a"))
	add("another server", everything.headers("Server", "envoy"))
	add("a header of a CDN", everything.headers("Via", "1.1 varnish"))
	add("responses allow caching for a while", at(dataHost, "GET /.*").good().headers("Age", "12"))
	add("JSON has an explicit charset", at(dataHost, "GET /.*").objects(func(map[string]any) bool { return false }))
	add("JSON is indented", func(x *Exchange) bool {
		v := x.value()
		if v == nil {
			return false
		}
		x.Body, _ = json.MarshalIndent(v, "", "   ")
		return true
	})
	add("messages of REST are worded in another way", at(dataHost, "GET /video/x.*").bad().maps("message",
		func(v any) any { return "Sorry. " + fmt.Sprint(v) }))
	add("messages of GraphQL are worded in another way", graphQL.maps("message",
		func(v any) any { return "Oh: " + fmt.Sprint(v) }))
	add("titles are longer", videos.good().maps("title", func(v any) any {
		if strings.HasPrefix(fmt.Sprint(v), "contract ") {
			return v // the suite's own
		}
		return fmt.Sprint(v, " and more words")
	}))
	add("titles have other characters", fields("video_title", func(s string) string {
		if strings.ContainsAny(s, ",;\"'=\\\n\r\t") || strings.HasPrefix(s, " ") {
			return s
		}
		return s + " 東京"
	}))
	add("videos have twice the views", videos.good().maps("views_total", scaled(2)))
	add("reports count half as much again", files(func(g grid) grid {
		changed := false
		for _, name := range []string{"views", "time_watched_seconds"} {
			i := g.column(name)
			for _, row := range g[1:] {
				if i >= 0 {
					row[i], changed = times(2, 0)(row[i]), true
				}
			}
		}
		if !changed {
			return nil
		}
		return g
	}))
	add("rows come in another order", files(func(g grid) grid {
		if len(g) < 3 {
			return nil
		}
		for i, j := 1, len(g)-1; i < j; i, j = i+1, j-1 {
			g[i], g[j] = g[j], g[i]
		}
		return g
	}))
	add("ids of requests in errors", at(dataHost, "GET /.*").bad().objects(func(o map[string]any) bool {
		if _, ok := o["type"]; ok {
			o["request"] = "r-17"
			return true
		}
		return false
	}))
	add("versions of browsers are newer", views.good().objects(func(o map[string]any) bool {
		b, ok := o["browser"].(map[string]any)
		if ok {
			b["version"] = "199.0"
		}
		return ok
	}))
	add("followers grow", users.good().maps("followers_total", scaled(3)))
	add("descriptions are empty", videos.good().maps("description", func(any) any { return "" }))
	add("covers have another size", users.good().maps("cover_url", instead("https://s2.", "https://s1.")))
	add("a day is counted later", videos.good().maps("views_last_hour", func(any) any { return json.Number("0") }))
	add("more about a refusal", everything.bad().headers("X-Reason", "limit"))
	add("tokens are longer", dataToken.good().objects(func(map[string]any) bool { return false }))
	all = append(all,
		&Change{Name: "nothing", Kind: Connection, Class: Harmless},
		&Change{Name: "certificates last for 60 days", Kind: Connection, Class: Harmless,
			tls: TLS{Lasts: 60 * 24 * time.Hour}},
		asking(Connection, Harmless, "slower", func(x *Exchange) { x.edited = x.R.Method == http.MethodGet }))
	return all
}
