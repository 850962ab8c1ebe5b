package object

import (
	"slices"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/authz"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A user's token manages the user's own channel and the channels that it adopted. A private key manages the channels
// of its organisation, and those without an organisation.

// Me returns the channel of the user who signed in.
func (c *Call) Me() (*world.Channel, error) {
	if c.user != nil {
		return c.user, nil
	}
	if c.Grant == nil || c.Grant.Login == "" || c.KeyKind == oauth.Private {
		return nil, reply.NoUser(c.Route())
	}
	me, err := c.World.Channel(c.Grant.Account().Slug())
	if err != nil || c.Gone(me) {
		return nil, reply.NotFound("user", c.Grant.Login, "id")
	}
	c.user = me
	return me, nil
}

// Is reports whether the caller is a channel's own user, or its key.
func (c *Call) Is(ch *world.Channel) bool {
	switch {
	case c.Grant == nil || ch == nil:
		return false
	case c.KeyKind == oauth.Private:
		return c.World.Owns(c.Grant.Account(), ch)
	}
	me, err := c.Me()
	return err == nil && me == ch
}

// Manages reports whether the caller is a channel's own user, its key or its parent.
func (c *Call) Manages(ch *world.Channel) bool {
	if c.Is(ch) {
		return true
	}
	if c.Grant == nil || ch == nil || c.KeyKind == oauth.Private {
		return false
	}
	me, err := c.Me()
	return err == nil && hasChild(c, me, ch)
}

// hasChild reports whether a channel is a child of the user who signed in. Each field of each item can ask, so that a
// call finds its children once. Beyond the budget no channel is one, and the call ends with that error.
func hasChild(c *Call, me, ch *world.Channel) bool {
	if c.children == nil {
		for _, id := range c.ChildrenOf(me) {
			remember(&c.children, id, true)
		}
		if c.children == nil {
			c.children = map[string]bool{}
		}
	}
	return c.children[ch.ID()]
}

// isParentOf reports whether the caller manages a channel as its parent.
func isParentOf(c *Call, ch *world.Channel) bool { return !c.Is(ch) && c.Manages(ch) }

// grantedByChildren are the scopes that the page on networks has a child grant when it is adopted.
var grantedByChildren = []string{"email", "userinfo", "read_insights"}

// grantedBy reports whether a child granted a scope to the caller, who needs none of its own then, and adds a notice
// (docs/spec/mcn.md#private-data, ASSUMED).
func grantedBy(c *Call, child *world.Channel, scope string) bool {
	if c.ParentScopes || !slices.Contains(grantedByChildren, scope) || !isParentOf(c, child) {
		return false
	}
	c.Notices.Add("no source says whether a parent needs the scope " + scope + " for the fields of its child; " +
		"this token lacks it, and --rest parent_scopes refuses that")
	return true
}

// needFor returns an error unless the token has a scope, or a child granted it.
func needFor(c *Call, ch *world.Channel, scope string) error {
	if c.hasScope(scope) || grantedBy(c, ch, scope) {
		return nil
	}
	return c.Need(scope)
}

func (c *Call) hasScope(scope string) bool {
	if c.Grant == nil {
		return false
	}
	return authz.HasScope(c.Grant.Scopes, scope)
}

// Need returns an error unless the token has a scope.
func (c *Call) Need(scope string) error {
	if !c.hasScope(scope) {
		return authz.RequireScope(nil, c.Route(), scope)
	}
	return nil
}

// needOver returns an error unless the token has a scope and the caller manages a channel.
func (c *Call) needOver(ch *world.Channel, scope string) error {
	if err := c.Need(scope); err != nil {
		return err
	}
	if !c.Manages(ch) {
		return reply.NoRights(c.Route())
	}
	return nil
}

func (c *Call) hasRole(role string) bool {
	return c.Grant != nil && slices.Contains(c.Grant.Roles, role)
}

func (c *Call) needRole(role string) error {
	if !c.hasRole(role) {
		return authz.RequireRole(nil, c.Route(), role)
	}
	return nil
}

// mayRead reports whether the caller may read a field of an object of a channel. If not, the field is null or the
// call fails (docs/spec/rest.md#field-selection).
func (c *Call) mayRead(holder *world.Channel, f *catalog.Field) (bool, error) {
	if len(f.Roles) > 0 {
		return c.mayStream(holder, f)
	}
	var mine bool
	switch f.Visibility {
	case "self", "owner", "self or parent": // a parent manages the account of its child
		mine = c.Manages(holder)
	default:
		mine = true
	}
	switch {
	case c.Err() != nil: // the caller's children are more than the budget allows for
		return false, c.Err()
	case mine && f.Scope != "" && !c.MayReadBy(f.Scope) && !grantedBy(c, holder, f.Scope):
		return false, reply.NoFieldScope(f.Scope)
	case !mine && c.Grant == nil && f.Scope == "read_insights": // docs/spec/mcn.md#private-data
		return false, reply.NoFieldScope(f.Scope)
	}
	return mine, nil
}

// MayReadBy reports whether the token has a scope that includes reading.
func (c *Call) MayReadBy(scope string) bool {
	return c.Grant != nil && authz.CanRead(c.Grant.Scopes, scope)
}

// mayStream guards the addresses of streams (observed 2026, docs/spec/rest.md#errors).
func (c *Call) mayStream(holder *world.Channel, f *catalog.Field) (bool, error) {
	own := c.hasRole(f.Roles[1]) || c.hasScope("read_video_streams")
	if c.hasRole(f.Roles[0]) || own && c.Manages(holder) {
		return true, nil
	}
	if c.StreamsReadNull {
		return false, nil
	}
	return false, reply.NoFieldRole(f.Name, f.Roles)
}
