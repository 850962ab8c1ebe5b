package edits

import (
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// The catalogue puts a video into one of its owner's playlists; users take it out and put it into others. A play that
// came from a playlist counts for one that held the video in that hour.

// A stamp is when a change was made.
type stamp struct {
	At   time.Time
	Edit uint64 // zero for no change
}

// seen reports whether there was a change, and a moment sees it.
func (s stamp) seen(m Moment) bool { return s.Edit != 0 && s.Edit <= m.Edits && !s.At.After(m.Time) }

// A placement is a time that a video was in a playlist. Without a beginning, it ends the time that the catalogue says.
type placement struct {
	Playlist string // its id
	From, To stamp
}

// placementCost is about how many bytes a placement takes.
const placementCost = 160

// Fill replaces the videos of a playlist, and remembers which came and which left. was has the videos that it held
// before, including those of the catalogue. It returns ErrFull if no more is kept.
func (e *Store) Fill(playlist string, was, ids []string, now time.Time) error {
	came, left := without(ids, was), without(was, ids)
	if !e.hasRoom((len(came) + len(left)) * placementCost) {
		return ErrFull
	}
	if err := e.Relink(Content, playlist, ids, now); err != nil {
		return err
	}
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

// hasRoom reports whether so many bytes more can be kept.
func (e *Store) hasRoom(n int) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.kept+n <= maxKept
}

// leave ends the open placement of a video in a playlist or, if there is none, that of the catalogue. It needs the
// lock.
func (e *Store) leave(video, playlist string, at stamp) {
	for i := range e.placed[video] {
		if p := &e.placed[video][i]; p.Playlist == playlist && p.To.Edit == 0 {
			p.To = at
			return
		}
	}
	e.place(video, placement{Playlist: playlist, To: at})
}

// place needs the lock.
func (e *Store) place(video string, p placement) {
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

// Placed returns videos with the playlists that they were in, as a moment sees it. Videos that users never moved are
// returned as they are.
func (e *Store) Placed(videos []*catalogue.Video, m Moment) []*catalogue.Video {
	if !e.hasChanged(Playlists) {
		return videos
	}
	ends := playlistEnds{e.PlaylistEdits(), m, map[string]catalogue.Hour{}}
	placed := slices.Clone(videos)
	for i, v := range videos {
		if stays, moved := e.stays(v, m, ends); moved {
			placed[i] = v.In(stays)
		}
	}
	return placed
}

// stays returns the stays of a video in playlists. moved is false if users did not change them.
func (e *Store) stays(v *catalogue.Video, m Moment, ends playlistEnds) (stays []catalogue.Stay, moved bool) {
	e.mu.RLock()
	placements := slices.Clone(e.placed[v.ID])
	e.mu.RUnlock()
	stays = []catalogue.Stay{}
	if v.Playlist != 0 {
		p := v.Owner.Playlists()[v.Playlist-1]
		stays = append(stays, catalogue.Stay{Playlist: p, To: ends.of(p.ID)})
		moved = stays[0].To != catalogue.Never
	}
	for _, p := range placements {
		switch {
		case p.From.Edit == 0 && p.To.seen(m): // the made world's is over
			i := slices.IndexFunc(stays, func(s catalogue.Stay) bool { return s.ID == p.Playlist })
			if i >= 0 {
				stays[i].To = min(stays[i].To, catalogue.HourOf(p.To.At))
				moved = true
			}
		case p.From.seen(m) && len(stays) < 255:
			s := catalogue.Stay{
				Playlist: playlistOf(e.all, p.Playlist), From: catalogue.HourOf(p.From.At), To: ends.of(p.Playlist),
			}
			if p.To.seen(m) {
				s.To = min(s.To, catalogue.HourOf(p.To.At))
			}
			stays, moved = append(stays, s), true
		}
	}
	return stays, moved
}

// playlistEnds are the hours in which playlists were deleted, as a moment sees it.
type playlistEnds struct {
	edits  Edits[PlaylistEdit]
	moment Moment
	known  map[string]catalogue.Hour
}

// of returns when a playlist was deleted, or catalogue.Never.
func (e playlistEnds) of(playlist string) catalogue.Hour {
	if at, ok := e.known[playlist]; ok {
		return at
	}
	at := catalogue.Never
	if s, ok := e.edits.State(playlist, e.moment); ok && s.Deleted {
		at = catalogue.HourOf(s.Updated)
	}
	e.known[playlist] = at
	return at
}

// playlistOf returns a playlist of the made world, or one that a user created.
func playlistOf(all *catalogue.Catalogue, id string) catalogue.Playlist {
	if c, i, err := all.MadePlaylist(id); err == nil {
		return c.Playlists()[i]
	}
	return catalogue.NewPlaylist(id)
}
