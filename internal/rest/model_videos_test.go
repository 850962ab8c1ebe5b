package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// source draws the url of a new source: that of a file that is uploaded now, or
// any address. code is that of its refusal, failure how processing it ends.
func (g *modelTest) source(
	t *rapid.T,
	who *actor,
	owner string,
) (address string, seconds float64, failure string, code int) {
	g.sources++
	seconds = float64(pick(t, "seconds", 1, 61, 3600, 7200, 7201))
	name := fmt.Sprintf("clip %d-%ds.mp4", g.sources, int(seconds))
	if seconds > 7200 && owner != thePartner {
		code = 400
	}
	switch pick(t, "source", "file", "address", "address", "address", "failing", "none") {
	case "file":
		if who.name != nobody {
			return g.uploadFile(t, who, name), seconds, "", code
		}
	case "failing":
		failure = pick(t, "failure", "encoding_error", "rejected")
		name = strings.ReplaceAll(failure, "_", "-") + " " + name
	case "none":
		name, code = "notes "+strings.TrimSuffix(name, "mp4")+"txt", 400
	}
	return "https://files.example/" + url.PathEscape(name) + "?q=1&r=2", seconds, failure, code
}

func (g *modelTest) uploadFile(t *rapid.T, who *actor, name string) string {
	offer := op{who: who, method: "GET", path: "/file/upload"}.send(t)
	offer.wants(t, 200)
	contentType, body := multipartOf("file", name, bytes.Repeat([]byte("x"), g.sources))
	status, text := who.post(t, "POST", offer.body["upload_url"].(string), contentType, body)
	var file struct{ URL string }
	if err := json.Unmarshal([]byte(text), &file); err != nil || status != 200 {
		t.Fatalf("upload = %d %s", status, text)
	}
	return file.URL
}

// rights is the status with which somebody may write what is a user's.
func (g *modelTest) rights(who *actor, owner string) int {
	if g.manages(who.name, owner) {
		return 200
	}
	return 403
}

// dates adds dates to a form, with which others see a video for a time.
func (g *modelTest) dates(t *rapid.T, form *[]pair, written values) {
	for _, name := range []string{"publish_date", "expiry_date"} {
		if _, there := written[name]; there || !odds(t, name, 5) {
			continue
		}
		at := g.clock().Add(pick(t, "at", -time.Hour, 30*time.Second, 30*time.Hour)).Unix()
		*form = append(*form, pair{name: name, text: fmt.Sprint(at), typed: float64(at)})
		written[name] = float64(at)
	}
	if _, there := written["expiry_date_deletion"]; !there && written["expiry_date"] != nil {
		*form = append(*form, pair{name: "expiry_date_deletion", text: "false", typed: false})
		written["expiry_date_deletion"] = false
	}
}

func (g *modelTest) createVideo(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	if who.name != nobody && who.name != theKey && !odds(t, "other", 4) {
		owner = who.name
	}
	form, written, status := draw(t, videoFields, 4)
	switch pick(t, "complete", "yes", "yes", "nearly", "no") {
	case "yes":
		for _, w := range []pair{{"title", "Whole", "Whole"}, {"channel", "news", "news"},
			{"is_created_for_kids", "0", false}} {
			if _, there := written[w.name]; !there {
				form, written[w.name] = append(form, w), w.typed
			}
		}
		fallthrough
	case "nearly":
		form, written["published"] = append(form, pair{"published", "1", true}), true
	}
	g.dates(t, &form, written)
	if odds(t, "password", 8) {
		form, written["password"] = append(form, pair{name: "password", text: "secret"}), "secret"
	}
	refused, seconds := 200, 0.0
	switch {
	case written["mode"] == nil && odds(t, "live", 8) && status == 200:
		form, written["mode"] = append(form, pair{name: "mode", text: "live"}), "live"
		written["source length"] = 3600.0
	case odds(t, "sourceless", 10):
		refused = 400
	default:
		address, length, failure, code := g.source(t, who, owner)
		form = append(form, pair{name: "url", text: address})
		seconds, written["source length"], written["source failure"] = length, length, failure
		written["source uploaded"] = strings.Contains(address, "#")
		if code != 0 {
			refused = code
		}
	}
	path := "/user/" + pick(t, "by", owner, g.ids[owner]) + "/videos"
	if owner == who.name {
		path = pick(t, "path", "/me/videos", "/videos", path)
	}
	return g.creation(who, owner, path, form, written, seconds, func() int {
		if status == 200 {
			return refused
		}
		return status
	})
}

// creation is the op that creates a video; code is the status that the form
// alone would have.
func (g *modelTest) creation(
	who *actor,
	owner, path string,
	form []pair,
	written values,
	seconds float64,
	code func() int,
) op {
	want := g.reads(owner, &thing{owner: owner, past: []version{{values: values{}}}})
	form = append(form, fieldNames(want))
	return op{who, "POST", path, form, func(t *rapid.T, a result) {
		now := g.clock()
		switch {
		case g.rights(who, owner) != 200:
			a.wants(t, 403)
			return
		case code() != 200:
			a.wants(t, code())
			return
		case !g.quota(owner, seconds):
			a.wants(t, 403)
			return
		}
		a.wants(t, 200)
		x := &thing{noun: "video", owner: owner, created: now.Truncate(time.Second)}
		for _, name := range []string{"language", "country"} { // its owner's, unless the form has one
			if _, there := written[name]; !there {
				written[name] = g.find("user", g.ids[owner]).made[name]
			}
		}
		if written["mode"] != "live" {
			written["source time"] = now
		}
		x.follow(now, written)
		x.write(now, written)
		x.past[0].at = now
		x.id, _ = a.body["id"].(string)
		if len(x.id) != 8 || g.find("video", x.id) != nil {
			t.Fatalf("%s makes %q", a.line, x.id)
		}
		g.things = append(g.things, x)
		g.compareVideo(t, a.line, a.body, who, x)
	}}
}

// burst creates many short videos, as far as the quota lets it.
func (g *modelTest) burst(t *rapid.T) {
	who := pick(t, "who", g.actor("ana"), g.actor("ana"), g.actor(theKey))
	seconds := pick(t, "seconds", 1, 1, 4000)
	var calls batch
	if g.sources > 40 { // lists are to fit a page
		return
	}
	for range 8 {
		g.sources++
		address := fmt.Sprintf("https://files.example/%d-%ds.mp4", g.sources, seconds)
		calls = append(calls, g.creation(who, "ana", "/user/ana/videos", []pair{{name: "url", text: address}},
			values{"source length": float64(seconds)}, float64(seconds), func() int { return 200 }))
	}
	for i, a := range calls.send(t, true) {
		a.log(t, g.clock())
		calls[i].judge(t, a)
	}
}

// compareVideo holds a video against the model; what only the surface knows has
// to be plausible.
func (g *modelTest) compareVideo(t *rapid.T, line string, item map[string]any, who *actor, x *thing) {
	t.Helper()
	want := g.reads(who.name, x)
	item = maps.Clone(item)
	if progress, there := item["encoding_progress"]; there {
		least, most := -1.0, -1.0
		if want["status"] == "processing" {
			least, most = 0, 100
		}
		p, _ := item["publishing_progress"].(float64)
		if e, _ := progress.(float64); e < least || e > most || p < least || p > e || p == 100 {
			t.Fatalf("%s: %s with progress %v and %v", line, want["status"], progress, p)
		}
		delete(item, "encoding_progress")
		delete(item, "publishing_progress")
	}
	if secret, there := item["private_id"]; there {
		text, _ := secret.(string)
		if mine := g.manages(who.name, x.owner); mine != (len(text) == 19 && text[0] == 'k') {
			t.Fatalf("%s: private_id %v, owner %v", line, secret, mine)
		}
		if text != "" {
			if slices.Contains(x.secrets, text) {
				t.Fatalf("%s: private_id %s once more", line, text)
			}
			x.secrets = append(x.secrets, text)
		}
		delete(item, "private_id")
	}
	compare(t, line, item, want, g.clock())
}

// aVideo draws a video and how to name it; sees is asked when the call is judged.
func (g *modelTest) aVideo(t *rapid.T) (x *thing, id string, sees func(who *actor) int) {
	x = g.some(t, "video")
	id = x.id
	if len(x.secrets) > 0 && odds(t, "secret", 3) {
		id = pick(t, "which", x.secrets...)
	}
	if odds(t, "unknown", 30) {
		return x, pick(t, "id", "xnotfound", "x", "k0000000000000000000", x.id+"0"), func(*actor) int { return 404 }
	}
	return x, id, func(who *actor) int { return g.sees(who.name, x, id != x.id) }
}

func (g *modelTest) getVideo(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	return g.get(x, id, who, func() int { return sees(who) })
}

func (g *modelTest) get(x *thing, id string, who *actor, sees func() int) op {
	want := g.reads(who.name, x)
	want["encoding_progress"], want["publishing_progress"], want["private_id"] = nil, nil, nil
	return op{who, "GET", "/video/" + id, []pair{fieldNames(want)}, func(t *rapid.T, a result) {
		if a.wants(t, sees()) {
			g.compareVideo(t, a.line, a.body, who, x)
		}
	}}
}

func (g *modelTest) editVideo(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	form, written, status := draw(t, videoFields, 3)
	if odds(t, "publish", 2) {
		on := odds(t, "published", 2)
		form, written["published"] = append(form, pair{"published", fmt.Sprint(on), on}), on
	}
	g.dates(t, &form, written)
	if x.made == nil && odds(t, "password", 8) {
		if odds(t, "take it away", 2) {
			form, written["password"] = append(form, pair{name: "password"}), nil
		} else {
			form, written["password"] = append(form, pair{name: "password", text: "secret"}), "secret"
		}
	}
	refused := 200
	if written["url"] == nil && odds(t, "new source", 8) {
		if v, ok := x.shown(g.clock()); ok && v.get("mode") == "vod" {
			address, length, failure, code := g.source(t, who, x.owner)
			form = append(form, pair{name: "url", text: address})
			written["source length"], written["source failure"], written["source time"] = length, failure, time.Time{}
			written["source uploaded"] = strings.Contains(address, "#")
			if code != 0 {
				refused = code
			}
		}
	}
	form = append(form, fieldNames(g.reads(who.name, x)))
	return op{who, "POST", "/video/" + id, form, func(t *rapid.T, a result) {
		now := g.clock()
		if seen := sees(who); seen != 200 {
			a.wants(t, seen)
			return
		}
		v, _ := x.shown(now)
		switch {
		case g.rights(who, x.owner) != 200:
			a.wants(t, 403)
		case status != 200:
			a.wants(t, status)
		case refused != 200:
			a.wants(t, refused)
		case written["explicit"] == false && v.is("explicit"):
			a.wants(t, 400)
		default:
			a.wants(t, 200)
			if _, ok := written["source time"]; ok {
				written["source time"] = now
			}
			x.follow(now, written)
			x.write(now, written)
			g.compareVideo(t, a.line, a.body, who, x)
		}
	}}
}

func (g *modelTest) deleteVideo(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	return op{who, "DELETE", "/video/" + id, nil, func(t *rapid.T, a result) {
		if seen := sees(who); seen != 200 {
			a.wants(t, seen)
			return
		}
		if a.wants(t, g.rights(who, x.owner)) {
			x.remove(g.clock())
			if len(a.body) != 0 {
				t.Fatalf("%s = %v", a.line, a.body)
			}
		}
	}}
}
