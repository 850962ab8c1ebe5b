package listing

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// ListPlaylists handles GET /playlists: the playlists of the listed channels.
func ListPlaylists(c *object.Call, _ []string) (any, error) {
	var all []*object.Playlist
	owners := c.World.Channels()
	if name, ok := c.Args.Lookup("owner"); ok {
		owner, err := c.ChannelOf(name, "owner")
		if err != nil {
			return nil, err
		}
		owners = []*world.Channel{owner}
	}
	for _, ch := range owners {
		all = append(all, object.PlaylistsOf(c, ch)...)
	}
	return playlistList(c, all)
}

func sortPlaylists(c *object.Call, all []*object.Playlist) error {
	byName := func(a, b *object.Playlist) int { return strings.Compare(a.Name(), b.Name()) }
	switch by := c.Args.Get("sort"); by {
	case "", "relevance":
	case "recent":
		SortBy(all, func(p *object.Playlist) int64 { return -p.Created(c) })
	case "changed":
		SortBy(all, func(p *object.Playlist) int64 { return -p.Updated(c, "updated_time").(int64) })
	case "most":
		SortBy(all, func(p *object.Playlist) int64 { return -int64(p.Count(c)) })
	case "least":
		SortBy(all, func(p *object.Playlist) int64 { return int64(p.Count(c)) })
	case "alpha", "alphaaz":
		slices.SortStableFunc(all, byName)
	case "alphaza":
		slices.SortStableFunc(all, func(a, b *object.Playlist) int { return byName(b, a) })
	default:
		return reply.Unrecognised(by, "sort", strings.Fields("recent relevance alpha most least alphaaz alphaza changed"))
	}
	return nil
}

// IsInPlaylist handles GET /playlist/{id}/videos/{video}: it lists the video if it is in the playlist (ASSUMED).
func IsInPlaylist(c *object.Call, vars []string) (any, error) {
	p, err := object.FindPlaylist(c, vars[0], "id")
	if err != nil {
		return nil, err
	}
	videos := slices.DeleteFunc(p.Videos(c), func(v *object.Video) bool { return v.ID != vars[1] })
	return listed(c, "video", videos, func(v *object.Video) object.Object { return v })
}

// listPlayers handles GET /user/{id}/players, which needs the scope. The vendor's error for a missing scope names
// rights (docs/spec/rest.md#errors).
func listPlayers(c *object.Call, o object.Object) (reply.List, error) {
	ch := o.Identity().Owner
	if !c.MayReadBy("manage_players") || !c.Manages(ch) {
		return reply.List{}, reply.NoRights(c.Route())
	}
	all, err := playerTable.apply(c, object.PlayersOf(c, ch))
	if err != nil {
		return reply.List{}, err
	}
	return listed(c, "player", all, func(p *object.Player) object.Object { return p })
}

var playerTable = filterTable[*object.Player]{params: map[string]param[*object.Player]{
	"search": searches(func(_ *object.Call, p *object.Player) []string { return []string{p.Label()} }),
}}

func listSubtitles(c *object.Call, o object.Object) (reply.List, error) {
	all, err := subtitleTable.apply(c, object.SubtitlesOf(c, o.(*object.Video)))
	if err != nil {
		return reply.List{}, err
	}
	return listed(c, "subtitle", all, func(s *object.Subtitle) object.Object { return s })
}

var subtitleTable = filterTable[*object.Subtitle]{params: map[string]param[*object.Subtitle]{
	"language": func(_ *object.Call, a catalog.Param) (filter[*object.Subtitle], error) {
		return func(s *object.Subtitle) bool { return strings.EqualFold(s.State.Edit.Language.Or(""), a.Value) }, nil
	},
}}

// playlistTable has the filters of docs/spec/rest.md#filters-and-sorts.
var playlistTable = filterTable[*object.Playlist]{params: map[string]param[*object.Playlist]{
	"ids": words(func(_ *object.Call, p *object.Playlist, in func(string) bool) bool { return in(p.Identity().ID) }),
	"search": searches(func(c *object.Call, p *object.Playlist) []string {
		about, _ := p.Read(c, "description").(string)
		return []string{p.Name(), about}
	}),
	"private": func(_ *object.Call, a catalog.Param) (filter[*object.Playlist], error) {
		private, err := catalog.ParseFlag(a.Name, a.Value)
		return func(p *object.Playlist) bool { return p.Private() == private }, err
	},
	"verified": func(*object.Call, catalog.Param) (filter[*object.Playlist], error) {
		return func(p *object.Playlist) bool { return object.IsVerified(p.Identity().Owner) }, nil
	},
}}

// playlistList returns a page of playlists, filtered and sorted.
func playlistList(c *object.Call, all []*object.Playlist) (reply.List, error) {
	all, err := playlistTable.apply(c, all)
	if err == nil {
		err = sortPlaylists(c, all)
	}
	if err != nil {
		return reply.List{}, err
	}
	return listed(c, "playlist", all, func(p *object.Playlist) object.Object { return p })
}
