package apichange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

func reports5() []*Change {
	return []*Change{
		{Name: "reports by hour fail", Kind: Reports, Class: Breaking,
			after: follow5(has5("dimensions", "HOUR"), ends5("FAILED"))},
		{Name: "reports of earnings never leave IN_PROGRESS", Kind: Reports, Class: Breaking,
			after: follow5(has5("metrics", "ESTIMATED_EARNINGS_EUR", "ESTIMATED_EARNINGS_USD"), ends5("IN_PROGRESS"))},
		{Name: "reports take three hours", Kind: Reports, Class: Breaking,
			after: follow5(every5, takes5(3*time.Hour))},
		{Name: "the links of finished reports are null", Kind: Reports, Class: Breaking,
			after: where(calls5).maps("link", func(any) any { return nil })},
		{Name: "the link of a report leads to a page of HTML where one signs in", Kind: Reports, Class: Breaking,
			after: where(file).respond(200,
				"<!doctype html>\n<title>Sign in</title>\n<form method=post><input name=email></form>\n")},
	}
}

func figures5() []*Change {
	return []*Change{
		{Name: "the last hour of each day is missing from reports by hour", Kind: Figures, Class: Dangerous,
			after: files(lastHour5)},
		{Name: "a report without a product counts ALL instead of CONTENT", Kind: Figures, Class: Dangerous,
			before: asks(func(in map[string]any) bool { return in["product"] == nil },
				func(in map[string]any) { in["product"] = "ALL" })},
		{Name: "ECPM is a third lower than earnings for each thousand impressions", Kind: Figures, Class: Dangerous,
			after: all5(fields("ecpm_eur", scale5(2.0/3, 6)), fields("ecpm_usd", scale5(2.0/3, 6)))},
		{Name: "errors of REST have kind instead of type", Kind: Figures, Class: Breaking,
			after: rest5("(GET|POST|DELETE)", "/.*").bad().renames("type", "kind")},
		{Name: "each page of videos has its first video twice", Kind: Figures, Class: Dangerous,
			after: rest5("GET", "/(videos|(user|channel)/[^/]+/videos)").good().objects(func(o map[string]any) bool {
				list, _ := o["list"].([]any)
				if len(list) < 2 {
					return false
				}
				list[1] = list[0]
				return true
			})},
	}
}

// lastHour5 removes the rows of the last hour of days.
func lastHour5(g grid) grid {
	i := g.column("hour")
	if i < 0 {
		return nil
	}
	kept := grid{g[0]}
	for _, row := range g[1:] {
		if !strings.Contains(row[i], " 23:") && !strings.Contains(row[i], "T23:") {
			kept = append(kept, row)
		}
	}
	if len(kept) == len(g) {
		return nil
	}
	return kept
}

// scale5 multiplies a field.
func scale5(by float64, decimals int) func(field string) string {
	return func(field string) string {
		f, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return field
		}
		return strconv.FormatFloat(f*by, 'f', decimals, 64)
	}
}

// categories5 holds the English names of categories whose slug is not the name in lower case.
var categories5 = map[string]string{"auto": "Cars", "creation": "Creative", "fun": "Comedy & Entertainment",
	"lifestyle": "Lifestyle & How-To", "people": "Celeb", "school": "Education", "shortfilms": "Movies", "sport": "Sports",
	"tv": "TV", "videogames": "Gaming"}

func category5(v any) any {
	slug, ok := v.(string)
	if !ok || slug == "" {
		return v
	}
	if name := categories5[slug]; name != "" {
		return name
	}
	return strings.ToUpper(slug[:1]) + slug[1:]
}

func units5() []*Change {
	reads := rest5("GET", "/(videos?|users?|playlists?|me)(/.*)?").good()
	return []*Change{
		{Name: "created_time counts milliseconds", Kind: Units, Class: Dangerous,
			after: reads.maps("created_time", times5(1000))},
		{Name: "the duration of a video is text such as 00:07:03 instead of seconds", Kind: Units, Class: Breaking,
			after: reads.maps("duration", span5)},
		{Name: "the category of a video is its English name instead of its slug", Kind: Units, Class: Dangerous,
			after: reads.maps("channel", category5)},
		{Name: "the status of a video is in upper case", Kind: Units, Class: Dangerous,
			after: rest5("GET", "/(video/[^/]+|videos|(user/[^/]+|me)/videos)").good().maps("status", func(v any) any {
				s, _ := v.(string)
				return strings.ToUpper(s)
			})},
		{Name: "addresses of thumbnails have no scheme and begin with //", Kind: Units, Class: Breaking,
			after: reads.objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					s, ok := v.(string)
					if ok && strings.HasPrefix(name, "thumbnail_") && strings.HasPrefix(s, "https://") {
						o[name], changed = strings.TrimPrefix(s, "https:"), true
					}
				}
				return changed
			})},
		{Name: "view_through_rate is a fraction instead of a percentage", Kind: Units, Class: Dangerous,
			after: fields("view_through_rate", scale5(0.01, 4))},
		{Name: "time_watched_seconds counts milliseconds", Kind: Units, Class: Dangerous,
			after: fields("time_watched_seconds", scale5(1000, 0))},
		{Name: "the revenues of users count cents", Kind: Units, Class: Dangerous,
			after: reads.objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					if strings.HasPrefix(name, "revenues_") && v != nil {
						o[name], changed = times5(100)(v), true
					}
				}
				return changed
			})},
		{Name: "a report that is being made is PROCESSING instead of IN_PROGRESS", Kind: Units, Class: Breaking,
			after: where(calls5).but("__schema").maps("status", word5("IN_PROGRESS", "PROCESSING"))},
		{Name: "the dates of DynTube's views are Unix times", Kind: Units, Class: Breaking,
			after: at(statsHost, "(GET|POST) /v1/logs/data").good().maps("date", func(v any) any {
				s, _ := v.(string)
				t, err := time.Parse(time.RFC3339, s)
				if err != nil {
					return v
				}
				return t.Unix()
			})},
	}
}

// word5 replaces a word.
func word5(from, to string) func(v any) any {
	return func(v any) any {
		if v == from {
			return to
		}
		return v
	}
}

// span5 writes seconds as hours, minutes and seconds.
func span5(v any) any {
	number, ok := v.(json.Number)
	n, err := number.Int64()
	if !ok || err != nil {
		return v
	}
	return fmt.Sprintf("%02d:%02d:%02d", n/3600, n/60%60, n%60)
}

func limits5() []*Change {
	return []*Change{
		{Name: "a page of a list has at most 50 items", Kind: Limits, Class: Breaking,
			after: where(func(x *Exchange) bool { return rest5("GET", "/.*")(x) && query5(x, "limit") > 50 }).refuses5(400,
				"invalid_parameter", "Too high value, max allowed value is 50 for `limit' parameter")},
		{Name: "a limit beyond 100 is lowered to 100 instead of refused", Kind: Limits, Class: Dangerous,
			before: func(x *Exchange) {
				if rest5("GET", "/.*")(x) && query5(x, "limit") > 100 {
					q := x.R.URL.Query()
					q.Set("limit", "100")
					x.R.URL.RawQuery, x.edited = q.Encode(), true
				}
			}},
		{Name: "a report has at most seven dimensions", Kind: Limits, Class: Breaking,
			after: asks5(func(in map[string]any) bool { list, _ := in["dimensions"].([]any); return len(list) > 7 }).errors5(
				"A report cannot have more than 7 dimensions.")},
		{Name: "a request of JSON-RPC has at most five calls", Kind: Limits, Class: Breaking,
			after: where(func(x *Exchange) bool {
				var batch []json.RawMessage
				return at(dataHost, "POST /?")(x) && json.Unmarshal(bytes.TrimSpace(x.Sent), &batch) == nil && len(batch) > 5
			}).refuses5(400, "invalid_parameter", "Too many calls, max allowed value is 5")},
		{Name: "a report has at most 90 days", Kind: Limits, Class: Breaking,
			after: asks5(func(in map[string]any) bool { return days5(in) > 90 }).errors5(
				"A report cannot have more than 90 days.")},
	}
}

// days5 counts the days of a report.
func days5(in map[string]any) int {
	day := func(name string) time.Time {
		s, _ := in[name].(string)
		t, _ := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
		return t
	}
	return int(day("endDate").Sub(day("startDate")).Hours())/24 + 1
}

func connection5() []*Change {
	item := at(dataHost, "GET /(video|user|playlist)/[^/]+")
	return []*Change{
		{Name: "the certificates are from another issuer", Kind: Connection, Class: Breaking,
			tls: TLS{Issuer: "Edge Services Private CA"}},
		{Name: "the hosts speak TLS 1.2 and nothing newer", Kind: Connection, Class: Dangerous, tls: TLS{Old: true}},
		{Name: "the certificates expire in a day and a half", Kind: Connection, Class: Dangerous,
			tls: TLS{Lasts: 36 * time.Hour}},
		{Name: "reads of a video, user or playlist are redirected (301) to the address with a final slash", Kind: Connection,
			Class: Dangerous, after: item.redirects5(301, func(u *url.URL) { u.Path += "/" })},
		{Name: "links of reports are redirected (302) to the file", Kind: Connection, Class: Dangerous,
			after: where(file).but("alt=media").redirects5(302, func(u *url.URL) {
				q := u.Query()
				q.Set("alt", "media")
				u.RawQuery = q.Encode()
			})},
	}
}
