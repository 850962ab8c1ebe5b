package world

// What the made world calls a thing, and what users do.

// touches tells whether users ever wrote a sort of thing of the made world.
func (e *edits) touches(kind Noun) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.touched[kind]
}

// PlaylistTitle is what a playlist is called as a moment sees it.
func (w *World) PlaylistTitle(p Playlist, m Moment) string {
	return w.called(Playlists, p.ID, "name", p.Title(), m)
}

// PlayerTitle is what the i-th player of a site is called as a moment sees it.
func (w *World) PlayerTitle(s *Site, i int, m Moment) string {
	return w.called(Players, s.players[i], "label", s.PlayerTitle(i), m)
}

// called is what users named a thing, else what the made world did.
func (w *World) called(kind Noun, id, field, made string, m Moment) string {
	s, _ := w.State(kind, id, m)
	if name, ok := s.Values[field].(string); ok {
		return name
	}
	return made
}

// PlayersGone are the hours from which on the players of a site are no longer
// there as a moment sees it, since users deleted them; nil where all are. In the
// place of one that is gone the vendor's own plays, which no id names.
func (w *World) PlayersGone(s *Site, m Moment) []Hour {
	if !w.edits.touches(Players) {
		return nil
	}
	var gone []Hour
	for i, id := range s.players {
		state, _ := w.State(Players, id, m)
		if !state.Deleted {
			continue
		}
		if gone == nil {
			gone = make([]Hour, len(s.players))
			for k := range gone {
				gone[k] = never
			}
		}
		gone[i] = HourOf(state.Updated)
	}
	return gone
}
