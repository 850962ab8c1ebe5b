package object

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A network's parent account manages the accounts of its children, which agree
// to that (docs/spec/mcn.md#calls).

// childrenOf returns the ids of a channel's children: of a partner's own account the channels of the partner, those set
// aside left out, and whom it adopted.
func (c rightsCall) childrenOf(ch *world.Channel) []string { return idsOf(c.World.Children(ch, c.Now)) }

// parentsOf returns the ids of a channel's parents, the first one first.
func (c rightsCall) parentsOf(ch *world.Channel) []string { return idsOf(c.World.Parents(ch, c.Now)) }

func idsOf(channels []*world.Channel) []string {
	var ids []string
	for _, ch := range channels {
		ids = append(ids, ch.ID())
	}
	return ids
}

// parentOf is the first parent, nil for none.
func (c userCall) parentOf(ch *world.Channel) any {
	for _, id := range c.Call.Rights().parentsOf(ch) {
		if parent, err := c.World.User(id); err == nil {
			return c.User(parent)
		}
	}
	return nil
}

// siblingsOf are the ids of the other children of a channel's parents.
func (c rightsCall) siblingsOf(ch *world.Channel) []string {
	var ids []string
	for _, id := range c.parentsOf(ch) {
		parent, err := c.World.User(id)
		if err != nil {
			continue
		}
		for _, child := range c.childrenOf(parent) {
			if child != ch.ID() && !slices.Contains(ids, child) {
				ids = append(ids, child)
			}
		}
	}
	return ids
}

// keyOwner is the user name of the account of the caller's API key, "" for any.
func (c rightsCall) keyOwner() string {
	if c.KeyOwner == nil {
		return ""
	}
	return c.KeyOwner(c.Grant.Key)
}

const roleAdopt = "can-adopt-users"

// Adopt answers POST /user/{id}/parents/{parent} with the child's token.
func Adopt(c *Call, vars []string) (any, error) {
	child, err := c.Rights().channelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.Rights().is(child) {
		return nil, reply.NoRights(c.line())
	}
	if err := c.Rights().Need("delegate_account_management"); err != nil {
		return nil, err
	}
	if err := c.Rights().needRole(roleAdopt); err != nil {
		return nil, err
	}
	parent, err := c.Rights().channelOf(vars[1], "parent_id")
	if err != nil {
		return nil, err
	}
	switch owner := c.Rights().keyOwner(); {
	case parent == child:
		return nil, reply.Forbidden("A user cannot be its own parent")
	case owner != "" && owner != parent.Username():
		return nil, reply.Forbidden("Insufficient rights for route %s: the API key belongs to another account", c.line())
	case slices.Contains(c.Rights().parentsOf(child), parent.ID()):
		return c.Nothing(), nil
	}
	c.Users().email(mailbox.Adopted, child, parent)
	return c.Nothing(), c.World.Adopt(child, parent, c.Now)
}

// Reject answers DELETE /user/{id}/children/{child} with the parent's token.
func Reject(c *Call, vars []string) (any, error) {
	parent, err := c.Rights().channelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.Rights().is(parent) {
		return nil, reply.NoRights(c.line())
	}
	if err := c.Rights().needRole(roleAdopt); err != nil {
		return nil, err
	}
	child, err := c.Rights().channelOf(vars[1], "child_id")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.Rights().childrenOf(parent), child.ID()) {
		return nil, reply.NotFound("user", vars[1], "child_id")
	}
	c.Users().email(mailbox.Rejected, child, parent)
	return c.Nothing(), c.World.Reject(child, parent, c.Now)
}

// email keeps the e-mail that the vendor would send to a child.
func (c userCall) email(event string, to, network *world.Channel) {
	c.Mailbox.Add(mailbox.Email{At: c.Now, To: emailOf(to), User: to.ID(), Event: event, Network: network.ID()})
}

// Leave refuses what only the parent may do (ASSUMED, docs/spec/mcn.md#reject).
func Leave(c *Call, _ []string) (any, error) {
	return nil, reply.NoRights(c.line())
}

// revenue reads a field such as revenues_video_last_week: dollars to six
// decimals, as reports count them. What paid content earned is nothing here.
func (c userCall) revenue(ch *world.Channel, name string) any {
	by, since, _ := strings.Cut(strings.TrimPrefix(name, "revenues_"), "_")
	monetization, ok := map[string]uint8{"claim": plays.ByClaim, "video": plays.ByVideo, "website": plays.ByWebsite}[by]
	if !ok {
		return int64(0)
	}
	now := world.HourOf(c.Now)
	from := map[string]world.Hour{"last_day": now - 24, "last_week": now - 7*24, "last_month": now - 30*24}[since]
	return dollars(c.World.Revenue(ch, monetization, from, now, c.Moment))
}

// dollars writes millionths of a dollar as a number.
func dollars(micro int64) reply.Raw {
	whole, part := strconv.FormatInt(micro/1e6, 10), strconv.FormatInt(1e6+micro%1e6, 10)[1:]
	return reply.Raw(strings.TrimSuffix(strings.TrimRight(whole+"."+part, "0"), "."))
}
