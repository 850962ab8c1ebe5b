package catalogue

import "github.com/dailymock/dailymock/internal/world/hash"

// ID returns the id of the channel's user account, such as x1fz4ii. A slug that looks
// like an id is its own, so that a user's real id works unedited.
func (c *Channel) ID() string {
	if c.Partner != nil && c.Partner.account == c {
		return c.Partner.ID()
	}
	if isOpenableID(c.Slug) {
		return c.Slug
	}
	return "x" + hash.Base36(hash.Sum64(c.Seed^0x1d), 6)
}

// Username returns the name that the channel's user signs in with: its slug.
func (c *Channel) Username() string { return c.Slug }

// Parent returns the account above the channel's: that of its partner. It is nil for a channel that is not listed and
// for the partner's own account.
func (c *Channel) Parent() *Partner {
	if c.Partner != nil && c.Partner.account == c {
		return nil
	}
	return c.Partner
}

// Account returns the channel of the partner's own user, which publishes nothing.
func (p *Partner) Account() *Channel { return p.account }

// ID returns the id of the partner's own account.
func (p *Partner) ID() string { return "x" + hash.Base36(hash.SumString(0x0b, p.Name), 6) }

// Username returns the name of the partner's own account: its name in the form of a slug.
func (p *Partner) Username() string { return hostLabel(p.Name) }

// Genre returns what the channel is about, one of Genres.
func (c *Channel) Genre() string { return c.genre }
