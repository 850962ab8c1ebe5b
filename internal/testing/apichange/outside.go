package apichange

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// inputOf returns the input of a request for a report, or nil.
func inputOf(x *Exchange) map[string]any {
	if !x.sends("askPartnerReportFile(") {
		return nil
	}
	var body struct {
		Variables struct{ Input map[string]any }
	}
	if json.Unmarshal(x.Sent, &body) != nil {
		return nil
	}
	return body.Variables.Input
}

// names reports whether an input names a word in one of its lists.
func names(in map[string]any, list, word string) bool {
	items, _ := in[list].([]any)
	return in[list] == word || slices.Contains(items, any(word))
}

// reportsOf edits what is said about the reports that were asked for with certain inputs. age is
// the time since the request on the clock of the mock.
func reportsOf(which func(in map[string]any) bool,
	edit func(x *Exchange, age time.Duration) bool) func(*Exchange) bool {
	var mu sync.Mutex
	asked := map[string]time.Time{}
	return func(x *Exchange) bool {
		mu.Lock()
		defer mu.Unlock()
		if in := inputOf(x); in != nil {
			_ = walk(x.value(), func(o map[string]any) bool {
				if token, ok := o["reportToken"].(string); ok {
					delete(asked, token)
					if which(in) {
						asked[token] = x.now
					}
				}
				return false
			})
			return false
		}
		for token, at := range asked {
			if x.sends(token) {
				return edit(x, x.now.Sub(at))
			}
		}
		return false
	}
}

// everything selects every input.
func everything(map[string]any) bool { return true }

// stuck has finished reports in another status, without links.
func stuck(status string) func(x *Exchange, age time.Duration) bool {
	edit := where(func(*Exchange) bool { return true }).objects(func(o map[string]any) bool {
		if o["status"] == "FINISHED" {
			o["status"] = status
		}
		if _, ok := o["edges"]; ok {
			o["edges"] = []any{}
		}
		return true
	})
	return func(x *Exchange, _ time.Duration) bool { return edit(x) }
}

// respondWith replaces the responses, with a header.
func (w where) respondWith(status int, kind, body, header, value string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		x.respond(status, kind, body)
		if header != "" {
			x.Header.Set(header, value)
		}
		return true
	}
}

// detour redirects requests once, to the same address with a parameter.
func (w where) detour(status int) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.R.URL.Query().Has("edge") || x.Status/100 != 2 {
			return false
		}
		to := "https://" + x.R.Host + x.R.URL.Path + "?"
		if x.R.URL.RawQuery != "" {
			to += x.R.URL.RawQuery + "&"
		}
		x.respond(status, "text/html", "")
		x.Header.Set("Location", to+"edge=1")
		return true
	}
}

// bytes edits bodies as text.
func (w where) bytes(edit func(body []byte) []byte) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || len(x.Body) == 0 {
			return false
		}
		now := edit(x.Body)
		changed := !bytes.Equal(now, x.Body)
		x.Body = now
		return changed
	}
}

// isJSON selects JSON.
func isJSON(x *Exchange) bool {
	return strings.HasPrefix(x.Header.Get("Content-Type"), "application/json")
}

// jsonOf selects JSON of a host.
func jsonOf(host string) where {
	w := at(host, ".*")
	return func(x *Exchange) bool { return w(x) && isJSON(x) }
}

// puts adds a member to objects that have another one.
func (w where) puts(beside, name string, v any) func(*Exchange) bool {
	return w.objects(func(o map[string]any) bool {
		if _, ok := o[beside]; !ok {
			return false
		}
		o[name] = v
		return true
	})
}

var countryNames = map[string]string{"FR": "France", "US": "United States", "DE": "Germany", "GB": "United Kingdom",
	"IT": "Italy", "ES": "Spain", "JP": "Japan", "NA": "Namibia", "IN": "India", "BR": "Brazil", "CA": "Canada"}

// countryName returns the name of a country.
func countryName(code string) string {
	if name, ok := countryNames[code]; ok {
		return name
	}
	return "Other country"
}

// Outside returns 60 changes that break clients or endanger them, written from the fact sheets by somebody who has
// not read the suite.
func Outside() []*Change {
	gone := `{"error":{"code":404,"type":"not_found","message":"Not found"}}`
	basic := func(x *Exchange) bool { return x.R.Header.Get("Authorization") == "" }
	return []*Change{
		change(Tokens, Breaking, "the token endpoint of private keys moves to v2", privateToken.respondWith(308,
			"text/html", "", "Location", "https://partner.api.dailymotion.com/oauth/v2/token")),
		change(Tokens, Breaking, "the API host takes keys only as HTTP Basic", where(func(x *Exchange) bool {
			return dataToken(x) && basic(x)
		}).good().respond(401, `{"error":"invalid_client","error_description":"Use HTTP Basic."}`)),
		change(Tokens, Breaking, "access_token of public reporting is called accessToken",
			publicToken.good().renames("access_token", "accessToken")),
		change(Tokens, Breaking, "private tokens come with status 201", privateToken.good().status(201)),
		change(Tokens, Dangerous, "refresh tokens of the API host rotate", dataToken.and("grant_type=refresh_token").
			good().maps("refresh_token", func(v any) any { return fmt.Sprint(v) + "r" })),
		change(Tokens, Breaking, "the token endpoint of public reporting wants JSON",
			publicToken.good().respond(415, `{"error":"invalid_request","error_description":"Send JSON."}`)),
		change(Tokens, Breaking, "private keys have no scope create_reports", privateToken.and("create_reports").good().
			respond(400, `{"error":"invalid_scope","error_description":"Unknown scope create_reports."}`)),

		change(Gone, Breaking, "/file/upload responds 404", at(dataHost, "GET /file/upload").respond(404, gone)),
		change(Gone, Breaking, "/languages is moved to the web site", at(dataHost, "GET /languages").respondWith(301,
			"text/html", "", "Location", "https://www.dailymotion.com/languages")),
		change(Gone, Breaking, "REST of private keys responds 410",
			at(partnerHost, "GET /rest/.*").respond(410, `{}`)),
		change(Gone, Breaking, "playlists of a user respond 405",
			at(dataHost, `GET /user/[\w-]+/playlists`).respond(405, `{}`)),
		change(Gone, Breaking, "channels of DynTube respond 404",
			at(manageHost, "GET /v1/channels").respond(404, `{"message":"Not found"}`)),
		change(Gone, Breaking, "calls as JSON respond 404", at(dataHost, "POST /").respond(404, gone)),
		change(Gone, Breaking, "/logout responds 410", at(dataHost, "GET /logout").respond(410, `{}`)),

		change(Lists, Breaking, "has_more of users is called hasMore",
			at(dataHost, "GET /users").good().renames("has_more", "hasMore")),
		change(Lists, Breaking, "list of playlists is called items",
			at(dataHost, "GET /playlists").good().renames("list", "items")),
		change(Lists, Breaking, "screenname of users is called display_name",
			users.good().renames("screenname", "display_name")),
		change(Lists, Breaking, "fields of owners are nested", videos.good().objects(func(o map[string]any) bool {
			inner := map[string]any{}
			for name, v := range o {
				if short, ok := strings.CutPrefix(name, "owner."); ok {
					inner[short] = v
					delete(o, name)
				}
			}
			if len(inner) > 0 {
				o["owner"] = inner
			}
			return len(inner) > 0
		})),
		change(Lists, Breaking, "browsers of views have a name instead of a family",
			views.objects(func(o map[string]any) bool {
				browser, _ := o["browser"].(map[string]any)
				if browser == nil {
					return false
				}
				browser["name"] = browser["family"]
				delete(browser, "family")
				return true
			})),
		change(Lists, Breaking, "type of REST errors is called kind", reading.bad().renames("type", "kind")),
		change(Lists, Breaking, "/auth has no roles", at(dataHost, "GET /auth").good().renames("roles", "")),

		change(Reports, Breaking, "reports of embeds fail", reportsOf(func(in map[string]any) bool {
			return in["product"] == "EMBED"
		}, stuck("FAILED"))),
		change(Reports, Breaking, "reports by the hour take more than two hours",
			reportsOf(func(in map[string]any) bool { return names(in, "dimensions", "HOUR") }, stuck("IN_PROGRESS"))),
		change(Reports, Breaking, "nodes of download links are null", graphQL.maps("node", constant(nil))),
		change(Reports, Breaking, "files of reports are a page to sign in", where(file).respond(200,
			"<html><body>Sign in to continue</body></html>")),
		change(Reports, Breaking, "files of reports respond 403", where(file).respondWith(403, "application/xml",
			"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "", "")),
		change(Reports, Dangerous, "files of reports are gzip files", where(file).bytes(func(body []byte) []byte {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(body)
			_ = z.Close()
			return b.Bytes()
		})),

		change(Figures, Dangerous, "rows of countries with fewer than five views are left out", files(func(g grid) grid {
			country, n := g.column("visitor_country"), g.column("views")
			if country < 0 || n < 0 {
				return nil
			}
			kept := slices.DeleteFunc(slices.Clone(g), func(row []string) bool {
				views, err := strconv.Atoi(row[n])
				return err == nil && views < 5
			})
			if len(kept) == len(g) {
				return nil
			}
			return kept
		})),
		change(Figures, Breaking, "the last row of a report comes twice", files(func(g grid) grid {
			if len(g) < 2 || g.column("video_id") < 0 {
				return nil
			}
			return append(g, g[len(g)-1])
		})),
		asking(Figures, Dangerous, "reports without a product are of all products",
			asks(func(in map[string]any) bool { return in["product"] == nil },
				func(in map[string]any) { in["product"] = "ALL" })),
		change(Figures, Dangerous, "earnings in euros are those in dollars", files(func(g grid) grid {
			euros, dollars := g.column("estimated_earnings_eur"), g.column("estimated_earnings_usd")
			if euros < 0 {
				return nil
			}
			for _, row := range g[1:] {
				if dollars >= 0 {
					row[euros] = row[dollars]
				} else {
					row[euros] = times(1.1, 6)(row[euros])
				}
			}
			return g
		})),
		change(Figures, Dangerous, "ECPM in dollars is per impression", fields("ecpm_usd", times(0.001, 6))),
		change(Figures, Breaking, "the file of an empty report has no header", where(file).bytes(func(b []byte) []byte {
			if bytes.Count(b, []byte("\n")) < 2 {
				return nil
			}
			return b
		})),
		change(Figures, Breaking, "watched seconds have decimals", fields("time_watched_seconds", times(1, 1))),
		change(Figures, Dangerous, "the fill rate is a share of the whole inventory", fields("fill_rate", times(0.8, 2))),

		change(Units, Breaking, "created_time of users is in milliseconds", users.maps("created_time", scaled(1000))),
		change(Units, Dangerous, "thumbnails of videos are http", videos.objects(func(o map[string]any) (changed bool) {
			for name, v := range o {
				if s, ok := v.(string); ok && strings.HasPrefix(name, "thumbnail_") {
					o[name] = strings.Replace(s, "https:", "http:", 1)
					changed = changed || o[name] != s
				}
			}
			return changed
		})),
		change(Units, Dangerous, "devices of visitors are in capitals", fields("visitor_device_type", strings.ToUpper)),
		change(Units, Breaking, "countries of visitors are names", fields("visitor_country", countryName)),
		change(Units, Breaking, "published videos have the status online",
			videos.maps("status", instead("published", "online"))),
		change(Units, Breaking, "the view-through rate is a fraction", fields("view_through_rate", times(0.01, 4))),
		change(Units, Breaking, "countries of views are names", views.objects(func(o map[string]any) bool {
			code, ok := o["country"].(string)
			if !ok || code == "" {
				return false
			}
			o["country"] = countryName(code)
			return true
		})),
		change(Units, Breaking, "earnings in dollars are cents", fields("estimated_earnings_usd", times(100, 0))),

		change(Limits, Breaking, "pages of REST have at most 90 items", func(x *Exchange) bool {
			n, _ := strconv.Atoi(x.R.URL.Query().Get("limit"))
			if !reading(x) || x.Status != http.StatusOK || n <= 90 {
				return false
			}
			x.respond(400, "application/json", fmt.Sprintf(`{"error":{"code":400,"type":"invalid_parameter","message":`+
				`"Too high value %d, max allowed value is 90 for `+"`limit' parameter"+`"}}`, n))
			return true
		}),
		asking(Limits, Breaking, "reports have at most 160 days",
			asks(func(in map[string]any) bool { return days(in) > 160 }, refuse)),
		asking(Limits, Breaking, "reports have at most 7 dimensions", asks(func(in map[string]any) bool {
			list, _ := in["dimensions"].([]any)
			return len(list) == 8
		}, refuse)),
		change(Limits, Breaking, "names of playlists have at most 40 bytes", longer("name", 40)),
		change(Limits, Breaking, "pages of DynTube lists have at most 80 items", func(x *Exchange) bool {
			n, _ := strconv.Atoi(x.R.URL.Query().Get("size"))
			if !managed(x) || x.Status != http.StatusOK || n <= 80 {
				return false
			}
			x.respond(400, "application/json", `{"message":"size must be at most 80"}`)
			return true
		}),
		change(Limits, Breaking, "a request has at most 8 calls", func(x *Exchange) bool {
			var calls []any
			if !at(dataHost, "POST /")(x) || json.Unmarshal(x.Sent, &calls) != nil || len(calls) <= 8 || x.Status != 200 {
				return false
			}
			x.respond(400, "application/json",
				`{"error":{"code":400,"type":"invalid_parameter","message":"Too many calls"}}`)
			return true
		}),

		change(Schema, Breaking, "reportFile wants an organization",
			types("", "PartnerSpace", func(t map[string]any) bool {
				f := member(t, "reportFile")
				args, _ := f["args"].([]any)
				f["args"] = append(args, map[string]any{"name": "organizationXid", "description": nil,
					"type": required(scalar("String")), "defaultValue": nil})
				return args != nil
			})),
		change(Schema, Breaking, "reports of the Studio want a time zone",
			types("", "AnalyticsReportCreateInput", func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "timezone", "type": required(scalar("String"))})
			})),
		change(Schema, Dangerous, "pages of download links count from 0",
			types("", "PartnerReportFile", func(t map[string]any) bool {
				args, _ := member(t, "downloadLinks")["args"].([]any)
				for _, arg := range args {
					if a, _ := arg.(map[string]any); a["name"] == "page" {
						a["defaultValue"] = "0"
						return true
					}
				}
				return false
			})),
		change(Schema, Dangerous, "reports of the Studio can be queued",
			types("", "AnalyticsReportStatus", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "QUEUED"})
			})),
		change(Schema, Breaking, "createDate of reports can be null", ofType("PartnerReportFile", "createDate",
			scalar("DateTime"))),
		change(Schema, Breaking, "reports have no CONTENT_TAG_LIST",
			types("", "PartnerReportDimension", func(t map[string]any) bool {
				return without(t, "enumValues", "CONTENT_TAG_LIST")
			})),

		{Name: "another authority issues the certificate", Kind: Connection, Class: Dangerous,
			tls: TLS{Issuer: "Outside Trust Services"}},
		{Name: "the hosts speak no more than TLS 1.2", Kind: Connection, Class: Dangerous, tls: TLS{Old: true}},
		{Name: "the certificate expires in five days", Kind: Connection, Class: Dangerous,
			tls: TLS{Lasts: 5 * 24 * time.Hour}},
		change(Connection, Dangerous, "files of reports are behind a redirect", where(file).detour(302)),
		change(Connection, Dangerous, "videos are behind a redirect", at(dataHost, `GET /video/\w+`).detour(307)),
	}
}

// OutsideOthers returns 10 additive changes and 24 harmless ones.
func OutsideOthers() []*Change {
	yes := func(*Exchange) bool { return true }
	return []*Change{
		change(Lists, Additive, "lists of REST have a next page", reading.good().puts("has_more", "next_page", 2)),
		change(Lists, Additive, "channels have an icon", channels.but("fields=").good().puts("name", "icon_url",
			"https://s2.dmcdn.net/c/icon")),
		change(Tokens, Additive, "private tokens name the organization",
			privateToken.good().puts("access_token", "organization_id", "x2k3l4")),
		change(Lists, Additive, "views have a referrer", views.puts("viewId", "referrer", "https://search.example/")),
		change(Lists, Additive, "the pager of views has a next page", views.puts("hits", "next", nil)),
		change(Schema, Additive, "reports count their rows", types("", "PartnerReportFile", func(t map[string]any) bool {
			return adding(t, "fields", map[string]any{"name": "rowCount", "type": scalar("Int")})
		})),
		change(Schema, Additive, "reports have the metric SHARES",
			types("", "PartnerReportMetric", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "SHARES"})
			})),
		change(Schema, Additive, "reports may have a time zone",
			types("", "AskPartnerReportFileInput", func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "timezone", "type": scalar("String"),
					"defaultValue": `"UTC"`})
			})),
		change(Schema, Additive, "download links can be sorted",
			types("", "PartnerReportFile", func(t map[string]any) bool {
				f := member(t, "downloadLinks")
				args, _ := f["args"].([]any)
				f["args"] = append(args, map[string]any{"name": "reverse", "description": nil,
					"type": scalar("Boolean"), "defaultValue": "false"})
				return args != nil
			})),
		change(Schema, Additive, "reportToken is deprecated", types("", "PartnerReportFile", func(t map[string]any) bool {
			m := member(t, "reportToken")
			m["isDeprecated"], m["deprecationReason"] = true, "Use `id` field."
			return len(m) > 2
		})),

		change(Lists, Harmless, "members of REST are in alphabetical order", func(x *Exchange) bool {
			if !jsonOf(dataHost)(x) || x.value() == nil {
				return false
			}
			x.set(x.value())
			return true
		}),
		change(Lists, Harmless, "JSON of all hosts is indented", jsonOf("").bytes(func(body []byte) []byte {
			var b bytes.Buffer
			if json.Indent(&b, body, "", "  ") != nil {
				return body
			}
			return b.Bytes()
		})),
		change(Lists, Harmless, "JSON of REST escapes all but ASCII", jsonOf(dataHost).bytes(func(body []byte) []byte {
			var b bytes.Buffer
			for _, r := range string(body) {
				switch {
				case r < 0x80:
					b.WriteRune(r)
				case r < 0x10000:
					fmt.Fprintf(&b, `\u%04x`, r)
				default:
					high, low := utf16.EncodeRune(r)
					fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
				}
			}
			return b.Bytes()
		})),
		change(Lists, Harmless, "JSON of the partner host escapes slashes", jsonOf(partnerHost).bytes(
			func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("/"), []byte(`\/`)) })),
		change(Connection, Harmless, "responses have Server-Timing", anything.headers("Server-Timing", "edge;dur=3")),
		change(Connection, Harmless, "REST sets a cookie", reading.headers("Set-Cookie", "dmvk=1; Path=/; Secure")),
		change(Connection, Harmless, "REST has weak ETags", reading.good().headers("ETag", `W/"5f3a"`)),
		change(Connection, Harmless, "the charset of JSON is in quotes", where(isJSON).headers("Content-Type",
			`application/json;charset="UTF-8"`)),
		change(Connection, Harmless, "names of headers are in lower case", func(x *Exchange) bool {
			changed := false
			for name, values := range x.Header {
				if low := strings.ToLower(name); low != name && name != "Content-Type" && name != "Content-Length" {
					delete(x.Header, name)
					x.Header[low], changed = values, true
				}
			}
			return changed
		}),
		change(Connection, Harmless, "REST closes connections", reading.headers("Connection", "close")),
		change(Connection, Harmless, "REST is compressed for those who accept it", func(x *Exchange) bool {
			if !reading(x) || !strings.Contains(x.R.Header.Get("Accept-Encoding"), "gzip") || len(x.Body) == 0 ||
				x.Header.Get("Content-Encoding") != "" {
				return false
			}
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(x.Body)
			_ = z.Close()
			x.Body = b.Bytes()
			x.Header.Set("Content-Encoding", "gzip")
			return true
		}),
		change(Connection, Harmless, "responses take 10 milliseconds more", func(*Exchange) bool {
			time.Sleep(10 * time.Millisecond)
			return true
		}),
		{Name: "the certificate lasts 75 days", Kind: Connection, Class: Harmless, tls: TLS{Lasts: 75 * 24 * time.Hour}},
		// As it was written, a report was IN_PROGRESS for three polls, however late they came: also after the two hours
		// that a report takes at most, which is not harmless.
		change(Reports, Harmless, "reports take a minute", reportsOf(everything,
			func(x *Exchange, age time.Duration) bool {
				return age < time.Minute && stuck("IN_PROGRESS")(x, age)
			})),
		change(Reports, Harmless, "files of reports are octet streams",
			where(file).headers("Content-Type", "application/octet-stream")),
		change(Figures, Harmless, "rows of reports are in reverse order", files(func(g grid) grid {
			slices.Reverse(g[1:])
			return g
		})),
		change(Figures, Harmless, "lines of reports end with CR LF", func(x *Exchange) bool {
			if !file(x) {
				return false
			}
			rows, err := csv.NewReader(bytes.NewReader(x.Body)).ReadAll()
			if err != nil {
				return false
			}
			var b bytes.Buffer
			out := csv.NewWriter(&b)
			out.UseCRLF = true
			_ = out.WriteAll(rows)
			x.Body = b.Bytes()
			return true
		}),
		change(Figures, Harmless, "fields of reports are in quotes", func(x *Exchange) bool {
			if !file(x) {
				return false
			}
			rows, err := csv.NewReader(bytes.NewReader(x.Body)).ReadAll()
			if err != nil {
				return false
			}
			var b bytes.Buffer
			for _, row := range rows {
				for i, s := range row {
					if i > 0 {
						b.WriteByte(',')
					}
					if s != "" {
						b.WriteString(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
					}
				}
				b.WriteByte('\n')
			}
			x.Body = b.Bytes()
			return true
		}),
		change(Figures, Harmless, "the last line of a report has no line feed", where(file).bytes(
			func(body []byte) []byte { return bytes.TrimSuffix(body, []byte("\n")) })),
		change(Units, Harmless, "users have more followers", users.maps("followers_total", scaled(3))),
		change(Units, Harmless, "pictures are on another number of the CDN", jsonOf(dataHost).bytes(
			func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("//s2.dmcdn"), []byte("//s1.dmcdn")) })),
		change(Units, Harmless, "viewers of DynTube are in other cities", views.maps("city", constant("Springfield"))),
		change(Schema, Harmless, "descriptions of the schema are other words", where(yes).objects(
			func(o map[string]any) bool {
				_, isType := o["inputFields"]
				_, isField := o["isDeprecated"]
				if s, ok := o["description"].(string); ok && (isType || isField) {
					o["description"] = "Other words: " + s
					return true
				}
				return false
			})),
		change(Schema, Harmless, "messages of GraphQL errors are other words", graphQL.objects(
			func(o map[string]any) bool {
				if _, ok := o["locations"]; !ok {
					return false
				}
				o["message"] = "The request cannot be served."
				return true
			})),
	}
}
