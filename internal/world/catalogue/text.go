package catalogue

import "github.com/dailymock/dailymock/internal/world/words"

// Texts are made when they are first asked for, by the Source of Config.Words. No id, figure, date or count depends
// on them.

// Title returns the video's title. It is empty if users took it away.
func (v *Video) Title() string {
	if v.title != nil {
		return *v.title
	}
	if made := v.memo.title.Load(); made != nil {
		return *made
	}
	made := v.text(words.Title)
	v.memo.title.Store(&made)
	return made
}

// Tags returns the video's tags. They must not be changed.
func (v *Video) Tags() []string {
	if v.tags != nil {
		return *v.tags
	}
	if made := v.memo.tags.Load(); made != nil {
		return *made
	}
	made := v.makeTags()
	v.memo.tags.Store(&made)
	return made
}

func (v *Video) makeTags() []string {
	_, tags := v.titled()
	return tags
}

func (v *Video) titled() (title string, tags []string) {
	return v.Owner.words.Titled(v.subject(words.Title), v.tagCount)
}

// Texts returns the title, the description and the tags that the video has in the made world. It does not remember
// them, so that reading the texts of all videos takes no memory.
func (v *Video) Texts() []string {
	var title string
	var tags []string
	switch {
	case v.tags == nil:
		title, tags = v.titled()
	case v.title == nil:
		title, tags = v.text(words.Title), *v.tags
	default:
		tags = *v.tags
	}
	if v.title != nil {
		title = *v.title
	}
	return append(append(make([]string, 0, 2+len(tags)), title, v.Description()), tags...)
}

// Description returns the description of a video of the made world.
func (v *Video) Description() string { return v.text(words.About) }

func (v *Video) text(kind words.Kind) string { return v.Owner.words.Text(v.subject(kind)) }

func (v *Video) subject(kind words.Kind) words.Subject {
	s := v.Owner.subject(kind, v.ID)
	s.Seed, s.Created, s.Live, s.Number = v.Seed, v.Created, v.madeLive, v.number
	return s
}

func (c *Channel) subject(kind words.Kind, id string) words.Subject {
	return words.Subject{Kind: kind, Seed: c.Seed, ID: id, Genre: c.genre, Channel: c.Name, Parent: c.Seed}
}

// Description returns what the channel says about itself, in the made world.
func (c *Channel) Description() string { return c.words.Text(c.subject(words.ChannelAbout, c.Slug)) }

// Street returns the street and house number of the channel's user, in the made world.
func (c *Channel) Street() string { return c.words.Text(c.subject(words.Street, c.Slug)) }

// Town returns the town of the channel's user, in the made world.
func (c *Channel) Town() string { return c.words.Text(c.subject(words.Town, c.Slug)) }

// Title returns what the playlist is called in the made world.
func (p Playlist) Title() string {
	if p.title != "" || p.owner == nil {
		return p.title
	}
	return p.text(words.PlaylistTitle)
}

// Description returns the playlist's description in the made world.
func (p Playlist) Description() string { return p.text(words.PlaylistAbout) }

func (p Playlist) text(kind words.Kind) string {
	s := p.owner.subject(kind, p.ID)
	s.Number = p.number
	return p.owner.words.Text(s)
}

// PlayerTitle returns what the i-th player of a site is called in the made world.
func (s *Site) PlayerTitle(i int) string {
	if title := s.titles[s.players[i]]; title != "" {
		return title
	}
	return s.words.Text(words.Subject{Kind: words.PlayerTitle, Seed: s.seed, ID: s.players[i], Channel: s.Domain})
}
