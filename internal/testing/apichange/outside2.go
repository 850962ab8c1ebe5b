package apichange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// calls2 selects calls of GraphQL.
func calls2(x *Exchange) bool {
	return x.R.Method == http.MethodPost && (x.R.Host == graphQLHost && x.R.URL.Path == "/" ||
		x.R.Host == partnerHost && strings.HasPrefix(x.R.URL.Path, "/graphql"))
}

// json2 edits a whole JSON value. edit returns nil if it changes nothing.
func (w where) json2(edit func(v any) any) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		v := x.value()
		if v == nil {
			return false
		}
		if v = edit(v); v == nil {
			return false
		}
		x.set(v)
		return true
	}
}

// polls edits the report files in what is said about reports.
func polls(edit func(o map[string]any) bool) func(x *Exchange, age time.Duration) bool {
	return func(x *Exchange, _ time.Duration) bool {
		v := x.value()
		if v == nil || !walk(v, edit) {
			return false
		}
		x.set(v)
		return true
	}
}

// says makes a report have a status and no links.
func says(status string) func(o map[string]any) bool {
	return func(o map[string]any) bool {
		links, ok := o["downloadLinks"].(map[string]any)
		if ok {
			links["edges"] = []any{}
		}
		if _, has := o["status"]; has && (ok || o["reportToken"] != nil || o["status"] == "FINISHED") &&
			o["status"] != "SUCCESS" {
			o["status"] = status
			return true
		}
		return ok
	}
}

// before says that a report is still being made until some time has passed.
func before(wait time.Duration) func(x *Exchange, age time.Duration) bool {
	return func(x *Exchange, age time.Duration) bool {
		return age < wait && polls(says("IN_PROGRESS"))(x, age)
	}
}

func all2(edits ...func(*Exchange) bool) func(*Exchange) bool {
	return func(x *Exchange) (changed bool) {
		for _, edit := range edits {
			changed = edit(x) || changed
		}
		return changed
	}
}

func number(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// plus adds to a number.
func plus(n int64) func(any) any {
	return func(v any) any {
		if f, ok := number(v); ok {
			return json.Number(strconv.FormatInt(int64(f)+n, 10))
		}
		return v
	}
}

func suffixed(text string) func(any) any {
	return func(v any) any {
		if s, ok := v.(string); ok {
			return s + text
		}
		return v
	}
}

// refused replaces accepted requests for reports by an error.
func refused(which func(in map[string]any) bool, message string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		in := inputOf(x)
		if in == nil || !which(in) || !bytes.Contains(x.Body, []byte(`"reportToken":"`)) {
			return false
		}
		x.respond(200, "application/json", `{"data":{"askPartnerReportFile":null},"errors":[{"message":"`+message+
			`","path":["askPartnerReportFile"],"locations":[],"type":"bad_request","reason":"invalid_parameter"}]}`)
		return true
	}
}

func count(in map[string]any, list string) int {
	items, _ := in[list].([]any)
	return len(items)
}

// restLimit returns the page and the limit of a request.
func restLimit(x *Exchange) (page, limit int) {
	q := x.R.URL.Query()
	page, _ = strconv.Atoi(q.Get("page"))
	limit, _ = strconv.Atoi(q.Get("limit"))
	return max(page, 1), max(limit, 1)
}

func over(limit int) where {
	return func(x *Exchange) bool {
		_, l := restLimit(x)
		return (x.R.Host == dataHost || x.R.Host == partnerHost) && x.R.Method == http.MethodGet &&
			x.Status == 200 && l > limit
	}
}

// formLonger selects accepted REST requests that set a field to a long value.
func formLonger(field string, than int) where {
	return func(x *Exchange) bool {
		if x.R.Method != http.MethodPost || x.Status/100 != 2 || x.R.Host != dataHost && x.R.Host != partnerHost {
			return false
		}
		form, err := url.ParseQuery(string(x.Sent))
		return err == nil && len([]rune(form.Get(field))) > than
	}
}

// introspection selects questions for the schema.
func introspection(x *Exchange) bool { return calls2(x) && x.sends("__schema") }

// Outside2 returns 60 changes, two in three of them at places that only the fact sheets name.
func Outside2() []*Change {
	notFound := `{"error":{"code":404,"type":"not_found","message":"This resource does not exist."}}`
	gone := `{"error":{"code":410,"type":"gone","message":"This endpoint was retired. See API v2."}}`
	tooHigh := `{"error":{"code":400,"type":"invalid_parameter","message":"Too high value"}}`
	apis := where(func(x *Exchange) bool { return x.R.Host == dataHost || x.R.Host == partnerHost && !calls2(x) })
	logs := at(statsHost, "(GET|POST) /v1/logs/data").good()
	rotating := change(Tokens, Breaking, "2: refresh tokens of the API host rotate",
		dataToken.and("grant_type=refresh_token").good().maps("refresh_token", suffixed("-r1")))
	rotating.before = func(x *Exchange) {
		if bytes.Contains(x.Sent, []byte("-r1")) {
			x.Sent = bytes.ReplaceAll(x.Sent, []byte("-r1"), nil)
		}
	}
	exclusive := asking(Figures, Breaking, "2: the end date of a report is exclusive", asks(func(in map[string]any) bool {
		return days(in) > 1
	}, func(in map[string]any) {
		s, _ := in["endDate"].(string)
		if d, err := time.Parse("2006-01-02", s[:min(len(s), 10)]); err == nil {
			in["endDate"] = d.AddDate(0, 0, -1).Format("2006-01-02")
		}
	}))
	half := asking(Limits, Dangerous, "2: a page of analytics has at most 100 rows", func(x *Exchange) {
		var in map[string]any
		if x.R.Host != statsHost || json.Unmarshal(x.Sent, &in) != nil {
			return
		}
		if size, _ := in["size"].(float64); size > 100 {
			in["size"] = 100
			x.Sent, _ = json.Marshal(in)
			x.edited = true
		}
	})
	sized := asking(Limits, Dangerous, "2: lists of DynTube have at most 50 items", func(x *Exchange) {
		q := x.R.URL.Query()
		if size, _ := strconv.Atoi(q.Get("size")); x.R.Host == manageHost && size > 50 {
			q.Set("size", "50")
			x.R.URL.RawQuery = q.Encode()
			x.edited = true
		}
	})
	ofTLS := func(class Class, name string, tls TLS) *Change {
		return &Change{Kind: Connection, Class: class, Name: name, tls: tls}
	}
	return []*Change{
		change(Tokens, Breaking, "2: the private token endpoint is retired for v2", privateToken.respond(410,
			`{"error":"gone","error_description":"Use https://oauth2.dailymotion.com/v2/token"}`)),
		change(Tokens, Breaking, "2: the API host has no password grant", dataToken.and("grant_type=password").good().
			respond(400, `{"error":"unsupported_grant_type","error_description":"The grant type password was retired."}`)),
		rotating,
		change(Tokens, Breaking, "2: uid of tokens is user_id", dataToken.good().renames("uid", "user_id")),
		change(Tokens, Breaking, "2: scope of private tokens is a list", privateToken.good().maps("scope", func(v any) any {
			s, _ := v.(string)
			return strings.Fields(s)
		})),
		change(Tokens, Breaking, "2: public tokens have expires_in as text", publicToken.good().maps("expires_in",
			func(v any) any { return fmt.Sprint(v) })),
		change(Tokens, Breaking, "2: private tokens come with 201", privateToken.good().status(201)),

		change(Gone, Breaking, "2: /playlists responds 410", at(dataHost, "GET /playlists").respond(410, gone)),
		change(Gone, Dangerous, "2: analytics by GET respond 405", at(statsHost, "GET /v1/logs/data").good().
			respondWith(405, "application/json", `{"message":"Method not allowed"}`, "Allow", "POST")),
		change(Gone, Breaking, "2: partner videos moved to v2", at(partnerHost, `GET /rest/video/\w+`).respondWith(301,
			"text/html", "<html>Moved</html>", "Location", "https://api.dailymotion.com/v2/videos/x1")),
		change(Gone, Breaking, "2: plans of DynTube respond 404", at(manageHost, "GET /v1/account/plans").
			respond(404, `{"message":"Not found"}`)),
		change(Gone, Breaking, "2: private GraphQL moved", at(partnerHost, "POST /graphql").respond(404, notFound)),
		change(Gone, Breaking, "2: subtitles of a video respond 404", at(dataHost, `GET /video/\w+/subtitles`).
			respond(404, notFound)),
		change(Gone, Breaking, "2: batches of the API host respond 405", at(dataHost, "POST /").respond(405,
			`{"error":{"code":405,"type":"method_not_allowed","message":"No batches."}}`)),

		change(Lists, Breaking, "2: has_more of videos of a user is hasMore", at(dataHost, `GET /user/\w+/videos`).good().
			renames("has_more", "hasMore")),
		change(Lists, Breaking, "2: pages of analytics have no hits", logs.renames("hits", "")),
		change(Lists, Breaking, "2: videos of DynTube are items", at(manageHost, "GET /v1/videos").good().
			renames("videos", "items")),
		change(Lists, Breaking, "2: REST errors have no type", apis.bad().objects(func(o map[string]any) bool {
			_, is := o["code"]
			_, has := o["type"]
			delete(o, "type")
			return is && has
		})),
		change(Lists, Breaking, "2: views have no embed.domain", logs.objects(func(o map[string]any) bool {
			embed, ok := o["embed"].(map[string]any)
			delete(embed, "domain")
			return ok
		})),
		change(Lists, Breaking, "2: plans of DynTube are in an object", at(manageHost, "GET /v1/account/plans").good().
			json2(func(v any) any { return map[string]any{"plans": v} })),
		change(Lists, Breaking, "2: channel of a video is category", at(dataHost, `GET /videos?(/\w+)?`).good().
			renames("channel", "category")),

		change(Reports, Breaking, "2: reports of embeds fail", reportsOf(func(in map[string]any) bool {
			return in["product"] == "EMBED"
		}, polls(says("FAILED")))),
		change(Reports, Breaking, "2: reports of a month take five hours", reportsOf(func(in map[string]any) bool {
			return days(in) > 27
		}, before(5*time.Hour))),
		change(Reports, Breaking, "2: public reports have null links", at(graphQLHost, "POST /").maps("link", constant(nil))),
		change(Reports, Breaking, "2: files are a page to sign in", where(file).respond(200,
			"<!doctype html><title>Sign in - Google Accounts</title>")),
		change(Reports, Breaking, "2: reports by hour stay in progress", reportsOf(func(in map[string]any) bool {
			return names(in, "dimensions", "HOUR")
		}, before(1000*time.Hour))),
		change(Reports, Breaking, "2: links of a report in progress are null", where(calls2).objects(
			func(o map[string]any) bool {
				links, ok := o["downloadLinks"].(map[string]any)
				edges, has := links["edges"].([]any)
				if !ok || !has || len(edges) > 0 {
					return false
				}
				o["downloadLinks"] = nil
				return true
			})),
		change(Reports, Breaking, "2: reports by video fail", reportsOf(func(in map[string]any) bool {
			return names(in, "dimensions", "VIDEO_ID")
		}, polls(says("FAILED")))),

		change(Figures, Breaking, "2: reports by media type leave out live streams", files(func(g grid) grid {
			i := g.column("media_type")
			if i < 0 {
				return nil
			}
			n := len(g)
			g = append(g[:1:1], slices.DeleteFunc(slices.Clone(g[1:]), func(r []string) bool { return r[i] == "live" })...)
			if len(g) == n {
				return nil
			}
			return g
		})),
		change(Figures, Breaking, "2: reports by country have each row twice", files(func(g grid) grid {
			if g.column("visitor_country") < 0 || len(g) < 2 {
				return nil
			}
			return append(g, g[1:]...)
		})),
		asking(Figures, Breaking, "2: the default product is ALL", asks(func(in map[string]any) bool {
			return in["product"] == nil
		}, func(in map[string]any) { in["product"] = "ALL" })),
		change(Figures, Breaking, "2: dollars are euros", files(func(g grid) grid {
			eur, usd := g.column("estimated_earnings_eur"), g.column("estimated_earnings_usd")
			if eur < 0 || usd < 0 || len(g) < 2 {
				return nil
			}
			for _, row := range g[1:] {
				row[usd] = row[eur]
			}
			return g
		})),
		change(Figures, Breaking, "2: views have a decimal", fields("views", func(s string) string { return s + ".0" })),
		exclusive,
		change(Figures, Breaking, "2: the total of analytics is that of the page", logs.objects(func(o map[string]any) bool {
			hits, ok := o["hits"]
			if _, has := o["total"]; !ok || !has {
				return false
			}
			o["total"] = hits
			return true
		})),

		change(Units, Breaking, "2: watchTime is in milliseconds", logs.maps("watchTime", scaled(1000))),
		change(Units, Breaking, "2: countries of views are names", logs.objects(func(o map[string]any) bool {
			geo, ok := o["geo"].(map[string]any)
			code, _ := geo["country"].(string)
			if !ok || code == "" {
				return false
			}
			geo["country"] = countryName(code)
			return true
		})),
		change(Units, Breaking, "2: created_time is ISO 8601", apis.good().maps("created_time", func(v any) any {
			f, ok := number(v)
			if !ok {
				return v
			}
			return time.Unix(int64(f), 0).UTC().Format(time.RFC3339)
		})),
		change(Units, Breaking, "2: view_through_rate is a fraction", fields("view_through_rate", times(0.01, 6))),
		change(Units, Breaking, "2: durations of videos are in milliseconds", apis.good().maps("duration", scaled(1000))),
		change(Units, Breaking, "2: days are written the American way", fields("day", func(s string) string {
			if d, err := time.Parse("2006-01-02", s); err == nil {
				return d.Format("01/02/2006")
			}
			return s
		})),
		change(Units, Breaking, "2: device types begin with a capital", fields("visitor_device_type", func(s string) string {
			return strings.ToUpper(s[:1]) + s[1:]
		})),

		change(Limits, Breaking, "2: pages have at most 50 items", over(50).respond(400, tooHigh)),
		change(Limits, Breaking, "2: reports have at most 90 days", refused(func(in map[string]any) bool {
			return days(in) > 90
		}, "The range is too long.")),
		change(Limits, Breaking, "2: reports have at most six dimensions", refused(func(in map[string]any) bool {
			return count(in, "dimensions") > 6
		}, "Too many dimensions.")),
		change(Limits, Breaking, "2: titles have at most 100 characters", formLonger("title", 100).respond(400,
			`{"error":{"code":400,"type":"invalid_parameter","message":"Too long value, max allowed length is 100"}}`)),
		half,
		sized,

		change(Schema, Breaking, "2: requests for reports have to name an organization", all2(
			types("", "AskPartnerReportFileInput", func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "organizationXid", "type": required(scalar("String"))})
			}), refused(func(in map[string]any) bool { return in["organizationXid"] == nil },
				"Field < value.organizationXid > of required type < String! > was not provided."))),
		change(Schema, Dangerous, "2: download links have a page of one by default", all2(
			types("", "PartnerReportFile", func(t map[string]any) bool {
				args, _ := member(t, "downloadLinks")["args"].([]any)
				for _, arg := range args {
					if a, _ := arg.(map[string]any); a["name"] == "first" {
						a["defaultValue"] = "1"
						return true
					}
				}
				return false
			}), where(calls2).but("first").objects(func(o map[string]any) bool {
				links, _ := o["downloadLinks"].(map[string]any)
				edges, _ := links["edges"].([]any)
				if len(edges) < 2 {
					return false
				}
				links["edges"] = edges[:1]
				return true
			}))),
		change(Schema, Dangerous, "2: a report can be QUEUED", types("", "PartnerReportStatus", func(t map[string]any) bool {
			return adding(t, "enumValues", map[string]any{"name": "QUEUED"})
		})),
		change(Schema, Dangerous, "2: createDate can be null", ofType("PartnerReportFile", "createDate", scalar("DateTime"))),
		change(Schema, Breaking, "2: the token of reportFile is an ID",
			types("", "PartnerSpace", func(t map[string]any) bool {
				args, _ := member(t, "reportFile")["args"].([]any)
				for _, arg := range args {
					if a, _ := arg.(map[string]any); a["name"] == "reportToken" {
						a["type"] = required(scalar("ID"))
						return true
					}
				}
				return false
			})),
		change(Schema, Breaking, "2: introspection is off", where(introspection).respond(200,
			`{"data":null,"errors":[{"message":"Introspection is disabled.","path":null,"locations":[]}]}`)),

		ofTLS(Dangerous, "2: the certificate is issued by Sectigo", TLS{Issuer: "Sectigo Public Server Authentication CA"}),
		ofTLS(Dangerous, "2: the servers speak TLS 1.2 at most", TLS{Old: true}),
		ofTLS(Dangerous, "2: the certificate expires in two days", TLS{Lasts: 48 * time.Hour}),
		change(Connection, Breaking, "2: the API host redirects to another", where(func(x *Exchange) bool {
			return x.R.Host == dataHost && x.R.Method == http.MethodGet
		}).respondWith(308, "text/html", "<html>Moved</html>", "Location", "https://api-v0.dailymotion.com/")),
		change(Connection, Dangerous, "2: analytics are sent as text/plain", logs.headers("Content-Type", "text/plain")),
		change(Connection, Breaking, "2: links of reports redirect", where(file).respondWith(302, "text/html",
			"<html>Found</html>", "Location", "https://storage.cloud.google.com/dailymotion-stats-report/signed")),
	}
}

// Outside2Others returns harmless changes and additions.
func Outside2Others() []*Change {
	apis := where(func(x *Exchange) bool { return x.R.Host == dataHost || x.R.Host == partnerHost && !calls2(x) })
	everyone := where(func(*Exchange) bool { return true })
	tokens := where(func(x *Exchange) bool { return strings.HasSuffix(x.R.URL.Path, "/token") })
	logs := at(statsHost, "(GET|POST) /v1/logs/data").good()
	jsonBody := where(func(x *Exchange) bool {
		return strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") && x.value() != nil
	})
	fine := func(name string, after func(*Exchange) bool) *Change {
		return change(Connection, Harmless, "2: "+name, after)
	}
	more := func(kind Kind, name string, after func(*Exchange) bool) *Change {
		return change(kind, Additive, "2: "+name, after)
	}
	optional := func(name, field string) func(*Exchange) bool {
		return types("", name, func(t map[string]any) bool {
			return adding(t, "inputFields", map[string]any{"name": field, "type": scalar("String")})
		})
	}
	reverse := func(list string) func(o map[string]any) bool {
		return func(o map[string]any) bool {
			items, ok := o[list].([]any)
			slices.Reverse(items)
			return ok && len(items) > 1
		}
	}
	return []*Change{
		fine("another server", everyone.headers("Server", "envoy")),
		fine("a proxy is named", everyone.headers("Via", "1.1 varnish")),
		fine("requests have ids", everyone.headers("X-Request-Id", "6f1c2a7e")),
		fine("strict transport security", everyone.headers("Strict-Transport-Security", "max-age=31536000")),
		fine("JSON is indented", func(x *Exchange) bool {
			var b bytes.Buffer
			if !jsonBody(x) || json.Indent(&b, x.Body, "", "    ") != nil {
				return false
			}
			x.Body = b.Bytes()
			return true
		}),
		fine("JSON is ASCII", func(x *Exchange) bool {
			if !jsonBody(x) {
				return false
			}
			var b bytes.Buffer
			for _, r := range string(x.Body) {
				if r > 126 && r < 0x10000 {
					fmt.Fprintf(&b, `\u%04x`, r)
				} else {
					b.WriteRune(r)
				}
			}
			changed := !bytes.Equal(b.Bytes(), x.Body)
			x.Body = b.Bytes()
			return changed
		}),
		fine("the charset is in capitals", func(x *Exchange) bool {
			return jsonBody(x) && everyone.headers("Content-Type", "application/json; charset=UTF-8")(x)
		}),
		fine("REST errors have other texts", apis.bad().objects(func(o map[string]any) bool {
			_, is := o["code"]
			if is {
				o["message"] = "We could not do this. Please check your request."
			}
			return is
		})),
		fine("errors of GraphQL have other texts", where(calls2).objects(func(o map[string]any) bool {
			_, is := o["locations"]
			_, has := o["message"].(string)
			if is && has {
				o["message"] = "This is not valid here."
			}
			return is && has
		})),
		fine("refusals of tokens have other texts", tokens.bad().maps("error_description", constant("Not accepted."))),
		fine("rows of files are in another order", files(func(g grid) grid {
			slices.Reverse(g[1:])
			return g
		})),
		fine("all fields of files are in quotes", where(file).bytes(func(body []byte) []byte {
			lines := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
			if strings.Contains(string(body), `"`) {
				return body
			}
			for i, line := range lines {
				lines[i] = `"` + strings.ReplaceAll(line, ",", `","`) + `"`
			}
			return []byte(strings.ReplaceAll(strings.Join(lines, "\n"), `""`, "") + "\n")
		})),
		fine("lines of files end with CR LF", where(file).bytes(func(body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		})),
		fine("reports take forty minutes", reportsOf(everything, before(40*time.Minute))),
		fine("money has eight decimals", fields("estimated_earnings_eur", suffixedText("00"))),
		fine("twice as much is watched", all2(fields("views", times(2, 0)), fields("time_watched_seconds", times(2, 0)))),
		// It was "dates of views end with Z", which docs/spec/dyntube.md#analytics-response says they never do.
		fine("ids of views begin with a digit", logs.objects(func(o map[string]any) bool {
			id, ok := o["id"].(string)
			if _, is := o["viewId"]; ok && is {
				o["id"] = "7" + id[1:]
			}
			return ok
		})),
		fine("browsers are newer", logs.objects(func(o map[string]any) bool {
			b, ok := o["browser"].(map[string]any)
			if ok {
				b["major"] = plus(40)(b["major"])
			}
			return ok
		})),
		fine("views are delivered from elsewhere", logs.objects(func(o map[string]any) bool {
			_, is := o["viewId"]
			if is {
				o["region"] = "euw-s"
			}
			return is
		})),
		fine("videos have other titles",
			at(dataHost, "GET /videos").but("search=").good().maps("title", constant("Match of the day, été 2026"))),
		fine("videos have more likes", apis.good().maps("likes_total", plus(7))),
		fine("types of the schema are in another order", where(calls2).objects(reverse("types"))),
		fine("the schema is described in other words", where(calls2).objects(func(o map[string]any) bool {
			_, is := o["description"].(string)
			if is {
				o["description"] = "See the developer portal."
			}
			return is
		})),
		fine("private tokens last a second less", privateToken.good().maps("expires_in", plus(-1))),

		more(Tokens, "public tokens say when they were issued", publicToken.good().puts("access_token", "issued_at",
			json.Number("1782820800"))),
		more(Lists, "lists say how long they took",
			at(dataHost, "GET /videos").good().puts("has_more", "took", json.Number("12"))),
		more(Lists, "views have campaigns", logs.puts("viewId", "utm", map[string]any{"source": "newsletter"})),
		more(Lists, "videos of DynTube have chapters",
			at(manageHost, "GET /v1/videos").good().puts("iframeLink", "chapterList",
				[]any{})),
		more(Lists, "REST errors have ids of requests", apis.bad().puts("code", "request_id", "6f1c2a7e")),
		more(Schema, "reports can have a time zone", optional("AskPartnerReportFileInput", "timezone")),
		more(Schema, "reports can be filtered by country", optional("PartnerReportFilters", "visitorCountry")),
		more(Schema, "report files say their size", types("", "PartnerReportFile", func(t map[string]any) bool {
			return adding(t, "fields", map[string]any{"name": "sizeInBytes", "type": scalar("Int")})
		})),
		more(Schema, "shares are a metric", types("", "PartnerReportMetric", func(t map[string]any) bool {
			return adding(t, "enumValues", map[string]any{"name": "SHARES"})
		})),
		more(Lists, "plans of DynTube have prices",
			at(manageHost, "GET /v1/account/plans").good().puts("type", "monthlyPrice",
				json.Number("19"))),
	}
}

func suffixedText(text string) func(string) string { return func(s string) string { return s + text } }
