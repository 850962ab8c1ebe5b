package object

import (
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A filter keeps the videos for which it is true.
type filter func(*video) bool

// A videoFilters is the filters of a call.
type videoFilters struct {
	fixed   []filter // which say the same of a video that users never wrote to, whoever asks and whenever
	text    string   // what fixed was read from
	passing []filter
}

func (s *videoFilters) fix(v *video) bool  { return all(s.fixed, v) }
func (s *videoFilters) pass(v *video) bool { return all(s.passing, v) }

func all(filters []filter, v *video) bool {
	for _, keep := range filters {
		if !keep(v) {
			return false
		}
	}
	return true
}

// fixed are parameters whose filters are.
var fixed = strings.Fields(`search tags strongtags channel country language languages mode longer_than shorter_than
	created_after created_before exclude_ids exclude_channel_ids ids owner owners nogenre hd live no_live featured`)

func isFixed(a catalog.Param) bool {
	if isFlags(a) {
		return !slices.ContainsFunc(catalog.CommaList(a.Value),
			func(flag string) bool { return !slices.Contains(fixed, flag) })
	}
	return slices.Contains(fixed, a.Name)
}

// isFlags tells whether a parameter holds flags; filters is its old name
// (docs/spec/rest.md#filters-and-sorts; that it means the same is ASSUMED).
func isFlags(a catalog.Param) bool { return a.Name == "flags" || a.Name == "filters" }

// Flags are the filters that a call names alone or in the parameter flags
// (docs/spec/rest.md#filters-and-sorts).
var Flags map[string]func(*Call) filter

// FlagsOnly are those that only the parameter flags takes: by themselves they
// are booleans.
var FlagsOnly = []string{"explicit", "is_created_for_kids", "private", "unpublished", "password_protected"}

func init() { // not a literal: what filters look at is made by init, too
	always := func(on bool) func(*Call) filter { return func(*Call) filter { return func(*video) bool { return on } } }
	of := func(f filter) func(*Call) filter { return func(*Call) filter { return f } }
	Flags = map[string]func(*Call) filter{
		"360_degree": always(false), "has_game": always(false), "premium": always(false), "featured": func(c *Call) filter {
			return func(v *video) bool { return c.World.Bounded("featured "+v.ID, 12) == 0 }
		},
		"exportable": always(true), "no_premium": always(true), "ugc_partner": always(true),
		"partner": func(c *Call) filter {
			return func(v *video) bool { return c.Users().isPartner(v.Owner) }
		},
		"ugc": func(c *Call) filter {
			return func(v *video) bool { return !c.Users().isPartner(v.Owner) }
		},
		"verified":                     of(func(v *video) bool { return isVerified(v.Owner) }),
		"advertising_instream_blocked": of(func(v *video) bool { return v.flag("advertising_instream_blocked", false) }),
		"allowed_in_playlists":         of(func(v *video) bool { return v.edit.AllowedInPlaylists.Or(true) }),
		"explicit":                     of(func(v *video) bool { return v.edit.Explicit.Or(false) }),
		"is_created_for_kids":          of(func(v *video) bool { return v.edit.CreatedForKids.Or(false) }),
		"private":                      of((*video).private),
		"unpublished":                  of(func(v *video) bool { return !v.encodingState.published }),
		"password_protected":           of(func(v *video) bool { return v.hasPassword() }),
		"live":                         of(func(v *video) bool { return v.Live }),
		"no_live":                      of(func(v *video) bool { return !v.Live }),
		"no_live_recording":            always(true),
		"availability":                 func(c *Call) filter { return func(v *video) bool { return !c.videos().hidden(v) } },
		"hd": func(c *Call) filter {
			return func(v *video) bool { return c.videos().mediaOf(v).height >= 720 }
		},
		"live_onair":  func(c *Call) filter { return func(v *video) bool { return v.onair(c) } },
		"live_offair": func(c *Call) filter { return func(v *video) bool { return v.Live && !v.onair(c) } },
		"live_upcoming": func(c *Call) filter {
			return func(v *video) bool {
				at, ok := v.edit.StartTime.Get()
				return v.Live && ok && at > c.Now.Unix()
			}
		},
		"in_history": func(c *Call) filter { return func(v *video) bool { return c.Users().likedAt(v.ID) != nil } },
	}
}

// videoFilters are what the parameters of a call ask for.
func (c filterCall) videoFilters(of *world.Channel) (videoFilters, error) {
	var s videoFilters
	if !c.explicit {
		s.passing = append(s.passing, func(v *video) bool {
			return !v.edit.Explicit.Or(false) ||
				c.Call.Rights().manages(v.Owner)
		})
	}
	if c.country != "" || c.devices != nil {
		s.passing = append(s.passing, c.can)
	}
	for _, a := range c.Args {
		f, err := c.videoFilter(a, of)
		if err != nil {
			return videoFilters{}, err
		}
		switch {
		case f == nil:
		case isFixed(a):
			s.fixed, s.text = append(s.fixed, f), s.text+a.Name+"="+a.Value+"\n"
		default:
			s.passing = append(s.passing, f)
		}
	}
	if c.Args.Has("list") && c.Args.Has("search") {
		return videoFilters{}, reply.Invalid("list", "The `list' parameter cannot be used with the `search' parameter")
	}
	return s, nil
}

// videoFilter reads one parameter; nil is for one that is no filter.
func (c filterCall) videoFilter(a catalog.Param, of *world.Channel) (filter, error) {
	if slices.Contains(FlagsOnly, a.Name) {
		on, err := catalog.ParseBool(a.Name, a.Value)
		if err != nil {
			return nil, err
		}
		if on {
			if err := c.maySift(a.Name, of); err != nil {
				return nil, err
			}
		}
		is := Flags[a.Name](c.Call)
		return func(v *video) bool { return is(v) == on }, nil
	}
	if flag := Flags[a.Name]; flag != nil {
		return flag(c.Call), nil
	}
	switch a.Name {
	case "flags", "filters":
		return c.flagFilter(a, of)
	case "mode":
		if err := oneOf(a, "vod", "live"); err != nil {
			return nil, err
		}
		return func(v *video) bool { return v.Live == (a.Value == "live") }, nil
	case "list":
		return c.selection(a)
	case "nogenre":
		genre := strings.ToLower(a.Value)
		return func(v *video) bool { return slugOf(v) != genre && v.Owner.Genre() != genre }, nil
	case "created_after", "created_before", "modified_after", "modified_before", "timeframe":
		return c.timeFilter(a)
	case "longer_than", "shorter_than":
		return lengthFilter(a)
	case "search":
		return searchFilter(a.Value), nil
	case "tags", "strongtags":
		return tagFilter(a.Value), nil
	}
	return wordFilter(a), nil
}

// maySift keeps lists of what strangers do not see to those who manage the
// channel (ASSUMED, docs/spec/rest.md#filters-and-sorts).
func (c filterCall) maySift(flag string, of *world.Channel) error {
	if (flag == "private" || flag == "unpublished") && !c.Call.Rights().manages(of) {
		return reply.Forbidden("Insufficient rights for the `%s' parameter", flag)
	}
	return nil
}

// selection keeps what the vendor's editors would show (ASSUMED): what is featured
// or what is liked most, in the language that the caller asked for.
func (c filterCall) selection(a catalog.Param) (filter, error) {
	if err := oneOf(a, "what-to-watch", "recommended"); err != nil {
		return nil, err
	}
	shown := Flags["featured"](c.Call)
	if a.Value == "recommended" {
		shown = func(v *video) bool { return c.World.Bounded("likes "+v.ID, 30) >= 20 }
	}
	return func(v *video) bool {
		speaks := v.edit.Language.Or(v.Owner.Language)
		return shown(v) && (c.Localization == "" || strings.EqualFold(speaks, c.Language))
	}, nil
}

func (c filterCall) flagFilter(a catalog.Param, of *world.Channel) (filter, error) {
	var all []filter
	for _, name := range catalog.CommaList(a.Value) {
		flag := Flags[name]
		if flag == nil {
			return nil, reply.Unrecognised(name, a.Name, nil)
		}
		if err := c.maySift(name, of); err != nil {
			return nil, err
		}
		all = append(all, flag(c.Call))
	}
	return func(v *video) bool { return !slices.ContainsFunc(all, func(f filter) bool { return !f(v) }) }, nil
}

func (c filterCall) timeFilter(a catalog.Param) (filter, error) {
	parse := catalog.ParseDate
	if a.Name == "timeframe" {
		parse = catalog.ParseInt // a number of seconds, not a date
	}
	at, err := parse(a.Name, a.Value)
	if err != nil {
		return nil, err
	}
	switch a.Name {
	case "created_after":
		return func(v *video) bool { return v.Created.Unix() > at }, nil
	case "created_before":
		return func(v *video) bool { return v.Created.Unix() < at }, nil
	case "modified_after":
		return func(v *video) bool { return v.updatedAt() > at }, nil
	case "modified_before":
		return func(v *video) bool { return v.updatedAt() < at }, nil
	}
	since := c.Now.Add(-time.Duration(min(max(at, 0), 1<<32)) * time.Second)
	return func(v *video) bool { return v.Created.After(since) }, nil
}

// lengthFilter compares minutes, inclusively.
func lengthFilter(a catalog.Param) (filter, error) {
	minutes, err := catalog.ParseNumber(a.Name, a.Value)
	if err != nil {
		return nil, err
	}
	if a.Name == "longer_than" {
		return func(v *video) bool { return float64(v.Duration) >= minutes*60 }, nil
	}
	return func(v *video) bool { return float64(v.Duration) <= minutes*60 }, nil
}

// searchFilter wants all words in the title, the tags or the description.
func searchFilter(text string) filter {
	words := strings.Fields(strings.ToLower(text))
	return func(v *video) bool {
		in := strings.ToLower(v.Title() + "\n" + strings.Join(v.Tags(), "\n") + "\n" + v.edit.Description.Or(""))
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) })
	}
}

// tagFilter wants all terms; of those in parentheses one is enough.
func tagFilter(text string) filter {
	var groups [][]string
	for _, term := range catalog.SplitOutside(strings.ToLower(text), ',') {
		if group := catalog.CommaList(strings.Trim(strings.TrimSpace(term), "()")); len(group) > 0 {
			groups = append(groups, group)
		}
	}
	return func(v *video) bool {
		return !slices.ContainsFunc(groups, func(group []string) bool {
			return !slices.ContainsFunc(group, func(term string) bool {
				return slices.ContainsFunc(v.Tags(), func(tag string) bool { return strings.ToLower(tag) == term })
			})
		})
	}
}

// wordFilter has the parameters that are words or lists of words.
func wordFilter(a catalog.Param) filter {
	words := catalog.CommaList(strings.ToLower(a.Value))
	in := func(s string) bool { return slices.Contains(words, strings.ToLower(s)) }
	switch a.Name {
	case "channel":
		return func(v *video) bool { return in(slugOf(v)) }
	case "country":
		return func(v *video) bool { s, _ := v.edit.Country.Any(v.Owner.Country).(string); return in(s) }
	case "language", "languages":
		return func(v *video) bool { s, _ := v.edit.Language.Any(v.Owner.Language).(string); return in(s) }
	case "exclude_ids":
		return func(v *video) bool { return !in(v.ID) }
	case "exclude_channel_ids":
		return func(v *video) bool { return !in(slugOf(v)) }
	case "ids":
		return func(v *video) bool { return in(v.ID) }
	case "owner", "owners":
		return func(v *video) bool { return in(v.Owner.ID()) || in(v.Owner.Slug) }
	}
	return nil
}
