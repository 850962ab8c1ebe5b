package object

import (
	"slices"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// Connections are the lists that hang from an object: GET /user/{id}/videos,
// and sub-requests in fields.
var Connections = map[string]map[string]func(*Call, object) (list, error){
	"user": {
		"videos": func(c *Call, o object) (list, error) {
			return c.lists().videosFrom(c.lists().sortedVideosOf(o.holder()), o.holder())
		},
		"playlists": func(c *Call, o object) (list, error) {
			return c.playlists().playlists(c.playlists().playlistsOf(o.holder()))
		},
		"players":       listPlayers,
		"children":      usersBy(func(c *Call, ch *world.Channel) []string { return c.Rights().childrenOf(ch) }),
		"parents":       usersBy(func(c *Call, ch *world.Channel) []string { return c.Rights().parentsOf(ch) }),
		"relations":     usersBy(func(c *Call, ch *world.Channel) []string { return c.Rights().siblingsOf(ch) }),
		"followers":     linkedUsers(world.Followers, false),
		"following":     linkedUsers(world.Following, false),
		"subscriptions": Subscriptions,
		"likes":         linkedVideos(world.Likes, true),
		"favorites":     linkedVideos(world.Likes, true),
		"watchlater":    linkedVideos(world.Watchlist, true),
		"features":      linkedVideos(world.Featured, false),
		"recommended":   nothingListed,
	},
	"video": {
		"subtitles":  listSubtitles,
		"related":    relatedVideos,
		"recordings": nothingListed,
		"comments":   noComments,
	},
	"playlist": {
		"videos": func(c *Call, o object) (list, error) {
			l, err := c.lists().inOrder(c.playlists().playlistVideos(o.(*playlist)), o.holder())
			l.total = -1 // observed, docs/spec/rest.md#playlist-endpoints
			return l, err
		},
	},
	"channel": {
		"videos": func(c *Call, o object) (list, error) {
			inner := *c
			inner.Args = append(slices.Clip(c.Args), catalog.Param{Name: "channel", Value: o.id()})
			return inner.lists().videosFrom(c.listed(), nil)
		},
		"users": func(c *Call, o object) (list, error) {
			all := slices.DeleteFunc(c.World.Channels(),
				func(ch *world.Channel) bool { return genreCategories[ch.Genre()] != o.id() })
			return c.userLists().users(all)
		},
	},
}

// within answers a sub-request: a list of its own parameters.
func (c *Call) within(o object, k *catalog.Connection) (any, error) {
	inner := *c
	inner.Args = k.Params
	return c.Lists[o.noun()][k.Name](&inner, o)
}

// find finds an object that a path names.
func (c *Call) find(noun, id string) (object, error) {
	switch noun {
	case "video":
		return orFault(c.videos().video(id, "id"))
	case "user":
		ch, err := c.Rights().channelOf(id, "id")
		if err != nil {
			return nil, err
		}
		return c.Users().User(ch), nil
	case "playlist":
		return orFault(c.playlists().playlist(id, "id"))
	case "player":
		return orFault(c.players().player(id))
	case "channel":
		return orFault(c.category(id, "id"))
	}
	return nil, c.NoRoute()
}

// orFault keeps a nil of some type from passing for an object.
func orFault[O object](o O, err error) (object, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

// GetObject answers GET /{noun}/{id}.
func GetObject(noun string) Handler {
	return func(c *Call, vars []string) (any, error) {
		o, err := c.find(noun, vars[0])
		if err != nil {
			return nil, err
		}
		return c.asked(o)
	}
}

// GetConnection answers GET /{noun}/{id}/{connection}.
func GetConnection(noun string) Handler {
	return func(c *Call, vars []string) (any, error) {
		connect := Connections[noun][vars[1]]
		if connect == nil {
			return nil, c.NoRoute()
		}
		o, err := c.find(noun, vars[0])
		if err != nil {
			return nil, err
		}
		return connect(c, o)
	}
}

func nothingListed(c *Call, _ object) (list, error) { return c.lists().videos(nil, nil) }

func noComments(c *Call, _ object) (list, error) {
	return listed(c, "comment", nil, func(o object) object { return o })
}

func usersBy(of func(*Call, *world.Channel) []string) func(*Call, object) (list, error) {
	return func(c *Call, o object) (list, error) {
		return c.userLists().users(c.Rights().named(of(c, o.holder())))
	}
}

// linkedIDs are the ends of a relation, the newest first. The private ones are
// the user's own matter (ASSUMED, docs/spec/rest.md#user-endpoints).
func (c userCall) linkedIDs(r world.Relation, o object, private bool) ([]string, error) {
	if private && !c.Call.Rights().is(o.holder()) {
		return nil, reply.NoRights(c.line())
	}
	links, _ := c.World.Links(r, o.id())
	ids := make([]string, len(links))
	for i, l := range links {
		ids[len(links)-1-i] = l.To
	}
	return ids, nil
}

func linkedUsers(r world.Relation, private bool) func(*Call, object) (list, error) {
	return func(c *Call, o object) (list, error) {
		ids, err := c.Users().linkedIDs(r, o, private)
		if err != nil {
			return list{}, err
		}
		return c.userLists().users(c.Rights().named(ids))
	}
}

func linkedVideos(r world.Relation, private bool) func(*Call, object) (list, error) {
	return func(c *Call, o object) (list, error) {
		ids, err := c.Users().linkedIDs(r, o, private)
		if err != nil {
			return list{}, err
		}
		return c.lists().videos(c.videos().videosByID(ids), nil)
	}
}

// videosByID are the videos behind ids, each once, as far as the caller may see
// them.
func (c videoCall) videosByID(ids []string) []*video {
	var all []*video
	seen := map[string]bool{}
	for _, id := range ids {
		if v, err := c.video(id, "id"); err == nil && !seen[v.ID] {
			seen[v.ID] = true
			all = append(all, v)
		}
	}
	return all
}

// Subscriptions are the newest videos of those whom a user follows.
func Subscriptions(c *Call, o object) (list, error) {
	ids, err := c.Users().linkedIDs(world.Following, o, true)
	if err != nil {
		return list{}, err
	}
	return c.lists().videosFrom(c.lists().sortedVideosOf(c.Rights().named(ids)...), nil)
}

// relatedVideos are the owner's others, and on request those of its family.
func relatedVideos(c *Call, o object) (list, error) {
	v := o.(*video)
	owners := []*world.Channel{v.Owner}
	switch by := c.Args.Get("related_videos_algorithm"); by {
	case "", "uploader-only":
	case "uploader-with-siblings":
		owners = append(owners, c.Rights().named(c.Rights().siblingsOf(v.Owner))...)
	case "uploader-with-parent":
		owners = append(owners, c.Rights().named(c.Rights().parentsOf(v.Owner))...)
	case "uploader-with-children":
		owners = append(owners, c.Rights().named(c.Rights().childrenOf(v.Owner))...)
	default:
		return list{}, reply.Unrecognised(by, "related_videos_algorithm",
			[]string{"uploader-only", "uploader-with-siblings", "uploader-with-parent", "uploader-with-children"})
	}
	return c.lists().videosFrom(c.lists().sortedVideosOf(owners...), nil,
		func(other *video) bool { return other.ID != v.ID })
}

// A tie is a connection that its user writes by POST and DELETE.
type tie struct {
	relation world.Relation
	back     world.Relation // kept at the other end as well; "" for none
	scope    string
	user     bool // the other end is a user, not a video
}

// Links holds the lists of linked objects, by path.
var Links = map[string]tie{
	"likes":      {world.Likes, "", "manage_likes", false},
	"favorites":  {world.Likes, "", "manage_likes", false},
	"watchlater": {world.Watchlist, "", "manage_videos", false},
	"features":   {world.Featured, "", "manage_videos", false},
	"following":  {world.Following, world.Followers, "manage_subscriptions", true},
}

// WriteLink answers POST and DELETE /user/{id}/{connection}/{other}.
func WriteLink(c *Call, vars []string) (any, error) {
	t, ok := Links[vars[1]]
	if !ok {
		return nil, c.NoRoute()
	}
	ch, err := c.Rights().channelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if err := c.Rights().Need(t.scope); err != nil {
		return nil, err
	}
	if !c.Rights().is(ch) {
		return nil, reply.NoRights(c.line())
	}
	other, err := c.Users().otherEnd(t, vars[2])
	if err != nil {
		return nil, err
	}
	if c.Method == "DELETE" {
		c.World.Unlink(t.relation, ch.ID(), other)
		if t.back != "" {
			c.World.Unlink(t.back, other, ch.ID())
		}
		return c.Nothing(), nil
	}
	if err := c.World.Link(t.relation, ch.ID(), other, c.Now); err != nil || t.back == "" {
		return c.Nothing(), err
	}
	return c.Nothing(), c.World.Link(t.back, other, ch.ID(), c.Now)
}

func (c userCall) otherEnd(t tie, id string) (string, error) {
	if t.user {
		ch, err := c.Call.Rights().channelOf(id, "user_id")
		if err != nil {
			return "", err
		}
		return ch.ID(), nil
	}
	v, err := c.Call.videos().video(id, "video_id")
	if err != nil {
		return "", err
	}
	return v.ID, nil
}

// IsLinked answers GET /user/{id}/{connection}/{other}: a list of one or none
// (ASSUMED, docs/spec/mcn.md#verify).
func IsLinked(c *Call, vars []string) (any, error) {
	o, err := c.find("user", vars[0])
	if err != nil {
		return nil, err
	}
	if by, ok := map[string]func(*world.Channel) []string{"parents": c.Rights().parentsOf,
		"children": c.Rights().childrenOf, "relations": c.Rights().siblingsOf}[vars[1]]; ok {
		return c.userLists().listedAmong(by(o.holder()), vars[2])
	}
	t, ok := Links[vars[1]]
	if !ok {
		return nil, c.NoRoute()
	}
	ids, err := c.Users().linkedIDs(t.relation, o, !t.user)
	if err != nil {
		return nil, err
	}
	if t.user {
		return c.userLists().listedAmong(ids, vars[2])
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id != vars[2] })
	return listed(c, "video", c.videos().videosByID(ids), func(v *video) object { return v })
}

// listedAmong lists a user, by its id or name, if it is among ids.
func (c userListCall) listedAmong(ids []string, name string) (any, error) {
	ch, err := c.Call.Rights().channelOf(name, "user_id")
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id != ch.ID() })
	return c.users(c.Call.Rights().named(ids))
}
