package apichange

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// status replaces the status of the responses and keeps the rest.
func (w where) status(to int) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.Status == to {
			return false
		}
		x.Status = to
		return true
	}
}

// ofType replaces the type of a field or an input field of a type.
func ofType(name, field string, to map[string]any) func(*Exchange) bool {
	return types("", name, func(t map[string]any) bool {
		m := member(t, field)
		m["type"] = to
		return len(m) > 1
	})
}

// later returns a time that is a day and two hours later.
func later(s string) string {
	for _, layout := range []string{"2006-01-02 15:04:05 UTC", time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Add(26 * time.Hour).Format(layout)
		}
	}
	return s
}

// Second returns 60 changes of all kinds, written after the suite had been mended with those of Written.
func Second() []*Change {
	gone := `{"error":{"code":404,"type":"not_found","message":"no"}}`
	return []*Change{
		change(Tokens, Breaking, "scopes of private tokens have commas", privateToken.good().maps("scope",
			instead(" ", ","))),
		change(Tokens, Dangerous, "public tokens are valid for an hour", publicToken.good().maps("expires_in",
			constant(json.Number("3600")))),
		change(Tokens, Breaking, "the refresh token of the API host is null", dataToken.good().maps("refresh_token",
			constant(nil))),
		change(Tokens, Breaking, "the token endpoint of public reporting is a page", publicToken.respond(200, "<html>Hi")),
		change(Tokens, Breaking, "the API host wants a scope", dataToken.but("scope=").good().
			respond(400, `{"error":"invalid_scope","error_description":"scope is required"}`)),
		change(Tokens, Dangerous, "public refusals are 403", publicToken.bad().status(403)),

		change(Gone, Breaking, "/me/videos responds 404", at(dataHost, "GET /me/videos").respond(404, gone)),
		change(Gone, Breaking, "a channel responds 410", at(dataHost, `GET /channel/\w+`).respond(410, gone)),
		change(Gone, Breaking, "projects of DynTube respond 410", at(manageHost, "GET /v1/projects").respond(410, `{}`)),
		change(Gone, Breaking, "videos of a playlist respond 404", at(dataHost, `GET /playlist/\w+/videos`).
			respond(404, gone)),
		change(Gone, Breaking, "/rest of private keys responds 404", at(partnerHost, "GET /rest/.*").respond(404, gone)),
		change(Gone, Breaking, "/locales moved", at(dataHost, "GET /locales").respond(301, `{}`)),

		change(Lists, Breaking, "processor is called cpu", views.good().renames("processor", "cpu")),
		change(Lists, Breaking, "tags of videos are text", reading.good().maps("tags", func(any) any { return "a,b" })),
		change(Lists, Breaking, "available_formats is null", reading.good().maps("available_formats", constant(nil))),
		change(Lists, Breaking, "verified of users is a number", users.good().maps("verified", flip)),
		change(Lists, Breaking, "total is text", videos.good().maps("total", flip)),
		change(Lists, Breaking, "dotted names are written with underscores", reading.good().renames("owner.screenname",
			"owner_screenname")),
		change(Lists, Breaking, "hits is gone", views.good().renames("hits", "")),
		change(Lists, Breaking, "description of channels is gone", channels.good().renames("description", "")),
		change(Lists, Breaking, "locations of errors are text", graphQL.maps("locations", constant("1:3"))),
		change(Lists, Breaking, "projectId of videos is a number", managed.good().maps("projectId",
			constant(json.Number("17")))),

		change(Reports, Breaking, "FINISHED is COMPLETED", reportStatus("FINISHED", "COMPLETED")),
		change(Reports, Breaking, "nodes of links are null", graphQL.maps("node", constant(nil))),
		change(Reports, Breaking, "files end in the middle of a row", func(x *Exchange) bool {
			if !file(x) || len(x.Body) < 40 {
				return false
			}
			x.Body = x.Body[:strings.LastIndex(string(x.Body[:len(x.Body)-2]), ",")]
			return true
		}),
		change(Reports, Breaking, "files are UTF-16", func(x *Exchange) bool {
			if !file(x) {
				return false
			}
			wide := []byte{0xFF, 0xFE}
			for _, b := range x.Body {
				wide = append(wide, b, 0)
			}
			x.Body = wide
			return true
		}),
		change(Reports, Breaking, "tokens of reports are numbers", graphQL.and("askPartnerReportFile(").maps("reportToken",
			constant(json.Number("12")))),
		change(Reports, Breaking, "GraphQL responds 202", graphQL.good().status(202)),

		change(Figures, Breaking, "fill_rate is a fifth less", fields("fill_rate", times(0.8, 2))),
		change(Figures, Breaking, "missed impressions are negative", fields("nb_missed_impression",
			func(s string) string { return "-" + s })),
		change(Figures, Breaking, "nothing was watched", fields("time_watched_seconds", func(string) string { return "0" })),
		change(Figures, Breaking, "rows are split in two", files(func(g grid) grid {
			i := g.column("views")
			if i < 0 || len(g) < 2 {
				return nil
			}
			all := g[:1:1]
			for _, row := range g[1:] {
				half := slices.Clone(row)
				half[i] = times(0.5, 0)(row[i])
				all = append(all, half, half)
			}
			return all
		})),
		change(Figures, Breaking, "the total of views is that of the page", views.good().objects(
			func(o map[string]any) bool {
				_, ok := o["hits"]
				if ok {
					o["total"] = o["hits"]
				}
				return ok
			})),
		change(Figures, Breaking, "recent is the oldest first", videos.and("sort=recent").good().objects(
			func(o map[string]any) bool {
				list, ok := o["list"].([]any)
				slices.Reverse(list)
				return ok
			})),
		change(Figures, Breaking, "hours are of the next day", fields("hour", later)),

		change(Units, Breaking, "earnings are in thousands", fields("estimated_earnings_usd", times(0.001, 9))),
		change(Units, Breaking, "countries of reports are numbers", fields("visitor_country", constantField("250"))),
		change(Units, Breaking, "ids of players are in capitals", fields("player_id", strings.ToUpper)),
		change(Units, Breaking, "width of videos has a unit", reading.good().maps("width",
			func(v any) any { return fmt.Sprint(v, "px") })),
		change(Units, Breaking, "languages of videos are in capitals", videos.good().maps("language", upper)),
		change(Units, Breaking, "created_time of channels is a text", channels.good().maps("created_time",
			constant("2010-01-01T00:00:00Z"))),
		change(Units, Breaking, "continents are names", views.good().maps("continent", constant("Europe"))),
		change(Units, Breaking, "dates of views have no zone", views.good().maps("date", instead("+00:00", ""))),
		change(Units, Breaking, "created of videos of DynTube is a number", managed.good().maps("created",
			constant(json.Number("1700000000")))),
		change(Units, Breaking, "countries of users have three letters", users.good().maps("country",
			func(v any) any { return fmt.Sprint(v, "A") })),
		change(Units, Breaking, "media_type of reports is vod", fields("media_type", constantField("vod"))),

		change(Limits, Breaking, "descriptions have 2000 bytes at most", longer("description", 2000)),
		asking(Limits, Breaking, "reports have 179 days at most", asks(func(in map[string]any) bool { return days(in) > 179 },
			refuse)),
		asking(Limits, Dangerous, "reports may have nine dimensions", asks(func(in map[string]any) bool {
			list, _ := in["dimensions"].([]any)
			return len(list) == 9
		}, func(in map[string]any) { in["dimensions"] = in["dimensions"].([]any)[:8] })),
		change(Limits, Breaking, "pages of DynTube have 60 at most", managed.and("size=100").respond(400,
			`{"message":"size must be 60 at most"}`)),
		change(Limits, Dangerous, "lists may have 150 items", videos.and("limit=101").respond(200,
			`{"page":1,"limit":101,"explicit":false,"total":0,"has_more":false,"list":[]}`)),

		change(Schema, Breaking, "createDate is a String", ofType("PartnerReportFile", "createDate",
			required(scalar("String")))),
		change(Schema, Breaking, "filters are required", ofType("AskPartnerReportFileInput", "filters", required(
			map[string]any{"kind": "INPUT_OBJECT", "name": "PartnerReportFilters", "ofType": nil}))),
		change(Schema, Breaking, "the filter CLAIM is gone", types("", "PartnerReportFilterMonetizationType",
			func(t map[string]any) bool { return without(t, "enumValues", "CLAIM") })),
		change(Schema, Breaking, "node is gone", types("", "Query",
			func(t map[string]any) bool { return without(t, "fields", "node") })),
		change(Schema, Dangerous, "payloads may be PARTIAL", types("", "Status",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "PARTIAL"}) })),

		change(Connection, Breaking, "GraphQL is text/plain", graphQL.good().headers("Content-Type", "text/plain")),
		change(Connection, Dangerous, "bad tokens have no WWW-Authenticate", reading.bad().headers("WWW-Authenticate", "")),
		{Name: "Umbrella issues the certificates", Kind: Connection, Class: Dangerous, tls: TLS{Issuer: "Umbrella"}},
		change(Connection, Breaking, "/channels redirects", at(dataHost, "GET /channels").respond(308, "")),
	}
}

func constantField(to string) func(string) string { return func(string) string { return to } }

// SecondOthers returns additions and harmless changes, which were written with Second.
func SecondOthers() []*Change {
	all := []*Change{
		change(Schema, Additive, "a filter on countries", types("", "PartnerReportFilters", func(t map[string]any) bool {
			return adding(t, "inputFields", map[string]any{"name": "visitorCountry", "type": scalar("String")})
		})),
		change(Schema, Additive, "links have a size", types("", "ReportFileDownloadLink", func(t map[string]any) bool {
			return adding(t, "fields", map[string]any{"name": "size", "type": scalar("Int")})
		})),
		change(Schema, Additive, "a monetization type PODCAST", types("", "PartnerReportFilterMonetizationType",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "PODCAST"}) })),
		change(Lists, Additive, "views have a session", views.good().objects(func(o map[string]any) bool {
			_, ok := o["viewId"]
			if ok {
				o["session"] = "s1"
			}
			return ok
		})),
		change(Connection, Additive, "/channels will end", at(dataHost, "GET /channels").
			headers("Sunset", "Thu, 31 Dec 2026 23:59:59 GMT")),
	}
	add := func(name string, after func(*Exchange) bool) {
		all = append(all, change(Connection, Harmless, name, after))
	}
	add("trace ids", anything.headers("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
	add("caches may keep reads", reading.good().headers("Cache-Control", "max-age=5"))
	add("names of channels are translated", channels.good().maps("name", func(v any) any { return fmt.Sprint(v, "!") }))
	add("likes grow", videos.good().maps("likes_total", scaled(4)))
	some := func(v any) any { // null for some values
		if h := fnv.New32a(); v != nil {
			fmt.Fprint(h, v)
			if h.Sum32()%3 == 0 {
				return nil
			}
		}
		return v
	}
	add("some users have no cover", users.good().maps("cover_url", some))
	add("some videos have no small thumbnail", videos.good().maps("thumbnail_60_url", some))
	add("addresses of views are of IPv6", views.good().maps("ip", constant("2001:db8::")))
	add("views last longer", views.good().maps("watchTime", scaled(2)))
	add("fewer views in all", views.good().maps("viewerId", constant("v1")))
	add("devices are others", fields("visitor_device_type", func(s string) string {
		return map[string]string{"mobile": "tv", "desktop": "mobile"}[s]
	}))
	add("players are others", fields("player_id", func(s string) string { return s + "k" }))
	add("a cookie", anything.headers("Set-Cookie", "v=1; Path=/"))
	add("limits of the rate", reading.good().headers("X-RateLimit-Remaining", "4711"))
	add("lists of users have no total", at(dataHost, "GET /users").good().renames("total", ""))
	add("no Pragma", anything.headers("Pragma", ""))
	add("tokens that are a few seconds old", at("", "POST /oauth/.*").good().maps("expires_in", func(v any) any {
		n, _ := strconv.Atoi(fmt.Sprint(v))
		return json.Number(strconv.Itoa(n - 7))
	}))
	add("characters beyond ASCII are escaped", func(x *Exchange) bool {
		if x.value() == nil {
			return false
		}
		x.Body = []byte(strings.Trim(strconv.QuoteToASCII(strings.ReplaceAll(string(x.Body), `"`, "\x00")), `"`))
		x.Body = []byte(strings.NewReplacer(`\x00`, `"`, `\\`, `\`, `\n`, " ").Replace(string(x.Body)))
		return x.value() != nil
	})
	add("videos are six times as long", reading.good().maps("duration", scaled(6)))
	add("nothing was earned", files(func(g grid) grid {
		changed := false
		for _, name := range []string{"estimated_earnings_eur", "estimated_earnings_usd", "ecpm_eur"} {
			for i := g.column(name); i >= 0; i = -1 {
				for _, row := range g[1:] {
					row[i], changed = times(0, 6)(row[i]), true
				}
			}
		}
		if !changed {
			return nil
		}
		return g
	}))
	add("all videos are in one language", videos.good().maps("language", constant("pt")))
	add("all videos are of one country", videos.good().maps("country", constant("BR")))
	add("users without followers", users.good().maps("followers_total", constant(json.Number("0"))))
	add("ids of views are longer", views.good().maps("viewId", func(v any) any { return fmt.Sprint(v, "x9") }))
	add("impressions are twice as many", files(func(g grid) grid {
		changed := false
		for _, name := range []string{"nb_impression", "nb_missed_impression", "sellable_inventory", "total_inventory",
			"no_ads"} {
			for i := g.column(name); i >= 0; i = -1 {
				for _, row := range g[1:] {
					row[i], changed = times(2, 0)(row[i]), true
				}
			}
		}
		for i := g.column("ecpm_eur"); changed && i >= 0; i = -1 {
			for _, row := range g[1:] {
				row[i] = times(0.5, 6)(row[i])
			}
		}
		if !changed {
			return nil
		}
		return g
	}))
	return all
}
