package world

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// VideosAt returns a channel's videos created on or before a day, oldest first,
// as a moment sees them: with the titles and tags that were edited by then, and
// those that users uploaded. Deleted ones are among them, for they were watched.
func (w *World) VideosAt(c *Channel, until Day, m Moment) []*Video {
	videos := c.Videos(until)
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	changes := e.channels[c.Slug]
	if changes == nil || len(changes.videos) == 0 {
		return videos
	}
	for i, v := range videos {
		if seen := e.entities[entityKey{Videos, v.ID}].at(m); seen != nil {
			videos[i] = seen.video
		}
	}
	uploads := len(videos)
	for _, t := range changes.created[Videos] {
		if seen := t.at(m); seen != nil && DayOf(t.created) <= until {
			videos = append(videos, seen.video)
		}
	}
	if len(videos) > uploads {
		slices.SortStableFunc(videos, func(a, b *Video) int { return a.Created.Compare(b.Created) })
	}
	return videos
}

// EditedVideos returns the videos of some channels that users created or changed, as a moment sees them, in no order.
// Deleted ones are among them.
func (w *World) EditedVideos(channels []*Channel, m Moment) []*Video {
	e := w.edits
	e.mu.RLock()
	defer e.mu.RUnlock()
	if len(e.channels) == 0 {
		return nil
	}
	var videos []*Video
	for _, c := range channels {
		changes := e.channels[c.Slug]
		if changes == nil {
			continue
		}
		for _, t := range changes.videos {
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
	t := e.entities[entityKey{Videos, id}]
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

// project returns the video as a version of it shows it, with a tally of its own; it needs the lock.
func (t *entity) project(next version) *Video {
	edit, _ := next.edit.(VideoEdit)
	v := t.fresh()
	v.memo = new(memo)
	var shut []span
	var bars []bar
	if n := len(t.versions); n > 0 {
		shut, bars = t.versions[n-1].video.shut, t.versions[n-1].video.bars
	}
	if edit.Title.Written() {
		v.title = new(edit.Title.Or(""))
	}
	if edit.Tags.Written() {
		list := edit.Tags.Or(nil)
		v.tags, v.tagCount = &list, len(list)
	}
	if edit.Source.Seconds != 0 || !edit.Source.Named.IsZero() {
		v.Duration = int(edit.Source.Seconds)
	}
	if mode, ok := edit.Mode.Get(); ok {
		v.Live = mode == "live"
	}
	v.deleted = next.deleted
	if visibility, ok := edit.visibility(); ok || t.base == nil {
		v.visibility = visibility + 1
	}
	v.bars = rebar(bars, HourOf(next.at), edit.Geoblocking.Or(nil))
	v.shut = reshut(shut, next.at, edit.schedule(t.base != nil, next.deleted))
	return v
}

// fresh is the video before anybody changed it. An upload draws who watches it
// from its id.
func (t *entity) fresh() *Video {
	if t.base != nil {
		v := *t.base
		return &v
	}
	v := &Video{
		ID: t.id, Owner: t.owner, Created: t.created, seed: hash.SumString(t.owner.seed, t.id), title: new(string), tags: new([]string),
	}
	v.turn = videosPerYear + t.seq // after those of the made world
	v.popularity, v.fade = appeal(t.owner.audience, false, hash.Sum64(v.seed))
	return v
}

func (e *VideoEdit) schedule(made, deleted bool) schedule {
	return schedule{
		published: e.Published.Or(made) && e.Source.Failure == "" && !deleted,
		from:      dateOf(e.PublishDate),
		until:     dateOf(e.ExpiryDate),
	}
}

// dateOf returns a date in Unix seconds as a time, zero for none.
func dateOf(date Optional[int64]) time.Time {
	if seconds, ok := date.Get(); ok {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}

// visibility returns an index into Visibilities. It returns false if users wrote nothing that decides it.
func (e *VideoEdit) visibility() (index uint8, ok bool) {
	_, hasPassword := e.Password.Get()
	switch {
	case e.Private.Or(false):
		return 1, true
	case hasPassword:
		return 0, true
	}
	_, said := e.Private.Get()
	return 2, said || e.Password.Written()
}

// Height is that of the video's largest rendition, in lines.
func (v *Video) Height() int {
	height, _ := strconv.Atoi(Renditions[v.best()].Resolution) // all of them are numbers
	return height
}
