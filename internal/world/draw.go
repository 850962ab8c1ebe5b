package world

// A surface that has figures of its own beside those of the world draws them as
// the world does: by package hash, and by these.

// DeviceOf draws an index into Devices, each as often as it is used.
func DeviceOf(h uint64) int { return int(deviceWeights[h&0xff]) }

// CountryOf draws an index into Countries, each as often as the channel is
// watched there.
func (c *Channel) CountryOf(h uint64) int { return int(c.countries[h&0xff]) }

// Audience is how many plays a typical new video of the channel has on its
// first day; 0 is a channel that nobody watches.
func (c *Channel) Audience() int { return c.audience }
