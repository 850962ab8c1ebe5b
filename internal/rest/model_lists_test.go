package rest_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// sameSet compares a list with things; what the model does not know has to be
// of the made world, by the length of its id.
func (g *modelTest) sameSet(t *rapid.T, a result, noun string, want []*thing) {
	t.Helper()
	var known, wanted []string
	for _, id := range ids(a.body) {
		if g.find(noun, id) != nil {
			known = append(known, id)
		} else if len(id) > 7 {
			t.Fatalf("%s\nlists %s", a.line, id)
		}
	}
	for _, x := range want {
		wanted = append(wanted, x.id)
	}
	slices.Sort(known)
	slices.Sort(wanted)
	if !slices.Equal(known, wanted) {
		t.Fatalf("%s\nlists %v, want %v at %v", a.line, known, wanted, g.clock())
	}
}

// A videoFilters is a parameter of a list, and what it keeps.
type videoFilters struct {
	pair
	keep func(x *thing, v values) bool
}

func (g *modelTest) after(at time.Time) videoFilters {
	return videoFilters{pair{name: "created_after", text: strconv.FormatInt(at.Unix(), 10)},
		func(x *thing, _ values) bool { return x.created.After(at) }}
}

func (g *modelTest) sieves(t *rapid.T) []videoFilters {
	has := func(v values, tag string) bool { return slices.Contains(v.get("tags").([]any), any(tag)) }
	text := func(v values) string {
		title, _ := v["title"].(string)
		description, _ := v["description"].(string)
		var tags []string
		for _, tag := range v.get("tags").([]any) {
			tags = append(tags, tag.(string))
		}
		return strings.ToLower(title + "\n" + description + "\n" + strings.Join(tags, "\n"))
	}
	at := g.some(t, "video").created
	published := func(x *thing, v values) bool { return x.status(v, g.clock()) == "published" }
	return []videoFilters{
		{pair{name: "tags", text: "sea"}, func(_ *thing, v values) bool { return has(v, "sea") }},
		{pair{name: "tags", text: "(sea,land),harbour"},
			func(_ *thing, v values) bool { return has(v, "harbour") && (has(v, "sea") || has(v, "land")) }},
		{pair{name: "search", text: "TIDE"}, func(_ *thing, v values) bool { return strings.Contains(text(v), "tide") }},
		{pair{name: "channel", text: "fun"}, func(_ *thing, v values) bool { return v["channel"] == "fun" }},
		g.after(at),
		{pair{name: "created_before", text: strconv.FormatInt(at.Unix(), 10)},
			func(x *thing, _ values) bool { return x.created.Before(at) }},
		{pair{name: "timeframe", text: "3600"}, func(x *thing,
			_ values) bool {
			return x.created.After(g.clock().Add(-time.Hour))
		}},
		{pair{name: "mode", text: "live"}, func(_ *thing, v values) bool { return v.get("mode") == "live" }},
		{pair{name: "no_live"}, func(_ *thing, v values) bool { return v.get("mode") == "vod" }},
		{pair{name: "flags", text: "no_live,allowed_in_playlists"},
			func(_ *thing, v values) bool { return v.get("mode") == "vod" && v.is("allowed_in_playlists") }},
		{pair{name: "is_created_for_kids", text: "1"}, func(_ *thing, v values) bool { return v.is("is_created_for_kids") }},
		{pair{name: "password_protected", text: "false"}, func(_ *thing, v values) bool { return v["password"] == nil }},
		{pair{name: "unpublished", text: "0"}, published},
		{pair{name: "exclude_ids", text: "x100001,x100003"},
			func(x *thing, _ values) bool { return x.id != "x100001" && x.id != "x100003" }},
		{pair{name: "languages", text: "fr,de"}, func(_ *thing, v values) bool { return v["language"] == "fr" }},
	}
}

// listVideos asks for all pages of a list.
func (g *modelTest) listVideos(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	var path string
	var form []pair
	sees := func() int { return 200 }
	of := func(x *thing) bool { return x.owner == owner }
	switch pick(t, "list", "user", "user", "owners", "all", "ids", "related", "me") {
	case "me":
		if !slices.Contains(users, who.name) {
			return op{who, "GET", "/me/videos", nil, func(t *rapid.T, a result) { a.wants(t, 403) }}
		}
		path, owner = "/me/videos", who.name
	case "user":
		path = "/user/" + pick(t, "by", owner, g.ids[owner]) + "/videos"
	case "owners":
		path, form = "/videos", []pair{{name: "owners", text: "ana," + g.ids[thePartner] + "," + thePartner}}
		of = func(x *thing) bool { return x.owner == "ana" || x.owner == thePartner }
	case "all":
		path = "/videos"
		of = func(x *thing) bool { return x.owner == thePartner && g.sees(nobody, x, false) == 200 }
	case "ids":
		a, b := g.some(t, "video"), g.some(t, "video")
		path, form = "/videos", []pair{{"ids", a.id + "," + b.id + ",xnotfound", []any{a.id, b.id, "xnotfound"}}}
		of = func(x *thing) bool { return x == a || x == b }
	case "related":
		v := g.some(t, "video")
		path, sees = "/video/"+v.id+"/related", func() int { return g.sees(who.name, v, false) }
		of = func(x *thing) bool { return x.owner == v.owner && x != v }
	}
	var chosen []videoFilters
	for range below(t, "sieves", 3) {
		if s := pick(t, "videoFilters", g.sieves(t)...); !slices.ContainsFunc(chosen,
			func(o videoFilters) bool { return o.name == s.name }) {
			chosen = append(chosen, s)
		}
	}
	late := g.after(noon.AddDate(0, 0, -20)) // those of opened channels are many
	if !slices.ContainsFunc(chosen, func(s videoFilters) bool { return s.name == late.name }) {
		chosen = append(chosen, late)
	}
	for _, s := range chosen {
		form = append(form, s.pair)
	}
	adult := odds(t, "all ages", 2)
	if adult {
		form = append(form, pair{"family_filter", "0", false})
	}
	sort := pick(t, "sort", "", "", "old", "id-asc", "visited")
	if sort != "" {
		form = append(form, pair{name: "sort", text: sort})
	}
	form = append(form, pair{name: "fields", text: "id,created_time,title,tags"}, pair{"limit", "100", 100})
	return op{who, "GET", path, form, func(t *rapid.T, a result) {
		if !a.wants(t, sees()) {
			return
		}
		want := g.listed(who.name, adult, func(x *thing) bool {
			v, _ := x.shown(g.clock())
			return of(x) && !slices.ContainsFunc(chosen, func(s videoFilters) bool { return !s.keep(x, v) })
		})
		g.sameSet(t, a, "video", want)
		g.compareList(t, a, sort)
		if total := a.body["total"].(float64); total < 100 && int(total) != len(ids(a.body)) ||
			a.body["has_more"] != (total > 100) || a.body["explicit"] != adult {
			t.Fatalf("%s\nsays page %v, total %v, more %v, explicit %v of %d", a.line, a.body["page"], total, a.body["has_more"],
				a.body["explicit"], len(ids(a.body)))
		}
	}}
}

// pages reads a list page by page: together they hold what one page of a
// hundred holds, in its order.
func (g *modelTest) pages(t *rapid.T) {
	o := g.listVideos(t, g.anybody(t))
	a := o.send(t)
	o.judge(t, a)
	if a.status != 200 {
		return
	}
	want := ids(a.body)
	limit := 1 + below(t, "limit", 7)
	var got []string
	for page := 1; ; page++ {
		more := o
		more.form = append(o.form[:len(o.form)-1:len(o.form)-1], pair{"limit", strconv.Itoa(limit), limit},
			pair{"page", strconv.Itoa(page), page})
		b := more.send(t)
		b.wants(t, 200)
		got = append(got, ids(b.body)...)
		if len(ids(b.body)) > limit || b.body["total"] != a.body["total"] || b.body["page"] != float64(page) ||
			b.body["has_more"] != (page*limit < len(want)) {
			t.Fatalf("%s\n= %v", b.line, b.body)
		}
		if b.body["has_more"] == false {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s\nin pages of %d: %v, want %v", a.line, limit, got, want)
	}
}

// compareList holds the items of a list and their order against the model.
func (g *modelTest) compareList(t *rapid.T, a result, sort string) {
	t.Helper()
	var last map[string]any
	for _, one := range a.body["list"].([]any) {
		item := one.(map[string]any)
		if x := g.find("video", item["id"].(string)); x != nil {
			v, _ := x.shown(g.clock())
			compare(t, a.line, item, values{"id": x.id, "created_time": float64(x.created.Unix()), "title": v["title"],
				"tags": v.get("tags")}, g.clock())
		}
		if last != nil {
			newer := last["created_time"].(float64) >= item["created_time"].(float64)
			older := last["created_time"].(float64) <= item["created_time"].(float64)
			if sort == "" && !newer && !strings.Contains(a.line, "search=") || sort == "old" && !older || sort == "id-asc" &&
				last["id"].(string) >= item["id"].(string) {
				t.Fatalf("%s\nhas %v before %v", a.line, last, item)
			}
		}
		last = item
	}
}
