package edits

import "github.com/dailymock/dailymock/internal/world/catalogue"

// What the made world calls a thing, and what users do.

// hasChanged reports whether users ever changed an entity of the made world of a kind.
func (e *Store) hasChanged(kind EntityKind) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.changed[kind]
}

// PlaylistTitle returns the title of a playlist as a moment sees it.
func (e *Store) PlaylistTitle(p catalogue.Playlist, m Moment) string {
	s, _ := e.PlaylistEdits().State(p.ID, m)
	return s.Edit.Name.Or(p.Title())
}

// PlayerTitle returns the title of the i-th player of a site as a moment sees it.
func (e *Store) PlayerTitle(s *catalogue.Site, i int, m Moment) string {
	state, _ := e.PlayerEdits().State(s.Players()[i], m)
	return state.Edit.Label.Or(s.PlayerTitle(i))
}

// PlayersGone are the hours from which on the players of a site are no longer
// there as a moment sees it, since users deleted them; nil where all are. In the
// place of one that is gone the vendor's own plays, which no id names.
func (e *Store) PlayersGone(s *catalogue.Site, m Moment) []catalogue.Hour {
	if !e.hasChanged(Players) {
		return nil
	}
	var gone []catalogue.Hour
	for i, id := range s.Players() {
		state, _ := e.PlayerEdits().State(id, m)
		if !state.Deleted {
			continue
		}
		if gone == nil {
			gone = make([]catalogue.Hour, len(s.Players()))
			for k := range gone {
				gone[k] = catalogue.Never
			}
		}
		gone[i] = catalogue.HourOf(state.Updated)
	}
	return gone
}
