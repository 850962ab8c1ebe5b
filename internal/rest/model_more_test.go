package rest_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// Playlists, subtitles, players, users and what ties them.

// write is an op that changes a thing: it is refused with a status of before,
// where that is not 200, else with that of the form.
func (g *game) edit(who *actor, x *thing, path string, form []pair, written values, status int, before func() int) op {
	return op{who, "POST", path, append(form, fieldNames(g.plain(x))), func(t *rapid.T, a answer) {
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

func (g *game) create(who *actor, noun, owner, path string, form []pair, written values, status int, before func() int) op {
	x := &thing{noun: noun, owner: owner}
	want := g.plain(&thing{noun: noun, owner: owner, past: []version{{values: values{}}}})
	return op{who, "POST", path, append(form, fieldNames(want)), func(t *rapid.T, a answer) {
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
func (g *game) plain(x *thing) values {
	v, _ := x.shown(g.clock())
	switch x.noun {
	case "subtitle":
		return values{"id": x.id, "language": v["language"], "format": "SRT", "item_type": "subtitle"}
	case "user":
		return values{"id": g.ids[x.owner], "username": x.owner, "screenname": v["screenname"], "city": v["city"], "description": v["description"], "gender": v["gender"]}
	case "playlist":
		return values{
			"id": x.id, "owner": g.ids[x.owner], "name": v["name"], "description": v["description"], "private": v["private"] == true,
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
		"id": x.id, "owner": g.ids[x.owner], "label": v["label"], "created_time": float64(x.created.Unix()), "updated_time": x.updated(g.clock()),
		"enable_ads": or("enable_ads", true), "autoskip_after": or("autoskip_after", 10.0), "color": or("color", "#00aaff"),
		"wait_for_custom_config_delay": or("wait_for_custom_config_delay", 1.0),
	}
}

func (g *game) remove(who *actor, x *thing, path string, before func() int) op {
	return op{who, "DELETE", path, nil, func(t *rapid.T, a answer) {
		if a.wants(t, before()) {
			x.remove(g.clock())
		}
	}}
}

// own is a user of whom somebody mostly writes.
func (g *game) own(t *rapid.T, who *actor) (owner, path string) {
	owner = pick(t, "owner", users...)
	if who.name != nobody && who.name != theKey && !odds(t, "other", 4) {
		return who.name, "/me"
	}
	return owner, "/user/" + pick(t, "by", owner, g.ids[owner])
}

func (g *game) createPlaylist(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	form, written, status := draw(t, playlistFields, 3)
	form, status = need(t, form, written, status, "name", "Drawn")
	return g.create(who, "playlist", owner, path+"/playlists", form, written, status, func() int { return g.rights(who, owner) })
}

// overPlaylist is the status with which somebody may write a playlist.
func (g *game) overPlaylist(who *actor, x *thing) int {
	if seen := g.seesPlaylist(who.name, x); seen != 200 {
		return seen
	}
	return g.rights(who, x.owner)
}

func (g *game) editPlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	form, written, status := draw(t, playlistFields, 2)
	return g.edit(who, x, "/playlist/"+x.id, form, written, status, func() int { return g.overPlaylist(who, x) })
}

func (g *game) deletePlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	return g.remove(who, x, "/playlist/"+x.id, func() int { return g.overPlaylist(who, x) })
}

// addable is the status with which a video can be put into a playlist.
func (g *game) addable(who *actor, x *thing, sees int) int {
	if v, _ := x.shown(g.clock()); sees == 200 && !v.is("allowed_in_playlists") && !g.manages(who.name, x.owner) {
		return 403
	}
	return sees
}

// editContent adds, removes and replaces.
func (g *game) editContent(t *rapid.T, who *actor) op {
	p := g.some(t, "playlist")
	if mine := g.all("playlist", func(x *thing) bool { return x.owner == who.name }); len(mine) > 0 && odds(t, "own", 2) {
		p = mine[len(mine)-1]
	}
	x, id, sees := g.aVideo(t)
	wrote := func(ids []string) { p.content, p.ordered = ids, g.clock() }
	judge := func(status func() int, change func()) func(t *rapid.T, a answer) {
		return func(t *rapid.T, a answer) {
			if g.clock().Before(p.ordered) {
				return // what is in a playlist then is not said
			}
			if first := g.overPlaylist(who, p); first != 200 {
				a.wants(t, first)
			} else if a.wants(t, status()) {
				change()
			}
		}
	}
	if g.clock().Before(p.ordered) {
		return op{}
	}
	switch pick(t, "content", "add", "add", "add from video", "remove", "replace") {
	case "remove":
		return op{who, "DELETE", "/playlist/" + p.id + "/videos/" + x.id, nil, judge(func() int {
			if slices.Contains(p.content, x.id) {
				return 200
			}
			return 404
		}, func() {
			wrote(slices.DeleteFunc(slices.Clone(p.content), func(id string) bool { return id == x.id }))
		})}
	case "replace":
		other := g.some(t, "video")
		ids := []string{other.id, x.id}
		if other == x {
			ids = ids[:1]
		}
		typed := []any{other.id, x.id, other.id}
		return op{who, "POST", "/playlist/" + p.id + "/videos", []pair{{"ids", other.id + "," + x.id + ", " + other.id, typed}}, judge(func() int {
			if first := g.sees(who.name, other, false); first != 200 {
				return first
			}
			return g.sees(who.name, x, false)
		}, func() { wrote(ids) })}
	}
	path := "/playlist/" + p.id + "/videos/" + id
	if odds(t, "from the video", 4) {
		path = "/video/" + id + "/playlists/" + p.id
	}
	return op{who, "POST", path, nil, judge(func() int { return g.addable(who, x, sees(who)) }, func() {
		if !slices.Contains(p.content, x.id) {
			wrote(append(slices.Clone(p.content), x.id))
		} else {
			wrote(p.content)
		}
	})}
}

func (g *game) getPlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	return op{who, "GET", "/playlist/" + x.id, []pair{fieldNames(g.plain(x))}, func(t *rapid.T, a answer) {
		if a.wants(t, g.seesPlaylist(who.name, x)) {
			compare(t, a.line, a.body, g.plain(x), g.clock())
		}
	}}
}

func (g *game) playlistContent(t *rapid.T, who *actor) op {
	p := g.some(t, "playlist")
	if g.clock().Before(p.ordered) {
		return op{}
	}
	form := []pair{{name: "limit", text: "100"}, {name: "fields", text: "id"}}
	adult := odds(t, "all ages", 2)
	if adult {
		form = append(form, pair{"family_filter", "false", false})
	}
	return op{who, "GET", "/playlist/" + p.id + "/videos", form, func(t *rapid.T, a answer) {
		if !a.wants(t, g.seesPlaylist(who.name, p)) || g.clock().Before(p.ordered) {
			return
		}
		var want []string
		for _, id := range p.content {
			x := g.find("video", id)
			if v, ok := x.shown(g.clock()); ok && g.sees(who.name, x, false) == 200 && (adult || !v.is("explicit") || g.manages(who.name, x.owner)) {
				want = append(want, id)
			}
		}
		if got := ids(a.body); !slices.Equal(got, want) {
			t.Fatalf("%s\n= %v, want %v of %v", a.line, got, want, p.content)
		}
		if _, told := a.body["total"]; told {
			t.Fatalf("%s has a total", a.line)
		}
	}}
}

func (g *game) listPlaylists(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	path, form := "/user/"+owner+"/playlists", []pair{{name: "limit", text: "100"}, {name: "fields", text: "id"}}
	if odds(t, "by owner", 2) {
		path, form = "/playlists", append(form, pair{name: "owner", text: g.ids[owner]})
	}
	return op{who, "GET", path, form, func(t *rapid.T, a answer) {
		a.wants(t, 200)
		want := g.all("playlist", func(x *thing) bool { return x.owner == owner && g.seesPlaylist(who.name, x) == 200 })
		g.sameSet(t, a, "playlist", want)
	}}
}

// sameSet compares a list with things; what the model does not know has to be
// of the made world, by the length of its id.
func (g *game) sameSet(t *rapid.T, a answer, noun string, want []*thing) {
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

var languagesOfSubtitles = []writable{{"language", []writing{{"fr", "fr", 0}, {"en", "en", 0}, {"e?", nil, 400}}}}

func (g *game) createSubtitle(t *rapid.T, who *actor) op {
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
	o.judge = func(t *rapid.T, a answer) {
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
func (g *game) seesSubtitle(who *actor, s *thing) int {
	if _, ok := s.shown(g.clock()); !ok || g.sees(who.name, g.find("video", s.of), false) != 200 {
		return 404
	}
	return 200
}

func (g *game) deleteSubtitle(t *rapid.T, who *actor) op {
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

func (g *game) listSubtitles(t *rapid.T, who *actor) op {
	if s := g.some(t, "subtitle"); s != nil && odds(t, "one", 2) {
		return op{who, "GET", "/subtitle/" + s.id, []pair{fieldNames(g.plain(s))}, func(t *rapid.T, a answer) {
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
	return op{who, "GET", "/video/" + id + "/subtitles", form, func(t *rapid.T, a answer) {
		if !a.wants(t, sees(who)) {
			return
		}
		g.sameSet(t, a, "subtitle", g.all("subtitle", func(s *thing) bool {
			v, _ := s.shown(g.clock())
			return s.of == x.id && (language == "" || v["language"] == language)
		}))
	}}
}

func (g *game) createPlayer(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	form, written, status := draw(t, playerFields, 3)
	form, status = need(t, form, written, status, "label", "Drawn")
	return g.create(who, "player", owner, path+"/players", form, written, status, func() int { return g.rights(who, owner) })
}

func (g *game) seesPlayer(x *thing) int {
	if _, ok := x.shown(g.clock()); !ok {
		return 404
	}
	return 200
}

func (g *game) aPlayer(t *rapid.T, who *actor) (*thing, func() int) {
	x := g.some(t, "player")
	return x, func() int {
		if seen := g.seesPlayer(x); seen != 200 {
			return seen
		}
		return g.rights(who, x.owner)
	}
}

func (g *game) editPlayer(t *rapid.T, who *actor) op {
	x, before := g.aPlayer(t, who)
	if x == nil {
		return op{}
	}
	form, written, status := draw(t, playerFields, 3)
	return g.edit(who, x, "/player/"+x.id, form, written, status, before)
}

func (g *game) deletePlayer(t *rapid.T, who *actor) op {
	x, before := g.aPlayer(t, who)
	if x == nil {
		return op{}
	}
	return g.remove(who, x, "/player/"+x.id, before)
}

func (g *game) getPlayer(t *rapid.T, who *actor) op {
	x := g.some(t, "player")
	if x == nil {
		return op{}
	}
	return op{who, "GET", "/player/" + x.id, []pair{fieldNames(g.plain(x))}, func(t *rapid.T, a answer) {
		if a.wants(t, g.seesPlayer(x)) {
			compare(t, a.line, a.body, g.plain(x), g.clock())
		}
	}}
}

func (g *game) listPlayers(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	return op{who, "GET", path + "/players", []pair{{name: "limit", text: "100"}}, func(t *rapid.T, a answer) {
		if a.wants(t, g.rights(who, owner)) {
			g.sameSet(t, a, "player", g.all("player", func(x *thing) bool { return x.owner == owner }))
		}
	}}
}

// tie likes, follows, and takes it back.
func (g *game) tie(t *rapid.T, who *actor) op {
	method := pick(t, "method", "POST", "POST", "DELETE")
	change := func(in map[string][]knot, to string) {
		at := slices.IndexFunc(in[who.name], func(k knot) bool { return k.to == to })
		switch {
		case method == "POST" && at < 0:
			in[who.name] = append(in[who.name], knot{to, g.clock()})
		case method == "DELETE" && at >= 0:
			in[who.name] = slices.Delete(slices.Clone(in[who.name]), at, at+1)
		}
	}
	isUser := slices.Contains(users, who.name)
	if odds(t, "follow", 2) {
		other := pick(t, "whom", users...)
		return op{who, method, "/me/following/" + g.ids[other], nil, func(t *rapid.T, a answer) {
			if !isUser {
				a.wants(t, 403)
			} else if a.wants(t, 200) {
				change(g.follows, other)
			}
		}}
	}
	x, id, sees := g.aVideo(t)
	return op{who, method, "/me/likes/" + id, nil, func(t *rapid.T, a answer) {
		if !isUser {
			a.wants(t, 403)
		} else if a.wants(t, sees(who)) {
			change(g.likes, x.id)
		}
	}}
}

func (g *game) listTies(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	limit := []pair{{name: "limit", text: "100"}}
	compareUsers := func(t *rapid.T, a answer, want []string) {
		var wanted []string
		for _, name := range want {
			wanted = append(wanted, g.ids[name])
		}
		got := slices.Sorted(slices.Values(ids(a.body)))
		if slices.Sort(wanted); !slices.Equal(got, wanted) {
			t.Fatalf("%s\n= %v, want %v", a.line, got, wanted)
		}
	}
	switch what := pick(t, "list", "likes", "following", "followers", "parents", "children"); what {
	case "likes":
		return op{who, "GET", "/user/" + owner + "/likes", limit, func(t *rapid.T, a answer) {
			if who.name != owner && who.name != theKey {
				a.wants(t, 403)
				return
			}
			a.wants(t, 200)
			g.sameSet(t, a, "video", g.listed(who.name, false, func(x *thing) bool {
				return slices.ContainsFunc(g.likes[owner], func(k knot) bool { return k.to == x.id })
			}))
		}}
	case "parents", "children":
		return op{who, "GET", "/user/" + owner + "/" + what, limit, func(t *rapid.T, a answer) {
			a.wants(t, 200)
			var want []string
			for _, child := range users {
				for _, parent := range g.parents[child] {
					if what == "parents" && child == owner {
						want = append(want, parent)
					} else if what == "children" && parent == owner {
						want = append(want, child)
					}
				}
			}
			if what == "parents" && owner == thePartner { // the account of its organisation
				a.body["list"] = slices.DeleteFunc(a.body["list"].([]any), func(v any) bool {
					return v.(map[string]any)["id"] == g.d.World.Partners()[0].ID()
				})
			}
			compareUsers(t, a, want)
		}}
	default:
		return op{who, "GET", "/user/" + owner + "/" + what, limit, func(t *rapid.T, a answer) {
			a.wants(t, 200)
			var want []string
			for _, name := range users {
				for _, k := range g.follows[name] {
					if what == "following" && name == owner {
						want = append(want, k.to)
					} else if what == "followers" && k.to == owner {
						want = append(want, name)
					}
				}
			}
			compareUsers(t, a, want)
		}}
	}
}

// adopt makes net the parent of another user, or ends that.
func (g *game) adopt(t *rapid.T, who *actor) op {
	child := pick(t, "child", "ana", thePartner)
	if (who.name == "ana" || who.name == thePartner) && !odds(t, "other", 4) {
		child = who.name
	}
	if who.name == "net" || odds(t, "reject", 5) {
		return op{who, "DELETE", "/user/" + g.ids["net"] + "/children/" + g.ids[child], nil, func(t *rapid.T, a answer) {
			status := 403
			if who.name == "net" {
				status = 404
				if slices.Contains(g.parents[child], "net") {
					status = 200
				}
			}
			if a.wants(t, status) {
				delete(g.parents, child)
			}
		}}
	}
	return op{who, "POST", "/user/" + g.ids[child] + "/parents/" + g.ids["net"], nil, func(t *rapid.T, a answer) {
		status := 403 // a private key has no role for it
		if who.name == child {
			status = 200
		}
		if a.wants(t, status) {
			g.parents[child] = []string{"net"}
		}
	}}
}

func (g *game) editUser(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	x := g.find("user", g.ids[owner])
	form, written, status := draw(t, userFields, 2)
	return op{who, "POST", path, append(form, fieldNames(g.plain(x))), func(t *rapid.T, a answer) {
		if status != 200 && a.status != 403 || status == 200 && who.name != owner && who.name != theKey {
			if status == 200 {
				status = 403
			}
			a.wants(t, status)
			return
		}
		if who.name != owner && who.name != theKey {
			a.wants(t, 403)
			return
		}
		a.wants(t, 200)
		x.write(g.clock(), written)
		compare(t, a.line, a.body, g.plain(x), g.clock())
	}}
}

func (g *game) getUser(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	x := g.find("user", g.ids[owner])
	want := g.plain(x)
	want["is_following"], want["following_total"] = nil, nil
	return op{who, "GET", "/user/" + pick(t, "by", owner, g.ids[owner]), []pair{fieldNames(want)}, func(t *rapid.T, a answer) {
		a.wants(t, 200)
		want := g.plain(x)
		want["is_following"] = slices.ContainsFunc(g.follows[who.name], func(k knot) bool { return k.to == owner })
		want["following_total"] = float64(len(g.follows[owner]))
		compare(t, a.line, a.body, want, g.clock())
	}}
}

// A sieve is a parameter of a list, and what it keeps.
type sieve struct {
	pair
	keep func(x *thing, v values) bool
}

func (g *game) after(at time.Time) sieve {
	return sieve{pair{name: "created_after", text: strconv.FormatInt(at.Unix(), 10)}, func(x *thing, _ values) bool { return x.created.After(at) }}
}

func (g *game) sieves(t *rapid.T) []sieve {
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
	return []sieve{
		{pair{name: "tags", text: "sea"}, func(_ *thing, v values) bool { return has(v, "sea") }},
		{pair{name: "tags", text: "(sea,land),harbour"}, func(_ *thing, v values) bool { return has(v, "harbour") && (has(v, "sea") || has(v, "land")) }},
		{pair{name: "search", text: "TIDE"}, func(_ *thing, v values) bool { return strings.Contains(text(v), "tide") }},
		{pair{name: "channel", text: "fun"}, func(_ *thing, v values) bool { return v["channel"] == "fun" }},
		g.after(at),
		{pair{name: "created_before", text: strconv.FormatInt(at.Unix(), 10)}, func(x *thing, _ values) bool { return x.created.Before(at) }},
		{pair{name: "timeframe", text: "3600"}, func(x *thing, _ values) bool { return x.created.After(g.clock().Add(-time.Hour)) }},
		{pair{name: "mode", text: "live"}, func(_ *thing, v values) bool { return v.get("mode") == "live" }},
		{pair{name: "no_live"}, func(_ *thing, v values) bool { return v.get("mode") == "vod" }},
		{pair{name: "flags", text: "no_live,allowed_in_playlists"}, func(_ *thing, v values) bool { return v.get("mode") == "vod" && v.is("allowed_in_playlists") }},
		{pair{name: "is_created_for_kids", text: "1"}, func(_ *thing, v values) bool { return v.is("is_created_for_kids") }},
		{pair{name: "password_protected", text: "false"}, func(_ *thing, v values) bool { return v["password"] == nil }},
		{pair{name: "unpublished", text: "0"}, published},
		{pair{name: "exclude_ids", text: "x100001,x100003"}, func(x *thing, _ values) bool { return x.id != "x100001" && x.id != "x100003" }},
		{pair{name: "languages", text: "fr,de"}, func(_ *thing, v values) bool { return v["language"] == "fr" }},
	}
}

// listVideos asks for all pages of a list.
func (g *game) listVideos(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	var path string
	var form []pair
	sees := func() int { return 200 }
	of := func(x *thing) bool { return x.owner == owner }
	switch pick(t, "list", "user", "user", "owners", "all", "ids", "related", "me") {
	case "me":
		if !slices.Contains(users, who.name) {
			return op{who, "GET", "/me/videos", nil, func(t *rapid.T, a answer) { a.wants(t, 403) }}
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
	var chosen []sieve
	for range below(t, "sieves", 3) {
		if s := pick(t, "sieve", g.sieves(t)...); !slices.ContainsFunc(chosen, func(o sieve) bool { return o.name == s.name }) {
			chosen = append(chosen, s)
		}
	}
	late := g.after(noon.AddDate(0, 0, -20)) // those of opened channels are many
	if !slices.ContainsFunc(chosen, func(s sieve) bool { return s.name == late.name }) {
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
	return op{who, "GET", path, form, func(t *rapid.T, a answer) {
		if !a.wants(t, sees()) {
			return
		}
		want := g.listed(who.name, adult, func(x *thing) bool {
			v, _ := x.shown(g.clock())
			return of(x) && !slices.ContainsFunc(chosen, func(s sieve) bool { return !s.keep(x, v) })
		})
		g.sameSet(t, a, "video", want)
		g.compareList(t, a, sort)
		if total := a.body["total"].(float64); total < 100 && int(total) != len(ids(a.body)) || a.body["has_more"] != (total > 100) || a.body["explicit"] != adult {
			t.Fatalf("%s\nsays page %v, total %v, more %v, explicit %v of %d", a.line, a.body["page"], total, a.body["has_more"], a.body["explicit"], len(ids(a.body)))
		}
	}}
}

// pages reads a list page by page: together they hold what one page of a
// hundred holds, in its order.
func (g *game) pages(t *rapid.T) {
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
		more.form = append(o.form[:len(o.form)-1:len(o.form)-1], pair{"limit", strconv.Itoa(limit), limit}, pair{"page", strconv.Itoa(page), page})
		b := more.send(t)
		b.wants(t, 200)
		got = append(got, ids(b.body)...)
		if len(ids(b.body)) > limit || b.body["total"] != a.body["total"] || b.body["page"] != float64(page) || b.body["has_more"] != (page*limit < len(want)) {
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
func (g *game) compareList(t *rapid.T, a answer, sort string) {
	t.Helper()
	var last map[string]any
	for _, one := range a.body["list"].([]any) {
		item := one.(map[string]any)
		if x := g.find("video", item["id"].(string)); x != nil {
			v, _ := x.shown(g.clock())
			compare(t, a.line, item, values{"id": x.id, "created_time": float64(x.created.Unix()), "title": v["title"], "tags": v.get("tags")}, g.clock())
		}
		if last != nil {
			newer := last["created_time"].(float64) >= item["created_time"].(float64)
			older := last["created_time"].(float64) <= item["created_time"].(float64)
			if sort == "" && !newer && !strings.Contains(a.line, "search=") || sort == "old" && !older || sort == "id-asc" && last["id"].(string) >= item["id"].(string) {
				t.Fatalf("%s\nhas %v before %v", a.line, last, item)
			}
		}
		last = item
	}
}
