package catalogue

import (
	"slices"
	"strings"
)

// A Block is a time in which viewers in some countries cannot watch a video. It ends before To.
type Block struct {
	From, To  Hour
	Countries uint64 // one bit for each of Countries
}

// Blocks are the times in which a video is not for every country, oldest first.
type Blocks []Block

// In reports whether viewers in a country, an index into Countries, cannot watch in an hour.
func (b Blocks) In(h Hour, country uint8) bool {
	for _, one := range b {
		if one.From <= h && h < one.To && one.Countries>>country&1 == 1 {
			return true
		}
	}
	return false
}

// PartOf reports whether any country is blocked for any part of a day.
func (b Blocks) PartOf(d Day) bool {
	for _, one := range b {
		if one.From < Hour(d)*24+24 && Hour(d)*24 < one.To {
			return true
		}
	}
	return false
}

// After returns the blocks after the owner wrote a rule in an hour: what was before stays.
func (b Blocks) After(now Hour, rule []string) Blocks {
	var blocks Blocks
	for _, one := range b {
		if one.From < now {
			one.To = min(one.To, now)
			blocks = append(blocks, one)
		}
	}
	if countries := blockedCountries(rule); countries != 0 {
		blocks = append(blocks, Block{now, Never, countries})
	}
	return blocks
}

// blockedCountries returns the countries that a rule such as deny, fr, be or allow, gb blocks. A rule without countries
// blocks none.
func blockedCountries(rule []string) (countries uint64) {
	for i := range Countries {
		if Barred(rule, Countries[i]) {
			countries |= 1 << i
		}
	}
	return countries
}

// Barred reports whether a rule of geoblocking blocks a country: its first word is allow or deny, the others are
// countries in any case.
func Barred(rule []string, country string) bool {
	if len(rule) < 2 {
		return false
	}
	named := slices.ContainsFunc(rule[1:], func(c string) bool { return strings.EqualFold(c, country) })
	return named == (rule[0] == "deny")
}
