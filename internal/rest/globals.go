package rest

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/wire"
)

// globals are the parameters that every call takes (docs/spec/rest.md#global-parameters).
type globals struct {
	audience
	embedder     string // of context: the player that embed URLs name
	explicit     bool   // family_filter=false: lists hold explicit items
	language     string // of localization, "en" unless asked
	ratio        string // thumbnail_ratio
	plainHTTP    bool   // ssl_assets=false
	localization string // a locale, such as fr_FR, or a language; "" for none asked for
}

var (
	localeForm  = regexp.MustCompile(`^(detect|[a-z]{2,3}([_-][A-Za-z]{2})?)$`)
	countryForm = regexp.MustCompile(`^[A-Za-z]{2}$`)
)

func (c *call) readGlobals() error {
	c.language = "en"
	for _, a := range c.args {
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
			if err := oneOf(a, "detect", "web", "mobile", "iptv"); err != nil {
				return err
			}
			c.devices = devicesFor(a.Value, c.agent)
		case "family_filter", "ssl_assets":
			on, err := catalog.ParseBool(a.Name, a.Value)
			if err != nil {
				return err
			}
			if a.Name == "family_filter" {
				c.explicit = !on
			} else {
				c.plainHTTP = !on
			}
		case "localization":
			if !localeForm.MatchString(a.Value) {
				return reply.Unrecognised(a.Value, a.Name, nil)
			}
			if c.localization = a.Value; a.Value == "detect" {
				c.localization = spoken(c.accepts)
			}
			c.language, _, _ = strings.Cut(strings.ReplaceAll(c.localization, "-", "_"), "_")
			c.language = strings.ToLower(c.language)
		case "thumbnail_ratio":
			if err := oneOf(a, "original", "widescreen", "square"); err != nil {
				return err
			}
			c.ratio = a.Value
		}
	}
	return nil
}

func oneOf(a catalog.Param, allowed ...string) error {
	for _, v := range allowed {
		if a.Value == v {
			return nil
		}
	}
	return reply.Unrecognised(a.Value, a.Name, allowed)
}

// spoken is the first locale of a header Accept-Language, "en" for none.
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
