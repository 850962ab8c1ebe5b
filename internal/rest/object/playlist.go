package object

import (
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A playlist is one of the made world's, or one that a user created.
type playlist struct {
	xid   string
	owner *world.Channel
	place int // in the owner's Playlists plus 1; 0 for one that a user created
	state world.State[world.PlaylistEdit]
}

func (p *playlist) id() string             { return p.xid }
func (p *playlist) noun() string           { return "playlist" }
func (p *playlist) holder() *world.Channel { return p.owner }

func (p *playlist) read(c *Call, name string) any {
	switch name {
	case "id":
		return p.xid
	case "item_type":
		return "playlist"
	case "name":
		return p.name()
	case "owner":
		return c.Users().User(p.owner)
	case "description":
		if p.place > 0 {
			return p.state.Edit.Description.Any(p.owner.Playlists()[p.place-1].Description())
		}
	case "private":
		return p.private()
	case "created_time":
		return p.created(c)
	case "updated_time", "relative_updated_time":
		return p.updated(c, name)
	case "videos_total":
		return len(c.playlists().playlistVideos(p))
	}
	if strings.HasPrefix(name, "thumbnail_") {
		return c.playlists().playlistPicture(p, name)
	}
	value, _ := world.Written(&p.state.Edit, name)
	return value
}

func (p *playlist) name() string {
	if name, ok := p.state.Edit.Name.Get(); ok {
		return name
	}
	return p.owner.Playlists()[p.place-1].Title()
}

func (p *playlist) private() bool { return p.state.Edit.Private.Or(false) }

func (p *playlist) created(c *Call) int64 {
	if p.place > 0 {
		return c.Users().founded(p.owner) + int64(p.place)*86400
	}
	return p.state.Created.Unix()
}

func (p *playlist) updated(c *Call, name string) any {
	at := p.created(c)
	if !p.state.Updated.IsZero() {
		at = p.state.Updated.Unix()
	}
	if _, filled := c.World.Links(world.Content, p.xid); !filled.IsZero() && !filled.After(c.Now) {
		at = max(at, filled.Unix())
	}
	if name == "updated_time" {
		return at
	}
	return time.Unix(at, 0).UTC().Format(time.DateOnly)
}

// playlistPicture is that of the first video.
func (c playlistCall) playlistPicture(p *playlist, name string) any {
	videos := c.playlistVideos(p)
	if len(videos) == 0 {
		return nil
	}
	return videos[0].read(c.Call, name)
}

func (c playlistCall) aPlaylist(id string, owner *world.Channel, place int) *playlist {
	state, _ := c.World.PlaylistEdits().State(id, c.Moment)
	return &playlist{id, owner, place, state}
}

// playlist finds one that the caller may see. The vendor's error calls it a
// collection (observed 2026).
func (c playlistCall) playlist(id, param string) (*playlist, error) {
	c.Call.Rights().openOwn()
	state, edited := c.World.PlaylistEdits().State(id, c.Moment)
	p := &playlist{xid: id, owner: state.Owner, state: state}
	if owner, i, err := c.World.MadePlaylist(id); err == nil {
		p.owner, p.place = owner, i+1
	} else if !edited {
		return nil, reply.NotFound("collection", id, param)
	}
	if state.Deleted || p.private() && !c.Call.Rights().manages(p.owner) {
		return nil, reply.NotFound("collection", id, param)
	}
	return p, nil
}

// playlistsOf are a channel's, as the caller may see them.
func (c playlistCall) playlistsOf(ch *world.Channel) []*playlist {
	var all []*playlist
	for i, made := range ch.Playlists() {
		all = append(all, c.aPlaylist(made.ID, ch, i+1))
	}
	for _, id := range c.World.PlaylistEdits().Created(ch, c.Moment) {
		all = append(all, c.aPlaylist(id, ch, 0))
	}
	mine := c.Call.Rights().manages(ch)
	return slices.DeleteFunc(all, func(p *playlist) bool { return p.state.Deleted || p.private() && !mine })
}

// contentIDs are the ids of a playlist's videos, in its owner's order. One of
// the made world holds the channel's videos of that playlist; once somebody
// wrote its order, that and those published since.
func (c playlistCall) contentIDs(p *playlist) []string {
	links, since := c.World.Links(world.Content, p.xid)
	ids := make([]string, 0, len(links))
	in := make(map[string]bool, len(links))
	for _, l := range links {
		ids, in[l.To] = append(ids, l.To), true
	}
	if p.place == 0 {
		return ids
	}
	for _, v := range c.World.VideosAt(p.owner, world.DayOf(c.Now), c.Moment) {
		if v.Playlist == p.place && v.Created.After(since) && !v.Created.After(c.Now) && !in[v.ID] {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

func (c playlistCall) playlistVideos(p *playlist) []*video {
	var all []*video
	for _, id := range c.contentIDs(p) {
		found, err := c.World.Video(id, c.Moment)
		if err != nil {
			continue
		}
		if v := c.Call.videos().aVideo(found); v.encodingState.status != deleted && c.Call.Rights().manages(v.Owner) ||
			!c.Call.videos().hidden(v) && !v.private() {
			all = append(all, v)
		}
	}
	return all
}

// ListPlaylists answers GET /playlists: those of the listed channels.
func ListPlaylists(c *Call, _ []string) (any, error) {
	var all []*playlist
	owners := c.World.Channels()
	if name, ok := c.Args.Lookup("owner"); ok {
		owner, err := c.Rights().channelOf(name, "owner")
		if err != nil {
			return nil, err
		}
		owners = []*world.Channel{owner}
	}
	for _, ch := range owners {
		all = append(all, c.playlists().playlistsOf(ch)...)
	}
	return c.playlists().playlists(all)
}

// playlists answers a page of playlists, filtered and sorted (docs/spec/rest.md#filters-and-sorts).
func (c playlistCall) playlists(all []*playlist) (list, error) {
	if ids, ok := c.Args.Lookup("ids"); ok {
		want := catalog.CommaList(ids)
		all = slices.DeleteFunc(all, func(p *playlist) bool { return !slices.Contains(want, p.xid) })
	}
	if text, ok := c.Args.Lookup("search"); ok {
		all = slices.DeleteFunc(all, func(p *playlist) bool {
			return !strings.Contains(strings.ToLower(p.name()),
				strings.ToLower(text))
		})
	}
	if text, ok := c.Args.Lookup("private"); ok {
		private, err := catalog.ParseBool("private", text)
		if err != nil {
			return list{}, err
		}
		all = slices.DeleteFunc(all, func(p *playlist) bool { return p.private() != private })
	}
	if c.Args.Has("verified") {
		all = slices.DeleteFunc(all, func(p *playlist) bool { return !isVerified(p.owner) })
	}
	if err := c.sortPlaylists(all); err != nil {
		return list{}, err
	}
	return listed(c.Call, "playlist", all, func(p *playlist) object { return p })
}

func (c playlistCall) sortPlaylists(all []*playlist) error {
	byName := func(a, b *playlist) int { return strings.Compare(a.name(), b.name()) }
	switch by := c.Args.Get("sort"); by {
	case "", "relevance":
	case "recent":
		listing.SortBy(all, func(p *playlist) int64 { return -p.created(c.Call) })
	case "changed":
		listing.SortBy(all, func(p *playlist) int64 { return -p.updated(c.Call, "updated_time").(int64) })
	case "most":
		listing.SortBy(all, func(p *playlist) int64 { return -int64(len(c.playlistVideos(p))) })
	case "least":
		listing.SortBy(all, func(p *playlist) int64 { return int64(len(c.playlistVideos(p))) })
	case "alpha", "alphaaz":
		slices.SortStableFunc(all, byName)
	case "alphaza":
		slices.SortStableFunc(all, func(a, b *playlist) int { return byName(b, a) })
	default:
		return reply.Unrecognised(by, "sort", strings.Fields("recent relevance alpha most least alphaaz alphaza changed"))
	}
	return nil
}

// CreatePlaylist creates a playlist of a user and returns it.
func CreatePlaylist(c *Call, vars []string) (any, error) {
	ch, values, err := c.creation(vars[0], "playlist", "manage_playlists", "name")
	if err != nil {
		return nil, err
	}
	id, err := c.World.PlaylistEdits().Create(ch, "", c.Now, world.Write(world.PlaylistEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.refresh()
	return c.asked(c.playlists().aPlaylist(id, ch, 0))
}

// creation reads the form of a new thing of a channel.
func (c *Call) creation(name, noun, scope string, required ...string) (*world.Channel, catalog.Form, error) {
	ch, err := c.Rights().channelOf(name, "id")
	if err != nil {
		return nil, nil, err
	}
	if err := c.Rights().needOver(ch, scope); err != nil {
		return nil, nil, err
	}
	values, err := c.written(catalog.Schemas[noun], ch)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range required {
		if values[name] == nil {
			return nil, nil, reply.Missing(name)
		}
	}
	return ch, values, nil
}

// change finds a thing that the caller is about to write, and checks that it may.
func (c playlistCall) ownPlaylist(id string) (*playlist, error) {
	p, err := c.playlist(id, "id")
	if err != nil {
		return nil, err
	}
	return p, c.Call.Rights().needOver(p.owner, "manage_playlists")
}

// EditPlaylist changes a playlist and returns it.
func EditPlaylist(c *Call, vars []string) (any, error) {
	p, err := c.playlists().ownPlaylist(vars[0])
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.Schemas["playlist"], p.owner)
	if err != nil {
		return nil, err
	}
	if err := c.World.PlaylistEdits().Change(p.xid, p.owner, c.Now, writing[world.PlaylistEdit](values)); err != nil {
		return nil, err
	}
	c.refresh()
	return c.asked(c.playlists().aPlaylist(p.xid, p.owner, p.place))
}

// DeletePlaylist deletes a playlist.
func DeletePlaylist(c *Call, vars []string) (any, error) {
	p, err := c.playlists().ownPlaylist(vars[0])
	if err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.PlaylistEdits().Delete(p.xid, p.owner, c.Now)
}

// AddToPlaylist answers POST /playlist/{id}/videos/{video}: a video that is in
// already stays where it is (ASSUMED, docs/spec/rest.md#playlist-endpoints).
func AddToPlaylist(c *Call, vars []string) (any, error) {
	p, err := c.playlists().ownPlaylist(vars[0])
	if err != nil {
		return nil, err
	}
	v, err := c.videos().video(vars[1], "video_id")
	if err != nil {
		return nil, err
	}
	if !v.edit.AllowedInPlaylists.Or(true) && !c.Rights().manages(v.Owner) {
		return nil, reply.Forbidden("This video is not allowed in playlists")
	}
	was := c.playlists().contentIDs(p)
	if slices.Contains(was, v.ID) {
		return c.Nothing(), nil
	}
	return c.Nothing(), c.World.Fill(p.xid, was, append(slices.Clip(was), v.ID), c.Now)
}

// AddFromVideo answers the same from the video's side.
func AddFromVideo(c *Call, vars []string) (any, error) {
	return AddToPlaylist(c, []string{vars[1], vars[0]})
}

// RemoveFromPlaylist removes a video from a playlist, by the path of the playlist.
func RemoveFromPlaylist(c *Call, vars []string) (any, error) {
	p, err := c.playlists().ownPlaylist(vars[0])
	if err != nil {
		return nil, err
	}
	was := c.playlists().contentIDs(p)
	if !slices.Contains(was, vars[1]) {
		return nil, reply.NotFound("video", vars[1], "video_id")
	}
	ids := slices.DeleteFunc(slices.Clone(was), func(id string) bool { return id == vars[1] })
	return c.Nothing(), c.World.Fill(p.xid, was, ids, c.Now)
}

// ReplaceContent answers POST /playlist/{id}/videos: the parameter ids is all
// that the playlist holds from now on, in that order.
func ReplaceContent(c *Call, vars []string) (any, error) {
	p, err := c.playlists().ownPlaylist(vars[0])
	if err != nil {
		return nil, err
	}
	text, ok := c.Args.Joined()["ids"]
	if !ok {
		return nil, reply.Missing("ids")
	}
	var ids []string
	for _, id := range catalog.CommaList(text) {
		v, err := c.videos().video(id, "ids")
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, v.ID) {
			ids = append(ids, v.ID)
		}
	}
	return c.Nothing(), c.World.Fill(p.xid, c.playlists().contentIDs(p), ids, c.Now)
}

// IsInPlaylist answers GET /playlist/{id}/videos/{video}: a list of one or none
// (ASSUMED).
func IsInPlaylist(c *Call, vars []string) (any, error) {
	p, err := c.playlists().playlist(vars[0], "id")
	if err != nil {
		return nil, err
	}
	videos := slices.DeleteFunc(c.playlists().playlistVideos(p), func(v *video) bool { return v.ID != vars[1] })
	return listed(c, "video", videos, func(v *video) object { return v })
}

// RemoveFromVideo removes a video from a playlist, by the path of the video.
func RemoveFromVideo(c *Call, vars []string) (any, error) {
	return RemoveFromPlaylist(c, []string{vars[1], vars[0]})
}

// CreateOwnPlaylist creates a playlist of the user who asks and returns it.
func CreateOwnPlaylist(c *Call, _ []string) (any, error) {
	me, err := c.Rights().Me()
	if err != nil {
		return nil, err
	}
	return CreatePlaylist(c, []string{me.ID()})
}
