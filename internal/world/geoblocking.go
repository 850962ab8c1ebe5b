package world

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// Who cannot watch a video: the viewers in countries that its owner shut out, and
// those with devices that it is not for.

// A bar is a time in which viewers in some countries cannot watch a video. It
// ends before to.
type bar struct {
	From, To  Hour
	Countries uint64 // one bit for each of Countries
}

// barredIn tells whether viewers in a country could not watch the video in an hour.
func (v *Video) barredIn(h Hour, country uint8) bool {
	for _, b := range v.bars {
		if b.From <= h && h < b.To && b.Countries>>country&1 == 1 {
			return true
		}
	}
	return false
}

// barredWithin tells whether anybody was shut out for any part of a day.
func (v *Video) barredWithin(d Day) bool {
	for _, b := range v.bars {
		if b.From < Hour(d)*24+24 && Hour(d)*24 < b.To {
			return true
		}
	}
	return false
}

// rebar returns who is shut out when, after an owner wrote a rule in an hour: what
// was so before stays so.
func rebar(before []bar, now Hour, rule []string) []bar {
	var bars []bar
	for _, b := range before {
		if b.From < now {
			b.To = min(b.To, now)
			bars = append(bars, b)
		}
	}
	if countries := barred(rule); countries != 0 {
		bars = append(bars, bar{now, never, countries})
	}
	return bars
}

// barred are the countries that a rule shuts out, such as deny, fr, be or allow,
// gb. A rule without countries lets everybody in.
func barred(rule []string) (countries uint64) {
	for i := range Countries {
		if Barred(rule, Countries[i]) {
			countries |= 1 << i
		}
	}
	return countries
}

// Barred tells whether a rule of geoblocking shuts a country out: its first word
// is allow or deny, the others are countries in any case.
func Barred(rule []string, country string) bool {
	if len(rule) < 2 {
		return false
	}
	named := slices.ContainsFunc(rule[1:], func(c string) bool { return strings.EqualFold(c, country) })
	return named == (rule[0] == "deny")
}

// MadeFor tells whether the video can be watched on a device, an index into Devices.
func (v *Video) MadeFor(device uint8) bool { return v.devices == 0 || v.devices>>device&1 == 1 }

// another is a device in the place of one that the video is not for.
func (v *Video) another(device uint8, h uint64) uint8 {
	if v.MadeFor(device) {
		return device
	}
	var fit []uint8
	for d := range uint8(len(Devices)) {
		if v.MadeFor(d) {
			fit = append(fit, d)
		}
	}
	return fit[hash.Bounded(hash.Sum64(h), len(fit))]
}

// devicesOf makes a set of Devices from their names; none means all.
func devicesOf(names []string) (set uint8) {
	for _, name := range names {
		set |= 1 << slices.Index(Devices, name)
	}
	return set
}
