package listing

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// ListVideos handles GET /videos.
func ListVideos(c *object.Call, _ []string) (any, error) {
	if owners, ok := c.Args.Lookup("owners"); ok {
		return listOwners(c, object.FirstNames(owners))
	}
	if owner, ok := c.Args.Lookup("owner"); ok {
		return listOwners(c, []string{owner})
	}
	if ids, ok := c.Args.Lookup("ids"); ok {
		return videoList(c, object.VideosByID(c, object.FirstNames(ids)), nil)
	}
	return allVideos(c).page(c, nil)
}

func listOwners(c *object.Call, names []string) (any, error) {
	owners := c.Named(names)
	return sortedVideosOf(c, owners...).page(c, onlyChannel(owners))
}

// onlyChannel returns the channel of a list of one, else nil.
func onlyChannel(channels []*world.Channel) *world.Channel {
	if len(channels) == 1 {
		return channels[0]
	}
	return nil
}

// videoList returns a page of videos, filtered and sorted (docs/spec/rest.md#filters-and-sorts). of is the owner of
// all videos, if there is one.
func videoList(c *object.Call, all []*object.Video, of *world.Channel) (reply.List, error) {
	all, err := filteredVideos(c, all, of)
	if err != nil {
		return reply.List{}, err
	}
	if err := sortVideos(c, all); err != nil {
		return reply.List{}, err
	}
	return listed(c, "video", all, func(v *object.Video) object.Object { return v })
}

// filteredVideos returns the videos that pass the filters of a call.
func filteredVideos(c *object.Call, all []*object.Video, of *world.Channel) ([]*object.Video, error) {
	f, err := readVideoFilters(c, of)
	if err != nil {
		return nil, err
	}
	if !c.Spend(len(all) * (1 + f.cost)) {
		return nil, c.Err()
	}
	return slices.DeleteFunc(all, func(v *object.Video) bool { return !f.fix(v) || !f.pass(v) }), nil
}

// inOrder returns a page of videos in their order, unless the call has a sort.
func inOrder(c *object.Call, all []*object.Video, of *world.Channel) (reply.List, error) {
	if c.Args.Has("sort") {
		return videoList(c, all, of)
	}
	all, err := filteredVideos(c, all, of)
	if err != nil {
		return reply.List{}, err
	}
	return listed(c, "video", all, func(v *object.Video) object.Object { return v })
}

// VideoSorts lists the orders of lists of videos.
var VideoSorts = strings.Fields(`
	recent visited visited-hour visited-today visited-week visited-month relevance random trending old live-audience
	least-visited live-airing-time id-asc ranking rated rated-hour rated-today rated-week rated-month
	commented commented-hour commented-today commented-week commented-month`)

// likeRecent are the sorts by figures that every video has as zero.
var likeRecent = strings.Fields(`ranking rated rated-hour rated-today rated-week rated-month
	commented commented-hour commented-today commented-week commented-month`)

// videoSort returns the sort of a call. The default is recent, or relevance for a search.
func videoSort(c *object.Call) (string, error) {
	by := c.Args.Get("sort")
	if by == "" {
		by = "recent"
		if c.Args.Has("search") {
			by = "relevance"
		}
	}
	i := slices.Index(VideoSorts, by)
	switch {
	case i < 0:
		return "", reply.Unrecognised(by, "sort", VideoSorts)
	case by == "relevance" && !c.Args.Has("search"):
		return "", reply.RelevanceOfNothing()
	case slices.Contains(likeRecent, by):
		return "recent", nil
	}
	return VideoSorts[i], nil // not a part of the query, which would be kept with it
}

func sortVideos(c *object.Call, all []*object.Video) error {
	by, err := videoSort(c)
	if err != nil {
		return err
	}
	if by == "visited" || by == "least-visited" {
		for _, v := range all {
			c.SpendPlays(v.Owner)
		}
	}
	if !c.Spend(len(all)) {
		return c.Err()
	}
	if by == "id-asc" {
		slices.SortStableFunc(all, func(a, b *object.Video) int { return strings.Compare(a.ID, b.ID) })
		return nil
	}
	SortBy(all, sortKey(c, by))
	return nil
}

// sortKey returns the number that a sort orders by, the smallest first.
func sortKey(c *object.Call, by string) func(*object.Video) int64 {
	now := world.HourOf(c.Now)
	recent := func(v *object.Video) int64 { return -v.Created.Unix() }
	last := func(hours world.Hour) func(*object.Video) int64 {
		return func(v *object.Video) int64 { return -plays.Between(v.Video, now-hours, now) }
	}
	switch by {
	case "old":
		return func(v *object.Video) int64 { return v.Created.Unix() }
	case "visited":
		return func(v *object.Video) int64 { return -c.World.Views(v.Video, now) }
	case "least-visited":
		return func(v *object.Video) int64 { return c.World.Views(v.Video, now) }
	case "visited-hour":
		return last(1)
	case "visited-today":
		return last(24)
	case "visited-week", "trending":
		return last(7 * 24)
	case "visited-month":
		return last(30 * 24)
	case "live-audience":
		return func(v *object.Video) int64 { return -v.Audience(c) }
	case "live-airing-time": // streams, the latest to begin first, then all else
		return func(v *object.Video) int64 {
			if !v.Live {
				return recent(v)
			}
			start, _ := v.Airing(c)
			return -start - 1<<40
		}
	case "random": // another order each hour
		return func(v *object.Video) int64 {
			return int64(c.World.Bounded(v.ID+strconv.FormatInt(int64(now), 36), 1<<31))
		}
	case "relevance":
		fits := fitting(c)
		return func(v *object.Video) int64 {
			if fits(v) {
				return recent(v) - 1<<40
			}
			return recent(v)
		}
	}
	return recent
}

// fitting keeps the videos whose title contains the searched text as a whole.
func fitting(c *object.Call) videoFilter {
	text := strings.ToLower(c.Args.Get("search"))
	return func(v *object.Video) bool { return strings.Contains(strings.ToLower(v.Title()), text) }
}
