package object

import (
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// EditUser handles POST /user/{id}.
func EditUser(c *Call, vars []string) (any, error) {
	ch, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.SchemaOf("user"), ch)
	if err != nil {
		return nil, err
	}
	if err := mayEditUser(c, ch, values); err != nil {
		return nil, err
	}
	delete(values, "username") // a channel keeps the name that ids and reports follow from
	if err := c.World.UserEdits().Change(ch.ID(), ch, c.Now, writing[edits.UserEdit](values)); err != nil {
		return nil, err
	}
	c.seeEdits()
	return c.Asked(c.User(ch))
}

// mayEditUser: webhooks are set with manage_videos, all else with userinfo
// (docs/spec/rest.md#user-endpoints).
func mayEditUser(c *Call, ch *world.Channel, values catalog.Form) error {
	webhooks := 0
	for name := range values {
		if strings.HasPrefix(name, "webhook_") {
			webhooks++
		}
	}
	if webhooks > 0 {
		if err := c.Need("manage_videos"); err != nil {
			return err
		}
	}
	if webhooks == 0 || webhooks < len(values) {
		if err := needFor(c, ch, "userinfo"); err != nil {
			return err
		}
	}
	if !c.Manages(ch) {
		return reply.NoRights(c.Route())
	}
	if name, ok := values["username"].(string); ok && name != ch.Username() {
		return reply.FixedUsername()
	}
	return checkWebhook(values)
}

// DeleteUser deletes a user and everything the user has, if a switch allows it: other clients may share the channel
// (docs/spec/rest.md#user-endpoints).
func DeleteUser(c *Call, vars []string) (any, error) {
	ch, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.DeleteUsers || !c.Is(ch) {
		return nil, reply.NoRights(c.Route())
	}
	for _, v := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment()) {
		if !v.Deleted() {
			_ = c.World.VideoEdits().Delete(v.ID, ch, c.Now) // gone already: all the better
		}
	}
	for _, p := range PlaylistsOf(c, ch) {
		_ = c.World.PlaylistEdits().Delete(p.xid, ch, c.Now)
	}
	for _, p := range PlayersOf(c, ch) {
		_ = c.World.PlayerEdits().Delete(p.xid, ch, c.Now)
	}
	return c.Nothing(), c.World.UserEdits().Delete(ch.ID(), ch, c.Now)
}
