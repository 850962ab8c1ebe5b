package rest

import "github.com/dailymock/dailymock/internal/rest/object"

// An auth is what GET /auth tells of the caller (docs/spec/oauth.md#auth).
type auth struct{ *object.User }

func (*auth) Noun() string { return "auth" }

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

// describeToken answers GET /auth. Without a token it describes nobody; a
// private key, or a user whom a closed world has no channel for, stands for the
// first channel of its organisation (docs/spec/oauth.md#auth).
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
