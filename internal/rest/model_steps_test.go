package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Who takes part: a listed channel, two that are opened, nobody, and the private
// key of the listed one's organisation.
const (
	thePartner = "mara"
	nobody     = "nobody"
	theKey     = "key"
)

var users = []string{thePartner, "ana", "net"}

// modelWorld has one channel, all of whose videos are listed.
const modelWorld = `
partners:
- name: Model Group
  channels:
  - slug: mara
    name: Mara
    audience: 40
    uploads: 0
    playlists: [{title: Old}]
    videos:
    - {id: x100001, created: 2026-03-01, title: First tide, tags: [sea, old], duration: 90, playlist: Old, visibility: public}
    - {id: x100002, created: 2026-03-04, title: Second tide, tags: [land], duration: 700, playlist: Old, visibility: public}
    - {id: x100003, created: 2026-03-05, title: Kept, tags: [sea], duration: 60, playlist: Old, visibility: private}
`

// TestTheGraphFollowsTheModel sends random calls in random ways, lets time pass
// and go back, and compares each answer with the model's.
//
//	go test ./internal/rest -run FollowsTheModel -rapid.checks=2000 -rapid.steps=60
func TestTheGraphFollowsTheModel(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		g := begin(t)
		t.Repeat(map[string]func(*rapid.T){
			"call": func(t *rapid.T) { g.anyOp(t, g.anybody(t)).run(t) },
			"write and read": func(t *rapid.T) {
				who := g.anybody(t)
				g.anyWrite(t, who).run(t)
				g.lookAsStranger(t)
			},
			"read":   func(t *rapid.T) { g.anyRead(t, g.anybody(t)).run(t) },
			"batch":  g.batch,
			"burst":  g.burst,
			"pages":  g.pages,
			"time":   g.moveClock,
			"moment": g.toMoment,
			"report": g.report,
		})
	})
}

func (o op) run(t *rapid.T) {
	if o.judge != nil {
		a := o.send(t)
		a.log(t, o.who.d.Now())
		o.judge(t, a)
	}
}

// A game is a desk and the model of it.
type game struct {
	model
	d       *desk
	actors  []*actor
	pending []pendingReport
	sources int
}

func begin(t *rapid.T) *game {
	d := openWorld(t, []byte(modelWorld))
	g := &game{d: d, model: model{
		clock: d.Now, ids: map[string]string{}, likes: map[string][]knot{}, follows: map[string][]knot{}, parents: map[string][]string{},
	}}
	for _, name := range users {
		g.ids[name] = d.id(t, name)
	}
	for _, name := range append(slices.Clone(users), nobody, theKey) {
		a := &actor{name: name, d: d}
		if name == theKey {
			a.root = "/rest"
		}
		g.actors = append(g.actors, a)
	}
	for _, name := range users {
		g.adoptMade(t, "user", g.ids[name], name, userFields)
	}
	for _, id := range []string{"x100001", "x100002", "x100003"} {
		g.adoptMade(t, "video", id, thePartner, videoFields)
	}
	for _, p := range must(d.World.Channel(thePartner)).Playlists() {
		x := g.adoptMade(t, "playlist", p.ID, thePartner, playlistFields)
		x.content, x.ordered = []string{"x100001", "x100002", "x100003"}, noon // before, it fills
	}
	return g
}

// adoptMade takes over what the made world says of a thing.
func (g *game) adoptMade(t *rapid.T, noun, id, owner string, fields []writable) *thing {
	names := []string{"created_time"}
	for _, f := range fields {
		names = append(names, f.name)
	}
	switch noun {
	case "video":
		names = append(names, "published", "duration")
	case "user":
		names = append(names, "language", "country")
	}
	a := op{who: g.actor(owner), method: "GET", path: "/" + noun + "/" + id, form: []pair{{name: "fields", text: strings.Join(names, ",")}}}.send(t)
	a.wants(t, 200)
	x := &thing{noun: noun, id: id, owner: owner, made: a.body}
	x.created = time.Unix(int64(a.body["created_time"].(float64)), 0)
	x.made["source length"] = a.body["duration"]
	g.things = append(g.things, x)
	return x
}

func (g *game) actor(name string) *actor {
	return g.actors[slices.IndexFunc(g.actors, func(a *actor) bool { return a.name == name })]
}

// below draws one of 0 to n-1, each as likely; what rapid draws itself is mostly
// small.
func below(t *rapid.T, label string, n int) int {
	at := 0
	for _, on := range rapid.SliceOfN(rapid.Bool(), 10, 10).Draw(t, label) {
		if at *= 2; on {
			at++
		}
	}
	return at % n
}

func pick[T any](t *rapid.T, label string, from ...T) T { return from[below(t, label, len(from))] }

// odds is true once in n times.
func odds(t *rapid.T, label string, n int) bool { return below(t, label, n) == n-1 }

func (g *game) anybody(t *rapid.T) *actor {
	return pick(t, "who", g.actor("ana"), g.actor(thePartner), g.actor("ana"), g.actor(thePartner), g.actor("net"), g.actor(nobody), g.actor(theKey))
}

// some draws a thing of a noun that was ever there.
func (g *game) some(t *rapid.T, noun string) *thing {
	var all []*thing
	for _, x := range g.things {
		if x.noun == noun {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		return nil
	}
	// The newest more often than others.
	return all[len(all)-1-below(t, noun, 1+below(t, "up to", len(all)))]
}

func (g *game) anyOp(t *rapid.T, who *actor) op {
	if odds(t, "write", 2) {
		return g.anyWrite(t, who)
	}
	return g.anyRead(t, who)
}

func (g *game) anyWrite(t *rapid.T, who *actor) op {
	type maker = func(*rapid.T, *actor) op
	return pick(t, "write", maker(g.createVideo), g.createVideo, g.editVideo, g.editVideo, g.editVideo, g.deleteVideo,
		g.createPlaylist, g.editPlaylist, g.editContent, g.editContent, g.deletePlaylist, g.createSubtitle, g.deleteSubtitle,
		g.createPlayer, g.editPlayer, g.deletePlayer, g.tie, g.tie, g.adopt, g.editUser)(t, who)
}

func (g *game) anyRead(t *rapid.T, who *actor) op {
	type maker = func(*rapid.T, *actor) op
	return pick(t, "read", maker(g.getVideo), g.getVideo, g.getVideo, g.listVideos, g.listVideos, g.getPlaylist, g.playlistContent,
		g.listPlaylists, g.listSubtitles, g.getPlayer, g.listPlayers, g.listTies, g.getUser)(t, who)
}

// batch sends up to ten calls of one actor at once.
func (g *game) batch(t *rapid.T) {
	who := g.anybody(t)
	var calls batch
	for range 1 + below(t, "calls", 10) {
		if o := g.anyOp(t, who); o.judge != nil {
			calls = append(calls, o)
		}
	}
	if len(calls) == 0 {
		return
	}
	for i, a := range calls.send(t, true) {
		a.log(t, g.clock())
		calls[i].judge(t, a)
	}
}

// moveClock lets time pass, and sometimes go back.
func (g *game) moveClock(t *rapid.T) {
	step := pick(t, "step", time.Millisecond, time.Second, 2*time.Second, 5*time.Second, 10*time.Second, time.Minute, time.Hour, 25*time.Hour, 8*24*time.Hour)
	if odds(t, "back", 5) {
		step = -step
	}
	if at := g.clock().Add(step); at.Before(noon.AddDate(1, 0, 0)) && at.After(noon.AddDate(0, 0, -30)) {
		g.d.advance(step)
	}
}

// toMoment goes to when something changes by itself, or just before.
func (g *game) toMoment(t *rapid.T) {
	now := g.clock()
	var moments []time.Time
	for _, x := range g.all("video", nil) {
		v, _ := x.shown(now)
		if source, ok := v["source time"].(time.Time); ok {
			moments = append(moments, source.Add(2*time.Second), source.Add(10*time.Second), x.created.Add(24*time.Hour))
		}
		for _, name := range []string{"publish_date", "expiry_date"} {
			if at, ok := v[name].(float64); ok {
				moments = append(moments, time.Unix(int64(at), 0))
			}
		}
	}
	moments = slices.DeleteFunc(moments, func(at time.Time) bool { return !at.After(now) || at.After(noon.AddDate(1, 0, 0)) })
	if len(moments) == 0 {
		return
	}
	step := pick(t, "moment", moments...).Sub(now)
	if odds(t, "before", 3) {
		step -= time.Millisecond
	}
	g.d.advance(step)
	g.lookAsStranger(t)
}

func (g *game) lookAsStranger(t *rapid.T) {
	x := g.some(t, "video")
	g.get(x, x.id, g.actor(nobody), func() int { return g.sees(nobody, x, false) }).run(t)
}

// draw draws what a form writes: what the fields read then, and the status of
// its refusal or 200.
func draw(t *rapid.T, fields []writable, many int) (form []pair, written values, status int) {
	written, status = values{}, 200
	faults := 0
	if odds(t, "fault", 5) {
		faults = 1
	}
	for range below(t, "fields", many+1) {
		f := pick(t, "field", fields...)
		if odds(t, "rule", 2) { // the first ones have rules of their own
			f = pick(t, "field", fields[:min(len(fields), 8)]...)
		}
		if _, there := written[f.name]; there {
			continue
		}
		w := pick(t, f.name, f.writings...)
		if w.code != 0 {
			if faults--; faults < 0 {
				continue
			}
		}
		if w.code != 0 {
			status = w.code
		}
		p := pair{name: f.name, text: w.text}
		if w.code == 0 {
			p.typed = w.reads
		}
		form = append(form, p)
		written[f.name] = w.reads
	}
	return form, written, status
}

// need adds a field that has to be there, mostly; without, the status is another.
func need(t *rapid.T, form []pair, written values, status int, name, value string) ([]pair, int) {
	if _, there := written[name]; there {
		return form, status
	}
	if odds(t, "without", 8) {
		return form, max(status, 400)
	}
	written[name] = value
	return append(form, pair{name: name, text: value}), status
}

func fieldNames(v values) pair {
	return pair{name: "fields", text: strings.Join(slices.Sorted(maps.Keys(v)), ",")}
}

// compare holds an item against what the model reads.
func compare(t *rapid.T, line string, item map[string]any, want values, now time.Time) {
	t.Helper()
	if len(item) != len(want) {
		t.Fatalf("%s\nhas %d members, want %d: %v", line, len(item), len(want), item)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got := item[name]; fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want[name]) {
			t.Fatalf("%s\n%s = %#v, want %#v at %v\nin %v", line, name, got, want[name], now, item)
		}
	}
}

// source draws the url of a new source: that of a file that is uploaded now, or
// any address. code is that of its refusal, failure how processing it ends.
func (g *game) source(t *rapid.T, who *actor, owner string) (address string, seconds float64, failure string, code int) {
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

func (g *game) uploadFile(t *rapid.T, who *actor, name string) string {
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
func (g *game) rights(who *actor, owner string) int {
	if g.manages(who.name, owner) {
		return 200
	}
	return 403
}

// dates adds dates to a form, with which others see a video for a time.
func (g *game) dates(t *rapid.T, form *[]pair, written values) {
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

func (g *game) createVideo(t *rapid.T, who *actor) op {
	owner := pick(t, "owner", users...)
	if who.name != nobody && who.name != theKey && !odds(t, "other", 4) {
		owner = who.name
	}
	form, written, status := draw(t, videoFields, 4)
	switch pick(t, "complete", "yes", "yes", "nearly", "no") {
	case "yes":
		for _, w := range []pair{{"title", "Whole", "Whole"}, {"channel", "news", "news"}, {"is_created_for_kids", "0", false}} {
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
func (g *game) creation(who *actor, owner, path string, form []pair, written values, seconds float64, code func() int) op {
	want := g.reads(owner, &thing{owner: owner, past: []version{{values: values{}}}})
	form = append(form, fieldNames(want))
	return op{who, "POST", path, form, func(t *rapid.T, a answer) {
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
func (g *game) burst(t *rapid.T) {
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
func (g *game) compareVideo(t *rapid.T, line string, item map[string]any, who *actor, x *thing) {
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
			x.secret = text
		}
		delete(item, "private_id")
	}
	compare(t, line, item, want, g.clock())
}

// aVideo draws a video and how to name it; sees is asked when the call is judged.
func (g *game) aVideo(t *rapid.T) (x *thing, id string, sees func(who *actor) int) {
	x = g.some(t, "video")
	id = x.id
	if x.secret != "" && odds(t, "secret", 3) {
		id = x.secret
	}
	if odds(t, "unknown", 30) {
		return x, pick(t, "id", "xnotfound", "x", "k0000000000000000000", x.id+"0"), func(*actor) int { return 404 }
	}
	return x, id, func(who *actor) int { return g.sees(who.name, x, id == x.secret) }
}

func (g *game) getVideo(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	return g.get(x, id, who, func() int { return sees(who) })
}

func (g *game) get(x *thing, id string, who *actor, sees func() int) op {
	want := g.reads(who.name, x)
	want["encoding_progress"], want["publishing_progress"], want["private_id"] = nil, nil, nil
	return op{who, "GET", "/video/" + id, []pair{fieldNames(want)}, func(t *rapid.T, a answer) {
		if a.wants(t, sees()) {
			g.compareVideo(t, a.line, a.body, who, x)
		}
	}}
}

func (g *game) editVideo(t *rapid.T, who *actor) op {
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
			if code != 0 {
				refused = code
			}
		}
	}
	form = append(form, fieldNames(g.reads(who.name, x)))
	return op{who, "POST", "/video/" + id, form, func(t *rapid.T, a answer) {
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
			x.write(now, written)
			g.compareVideo(t, a.line, a.body, who, x)
		}
	}}
}

func (g *game) deleteVideo(t *rapid.T, who *actor) op {
	x, id, sees := g.aVideo(t)
	return op{who, "DELETE", "/video/" + id, nil, func(t *rapid.T, a answer) {
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
