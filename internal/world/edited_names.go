package world

// What the made world calls a thing, and what users do.

// hasChanged reports whether users ever changed an entity of the made world of a kind.
func (e *edits) hasChanged(kind EntityKind) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.changed[kind]
}

// PlaylistTitle returns the title of a playlist as a moment sees it.
func (w *World) PlaylistTitle(p Playlist, m Moment) string {
	s, _ := w.PlaylistEdits().State(p.ID, m)
	return s.Edit.Name.Or(p.Title())
}

// PlayerTitle returns the title of the i-th player of a site as a moment sees it.
func (w *World) PlayerTitle(s *Site, i int, m Moment) string {
	state, _ := w.PlayerEdits().State(s.players[i], m)
	return state.Edit.Label.Or(s.PlayerTitle(i))
}

// PlayersGone are the hours from which on the players of a site are no longer
// there as a moment sees it, since users deleted them; nil where all are. In the
// place of one that is gone the vendor's own plays, which no id names.
func (w *World) PlayersGone(s *Site, m Moment) []Hour {
	if !w.edits.hasChanged(Players) {
		return nil
	}
	var gone []Hour
	for i, id := range s.players {
		state, _ := w.PlayerEdits().State(id, m)
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
