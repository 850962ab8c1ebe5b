package apichange

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// Outside6Others returns additive changes and harmless ones, written like those of Outside6.
func Outside6Others() []*Change {
	return slices.Concat(additive6(), texts6(), values6(), files6())
}

func additive6() []*Change {
	schema := func(name, kind string, m map[string]any) func(*Exchange) bool {
		return types("", name, func(t map[string]any) bool { return adding(t, kind, maps.Clone(m)) })
	}
	schedule := map[string]any{
		"kind": "OBJECT", "name": "PartnerReportSchedule", "description": "A report that is made every day.",
		"inputFields": nil,
		"enumValues":  nil, "possibleTypes": nil, "interfaces": []any{}, "fields": []any{map[string]any{
			"name": "hour", "description": nil, "args": []any{}, "type": scalar("Int"),
			"isDeprecated": false, "deprecationReason": nil,
		}},
	}
	changes := []*Change{{
		Name: "lists of REST also say pages", Kind: Lists,
		after: rest6("GET", "/.*").objects(func(o map[string]any) bool {
			_, list := o["has_more"]
			if list {
				o["pages"] = 100
			}
			return list
		}),
	}, {
		Name: "DynTube's views also say referrer", Kind: Lists,
		after: at(statsHost, ".* /v1/logs/data").objects(func(o map[string]any) bool {
			_, view := o["viewId"]
			if view {
				o["referrer"] = "https://morningpost.example/"
			}
			return view
		}),
	}, {
		Name: "GET /auth also says organization", Kind: Lists,
		after: rest6("GET", "/auth/?").objects(func(o map[string]any) bool {
			_, has := o["scope"]
			if has {
				o["organization"] = "x1a2b3"
			}
			return has
		}),
	}, {
		Name: "responses of GraphQL also have extensions with the id of the request", Kind: Lists,
		after: graphQL6("").good().objects(func(o map[string]any) bool {
			_, whole := o["data"]
			if whole {
				o["extensions"] = map[string]any{"requestId": "5f0c2a"}
			}
			return whole
		}),
	}, {
		Name: "PartnerReportFile.downloadLinks has an optional argument format", Kind: Schema,
		after: types("", "PartnerReportFile", func(t map[string]any) bool {
			return argument6(t, "downloadLinks", "format", scalar("String"))
		}),
	}, {
		Name: "AskPartnerReportFileInput has an optional member timezone", Kind: Schema,
		after: schema("AskPartnerReportFileInput", "inputFields",
			map[string]any{"name": "timezone", "type": scalar("String"), "defaultValue": `"UTC"`}),
	}, {
		Name: "PartnerReportMetric has a further value SHARES", Kind: Schema,
		after: schema("PartnerReportMetric", "enumValues", map[string]any{"name": "SHARES"}),
	}, {
		Name: "the schema has a further type PartnerReportSchedule", Kind: Schema,
		after: graphQL6("").objects(func(o map[string]any) bool {
			all, ok := o["types"].([]any)
			if ok {
				o["types"] = append(all, schedule)
			}
			return ok
		}),
	}, {
		Name: "PartnerReportMetric.IMPRESSIONS is deprecated", Kind: Schema,
		after: types("", "PartnerReportMetric", func(t map[string]any) bool {
			return becomes6(t, "IMPRESSIONS", "isDeprecated", true) &&
				becomes6(t, "IMPRESSIONS", "deprecationReason", "Use `NB_IMPRESSION`.")
		}),
	}, {
		Name: "responses of REST have headers X-RateLimit-Limit and X-RateLimit-Remaining", Kind: Lists,
		after: each6(rest6("[A-Z]+", "/.*").headers("X-RateLimit-Limit", "1000"),
			rest6("[A-Z]+", "/.*").headers("X-RateLimit-Remaining", "990")),
	}}
	for _, c := range changes {
		c.Class = Additive
	}
	return changes
}

// bytes6 edits the bodies of JSON responses.
func (w where) bytes6(edit func(body []byte) []byte) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || !strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") {
			return false
		}
		before := x.Body
		x.Body = edit(x.Body)
		return !bytes.Equal(before, x.Body)
	}
}

// replaces6 replaces a text in JSON responses.
func (w where) replaces6(old, by string) func(*Exchange) bool {
	return w.bytes6(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(old), []byte(by)) })
}

// says6 replaces the text of an error by other words, if the object is selected.
func (w where) says6(member, words string, which func(o map[string]any) bool) func(*Exchange) bool {
	return w.objects(func(o map[string]any) bool {
		_, has := o[member].(string)
		if has = has && which(o); has {
			o[member] = words
		}
		return has
	})
}

func indent6(body []byte) []byte {
	var out bytes.Buffer
	depth, quoted, escaped := 0, false, false
	line := func(by int) {
		depth += by
		out.WriteString("\n" + strings.Repeat("  ", max(depth, 0)))
	}
	for _, c := range body {
		switch {
		case quoted:
			out.WriteByte(c)
			quoted, escaped = c != '"' || escaped, c == '\\' && !escaped
		case c == '}' || c == ']':
			line(-1)
			out.WriteByte(c)
		default:
			quoted = c == '"'
			out.WriteByte(c)
			if c == '{' || c == '[' {
				line(1)
			} else if c == ',' {
				line(0)
			}
		}
	}
	return out.Bytes()
}

func ascii6(body []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(body) {
		if r < 0x80 {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.Bytes()
}

func texts6() []*Change {
	everything := at("", "[A-Z]+ .*")
	tokens := at("", "POST /oauth/(v1/)?token")
	return harmless6([]*Change{{
		Name: "members in responses of REST come in alphabetical order", Kind: Lists,
		after: func(x *Exchange) bool {
			v, before := x.value(), x.Body
			if v == nil || !rest6("[A-Z]+", "/.*")(x) {
				return false
			}
			x.set(v)
			return !bytes.Equal(before, x.Body)
		},
	}, {
		Name: "JSON of REST and DynTube is indented", Kind: Lists,
		after: each6(rest6("[A-Z]+", "/.*").bytes6(indent6), at(statsHost, ".*").bytes6(indent6),
			at(manageHost, ".*").bytes6(indent6)),
	}, {
		Name: "slashes in JSON are escaped", Kind: Lists,
		after: everything.replaces6("/", `\/`),
	}, {
		Name: "letters beyond ASCII are escaped in JSON", Kind: Lists,
		after: everything.bytes6(ascii6),
	}, {
		Name: "there is another header Server", Kind: Connection,
		after: everything.headers("Server", "nginx"),
	}, {
		Name: "names of headers such as cache-control are in lower case", Kind: Connection,
		after: func(x *Exchange) (changed bool) {
			for _, name := range []string{"Cache-Control", "Access-Control-Allow-Origin", "Pragma"} {
				if values, ok := x.Header[name]; ok {
					delete(x.Header, name)
					x.Header[strings.ToLower(name)] = values
					changed = true
				}
			}
			return changed
		},
	}, {
		Name: "responses in JSON are sent in chunks", Kind: Connection,
		after: func(x *Exchange) bool {
			return strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") &&
				everything.headers("Transfer-Encoding", "chunked")(x)
		},
	}, {
		Name: "the scheme in WWW-Authenticate is OAuth", Kind: Connection,
		after: func(x *Exchange) bool {
			rest, bearer := strings.CutPrefix(x.Header.Get("WWW-Authenticate"), "Bearer ")
			return bearer && everything.headers("WWW-Authenticate", "OAuth "+rest)(x)
		},
	}, {
		Name: "token errors that no source quotes have other words", Kind: Tokens,
		after: tokens.says6("error_description", "The request was refused.", func(o map[string]any) bool {
			return o["error"] != "invalid_grant"
		}),
	}, {
		Name: "the message for a bad token at GraphQL has other words", Kind: Figures,
		after: graphQL6("").bad().says6("message", "Please sign in again.", func(o map[string]any) bool {
			return o["type"] == "unauthorized"
		}),
	}, {
		Name: "messages for a missing parameter and a limit of 0 have other words", Kind: Figures,
		after: each6(rest6("[A-Z]+", "/.*").bad().says6("message", "`message' is required",
			func(o map[string]any) bool { return o["type"] == "missing_required_parameter" }),
			rest6("[A-Z]+", "/.*").bad().and("limit=0").says6("message", "`limit' must be at least 1",
				func(o map[string]any) bool { return o["type"] == "invalid_parameter" })),
	}, {
		Name: "descriptions in the schema have other words", Kind: Schema,
		after: graphQL6("").and("__").says6("description", "See the manual.", func(map[string]any) bool { return true }),
	}, {
		Name: "types of the schema are listed in another order", Kind: Schema,
		after: graphQL6("").objects(func(o map[string]any) bool {
			all, ok := o["types"].([]any)
			slices.Reverse(all)
			return ok
		}),
	}})
}

// harmless6 sets the class of changes.
func harmless6(changes []*Change) []*Change {
	for _, c := range changes {
		c.Class = Harmless
	}
	return changes
}

// swapped6 has capital letters for small ones and the other way round.
func swapped6(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, id)
}

func values6() []*Change {
	const first, other = "upload-01.dc3.dailymotion.com", "upload-07.dc3.dailymotion.com"
	views := at(statsHost, ".* /v1/logs/data")
	slow := &asked6{which: func(map[string]any) bool { return true }}
	unsorted := func(x *Exchange) bool { return !x.R.URL.Query().Has("sort") }
	return harmless6([]*Change{{
		Name: "videos have a few likes more", Kind: Figures,
		after: rest6("[A-Z]+", "/.*").maps("likes_total", func(v any) any {
			n := 0
			_, _ = fmt.Sscan(fmt.Sprint(v), &n)
			return n + n/10 + 1
		}),
	}, {
		Name: "views and viewers of DynTube have other ids", Kind: Figures,
		after: each6(views.texts6("id", swapped6), views.texts6("viewId", swapped6), views.texts6("viewerId", swapped6)),
	}, {
		Name: "reports take an hour and three quarters", Kind: Reports,
		after: slow.polls(func(o map[string]any, age time.Duration) bool {
			return age < 105*time.Minute && stands6(o, "IN_PROGRESS")
		}),
	}, {
		Name: "pictures of videos are on s1.dmcdn.net rather than s2", Kind: Units,
		after: rest6("[A-Z]+", "/.*").replaces6("https://s2.dmcdn.net/v/", "https://s1.dmcdn.net/v/"),
	}, {
		Name: "the upload server is number 07", Kind: Units,
		before: func(x *Exchange) {
			if x.R.Host == other {
				x.R.Host = first
			}
			x.Sent = bytes.ReplaceAll(x.Sent, []byte(other), []byte(first))
		},
		after: at("", "[A-Z]+ .*").replaces6(first, other),
	}, {
		Name: "GET /channels lists them in another order", Kind: Lists,
		after: rest6("GET", "/channels/?").and6(unsorted).objects(func(o map[string]any) bool {
			list, ok := o["list"].([]any)
			slices.Reverse(list)
			return ok
		}),
	}})
}

// An ordered6 remembers the files of reports that were asked for in the Studio, which may promise an order.
type ordered6 struct {
	mu    sync.Mutex
	paths map[string]bool
}

func (s *ordered6) reverses(x *Exchange) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if graphQL6("").and("analysis")(x) {
		walk(x.value(), func(o map[string]any) bool {
			link, _ := o["link"].(string)
			if _, path, ok := strings.Cut(link, "/dailymotion-stats-report/"); ok {
				s.paths[path] = true
			}
			return false
		})
	}
	_, path, _ := strings.Cut(x.R.URL.Path, "/dailymotion-stats-report/")
	return !s.paths[path] && raw6("\n", func(rows [][]string) { slices.Reverse(rows[1:]) })(x)
}

// raw6 edits the fields of report files as they are written, with their quotes.
func raw6(end string, edit func(rows [][]string)) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !file(x) || !bytes.HasSuffix(x.Body, []byte("\n")) {
			return false
		}
		var rows [][]string
		var row []string
		quoted, start := false, 0
		for i, c := range x.Body {
			if c == '"' {
				quoted = !quoted
			}
			if quoted || c != ',' && c != '\n' {
				continue
			}
			row = append(row, string(x.Body[start:i]))
			start = i + 1
			if c == '\n' {
				rows, row = append(rows, row), nil
			}
		}
		edit(rows)
		var out bytes.Buffer
		for _, row := range rows {
			out.WriteString(strings.Join(row, ",") + end)
		}
		changed := !bytes.Equal(x.Body, out.Bytes())
		x.Body = out.Bytes()
		return changed
	}
}

// fields6 edits each field that has a value.
func fields6(edit func(field string) string) func(rows [][]string) {
	return func(rows [][]string) {
		for _, row := range rows {
			for i, field := range row {
				if field != "" {
					row[i] = edit(field)
				}
			}
		}
	}
}

func files6() []*Change {
	studio := &ordered6{paths: map[string]bool{}}
	return harmless6([]*Change{{
		Name: "rows of reports come in the reverse order", Kind: Lists,
		after: studio.reverses,
	}, {
		Name: "all values in files of reports are quoted", Kind: Units,
		after: raw6("\n", fields6(func(field string) string {
			if strings.HasPrefix(field, `"`) {
				return field
			}
			return `"` + field + `"`
		})),
	}, {
		Name: "lines in files of reports end in CR and LF", Kind: Units,
		after: raw6("\r\n", func([][]string) {}),
	}, {
		Name: "hours in reports are written as 2026-06-20T14:00:00Z", Kind: Units,
		after: raw6("\n", fields6(func(field string) string {
			hour, err := time.Parse("2006-01-02 15:04:05 UTC", field)
			if err != nil {
				return field
			}
			return hour.Format(time.RFC3339)
		})),
	}, {
		Name: "files of reports have the content type application/octet-stream", Kind: Connection,
		after: where(file).headers("Content-Type", "application/octet-stream"),
	}})
}
