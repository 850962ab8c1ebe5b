package object

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

var (
	localeForm  = regexp.MustCompile(`^(detect|[a-z]{2,3}([_-][A-Za-z]{2})?)$`)
	countryForm = regexp.MustCompile(`^[A-Za-z]{2}$`)
)

// ReadPreferences reads the global parameters of the call, such as localization and family_filter.
func (c *Call) ReadPreferences() error {
	c.Language = "en"
	for _, a := range c.Args {
		if a.Value == "" && !slices.Contains([]string{"family_filter", "ssl_assets"}, a.Name) {
			continue // a parameter without a value says nothing
		}
		switch a.Name {
		case "ams_country":
			if !countryForm.MatchString(a.Value) {
				return reply.Unrecognised(a.Value, a.Name, nil)
			}
			c.country = a.Value
		case "context":
			inner, err := wire.ParseQuery(a.Value)
			if err != nil {
				return reply.Unrecognised(a.Value, a.Name, nil)
			}
			c.embedder = inner.Get("player")
		case "device_filter":
			if err := OneOf(a, "detect", "web", "mobile", "iptv"); err != nil {
				return err
			}
			c.devices = devicesFor(a.Value, c.Agent)
		case "family_filter", "ssl_assets":
			on, err := catalog.ParseFlag(a.Name, a.Value)
			if err != nil {
				return err
			}
			if a.Name == "family_filter" {
				c.Explicit = !on
			} else {
				c.plainHTTP = !on
			}
		case "localization":
			if !localeForm.MatchString(a.Value) {
				return reply.Unrecognised(a.Value, a.Name, nil)
			}
			if c.Localization = a.Value; a.Value == "detect" {
				c.Localization = spoken(c.Accepts)
			}
			c.Language, _, _ = strings.Cut(strings.ReplaceAll(c.Localization, "-", "_"), "_")
			c.Language = strings.ToLower(c.Language)
		case "thumbnail_ratio":
			if err := OneOf(a, "original", "widescreen", "square"); err != nil {
				return err
			}
			c.ratio = a.Value
		}
	}
	return nil
}

// spoken returns the first locale of a header Accept-Language, or "en".
func spoken(accepts string) string {
	tags, _, err := language.ParseAcceptLanguage(accepts)
	if err != nil || len(tags) == 0 {
		return "en"
	}
	base, _ := tags[0].Base()
	if region, confidence := tags[0].Region(); confidence == language.Exact {
		return base.String() + "_" + region.String()
	}
	return base.String()
}

// CanWatch reports whether the viewer can watch a video.
func (who audience) CanWatch(v *Video) bool {
	rule := v.Edit.Geoblocking.Or(nil)
	return (who.country == "" || !catalogue.GeoblockingBlocks(rule, who.country)) &&
		(who.devices == nil || slices.ContainsFunc(who.devices, func(name string) bool {
			return v.MadeFor(uint8(slices.Index(catalogue.Devices, name)))
		}))
}

var (
	telephone  = regexp.MustCompile(`(?i)mobile|android|iphone|ipad`)
	television = regexp.MustCompile(`(?i)smart-?tv|appletv|googletv|hbbtv|\btv\b|web0s|tizen|roku`)
)

// devicesFor returns the devices of a value of device_filter. The value detect looks at the client's name.
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

// LanguageName returns the name of a language in another one, "" for an unknown language.
func LanguageName(code, in string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return ""
	}
	reader, err := language.Parse(in)
	if err != nil {
		reader = language.English
	}
	if names := display.Languages(reader); names != nil {
		return names.Name(tag)
	}
	return display.English.Languages().Name(tag)
}
