package views

import (
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A viewer is a person with a browser, the same in all its views except for the versions of the software.
type viewer struct {
	number       int // within the project
	seed         uint64
	device       *encodedDevice
	country      *country
	countryIndex int  // index into catalogue.Countries
	city         int  // index into the place's cities; the number of them where it is unknown
	known        bool // the site passes an id of its own for this viewer
	member       bool // of the customer's subscriptions
	mutes        bool
}

// viewerOf returns the viewer who has a seat on a day. Some come often: of two
// draws from all viewers the lower counts. Within a year all have become others.
func (p *Project) viewerOf(d world.Day, seat uint64) viewer {
	pool := 4*p.Source.Audience() + 64
	h := hash.Sum64(seat)
	draw := min(hash.Bounded(h, pool), hash.Bounded(hash.Sum64(h), pool))
	return p.viewer(draw + int(d-FirstDay)*pool/365)
}

func (p *Project) viewer(number int) viewer {
	seed := hash.Sum64(p.Seed ^ uint64(number+1)*odd)
	h := hash.Sum64(seed + 1)
	class := deviceClasses[catalogue.DeviceOf(h)]
	v := viewer{number: number, seed: seed}
	v.device = &class.all[class.pick[h>>8&0xff]]
	v.countryIndex = p.Source.CountryOf(h >> 16)
	v.country = &Countries[v.countryIndex]
	v.city = min(hash.Bounded(h<<32, len(v.country.Cities)), hash.Bounded(h<<48, len(v.country.Cities)))
	if h>>24&0x1f == 0 {
		v.city = len(v.country.Cities)
	}
	h = hash.Sum64(seed + 2)
	v.known = h&3 != 0
	v.member = h>>8&15 == 0
	v.mutes = h>>16&7 == 0
	return v
}

// userKey returns memberUserKey for every row of a member. Two in three of the other rows have an empty key, since the
// vendor's own samples are inconsistent.
func (v *viewer) userKey(h uint64) userKey {
	switch {
	case v.member:
		return memberUserKey
	case h%3 == 0:
		return noUserKey
	default:
		return emptyUserKey
	}
}

// versions returns the major versions of browser and system on a day. A viewer is up to two versions of the browser
// behind.
func (v *viewer) versions(d world.Day) (browser, system int) {
	lag := int(v.seed>>8) % 3
	if v.device.browserVersion.days > 300 {
		lag = 0
	}
	return v.device.browserVersion.on(d) - lag, v.device.systemVersion.on(d)
}

// minor returns the browser's minor version, which most browsers do not use.
func (v *viewer) minor() int {
	if v.device.browserVersion == apple {
		return int(v.seed>>12) % 7
	}
	return 0
}

// address returns the viewer's network, as the masked IPv4 address of a row. It is in 240.0.0.0/4, which RFC 1112
// reserves: each country of the world has a block in it, and each city a part of the block.
func (v *viewer) address() [3]byte {
	h := v.seed >> 16
	return [3]byte{
		byte(240 + v.countryIndex%15),
		byte(v.countryIndex/15<<6 | int(h&0x3f)),
		byte(v.city%maxCities<<6 | int(h>>8&0x3f)),
	}
}
