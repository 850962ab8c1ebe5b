package listing

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/order"
	"github.com/dailymock/dailymock/internal/rest/reply"
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

// allVideos returns the public videos of all listed channels but those set aside.
func allVideos(c *object.Call) *sortedVideos {
	return &sortedVideos{channels: c.Orders.Listed(), lasting: true}
}

// sortedVideosOf has the videos of channels as the caller may see them.
func sortedVideosOf(c *object.Call, channels ...*world.Channel) *sortedVideos {
	s := &sortedVideos{mine: map[string]bool{}}
	for _, ch := range channels {
		if _, twice := s.mine[ch.Slug]; !twice {
			s.channels = append(s.channels, ch)
			s.mine[ch.Slug] = c.Manages(ch)
		}
	}
	if len(s.channels) == 1 && s.channels[0].Partner != nil {
		s.lasting, s.channel = true, s.channels[0].Slug
	}
	return s
}

// videosFrom answers a page of a sortedVideos's videos, filtered and sorted
// (docs/spec/rest.md#filters-and-sorts). of is whose they are, nil for no one channel's; keep are
// more filters.
func videosFrom(c *object.Call, s *sortedVideos, of *world.Channel, keep ...videoFilter) (reply.List, error) {
	f, err := readVideoFilters(c, of)
	if err != nil {
		return reply.List{}, err
	}
	by, err := videoSort(c)
	if err != nil {
		return reply.List{}, err
	}
	f.passing = append(f.passing, keep...)
	return listed(c, "video", taken(c, s, by, f), func(v *world.Video) object.Object { return c.View(v) })
}

// taken are the first videos of a list, as many as it can show or count.
func taken(c *object.Call, s *sortedVideos, by string, f videoFilters) []*world.Video {
	most := min(max(c.TotalCap, c.ItemCap), 1<<30)
	made := filteredOrder(c, s, by, f)
	edited, ids := editedVideos(c, s, by, f)
	compare := s.order(by)
	v := object.Untouched(c)
	var all []*world.Video
	from := made(most)
	next := 0
	if by == "recent" { // those of this year that are still to come stand before
		next = sort.Search(len(from), func(i int) bool { return !from[i].Created.After(c.Now) })
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
		if f.pass(v) && !v.Created.After(c.Now) && !ids[v.ID] && s.shows(c, v) {
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
func editedVideos(c *object.Call, s *sortedVideos, by string, f videoFilters) (kept []order.Ranked, ids map[string]bool) {
	all := c.World.EditedVideos(s.channels, c.Moment())
	if len(all) == 0 {
		return nil, nil
	}
	ids = make(map[string]bool, len(all))
	key := sortKey(c, by)
	for _, is := range all {
		ids[is.ID] = true
		if is.Deleted() || is.Created.After(c.Now) {
			continue
		}
		if v := c.View(is); s.shows(c, v) && f.fix(v) && f.pass(v) {
			kept = append(kept, order.Ranked{Rank: key(v), Video: is})
		}
	}
	slices.SortFunc(kept, s.order(by))
	return kept, ids
}

// shows tells whether the caller may see a video of the sortedVideos.
func (s *sortedVideos) shows(c *object.Call, v *object.Video) bool {
	return v.Listable(c, s.mine[v.Owner.Slug])
}

// order compares videos of the sortedVideos; those that are equal in a sort are in the
// order of their channels and, in one channel, of their ages.
func (s *sortedVideos) order(by string) func(a, b order.Ranked) int {
	first := byKey(by)
	rank := func(v *world.Video) int {
		return slices.IndexFunc(s.channels, func(ch *world.Channel) bool { return ch.Slug == v.Owner.Slug })
	}
	return func(a, b order.Ranked) int {
		if n := first(a, b); n != 0 {
			return n
		}
		return cmp.Or(cmp.Compare(rank(a.Video), rank(b.Video)), a.Video.Compare(b.Video))
	}
}

func byKey(by string) func(a, b order.Ranked) int {
	if by == "id-asc" {
		return func(a, b order.Ranked) int { return strings.Compare(a.ID, b.ID) }
	}
	return func(a, b order.Ranked) int { return cmp.Compare(a.Rank, b.Rank) }
}

// orderOf is the videoOrder for a sort and some filters of a sortedVideos.
func orderOf(c *object.Call, s *sortedVideos, by, filters string) *order.Order {
	at, lasting := order.Tick(by, c.Now)
	if !s.lasting || !lasting {
		return &order.Order{}
	}
	return c.Orders.Get(order.Key{Channel: s.channel, By: by, Tick: at, Filters: filters})
}

// ordered reads a sortedVideos's videos of the made world in an order.
func ordered(c *object.Call, s *sortedVideos, by string) func(n int) []order.Ranked {
	if by == "relevance" {
		by = "recent" // filteredOrder splits it
	}
	r := orderOf(c, s, by, "")
	last := c.Now.Year()
	more := func(r *order.Order) bool {
		r.Videos = sortedYears(c, s, by, world.FirstYear, last)
		return true
	}
	switch by { // these are made year by year: most lists need no more than the first
	case "recent":
		more = func(r *order.Order) bool { return nextYear(c, r, s, by, last-r.At) }
	case "old":
		more = func(r *order.Order) bool { return nextYear(c, r, s, by, world.FirstYear+r.At) }
	}
	return func(n int) []order.Ranked { return r.First(n, more) }
}

func nextYear(c *object.Call, r *order.Order, s *sortedVideos, by string, year int) bool {
	if year < world.FirstYear || year > c.Now.Year() {
		return true
	}
	r.Videos = append(r.Videos, sortedYears(c, s, by, year, year)...)
	r.At++
	return false
}

// sorted are the videos of some years; equal ones are in the order of the sortedVideos.
func sortedYears(c *object.Call, s *sortedVideos, by string, from, to int) []order.Ranked {
	n := 0
	for _, ch := range s.channels {
		for year := from; year <= to; year++ {
			n += len(ch.Made(year))
		}
	}
	all := make([]order.Ranked, 0, n)
	key, v := sortKey(c, by), object.Untouched(c)
	for _, ch := range s.channels {
		for year := from; year <= to; year++ {
			made := ch.Made(year)
			for i := range made {
				v.Video = &made[i]
				all = append(all, order.Ranked{Rank: key(v), Video: v.Video})
			}
		}
	}
	if by == "recent" { // the opposite of how they are, which this sees at once
		slices.SortFunc(all, s.order(by))
		return all
	}
	slices.SortStableFunc(all, byKey(by))
	return all
}

// filteredOrder reads those of an ordered sortedVideos that fixed filters keep.
func filteredOrder(c *object.Call, s *sortedVideos, by string, f videoFilters) func(n int) []order.Ranked {
	all := ordered(c, s, by)
	if len(f.fixed) == 0 {
		return all
	}
	r := orderOf(c, s, by, f.text)
	passes := []videoFilter{f.fix}
	if by == "relevance" { // first those that have it in their titles, then the others
		fits := fitting(c)
		passes = []videoFilter{
			func(v *object.Video) bool { return fits(v) && f.fix(v) },
			func(v *object.Video) bool { return f.fix(v) && !fits(v) },
		}
	}
	key, v := sortKey(c, by), object.Untouched(c)
	more := func(r *order.Order) bool {
		from := all(r.At + 1)
		if r.At == len(from) {
			r.Pass, r.At = r.Pass+1, 0
			return r.Pass == len(passes)
		}
		for _, e := range from[r.At:min(len(from), r.At+1000)] {
			if v.Video = e.Video; passes[r.Pass](v) {
				if by == "relevance" {
					e.Rank = key(v)
				}
				r.Videos = append(r.Videos, e)
			}
			r.At++
		}
		return false
	}
	return func(n int) []order.Ranked { return r.First(n, more) }
}
