package catalogue

import (
	"cmp"
	"slices"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// Listed videos are those that a world file names one by one. They lie in the
// year of their date among those that are made up.

// list makes the listed videos of a channel, by year. An id that is not given
// takes a number from the top of its year, in the order of the file, where no
// made video has one; so another video at the end of the list changes no id.
func (c *Channel) list(specs []VideoSpec, playlists []PlaylistSpec) {
	c.listed = map[int][]Video{}
	numbers := map[int]int{}
	for _, s := range specs {
		created, _ := s.created() // was checked
		year := created.Year()
		i := videosPerYear - 1 - numbers[year]
		if s.ID == "" {
			numbers[year]++
		}
		v := c.video(year, i)
		if s.ID != "" {
			v = c.videoOf(s.ID, hash.SumString(c.Seed, "video "+s.ID))
		}
		v.Created = created
		v.say(s, playlists)
		c.listed[year] = append(c.listed[year], v)
	}
}

// say puts what is listed in the place of what was made.
func (v *Video) say(s VideoSpec, playlists []PlaylistSpec) {
	v.number = notInSeries
	if s.Title != "" {
		v.title = &s.Title
	}
	v.Live, v.madeLive = s.Live, s.Live
	v.Duration = cmp.Or(s.Duration, v.length())
	v.Popularity, v.Fade = appeal(v.Owner.audience, v.Live, hash.Sum64(v.Seed+8))
	if len(s.Tags) > 0 {
		v.tags, v.tagCount = &s.Tags, len(s.Tags)
	}
	v.Playlist = 1 + playlistOf(playlists, s.Playlist)
	if s.Plays != nil {
		v.DailyPlays = new(int64(*s.Plays))
	}
	v.devices = devicesOf(s.Devices)
	v.visibility = uint8(1 + slices.Index(Visibilities, or(s.Visibility, "public")))
}

// withListed puts the listed videos of a year among the made ones, oldest first.
func (c *Channel) withListed(year int, made []Video) []Video {
	if len(c.listed[year]) == 0 {
		return made
	}
	all := slices.Concat(made, c.listed[year])
	slices.SortStableFunc(all, func(a, b Video) int { return a.Created.Compare(b.Created) })
	return all
}

// playlistsOf makes the playlists that a world file lists.
func (c *Channel) playlistsOf(specs []PlaylistSpec) []Playlist {
	var all []Playlist
	for _, s := range specs {
		id := or(s.ID, "x"+hash.Base36(hash.SumString(c.Seed, "playlist "+s.Title), 5))
		kind := slices.Index(PlaylistTypes, or(s.Type, "manual"))
		all = append(all, Playlist{ID: id, title: s.Title, owner: c, kind: uint8(kind)})
	}
	return all
}

// embed puts the players that a world file lists in the place of the made ones.
func (s *Site) embed(players []PlayerSpec) {
	if len(players) == 0 {
		return
	}
	s.players, s.titles = nil, map[string]string{}
	for i, p := range players {
		id := or(p.ID, "x"+hash.Base36(hash.Sum64(s.seed+uint64(i)), 4))
		s.players = append(s.players, id)
		s.titles[id] = p.Title
	}
}
