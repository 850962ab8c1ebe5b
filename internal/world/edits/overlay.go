package edits

import (
	"fmt"
	"slices"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// VideosAt returns a channel's videos created on or before a day, oldest first,
// as a moment sees them: with the titles and tags that were edited by then, and
// those that users uploaded. Deleted ones are among them, for they were watched.
func (e *Store) VideosAt(c *catalogue.Channel, until catalogue.Day, m Moment) []*catalogue.Video {
	videos := c.Videos(until)
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
		if seen := t.at(m); seen != nil && catalogue.DayOf(t.created) <= until {
			videos = append(videos, seen.video)
		}
	}
	if len(videos) > uploads {
		slices.SortStableFunc(videos, func(a, b *catalogue.Video) int { return a.Created.Compare(b.Created) })
	}
	return videos
}

// EditedVideos returns the videos of some channels that users created or changed, as a moment sees them, in no order.
// Deleted ones are among them.
func (e *Store) EditedVideos(channels []*catalogue.Channel, m Moment) []*catalogue.Video {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if len(e.channels) == 0 {
		return nil
	}
	var videos []*catalogue.Video
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

// Video finds a video by its id as a moment sees it. It returns an error wrapping catalogue.ErrNotFound if there is
// none, or if it is deleted or not published yet.
func (e *Store) Video(id string, m Moment) (*catalogue.Video, error) {
	v := e.anyVideo(id, m)
	if v == nil || v.Deleted() || v.Created.After(m.Time) {
		return nil, fmt.Errorf("video %q: %w", id, catalogue.ErrNotFound)
	}
	return v, nil
}

func (e *Store) anyVideo(id string, m Moment) *catalogue.Video {
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
	return e.all.MadeVideo(id)
}

// project returns the video as a version of it shows it; it needs the lock.
func (t *entity) project(next version) *catalogue.Video {
	edit, _ := next.edit.(VideoEdit)
	v := t.base
	if v == nil {
		v = t.owner.Upload(t.id, t.created, t.seq)
	}
	c := catalogue.Change{Deleted: next.deleted}
	if n := len(t.versions); n > 0 {
		c.Closed, c.Blocked = t.versions[n-1].video.Closed, t.versions[n-1].video.Blocked
	}
	if edit.Title.Written() {
		c.Title = new(edit.Title.Or(""))
	}
	if edit.Tags.Written() {
		c.Tags = new(edit.Tags.Or(nil))
	}
	if edit.Source.Seconds != 0 || !edit.Source.Named.IsZero() {
		c.Duration = new(int(edit.Source.Seconds))
	}
	if mode, ok := edit.Mode.Get(); ok {
		c.Live = new(mode == "live")
	}
	if visibility, ok := edit.visibility(t.base.Private()); ok || t.base == nil {
		c.Visibility = &visibility
	}
	c.Blocked = c.Blocked.After(catalogue.HourOf(next.at), edit.Geoblocking.Or(nil))
	c.Closed = c.Closed.After(next.at, edit.schedule(t.base != nil, next.deleted))
	return v.With(c)
}

// visibility returns an index into Visibilities. It returns false if users wrote nothing that decides it. A video that
// its dates make public has viewers only in that time.
func (e *VideoEdit) visibility(madePrivate bool) (index uint8, ok bool) {
	_, hasPassword := e.Password.Get()
	private := e.Private.Or(madePrivate)
	switch {
	case private && !e.PublicByDate():
		return 1, true
	case hasPassword:
		return 0, true
	}
	_, said := e.Private.Get()
	return 2, said || private || e.Password.Written()
}
