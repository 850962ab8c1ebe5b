package world

// ID is the id of the channel's user account, such as x1fz4ii.
func (c *Channel) ID() string { return "x" + base36(mix(c.seed^0x1d), 6) }

// Username is the name that the channel's user signs in with: its slug.
func (c *Channel) Username() string { return c.Slug }

// Parent is the account above the channel's: that of its partner. It is nil for a
// channel that nobody listed.
func (c *Channel) Parent() *Partner { return c.Partner }

// ID is the id of the partner's own account.
func (p *Partner) ID() string { return "x" + base36(seedOf(0x0b, p.Name), 6) }

// Username is the name of the partner's own account: its name in the form of a slug.
func (p *Partner) Username() string { return hostLabel(p.Name) }
