package object

import (
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A Playlist is of the made world, or a user created it.
type Playlist struct {
	xid   string
	owner *world.Channel
	place int // in the owner's Playlists plus 1; 0 for one that a user created
	state edits.State[edits.PlaylistEdit]
}

// Identity names the playlist.
func (p *Playlist) Identity() Identity { return Identity{p.xid, "playlist", p.owner} }

// Read returns the value of a field.
func (p *Playlist) Read(c *Call, name string) any {
	switch name {
	case "id":
		return p.xid
	case "item_type":
		return "playlist"
	case "name":
		return p.Name()
	case "owner":
		return c.User(p.owner)
	case "description":
		if p.place > 0 {
			return p.state.Edit.Description.Any(p.owner.Playlists()[p.place-1].Description())
		}
	case "private":
		return p.Private()
	case "created_time":
		return p.Created(c)
	case "updated_time", "relative_updated_time":
		return p.Updated(c, name)
	case "videos_total":
		return p.Count(c)
	}
	if strings.HasPrefix(name, "thumbnail_") {
		return p.picture(c, name)
	}
	value, _ := edits.Written(&p.state.Edit, name)
	return value
}

// Name returns the value of the field name.
func (p *Playlist) Name() string {
	if name, ok := p.state.Edit.Name.Get(); ok {
		return name
	}
	return p.owner.Playlists()[p.place-1].Title()
}

// Private reports whether only the owner sees the playlist.
func (p *Playlist) Private() bool { return p.state.Edit.Private.Or(false) }

// Created returns when the playlist was created, in Unix seconds.
func (p *Playlist) Created(c *Call) int64 {
	if p.place > 0 {
		return Founded(c, p.owner) + int64(p.place)*86400
	}
	return p.state.Created.Unix()
}

// Updated returns the value of a field with the time of the last change.
func (p *Playlist) Updated(c *Call, name string) any {
	at := p.Created(c)
	if !p.state.Updated.IsZero() {
		at = p.state.Updated.Unix()
	}
	if _, filled := c.World.Links(edits.Content, p.xid); !filled.IsZero() && !filled.After(c.Now) {
		at = max(at, filled.Unix())
	}
	if name == "updated_time" {
		return at
	}
	return time.Unix(at, 0).UTC().Format(time.DateOnly)
}

// picture returns the picture of the first video.
func (p *Playlist) picture(c *Call, name string) any {
	videos := p.visible(c)
	if len(videos) == 0 {
		return nil
	}
	return c.View(videos[0]).Read(c, name)
}

func aPlaylist(c *Call, id string, owner *world.Channel, place int) *Playlist {
	state, _ := c.World.PlaylistEdits().State(id, c.Moment())
	return &Playlist{id, owner, place, state}
}

// FindPlaylist returns a playlist that the caller may see. The vendor's error calls it a collection (observed in
// 2026).
func FindPlaylist(c *Call, id, param string) (*Playlist, error) {
	c.openOwn()
	state, edited := c.World.PlaylistEdits().State(id, c.Moment())
	p := &Playlist{xid: id, owner: state.Owner, state: state}
	if owner, i, err := c.World.MadePlaylist(id); err == nil {
		p.owner, p.place = owner, i+1
	} else if !edited {
		return nil, reply.NotFound("collection", id, param)
	}
	if state.Deleted || p.Private() && !c.Manages(p.owner) {
		return nil, reply.NotFound("collection", id, param)
	}
	return p, nil
}

// contentIDs returns the ids of the videos in their order. A playlist of the made world has the videos that the world
// puts into it; after a user has written its order, that order and the videos that the world has put into it since.
func (p *Playlist) contentIDs(c *Call) []string {
	written, since := c.World.Links(edits.Content, p.xid)
	ids := make([]string, 0, len(written))
	for _, l := range written {
		ids = append(ids, l.To)
	}
	added, ok := p.added(c, written, since)
	if !ok {
		return nil
	}
	for _, v := range added {
		ids = append(ids, v.ID)
	}
	return ids
}

// added returns the videos that the world has put into the playlist since some time, except those that users wrote, or
// false if the call ran out of work.
func (p *Playlist) added(c *Call, written []edits.Link, since time.Time) (all []*world.Video, ok bool) {
	if p.place == 0 {
		return nil, true
	}
	if !c.Spend(c.Videos(p.owner)) {
		return nil, false
	}
	in := make(map[string]bool, len(written))
	for _, l := range written {
		in[l.To] = true
	}
	for _, v := range c.World.VideosAt(p.owner, world.DayOf(c.Now), c.Moment()) {
		if v.Playlist == p.place && v.Created.After(since) && !v.Created.After(c.Now) && !in[v.ID] {
			all = append(all, v)
		}
	}
	return all, true
}

// maxContents bounds the playlists whose videos a call keeps.
const maxContents = 1000

// Videos returns the videos that the caller may see.
func (p *Playlist) Videos(c *Call) []*Video {
	found := p.visible(c)
	all := make([]*Video, len(found))
	for i, v := range found {
		all[i] = c.View(v)
	}
	return all
}

// Count returns how many videos the caller may see.
func (p *Playlist) Count(c *Call) int { return len(p.visible(c)) }

// visible returns the videos that the caller may see. Sorts and several fields ask for them, so that calls keep them.
func (p *Playlist) visible(c *Call) []*world.Video {
	found, ok := c.contents[p.xid]
	if !ok {
		if found = p.findVisible(c); len(c.contents) < maxContents {
			remember(&c.contents, p.xid, found)
		}
	}
	return found
}

func (p *Playlist) findVisible(c *Call) []*world.Video {
	var all []*world.Video
	written, since := c.World.Links(edits.Content, p.xid)
	for _, l := range written {
		if found, err := c.World.Video(l.To, c.Moment()); err == nil && p.lists(c, found) {
			all = append(all, found)
		}
	}
	added, ok := p.added(c, written, since)
	if !ok {
		return nil
	}
	for _, found := range added {
		if !found.Deleted() && p.lists(c, found) {
			all = append(all, found)
		}
	}
	return all
}

// lists reports whether the playlist shows a video to the caller.
func (*Playlist) lists(c *Call, found *world.Video) bool {
	v := c.View(found)
	return v.Encoding.status != deleted && c.Manages(v.Owner) || !v.Hidden() && !v.Private()
}

// CreatePlaylist creates a playlist of a user and returns it.
func CreatePlaylist(c *Call, vars []string) (any, error) {
	ch, values, err := c.creation(vars[0], "playlist", "manage_playlists", "name")
	if err != nil {
		return nil, err
	}
	id, err := c.World.PlaylistEdits().Create(ch, "", c.Now, edits.Write(edits.PlaylistEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.seeEdits()
	return c.Asked(aPlaylist(c, id, ch, 0))
}

// creation reads the form of a new object of a channel.
func (c *Call) creation(name, noun, scope string, required ...string) (*world.Channel, catalog.Form, error) {
	ch, err := c.ChannelOf(name, "id")
	if err != nil {
		return nil, nil, err
	}
	if err := c.needOver(ch, scope); err != nil {
		return nil, nil, err
	}
	values, err := c.written(catalog.SchemaOf(noun), ch)
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

// ownPlaylist returns a playlist that the caller may write.
func ownPlaylist(c *Call, id string) (*Playlist, error) {
	p, err := FindPlaylist(c, id, "id")
	if err != nil {
		return nil, err
	}
	return p, c.needOver(p.owner, "manage_playlists")
}

// EditPlaylist changes a playlist and returns it.
func EditPlaylist(c *Call, vars []string) (any, error) {
	p, err := ownPlaylist(c, vars[0])
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.SchemaOf("playlist"), p.owner)
	if err != nil {
		return nil, err
	}
	if err := c.World.PlaylistEdits().Change(p.xid, p.owner, c.Now, writing[edits.PlaylistEdit](values)); err != nil {
		return nil, err
	}
	c.seeEdits()
	return c.Asked(aPlaylist(c, p.xid, p.owner, p.place))
}

// DeletePlaylist deletes a playlist.
func DeletePlaylist(c *Call, vars []string) (any, error) {
	p, err := ownPlaylist(c, vars[0])
	if err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.PlaylistEdits().Delete(p.xid, p.owner, c.Now)
}

// AddToPlaylist handles POST /playlist/{id}/videos/{video}. A video that is in the playlist already stays where it is
// (ASSUMED, docs/spec/rest.md#playlist-endpoints).
func AddToPlaylist(c *Call, vars []string) (any, error) {
	p, err := ownPlaylist(c, vars[0])
	if err != nil {
		return nil, err
	}
	v, err := c.Video(vars[1], "video_id")
	if err != nil {
		return nil, err
	}
	if !v.Edit.AllowedInPlaylists.Or(true) && !c.Manages(v.Owner) {
		return nil, reply.NotInPlaylists()
	}
	was := p.contentIDs(c)
	if slices.Contains(was, v.ID) {
		return c.Nothing(), nil
	}
	return c.Nothing(), c.World.Fill(p.xid, was, append(slices.Clip(was), v.ID), c.Now)
}

// AddFromVideo handles the same request with the path of the video.
func AddFromVideo(c *Call, vars []string) (any, error) {
	return AddToPlaylist(c, []string{vars[1], vars[0]})
}

// RemoveFromPlaylist removes a video from a playlist, by the path of the playlist.
func RemoveFromPlaylist(c *Call, vars []string) (any, error) {
	p, err := ownPlaylist(c, vars[0])
	if err != nil {
		return nil, err
	}
	was := p.contentIDs(c)
	if !slices.Contains(was, vars[1]) {
		return nil, reply.NotFound("video", vars[1], "video_id")
	}
	ids := slices.DeleteFunc(slices.Clone(was), func(id string) bool { return id == vars[1] })
	return c.Nothing(), c.World.Fill(p.xid, was, ids, c.Now)
}

// ReplaceContent handles POST /playlist/{id}/videos: the playlist has the videos of the parameter ids from now on, in
// that order.
func ReplaceContent(c *Call, vars []string) (any, error) {
	p, err := ownPlaylist(c, vars[0])
	if err != nil {
		return nil, err
	}
	text, ok := c.Args.Lookup("ids")
	if !ok {
		return nil, reply.Missing("ids")
	}
	var ids []string
	for _, id := range catalog.CommaList(text) {
		v, err := c.Video(id, "ids")
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, v.ID) {
			ids = append(ids, v.ID)
		}
	}
	return c.Nothing(), c.World.Fill(p.xid, p.contentIDs(c), ids, c.Now)
}

// RemoveFromVideo removes a video from a playlist, by the path of the video.
func RemoveFromVideo(c *Call, vars []string) (any, error) {
	return RemoveFromPlaylist(c, []string{vars[1], vars[0]})
}

// CreateOwnPlaylist creates a playlist of the user who asks and returns it.
func CreateOwnPlaylist(c *Call, _ []string) (any, error) {
	me, err := c.Me()
	if err != nil {
		return nil, err
	}
	return CreatePlaylist(c, []string{me.ID()})
}

// PlaylistsOf returns the playlists of a channel that the caller may see.
func PlaylistsOf(c *Call, ch *world.Channel) []*Playlist {
	if !c.Spend(1 + len(ch.Playlists())) {
		return nil
	}
	var all []*Playlist
	for i, made := range ch.Playlists() {
		all = append(all, aPlaylist(c, made.ID, ch, i+1))
	}
	for _, id := range c.World.PlaylistEdits().Created(ch, c.Moment()) {
		all = append(all, aPlaylist(c, id, ch, 0))
	}
	mine := c.Manages(ch)
	return slices.DeleteFunc(all, func(p *Playlist) bool { return p.state.Deleted || p.Private() && !mine })
}
