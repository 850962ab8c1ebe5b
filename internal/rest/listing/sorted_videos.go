package listing

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/order"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// sortedVideos are the channels that a list takes videos from. Most videos are as the world made them, in an order that
// is cached. Those that users created or changed are few, and each list sorts them anew.
type sortedVideos struct {
	channels []*world.Channel
	mine     map[string]bool // by slug: the caller manages it

	cached  bool   // its orders are cached
	channel string // the slug if it is one channel's
	without string // the id of a video that is not listed
}

// allVideos returns the videos of all listed channels.
func allVideos(c *object.Call) *sortedVideos {
	return &sortedVideos{channels: c.Orders.Listed(), cached: true}
}

// sortedVideosOf returns the videos of channels as the caller may see them.
func sortedVideosOf(c *object.Call, channels ...*world.Channel) *sortedVideos {
	s := &sortedVideos{mine: map[string]bool{}}
	for _, ch := range channels {
		if _, twice := s.mine[ch.Slug]; !twice {
			s.channels = append(s.channels, ch)
			s.mine[ch.Slug] = c.Manages(ch)
		}
	}
	if len(s.channels) == 1 && s.channels[0].Partner != nil {
		s.cached, s.channel = true, s.channels[0].Slug
	}
	return s
}

// A query is a list of videos that a call wants.
type query struct {
	*object.Call
	*sortedVideos
	videoFilters
	by string // the sort
}

// page returns a page of videos, filtered and sorted (docs/spec/rest.md#filters-and-sorts). of is the owner of all
// listed videos, if there is one; more are filters that the call does not name.
func (s *sortedVideos) page(c *object.Call, of *world.Channel, more ...catalog.Param) (reply.List, error) {
	f, err := readVideoFilters(c, of, more...)
	if err != nil {
		return reply.List{}, err
	}
	by, err := videoSort(c)
	if err != nil {
		return reply.List{}, err
	}
	q := query{c, s, f, by}
	if !q.spend() {
		return reply.List{}, c.Err()
	}
	return listed(c, "video", q.first(), func(v *world.Video) object.Object { return c.View(v) })
}

// spend counts what the list costs. An order that is cached counts once in a request.
func (q query) spend() bool {
	n := q.Videos(q.channels...)
	units := 0
	switch q.by {
	case "recent", "old", "relevance": // made year by year, as far as they are read
	case "visited", "least-visited":
		if !q.SpendPlays(q.channels...) {
			return false
		}
		fallthrough
	default:
		units += n
	}
	if units += n * q.videoFilters.cost; !q.isCached() {
		return q.Spend(units)
	}
	return q.SpendOnce("list "+q.channel+" "+q.by+" "+q.text, units)
}

// isCached reports whether the order of the list is cached.
func (q query) isCached() bool {
	_, lasts := order.Tick(q.by, q.Now)
	return q.cached && lasts && len(q.text) <= order.MaxFilterText
}

// first returns the first videos of the list, as many as it can show or count.
func (q query) first() []*world.Video {
	most := min(max(q.TotalCap, q.ItemCap), 1<<30)
	made := q.filtered()
	edited, ids := q.edited()
	var compare func(a, b order.Ranked) int
	if len(edited) > 0 {
		compare = q.compare()
	}
	v := object.Untouched(q.Call)
	var all []*world.Video
	from := made(most)
	next := 0
	if q.by == "recent" { // those of this year that are still to come stand before
		next = sort.Search(len(from), func(i int) bool { return !from[i].Created.After(q.Now) })
	}
	for ; len(all) < most && q.Spend(1); next++ {
		if next == len(from) {
			if from = made(next + most - len(all)); next == len(from) {
				break
			}
		}
		v.Video = from[next].Video
		for len(edited) > 0 && compare(edited[0], from[next]) < 0 {
			all, edited = append(all, edited[0].Video), edited[1:]
		}
		if q.pass(v) && !v.Created.After(q.Now) && !ids[v.ID] && q.shows(v) {
			all = append(all, v.Video)
		}
	}
	for _, t := range edited {
		all = append(all, t.Video)
	}
	return all[:min(len(all), most)]
}

// edited returns those videos of the list that users created or changed, in its order, and the ids of all such videos
// of its channels.
func (q query) edited() (kept []order.Ranked, ids map[string]bool) {
	all := q.World.EditedVideos(q.channels, q.Moment())
	if len(all) == 0 || !q.Spend(len(all)*(1+q.videoFilters.cost)) {
		return nil, nil
	}
	ids = make(map[string]bool, len(all))
	key := sortKey(q.Call, q.by)
	for _, is := range all {
		ids[is.ID] = true
		if is.Deleted() || is.Created.After(q.Now) {
			continue
		}
		if v := q.View(is); q.shows(v) && q.fix(v) && q.pass(v) {
			kept = append(kept, order.Ranked{Rank: key(v), Video: is})
		}
	}
	slices.SortFunc(kept, q.compare())
	return kept, ids
}

// shows reports whether the caller may see a video of the list.
func (q query) shows(v *object.Video) bool {
	return v.ID != q.without && v.Listable(q.Call, q.mine[v.Owner.Slug])
}

// compare returns the order of videos. Videos that are equal in the sort are in the order of their channels and, in one
// channel, of their ages.
func (q query) compare() func(a, b order.Ranked) int {
	first := byKey(q.by)
	rank := make(map[string]int, len(q.channels))
	for i, ch := range q.channels {
		rank[ch.Slug] = i
	}
	return func(a, b order.Ranked) int {
		if n := first(a, b); n != 0 {
			return n
		}
		return cmp.Or(cmp.Compare(rank[a.Owner.Slug], rank[b.Owner.Slug]), a.Video.Compare(b.Video))
	}
}

func byKey(by string) func(a, b order.Ranked) int {
	if by == "id-asc" {
		return func(a, b order.Ranked) int { return strings.Compare(a.ID, b.ID) }
	}
	return func(a, b order.Ranked) int { return cmp.Compare(a.Rank, b.Rank) }
}

// order returns the cached order for a sort and filters.
func (q query) order(by, filters string) *order.Order {
	at, lasts := order.Tick(by, q.Now)
	if !q.cached || !lasts {
		return &order.Order{}
	}
	return q.Orders.Get(order.Key{Channel: q.channel, By: by, Tick: at, Filters: filters})
}

// sorted returns a function that reads the first videos of the made world in the order of the list.
func (q query) sorted() func(n int) []order.Ranked {
	by := q.by
	if by == "relevance" {
		by = "recent" // filtered splits it
	}
	r := q.order(by, "")
	last := q.Now.Year()
	more := func(r *order.Order) order.State {
		if q.years(r, by, catalogue.FirstYear, last) == order.Stopped {
			return order.Stopped
		}
		return order.Ended
	}
	switch by { // these are made year by year: most lists need no more than the first
	case "recent":
		more = func(r *order.Order) order.State { return q.nextYear(r, by, last-r.At) }
	case "old":
		more = func(r *order.Order) order.State { return q.nextYear(r, by, catalogue.FirstYear+r.At) }
	case "visited", "least-visited": // summing up the plays of a video takes long
		more = func(r *order.Order) order.State { return q.nextVisited(r, by) }
	}
	return func(n int) []order.Ranked { return r.First(n, more) }
}

func (q query) nextYear(r *order.Order, by string, year int) order.State {
	if year < catalogue.FirstYear || year > q.Now.Year() {
		return order.Ended
	}
	state := q.years(r, by, year, year)
	if state == order.Open {
		r.At++
	}
	return state
}

// years adds the videos of some years to an order. Equal ones are in the order of the channels.
func (q query) years(r *order.Order, by string, from, to int) order.State {
	var all []order.Ranked
	key, v := sortKey(q.Call, by), object.Untouched(q.Call)
	for _, ch := range q.channels {
		for year := from; year <= to; year++ {
			if !q.Live() {
				return order.Stopped
			}
			made := ch.Made(year)
			all = slices.Grow(all, len(made))
			for i := range made {
				v.Video = &made[i]
				all = append(all, order.Ranked{Rank: key(v), Video: v.Video})
			}
		}
	}
	if by == "recent" { // the opposite of how they are, which this sees at once
		slices.SortFunc(all, q.compare())
	} else {
		slices.SortStableFunc(all, byKey(by))
	}
	r.Videos = append(r.Videos, all...)
	return order.Open
}

// nextVisited adds videos to an order by views.
func (q query) nextVisited(r *order.Order, by string) order.State {
	now := world.HourOf(q.Now)
	if r.At == 0 {
		r.At++
		var all []order.Ranked
		for _, ch := range q.channels {
			for year := catalogue.FirstYear; year <= q.Now.Year(); year++ {
				made := ch.Made(year)
				for i := range made {
					all = append(all, order.Ranked{Rank: leastRank(&made[i], by, now, 0), Video: &made[i]})
				}
			}
		}
		r.Await(all)
	}
	if !q.Live() {
		return order.Stopped
	}
	key, v := sortKey(q.Call, by), object.Untouched(q.Call)
	counted := func(video *world.Video) int64 { return leastRank(video, by, now, world.CountedDays) }
	exact := func(video *world.Video) int64 {
		v.Video = video
		return key(v)
	}
	return r.Compute(100, counted, exact)
}

// leastRank returns a rank by views that is at most the video's own. The more days it counts, the nearer it is.
func leastRank(v *world.Video, by string, now world.Hour, countedDays world.Day) int64 {
	least, most, ok := world.EstimateViews(v, now, countedDays)
	switch {
	case !ok:
		return math.MinInt64
	case by == "visited":
		return -most
	default:
		return least
	}
}

// filtered returns a function that reads the first of the sorted videos that the fixed filters keep.
func (q query) filtered() func(n int) []order.Ranked {
	all := q.sorted()
	if len(q.fixed) == 0 {
		return all
	}
	r := q.order(q.by, q.text)
	fits := func(*object.Video) bool { return true }
	if q.by == "relevance" { // first those that have it in their titles, then the others
		fits = fitting(q.Call)
	}
	key, v := sortKey(q.Call, q.by), object.Untouched(q.Call)
	more := func(r *order.Order) order.State {
		from := all(r.At + 1)
		switch {
		case !q.Live():
			return order.Stopped
		case r.At == len(from):
			r.Videos, r.Later = append(r.Videos, r.Later...), nil
			return order.Ended
		}
		for _, e := range from[r.At:min(len(from), r.At+1000)] {
			r.At++
			if v.Video = e.Video; !q.fix(v) {
				continue
			}
			if q.by == "relevance" {
				e.Rank = key(v)
			}
			if fits(v) {
				r.Videos = append(r.Videos, e)
			} else {
				r.Later = append(r.Later, e)
			}
		}
		return order.Open
	}
	return func(n int) []order.Ranked { return r.First(n, more) }
}
