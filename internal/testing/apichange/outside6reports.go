package apichange

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func reports6() []*Change {
	earnings := &asked6{which: func(input map[string]any) bool {
		return slices.ContainsFunc(names6(input, "metrics"), func(name string) bool {
			return strings.HasPrefix(name, "ESTIMATED_EARNINGS")
		})
	}}
	several := &asked6{which: func(input map[string]any) bool { return len(names6(input, "dimensions")) > 1 }}
	return []*Change{{
		Name: "reports of estimated earnings end as FAILED", Kind: Reports, Class: Breaking,
		after: earnings.polls(func(o map[string]any, _ time.Duration) bool { return stands6(o, "FAILED") }),
	}, {
		Name: "reports that were asked for in the Studio stay PROCESSING", Kind: Reports, Class: Breaking,
		after: graphQL6("").and("analysis").objects(func(o map[string]any) bool { return stands6(o, "PROCESSING") }),
	}, {
		Name: "reports with several dimensions take two and a half hours", Kind: Reports, Class: Breaking,
		after: several.polls(func(o map[string]any, age time.Duration) bool {
			return age < 150*time.Minute && stands6(o, "IN_PROGRESS")
		}),
	}, {
		Name: "download links on the private host are null in each edge", Kind: Reports, Class: Breaking,
		after: graphQL6(partnerHost).and("downloadLinks").objects(func(o map[string]any) bool {
			_, edge := o["node"].(map[string]any)
			if edge {
				o["node"] = nil
			}
			return edge
		}),
	}, {
		Name: "files of reports are a web page to sign in", Kind: Reports, Class: Breaking,
		after: where(file).respond(http.StatusOK,
			"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>\n"),
	}}
}

func figures6() []*Change {
	return []*Change{{
		Name: "reports by hour lack the last hour of each day", Kind: Figures, Class: Dangerous,
		after: files(func(g grid) grid {
			i, n := g.column("hour"), len(g)
			if i >= 0 {
				g = slices.DeleteFunc(g, func(row []string) bool { return len(row[i]) > 13 && row[i][11:13] == "23" })
			}
			if len(g) == n {
				return nil
			}
			return g
		}),
	}, {
		Name: "a report without a product is one of ALL", Kind: Figures, Class: Dangerous,
		before: before6(func(_ *Exchange, input map[string]any) bool {
			without := input["product"] == nil
			if without {
				input["product"] = "ALL"
			}
			return without
		}),
	}, {
		Name: "ECPM is a quarter lower than the earnings of a thousand impressions", Kind: Figures, Class: Dangerous,
		after: each6(fields("ecpm_eur", times6(0.75, 6)), fields("ecpm_usd", times6(0.75, 6))),
	}, {
		Name: "the file of a report without rows has no header line", Kind: Figures, Class: Breaking,
		after: func(x *Exchange) bool {
			if !file(x) || bytes.Count(x.Body, []byte("\n")) > 1 {
				return false
			}
			x.Body = nil
			return true
		},
	}, {
		Name: "the code in errors of REST is a string", Kind: Figures, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").objects(func(o map[string]any) bool {
			code, ok := o["code"].(json.Number)
			if !ok || o["message"] == nil {
				return false
			}
			o["code"] = code.String()
			return true
		}),
	}}
}

// times6 multiplies a decimal number and rounds it to some decimals.
func times6(by float64, decimals int) func(field string) string {
	return func(field string) string {
		f, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return field
		}
		return strconv.FormatFloat(f*by, 'f', decimals, 64)
	}
}

// words6 replaces whole words.
func words6(pairs map[string]string) func(word string) string {
	return func(word string) string {
		if other, ok := pairs[word]; ok {
			return other
		}
		return word
	}
}

// texts6 replaces the value of a member, if it is a string.
func (w where) texts6(name string, f func(text string) string) func(*Exchange) bool {
	return w.maps(name, func(v any) any {
		if text, ok := v.(string); ok {
			return f(text)
		}
		return v
	})
}

// categories6 are the names of some categories by their slugs.
var categories6 = map[string]string{
	"news": "News", "music": "Music", "sport": "Sports", "lifestyle": "Lifestyle & How-To", "shortfilms": "Movies",
	"tv": "TV", "videogames": "Gaming", "fun": "Comedy & Entertainment", "tech": "Tech",
	"travel": "Travel", "school": "Education",
}

func units6() []*Change {
	decimal := func(v any) any {
		n, ok := v.(json.Number)
		if !ok {
			return v
		}
		f, _ := n.Float64()
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return []*Change{{
		Name: "created_time is a text such as 2026-06-20T12:00:00Z", Kind: Units, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").maps("created_time", func(v any) any {
			n, ok := v.(json.Number)
			seconds, _ := n.Int64()
			if !ok {
				return v
			}
			return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
		}),
	}, {
		Name: "the watchTime of DynTube's views is in milliseconds", Kind: Units, Class: Dangerous,
		after: at(statsHost, ".* /v1/logs/data").maps("watchTime", func(v any) any {
			n, _ := v.(json.Number)
			seconds, _ := n.Int64()
			return seconds * 1000
		}),
	}, {
		Name: "VIEW_THROUGH_RATE is a fraction from 0 to 1", Kind: Units, Class: Dangerous,
		after: fields("view_through_rate", times6(0.01, 4)),
	}, {
		Name: "estimated earnings are in cents", Kind: Units, Class: Dangerous,
		after: each6(fields("estimated_earnings_eur", times6(100, 4)), fields("estimated_earnings_usd", times6(100, 4))),
	}, {
		Name: "days in reports are written as 20260620", Kind: Units, Class: Breaking,
		after: fields("day", func(day string) string { return strings.ReplaceAll(day, "-", "") }),
	}, {
		Name: "device types in reports are smartphone and computer rather than mobile and desktop",
		Kind: Units, Class: Dangerous,
		after: fields("visitor_device_type", words6(map[string]string{"mobile": "smartphone", "desktop": "computer"})),
	}, {
		Name: "the status of a published video is online", Kind: Units, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").texts6("status", words6(map[string]string{"published": "online"})),
	}, {
		Name: "addresses of thumbnails have no scheme", Kind: Units, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").objects(func(o map[string]any) (changed bool) {
			for name, v := range o {
				address, _ := v.(string)
				if strings.HasPrefix(name, "thumbnail_") && strings.HasPrefix(address, "https://") {
					o[name], changed = strings.TrimPrefix(address, "https:"), true
				}
			}
			return changed
		}),
	}, {
		Name: "the channel of a video is a name such as News rather than a slug", Kind: Units, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").texts6("channel", words6(categories6)),
	}, {
		Name: "revenues of users are strings", Kind: Units, Class: Breaking,
		after: rest6("GET", "/(user|me).*").objects(func(o map[string]any) (changed bool) {
			for name, v := range o {
				if strings.HasPrefix(name, "revenues_") {
					o[name] = decimal(v)
					changed = true
				}
			}
			return changed
		}),
	}}
}
