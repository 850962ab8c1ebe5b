package world

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// VideosAt returns a channel's videos created on or before a day, oldest first,
// as a moment sees them: with the titles and tags that were edited by then, and
// those that users uploaded. Deleted ones are among them, for they were watched.
func (w *World) VideosAt(c *Channel, until Day, m Moment) []*Video {
	videos := c.Videos(until)
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	h := e.holders[c.Slug]
	if h == nil || len(h.videos) == 0 {
		return videos
	}
	for i, v := range videos {
		if seen := e.things[thingKey{Videos, v.ID}].at(m); seen != nil {
			videos[i] = seen.video
		}
	}
	uploads := len(videos)
	for _, t := range h.created[Videos] {
		if seen := t.at(m); seen != nil && DayOf(t.created) <= until {
			videos = append(videos, seen.video)
		}
	}
	if len(videos) > uploads {
		slices.SortStableFunc(videos, func(a, b *Video) int { return a.Created.Compare(b.Created) })
	}
	return videos
}

// Touched returns the videos of some channels that users created or changed, as
// a moment sees them, in no order. Deleted ones are among them.
func (w *World) Touched(channels []*Channel, m Moment) []*Video {
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	if len(e.holders) == 0 {
		return nil
	}
	var videos []*Video
	for _, c := range channels {
		h := e.holders[c.Slug]
		if h == nil {
			continue
		}
		for _, t := range h.videos {
			if seen := t.at(m); seen != nil {
				videos = append(videos, seen.video)
			}
		}
	}
	return videos
}

// Video finds a video by its id as a moment sees it. It answers ErrNotFound for
// one that is not there, no longer, or not yet.
func (w *World) Video(id string, m Moment) (*Video, error) {
	v := w.anyVideo(id, m)
	if v == nil || v.deleted || v.Created.After(m.Time) {
		return nil, fmt.Errorf("video %q: %w", id, ErrNotFound)
	}
	return v, nil
}

func (w *World) anyVideo(id string, m Moment) *Video {
	e := w.edits
	e.mu.RLock()
	t := e.things[thingKey{Videos, id}]
	seen := t.at(m)
	e.mu.RUnlock()
	switch {
	case seen != nil:
		return seen.video
	case t != nil:
		return t.base
	}
	return w.madeVideo(id)
}

// Deleted tells whether users deleted the video.
func (v *Video) Deleted() bool { return v.deleted }

// face is the video as a version of it shows it, with a tally of its own; it
// needs the lock.
func (t *thing) face(next version) *Video {
	state := next.state
	v := t.fresh()
	v.memo = new(memo)
	var shut []span
	var bars []bar
	if n := len(t.versions); n > 0 {
		shut, bars = t.versions[n-1].video.shut, t.versions[n-1].video.bars
	}
	if title, ok := state.Values["title"]; ok {
		text, _ := title.(string) // null takes it away
		v.title = &text
	}
	if tags, ok := state.Values["tags"]; ok {
		list, _ := tags.([]string)
		v.tags, v.tagCount = &list, len(list)
	}
	if seconds, ok := state.Values["duration"].(int64); ok {
		v.Duration = int(seconds)
	}
	if mode, ok := state.Values["mode"].(string); ok {
		v.Live = mode == "live"
	}
	v.deleted = state.Deleted
	if shown, said := state.Values.shown(); said || t.base == nil {
		v.visibility = shown + 1
	}
	rule, _ := state.Values["geoblocking"].([]string)
	v.bars = rebar(bars, HourOf(next.at), rule)
	v.shut = reshut(shut, next.at, state.schedule(t.base != nil))
	return v
}

// fresh is the video before anybody changed it. An upload draws who watches it
// from its id.
func (t *thing) fresh() *Video {
	if t.base != nil {
		v := *t.base
		return &v
	}
	v := &Video{ID: t.id, Owner: t.owner, Created: t.created, seed: SeedOf(t.owner.seed, t.id), title: new(string), tags: new([]string)}
	v.turn = videosPerYear + t.turn // after those of the made world
	v.popularity, v.fade = appeal(t.owner.audience, false, Mix(v.seed))
	return v
}

func (s State) schedule(made bool) schedule {
	published, said := s.Values["published"].(bool)
	failed := s.Values["status"] == "rejected" || s.Values["status"] == "encoding_error"
	return schedule{
		published: (published || made && !said) && !failed && !s.Deleted,
		from:      s.Values.time("publish_date"),
		until:     s.Values.time("expiry_date"),
	}
}

// time reads a moment in Unix seconds; zero for none.
func (v Values) time(name string) time.Time {
	if at, ok := v[name].(int64); ok {
		return time.Unix(at, 0).UTC()
	}
	return time.Time{}
}

// shown is an index into Visibilities; said is false where users said
// nothing of it.
func (v Values) shown() (shown uint8, said bool) {
	private, isSaid := v["private"].(bool)
	password, isSet := v["password"]
	switch {
	case private:
		return 1, true
	case password != nil:
		return 0, true
	}
	return 2, isSaid || isSet
}

// Height is that of the video's largest rendition, in lines.
func (v *Video) Height() int {
	height, _ := strconv.Atoi(Renditions[v.best()].Resolution) // all of them are numbers
	return height
}
