package object

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A user is the account of a channel.
type user struct {
	*world.Channel
	edit world.UserEdit
}

func (u *user) id() string             { return u.ID() }
func (u *user) noun() string           { return "user" }
func (u *user) holder() *world.Channel { return u.Channel }

func (u *user) read(c *Call, name string) any {
	if value := userValues[name]; value != nil {
		return value(c, u)
	}
	if strings.HasPrefix(name, "revenues_") {
		return c.Users().revenue(u.Channel, name)
	}
	value, _ := world.Written(&u.edit, name)
	return value
}

func (c userCall) User(ch *world.Channel) *user {
	state, _ := c.World.UserEdits().State(ch.ID(), c.Moment)
	return &user{ch, state.Edit}
}

// channelOf finds a channel by its id or user name.
func (c rightsCall) channelOf(name, param string) (*world.Channel, error) {
	c.openOwn()
	if !utf8.ValidString(name) {
		return nil, reply.NotFound("user", "", param)
	}
	ch, err := c.World.User(name)
	if err != nil || c.gone(ch) {
		return nil, reply.NotFound("user", name, param)
	}
	return ch, nil
}

// gone tells whether a user was deleted.
func (c rightsCall) gone(ch *world.Channel) bool {
	state, _ := c.World.UserEdits().State(ch.ID(), c.Moment)
	return state.Deleted
}

// text is what was written into a field, else another value.
func (u *user) text(name, otherwise string) any {
	if value, ok := world.Written(&u.edit, name); ok {
		return value
	}
	return orNil(otherwise)
}

var userValues map[string]func(*Call, *user) any

func init() { // not a literal: values read other values
	userValues = map[string]func(*Call, *user) any{
		"id":         func(_ *Call, u *user) any { return u.ID() },
		"item_type":  func(*Call, *user) any { return "user" },
		"username":   func(_ *Call, u *user) any { return u.Username() },
		"screenname": func(_ *Call, u *user) any { return u.edit.Screenname.Any(orNil(u.Name)) },
		"url":        func(_ *Call, u *user) any { return "https://www.dailymotion.com/" + u.Username() },
		"active":     func(*Call, *user) any { return "y" },
		"status":     func(*Call, *user) any { return "active" },
		"language":   func(_ *Call, u *user) any { return u.edit.Language.Any(orNil(u.Language)) },
		"country":    func(_ *Call, u *user) any { return u.edit.Country.Any(orNil(u.Country)) },
		"description": func(_ *Call, u *user) any {
			return u.text("description", u.Description())
		},
		"created_time": func(c *Call, u *user) any { return c.Users().founded(u.Channel) },
		"partner":      func(_ *Call, u *user) any { return u.edit.Partner.Or(true) },
		"verified":     func(_ *Call, u *user) any { return isVerified(u.Channel) },
		"limits":       func(c *Call, u *user) any { return limitsOf(u.Channel).item() },

		"email": func(_ *Call, u *user) any { return emailOf(u.Channel) },
		"first_name": func(c *Call, u *user) any {
			return u.text("first_name", c.Users().drawn("first "+u.Slug, "Ada", "Bela", "Chloé", "Dario", "Edda", "Farid"))
		},
		"last_name": func(c *Call, u *user) any {
			return u.text("last_name", c.Users().drawn("last "+u.Slug, "Linden", "Marsh", "Noor", "Okafor", "Petit", "Rossi"))
		},
		"fullname": func(c *Call, u *user) any {
			first, _ := u.read(c, "first_name").(string)
			last, _ := u.read(c, "last_name").(string)
			return u.text("fullname", first+" "+last)
		},
		"address": func(c *Call, u *user) any {
			return u.text("address", u.Street())
		},
		"city": func(c *Call, u *user) any {
			return u.text("city", u.Town())
		},
		"birthday": func(c *Call, u *user) any {
			return u.edit.Birthday.Any(int64(c.World.Bounded("born "+u.Slug, 900000000)))
		},
		"gender": func(_ *Call, u *user) any { return u.text("gender", "prefer-not-to-answer") },

		"website_url": func(_ *Call, u *user) any {
			return u.text("website_url",
				"https://www."+u.Sites()[1].Domain)
		},
		"advanced_statistics":      no,
		"ban_from_partner_program": no,
		"username_update_required": no,
		"reposts_total":            func(*Call, *user) any { return int64(0) },

		"children_total":  func(c *Call, u *user) any { return len(c.Rights().childrenOf(u.Channel)) },
		"parent":          func(c *Call, u *user) any { return c.Users().parentOf(u.Channel) },
		"following_total": func(c *Call, u *user) any { return c.Users().countLinks(world.Following, u.ID()) },
		"followers_total": func(c *Call, u *user) any { return c.Users().followers(u) },
		"fans_total":      func(c *Call, u *user) any { return c.Users().followers(u) },
		"is_following":    func(c *Call, u *user) any { return c.Users().follows(u.ID()) },
		"playlists_total": func(c *Call, u *user) any { return len(c.playlists().playlistsOf(u.Channel)) },
		"videos_total":    func(c *Call, u *user) any { return len(c.videos().publicVideos(u.Channel)) },
		"views_total": func(c *Call, u *user) any {
			return c.World.ChannelViews(u.Channel, world.HourOf(c.Now), c.Moment)
		},
	}
	for _, size := range strings.Fields("25 60 80 120 190 240 360 480 720") {
		userValues["avatar_"+size+"_url"] = avatar(size + "x" + size)
	}
	for name, size := range map[string]string{"avatar_large_url": "120x120", "avatar_medium_url": "80x80",
		"avatar_small_url": "60x60", "avatar_url": "480x480"} {
		userValues[name] = avatar(size)
	}
	for name, size := range map[string]string{"cover_100_url": "-x100", "cover_150_url": "-x150", "cover_200_url": "-x200",
		"cover_250_url": "-x250", "cover_url": "", "banner_url": ""} {
		userValues[name] = func(c *Call, u *user) any {
			return c.Users().userPicture(u, "cover_url", u.edit.Cover) + "/cover" + size
		}
	}
}

func emailOf(ch *world.Channel) string { return ch.Username() + "@mail.example" }

func no(*Call, *user) any { return false }

func avatar(size string) func(*Call, *user) any {
	return func(c *Call, u *user) any { return c.Users().userPicture(u, "avatar_url", u.edit.Avatar) + "/" + size }
}

// userPicture is the address of a user's pictures, another one after it was written.
func (c userCall) userPicture(u *user, field string, edited world.Optional[string]) string {
	base := c.mediaHost(u.ID()) + "/u/" + u.ID()
	if written, ok := edited.Get(); ok {
		base += "/" + c.letters(field+written)
	}
	return c.Call.videos().asset(base)
}

// drawn is one of a few words that follows from what it is of.
func (c userCall) drawn(of string, words ...string) string {
	return words[c.World.Bounded(of, len(words))]
}

// founded is when a channel began: a while before its first video.
func (c userCall) founded(ch *world.Channel) int64 {
	const first = 1388534400 // 2014-01-01
	return first + int64(c.World.Bounded("founded "+ch.Slug, 360*24*3600))
}

func (c userCall) followers(u *user) int64 {
	return int64(c.World.Bounded("followers "+u.Slug, 40000)) + int64(c.countLinks(world.Followers, u.ID()))
}

func (c userCall) countLinks(r world.Relation, from string) int {
	links, _ := c.World.Links(r, from)
	return len(links)
}

// follows tells whether the caller follows a user.
func (c userCall) follows(id string) bool {
	if c.Grant == nil || c.Grant.Login == "" {
		return false
	}
	me, err := c.Call.Rights().Me()
	return err == nil && c.World.Linked(world.Following, me.ID(), id)
}

// likedAt is when the caller liked a video, nil for never.
func (c userCall) likedAt(id string) any {
	if c.Grant == nil || c.Grant.Login == "" {
		return nil
	}
	me, err := c.Call.Rights().Me()
	if err != nil {
		return nil
	}
	links, _ := c.World.Links(world.Likes, me.ID())
	for _, l := range links {
		if l.To == id {
			return l.Since.Unix()
		}
	}
	return nil
}

// ListUsers answers GET /users: the listed channels and the partners' accounts,
// and all others where the call says by what to find them.
func ListUsers(c *Call, _ []string) (any, error) {
	var all []*world.Channel
	for _, p := range c.World.Partners() {
		all = append(all, p.Channels...)
		if !slices.Contains(p.Channels, p.Account()) {
			all = append(all, p.Account())
		}
	}
	all = slices.DeleteFunc(all, c.Rights().gone)
	if names, ok := c.Args.Lookup("usernames"); ok {
		all = c.Rights().named(firstNames(names))
	} else if ids, ok := c.Args.Lookup("ids"); ok {
		all = c.Rights().named(firstNames(ids))
	} else if id, ok := c.Args.Lookup("parent"); ok {
		parent, err := c.Rights().channelOf(id, "parent")
		if err != nil {
			return nil, err
		}
		all = c.Rights().named(c.Rights().childrenOf(parent))
	}
	return c.userLists().users(all)
}

// named are the channels of ids or user names, each once.
func (c rightsCall) named(names []string) []*world.Channel {
	var all []*world.Channel
	seen := map[string]bool{}
	for _, name := range names {
		if ch, err := c.World.User(name); err == nil && !seen[ch.Slug] && !c.gone(ch) {
			seen[ch.Slug] = true
			all = append(all, ch)
		}
	}
	return all
}

// EditUser answers POST /user/{id}.
func EditUser(c *Call, vars []string) (any, error) {
	ch, err := c.Rights().channelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.Schemas["user"], ch)
	if err != nil {
		return nil, err
	}
	if err := c.Users().mayEditUser(ch, values); err != nil {
		return nil, err
	}
	delete(values, "username") // the name of a channel is what everything else finds it by
	if err := c.World.UserEdits().Change(ch.ID(), ch, c.Now, writing[world.UserEdit](values)); err != nil {
		return nil, err
	}
	c.refresh()
	return c.asked(c.Users().User(ch))
}

// mayEditUser: webhooks are set with manage_videos, all else with userinfo
// (docs/spec/rest.md#user-endpoints).
func (c userCall) mayEditUser(ch *world.Channel, values catalog.Form) error {
	webhooks := 0
	for name := range values {
		if strings.HasPrefix(name, "webhook_") {
			webhooks++
		}
	}
	if webhooks > 0 {
		if err := c.Call.Rights().Need("manage_videos"); err != nil {
			return err
		}
	}
	if webhooks == 0 || webhooks < len(values) {
		if err := c.Call.Rights().Need("userinfo"); err != nil {
			return err
		}
	}
	if !c.Call.Rights().is(ch) {
		return reply.NoRights(c.line())
	}
	if name, ok := values["username"].(string); ok && name != ch.Username() {
		return reply.Forbidden("The username cannot be changed here")
	}
	return checkWebhook(values)
}

// DeleteUser is refused unless a switch lets it be: it would take a shared
// channel away (docs/spec/rest.md#user-endpoints). What the user has goes as well.
func DeleteUser(c *Call, vars []string) (any, error) {
	ch, err := c.Rights().channelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.DeleteUsers || !c.Rights().is(ch) {
		return nil, reply.NoRights(c.line())
	}
	for _, v := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment) {
		if !v.Deleted() {
			_ = c.World.VideoEdits().Delete(v.ID, ch, c.Now) // gone already: all the better
		}
	}
	for _, p := range c.playlists().playlistsOf(ch) {
		_ = c.World.PlaylistEdits().Delete(p.xid, ch, c.Now)
	}
	for _, p := range c.players().playersOf(ch) {
		_ = c.World.PlayerEdits().Delete(p.xid, ch, c.Now)
	}
	return c.Nothing(), c.World.UserEdits().Delete(ch.ID(), ch, c.Now)
}

// refresh lets the rest of a call see what it wrote.
func (c *Call) refresh() { c.Moment = c.World.Moment(c.Now) }

// Nothing is the answer where there is nothing to say.
func (c *Call) Nothing() any {
	if c.DeleteArray && c.Method == "DELETE" {
		return []reply.Item{}
	}
	return reply.Item{}
}
