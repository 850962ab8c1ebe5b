package world

import (
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// Which playlists a video is in, and when. The made world puts a video into one
// of its owner's for good; users take it out and put it into others. A play by
// way of a playlist counts for one that held the video in that hour.

// A stamp is when a change was made.
type stamp struct {
	At   time.Time
	Edit uint64 // zero for no change
}

// seen tells whether there was a change, and a moment sees it.
func (s stamp) seen(m Moment) bool { return s.Edit != 0 && s.Edit <= m.Edits && !s.At.After(m.Time) }

// A placement is a time that a video was in a playlist, or the end of the time
// that the made world had it there: then it has no beginning.
type placement struct {
	Playlist string // its id
	From, To stamp
}

// placementCost is about how many bytes a placement takes.
const placementCost = 160

// A stay is a placement as a moment sees it, by the hour.
type stay struct {
	Playlist
	from, to Hour
}

// Fill writes what a playlist holds, in its order, and remembers what of that is
// new and what is no longer there. was is what it held before, those videos among
// them that the made world put there. It answers ErrFull.
func (w *World) Fill(playlist string, was, ids []string, now time.Time) error {
	came, left := without(ids, was), without(was, ids)
	if !w.edits.hasRoom((len(came) + len(left)) * placementCost) {
		return ErrFull
	}
	if err := w.Relink(Content, playlist, ids, now); err != nil {
		return err
	}
	e := w.edits
	e.mu.Lock()
	defer e.mu.Unlock()
	e.changed[Playlists] = true
	e.count++
	at := stamp{now, e.count}
	for _, id := range left {
		e.leave(id, playlist, at)
	}
	for _, id := range came {
		e.place(id, placement{Playlist: playlist, From: at})
	}
	return nil
}

// hasRoom tells whether so many bytes more can be kept.
func (e *edits) hasRoom(n int) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.kept+n <= maxKept
}

// leave ends the open placement of a video in a playlist or, where there is none,
// that of the made world. It needs the lock.
func (e *edits) leave(video, playlist string, at stamp) {
	for i := range e.placed[video] {
		if p := &e.placed[video][i]; p.Playlist == playlist && p.To.Edit == 0 {
			p.To = at
			return
		}
	}
	e.place(video, placement{Playlist: playlist, To: at})
}

// place needs the lock.
func (e *edits) place(video string, p placement) {
	e.placed[video] = append(e.placed[video], p)
	e.kept += placementCost
}

func without(all, those []string) []string {
	drop := make(map[string]bool, len(those))
	for _, s := range those {
		drop[s] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return drop[s] })
}

// Placed returns videos with the playlists that they were in as a moment sees
// it. Those that users never moved are the same as before, and most are.
func (w *World) Placed(videos []*Video, m Moment) []*Video {
	if !w.edits.hasChanged(Playlists) {
		return videos
	}
	ended := map[string]Hour{}
	placed := slices.Clone(videos)
	for i, v := range videos {
		if stays, moved := w.stays(v, m, ended); moved {
			other := *v
			other.stays = stays
			placed[i] = &other
		}
	}
	return placed
}

// stays are those of a video; moved is false where the made world alone says
// where it is. ended remembers when playlists were deleted.
func (w *World) stays(v *Video, m Moment, ended map[string]Hour) (stays []stay, moved bool) {
	w.edits.mu.RLock()
	placements := slices.Clone(w.edits.placed[v.ID])
	w.edits.mu.RUnlock()
	stays = []stay{}
	if v.Playlist != 0 {
		p := v.Owner.playlists[v.Playlist-1]
		stays = append(stays, stay{p, 0, w.ended(p.ID, m, ended)})
		moved = stays[0].to != never
	}
	for _, p := range placements {
		switch {
		case p.From.Edit == 0 && p.To.seen(m): // the made world's is over
			i := slices.IndexFunc(stays, func(s stay) bool { return s.ID == p.Playlist })
			if i >= 0 {
				stays[i].to = min(stays[i].to, HourOf(p.To.At))
				moved = true
			}
		case p.From.seen(m) && len(stays) < 255:
			s := stay{w.playlistOf(p.Playlist), HourOf(p.From.At), w.ended(p.Playlist, m, ended)}
			if p.To.seen(m) {
				s.to = min(s.to, HourOf(p.To.At))
			}
			stays, moved = append(stays, s), true
		}
	}
	return stays, moved
}

// ended is when a playlist was deleted, never for one that is there.
func (w *World) ended(playlist string, m Moment, known map[string]Hour) Hour {
	if at, ok := known[playlist]; ok {
		return at
	}
	at := never
	if s, ok := w.PlaylistEdits().State(playlist, m); ok && s.Deleted {
		at = HourOf(s.Updated)
	}
	known[playlist] = at
	return at
}

// playlistOf is one of the made world, or one that a user created.
func (w *World) playlistOf(id string) Playlist {
	if c, i, err := w.MadePlaylist(id); err == nil {
		return c.playlists[i]
	}
	return Playlist{ID: id, kind: manual}
}

// Playlists are those that a Cluster's Playlist is an index into, plus 1.
func (v *Video) Playlists() []Playlist {
	if v.stays == nil {
		return v.Owner.playlists
	}
	all := make([]Playlist, len(v.stays))
	for i, s := range v.stays {
		all[i] = s.Playlist
	}
	return all
}

// Moved tells whether users put the video into playlists or took it out, so that
// its Playlists are its own.
func (v *Video) Moved() bool { return v.stays != nil }

// listIn is a playlist that held the video in an hour, as a Cluster has it.
func (v *Video) listIn(hour Hour, h uint64) uint8 {
	var open [255]uint8
	n := 0
	for i, s := range v.stays {
		if s.from <= hour && hour < s.to {
			open[n] = uint8(i + 1)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return open[hash.Bounded(hash.Sum64(h), n)]
}
