package rest

import "github.com/dailymock/dailymock/internal/rest/object"

// An auth describes the caller for GET /auth (docs/spec/oauth.md#auth).
type auth struct{ *object.User }

// Identity names the caller.
func (a *auth) Identity() object.Identity {
	if a.User == nil {
		return object.Identity{Noun: "auth"}
	}
	return object.Identity{Noun: "auth", Owner: a.User.Channel}
}

// Read returns the value of a field.
func (a *auth) Read(c *object.Call, name string) any {
	switch name {
	case "scope":
		if c.Grant != nil && c.Grant.Scopes != nil {
			return c.Grant.Scopes
		}
		return []string{}
	case "roles":
		if c.Grant != nil && c.Grant.Roles != nil {
			return c.Grant.Roles
		}
		return []string{}
	}
	if a.User == nil {
		return nil
	}
	return a.User.Read(c, name)
}

// describeToken handles GET /auth. Without a token the fields are null. A private key is described by the first
// channel of its organisation, and so is a user for whom a closed world has no channel (docs/spec/oauth.md#auth).
func describeToken(c *object.Call, _ []string) (any, error) {
	a := &auth{}
	if c.Grant != nil {
		if me, err := c.Me(); err == nil {
			a.User = c.User(me)
		} else if own := c.World.Own(c.Grant.Account()); len(own) > 0 {
			a.User = c.User(own[0])
		}
	}
	return c.Asked(a)
}
