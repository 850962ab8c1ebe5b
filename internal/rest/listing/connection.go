// Package listing lists objects: sorted, filtered and page by page (docs/spec/rest.md#lists).
package listing

import (
	"slices"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// Connections are the lists of an object: GET /user/{id}/videos, and sub-requests in fields.
var Connections = map[string]map[string]func(*object.Call, object.Object) (reply.List, error){
	"user": {
		"videos": func(c *object.Call, o object.Object) (reply.List, error) {
			return sortedVideosOf(c, o.Identity().Owner).page(c, o.Identity().Owner)
		},
		"playlists": func(c *object.Call, o object.Object) (reply.List, error) {
			return playlistList(c, object.PlaylistsOf(c, o.Identity().Owner))
		},
		"players":       listPlayers,
		"children":      usersBy(func(c *object.Call, ch *world.Channel) []string { return c.ChildrenOf(ch) }),
		"parents":       usersBy(func(c *object.Call, ch *world.Channel) []string { return c.ParentsOf(ch) }),
		"relations":     usersBy(func(c *object.Call, ch *world.Channel) []string { return c.SiblingsOf(ch) }),
		"followers":     linkedUsers(edits.Followers, false),
		"following":     linkedUsers(edits.Following, false),
		"subscriptions": Subscriptions,
		"likes":         linkedVideos(edits.Likes, true),
		"favorites":     linkedVideos(edits.Likes, true),
		"watchlater":    linkedVideos(edits.Watchlist, true),
		"features":      linkedVideos(edits.Featured, false),
		"recommended":   nothingListed,
	},
	"video": {
		"subtitles":  listSubtitles,
		"related":    relatedVideos,
		"recordings": nothingListed,
		"comments":   noComments,
	},
	"playlist": {
		"videos": func(c *object.Call, o object.Object) (reply.List, error) {
			l, err := inOrder(c, o.(*object.Playlist).Videos(c), o.Identity().Owner)
			l.Total = -1 // observed, docs/spec/rest.md#playlist-endpoints
			return l, err
		},
	},
	"channel": {
		"videos": func(c *object.Call, o object.Object) (reply.List, error) {
			return allVideos(c).page(c, nil, catalog.Param{Name: "channel", Value: o.Identity().ID})
		},
		"users": func(c *object.Call, o object.Object) (reply.List, error) {
			all := slices.DeleteFunc(c.World.Channels(),
				func(ch *world.Channel) bool { return object.GenreCategories[ch.Genre()] != o.Identity().ID })
			return userList(c, all)
		},
	},
}

// GetConnection handles GET /{noun}/{id}/{connection}.
func GetConnection(noun string) object.Handler {
	return func(c *object.Call, vars []string) (any, error) {
		connect := Connections[noun][vars[1]]
		if connect == nil {
			return nil, c.NoRoute()
		}
		o, err := find(c, noun, vars[0])
		if err != nil {
			return nil, err
		}
		return connect(c, o)
	}
}

func nothingListed(c *object.Call, _ object.Object) (reply.List, error) {
	return videoList(c, nil, nil)
}

func noComments(c *object.Call, _ object.Object) (reply.List, error) {
	return listed(c, "comment", nil, func(o object.Object) object.Object { return o })
}

func usersBy(of func(*object.Call, *world.Channel) []string) func(*object.Call, object.Object) (reply.List, error) {
	return func(c *object.Call, o object.Object) (reply.List, error) {
		return userList(c, c.Named(of(c, o.Identity().Owner)))
	}
}

func linkedUsers(r edits.Relation, private bool) func(*object.Call, object.Object) (reply.List, error) {
	return func(c *object.Call, o object.Object) (reply.List, error) {
		ids, err := object.LinkedIDs(c, r, o, private)
		if err != nil {
			return reply.List{}, err
		}
		return userList(c, c.Named(ids))
	}
}

func linkedVideos(r edits.Relation, private bool) func(*object.Call, object.Object) (reply.List, error) {
	return func(c *object.Call, o object.Object) (reply.List, error) {
		ids, err := object.LinkedIDs(c, r, o, private)
		if err != nil {
			return reply.List{}, err
		}
		return videoList(c, object.VideosByID(c, ids), nil)
	}
}

// Subscriptions lists the newest videos of the users whom a user follows.
func Subscriptions(c *object.Call, o object.Object) (reply.List, error) {
	ids, err := object.LinkedIDs(c, edits.Following, o, true)
	if err != nil {
		return reply.List{}, err
	}
	return sortedVideosOf(c, c.Named(ids)...).page(c, nil)
}

// relatedVideos lists the other videos of the owner and, on request, of its family.
func relatedVideos(c *object.Call, o object.Object) (reply.List, error) {
	v := o.(*object.Video)
	owners := []*world.Channel{v.Owner}
	switch by := c.Args.Get("related_videos_algorithm"); by {
	case "", "uploader-only":
	case "uploader-with-siblings":
		owners = append(owners, c.Named(c.SiblingsOf(v.Owner))...)
	case "uploader-with-parent":
		owners = append(owners, c.Named(c.ParentsOf(v.Owner))...)
	case "uploader-with-children":
		owners = append(owners, c.Named(c.ChildrenOf(v.Owner))...)
	default:
		return reply.List{}, reply.Unrecognised(by, "related_videos_algorithm",
			[]string{"uploader-only", "uploader-with-siblings", "uploader-with-parent", "uploader-with-children"})
	}
	s := sortedVideosOf(c, owners...)
	s.without = v.ID
	return s.page(c, nil)
}

// IsLinked handles GET /user/{id}/{connection}/{other}: it lists the other object if it is linked (ASSUMED,
// docs/spec/mcn.md#verify).
func IsLinked(c *object.Call, vars []string) (any, error) {
	o, err := find(c, "user", vars[0])
	if err != nil {
		return nil, err
	}
	if by, ok := map[string]func(*world.Channel) []string{"parents": c.ParentsOf,
		"children": c.ChildrenOf, "relations": c.SiblingsOf}[vars[1]]; ok {
		return listedAmong(c, by(o.Identity().Owner), vars[2])
	}
	t, ok := object.Links[vars[1]]
	if !ok {
		return nil, c.NoRoute()
	}
	ids, err := object.LinkedIDs(c, t.Relation, o, !t.User)
	if err != nil {
		return nil, err
	}
	if t.User {
		return listedAmong(c, ids, vars[2])
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id != vars[2] })
	return listed(c, "video", object.VideosByID(c, ids), func(v *object.Video) object.Object { return v })
}

// listedAmong lists a user, by its id or name, if it is among ids.
func listedAmong(c *object.Call, ids []string, name string) (any, error) {
	ch, err := c.ChannelOf(name, "user_id")
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id != ch.ID() })
	return userList(c, c.Named(ids))
}
