package apichange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

var (
	playlists = at(dataHost, `GET /playlists?(/\w+)?`)
	channels  = at(dataHost, `GET /channels?(/\w+)?`)
	reading   = at(dataHost, "GET /.*")
	anything  = at("", ".*")
)

// constant returns a function for maps that replaces any value.
func constant(to any) func(any) any { return func(any) any { return to } }

// upper writes texts in capitals.
func upper(v any) any {
	if s, ok := v.(string); ok {
		return strings.ToUpper(s)
	}
	return v
}

// longer refuses forms whose field has more than a number of bytes.
func longer(field string, than int) func(*Exchange) bool {
	return func(x *Exchange) bool {
		form, _ := url.ParseQuery(string(x.Sent))
		if !at(dataHost, "POST /.*")(x) || x.Status != 200 || len(form.Get(field)) <= than {
			return false
		}
		x.respond(400, "application/json", `{"error":{"code":400,"type":"invalid_parameter","message":"too long"}}`)
		return true
	}
}

// Written returns 60 changes that break clients or endanger them, of all kinds, written from the fact sheets.
func Written() []*Change {
	return []*Change{
		change(Tokens, Breaking, "the API host grants no refresh",
			dataToken.and("grant_type=refresh_token").good().respond(400, `{"error":"unsupported_grant_type"}`)),
		change(Tokens, Breaking, "the token endpoint of public reporting responds 410", publicToken.respond(410, `{}`)),
		change(Tokens, Breaking, "private tokens are of the type MAC", privateToken.good().maps("token_type",
			constant("MAC"))),
		change(Tokens, Breaking, "refresh_token is called refreshToken", dataToken.good().renames("refresh_token",
			"refreshToken")),
		change(Tokens, Breaking, "expires_in of private tokens is text", privateToken.good().maps("expires_in",
			func(v any) any { return fmt.Sprint(v) })),
		change(Tokens, Dangerous, "refusals of private tokens have no error_description",
			privateToken.bad().renames("error_description", "")),

		change(Gone, Breaking, "/users responds 410", at(dataHost, "GET /users").respond(410, `{}`)),
		change(Gone, Breaking, "subtitles of a video respond 404", at(dataHost, `GET /video/\w+/subtitles`).
			respond(404, `{"error":{"code":404,"type":"not_found","message":"no"}}`)),
		change(Gone, Breaking, "templates of DynTube respond 404", at(manageHost, "GET /v1/channels/templates").
			respond(404, `{"message":"no"}`)),
		change(Gone, Breaking, "followers respond 405", at(dataHost, `GET /user/\w+/followers`).
			respond(405, `{"error":{"code":405,"type":"not_allowed","message":"no"}}`)),
		change(Gone, Breaking, "a video of DynTube responds 404", at(manageHost, `GET /v1/videos/\w+`).
			respond(404, `{"message":"no"}`)),
		change(Gone, Breaking, "the root of JSON-RPC responds 404", at(dataHost, "POST /").respond(404, `{}`)),

		change(Lists, Breaking, "videos_total of a playlist is gone", playlists.good().renames("videos_total", "")),
		change(Lists, Breaking, "totalResults is called total", managed.good().renames("totalResults", "total")),
		change(Lists, Breaking, "the city of a view is null", views.good().maps("city", constant(nil))),
		change(Lists, Breaking, "the url of a user is an object", users.good().maps("url",
			func(v any) any { return map[string]any{"href": v} })),
		change(Lists, Breaking, "explicit of lists is 0 or 1", reading.good().and("").objects(func(o map[string]any) bool {
			_, ok := o["list"]
			if ok {
				o["explicit"] = json.Number("0")
			}
			return ok
		})),
		change(Lists, Breaking, "hasNextPage of links is called more", graphQL.renames("hasNextPage", "more")),
		change(Lists, Breaking, "slug of a channel is called key", channels.good().renames("slug", "key")),
		change(Lists, Breaking, "the code of REST errors is text", reading.bad().maps("code",
			func(v any) any { return fmt.Sprint(v) })),
		change(Lists, Breaking, "the domain of a view is gone", views.good().renames("domain", "")),

		change(Reports, Breaking, "FINISHED is SUCCEEDED", reportStatus("FINISHED", "SUCCEEDED")),
		change(Reports, Breaking, "downloadLinks is null", graphQL.maps("downloadLinks", constant(nil))),
		change(Reports, Breaking, "files are compressed, and do not say so", where(file).respond(200,
			"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00")),
		change(Reports, Breaking, "links do not use TLS", graphQL.maps("link", instead("https://", "http://"))),
		change(Reports, Breaking, "the token of a new report is null", graphQL.and("askPartnerReportFile(").
			maps("reportToken", constant(nil))),
		change(Reports, Breaking, "files have tabs between fields", func(x *Exchange) bool {
			x.Body = swap(x, ",", "\t")
			return file(x)
		}),

		change(Figures, Breaking, "no_ads counts twice", fields("no_ads", times(2, 0))),
		asking(Figures, Breaking, "the end of a report is excluded", asks(
			func(in map[string]any) bool { return days(in) > 1 }, func(in map[string]any) {
				s, _ := in["endDate"].(string)
				end, _ := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
				in["endDate"] = end.AddDate(0, 0, -1).Format(time.DateOnly)
			})),
		change(Figures, Breaking, "average_watch_time_sec is the median, 20 % less", fields("average_watch_time_sec",
			times(0.8, 2))),
		change(Figures, Breaking, "nb_impression counts half as much again", fields("nb_impression", times(1.5, 0))),
		change(Figures, Breaking, "the pages of views are one less", views.good().maps("pages", func(v any) any {
			n, _ := strconv.Atoi(fmt.Sprint(v))
			return json.Number(strconv.Itoa(max(n-1, 0)))
		})),
		change(Figures, Breaking, "has_more is always false", reading.good().maps("has_more", constant(false))),

		change(Units, Breaking, "created_time of users is in milliseconds", users.good().maps("created_time", scaled(1000))),
		change(Units, Breaking, "the duration of a video of DynTube is in ISO 8601", managed.good().maps("duration",
			func(v any) any {
				if s, ok := v.(string); ok && strings.Contains(s, ":") {
					return "PT" + strings.ReplaceAll(s, ":", "M") + "S"
				}
				return v
			})),
		change(Units, Breaking, "devices of reports have a prefix", fields("visitor_device_type",
			func(s string) string { return "device_" + s })),
		change(Units, Breaking, "average_watch_time_sec is in minutes", fields("average_watch_time_sec", times(1.0/60, 4))),
		change(Units, Breaking, "no_ad_rate is per thousand", fields("no_ad_rate", times(10, 2))),
		change(Units, Breaking, "countries of views have three letters", views.good().maps("country",
			func(v any) any { return fmt.Sprint(v, "X") })),
		change(Units, Breaking, "viewability_score is a fraction", fields("viewability_score", times(0.01, 4))),
		change(Units, Breaking, "the status of users is in capitals", users.good().maps("status", upper)),
		change(Units, Dangerous, "thumbnail_720_url does not use TLS", reading.good().maps("thumbnail_720_url",
			instead("https://", "http://"))),
		change(Units, Breaking, "the language of users is a name", users.good().maps("language", func(v any) any {
			return map[string]string{"en": "English", "fr": "French", "de": "German"}[fmt.Sprint(v)] + " language"
		})),
		change(Units, Breaking, "aspect_ratio is in percent", reading.good().maps("aspect_ratio", scaled(100))),

		change(Limits, Breaking, "pages of views have 200 at most", views.but(`"size":20,`).and(`"size":500`).
			respond(400, `{"message":"size must be 200 at most"}`)),
		change(Limits, Breaking, "lists have ten pages at most", func(x *Exchange) bool {
			if n, _ := strconv.Atoi(x.R.URL.Query().Get("page")); !reading(x) || n <= 10 || x.Status != 200 {
				return false
			}
			x.respond(400, "application/json", `{"error":{"code":400,"type":"invalid_parameter","message":"page 10"}}`)
			return true
		}),
		change(Limits, Breaking, "titles have 200 bytes at most", longer("title", 200)),
		asking(Limits, Breaking, "reports have six dimensions at most", asks(func(in map[string]any) bool {
			list, _ := in["dimensions"].([]any)
			return len(list) > 6
		}, refuse)),
		asking(Limits, Dangerous, "reports may have 183 days", asks(func(in map[string]any) bool {
			return days(in) > 180 && days(in) <= 183
		}, func(in map[string]any) { in["startDate"] = in["endDate"] })),
		change(Limits, Breaking, "eight calls of JSON-RPC at most", func(x *Exchange) bool {
			if x.R.URL.Path != "/" || x.R.Host != dataHost || strings.Count(string(x.Sent), `"call"`) < 9 {
				return false
			}
			x.respond(400, "application/json", `{"error":{"code":400,"message":"too many calls"}}`)
			return true
		}),
		change(Limits, Dangerous, "lists have five items unless asked otherwise", reading.but("limit").good().
			objects(func(o map[string]any) bool {
				list, ok := o["list"].([]any)
				if ok {
					o["list"], o["limit"] = list[:min(len(list), 5)], json.Number("5")
				}
				return ok
			})),

		change(Schema, Breaking, "a filter on domains is gone", types("", "PartnerReportFilters",
			func(t map[string]any) bool { return without(t, "inputFields", "visitorDomainGroup") })),
		change(Schema, Breaking, "the argument reportToken is an ID", types("", "PartnerSpace",
			func(t map[string]any) bool {
				args, _ := member(t, "reportFile")["args"].([]any)
				for _, a := range args {
					a.(map[string]any)["type"] = required(scalar("ID"))
				}
				return len(args) > 0
			})),
		change(Schema, Breaking, "hasPreviousPage may be null", types("", "PageInfo", func(t map[string]any) bool {
			member(t, "hasPreviousPage")["type"] = scalar("Boolean")
			return true
		})),
		change(Schema, Dangerous, "five links by default", types("", "PartnerReportFile", func(t map[string]any) bool {
			args, _ := member(t, "downloadLinks")["args"].([]any)
			for _, a := range args {
				if m := a.(map[string]any); m["name"] == "first" {
					m["defaultValue"] = "5"
				}
			}
			return len(args) > 0
		})),
		change(Schema, Dangerous, "reports may be QUEUED", types("", "PartnerReportStatus",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "QUEUED"}) })),
		change(Schema, Breaking, "the metric TOTAL_INVENTORY is gone", types("", "PartnerReportMetric",
			func(t map[string]any) bool { return without(t, "enumValues", "TOTAL_INVENTORY") })),

		{Name: "Initech issues the certificates", Kind: Connection, Class: Dangerous, tls: TLS{Issuer: "Initech"}},
		{Name: "the certificate expires in eleven days", Kind: Connection, Class: Dangerous,
			tls: TLS{Lasts: 11 * 24 * time.Hour}},
		change(Connection, Breaking, "/playlists redirects", func(x *Exchange) bool {
			if !at(dataHost, "GET /playlists")(x) {
				return false
			}
			x.respond(307, "text/html", "")
			x.Header.Set("Location", "https://api.dailymotion.com/v2/playlists")
			return true
		}),
	}
}

// WrittenAdditions returns additions to the API, written from the fact sheets.
func WrittenAdditions() []*Change {
	object := func(name, with string, v any) func(map[string]any) bool {
		return func(o map[string]any) bool {
			_, ok := o[with]
			if ok {
				o[name] = v
			}
			return ok
		}
	}
	return []*Change{
		change(Schema, Additive, "the metric LIKES", types("", "PartnerReportMetric",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "LIKES"}) })),
		change(Schema, Additive, "the dimension VISITOR_CITY", types("", "PartnerReportDimension",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "VISITOR_CITY"}) })),
		change(Schema, Additive, "a query for quotas", types("", "Query", func(t map[string]any) bool {
			return adding(t, "fields", map[string]any{"name": "quotas", "type": scalar("Int")})
		})),
		change(Schema, Additive, "an optional argument of reportFile", types("", "PartnerSpace",
			func(t map[string]any) bool {
				m := member(t, "reportFile")
				args, _ := m["args"].([]any)
				m["args"] = append(args, map[string]any{"name": "locale", "type": scalar("String"), "defaultValue": nil})
				return true
			})),
		change(Schema, Additive, "createDate is deprecated", types("", "PartnerReportFile", func(t map[string]any) bool {
			m := member(t, "createDate")
			m["isDeprecated"], m["deprecationReason"] = true, "use createdAt"
			return true
		})),
		change(Schema, Additive, "the product SHORTS", types("", "PartnerReportProduct",
			func(t map[string]any) bool { return adding(t, "enumValues", map[string]any{"name": "SHORTS"}) })),
		change(Lists, Additive, "users have a handle", users.good().objects(object("handle", "screenname", "@a"))),
		change(Lists, Additive, "the pager of views has a cursor", views.good().objects(object("cursor", "hits", "c-1"))),
		change(Lists, Additive, "errors of REST have an address", reading.bad().objects(object("doc_url", "type",
			"https://developers.dailymotion.com/errors"))),
		change(Connection, Additive, "/playlists is deprecated", at(dataHost, "GET /playlists").
			headers("Deprecation", "@1767225600")),
	}
}

// WrittenHarmlesses returns changes that break no client, written from the fact sheets.
func WrittenHarmlesses() []*Change {
	var all []*Change
	add := func(name string, after func(*Exchange) bool) {
		all = append(all, change(Connection, Harmless, name, after))
	}
	add("timings of the server", anything.headers("Server-Timing", "app;dur=12"))
	add("reports of the network", anything.headers("NEL", `{"max_age":3600}`))
	add("a cache says HIT", reading.good().headers("X-Cache", "HIT"))
	add("an entity tag", reading.good().headers("ETag", `W/"1f"`))
	add("a charset in capitals", reading.good().headers("Content-Type", "application/json; charset=UTF-8"))
	add("JSON ends with a line break", func(x *Exchange) bool {
		ok := x.value() != nil
		if ok {
			x.Body = append(x.Body, '\n')
		}
		return ok
	})
	add("descriptions of token errors are worded in another way", anything.bad().maps("error_description",
		func(v any) any { return "We could not do that. " + fmt.Sprint(v) }))
	add("messages of DynTube are worded in another way", managed.bad().maps("message", constant("Please sign in.")))
	add("unknown videos have another message", at(dataHost, "GET /video/xnotfound").bad().maps("message",
		constant("There is no such video")))
	add("videos of the last day", reading.good().maps("views_last_day", scaled(2)))
	add("descriptions of users are longer", users.good().maps("description",
		func(v any) any { return fmt.Sprint(v, " And more.") }))
	add("names of playlists have accents", playlists.good().maps("name",
		func(v any) any { return fmt.Sprint(v, " été") }))
	add("avatars have a version", reading.good().maps("avatar_120_url", func(v any) any { return fmt.Sprint(v, "?v=2") }))
	add("thumbnails come from another host", reading.good().maps("thumbnail_url",
		constant("https://s3.dmcdn.net/v/abc/x240")))
	add("cities have other names", views.good().maps("city", constant("Zürich")))
	add("browsers are others", views.good().objects(func(o map[string]any) bool {
		b, ok := o["browser"].(map[string]any)
		if ok {
			b["family"], b["major"] = "Vivaldi", json.Number("7")
		}
		return ok
	}))
	add("videos are a second longer", reading.good().maps("duration", func(v any) any {
		n, err := strconv.Atoi(fmt.Sprint(v))
		if err != nil {
			return v
		}
		return json.Number(strconv.Itoa(n + 1))
	}))
	add("fewer results in all", at(dataHost, "GET /videos").good().maps("total", constant(json.Number("871"))))
	add("files have line ends of Windows", func(x *Exchange) bool {
		ok := file(x)
		if ok {
			x.Body = bytes.ReplaceAll(x.Body, []byte("\n"), []byte("\r\n"))
		}
		return ok
	})
	add("all fields of files have quotes", func(x *Exchange) bool {
		rows, err := csv.NewReader(bytes.NewReader(x.Body)).ReadAll()
		if !file(x) || err != nil {
			return false
		}
		var b bytes.Buffer
		for _, row := range rows {
			for i, field := range row {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(`"` + strings.ReplaceAll(field, `"`, `""`) + `"`)
			}
			b.WriteByte('\n')
		}
		x.Body = b.Bytes()
		return true
	})
	add("earnings are a fifth more", files(func(g grid) grid {
		changed := false
		for name, decimals := range map[string]int{"estimated_earnings_eur": 6, "estimated_earnings_usd": 6, "ecpm_eur": 6} {
			i := g.column(name)
			for _, row := range g[1:] {
				if i >= 0 {
					row[i], changed = times(1.2, decimals)(row[i]), true
				}
			}
		}
		if !changed {
			return nil
		}
		return g
	}))
	add("pages of visitors are others", fields("visitor_page_url",
		func(s string) string { return strings.TrimSuffix(s, "/") + "/amp" }))
	add("followers are fewer", users.good().maps("followers_total", func(any) any { return json.Number("11") }))
	return append(all, &Change{Name: "certificates last for 45 days", Kind: Connection, Class: Harmless,
		tls: TLS{Lasts: 45 * 24 * time.Hour}})
}
