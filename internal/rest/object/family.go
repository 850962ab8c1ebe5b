package object

import (
	"slices"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A network's parent account manages the accounts of its children, which agree
// to that (docs/spec/mcn.md#calls).

// ChildrenOf returns the ids of a channel's children: for a partner's own account the listed channels of the partner,
// and the users whom the channel adopted.
func (c *Call) ChildrenOf(ch *world.Channel) []string { return idsOf(c, c.World.Children(ch, c.Now)) }

// ParentsOf returns the ids of a channel's parents, the first one first.
func (c *Call) ParentsOf(ch *world.Channel) []string { return idsOf(c, c.World.Parents(ch, c.Now)) }

// idsOf returns the ids of relatives, none if the budget is used up: finding one of them costs two units.
func idsOf(c *Call, channels []*world.Channel) []string {
	if !c.Spend(1 + 2*len(channels)) {
		return nil
	}
	var ids []string
	for _, ch := range channels {
		ids = append(ids, ch.ID())
	}
	return ids
}

// SiblingsOf returns the ids of the other children of a channel's parents.
func (c *Call) SiblingsOf(ch *world.Channel) []string {
	var ids []string
	for _, id := range c.ParentsOf(ch) {
		parent, err := c.World.User(id)
		if err != nil {
			continue
		}
		for _, child := range c.ChildrenOf(parent) {
			if child != ch.ID() && !slices.Contains(ids, child) {
				ids = append(ids, child)
			}
		}
	}
	return ids
}

// keyOwner returns the user name of the account of the caller's API key, "" for any.
func (c *Call) keyOwner() string {
	if c.KeyOwner == nil {
		return ""
	}
	return c.KeyOwner(c.Grant.Key)
}

const roleAdopt = "can-adopt-users"

// Adopt handles POST /user/{id}/parents/{parent} with the child's token.
func Adopt(c *Call, vars []string) (any, error) {
	child, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.Is(child) {
		return nil, reply.NoRights(c.Route())
	}
	if err := c.Need("delegate_account_management"); err != nil {
		return nil, err
	}
	if err := c.needRole(roleAdopt); err != nil {
		return nil, err
	}
	parent, err := c.ChannelOf(vars[1], "parent_id")
	if err != nil {
		return nil, err
	}
	switch owner := c.keyOwner(); {
	case parent == child:
		return nil, reply.OwnParent()
	case owner != "" && owner != parent.Username():
		return nil, reply.NotKeyOwner(c.Route())
	case slices.Contains(c.ParentsOf(child), parent.ID()):
		return c.Nothing(), nil
	}
	email(c, mailbox.Adopted, child, parent)
	return c.Nothing(), c.World.Adopt(child, parent, c.Now)
}

// Reject handles DELETE /user/{id}/children/{child} with the parent's token.
func Reject(c *Call, vars []string) (any, error) {
	parent, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if !c.Is(parent) {
		return nil, reply.NoRights(c.Route())
	}
	if err := c.needRole(roleAdopt); err != nil {
		return nil, err
	}
	child, err := c.ChannelOf(vars[1], "child_id")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.ChildrenOf(parent), child.ID()) {
		return nil, reply.NotFound("user", vars[1], "child_id")
	}
	email(c, mailbox.Rejected, child, parent)
	return c.Nothing(), c.World.Reject(child, parent, c.Now)
}

// email keeps the e-mail that the vendor would send to a child.
func email(c *Call, event string, to, network *world.Channel) {
	c.Mailbox.Add(mailbox.Email{At: c.Now, To: emailOf(to), User: to.ID(), Event: event, Network: network.ID()})
}

// Leave returns an error: only the parent may end an adoption (ASSUMED, docs/spec/mcn.md#reject).
func Leave(c *Call, _ []string) (any, error) {
	return nil, reply.NoRights(c.Route())
}
