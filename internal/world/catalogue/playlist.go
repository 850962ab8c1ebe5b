package catalogue

// A Playlist is a list of a channel's videos.
type Playlist struct {
	ID     string
	title  string // empty if it is made
	kind   uint8
	owner  *Channel // nil for one that a user created
	number int      // among the owner's
}

// A Stay is a time that a video was in a playlist, by the hour. It ends before To.
type Stay struct {
	Playlist
	From, To Hour
}

// NewPlaylist returns a playlist that a user created.
func NewPlaylist(id string) Playlist { return Playlist{ID: id, kind: manual} }

const manual uint8 = 1 // in PlaylistTypes

// Type is an index into PlaylistTypes: whether the playlist fills itself.
func (p Playlist) Type() uint8 { return p.kind }

// Playlists are those that the video is, or was, in.
func (v *Video) Playlists() []Playlist {
	if v.Stays == nil {
		return v.Owner.playlists
	}
	all := make([]Playlist, len(v.Stays))
	for i, s := range v.Stays {
		all[i] = s.Playlist
	}
	return all
}

// Moved reports whether users put the video into playlists or took it out, so that its Playlists are its own.
func (v *Video) Moved() bool { return v.Stays != nil }

// In returns the video with other stays in playlists.
func (v *Video) In(stays []Stay) *Video {
	other := *v
	other.Stays = stays
	return &other
}
