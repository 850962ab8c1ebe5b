package rest

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
)

func echo(c *object.Call, _ []string) (any, error) {
	message, ok := c.Args.Lookup("message")
	if !ok {
		return nil, reply.Missing("message")
	}
	return reply.ItemOf("message", message), nil
}

// logout handles GET /logout: it ends the session of the token (docs/spec/oauth.md#logout). Without a token it does
// nothing.
func logout(c *object.Call, _ []string) (any, error) {
	if c.Grant != nil && c.Logout != nil && !c.Logout(*c.Grant) {
		return nil, reply.Full()
	}
	return c.Nothing(), nil
}

func needsLogin(c *object.Call, _ []string) (any, error) {
	me, err := c.Me()
	if err != nil {
		return nil, err
	}
	return listing.Subscriptions(c, c.User(me))
}

// languages are the languages of the vendor's site.
var languages = strings.Fields("ar de el en es fr hi id it ja ko ms nl pl pt ro ru th tr vi zh")

// listLanguages handles GET /languages, which ignores the parameter fields.
func listLanguages(c *object.Call, _ []string) (any, error) {
	items := []reply.Item{}
	for _, code := range languages {
		native := display.Self.Name(language.MustParse(code))
		localized := object.LanguageName(code, c.Language)
		items = append(items, reply.ItemOf(
			"code", code,
			"name", object.LanguageName(code, "en"),
			"native_name", native,
			"localized_name", localized,
			"display_name", native+" ("+localized+")",
		))
	}
	return reply.ItemOf("list", items), nil
}

// locales are the vendor's sites, with their currencies.
var locales = strings.Fields("de_DE:EUR en_GB:GBP en_US:USD es_ES:EUR fr_FR:EUR fr_BE:EUR it_IT:EUR ja_JP:JPY " +
	"ko_KR:KRW nl_NL:EUR pl_PL:PLN pt_BR:BRL tr_TR:TRY")

func listLocales(c *object.Call, _ []string) (any, error) {
	items := []reply.Item{}
	for _, l := range locales {
		items = append(items, locale(c, l))
	}
	return reply.ItemOf("list", items), nil
}

// oneLocale handles GET /locale: it returns the locale of localization, or that of the United States.
func oneLocale(c *object.Call, _ []string) (any, error) {
	at := slices.IndexFunc(locales, func(l string) bool { return strings.HasPrefix(l, "en_US") })
	if c.Localization != "" {
		want := strings.ReplaceAll(c.Localization, "-", "_")
		if i := slices.IndexFunc(locales, func(l string) bool { return strings.HasPrefix(l, want) }); i >= 0 {
			at = i
		}
	}
	return locale(c, locales[at]), nil
}

func locale(c *object.Call, text string) reply.Item {
	code, currency, _ := strings.Cut(text, ":")
	lang, country, _ := strings.Cut(code, "_")
	return reply.ItemOf(
		"locale", code,
		"site_code", strings.ToLower(country),
		"language", lang,
		"localized_language", object.LanguageName(lang, c.Language),
		"locally_localized_language", object.LanguageName(lang, lang),
		"country", country,
		"localized_country", countryName(country, c.Language),
		"locally_localized_country", countryName(country, lang),
		"currency", currency,
	)
}

func countryName(code, in string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	reader, err := language.Parse(in)
	if err != nil {
		reader = language.English
	}
	if names := display.Regions(reader); names != nil {
		return names.Name(region)
	}
	return display.English.Regions().Name(region)
}

// offerUpload handles GET /file/upload.
func offerUpload(c *object.Call, _ []string) (any, error) {
	if err := c.Need("manage_videos"); err != nil {
		return nil, err
	}
	callback, ok := c.Args.Lookup("callback_url")
	return c.Uploads.Offer(c.Grant.Key+" "+c.Grant.Login, c.Origin, callback, ok), nil
}
