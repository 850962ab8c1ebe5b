package rest

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
)

// A sortedVideos is the channels that a list takes videos from. Most videos are as the
// world made them, in videoOrders (videoOrder.go). Those that users created or changed are few,
// and looked at anew for each list.
type sortedVideos struct {
	channels []*world.Channel
	mine     map[string]bool // by slug: the caller sees all of it; nil where that is nothing

	lasting bool   // its videoOrders are remembered
	channel string // the slug where it is one channel's
}

// sortedVideosOf has the videos of channels as the caller may see them.
func (c listCall) sortedVideosOf(channels ...*world.Channel) *sortedVideos {
	s := &sortedVideos{mine: map[string]bool{}}
	for _, ch := range channels {
		if _, twice := s.mine[ch.Slug]; !twice {
			s.channels = append(s.channels, ch)
			s.mine[ch.Slug] = c.call.rights().manages(ch)
		}
	}
	if len(s.channels) == 1 && s.channels[0].Partner != nil {
		s.lasting, s.channel = true, s.channels[0].Slug
	}
	return s
}

// allVideos has the public videos of all listed channels but those set aside.
func allVideos(w *world.World) *sortedVideos {
	return &sortedVideos{
		channels: slices.DeleteFunc(w.Channels(), func(ch *world.Channel) bool { return ch.Aside }),
		lasting:  true,
	}
}

// videosFrom answers a page of a sortedVideos's videos, filtered and sorted
// (docs/spec/rest.md#filters-and-sorts). of is whose they are, nil for no one channel's; keep are
// more filters.
func (c listCall) videosFrom(s *sortedVideos, of *world.Channel, keep ...filter) (list, error) {
	f, err := c.call.filters().videoFilters(of)
	if err != nil {
		return list{}, err
	}
	by, err := c.videoSort()
	if err != nil {
		return list{}, err
	}
	f.passing = append(f.passing, keep...)
	return listed(c.call, "video", c.taken(s, by, f), func(v *world.Video) object { return c.call.videos().aVideo(v) })
}

// taken are the first videos of a list, as many as it can show or count.
func (c listCall) taken(s *sortedVideos, by string, f videoFilters) []*world.Video {
	most := min(max(c.TotalCap, c.ItemCap), 1<<30)
	made := c.filteredOrder(s, by, f)
	edited, ids := c.edited(s, by, f)
	compare := s.order(by)
	v := c.untouched()
	var all []*world.Video
	from := made(most)
	next := 0
	if by == "recent" { // those of this year that are still to come stand before
		next = sort.Search(len(from), func(i int) bool { return !from[i].Created.After(c.now) })
	}
	for ; len(all) < most; next++ {
		if next == len(from) {
			if from = made(next + most - len(all)); next == len(from) {
				break
			}
		}
		v.Video = from[next].Video
		for len(edited) > 0 && compare(edited[0], from[next]) < 0 {
			all, edited = append(all, edited[0].Video), edited[1:]
		}
		if f.pass(v) && !v.Created.After(c.now) && !ids[v.ID] && s.shows(c.call, v) {
			all = append(all, v.Video)
		}
	}
	for _, t := range edited {
		all = append(all, t.Video)
	}
	return all[:min(len(all), most)]
}

// edited are those of a list's videos that users created or changed, in its
// order, and the ids of all such videos of the sortedVideos.
func (c listCall) edited(s *sortedVideos, by string, f videoFilters) (kept []ranked, ids map[string]bool) {
	all := c.World.EditedVideos(s.channels, c.moment)
	if len(all) == 0 {
		return nil, nil
	}
	ids = make(map[string]bool, len(all))
	key := c.sortKey(by)
	for _, is := range all {
		ids[is.ID] = true
		if is.Deleted() || is.Created.After(c.now) {
			continue
		}
		if v := c.call.videos().aVideo(is); s.shows(c.call, v) && f.fix(v) && f.pass(v) {
			kept = append(kept, ranked{key(v), is})
		}
	}
	slices.SortFunc(kept, s.order(by))
	return kept, ids
}

// shows tells whether the caller may see a video of the sortedVideos.
func (s *sortedVideos) shows(c *call, v *video) bool {
	return c.videos().listable(v, s.mine[v.Owner.Slug])
}

// order compares videos of the sortedVideos; those that are equal in a sort are in the
// order of their channels and, in one channel, of their ages.
func (s *sortedVideos) order(by string) func(a, b ranked) int {
	first := byKey(by)
	rank := func(v *world.Video) int {
		return slices.IndexFunc(s.channels, func(ch *world.Channel) bool { return ch.Slug == v.Owner.Slug })
	}
	return func(a, b ranked) int {
		if n := first(a, b); n != 0 {
			return n
		}
		return cmp.Or(cmp.Compare(rank(a.Video), rank(b.Video)), a.Video.Compare(b.Video))
	}
}

func byKey(by string) func(a, b ranked) int {
	if by == "id-asc" {
		return func(a, b ranked) int { return strings.Compare(a.ID, b.ID) }
	}
	return func(a, b ranked) int { return cmp.Compare(a.key, b.key) }
}
