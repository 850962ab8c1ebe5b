package listing

import (
	"slices"

	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// userList returns a page of users, filtered and sorted.
func userList(c *object.Call, all []*world.Channel) (reply.List, error) {
	all, err := userTable.apply(c, all)
	if err == nil {
		err = sortUsers(c, all)
	}
	if err != nil {
		return reply.List{}, err
	}
	return listed(c, "user", all, func(ch *world.Channel) object.Object { return c.User(ch) })
}

// ListUsers handles GET /users: the listed channels and the accounts of partners, or the users that usernames, ids or
// parent name.
func ListUsers(c *object.Call, _ []string) (any, error) {
	var all []*world.Channel
	for _, p := range c.World.Partners() {
		all = append(all, p.Channels...)
		if !slices.Contains(p.Channels, p.Account()) {
			all = append(all, p.Account())
		}
	}
	all = slices.DeleteFunc(all, c.Gone)
	if names, ok := c.Args.Lookup("usernames"); ok {
		all = c.Named(object.FirstNames(names))
	} else if ids, ok := c.Args.Lookup("ids"); ok {
		all = c.Named(object.FirstNames(ids))
	} else if id, ok := c.Args.Lookup("parent"); ok {
		parent, err := c.ChannelOf(id, "parent")
		if err != nil {
			return nil, err
		}
		all = c.Named(c.ChildrenOf(parent))
	}
	return userList(c, all)
}
