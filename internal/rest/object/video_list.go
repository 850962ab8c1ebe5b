package object

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// videosOf are a channel's, as the caller may see them: all of one's own, of
// others those that are public.
func (c videoCall) videosOf(ch *world.Channel) []*video {
	mine := c.Call.Rights().manages(ch)
	var all []*video
	for _, made := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment) {
		if made.Deleted() || made.Created.After(c.Now) {
			continue
		}
		if v := c.aVideo(made); c.listable(v, mine) {
			all = append(all, v)
		}
	}
	return all
}

// listable tells whether lists show a video to the caller, whose it may be.
func (c videoCall) listable(v *video, mine bool) bool {
	return v.encodingState.status != deleted && mine || !c.hidden(v) && !v.private()
}

// publicVideos are those that anybody sees.
func (c videoCall) publicVideos(ch *world.Channel) []*video {
	stranger := *c.Call
	stranger.Grant = nil
	return stranger.videos().videosOf(ch)
}

// ListVideos answers GET /videos.
func ListVideos(c *Call, _ []string) (any, error) {
	if owners, ok := c.Args.Lookup("owners"); ok {
		return c.lists().listOwners(firstNames(owners))
	}
	if owner, ok := c.Args.Lookup("owner"); ok {
		return c.lists().listOwners([]string{owner})
	}
	if ids, ok := c.Args.Lookup("ids"); ok {
		return c.lists().videos(c.videos().videosByID(firstNames(ids)), nil)
	}
	return c.lists().videosFrom(c.listed(), nil)
}

func (c listCall) listOwners(names []string) (any, error) {
	owners := c.Call.Rights().named(names)
	return c.videosFrom(c.sortedVideosOf(owners...), onlyChannel(owners))
}

// onlyChannel channel of a list; nil where there are none or more.
func onlyChannel(channels []*world.Channel) *world.Channel {
	if len(channels) == 1 {
		return channels[0]
	}
	return nil
}

// videos answers a page of videos, filtered and sorted (docs/spec/rest.md#filters-and-sorts). of
// is whose they are, nil for no one channel's.
func (c listCall) videos(all []*video, of *world.Channel) (list, error) {
	all, err := c.filtered(all, of)
	if err != nil {
		return list{}, err
	}
	if err := c.sortVideos(all); err != nil {
		return list{}, err
	}
	return listed(c.Call, "video", all, func(v *video) object { return v })
}

// filtered are the videos that a call asks for.
func (c listCall) filtered(all []*video, of *world.Channel) ([]*video, error) {
	f, err := c.Call.filters().videoFilters(of)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(v *video) bool { return !f.fix(v) || !f.pass(v) }), nil
}

// inOrder answers a page of videos in the order of their owner, unless the call
// asks for another.
func (c listCall) inOrder(all []*video, of *world.Channel) (list, error) {
	if c.Args.Has("sort") {
		return c.videos(all, of)
	}
	all, err := c.filtered(all, of)
	if err != nil {
		return list{}, err
	}
	return listed(c.Call, "video", all, func(v *video) object { return v })
}

// VideoSorts lists the orders of lists of videos.
var VideoSorts = strings.Fields(`recent visited visited-hour visited-today visited-week visited-month relevance random
	trending
	old live-audience least-visited live-airing-time id-asc ranking rated rated-hour rated-today rated-week rated-month
	commented commented-hour commented-today commented-week commented-month`)

// likeRecent are the sorts by what no video has.
var likeRecent = strings.Fields(`ranking rated rated-hour rated-today rated-week rated-month
	commented commented-hour commented-today commented-week commented-month`)

// videoSort is how a call wants a list ordered; without a sort the newest come
// first, and of a search those that fit best.
func (c listCall) videoSort() (string, error) {
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
		return "", reply.Invalid("sort", "The value relevance for `sort' parameter needs the `search' parameter")
	case slices.Contains(likeRecent, by):
		return "recent", nil
	}
	return VideoSorts[i], nil // not a part of the query, which would be kept with it
}

func (c listCall) sortVideos(all []*video) error {
	by, err := c.videoSort()
	if err != nil {
		return err
	}
	if by == "id-asc" {
		slices.SortStableFunc(all, func(a, b *video) int { return strings.Compare(a.ID, b.ID) })
		return nil
	}
	listing.SortBy(all, c.sortKey(by))
	return nil
}

// sortKey is the number that a sort orders by, the smallest first.
func (c listCall) sortKey(by string) func(*video) int64 {
	now := world.HourOf(c.Now)
	recent := func(v *video) int64 { return -v.Created.Unix() }
	last := func(hours world.Hour) func(*video) int64 {
		return func(v *video) int64 { return -plays.Between(v.Video, now-hours, now) }
	}
	switch by {
	case "old":
		return func(v *video) int64 { return v.Created.Unix() }
	case "visited":
		return func(v *video) int64 { return -c.World.Views(v.Video, now) }
	case "least-visited":
		return func(v *video) int64 { return c.World.Views(v.Video, now) }
	case "visited-hour":
		return last(1)
	case "visited-today":
		return last(24)
	case "visited-week", "trending":
		return last(7 * 24)
	case "visited-month":
		return last(30 * 24)
	case "live-audience":
		return func(v *video) int64 { return -v.audience(c.Call) }
	case "live-airing-time": // streams, the latest to begin first, then all else
		return func(v *video) int64 {
			if !v.Live {
				return recent(v)
			}
			start, _ := v.airing(c.Call)
			return -start - 1<<40
		}
	case "random": // another order each hour
		return func(v *video) int64 { return int64(c.World.Bounded(v.ID+strconv.FormatInt(int64(now), 36), 1<<31)) }
	case "relevance":
		fits := c.fitting()
		return func(v *video) int64 {
			if fits(v) {
				return recent(v) - 1<<40
			}
			return recent(v)
		}
	}
	return recent
}

// fitting keeps those whose title holds what is searched as it stands.
func (c listCall) fitting() filter {
	text := strings.ToLower(c.Args.Get("search"))
	return func(v *video) bool { return strings.Contains(strings.ToLower(v.Title()), text) }
}
