package rest_test

import (
	"slices"

	"pgregory.net/rapid"
)

func (g *modelTest) createPlaylist(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	form, written, status := draw(t, playlistFields, 3)
	form, status = need(t, form, written, status, "name", "Drawn")
	return g.create(
		who,
		"playlist",
		owner,
		path+"/playlists",
		form,
		written,
		status,
		func() int { return g.rights(who, owner) },
	)
}

// overPlaylist is the status with which somebody may write a playlist.
func (g *modelTest) overPlaylist(who *actor, x *thing) int {
	if seen := g.seesPlaylist(who.name, x); seen != 200 {
		return seen
	}
	return g.rights(who, x.owner)
}

func (g *modelTest) editPlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	form, written, status := draw(t, playlistFields, 2)
	return g.edit(who, x, "/playlist/"+x.id, form, written, status, func() int { return g.overPlaylist(who, x) })
}

func (g *modelTest) deletePlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	return g.remove(who, x, "/playlist/"+x.id, func() int { return g.overPlaylist(who, x) })
}

// addable is the status with which a video can be put into a playlist.
func (g *modelTest) addable(who *actor, x *thing, sees int) int {
	if v, _ := x.shown(g.clock()); sees == 200 && !v.is("allowed_in_playlists") && !g.manages(who.name, x.owner) {
		return 403
	}
	return sees
}

// editContent adds, removes and replaces.
func (g *modelTest) editContent(t *rapid.T, who *actor) op {
	p := g.some(t, "playlist")
	if mine := g.all("playlist", func(x *thing) bool { return x.owner == who.name }); len(mine) > 0 && odds(t, "own", 2) {
		p = mine[len(mine)-1]
	}
	x, id, sees := g.aVideo(t)
	barred := g.all("video", func(x *thing) bool { v, _ := x.shown(g.clock()); return !v.is("allowed_in_playlists") })
	if len(barred) > 0 && odds(t, "barred", 4) {
		x = barred[len(barred)-1]
		id, sees = x.id, func(who *actor) int { return g.sees(who.name, x, false) }
	}
	wrote := func(ids []string) { p.content, p.ordered = ids, g.clock() }
	judge := func(status func() int, change func()) func(t *rapid.T, a result) {
		return func(t *rapid.T, a result) {
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
		return op{
			who,
			"POST",
			"/playlist/" + p.id + "/videos",
			[]pair{{"ids", other.id + "," + x.id + ", " + other.id, typed}},
			judge(func() int {
				if first := g.sees(who.name, other, false); first != 200 {
					return first
				}
				return g.sees(who.name, x, false)
			}, func() { wrote(ids) }),
		}
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

func (g *modelTest) getPlaylist(t *rapid.T, who *actor) op {
	x := g.some(t, "playlist")
	return op{who, "GET", "/playlist/" + x.id, []pair{fieldNames(g.plain(x))}, func(t *rapid.T, a result) {
		if a.wants(t, g.seesPlaylist(who.name, x)) {
			compare(t, a.line, a.body, g.plain(x), g.clock())
		}
	}}
}

func (g *modelTest) playlistContent(t *rapid.T, who *actor) op {
	p := g.some(t, "playlist")
	if g.clock().Before(p.ordered) {
		return op{}
	}
	form := []pair{{name: "limit", text: "100"}, {name: "fields", text: "id"}}
	adult := odds(t, "all ages", 2)
	if adult {
		form = append(form, pair{"family_filter", "false", false})
	}
	return op{who, "GET", "/playlist/" + p.id + "/videos", form, func(t *rapid.T, a result) {
		if !a.wants(t, g.seesPlaylist(who.name, p)) || g.clock().Before(p.ordered) {
			return
		}
		var want []string
		for _, id := range p.content {
			x := g.find("video", id)
			if v, ok := x.shown(g.clock()); ok && g.sees(who.name, x, false) == 200 &&
				(adult || !v.is("explicit") || g.manages(who.name, x.owner)) {
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

func (g *modelTest) listPlaylists(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	path, form := "/user/"+owner+"/playlists", []pair{{name: "limit", text: "100"}, {name: "fields", text: "id"}}
	if odds(t, "by owner", 2) {
		path, form = "/playlists", append(form, pair{name: "owner", text: g.ids[owner]})
	}
	return op{who, "GET", path, form, func(t *rapid.T, a result) {
		a.wants(t, 200)
		want := g.all("playlist", func(x *thing) bool { return x.owner == owner && g.seesPlaylist(who.name, x) == 200 })
		g.sameSet(t, a, "playlist", want)
	}}
}
