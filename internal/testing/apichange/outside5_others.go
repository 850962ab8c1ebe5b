package apichange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// Outside5Others returns additive and harmless changes that were written from the fact sheets alone.
func Outside5Others() []*Change {
	all := additive5()
	for _, c := range slices.Concat(harmlessText5(), harmlessValues5()) {
		c.Class = Harmless
		all = append(all, c)
	}
	return all
}

// adds5 adds a member to the objects that have another one.
func (w where) adds5(beside, name string, v any) func(*Exchange) bool {
	return w.objects(func(o map[string]any) bool {
		if _, ok := o[beside]; !ok {
			return false
		}
		o[name] = v
		return true
	})
}

func additive5() []*Change {
	add := func(name, kind string, m map[string]any) func(*Exchange) bool {
		return types("", name, func(t map[string]any) bool { return adding(t, kind, m) })
	}
	views := at(statsHost, "(GET|POST) /v1/logs/data").good()
	all := []*Change{
		{Name: "a report file has a new field, expireDate", Kind: Schema,
			after: add("PartnerReportFile", "fields", map[string]any{"name": "expireDate", "type": scalar("DateTime")})},
		{Name: "a new optional argument of askPartnerReportFile, dryRun", Kind: Schema,
			after: types("", "Mutation", func(t map[string]any) bool {
				return argue5(t, "askPartnerReportFile", "dryRun", scalar("Boolean"), "false")
			})},
		{Name: "a new metric, SHARES", Kind: Schema,
			after: add("PartnerReportMetric", "enumValues", map[string]any{"name": "SHARES"})},
		{Name: "a new optional filter, visitorCountry", Kind: Schema,
			after: add("PartnerReportFilters", "inputFields",
				map[string]any{"name": "visitorCountry", "type": scalar("String")})},
		{Name: "a new type, PartnerReportSchedule", Kind: Schema, after: where(calls5).and("__schema").objects(schedule5)},
		{Name: "the metric NB_P1_IMPRESSION is deprecated", Kind: Schema,
			after: types("", "PartnerReportMetric", func(t map[string]any) bool {
				m := member(t, "NB_P1_IMPRESSION")
				return puts5(m, "isDeprecated", true) && puts5(m, "deprecationReason", "Use `NB_IMPRESSION` metric.")
			})},
		{Name: "token responses of public keys have organization_id", Kind: Tokens,
			after: at("", "POST /oauth/token").good().adds5("access_token", "organization_id", "x1orgid")},
		{Name: "lists of REST have next, the number of the next page", Kind: Lists,
			after: rest5("GET", "/.*").good().objects(next5)},
		{Name: "DynTube's views have sessionId", Kind: Lists, after: views.adds5("viewId", "sessionId", "s7d0q2")},
		{Name: "responses of REST have a header with the requests that are left", Kind: Limits,
			after: where(func(x *Exchange) bool {
				return rest5("(GET|POST|DELETE)", "/.*")(x) && !strings.HasPrefix(x.R.URL.Path, "/oauth/")
			}).headers("X-Ratelimit-Remaining", "59")},
	}
	for _, c := range all {
		c.Class = Additive
	}
	return all
}

// next5 adds the number of the next page to a list, or null.
func next5(o map[string]any) bool {
	page, _ := o["page"].(json.Number)
	n, err := page.Int64()
	more, ok := o["has_more"].(bool)
	if err != nil || !ok {
		return false
	}
	o["next"] = nil
	if more {
		o["next"] = n + 1
	}
	return true
}

// schedule5 adds a type to the schema.
func schedule5(o map[string]any) bool {
	list, ok := o["types"].([]any)
	if ok {
		field := map[string]any{"name": "id", "description": nil, "args": []any{}, "type": required(scalar("ID")),
			"isDeprecated": false, "deprecationReason": nil}
		o["types"] = append(list, map[string]any{"kind": "OBJECT", "name": "PartnerReportSchedule", "description": nil,
			"fields": []any{field}, "inputFields": nil, "interfaces": []any{}, "enumValues": nil, "possibleTypes": nil})
	}
	return ok
}

// text5 edits the text of JSON responses.
func (w where) text5(edit func(body []byte) []byte) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || !strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") || !json.Valid(x.Body) {
			return false
		}
		now := edit(slices.Clone(x.Body))
		changed := !bytes.Equal(now, x.Body)
		x.Body = now
		return changed
	}
}

// anything5 selects all requests.
func anything5(*Exchange) bool { return true }

// escape5 writes quotes and letters beyond ASCII as PHP may.
func escape5(body []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(body) {
		switch {
		case r == '\'' || r > 126 && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case r > 126:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// indent5 indents JSON.
func indent5(body []byte) []byte {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return body
	}
	return b.Bytes()
}

// alphabetical5 puts the members of objects in alphabetical order.
func alphabetical5(body []byte) []byte {
	x := &Exchange{Body: body}
	x.set(x.value())
	return x.Body
}

// lower5 writes the names of some headers in lower case.
func lower5(x *Exchange) (changed bool) {
	for _, name := range []string{"Cache-Control", "Www-Authenticate", "Access-Control-Allow-Origin", "Pragma"} {
		if values, ok := x.Header[name]; ok {
			delete(x.Header, name)
			x.Header[strings.ToLower(name)] = values
			changed = true
		}
	}
	return changed
}

func harmlessText5() []*Change {
	rest := rest5("(GET|POST|DELETE)", "/.*")
	return []*Change{
		{Name: "the message about a missing object has other words", Kind: Figures,
			after: rest.bad().maps("message", func(v any) any {
				s, _ := v.(string)
				return strings.Replace(s, "Can't find object", "There is no such object:", 1)
			})},
		{Name: "the descriptions of token errors of private keys have other words", Kind: Tokens,
			after: at(partnerHost, "POST /oauth/v1/token").bad().maps("error_description", func(any) any {
				return "The request was declined."
			})},
		{Name: "token errors have error_uri, as RFC 6749 allows", Kind: Tokens,
			after: at("", "POST /oauth/(v1/)?token").bad().adds5("error_description", "error_uri",
				"https://developers.dailymotion.com/")},
		{Name: "the messages of GraphQL errors have other words", Kind: Schema,
			after: where(calls5).maps("message", func(any) any { return "That was not possible." })},
		{Name: "members of REST's objects are in alphabetical order", Kind: Lists, after: rest.text5(alphabetical5)},
		{Name: "slashes in REST's JSON are escaped", Kind: Lists,
			after: rest.text5(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("/"), []byte(`\/`)) })},
		{Name: "quotes and letters beyond ASCII are escaped in JSON", Kind: Lists, after: where(anything5).text5(escape5)},
		{Name: "GraphQL responses are indented", Kind: Schema, after: where(calls5).text5(indent5)},
		{Name: "names of some headers are in lower case", Kind: Connection, after: lower5},
		{Name: "another software of servers in the header Server", Kind: Connection,
			after: where(anything5).headers("Server", "nginx/1.29.3")},
		{Name: "GraphQL responses come in chunks instead of with a length", Kind: Connection,
			after: where(calls5).headers("Transfer-Encoding", "chunked")},
		{Name: "the media type of REST's responses does not name a charset", Kind: Connection,
			after: rest.media5("application/json")},
	}
}

// crlf5 ends lines in a carriage return and a line feed, except those within quotes.
func crlf5(body []byte) (out []byte) {
	quoted := false
	for _, c := range body {
		quoted = quoted != (c == '"')
		if c == '\n' && !quoted {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}

// media5 replaces the media type of JSON.
func (w where) media5(kind string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		return strings.HasPrefix(x.Header.Get("Content-Type"), "application/json;") && w.headers("Content-Type", kind)(x)
	}
}

func harmlessValues5() []*Change {
	const upload, other = "upload-01.dc3.dailymotion.com", "upload-14.dc3.dailymotion.com"
	reads := rest5("GET", "/(videos?|users?|playlists?|me)(/.*)?").good()
	earnings := func(s string) string { return s + "00" }
	return []*Change{
		{Name: "videos have five likes more", Kind: Figures, after: reads.maps("likes_total", func(v any) any {
			n, ok := v.(json.Number)
			i, err := n.Int64()
			if !ok || err != nil {
				return v
			}
			return i + 5
		})},
		{Name: "DynTube's viewers have other ids", Kind: Figures,
			after: at(statsHost, "(GET|POST) /v1/logs/data").good().maps("viewerId", func(v any) any {
				s, _ := v.(string)
				b := []byte(s)
				slices.Reverse(b)
				return string(b)
			})},
		{Name: "pictures are on s1.dmcdn.net and s2.dmcdn.net the other way round", Kind: Units,
			after: reads.text5(func(body []byte) []byte {
				const one, two = "//s1.dmcdn.net", "//s2.dmcdn.net"
				return []byte(strings.NewReplacer(one, two, two, one).Replace(string(body)))
			})},
		{Name: "uploads go to another number of upload server", Kind: Units,
			before: func(x *Exchange) {
				if x.R.Host == other {
					x.R.Host = upload
				}
			},
			after: where(anything5).text5(func(body []byte) []byte {
				return bytes.ReplaceAll(body, []byte(upload), []byte(other))
			})},
		{Name: "reports take 40 minutes", Kind: Reports, after: follow5(every5, takes5(40*time.Minute))},
		{Name: "rows of reports are in reverse order", Kind: Figures, after: files(func(g grid) grid {
			if len(g) < 3 {
				return nil
			}
			slices.Reverse(g[1:])
			return g
		})},
		{Name: "lines of reports end in a carriage return and a line feed", Kind: Reports, after: func(x *Exchange) bool {
			if !file(x) {
				return false
			}
			x.Body = crlf5(x.Body)
			return true
		}},
		{Name: "earnings in reports have two more decimals, which are 0", Kind: Units,
			after: all5(fields("estimated_earnings_eur", earnings), fields("estimated_earnings_usd", earnings))},
		{Name: "addresses of reports end in .csv", Kind: Reports,
			before: func(x *Exchange) {
				if isFile(x.R) {
					x.R.URL.Path = strings.TrimSuffix(x.R.URL.Path, ".csv")
				}
			},
			after: where(calls5).maps("link", func(v any) any {
				s, _ := v.(string)
				return s + ".csv"
			})},
		{Name: "the media type of reports is application/octet-stream", Kind: Reports,
			after: where(file).headers("Content-Type", "application/octet-stream")},
		{Name: "languages are in another order", Kind: Lists,
			after: rest5("GET", "/languages").good().objects(func(o map[string]any) bool {
				list, _ := o["list"].([]any)
				slices.Reverse(list)
				return len(list) > 1
			})},
		{Name: "responses to a batch of JSON-RPC are in reverse order", Kind: Lists, after: func(x *Exchange) bool {
			list, _ := x.value().([]any)
			if !at(dataHost, http.MethodPost+" /?")(x) || len(list) < 2 {
				return false
			}
			slices.Reverse(list)
			x.set(list)
			return true
		}},
	}
}
