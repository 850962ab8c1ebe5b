package apichange

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// A Surface holds what the fact sheets say a client may read, from which Draw draws changes. So a set of changes knows
// nothing about the cases that it measures.
type Surface struct {
	Fields map[string]map[string]string // by object of REST, the JSON types of its public fields
	Schema ast.DefinitionList           // of reporting
	Views  []string                     // members of DynTube's views
}

// ReadSurface reads docs/spec/rest-fields.json, a schema in SDL and contracts/shapes/dyntube-view.schema.json.
func ReadSurface(fields, sdl, views []byte) (Surface, error) {
	s := Surface{Fields: map[string]map[string]string{}}
	var objects map[string]json.RawMessage
	if err := json.Unmarshal(fields, &objects); err != nil {
		return s, err
	}
	for _, name := range []string{"video", "user", "playlist", "channel"} {
		var all map[string]struct{ JSON, Visibility, Scope string }
		if err := json.Unmarshal(objects[name], &all); err != nil {
			return s, err
		}
		s.Fields[name] = map[string]string{}
		for field, f := range all {
			if f.Visibility == "public" && f.Scope == "" {
				s.Fields[name][field] = f.JSON
			}
		}
	}
	var schema struct {
		Defs map[string]struct{ Required []string } `json:"$defs"`
	}
	if err := json.Unmarshal(views, &schema); err != nil {
		return s, err
	}
	for _, name := range []string{"view", "browser", "device", "os", "geo", "embed", "pager"} {
		s.Views = append(s.Views, schema.Defs[name].Required...)
	}
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema", Input: string(sdl)})
	if err != nil {
		return s, err
	}
	s.Schema = doc.Definitions
	return s, nil
}

// A draw draws from lists, in an order that follows from a seed.
type draw struct {
	Surface
	seed uint64
	n    int
}

func (d *draw) below(n int) int {
	h := fnv.New64a()
	fmt.Fprint(h, d.seed, "/", d.n)
	d.n++
	x := h.Sum64()
	x ^= x >> 32
	x *= 0x9E3779B97F4A7C15
	return int((x ^ x>>29) % uint64(n))
}

func (d *draw) word(words string) string {
	all := strings.Fields(words)
	return all[d.below(len(all))]
}

func one[T any](d *draw, all ...T) T { return all[d.below(len(all))] }

// Draw returns n changes that follow from a seed, of all kinds in turn, without two that have the same name.
func Draw(s Surface, seed uint64, n int) []*Change {
	d := &draw{Surface: s, seed: seed}
	makers := []func(*draw) *Change{drawToken, drawGone, drawMember, drawReport, drawFigure, drawUnit, drawLimit,
		drawSchema, drawConnection, drawMember, drawUnit, drawSchema}
	var all []*Change
	for len(all) < n {
		c := makers[len(all)%len(makers)](d)
		if !slices.ContainsFunc(all, func(o *Change) bool { return o.Name == c.Name }) {
			all = append(all, c)
		}
	}
	return all
}

func drawToken(d *draw) *Change {
	name := d.word("GraphQL API private")
	w := map[string]where{"GraphQL": publicToken, "API": dataToken, "private": privateToken}[name]
	name = "token endpoint, " + name + ": "
	switch d.below(5) {
	case 0, 1:
		status, _ := strconv.Atoi(d.word("404 405 410 415 301 403"))
		return change(Tokens, Breaking, name+"responds "+strconv.Itoa(status), w.respond(status, `{}`))
	case 2:
		code := d.word("unsupported_grant_type invalid_scope invalid_request unauthorized_client")
		return change(Tokens, Breaking, name+"good requests are "+code, w.good().respond(400, `{"error":"`+code+`"}`))
	case 3:
		m := d.word("access_token token_type expires_in scope")
		if d.below(2) == 0 {
			return change(Tokens, Breaking, name+m+" is renamed", w.good().renames(m, m+"_v2"))
		}
		return change(Tokens, Breaking, name+m+" is of another kind", w.good().maps(m, flip))
	}
	return change(Tokens, Dangerous, name+"the code of refusals is another", w.bad().maps("error",
		func(v any) any { return fmt.Sprint(v, "_error") }))
}

var publicPaths = `/videos /video/\w+ /user/\w+ /playlists /playlist/\w+ /channels /channel/\w+ /echo /languages
	/locales /auth /me /users /user/\w+/videos /user/\w+/playlists /video/\w+/related /video/\w+/subtitles
	/channel/\w+/videos`

func drawGone(d *draw) *Change {
	status, _ := strconv.Atoi(d.word("404 405 410 301"))
	host, path := dataHost, ""
	switch d.below(5) {
	case 0:
		host, path = manageHost, d.word("/v1/videos /v1/channels /v1/projects /v1/account/plans")
	case 1:
		host, path = statsHost, "/v1/logs/data"
	case 2:
		host, path = partnerHost, d.word("/graphql /rest/.* /rest/auth")
	default:
		path = d.word(publicPaths)
	}
	return change(Gone, Breaking, fmt.Sprintf("%s%s responds %d", host, path, status),
		at(host, `\w+ `+path).respond(status, `{"error":{"code":`+strconv.Itoa(status)+`,"message":"gone"}}`))
}

// flip changes the kind of a JSON value.
func flip(v any) any {
	switch v := v.(type) {
	case string:
		return map[string]any{"value": v}
	case json.Number:
		return v.String()
	case bool:
		return map[bool]json.Number{true: "1", false: "0"}[v]
	}
	return "text"
}

func drawMember(d *draw) *Change {
	w, name, where := where(nil), "", ""
	switch d.below(6) {
	case 0:
		w, name, where = videos.good(), d.word("page limit has_more list explicit"), "lists"
	case 1:
		w, name, where = views.good(), one(d, d.Views...), "views"
	case 2:
		w, name, where = managed.good(), d.word("pager videos channels projects id title key name projectId"), "DynTube"
	case 3:
		w, where = graphQL.good(), "GraphQL"
		name = d.word("edges node link reportToken pageInfo data status downloadLinks id")
	case 4:
		w, name, where = at(dataHost, "GET .*").bad(), d.word("error code type message error_data reason"), "REST errors"
	default:
		where = d.word("video user playlist channel")
		name = one(d, slices.Sorted(maps.Keys(d.Fields[where]))...)
		switch where {
		case "video":
			w = videos.good()
		case "user":
			w = users.good()
		default:
			w = at(dataHost, "GET /"+where+`s?(/\w+)?`).good()
		}
	}
	switch d.below(4) {
	case 0:
		return change(Lists, Breaking, where+": "+name+" is renamed", w.renames(name, "new_"+name))
	case 1:
		return change(Lists, Breaking, where+": "+name+" is gone", w.renames(name, ""))
	case 2:
		return change(Lists, Breaking, where+": "+name+" is null", w.maps(name, func(any) any { return nil }))
	}
	return change(Lists, Breaking, where+": "+name+" is of another kind", w.maps(name, flip))
}

func drawReport(d *draw) *Change {
	switch d.below(9) {
	case 0:
		to := d.word("FAILED EXPIRED IN_PROGRESS DONE")
		return change(Reports, Breaking, "FINISHED is "+to, reportStatus("FINISHED", to))
	case 1:
		return change(Reports, Breaking, "links are null", graphQL.maps("link", func(any) any { return nil }))
	case 2:
		return change(Reports, Breaking, "links are relative", graphQL.maps("link",
			instead("https://storage.googleapis.com", "")))
	case 3:
		return change(Reports, Breaking, "finished reports have no edges", graphQL.maps("edges",
			func(any) any { return []any{} }))
	case 4:
		status, _ := strconv.Atoi(d.word("403 404 410 302"))
		return change(Reports, Breaking, fmt.Sprint("files respond ", status), where(file).respond(status, "<Error></Error>"))
	case 5:
		return change(Reports, Breaking, "files are HTML", where(file).respond(200, "<html><p>Sign in"))
	case 6:
		return change(Reports, Breaking, "files use semicolons", func(x *Exchange) bool {
			x.Body = swap(x, ",", ";")
			return file(x)
		})
	case 7:
		return change(Reports, Breaking, "GraphQL is HTML", graphQL.respond(200, "<html><p>Maintenance"))
	}
	return change(Reports, Breaking, "files have no rows", files(func(g grid) grid {
		if len(g) < 2 {
			return nil
		}
		return g[:1]
	}))
}

func swap(x *Exchange, from, to string) []byte {
	if !file(x) {
		return x.Body
	}
	return []byte(strings.ReplaceAll(string(x.Body), from, to))
}

func drawFigure(d *draw) *Change {
	switch d.below(8) {
	case 0:
		hour := fmt.Sprintf("%02d", d.below(24))
		return change(Figures, Breaking, "hour "+hour+" is missing", files(func(g grid) grid {
			return dropRows(g, "hour", func(s string) bool {
				return strings.Contains(s, "T"+hour+":") || strings.Contains(s, " "+hour+":")
			})
		}))
	case 1:
		column := d.word("nb_missed_impression average_watch_time_sec fill_rate no_ad_rate ecpm_eur")
		return change(Figures, Breaking, column+" is 30 % more", fields(column, times(1.3, 2)))
	case 2:
		return change(Figures, Breaking, "rows come twice", files(func(g grid) grid {
			if len(g) < 2 {
				return nil
			}
			return append(g, g[1+d.seed%uint64(len(g)-1)])
		}))
	case 3:
		product := d.word("LIVE EMBED CLAIM")
		return asking(Figures, Dangerous, "without a product the rows are of "+product,
			asks(func(in map[string]any) bool { return in["product"] == nil },
				func(in map[string]any) { in["product"] = product }))
	case 4:
		n := 1 + d.below(4)
		column := d.word("estimated_earnings_eur estimated_earnings_usd")
		return change(Figures, Dangerous, fmt.Sprintf("%s has %d decimals", column, n), fields(column, times(1, n)))
	case 5:
		return change(Figures, Breaking, "headers are in capitals", files(func(g grid) grid {
			for i := range g[0] {
				g[0][i] = strings.ToUpper(g[0][i])
			}
			return g
		}))
	case 6:
		m := d.word("message locations path")
		return change(Figures, Breaking, "errors of GraphQL have no "+m, graphQL.objects(func(o map[string]any) bool {
			_, has := o["locations"]
			_, is := o[m]
			if has {
				delete(o, m)
			}
			return has && is
		}))
	}
	word := d.word("OK DONE ACCEPTED")
	return change(Figures, Dangerous, "the payload's status is "+word, graphQL.maps("status", instead("SUCCESS", word)))
}

func dropRows(g grid, column string, which func(string) bool) grid {
	i := g.column(column)
	if i < 0 {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(g[1:]), func(row []string) bool { return which(row[i]) })
	if len(kept) == len(g)-1 {
		return nil
	}
	return append(g[:1:1], kept...)
}

func drawUnit(d *draw) *Change {
	switch d.below(10) {
	case 0:
		c := d.word("time_watched_seconds average_watch_time_sec")
		by := one(d, 1000.0, 1.0/60, 1.0/3600)
		return change(Units, Breaking, fmt.Sprintf("%s times %.4f", c, by), fields(c, times(by, 0)))
	case 1:
		c := d.word("estimated_earnings_eur estimated_earnings_usd ecpm_eur")
		by := one(d, 100.0, 1e6)
		return change(Units, Breaking, fmt.Sprintf("%s times %v", c, by), fields(c, times(by, 0)))
	case 2:
		c := d.word("view_through_rate fill_rate no_ad_rate viewability_score")
		return change(Units, Breaking, c+" is a fraction", fields(c, times(0.01, 4)))
	case 3:
		form := d.word("lower alpha3 name")
		return change(Units, Breaking, "countries of reports: "+form, fields("visitor_country", func(s string) string {
			return map[string]string{"lower": strings.ToLower(s), "alpha3": s + "X", "name": "Country " + s}[form]
		}))
	case 4:
		c := d.word("media_type visitor_device_type")
		return change(Units, Breaking, c+" is in capitals", fields(c, strings.ToUpper))
	case 5:
		c := d.word("day month")
		return change(Units, Breaking, c+" is written with slashes", fields(c,
			func(s string) string { return strings.ReplaceAll(s, "-", "/") }))
	case 6:
		f := d.word("created_time updated_time duration")
		w := videos.good()
		by := one(d, 1000.0, 1.0/60)
		return change(Units, Breaking, fmt.Sprintf("%s of videos times %.4f", f, by), w.maps(f, func(v any) any {
			n, _ := scaled(by)(v).(json.Number)
			whole, _, _ := strings.Cut(n.String(), ".")
			return json.Number(whole)
		}))
	case 7:
		f := d.word("url embed_url thumbnail_url thumbnail_240_url tiny_url")
		to := d.word("http:// //")
		return change(Units, Dangerous, f+" begins with "+to, at(dataHost, "GET /.*").good().maps(f, instead("https://", to)))
	case 8:
		f := d.word("status country language aspect_ratio mode media_type item_type")
		return change(Units, Breaking, f+" of videos has other values", videos.good().maps(f, func(v any) any {
			if s, ok := v.(string); ok {
				return "new " + s
			}
			return scaled(100)(v)
		}))
	}
	f := d.word("watchTime duration")
	if d.below(2) == 0 {
		return change(Units, Breaking, f+" of views in milliseconds", views.good().maps(f, scaled(1000)))
	}
	return change(Units, Breaking, "dates of views end with Z", views.good().maps("date", instead("+00:00", "Z")))
}

func drawLimit(d *draw) *Change {
	switch d.below(7) {
	case 0, 1:
		n := 90 + d.below(90)
		return asking(Limits, Breaking, fmt.Sprintf("reports have %d days at most", n),
			asks(func(in map[string]any) bool { return days(in) > n }, refuse))
	case 2:
		n := 181 + d.below(180)
		return asking(Limits, Dangerous, fmt.Sprintf("reports may have %d days", n),
			asks(func(in map[string]any) bool { return days(in) > 180 && days(in) <= n },
				func(in map[string]any) { in["startDate"] = in["endDate"] }))
	case 3:
		n := 4 + d.below(4)
		return asking(Limits, Breaking, fmt.Sprintf("reports have %d dimensions at most", n),
			asks(func(in map[string]any) bool { list, _ := in["dimensions"].([]any); return len(list) > n }, refuse))
	case 4:
		n := 9 + d.below(3)
		return asking(Limits, Dangerous, fmt.Sprintf("reports may have %d dimensions", n),
			asks(func(in map[string]any) bool {
				list, _ := in["dimensions"].([]any)
				return len(list) > 8 && len(list) <= n
			}, func(in map[string]any) { in["dimensions"] = in["dimensions"].([]any)[:8] }))
	case 5:
		n := 20 + d.below(80)
		return change(Limits, Breaking, fmt.Sprintf("lists have %d items at most", n), func(x *Exchange) bool {
			limit, _ := strconv.Atoi(x.R.URL.Query().Get("limit"))
			if x.R.Host != dataHost || limit <= n || limit > 100 {
				return false
			}
			x.respond(400, "application/json",
				fmt.Sprintf(`{"error":{"code":400,"type":"invalid_parameter","message":"at most %d"}}`, n))
			return true
		})
	}
	n := 101 + d.below(100)
	return change(Limits, Dangerous, fmt.Sprintf("lists may have %d items", n), func(x *Exchange) bool {
		limit, _ := strconv.Atoi(x.R.URL.Query().Get("limit"))
		if x.R.Host != dataHost || limit <= 100 || limit > n {
			return false
		}
		x.respond(200, "application/json",
			fmt.Sprintf(`{"page":1,"limit":%d,"explicit":false,"total":0,"has_more":false,"list":[]}`, limit))
		return true
	})
}

func drawSchema(d *draw) *Change {
	def := one(d, d.Schema...)
	for def.Kind == ast.Scalar || def.Kind == ast.Interface {
		def = one(d, d.Schema...)
	}
	name := def.Name
	if def.Kind == ast.Enum {
		v := one(d, def.EnumValues...).Name
		if d.below(3) > 0 || strings.HasSuffix(name, "Metric") || strings.HasSuffix(name, "Dimension") {
			return change(Schema, Breaking, name+"."+v+" is gone", types("", name,
				func(t map[string]any) bool { return without(t, "enumValues", v) }))
		}
		return change(Schema, Breaking, name+"."+v+" is renamed", types("", name,
			func(t map[string]any) bool { m := member(t, v); m["name"] = v + "S"; return true }))
	}
	f := one(d, def.Fields...)
	kind := map[bool]string{true: "inputFields", false: "fields"}[def.Kind == ast.InputObject]
	switch d.below(5) {
	case 0:
		return change(Schema, Breaking, name+"."+f.Name+" is gone", types("", name,
			func(t map[string]any) bool { return without(t, kind, f.Name) }))
	case 1:
		return change(Schema, Breaking, name+"."+f.Name+" is an Int", types("", name, func(t map[string]any) bool {
			member(t, f.Name)["type"] = scalar("Int")
			return true
		}))
	case 2:
		return change(Schema, Breaking, name+"."+f.Name+" has another nullability", types("", name,
			func(t map[string]any) bool {
				m := member(t, f.Name)
				of, _ := m["type"].(map[string]any)
				if of["kind"] == "NON_NULL" {
					m["type"] = of["ofType"]
				} else {
					m["type"] = required(of)
				}
				return true
			}))
	case 3:
		if kind == "inputFields" {
			return change(Schema, Breaking, name+" has a new required member", types("", name, func(t map[string]any) bool {
				return adding(t, kind, map[string]any{"name": "scope", "type": required(scalar("ID"))})
			}))
		}
	}
	if kind == "inputFields" {
		return change(Schema, Dangerous, name+"."+f.Name+" has another default", types("", name,
			func(t map[string]any) bool { member(t, f.Name)["defaultValue"] = "7"; return true }))
	}
	return change(Schema, Breaking, name+"."+f.Name+" has a new required argument", types("", name,
		func(t map[string]any) bool {
			m := member(t, f.Name)
			args, _ := m["args"].([]any)
			m["args"] = append(args, map[string]any{"name": "scope", "type": required(scalar("ID")), "defaultValue": nil})
			return true
		}))
}

func drawConnection(d *draw) *Change {
	switch d.below(7) {
	case 0:
		days := 1 + d.below(9)
		return &Change{Name: fmt.Sprintf("the certificate expires in %d days", days), Kind: Connection, Class: Dangerous,
			tls: TLS{Lasts: time.Duration(days) * 24 * time.Hour}}
	case 1:
		return &Change{Name: "another issuer", Kind: Connection, Class: Dangerous, tls: TLS{Issuer: d.word("Acme Globex")}}
	case 2:
		return &Change{Name: "TLS 1.2", Kind: Connection, Class: Dangerous, tls: TLS{Old: true}}
	case 3:
		path := d.word(publicPaths)
		return change(Connection, Breaking, path+" redirects", func(x *Exchange) bool {
			if !at(dataHost, "GET "+path)(x) {
				return false
			}
			x.respond(302, "text/html", "")
			x.Header.Set("Location", "https://api.dailymotion.com/elsewhere")
			return true
		})
	case 4:
		name := d.word("GraphQL REST views")
		w := map[string]where{"GraphQL": graphQL, "REST": at(dataHost, "GET /.*"), "views": views}[name]
		to := d.word("text/html text/plain application/xml")
		return change(Connection, Breaking, name+" is "+to, w.good().headers("Content-Type", to))
	case 5:
		return change(Connection, Dangerous, "no WWW-Authenticate", at("", ".*").headers("WWW-Authenticate", ""))
	}
	return change(Connection, Dangerous, "token responses without Cache-Control",
		at("", "POST /oauth/.*").headers("Cache-Control", ""))
}
