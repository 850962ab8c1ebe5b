package rest_test

import (
	"time"

	"pgregory.net/rapid"
)

// edit is an op that changes a thing: it is refused with the status of before,
// where that is not 200, else with that of the form.
func (g *modelTest) edit(
	who *actor, x *thing, path string, form []pair, written values, status int, before func() int,
) op {
	return op{who, "POST", path, append(form, fieldNames(g.plain(x))), func(t *rapid.T, a result) {
		if first := before(); first != 200 {
			a.wants(t, first)
			return
		}
		if a.wants(t, status) {
			x.write(g.clock(), written)
			compare(t, a.line, a.body, g.plain(x), g.clock())
		}
	}}
}

// create is the same for one that makes a thing.
func (g *modelTest) create(
	who *actor,
	noun, owner, path string,
	form []pair,
	written values,
	status int,
	before func() int,
) op {
	x := &thing{noun: noun, owner: owner}
	want := g.plain(&thing{noun: noun, owner: owner, past: []version{{values: values{}}}})
	return op{who, "POST", path, append(form, fieldNames(want)), func(t *rapid.T, a result) {
		if first := before(); first != 200 {
			a.wants(t, first)
			return
		}
		if !a.wants(t, status) {
			return
		}
		x.created = g.clock().Truncate(time.Second)
		x.write(g.clock(), written)
		x.id, _ = a.body["id"].(string)
		if x.id == "" || g.find(noun, x.id) != nil {
			t.Fatalf("%s makes %q", a.line, x.id)
		}
		g.things = append(g.things, x)
		compare(t, a.line, a.body, g.plain(x), g.clock())
	}}
}

// plain are the fields of a playlist, player, subtitle or user.
func (g *modelTest) plain(x *thing) values {
	v, _ := x.shown(g.clock())
	switch x.noun {
	case "subtitle":
		return values{"id": x.id, "language": v["language"], "format": "SRT", "item_type": "subtitle"}
	case "user":
		return values{
			"id":          g.ids[x.owner],
			"username":    x.owner,
			"screenname":  v["screenname"],
			"city":        v["city"],
			"description": v["description"],
			"gender":      v["gender"],
		}
	case "playlist":
		return values{
			"id":           x.id,
			"owner":        g.ids[x.owner],
			"name":         v["name"],
			"description":  v["description"],
			"private":      v["private"] == true,
			"created_time": float64(x.created.Unix()),
		}
	}
	or := func(name string, otherwise any) any {
		if value, ok := v[name]; ok {
			return value
		}
		return otherwise
	}
	return values{
		"id":                           x.id,
		"owner":                        g.ids[x.owner],
		"label":                        v["label"],
		"created_time":                 float64(x.created.Unix()),
		"updated_time":                 x.updated(g.clock()),
		"enable_ads":                   or("enable_ads", true),
		"autoskip_after":               or("autoskip_after", 10.0),
		"color":                        or("color", "#00aaff"),
		"wait_for_custom_config_delay": or("wait_for_custom_config_delay", 1.0),
	}
}

// remove is the same for one that deletes it.
func (g *modelTest) remove(who *actor, x *thing, path string, before func() int) op {
	return op{who, "DELETE", path, nil, func(t *rapid.T, a result) {
		if a.wants(t, before()) {
			x.remove(g.clock())
		}
	}}
}

// own is a user of whom somebody mostly writes.
func (g *modelTest) own(t *rapid.T, who *actor) (owner, path string) {
	owner = pick(t, "owner", users...)
	if who.name != nobody && who.name != theKey && !odds(t, "other", 4) {
		return who.name, "/me"
	}
	return owner, "/user/" + pick(t, "by", owner, g.ids[owner])
}

var languagesOfSubtitles = []writable{{"language", []writing{{"fr", "fr", 0}, {"en", "en", 0}, {"e?", nil, 400}}}}

func (g *modelTest) createSubtitle(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	form, written, status := draw(t, languagesOfSubtitles, 1)
	form = append(form, pair{name: "format", text: pick(t, "format", "SRT", "srt")})
	form, status = need(t, form, written, status, "language", "de")
	if odds(t, "sourceless", 6) {
		status = 400
	} else {
		form = append(form, pair{name: "url", text: "https://files.example/a.srt"})
	}
	o := g.create(who, "subtitle", x.owner, "/video/"+id+"/subtitles", form, written, status, func() int {
		if seen := sees(who); seen != 200 {
			return seen
		}
		return g.rights(who, x.owner)
	})
	judge := o.judge
	o.judge = func(t *rapid.T, a result) {
		before := len(g.things)
		judge(t, a)
		if len(g.things) > before {
			g.things[before].of = x.id
		}
	}
	return o
}

// seesSubtitle is the status with which somebody gets a subtitle: hidden with
// its video.
func (g *modelTest) seesSubtitle(who *actor, s *thing) int {
	if _, ok := s.shown(g.clock()); !ok || g.sees(who.name, g.find("video", s.of), false) != 200 {
		return 404
	}
	return 200
}

func (g *modelTest) deleteSubtitle(t *rapid.T, who *actor) op {
	s := g.some(t, "subtitle")
	if s == nil {
		return op{}
	}
	return g.remove(who, s, "/subtitle/"+s.id, func() int {
		if seen := g.seesSubtitle(who, s); seen != 200 {
			return seen
		}
		return g.rights(who, s.owner)
	})
}

func (g *modelTest) listSubtitles(t *rapid.T, who *actor) op {
	if s := g.some(t, "subtitle"); s != nil && odds(t, "one", 2) {
		return op{who, "GET", "/subtitle/" + s.id, []pair{fieldNames(g.plain(s))}, func(t *rapid.T, a result) {
			if a.wants(t, g.seesSubtitle(who, s)) {
				compare(t, a.line, a.body, g.plain(s), g.clock())
			}
		}}
	}
	x, id, sees := g.aVideo(t)
	form := []pair{{name: "limit", text: "100"}}
	language := pick(t, "language", "", "fr")
	if language != "" {
		form = append(form, pair{name: "language", text: language})
	}
	return op{who, "GET", "/video/" + id + "/subtitles", form, func(t *rapid.T, a result) {
		if !a.wants(t, sees(who)) {
			return
		}
		g.sameSet(t, a, "subtitle", g.all("subtitle", func(s *thing) bool {
			v, _ := s.shown(g.clock())
			return s.of == x.id && (language == "" || v["language"] == language)
		}))
	}}
}

func (g *modelTest) createPlayer(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	form, written, status := draw(t, playerFields, 3)
	form, status = need(t, form, written, status, "label", "Drawn")
	return g.create(
		who,
		"player",
		owner,
		path+"/players",
		form,
		written,
		status,
		func() int { return g.rights(who, owner) },
	)
}

func (g *modelTest) seesPlayer(x *thing) int {
	if _, ok := x.shown(g.clock()); !ok {
		return 404
	}
	return 200
}

func (g *modelTest) aPlayer(t *rapid.T, who *actor) (*thing, func() int) {
	x := g.some(t, "player")
	return x, func() int {
		if seen := g.seesPlayer(x); seen != 200 {
			return seen
		}
		return g.rights(who, x.owner)
	}
}

func (g *modelTest) editPlayer(t *rapid.T, who *actor) op {
	x, before := g.aPlayer(t, who)
	if x == nil {
		return op{}
	}
	form, written, status := draw(t, playerFields, 3)
	return g.edit(who, x, "/player/"+x.id, form, written, status, before)
}

func (g *modelTest) deletePlayer(t *rapid.T, who *actor) op {
	x, before := g.aPlayer(t, who)
	if x == nil {
		return op{}
	}
	return g.remove(who, x, "/player/"+x.id, before)
}

func (g *modelTest) getPlayer(t *rapid.T, who *actor) op {
	x := g.some(t, "player")
	if x == nil {
		return op{}
	}
	return op{who, "GET", "/player/" + x.id, []pair{fieldNames(g.plain(x))}, func(t *rapid.T, a result) {
		if a.wants(t, g.seesPlayer(x)) {
			compare(t, a.line, a.body, g.plain(x), g.clock())
		}
	}}
}

func (g *modelTest) listPlayers(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	return op{who, "GET", path + "/players", []pair{{name: "limit", text: "100"}}, func(t *rapid.T, a result) {
		if a.wants(t, g.rights(who, owner)) {
			g.sameSet(t, a, "player", g.all("player", func(x *thing) bool { return x.owner == owner }))
		}
	}}
}
