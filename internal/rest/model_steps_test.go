package rest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The callers: a listed channel, two that are opened, a client without a token, and the private
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
    - {id: x100001, created: 2026-03-01, title: First tide, tags: [sea, old], duration: 90,
       playlist: Old, visibility: public}
    - {id: x100002, created: 2026-03-04, title: Second tide, tags: [land], duration: 700,
       playlist: Old, visibility: public}
    - {id: x100003, created: 2026-03-05, title: Kept, tags: [sea], duration: 60, playlist: Old, visibility: private}
`

// TestTheGraphFollowsTheModel sends random calls in random ways, moves the clock, and compares each response with the
// model's: go test ./internal/rest -run FollowsTheModel -rapid.checks=2000 -rapid.steps=60
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

// A modelTest is a server and the model of it.
type modelTest struct {
	model
	d       *server
	actors  []*actor
	pending []pendingReport
	sources int
}

func begin(t *rapid.T) *modelTest {
	d := openWorld(t, []byte(modelWorld))
	g := &modelTest{d: d, model: model{
		clock:   d.Now,
		ids:     map[string]string{},
		likes:   map[string][]modelLink{},
		follows: map[string][]modelLink{},
		parents: map[string][]string{},
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
func (g *modelTest) adoptMade(t *rapid.T, noun, id, owner string, fields []writable) *thing {
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
	a := op{
		who:    g.actor(owner),
		method: "GET",
		path:   "/" + noun + "/" + id,
		form:   []pair{{name: "fields", text: strings.Join(names, ",")}},
	}.send(t)
	a.wants(t, 200)
	x := &thing{noun: noun, id: id, owner: owner, made: a.body}
	x.created = time.Unix(int64(a.body["created_time"].(float64)), 0)
	x.made["source length"] = a.body["duration"]
	g.things = append(g.things, x)
	return x
}

func (g *modelTest) actor(name string) *actor {
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

func (g *modelTest) anybody(t *rapid.T) *actor {
	return pick(
		t,
		"who",
		g.actor("ana"),
		g.actor(thePartner),
		g.actor("ana"),
		g.actor(thePartner),
		g.actor("net"),
		g.actor(nobody),
		g.actor(theKey),
	)
}

// some draws a thing of a noun that was ever there.
func (g *modelTest) some(t *rapid.T, noun string) *thing {
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

func (g *modelTest) anyOp(t *rapid.T, who *actor) op {
	if odds(t, "write", 2) {
		return g.anyWrite(t, who)
	}
	return g.anyRead(t, who)
}

func (g *modelTest) anyWrite(t *rapid.T, who *actor) op {
	type maker = func(*rapid.T, *actor) op
	return pick(t, "write", maker(g.createVideo), g.createVideo, g.editVideo, g.editVideo, g.editVideo, g.deleteVideo,
		g.createPlaylist, g.editPlaylist, g.editContent, g.editContent, g.deletePlaylist, g.createSubtitle, g.deleteSubtitle,
		g.createPlayer, g.editPlayer, g.deletePlayer, g.tie, g.tie, g.adopt, g.editUser)(t, who)
}

func (g *modelTest) anyRead(t *rapid.T, who *actor) op {
	type maker = func(*rapid.T, *actor) op
	return pick(
		t,
		"read",
		maker(g.getVideo),
		g.getVideo,
		g.getVideo,
		g.listVideos,
		g.listVideos,
		g.getPlaylist,
		g.playlistContent,
		g.listPlaylists,
		g.listSubtitles,
		g.getPlayer,
		g.listPlayers,
		g.listTies,
		g.getUser,
	)(t, who)
}

// batch sends up to ten calls of one actor at once.
func (g *modelTest) batch(t *rapid.T) {
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

// moveClock moves the clock, sometimes back.
func (g *modelTest) moveClock(t *rapid.T) {
	step := pick(
		t,
		"step",
		time.Millisecond,
		time.Second,
		2*time.Second,
		5*time.Second,
		10*time.Second,
		time.Minute,
		time.Hour,
		25*time.Hour,
		8*24*time.Hour,
	)
	if odds(t, "back", 5) {
		step = -step
	}
	if at := g.clock().Add(step); at.Before(noon.AddDate(1, 0, 0)) && at.After(noon.AddDate(0, 0, -30)) {
		g.d.advance(step)
	}
}

// toMoment moves the clock to a time at which something changes by itself, or just before.
func (g *modelTest) toMoment(t *rapid.T) {
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
	moments = slices.DeleteFunc(
		moments,
		func(at time.Time) bool { return !at.After(now) || at.After(noon.AddDate(1, 0, 0)) },
	)
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

func (g *modelTest) lookAsStranger(t *rapid.T) {
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
