package object

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A userFilter keeps the users for which it is true.
type userFilter func(*world.Channel) bool

// userFlags are the filters that a call names alone or in the parameter flags
// (docs/spec/rest.md#filters-and-sorts, Users). Who is recommended is ASSUMED.
var userFlags map[string]func(*Call) userFilter

func init() { // not a literal: what filters look at is made by init, too
	userFlags = map[string]func(*Call) userFilter{
		"partner":  func(c *Call) userFilter { return c.Users().isPartner },
		"verified": func(*Call) userFilter { return isVerified },
		"mostpopular": func(c *Call) userFilter {
			popular := c.userLists().mostPopular()
			return func(ch *world.Channel) bool { return slices.Contains(popular, ch) }
		},
		"recommended": func(c *Call) userFilter {
			return func(ch *world.Channel) bool { return c.userLists().recommended(ch, "") }
		},
	}
}

// filterUsers keeps those that a call asks for, and puts them in order.
func (c userListCall) filterUsers(all []*world.Channel) ([]*world.Channel, error) {
	for _, a := range c.Args {
		keep, err := c.userFilter(a)
		if err != nil {
			return nil, err
		}
		if keep != nil {
			all = slices.DeleteFunc(all, func(ch *world.Channel) bool { return !keep(ch) })
		}
	}
	return all, c.sortUsers(all)
}

// userFilter reads one parameter; nil is for one that is no filter.
func (c userListCall) userFilter(a catalog.Param) (userFilter, error) {
	if flag := userFlags[a.Name]; flag != nil {
		return flag(c.Call), nil
	}
	words := catalog.CommaList(strings.ToLower(a.Value))
	switch a.Name {
	case "flags", "filters":
		return c.userFlagFilter(a)
	case "parent":
		return c.childFilter(a.Value)
	case "recommendedforchannel":
		if _, err := c.category(a.Value, a.Name); err != nil {
			return nil, err
		}
		return func(ch *world.Channel) bool { return c.recommended(ch, a.Value) }, nil
	case "country":
		return func(ch *world.Channel) bool { return c.speaks(ch, a.Name, ch.Country, words) }, nil
	case "language":
		return func(ch *world.Channel) bool { return c.speaks(ch, a.Name, ch.Language, words) }, nil
	case "search":
		text := strings.ToLower(a.Value)
		return func(ch *world.Channel) bool {
			name, _ := c.Call.Users().User(ch).edit.Screenname.Any(ch.Name).(string)
			return strings.Contains(strings.ToLower(name+" "+ch.Slug), text)
		}, nil
	case "exclude_ids":
		return func(ch *world.Channel) bool { return !slices.Contains(words, ch.ID()) }, nil
	}
	return nil, nil
}

func (c userListCall) userFlagFilter(a catalog.Param) (userFilter, error) {
	var all []userFilter
	for _, name := range catalog.CommaList(a.Value) {
		flag := userFlags[name]
		if flag == nil {
			return nil, reply.Unrecognised(name, a.Name, []string{"mostpopular", "partner", "recommended", "verified"})
		}
		all = append(all, flag(c.Call))
	}
	return func(ch *world.Channel) bool {
		return !slices.ContainsFunc(all, func(f userFilter) bool { return !f(ch) })
	}, nil
}

func (c userListCall) childFilter(id string) (userFilter, error) {
	parent, err := c.Call.Rights().channelOf(id, "parent")
	if err != nil {
		return nil, err
	}
	children := c.Call.Rights().childrenOf(parent)
	return func(ch *world.Channel) bool { return slices.Contains(children, ch.ID()) }, nil
}

// speaks tells whether what a user wrote into a field, or else was made, is one of
// several words.
func (c userListCall) speaks(ch *world.Channel, field, made string, words []string) bool {
	value, _ := c.Call.Users().User(ch).text(field, made).(string)
	return slices.Contains(words, strings.ToLower(value))
}

// mostPopular are the third of the listed channels that is watched most.
func (c userListCall) mostPopular() []*world.Channel {
	all := slices.Clone(c.World.Channels())
	listing.SortBy(all, c.popularity())
	return all[:(len(all)+2)/3]
}

func (c userListCall) popularity() func(*world.Channel) int64 {
	now := world.HourOf(c.Now)
	return func(ch *world.Channel) int64 { return -c.World.ChannelViews(ch, now, c.Moment) }
}

// recommended tells whether a user is recommended, to those who watch a category
// or, without one, to all.
func (c userListCall) recommended(ch *world.Channel, category string) bool {
	return isVerified(ch) && (category == "" || genreCategories[ch.Genre()] == category)
}

func (c userListCall) sortUsers(all []*world.Channel) error {
	switch by := c.Args.Get("sort"); by {
	case "", "relevance":
	case "popular":
		listing.SortBy(all, c.popularity())
	case "recent":
		listing.SortBy(all, func(ch *world.Channel) int64 { return -c.Call.Users().founded(ch) })
	case "activity":
		listing.SortBy(all, func(ch *world.Channel) int64 { return -c.lastUpload(ch) })
	default:
		return reply.Unrecognised(by, "sort", []string{"recent", "relevance", "popular", "activity"})
	}
	return nil
}

// lastUpload is when a channel's latest video came that all can see, in Unix seconds.
func (c userListCall) lastUpload(ch *world.Channel) int64 {
	videos := c.Call.videos().publicVideos(ch)
	if len(videos) == 0 {
		return 0
	}
	return slices.MaxFunc(videos, func(a, b *video) int {
		return cmp.Compare(a.Created.Unix(),
			b.Created.Unix())
	}).Created.Unix()
}
