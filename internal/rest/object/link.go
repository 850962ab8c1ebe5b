package object

import (
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// LinkedIDs returns the ids of linked objects, the newest first. Only the user reads private ones (ASSUMED,
// docs/spec/rest.md#user-endpoints).
func LinkedIDs(c *Call, r edits.Relation, o Object, private bool) ([]string, error) {
	if private && !c.Is(o.Identity().Owner) {
		return nil, reply.NoRights(c.Route())
	}
	links, _ := c.World.Links(r, o.Identity().ID)
	ids := make([]string, len(links))
	for i, l := range links {
		ids[len(links)-1-i] = l.To
	}
	return ids, nil
}

// A Tie is a list of linked objects that its user writes with POST and DELETE.
type Tie struct {
	Relation edits.Relation
	back     edits.Relation // kept at the other end as well; "" for none
	scope    string
	User     bool // the other end is a user, not a video
}

// Links holds the lists of linked objects, by path.
var Links = map[string]Tie{
	"likes":      {edits.Likes, "", "manage_likes", false},
	"favorites":  {edits.Likes, "", "manage_likes", false},
	"watchlater": {edits.Watchlist, "", "manage_videos", false},
	"features":   {edits.Featured, "", "manage_videos", false},
	"following":  {edits.Following, edits.Followers, "manage_subscriptions", true},
}

// WriteLink handles POST and DELETE /user/{id}/{connection}/{other}.
func WriteLink(c *Call, vars []string) (any, error) {
	t, ok := Links[vars[1]]
	if !ok {
		return nil, c.NoRoute()
	}
	ch, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if err := c.Need(t.scope); err != nil {
		return nil, err
	}
	if !c.Is(ch) {
		return nil, reply.NoRights(c.Route())
	}
	other, err := otherEnd(c, t, vars[2])
	if err != nil {
		return nil, err
	}
	if c.Method == "DELETE" {
		c.World.Unlink(t.Relation, ch.ID(), other)
		if t.back != "" {
			c.World.Unlink(t.back, other, ch.ID())
		}
		return c.Nothing(), nil
	}
	if err := c.World.Link(t.Relation, ch.ID(), other, c.Now); err != nil || t.back == "" {
		return c.Nothing(), err
	}
	return c.Nothing(), c.World.Link(t.back, other, ch.ID(), c.Now)
}

func otherEnd(c *Call, t Tie, id string) (string, error) {
	if t.User {
		ch, err := c.ChannelOf(id, "user_id")
		if err != nil {
			return "", err
		}
		return ch.ID(), nil
	}
	v, err := c.Video(id, "video_id")
	if err != nil {
		return "", err
	}
	return v.ID, nil
}

// LikedAt returns when the caller liked a video, nil for never.
func LikedAt(c *Call, id string) any {
	if c.Grant == nil || c.Grant.Login == "" {
		return nil
	}
	me, err := c.Me()
	if err != nil {
		return nil
	}
	links, _ := c.World.Links(edits.Likes, me.ID())
	for _, l := range links {
		if l.To == id {
			return l.Since.Unix()
		}
	}
	return nil
}

// follows reports whether the caller follows a user.
func follows(c *Call, id string) bool {
	if c.Grant == nil || c.Grant.Login == "" {
		return false
	}
	me, err := c.Me()
	return err == nil && c.World.Linked(edits.Following, me.ID(), id)
}

func countLinks(c *Call, r edits.Relation, from string) int {
	links, _ := c.World.Links(r, from)
	return len(links)
}
