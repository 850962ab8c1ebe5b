package world

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// What users change lies on top of the made world, for everybody to see: there
// is one world, and whoever wants a part of it alone takes a channel of their
// own, which any name opens. Each change is kept with its moment, so that what
// was asked for earlier looks as it did.

// A Moment is until when a look at the world sees what users changed. The zero
// Moment sees the made world alone.
type Moment struct {
	Time  time.Time
	Edits uint64 // how many changes had been made: several can have the same Time
}

// Moment is the present.
func (w *World) Moment(now time.Time) Moment {
	w.edits.mu.RLock()
	defer w.edits.mu.RUnlock()
	return Moment{now, w.edits.count}
}

// A Noun is what sort of thing an id names; ids of different sorts may be equal.
type Noun string

// The sorts of things that users change.
const (
	Videos    Noun = "video"
	Users     Noun = "user"
	Playlists Noun = "playlist"
	Players   Noun = "player"
	Subtitles Noun = "subtitle"
)

// Values are what users wrote, by the name of the field in the REST API. The
// world itself reads some of a video: "title" (string), "tags" ([]string),
// "published" (bool), "publish_date", "expiry_date" and "duration" (int64,
// seconds), "mode" ("live" for a stream), "private" (bool), "password", "status" ("rejected" or
// "encoding_error" for one that can never be seen), "geoblocking" ([]string), and of a user "screenname".
type Values map[string]any

// A State is what users have made of a thing. It must not be changed.
type State struct {
	Owner   *Channel
	Of      string    // the id of what a subtitle is of
	Created time.Time // zero for what was there before
	Updated time.Time // of the last change; zero for none
	Deleted bool
	Values  Values // what was written; nil for nothing
}

// Why a change cannot be.
var (
	// ErrFull is answered where users have written as much as is kept.
	ErrFull = errors.New("no more is kept")
	errGone = fmt.Errorf("deleted: %w", ErrNotFound)
)

// The bounds on what is kept of users' changes.
const (
	maxKept     = 64 << 20 // bytes, by a rough count
	maxVersions = 24       // of one thing; the oldest go first
	roughly     = 512      // bytes for what a version is beside its values
)

type edits struct {
	mu      sync.RWMutex
	count   uint64
	kept    int
	things  map[thingKey]*thing
	holders map[string]*holder // by slug
	links   map[linkKey]*linkList
	placed  map[string][]placement // by the id of the video, oldest first

	touched map[Noun]bool // what sorts of things of the made world were written
}

type thingKey struct {
	kind Noun
	id   string
}

// A thing is one that users created or changed.
type thing struct {
	thingKey
	owner    *Channel
	of       string
	created  time.Time
	turn     int // among what was created in its channel
	versions []version
	base     *Video
}

// A version is a thing after one change.
type version struct {
	at    time.Time
	edit  uint64
	state State
	video *Video // of a video: as the change left it
	cost  int
}

// A holder is a channel of which something was changed. It is kept, so that the
// owner of a thing is always the same Channel.
type holder struct {
	channel *Channel
	videos  []*thing // that were created or changed
	created map[Noun][]*thing
}

func newEdits() *edits {
	return &edits{things: map[thingKey]*thing{}, holders: map[string]*holder{}, links: map[linkKey]*linkList{}, placed: map[string][]placement{}, touched: map[Noun]bool{}}
}

// channel returns a channel of which something was changed, else nil.
func (e *edits) channel(slug string) *Channel {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if h := e.holders[slug]; h != nil {
		return h.channel
	}
	return nil
}

// State tells what users have made of a thing of the made world or of their
// own. ok is false for a thing that nobody created or changed by then.
func (w *World) State(kind Noun, id string, m Moment) (s State, ok bool) {
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	if v := e.things[thingKey{kind, id}].at(m); v != nil {
		return v.state, true
	}
	return State{}, false
}

// at returns the last version that a moment sees, nil for none.
func (t *thing) at(m Moment) *version {
	if t == nil {
		return nil
	}
	for i := len(t.versions) - 1; i >= 0; i-- {
		if v := &t.versions[i]; v.edit <= m.Edits && !v.at.After(m.Time) {
			return v
		}
	}
	return nil
}

// Created returns the ids of what users created of a kind in a channel, oldest
// first, deleted things left out.
func (w *World) Created(kind Noun, c *Channel, m Moment) []string {
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	h := e.holders[c.Slug]
	if h == nil {
		return nil
	}
	var ids []string
	for _, t := range h.created[kind] {
		if v := t.at(m); v != nil && !v.state.Deleted {
			ids = append(ids, t.id)
		}
	}
	return ids
}

// CreatedSince counts what users created of a kind in a channel after a time,
// also what was deleted again, and adds up a value of theirs.
func (w *World) CreatedSince(kind Noun, c *Channel, after time.Time, m Moment, value string) (n int, sum int64) {
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	if h := e.holders[c.Slug]; h != nil {
		for _, t := range h.created[kind] {
			if v := t.at(m); v != nil && t.created.After(after) {
				n++
				part, _ := v.state.Values[value].(int64)
				sum += part
			}
		}
	}
	return n, sum
}

// Create adds a thing to a channel and returns its id, which follows from the
// channel and how many of its kind were created before. of is what a subtitle
// is of. It answers ErrFull.
func (w *World) Create(kind Noun, c *Channel, of string, now time.Time, values Values) (string, error) {
	e := w.edits
	e.mu.Lock()
	defer e.mu.Unlock()
	h := e.hold(c)
	id := w.newID(kind, h)
	t := &thing{thingKey: thingKey{kind, id}, owner: h.channel, of: of, created: now.UTC().Truncate(time.Second), turn: len(h.created[kind])}
	if err := e.write(t, now, values, false); err != nil {
		return "", err
	}
	e.things[t.thingKey] = t
	h.created[kind] = append(h.created[kind], t)
	if kind == Videos {
		h.videos = append(h.videos, t)
	}
	return id, nil
}

// Edit changes a thing: change is given what was written and returns what is to
// stand, or an error, which Edit passes on. It must not change the Values that
// it is given. A thing of the made world is c's.
func (w *World) Edit(kind Noun, id string, c *Channel, now time.Time, change func(Values) (Values, error)) error {
	return w.change(kind, id, c, now, func(s State) (Values, bool, error) {
		values, err := change(s.Values)
		return values, false, err
	})
}

// Delete lets a thing be there no longer. Its past stays.
func (w *World) Delete(kind Noun, id string, c *Channel, now time.Time) error {
	return w.change(kind, id, c, now, func(s State) (Values, bool, error) { return s.Values, true, nil })
}

func (w *World) change(kind Noun, id string, c *Channel, now time.Time, to func(State) (Values, bool, error)) error {
	made := w.made(kind, id)
	e := w.edits
	e.mu.Lock()
	defer e.mu.Unlock()
	key := thingKey{kind, id}
	t := e.things[key]
	if t == nil {
		t = &thing{thingKey: key, owner: e.hold(c).channel, base: made}
	}
	var last State
	if v := t.at(Moment{now, e.count}); v != nil {
		last = v.state
	}
	if last.Deleted {
		return errGone
	}
	values, deleted, err := to(last)
	if err != nil {
		return err
	}
	if err := e.write(t, now, values, deleted); err != nil {
		return err
	}
	e.touched[kind] = true
	if kind == Videos && e.things[key] == nil {
		h := e.hold(t.owner)
		h.videos = append(h.videos, t)
	}
	e.things[key] = t
	return nil
}

func (w *World) made(kind Noun, id string) *Video {
	if kind == Videos {
		return w.madeVideo(id)
	}
	return nil
}

// hold needs the lock.
func (e *edits) hold(c *Channel) *holder {
	h := e.holders[c.Slug]
	if h == nil {
		h = &holder{channel: c, created: map[Noun][]*thing{}}
		e.holders[c.Slug] = h
	}
	return h
}

// write appends a version; it needs the lock.
func (e *edits) write(t *thing, now time.Time, values Values, deleted bool) error {
	v := version{at: now.Truncate(time.Millisecond), edit: e.count + 1, cost: roughly + cost(values)}
	if e.kept+v.cost > maxKept && !deleted {
		return ErrFull
	}
	v.state = State{Owner: t.owner, Of: t.of, Created: t.created, Updated: now, Deleted: deleted, Values: values}
	if t.kind == Videos {
		v.video = t.face(v)
	}
	e.count++
	e.kept += v.cost
	t.versions = append(t.versions, v)
	if len(t.versions) > maxVersions {
		e.kept -= t.versions[0].cost
		t.versions = slices.Delete(t.versions, 0, 1)
	}
	return nil
}

// cost is about how many bytes values hold.
func cost(values Values) int {
	n := 0
	for name, v := range values {
		n += len(name) + 32
		switch v := v.(type) {
		case string:
			n += len(v)
		case []string:
			for _, s := range v {
				n += 16 + len(s)
			}
		}
	}
	return n
}

// newID is an id that nothing of the made world can have: one character longer.
// It needs the lock.
func (w *World) newID(kind Noun, h *holder) string {
	for n := len(h.created[kind]); ; n++ {
		seed := Mix(SeedOf(h.channel.seed, string(kind)) + uint64(n))
		const forms = 36 * 36 * 36 * 36 * 36 * 36 // seven digits from 1000000 on
		id := "x" + base36(forms+seed%(35*forms), 7)
		if w.edits.things[thingKey{kind, id}] == nil {
			return id
		}
	}
}
