package world

// A surface that has figures of its own beside those of the world draws them as
// the world does: see mix.go.

// Mix spreads the bits of x over all of its result. No two x have the same.
func Mix(x uint64) uint64 { return mix(x) }

// SeedOf hashes what a subject is called, below the seed of what it belongs to.
func SeedOf(parent uint64, name string) uint64 { return seedOf(parent, name) }

// Below maps a hash to 0 … n-1, by its upper bits; n is above 0.
func Below(h uint64, n int) int { return below(h, n) }

// DeviceOf draws an index into Devices, each as often as it is used.
func DeviceOf(h uint64) int { return int(devicePick[h&0xff]) }

// CountryOf draws an index into Countries, each as often as the channel is
// watched there.
func (c *Channel) CountryOf(h uint64) int { return int(c.countries[h&0xff]) }

// Audience is how many plays a typical new video of the channel has on its
// first day; 0 is a channel that nobody watches.
func (c *Channel) Audience() int { return c.audience }
