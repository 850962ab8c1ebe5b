package edits

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// snapshot is what users have changed, as plain data. Lists are sorted, or in the order of the changes.
type snapshot struct {
	Changes    uint64
	Changed    []EntityKind           // of the made world
	Channels   []channelSnapshot      // by slug
	Links      []linkSnapshot         // by relation and id
	Members    []Membership           `json:",omitempty"`
	Placements map[string][]placement // by the id of the video
	Opened     []string               // slugs of the channels whose ids are remembered
}

type channelSnapshot struct {
	Slug     string
	Entities []entitySnapshot // oldest first
}

type entitySnapshot struct {
	Kind     EntityKind
	ID       string
	Of       string    `json:",omitempty"`
	Created  time.Time `json:",omitzero"` // zero for an entity of the made world
	First    uint64    // the number of its first change, which orders entities
	Versions []versionSnapshot
	// Closed and Blocked are those of the first version of a video: earlier ones were dropped.
	Closed  catalogue.Spans  `json:",omitempty"`
	Blocked catalogue.Blocks `json:",omitempty"`
}

type versionSnapshot struct {
	At      time.Time
	Updated time.Time
	Number  uint64
	Deleted bool            `json:",omitempty"`
	Edit    json.RawMessage `json:",omitempty"`
}

type linkSnapshot struct {
	Relation Relation
	From     string
	linkList
}

// Snapshot returns what users have changed, and which channels were opened, as JSON.
func (e *Store) Snapshot() ([]byte, error) {
	s := snapshot{Opened: e.all.Opened()}
	e.mu.RLock()
	defer e.mu.RUnlock()
	s.Changes, s.Changed, s.Placements = e.count, slices.Sorted(maps.Keys(e.changed)), e.placed
	s.Members = e.allMemberships()
	for key, list := range e.links {
		s.Links = append(s.Links, linkSnapshot{key.relation, key.from, *list})
	}
	slices.SortFunc(s.Links, func(a, b linkSnapshot) int {
		return cmp.Or(cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.From, b.From))
	})
	byOwner := map[string][]*entity{}
	for slug := range e.channels {
		byOwner[slug] = nil
	}
	for _, t := range e.entities {
		byOwner[t.owner.Slug] = append(byOwner[t.owner.Slug], t)
	}
	for _, slug := range slices.Sorted(maps.Keys(byOwner)) {
		all := byOwner[slug]
		slices.SortFunc(all, func(a, b *entity) int { return cmp.Compare(a.first, b.first) })
		c := channelSnapshot{Slug: slug}
		for _, t := range all {
			one, err := t.snapshot()
			if err != nil {
				return nil, err
			}
			c.Entities = append(c.Entities, one)
		}
		s.Channels = append(s.Channels, c)
	}
	return json.Marshal(s)
}

func (t *entity) snapshot() (entitySnapshot, error) {
	s := entitySnapshot{Kind: t.kind, ID: t.id, Of: t.of, Created: t.created, First: t.first}
	for i, v := range t.versions {
		saved := versionSnapshot{At: v.at, Updated: v.updated, Number: v.number, Deleted: v.deleted}
		if v.edit != nil {
			edit, err := json.Marshal(v.edit)
			if err != nil {
				return s, fmt.Errorf("%s %q: %w", t.kind, t.id, err)
			}
			saved.Edit = edit
		}
		s.Versions = append(s.Versions, saved)
		if i == 0 && v.video != nil {
			s.Closed, s.Blocked = v.video.Closed, v.video.Blocked
		}
	}
	return s, nil
}

// Restore replaces what users have changed by what Snapshot returned. Channels that were opened keep their ids.
func (e *Store) Restore(data []byte) error {
	var s snapshot
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	restored := New(e.all)
	restored.count = s.Changes
	for _, kind := range s.Changed {
		restored.changed[kind] = true
	}
	for _, c := range s.Channels {
		if err := restored.restoreChannel(c); err != nil {
			return fmt.Errorf("world: channel %q: %w", c.Slug, err)
		}
	}
	for _, l := range s.Links {
		restored.links[linkKey{l.Relation, l.From}] = &l.linkList
		restored.kept += linkCost * (1 + len(l.Links))
	}
	for _, m := range s.Members {
		if err := restored.restoreMembership(m); err != nil {
			return fmt.Errorf("world: %w", err)
		}
	}
	for id, placements := range s.Placements {
		restored.placed[id] = placements
		restored.kept += placementCost * len(placements)
	}
	for _, slug := range s.Opened {
		if _, err := e.all.Channel(slug); err != nil {
			return fmt.Errorf("world: %w", err)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.count, e.kept, e.changed = restored.count, restored.kept, restored.changed
	e.entities, e.channels, e.links, e.placed = restored.entities, restored.channels, restored.links, restored.placed
	e.memberships = restored.memberships
	return nil
}

func (e *Store) restoreMembership(m Membership) error {
	for _, slug := range []string{m.Child, m.Parent} {
		c, err := e.all.Channel(slug)
		if err != nil {
			return err
		}
		e.all.Keep(c)
	}
	return e.addMembership(m)
}

func (e *Store) restoreChannel(s channelSnapshot) error {
	c, err := e.all.Channel(s.Slug)
	if err != nil {
		return err
	}
	changes := e.forChannel(c)
	for _, saved := range s.Entities {
		t := &entity{
			entityKey: entityKey{saved.Kind, saved.ID}, owner: changes.channel, of: saved.Of,
			created: saved.Created, first: saved.First,
		}
		if !t.created.IsZero() {
			t.seq = len(changes.created[t.kind])
			changes.created[t.kind] = append(changes.created[t.kind], t)
		} else {
			t.base = madeVideo(e.all, t.kind, t.id)
		}
		if t.kind == Videos {
			changes.videos = append(changes.videos, t)
		}
		if len(saved.Versions) == 0 || e.entities[t.entityKey] != nil {
			return fmt.Errorf("%s %q has no version, or is there twice", t.kind, t.id)
		}
		for _, v := range saved.Versions {
			if err := t.restoreVersion(v, saved); err != nil {
				return fmt.Errorf("%s %q: %w", t.kind, t.id, err)
			}
			e.kept += t.versions[len(t.versions)-1].cost
		}
		e.entities[t.entityKey] = t
	}
	return nil
}

func (t *entity) restoreVersion(saved versionSnapshot, of entitySnapshot) error {
	v := version{at: saved.At, updated: saved.Updated, number: saved.Number, deleted: saved.Deleted}
	if saved.Edit != nil {
		read := readEdit[t.kind]
		if read == nil {
			return fmt.Errorf("unknown kind")
		}
		edit, err := read(saved.Edit)
		if err != nil {
			return err
		}
		v.edit = edit
	}
	v.cost = roughly + cost(v.edit)
	if t.kind == Videos {
		v.video = t.project(v)
		if len(t.versions) == 0 {
			v.video.Closed, v.video.Blocked = of.Closed, of.Blocked
		}
	}
	t.versions = append(t.versions, v)
	return nil
}

var readEdit = map[EntityKind]func([]byte) (any, error){
	Videos: readAs[VideoEdit], Users: readAs[UserEdit], Playlists: readAs[PlaylistEdit], Players: readAs[PlayerEdit],
	Subtitles: readAs[SubtitleEdit],
}

func readAs[E Edit](data []byte) (any, error) {
	var edit E
	err := json.Unmarshal(data, &edit)
	return edit, err
}
