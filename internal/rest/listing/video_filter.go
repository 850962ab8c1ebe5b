package listing

import (
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

type (
	video       = *object.Video
	videoFilter = filter[video]
)

// videoFilters are the filters of a call.
type videoFilters struct {
	fixed   []videoFilter // do not depend on the caller or the time, for a video that users never changed
	text    string        // the parameters of fixed
	cost    int           // of fixed, for one video
	passing []videoFilter
}

func (s *videoFilters) fix(v video) bool  { return all(s.fixed)(v) }
func (s *videoFilters) pass(v video) bool { return all(s.passing)(v) }

// fixed are the parameters and flags whose filters are fixed.
var fixed = strings.Fields(`search tags strongtags channel country language languages mode longer_than shorter_than
	created_after created_before exclude_ids exclude_channel_ids ids owner owners nogenre hd live no_live featured`)

func isFixed(a catalog.Param) bool {
	if isFlags(a) {
		return !slices.ContainsFunc(catalog.CommaList(a.Value),
			func(flag string) bool { return !slices.Contains(fixed, flag) })
	}
	return slices.Contains(fixed, a.Name)
}

// videoTable has the filters of docs/spec/rest.md#filters-and-sorts.
var videoTable = filterTable[video]{flags: VideoFlags, params: map[string]param[video]{
	"explicit": booleanFilter, "is_created_for_kids": booleanFilter, "private": booleanFilter,
	"unpublished": booleanFilter, "password_protected": booleanFilter,

	"created_after": timeFilter, "created_before": timeFilter, "modified_after": timeFilter,
	"modified_before": timeFilter, "timeframe": timeFilter,

	"mode":        modeFilter,
	"list":        editorsFilter,
	"nogenre":     genreFilter,
	"longer_than": lengthFilter, "shorter_than": lengthFilter,
	"search": searchFilter,
	"tags":   tagFilter, "strongtags": tagFilter,

	"channel":  words(func(_ *object.Call, v video, in func(string) bool) bool { return in(object.CategorySlug(v)) }),
	"country":  words(inCountry),
	"language": words(inLanguage), "languages": words(inLanguage),
	"ids":         words(func(_ *object.Call, v video, in func(string) bool) bool { return in(v.ID) }),
	"exclude_ids": words(func(_ *object.Call, v video, in func(string) bool) bool { return !in(v.ID) }),
	"exclude_channel_ids": words(func(_ *object.Call, v video, in func(string) bool) bool {
		return !in(object.CategorySlug(v))
	}),
	"owner": words(ownedBy), "owners": words(ownedBy),
}}

// VideoBooleans are the flags that are booleans when they are parameters of their own.
var VideoBooleans = []string{"explicit", "is_created_for_kids", "private", "unpublished", "password_protected"}

// VideoFlags are the filters that a call names alone or in the parameter flags.
var VideoFlags = map[string]flag[video]{
	"360_degree": always[video](false), "has_game": always[video](false), "premium": always[video](false),
	"exportable": always[video](true), "no_premium": always[video](true), "ugc_partner": always[video](true),
	"no_live_recording": always[video](true),

	"verified":                     simple(func(v video) bool { return object.IsVerified(v.Owner) }),
	"advertising_instream_blocked": simple(func(v video) bool { return v.Flag("advertising_instream_blocked", false) }),
	"allowed_in_playlists":         simple(func(v video) bool { return v.Edit.AllowedInPlaylists.Or(true) }),
	"explicit":                     simple(func(v video) bool { return v.Edit.Explicit.Or(false) }),
	"is_created_for_kids":          simple(func(v video) bool { return v.Edit.CreatedForKids.Or(false) }),
	"private":                      simple(video.Private),
	"unpublished":                  simple(func(v video) bool { return !v.Encoding.Published }),
	"password_protected":           simple(video.HasPassword),
	"live":                         simple(func(v video) bool { return v.Live }),
	"no_live":                      simple(func(v video) bool { return !v.Live }),

	"featured":     func(c *object.Call) filter[video] { return func(v video) bool { return featured(c, v) } },
	"partner":      func(c *object.Call) filter[video] { return func(v video) bool { return c.IsPartner(v.Owner) } },
	"ugc":          func(c *object.Call) filter[video] { return func(v video) bool { return !c.IsPartner(v.Owner) } },
	"availability": simple(func(v video) bool { return !v.Hidden() }),
	"hd":           func(c *object.Call) filter[video] { return func(v video) bool { return v.Media(c).Height >= 720 } },
	"live_onair":   func(c *object.Call) filter[video] { return func(v video) bool { return v.OnAir(c) } },
	"live_offair":  func(c *object.Call) filter[video] { return func(v video) bool { return v.Live && !v.OnAir(c) } },
	"live_upcoming": func(c *object.Call) filter[video] {
		return func(v video) bool { return v.Live && v.Edit.StartTime.Or(0) > c.Now.Unix() }
	},
	"in_history": func(c *object.Call) filter[video] {
		return func(v video) bool { return object.LikedAt(c, v.ID) != nil }
	},
}

// readVideoFilters reads the filters of a call. of is the owner of all listed videos, if there is one.
// more are filters that the call does not name.
func readVideoFilters(c *object.Call, of *world.Channel, more ...catalog.Param) (videoFilters, error) {
	s := videoFilters{passing: []videoFilter{c.CanWatch}}
	if !c.Explicit {
		s.passing = append(s.passing, func(v video) bool { return !v.Edit.Explicit.Or(false) || c.Manages(v.Owner) })
	}
	for _, a := range append(slices.Clip(c.Args), more...) {
		f, err := videoTable.read(c, a)
		if err == nil {
			err = mayFilter(c, a, of)
		}
		switch {
		case err != nil:
			return videoFilters{}, err
		case f == nil:
		case isFixed(a):
			s.fixed, s.text, s.cost = append(s.fixed, f), s.text+a.Name+"="+a.Value+"\n", s.cost+cost(a)
		default:
			s.passing = append(s.passing, f)
		}
	}
	if c.Args.Has("list") && c.Args.Has("search") {
		return videoFilters{}, reply.ListOrSearch()
	}
	return s, nil
}

// mayFilter returns an error if a parameter lists videos that the caller cannot see. Lists of private and of
// unpublished videos are for those who manage the channel (ASSUMED, docs/spec/rest.md#filters-and-sorts).
func mayFilter(c *object.Call, a catalog.Param, of *world.Channel) error {
	wanted := catalog.CommaList(a.Value)
	if !isFlags(a) {
		if on, _ := catalog.ParseFlag(a.Name, a.Value); !on {
			return nil
		}
		wanted = []string{a.Name}
	}
	for _, flag := range wanted {
		if (flag == "private" || flag == "unpublished") && !c.Manages(of) {
			return reply.NoParamRights(flag)
		}
	}
	return nil
}

func booleanFilter(c *object.Call, a catalog.Param) (videoFilter, error) {
	on, err := catalog.ParseFlag(a.Name, a.Value)
	is := VideoFlags[a.Name](c)
	return func(v video) bool { return is(v) == on }, err
}

func modeFilter(_ *object.Call, a catalog.Param) (videoFilter, error) {
	live := a.Value == "live"
	return func(v video) bool { return v.Live == live }, object.OneOf(a, "vod", "live")
}

func genreFilter(_ *object.Call, a catalog.Param) (videoFilter, error) {
	genre := strings.ToLower(a.Value)
	return func(v video) bool { return object.CategorySlug(v) != genre && v.Owner.Genre() != genre }, nil
}

func featured(c *object.Call, v video) bool { return c.World.Bounded("featured "+v.ID, 12) == 0 }

// editorsFilter keeps what the vendor's editors would show (ASSUMED): the featured or the most liked videos, in the
// language of localization.
func editorsFilter(c *object.Call, a catalog.Param) (videoFilter, error) {
	shown := featured
	if a.Value == "recommended" {
		shown = func(c *object.Call, v video) bool { return c.World.Bounded("likes "+v.ID, 30) >= 20 }
	}
	return func(v video) bool {
		return shown(c, v) &&
			(c.Localization == "" || strings.EqualFold(v.Edit.Language.Or(v.Owner.Language), c.Language))
	}, object.OneOf(a, "what-to-watch", "recommended")
}

func timeFilter(c *object.Call, a catalog.Param) (videoFilter, error) {
	parse := catalog.ParseDate
	if a.Name == "timeframe" {
		parse = catalog.ParseInt // a number of seconds, not a date
	}
	at, err := parse(a.Name, a.Value)
	switch a.Name {
	case "created_after":
		return func(v video) bool { return v.Created.Unix() > at }, err
	case "created_before":
		return func(v video) bool { return v.Created.Unix() < at }, err
	case "modified_after":
		return func(v video) bool { return v.UpdatedAt() > at }, err
	case "modified_before":
		return func(v video) bool { return v.UpdatedAt() < at }, err
	}
	since := c.Now.Add(-time.Duration(min(max(at, 0), 1<<32)) * time.Second)
	return func(v video) bool { return v.Created.After(since) }, err
}

// lengthFilter compares minutes, inclusively.
func lengthFilter(_ *object.Call, a catalog.Param) (videoFilter, error) {
	minutes, err := catalog.ParseNumber(a.Name, a.Value)
	if a.Name == "longer_than" {
		return func(v video) bool { return float64(v.Duration) >= minutes*60 }, err
	}
	return func(v video) bool { return float64(v.Duration) <= minutes*60 }, err
}

// searchFilter keeps the videos with all words in the title, the tags or the description. That descriptions count is
// ASSUMED (docs/spec/rest.md#filters-and-sorts).
func searchFilter(c *object.Call, a catalog.Param) (videoFilter, error) {
	q, err := readSearch(c, a)
	if err != nil {
		return nil, err
	}
	return func(v video) bool {
		if v.Changed() {
			return q.InFolded(v.Folded(c))
		}
		return q.Matches(v.Video)
	}, nil
}

// tagFilter keeps the videos with all terms; of those in parentheses one is enough.
func tagFilter(_ *object.Call, a catalog.Param) (videoFilter, error) {
	var groups []map[string]bool
	n := 0
	for _, term := range catalog.SplitOutside(strings.ToLower(a.Value), ',') {
		group := map[string]bool{}
		for _, t := range catalog.CommaList(strings.Trim(strings.TrimSpace(term), "()")) {
			if n++; n > maxWords {
				return nil, reply.TooManyValues(a.Name, maxWords)
			}
			group[t] = true
		}
		if len(group) > 0 {
			groups = append(groups, group)
		}
	}
	return func(v video) bool {
		for _, group := range groups {
			if !slices.ContainsFunc(v.Tags(), func(tag string) bool { return group[strings.ToLower(tag)] }) {
				return false
			}
		}
		return true
	}, nil
}

func inCountry(_ *object.Call, v video, in func(string) bool) bool {
	country, _ := v.Edit.Country.Any(v.Owner.Country).(string)
	return in(country)
}

func inLanguage(_ *object.Call, v video, in func(string) bool) bool {
	language, _ := v.Edit.Language.Any(v.Owner.Language).(string)
	return in(language)
}

func ownedBy(_ *object.Call, v video, in func(string) bool) bool {
	return in(v.Owner.ID()) || in(v.Owner.Slug)
}
