package rest

import (
	"regexp"
	"slices"

	"github.com/dailymock/dailymock/internal/world"
)

// An audience is for whom a client asks: what that person cannot watch is left out
// of lists, and elsewhere its streams are null (docs/spec/rest.md#global-parameters; that all else can
// still be read is ASSUMED). A client that does not say gets everything.
type audience struct {
	country string   // ams_country; "" for none in particular
	devices []string // of device_filter, as world.Devices names them; nil for all
}

// can tells whether the viewer can watch a video.
func (who audience) can(v *video) bool {
	rule := v.edit.Geoblocking.Or(nil)
	return (who.country == "" || !world.Barred(rule, who.country)) &&
		(who.devices == nil || slices.ContainsFunc(who.devices, func(name string) bool {
			return v.MadeFor(uint8(slices.Index(world.Devices, name)))
		}))
}

var (
	telephone  = regexp.MustCompile(`(?i)mobile|android|iphone|ipad`)
	television = regexp.MustCompile(`(?i)smart-?tv|appletv|googletv|hbbtv|\btv\b|web0s|tizen|roku`)
)

// devicesFor are those that a value of device_filter means. To detect them is to
// look at the client's name.
func devicesFor(value, agent string) []string {
	if value == "detect" {
		switch {
		case television.MatchString(agent):
			value = "iptv"
		case telephone.MatchString(agent):
			value = "mobile"
		}
	}
	switch value {
	case "mobile":
		return []string{"mobile", "tablet"}
	case "iptv":
		return []string{"tv"}
	}
	return []string{"desktop"}
}
