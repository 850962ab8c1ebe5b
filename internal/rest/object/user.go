package object

import (
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A User is the account of a channel.
type User struct {
	*world.Channel
	Edit *edits.UserEdit // to be read only: all that were never changed share one
}

// Identity names the user.
func (u *User) Identity() Identity { return Identity{u.ID(), "user", u.Channel} }

// User returns a channel's account as the call sees it.
func (c *Call) User(ch *world.Channel) *User {
	if c.lastUser != ch { // several fields of a video, and of those of a list, lead to its owner
		c.lastUser, c.lastEdit = ch, noUserEdit
		if state, changed := c.World.UserEdits().State(ch.ID(), c.Moment()); changed {
			edit := state.Edit
			c.lastEdit = &edit
		}
	}
	return &User{ch, c.lastEdit}
}

var noUserEdit = new(edits.UserEdit)

// ChannelOf returns a channel by its id or user name.
func (c *Call) ChannelOf(name, param string) (*world.Channel, error) {
	c.openOwn()
	if !utf8.ValidString(name) {
		return nil, reply.NotFound("user", "", param)
	}
	ch, err := c.World.User(name)
	if err != nil || c.Gone(ch) {
		return nil, reply.NotFound("user", name, param)
	}
	return ch, nil
}

// Gone reports whether a user was deleted.
func (c *Call) Gone(ch *world.Channel) bool {
	state, _ := c.World.UserEdits().State(ch.ID(), c.Moment())
	return state.Deleted
}

// Text returns the written value of a field, or another one if users wrote none.
func (u *User) Text(name, otherwise string) any {
	if value, ok := edits.Written(u.Edit, name); ok {
		return value
	}
	return orNil(otherwise)
}

func emailOf(ch *world.Channel) string { return ch.Username() + "@mail.example" }

// Founded returns when a channel began: some time before its first video.
func Founded(c *Call, ch *world.Channel) int64 {
	const first = 1388534400 // 2014-01-01
	return first + int64(c.World.Bounded("founded "+ch.Slug, 360*24*3600))
}

// Named returns the channels with ids or user names, each once.
func (c *Call) Named(names []string) []*world.Channel {
	if !c.Spend(2 * len(names)) {
		return nil
	}
	var all []*world.Channel
	seen := map[string]bool{}
	for _, name := range names {
		if ch, err := c.World.User(name); err == nil && !seen[ch.Slug] && !c.Gone(ch) {
			seen[ch.Slug] = true
			all = append(all, ch)
		}
	}
	return all
}

// IsPartner reports whether a channel is a partner: the user's field partner, which is true unless it was written.
func (c *Call) IsPartner(ch *world.Channel) bool { return c.User(ch).Edit.Partner.Or(true) }

// ChannelViews returns how often the videos of a channel were played.
func ChannelViews(c *Call, ch *world.Channel) int64 {
	if !c.SpendPlays(ch) {
		return 0
	}
	views, ok := c.views[ch.Slug]
	if !ok {
		views = c.World.ChannelViews(ch, world.HourOf(c.Now), c.Moment())
		remember(&c.views, ch.Slug, views)
	}
	return views
}
