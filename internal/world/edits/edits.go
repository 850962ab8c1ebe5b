// Package edits keeps what users change of a catalogue: created, changed and deleted entities, links between them, and
// which playlists a video is in. Each change is kept with its time.
//
//	id, err := store.VideoEdits().Create(c, "", now, edits.VideoEdit{Title: edits.Some("Mine")})
//	v, err := store.Video(id, store.Moment(now))
package edits

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Users change the world for everybody: there is one world, and a client that wants a part for itself takes a channel
// of its own, which any name opens. Each change is kept with its time, so that earlier reports stay as they were.

// A Moment says which changes are seen: those made until Time, and at most the first Edits of them. The zero Moment
// sees none.
type Moment struct {
	Time  time.Time
	Edits uint64 // how many changes had been made: several can have the same Time
}

// Moment returns the present.
func (e *Store) Moment(now time.Time) Moment {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return Moment{now, e.count}
}

// An EntityKind is a kind of entity. Ids of different kinds may be equal.
type EntityKind string

// The kinds of entities that users change.
const (
	Videos    EntityKind = "video"
	Users     EntityKind = "user"
	Playlists EntityKind = "playlist"
	Players   EntityKind = "player"
	Subtitles EntityKind = "subtitle"
)

// A State is an entity as users have changed it.
type State[E Edit] struct {
	Owner   *catalogue.Channel
	Of      string    // of a subtitle: the id of its video
	Created time.Time // zero for an entity of the made world
	Updated time.Time // of the last change; zero for none
	Deleted bool
	Edit    E
}

// Edits are what users have changed of the entities of one kind.
type Edits[E Edit] struct {
	store *Store
	kind  EntityKind
}

// VideoEdits returns the edits of videos.
func (e *Store) VideoEdits() Edits[VideoEdit] { return Edits[VideoEdit]{e, Videos} }

// UserEdits returns the edits of users.
func (e *Store) UserEdits() Edits[UserEdit] { return Edits[UserEdit]{e, Users} }

// PlaylistEdits returns the edits of playlists.
func (e *Store) PlaylistEdits() Edits[PlaylistEdit] { return Edits[PlaylistEdit]{e, Playlists} }

// PlayerEdits returns the edits of players.
func (e *Store) PlayerEdits() Edits[PlayerEdit] { return Edits[PlayerEdit]{e, Players} }

// SubtitleEdits returns the edits of subtitles.
func (e *Store) SubtitleEdits() Edits[SubtitleEdit] { return Edits[SubtitleEdit]{e, Subtitles} }

var (
	// ErrFull says that users have written as much as is kept.
	ErrFull = errors.New("no more is kept")
	errGone = fmt.Errorf("deleted: %w", catalogue.ErrNotFound)
)

// The bounds on what is kept of users' changes.
const (
	maxKept     = 64 << 20 // bytes, by a rough count
	maxVersions = 24       // of one entity; the oldest go first
	roughly     = 512      // bytes that a version takes in addition to its edit
)

// A Store holds what users have changed of a catalogue. It is safe for concurrent use.
type Store struct {
	all *catalogue.Catalogue

	mu       sync.RWMutex
	count    uint64
	kept     int
	entities map[entityKey]*entity
	channels map[string]*channelEdits // by slug
	links    map[linkKey]*linkList
	// memberships are in the order of their changes, by the slug of the child and by that of the parent.
	memberships map[string][]*Membership
	placed      map[string][]placement // by the id of the video, oldest first

	changed map[EntityKind]bool // the kinds of which an entity of the made world was changed
}

type entityKey struct {
	kind EntityKind
	id   string
}

// An entity is a video, user and so on that users created or changed.
type entity struct {
	entityKey
	owner    *catalogue.Channel
	of       string
	created  time.Time
	seq      int    // among those of its kind that were created in its channel
	first    uint64 // the number of its first change
	versions []version
	base     *catalogue.Video
}

// A version is an entity after one change.
type version struct {
	at      time.Time
	number  uint64 // of the change
	updated time.Time
	deleted bool
	edit    any              // a VideoEdit, UserEdit and so on
	video   *catalogue.Video // of a video: as the change left it
	cost    int
}

// channelEdits is a channel of which something was changed. It is kept, so that the owner of an entity is always the
// same Channel.
type channelEdits struct {
	channel *catalogue.Channel
	videos  []*entity // that were created or changed
	created map[EntityKind][]*entity
}

// New returns a Store without any changes.
func New(all *catalogue.Catalogue) *Store {
	return &Store{
		all: all, entities: map[entityKey]*entity{}, channels: map[string]*channelEdits{}, links: map[linkKey]*linkList{},
		placed: map[string][]placement{}, memberships: map[string][]*Membership{}, changed: map[EntityKind]bool{},
	}
}

// State returns an entity as users have changed it. It returns false if it had not been created or changed by then.
func (t Edits[E]) State(id string, m Moment) (s State[E], ok bool) {
	e := t.store
	e.mu.RLock()
	defer e.mu.RUnlock()
	known := e.entities[entityKey{t.kind, id}]
	v := known.at(m)
	if v == nil {
		return s, false
	}
	s = State[E]{Owner: known.owner, Of: known.of, Created: known.created, Updated: v.updated, Deleted: v.deleted}
	s.Edit, _ = v.edit.(E) // nothing was written to what was only deleted
	return s, true
}

// at returns the last version that a moment sees, nil for none.
func (t *entity) at(m Moment) *version {
	if t == nil {
		return nil
	}
	for i := len(t.versions) - 1; i >= 0; i-- {
		if v := &t.versions[i]; v.number <= m.Edits && !v.at.After(m.Time) {
			return v
		}
	}
	return nil
}

// Created returns the ids of the entities that users created in a channel, oldest first, without the deleted ones.
func (t Edits[E]) Created(c *catalogue.Channel, m Moment) []string {
	e := t.store
	e.mu.RLock()
	defer e.mu.RUnlock()
	changes := e.channels[c.Slug]
	if changes == nil {
		return nil
	}
	var ids []string
	for _, entity := range changes.created[t.kind] {
		if v := entity.at(m); v != nil && !v.deleted {
			ids = append(ids, entity.id)
		}
	}
	return ids
}

// UploadedSince counts the videos that users created in a channel after a time, deleted ones as well, and adds up how
// long they are.
func (e *Store) UploadedSince(c *catalogue.Channel, after time.Time, m Moment) (n int, seconds int64) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if changes := e.channels[c.Slug]; changes != nil {
		for _, entity := range changes.created[Videos] {
			if v := entity.at(m); v != nil && entity.created.After(after) {
				n++
				seconds += v.edit.(VideoEdit).Source.Seconds
			}
		}
	}
	return n, seconds
}

// Create adds an entity to a channel and returns its id, which follows from the channel and from how many of its kind
// were created before. of is the video of a subtitle. It returns ErrFull if no more is kept.
func (t Edits[E]) Create(c *catalogue.Channel, of string, now time.Time, edit E) (string, error) {
	e := t.store
	e.mu.Lock()
	defer e.mu.Unlock()
	changes := e.forChannel(c)
	id := e.newID(t.kind, changes)
	created := &entity{
		entityKey: entityKey{t.kind, id}, owner: changes.channel, of: of,
		created: now.UTC().Truncate(time.Second), seq: len(changes.created[t.kind]),
	}
	if err := e.write(created, now, edit, false); err != nil {
		return "", err
	}
	e.entities[created.entityKey] = created
	changes.created[t.kind] = append(changes.created[t.kind], created)
	if t.kind == Videos {
		changes.videos = append(changes.videos, created)
	}
	return id, nil
}

// Change replaces the edit of an entity by what to returns for it, or returns the error of to. An entity of the made
// world is c's.
func (t Edits[E]) Change(id string, c *catalogue.Channel, now time.Time, to func(E) (E, error)) error {
	return t.store.change(t.kind, id, c, now, func(edit any) (any, bool, error) {
		before, _ := edit.(E)
		after, err := to(before)
		return after, false, err
	})
}

// Delete removes an entity from now on. Its past stays.
func (t Edits[E]) Delete(id string, c *catalogue.Channel, now time.Time) error {
	return t.store.change(t.kind, id, c, now, func(edit any) (any, bool, error) { return edit, true, nil })
}

func (e *Store) change(
	kind EntityKind, id string, c *catalogue.Channel, now time.Time, to func(edit any) (any, bool, error),
) error {
	made := madeVideo(e.all, kind, id)
	e.mu.Lock()
	defer e.mu.Unlock()
	key := entityKey{kind, id}
	t := e.entities[key]
	if t == nil {
		t = &entity{entityKey: key, owner: e.forChannel(c).channel, base: made}
	}
	var before any
	if v := t.at(Moment{now, e.count}); v != nil {
		if v.deleted {
			return errGone
		}
		before = v.edit
	}
	edit, deleted, err := to(before)
	if err != nil {
		return err
	}
	if err := e.write(t, now, edit, deleted); err != nil {
		return err
	}
	e.changed[kind] = true
	if kind == Videos && e.entities[key] == nil {
		changes := e.forChannel(t.owner)
		changes.videos = append(changes.videos, t)
	}
	e.entities[key] = t
	return nil
}

// madeVideo returns a video of the made world, nil for an entity of another kind.
func madeVideo(all *catalogue.Catalogue, kind EntityKind, id string) *catalogue.Video {
	if kind == Videos {
		return all.MadeVideo(id)
	}
	return nil
}

// forChannel needs the lock.
func (e *Store) forChannel(c *catalogue.Channel) *channelEdits {
	changes := e.channels[c.Slug]
	if changes == nil {
		changes = &channelEdits{channel: e.all.Keep(c), created: map[EntityKind][]*entity{}}
		e.channels[c.Slug] = changes
	}
	return changes
}

// write appends a version; it needs the lock.
func (e *Store) write(t *entity, now time.Time, edit any, deleted bool) error {
	v := version{
		at: now.Truncate(time.Millisecond), number: e.count + 1, updated: now, deleted: deleted, edit: edit,
		cost: roughly + cost(edit),
	}
	if e.kept+v.cost > maxKept && !deleted {
		return ErrFull
	}
	if t.kind == Videos {
		v.video = t.project(v)
	}
	e.count++
	e.kept += v.cost
	if len(t.versions) == 0 {
		t.first = v.number
	}
	t.versions = append(t.versions, v)
	if len(t.versions) > maxVersions {
		e.kept -= t.versions[0].cost
		t.versions = slices.Delete(t.versions, 0, 1)
	}
	return nil
}

// cost returns about how many bytes an edit takes.
func cost(edit any) int {
	text, _ := json.Marshal(edit) // an edit always marshals
	return len(text)
}

// newID returns an id that nothing of the made world can have: one character longer. It needs the lock.
func (e *Store) newID(kind EntityKind, c *channelEdits) string {
	for n := len(c.created[kind]); ; n++ {
		seed := hash.Sum64(hash.SumString(c.channel.Seed, string(kind)) + uint64(n))
		const forms = 36 * 36 * 36 * 36 * 36 * 36 // seven digits from 1000000 on
		id := "x" + hash.Base36(forms+seed%(35*forms), 7)
		if e.entities[entityKey{kind, id}] == nil {
			return id
		}
	}
}
