package rest_test

import (
	"slices"

	"pgregory.net/rapid"
)

// tie likes, follows, and takes it back.
func (g *modelTest) tie(t *rapid.T, who *actor) op {
	method := pick(t, "method", "POST", "POST", "DELETE")
	change := func(in map[string][]modelLink, to string) {
		at := slices.IndexFunc(in[who.name], func(k modelLink) bool { return k.to == to })
		switch {
		case method == "POST" && at < 0:
			in[who.name] = append(in[who.name], modelLink{to, g.clock()})
		case method == "DELETE" && at >= 0:
			in[who.name] = slices.Delete(slices.Clone(in[who.name]), at, at+1)
		}
	}
	isUser := slices.Contains(users, who.name)
	if odds(t, "follow", 2) {
		other := pick(t, "whom", users...)
		return op{who, method, "/me/following/" + g.ids[other], nil, func(t *rapid.T, a result) {
			if !isUser {
				a.wants(t, 403)
			} else if a.wants(t, 200) {
				change(g.follows, other)
			}
		}}
	}
	x, id, sees := g.aVideo(t)
	return op{who, method, "/me/likes/" + id, nil, func(t *rapid.T, a result) {
		if !isUser {
			a.wants(t, 403)
		} else if a.wants(t, sees(who)) {
			change(g.likes, x.id)
		}
	}}
}

func (g *modelTest) listTies(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	limit := []pair{{name: "limit", text: "100"}}
	compareUsers := func(t *rapid.T, a result, want []string) {
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
		return op{who, "GET", "/user/" + owner + "/likes", limit, func(t *rapid.T, a result) {
			if who.name != owner && who.name != theKey {
				a.wants(t, 403)
				return
			}
			a.wants(t, 200)
			g.sameSet(t, a, "video", g.listed(who.name, false, func(x *thing) bool {
				return slices.ContainsFunc(g.likes[owner], func(k modelLink) bool { return k.to == x.id })
			}))
		}}
	case "parents", "children":
		return op{who, "GET", "/user/" + owner + "/" + what, limit, func(t *rapid.T, a result) {
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
		return op{who, "GET", "/user/" + owner + "/" + what, limit, func(t *rapid.T, a result) {
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
func (g *modelTest) adopt(t *rapid.T, who *actor) op {
	child := pick(t, "child", "ana", thePartner)
	if (who.name == "ana" || who.name == thePartner) && !odds(t, "other", 4) {
		child = who.name
	}
	if who.name == "net" || odds(t, "reject", 5) {
		return op{who, "DELETE", "/user/" + g.ids["net"] + "/children/" + g.ids[child], nil, func(t *rapid.T, a result) {
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
	return op{who, "POST", "/user/" + g.ids[child] + "/parents/" + g.ids["net"], nil, func(t *rapid.T, a result) {
		status := 403 // a private key has no role for it
		if who.name == child {
			status = 200
		}
		if a.wants(t, status) {
			g.parents[child] = []string{"net"}
		}
	}}
}

func (g *modelTest) editUser(t *rapid.T, who *actor) op {
	owner, path := g.own(t, who)
	x := g.find("user", g.ids[owner])
	form, written, status := draw(t, userFields, 2)
	return op{who, "POST", path, append(form, fieldNames(g.plain(x))), func(t *rapid.T, a result) {
		if status != 200 && a.status != 403 {
			a.wants(t, status)
			return
		}
		if rights := g.rights(who, owner); rights != 200 {
			a.wants(t, rights)
			return
		}
		a.wants(t, 200)
		x.write(g.clock(), written)
		compare(t, a.line, a.body, g.plain(x), g.clock())
	}}
}

func (g *modelTest) getUser(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	x := g.find("user", g.ids[owner])
	want := g.plain(x)
	want["is_following"], want["following_total"] = nil, nil
	return op{
		who,
		"GET",
		"/user/" + pick(t, "by", owner, g.ids[owner]),
		[]pair{fieldNames(want)},
		func(t *rapid.T, a result) {
			a.wants(t, 200)
			want := g.plain(x)
			want["is_following"] = slices.ContainsFunc(g.follows[who.name], func(k modelLink) bool { return k.to == owner })
			want["following_total"] = float64(len(g.follows[owner]))
			compare(t, a.line, a.body, want, g.clock())
		},
	}
}
