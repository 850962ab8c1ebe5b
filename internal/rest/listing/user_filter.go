package listing

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

type channel = *world.Channel

// userTable has the filters of lists of users (docs/spec/rest.md#filters-and-sorts, Users). Which users are
// recommended is ASSUMED.
var userTable = filterTable[channel]{
	flags: map[string]flag[channel]{
		"partner":  func(c *object.Call) filter[channel] { return c.IsPartner },
		"verified": simple(object.IsVerified),
		"mostpopular": func(c *object.Call) filter[channel] {
			popular := mostPopular(c)
			return func(ch channel) bool { return slices.Contains(popular, ch) }
		},
		"recommended": simple(func(ch channel) bool { return recommended(ch, "") }),
	},
	allowed: []string{"mostpopular", "partner", "recommended", "verified"},
	params: map[string]param[channel]{
		"parent": childFilter,
		"recommendedforchannel": func(c *object.Call, a catalog.Param) (filter[channel], error) {
			_, err := c.Category(a.Value, a.Name)
			return func(ch channel) bool { return recommended(ch, a.Value) }, err
		},
		"country":     writtenIn("country"),
		"language":    writtenIn("language"),
		"exclude_ids": words(func(_ *object.Call, ch channel, in func(string) bool) bool { return !in(ch.ID()) }),
		"search": searches(func(c *object.Call, ch channel) []string {
			return []string{written(c, ch, "screenname"), ch.Slug, written(c, ch, "description")}
		}),
	},
}

// writtenIn keeps the users whose field is one of the words.
func writtenIn(field string) param[channel] {
	return words(func(c *object.Call, ch channel, in func(string) bool) bool { return in(written(c, ch, field)) })
}

// written returns the text of a field of a user, "" for null.
func written(c *object.Call, ch channel, field string) string {
	text, _ := c.User(ch).Read(c, field).(string)
	return text
}

func childFilter(c *object.Call, a catalog.Param) (filter[channel], error) {
	parent, err := c.ChannelOf(a.Value, "parent")
	if err != nil {
		return nil, err
	}
	children := c.ChildrenOf(parent)
	return func(ch channel) bool { return slices.Contains(children, ch.ID()) }, nil
}

// mostPopular returns the third of the listed channels that is watched most.
func mostPopular(c *object.Call) []channel {
	all := slices.Clone(c.World.Channels())
	SortBy(all, popularity(c))
	return all[:(len(all)+2)/3]
}

func popularity(c *object.Call) func(channel) int64 {
	return func(ch channel) int64 { return -object.ChannelViews(c, ch) }
}

// recommended reports whether a user is recommended to those who watch a category or, if that is "", to all.
func recommended(ch channel, category string) bool {
	return object.IsVerified(ch) && (category == "" || object.GenreCategories[ch.Genre()] == category)
}

func sortUsers(c *object.Call, all []channel) error {
	switch by := c.Args.Get("sort"); by {
	case "", "relevance":
	case "popular":
		SortBy(all, popularity(c))
	case "recent":
		SortBy(all, func(ch channel) int64 { return -object.Founded(c, ch) })
	case "activity":
		SortBy(all, func(ch channel) int64 { return -lastUpload(c, ch) })
	default:
		return reply.Unrecognised(by, "sort", strings.Fields("recent relevance popular activity"))
	}
	return nil
}

// lastUpload returns when the latest public video of a channel was created, in Unix seconds.
func lastUpload(c *object.Call, ch channel) int64 {
	last := int64(0)
	for v := range object.PublicVideos(c, ch) {
		last = max(last, v.Created.Unix())
	}
	return last
}
