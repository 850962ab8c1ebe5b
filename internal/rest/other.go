package rest

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/dailymock/dailymock/internal/rest/reply"
)

func echo(c *call, _ []string) (any, error) {
	message, ok := c.args.Lookup("message")
	if !ok {
		return nil, reply.Missing("message")
	}
	return reply.ItemOf("message", message), nil
}

// An auth is what GET /auth tells of the caller (docs/spec/oauth.md#auth).
type auth struct{ *user }

func (*auth) noun() string { return "auth" }

func (a *auth) read(c *call, name string) any {
	switch name {
	case "scope":
		if c.grant != nil && c.grant.Scopes != nil {
			return c.grant.Scopes
		}
		return []string{}
	case "roles":
		if c.grant != nil && c.grant.Roles != nil {
			return c.grant.Roles
		}
		return []string{}
	}
	if a.user == nil {
		return nil
	}
	return a.user.read(c, name)
}

// describeToken answers GET /auth. Without a token it describes nobody; a
// private key, or a user whom a closed world has no channel for, stands for the
// first channel of its organisation (docs/spec/oauth.md#auth).
func describeToken(c *call, _ []string) (any, error) {
	a := &auth{}
	if c.grant != nil {
		if me, err := c.rights().me(); err == nil {
			a.user = c.users().aUser(me)
		} else if own := c.World.Own(c.grant.Account()); len(own) > 0 {
			a.user = c.users().aUser(own[0])
		}
	}
	return c.asked(a)
}

// logout answers GET /logout: it ends the session of the token that comes with
// the call (docs/spec/oauth.md#logout). Without a token it has nothing to do.
func logout(c *call, _ []string) (any, error) {
	if c.grant != nil && c.Logout != nil && !c.Logout(*c.grant) {
		return nil, reply.Full()
	}
	return c.nothing(), nil
}

func needsLogin(c *call, _ []string) (any, error) {
	me, err := c.rights().me()
	if err != nil {
		return nil, err
	}
	return subscriptions(c, c.users().aUser(me))
}

// languages are those that the vendor's site is known to be used in.
var languages = strings.Fields("ar de el en es fr hi id it ja ko ms nl pl pt ro ru th tr vi zh")

// listLanguages answers GET /languages, which knows no fields.
func listLanguages(c *call, _ []string) (any, error) {
	items := []reply.Item{}
	for _, code := range languages {
		native := display.Self.Name(language.MustParse(code))
		localized := languageName(code, c.language)
		items = append(items, reply.ItemOf(
			"code", code,
			"name", languageName(code, "en"),
			"native_name", native,
			"localized_name", localized,
			"display_name", native+" ("+localized+")",
		))
	}
	return reply.ItemOf("list", items), nil
}

// languageName is what a language is called in another, "" for an unknown one.
func languageName(code, in string) string {
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

// locales are the vendor's sites, with their currencies.
var locales = strings.Fields("de_DE:EUR en_GB:GBP en_US:USD es_ES:EUR fr_FR:EUR fr_BE:EUR it_IT:EUR ja_JP:JPY ko_KR:KRW nl_NL:EUR pl_PL:PLN pt_BR:BRL tr_TR:TRY")

func listLocales(c *call, _ []string) (any, error) {
	items := []reply.Item{}
	for _, l := range locales {
		items = append(items, locale(c, l))
	}
	return reply.ItemOf("list", items), nil
}

// oneLocale answers GET /locale: the one that the caller asked for, else that
// of the United States.
func oneLocale(c *call, _ []string) (any, error) {
	at := slices.IndexFunc(locales, func(l string) bool { return strings.HasPrefix(l, "en_US") })
	if c.localization != "" {
		want := strings.ReplaceAll(c.localization, "-", "_")
		if i := slices.IndexFunc(locales, func(l string) bool { return strings.HasPrefix(l, want) }); i >= 0 {
			at = i
		}
	}
	return locale(c, locales[at]), nil
}

func locale(c *call, text string) reply.Item {
	code, currency, _ := strings.Cut(text, ":")
	lang, country, _ := strings.Cut(code, "_")
	return reply.ItemOf(
		"locale", code,
		"site_code", strings.ToLower(country),
		"language", lang,
		"localized_language", languageName(lang, c.language),
		"locally_localized_language", languageName(lang, lang),
		"country", country,
		"localized_country", countryName(country, c.language),
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

// offerUpload responds to GET /file/upload.
func offerUpload(c *call, _ []string) (any, error) {
	if err := c.rights().need("manage_videos"); err != nil {
		return nil, err
	}
	callback, ok := c.args.Lookup("callback_url")
	return c.Uploads.Offer(c.grant.Key+" "+c.grant.Login, c.origin, callback, ok), nil
}
