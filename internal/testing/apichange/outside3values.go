package apichange

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// hour3 is the form of hours in files.
const hour3 = "2006-01-02 15:04:05 UTC"

func figures3() []*Change {
	return []*Change{
		// reporting.md#limits: the time zone is UTC (DOCUMENTED); hours are taken as UTC (OBSERVED)
		{Name: "hours are those of Los Angeles", Kind: Figures, Class: Breaking,
			after: fields("hour", func(f string) string {
				t, err := time.Parse(hour3, f)
				if err != nil {
					return f
				}
				return t.Add(-7 * time.Hour).Format(hour3)
			})},
		// reporting.md#metrics: VIEWS is how many times videos were viewed (DOCUMENTED), so devices add up to all views
		{Name: "views on mobiles count twice", Kind: Figures, Class: Breaking, after: files(func(g grid) grid {
			device, views := g.column("visitor_device_type"), g.column("views")
			if device < 0 || views < 0 {
				return nil
			}
			return edited3(g, func(row []string) bool {
				n, err := strconv.Atoi(row[views])
				if row[device] != "mobile" || err != nil || n == 0 {
					return false
				}
				row[views] = strconv.Itoa(2 * n)
				return true
			})
		})},
		// reporting.md#csv: one row for each combination of dimension values (OBSERVED)
		{Name: "the last row of files by month appears twice", Kind: Figures, Class: Breaking,
			after: files(func(g grid) grid {
				if g.column("month") < 0 || len(g) < 2 {
					return nil
				}
				return append(g, g[len(g)-1])
			})},
		// reporting.md#products: CONTENT is what you get when product is absent (DOCUMENTED)
		{Name: "reports without a product are of the product CLAIM", Kind: Figures, Class: Breaking,
			before: asks(func(input map[string]any) bool { return input["product"] == nil },
				func(input map[string]any) { input["product"] = "CLAIM" })},
		// reporting.md#metrics: NB_MISSED_IMPRESSION is SELLABLE_INVENTORY minus NB_IMPRESSION (DOCUMENTED)
		{Name: "missed impressions include opportunities without ads", Kind: Figures, Class: Breaking,
			after: fields("nb_missed_impression", func(f string) string {
				n, err := strconv.Atoi(f)
				if err != nil {
					return f
				}
				return strconv.Itoa(n + n/3 + 1)
			})},
		// reporting.md#csv: header line first (OBSERVED)
		{Name: "the file of a report without rows is empty", Kind: Figures, Class: Breaking, after: func(x *Exchange) bool {
			if !file(x) || len(x.Body) == 0 || strings.Count(string(x.Body), "\n") > 1 {
				return false
			}
			x.Body = nil
			return true
		}},
		// reporting.md#error-shape: message (OBSERVED)
		{Name: "errors of requests for reports have a detail instead of a message on the GraphQL host", Kind: Figures,
			Class: Breaking, after: at(graphQLHost, "POST /").and("askPartnerReportFile").objects(func(o map[string]any) bool {
				text, ok := o["message"].(string)
				if _, isError := o["locations"]; !ok || !isError {
					return false
				}
				delete(o, "message")
				o["detail"] = text
				return true
			})},
		// reporting.md#schema: enum Status { SUCCESS } (OBSERVED)
		{Name: "the payload of a requested report has the status ACCEPTED", Kind: Figures, Class: Breaking,
			after: where(calls2).and("askPartnerReportFile").maps("status", func(v any) any {
				if v == "SUCCESS" {
					return "ACCEPTED"
				}
				return v
			})},
		// dyntube.md#analytics-request: an empty string in a filter key means no filter (OBSERVED)
		{Name: "an empty projectKey selects no views", Kind: Figures, Class: Breaking, after: where(func(x *Exchange) bool {
			return x.R.Host == statsHost && emptyKey3.Match(x.Sent)
		}).good().objects(func(o map[string]any) bool {
			for _, name := range []string{"hits", "total", "pages"} {
				if _, ok := o[name]; ok {
					o[name] = 0
				}
			}
			if _, ok := o["views"]; ok {
				o["views"] = []any{}
			}
			return true
		})},
	}
}

var emptyKey3 = regexp.MustCompile(`"projectKey"\s*:\s*""`)

// edited3 edits the rows of a file below its header, and returns nil if none changed.
func edited3(g grid, edit func(row []string) bool) grid {
	changed := false
	for _, row := range g[1:] {
		changed = edit(row) || changed
	}
	if !changed {
		return nil
	}
	return g
}

func units3() []*Change {
	playlists := at("", "GET (/rest)?(/(user/[^/]+|me))?/playlists?(/[^/]+)?").good()
	iso := func(v any) any { return time.Unix(int64(number3(v)), 0).UTC().Format(time.RFC3339) }
	return []*Change{
		// rest.md#types: dates are Unix seconds (DOCUMENTED)
		{Name: "the dates of playlists are ISO 8601 text", Kind: Units, Class: Breaking, after: func(x *Exchange) bool {
			created := playlists.maps("created_time", iso)(x)
			return playlists.maps("updated_time", iso)(x) || created
		}},
		// reporting.md#csv: mobile in lower case (OBSERVED)
		{Name: "the device type mobile is called smartphone", Kind: Units, Class: Breaking,
			after: fields("visitor_device_type", func(f string) string {
				return strings.Replace(f, "mobile", "smartphone", 1)
			})},
		// reporting.md#csv: days such as 2025-07-31 (OBSERVED)
		{Name: "days are written month first", Kind: Units, Class: Breaking, after: fields("day", func(f string) string {
			t, err := time.Parse(time.DateOnly, f)
			if err != nil {
				return f
			}
			return t.Format("01/02/2006")
		})},
		// oauth.md#public-user-response: expires_in 36000, ten hours (DOCUMENTED)
		{Name: "expires_in is a point in time on the API host", Kind: Units, Class: Breaking, after: func(x *Exchange) bool {
			return at(dataHost, "POST /oauth/token").good().maps("expires_in", func(v any) any {
				return x.now.Unix() + int64(number3(v))
			})(x)
		}},
		// dyntube.md#view: dates end in +00:00 (OBSERVED)
		{Name: "views have the time of Berlin", Kind: Units, Class: Breaking,
			after: at(statsHost, "(POST|GET) /v1/logs/data").maps("date", func(v any) any {
				text, _ := v.(string)
				t, err := time.Parse(time.RFC3339Nano, text)
				if err != nil {
					return v
				}
				return t.In(time.FixedZone("", 2*60*60)).Format("2006-01-02T15:04:05.999-07:00")
			})},
		// rest.md#video-fields and #user-fields: samples begin https://s1.dmcdn.net, https://s2.dmcdn.net (DOCUMENTED)
		{Name: "addresses of pictures have no scheme", Kind: Units, Class: Breaking,
			after: at("", "GET (/rest)?/.*").good().objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					if text, _ := v.(string); strings.HasPrefix(text, "https://s") && strings.Contains(text, ".dmcdn.net/") {
						o[name] = strings.TrimPrefix(text, "https:")
						changed = true
					}
				}
				return changed
			})},
		// mcn.md#private-data: net US dollars with two decimals (DOCUMENTED)
		{Name: "revenues of children are in cents", Kind: Units, Class: Breaking,
			after: at("", "GET (/rest)?/user/[^/]+/children").good().objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					amount, ok := v.(interface{ Float64() (float64, error) })
					if !ok || !strings.HasPrefix(name, "revenues_") {
						continue
					}
					if f, err := amount.Float64(); err == nil {
						o[name], changed = int64(f*100+0.5), true
					}
				}
				return changed
			})},
	}
}

func limits3() []*Change {
	kept := 12 * time.Hour
	return []*Change{
		// reporting.md#limits: 8 dimensions for each report (DOCUMENTED)
		refuses3(&Change{Name: "a report takes at most five dimensions", Kind: Limits, Class: Breaking},
			func(o order3) bool { return len(o.Dimensions) > 5 && len(o.Dimensions) <= 8 }, "Too many dimensions."),
		// rest.md#lists: limit is 10 by default (DOCUMENTED)
		{Name: "lists have 25 users and playlists by default", Kind: Limits, Class: Dangerous, before: func(x *Exchange) {
			if at("", "GET (/rest)?(/user/[^/]+|/me)?/(users|playlists)")(x) && !x.R.URL.Query().Has("limit") {
				query := x.R.URL.Query()
				query.Set("limit", "25")
				x.R.URL.RawQuery, x.edited = query.Encode(), true
			}
		}},
		// reporting.md#limits: 8 dimensions for each report (DOCUMENTED); the ninth is dropped silently
		{Name: "a ninth dimension is left out", Kind: Limits, Class: Dangerous, before: asks(func(input map[string]any) bool {
			list, _ := input["dimensions"].([]any)
			return len(list) == 9
		}, func(input map[string]any) { input["dimensions"] = input["dimensions"].([]any)[:8] })},
		// rest.md#json-rpc: an array of at most 10 (DOCUMENTED)
		{Name: "JSON-RPC takes at most five calls", Kind: Limits, Class: Breaking,
			after: batches3(6).good().respond(http.StatusBadRequest,
				`{"error":{"code":400,"message":"Too many calls, max allowed is 5","type":"invalid_parameter"}}`)},
		// dyntube.md#lists: size is at most 100 (DOCUMENTED)
		{Name: "lists of DynTube have at most 25 items", Kind: Limits, Class: Breaking, before: func(x *Exchange) {
			query := x.R.URL.Query()
			if n, _ := strconv.Atoi(query.Get("size")); at(manageHost, "GET /v1/(videos|channels|projects)")(x) && n > 25 {
				query.Set("size", "25")
				x.R.URL.RawQuery, x.edited = query.Encode(), true
			}
		}},
		// reporting.md#limits: reports are kept for 48 hours (DOCUMENTED)
		{Name: "reports are kept for 12 hours", Kind: Limits, Class: Breaking,
			after: orders3(func(order3) bool { return true }).reports3(func(o map[string]any, age time.Duration) bool {
				return age >= kept && finished3("EXPIRED", 0)(o, age)
			}, func(x *Exchange, age time.Duration) bool {
				if age < kept {
					return false
				}
				x.respond(http.StatusNotFound, "application/xml", "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>")
				return true
			})},
	}
}

func schemas3() []*Change {
	return []*Change{
		// reporting.md#schema-notes: filters: {} is fine (OBSERVED)
		{Name: "filters require accountXid", Kind: Schema, Class: Breaking, after: types("", "PartnerReportFilters",
			func(t map[string]any) bool {
				return adding(t, "inputFields", map[string]any{"name": "accountXid", "type": required(scalar("ID"))})
			})},
		// reporting.md#schema: reportFile(reportToken: String!) (OBSERVED)
		{Name: "reportFile requires organizationXid", Kind: Schema, Class: Breaking, after: types("", "PartnerSpace",
			func(t map[string]any) bool {
				return takes3(t, "reportFile", "organizationXid", required(scalar("String")))
			})},
		// reporting.md#schema: downloadLinks(first: Int) returns all when first is absent (OBSERVED)
		{Name: "downloadLinks returns ten links by default", Kind: Schema, Class: Dangerous,
			after: types("", "PartnerReportFile",
				func(t map[string]any) bool {
					argument3(t, "downloadLinks", "first")["defaultValue"] = "10"
					return true
				})},
		// reporting.md#schema: the four values of PartnerReportStatus (OBSERVED)
		{Name: "PartnerReportStatus grows by PARTIAL on the partner host", Kind: Schema, Class: Dangerous,
			after: types(partnerHost, "PartnerReportStatus", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "PARTIAL"})
			})},
		// reporting.md#schema: createDate: DateTime! (OBSERVED)
		{Name: "createDate of a report is nullable", Kind: Schema, Class: Breaking, after: types("", "PartnerReportFile",
			func(t map[string]any) bool {
				member(t, "createDate")["type"] = scalar("DateTime")
				return true
			})},
		// reporting.md#schema: type Algorithm (OBSERVED)
		{Name: "the type Algorithm is gone", Kind: Schema, Class: Breaking, after: func(x *Exchange) bool {
			field := types("", "Metadata", func(t map[string]any) bool { return without(t, "fields", "algorithm") })(x)
			return schema3(func(list []any) []any {
				return slices.DeleteFunc(list, func(item any) bool {
					t, _ := item.(map[string]any)
					return t["name"] == "Algorithm"
				})
			})(x) || field
		}},
	}
}

func connections3() []*Change {
	return []*Change{
		// No sheet is about certificates: these affect clients that list issuers or insist on TLS 1.3.
		{Name: "the certificate is of an issuer of the company", Kind: Connection, Class: Dangerous,
			tls: TLS{Issuer: "Dailymotion Internal Root CA"}},
		{Name: "the server speaks at most TLS 1.2, and its certificate is of another issuer", Kind: Connection,
			Class: Dangerous,
			tls:   TLS{Issuer: "Sectigo RSA Domain Validation", Old: true}},
		{Name: "the certificate expires in 60 hours", Kind: Connection, Class: Dangerous, tls: TLS{Lasts: 60 * time.Hour}},
		// reporting.md#endpoints: POST to the bare host (DOCUMENTED); most clients turn a POST into a GET after 301
		{Name: "GraphQL calls on the GraphQL host are redirected with 301", Kind: Connection, Class: Breaking,
			after: at(graphQLHost, "POST /?").redirects3(http.StatusMovedPermanently, "region")},
		// reporting.md#links: a plain GET; the sample of the documentation does not follow redirects (DOCUMENTED)
		{Name: "downloads are redirected to an address with a signature", Kind: Connection, Class: Breaking,
			after: where(file).redirects3(http.StatusFound, "X-Goog-Signature")},
		// dyntube.md#analytics-request: POST, 200 (DOCUMENTED, OBSERVED)
		{Name: "requests for views are redirected with 302", Kind: Connection, Class: Breaking,
			after: at(statsHost, "POST /v1/logs/data").redirects3(http.StatusFound, "shard")},
	}
}
