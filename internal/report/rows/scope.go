package rows

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A Query says which rows a report has.
type Query struct {
	Request     edition.Request
	Login       string       // of the account whose channels are counted
	Channel     string       // the slug of the only channel that is counted; "" means all of the account
	Moment      world.Moment // later plays and edits do not count
	Order       Order        // zero means by the dimensions
	RowsPerFile int
}

// channels returns the channels whose plays the report counts, sorted by slug: those of the account, and those that the
// filters name if they are the account's.
func (q Query) channels(w *world.World) []world.Managed {
	a := world.Account{Login: q.Login}
	if q.Channel != "" {
		return managed(w, a, q.Moment, q.Channel)
	}
	named := managed(w, a, q.Moment, q.Request.Filters.ChannelSlug, q.Request.Filters.VideoOwnerChannelSlug)
	all := append(w.Managed(a, q.Moment), named...)
	slices.SortFunc(all, func(a, b world.Managed) int { return cmp.Compare(a.Slug, b.Slug) })
	return slices.CompactFunc(all, func(a, b world.Managed) bool { return a.Slug == b.Slug })
}

// managed returns those of some channels that are an account's. The world of today may lack a channel.
func managed(w *world.World, a world.Account, m world.Moment, slugs ...string) (all []world.Managed) {
	for _, slug := range slugs {
		if c, err := w.Channel(slug); err == nil {
			if one, ok := w.ManagedBy(a, c, m); ok {
				all = append(all, one)
			}
		}
	}
	return all
}

// header returns the first line of each file.
func (q Query) header() string {
	var names []string
	for _, d := range q.Request.Dimensions {
		names = append(names, strings.ToLower(string(d)))
	}
	for _, m := range q.Request.Metrics {
		names = append(names, strings.ToLower(string(m)))
	}
	return strings.Join(names, ",") + "\n"
}

// An Order says which metric the rows of a report are ordered by. Rows with the same value, as the file shows it, are
// ordered by their dimensions, ascending.
type Order struct {
	By        edition.Metric // "": all rows by the dimensions, in the order that is cheapest to make
	Ascending bool           // the least first; descending otherwise
}

// MaxSorted is the most rows of a report that is ordered by a metric, since they are held in memory.
const MaxSorted = 1_000_000

// Check returns an error unless the order is by one of the metrics of a request.
func (o Order) Check(metrics []edition.Metric) error {
	if o.By != "" && !slices.Contains(metrics, o.By) {
		return edition.Refuse(edition.ErrParameter, "orderBy names %s, which is not among the metrics (%s)",
			edition.Clip(o.By), edition.FirstFew(metrics))
	}
	return nil
}

// A scope is the part of the world that a report covers: the videos, the days, which of their plays count, and for
// whom.
type scope struct {
	world    *world.World
	from, to world.Day
	until    world.Hour // plays of this hour and later were not known when the report was asked for
	product  edition.Product
	edits    world.Moment // what users changed until then is seen

	videos   []*video
	siteSets []*siteSet
	channels []*world.Channel  // whom plays can be credited to, by slug; -1 is no channel
	during   []catalogue.Spans // when each of them was the account's; nil for always
	bounded  bool              // one was not always

	bySite       bool // only plays on one site count
	target       int  // the only channel whose plays count; -1 for all
	monetization int  // the only monetisation that counts; -1 for all
}

// A video is a video of the world in a scope.
type video struct {
	*world.Video
	index   int // in scope.videos
	sites   *siteSet
	owner   int // its owner and its claimer in scope.channels, where they are the account's
	claimer int
	detail  int // the most clusters of plays in a day

	always bool // it is available all the time and everywhere
	steady bool // a world file says how often it is played a day
}

// A siteSet is the sites on which a channel's videos are watched, in a scope.
type siteSet struct {
	index   int // in scope.audiences
	channel *world.Channel
	views   []siteView // by Cluster.Site

	playersGone bool // from one of the sites
	published   bool // one of the sites is of an account's channel
}

// A siteView is one site of a siteSet.
type siteView struct {
	*catalogue.Site
	index     int  // among all spots of the scope
	publisher int  // in scope.channels, where it is the account's; -1 otherwise
	kept      bool // the domain filter lets it through

	playersGone []world.Hour // from when on its players are no longer there; nil where all are
}

// A cursor is the position of a walk over a scope: one cluster.
type cursor struct {
	scope      *scope
	day        int // since scope.from
	video      *video
	creditedTo int // in scope.channels: for whom the plays count
	cluster    *plays.Cluster
}

// newScope returns the scope of a query.
func newScope(w *world.World, q Query) *scope {
	r := q.Request
	s := &scope{
		world: w,
		from:  world.DayOf(r.Start), to: world.DayOf(r.End), until: world.HourOf(q.Moment.Time),
		edits:   q.Moment,
		product: r.Product, target: -1, bySite: r.Filters.VisitorDomainGroup != "",
		monetization: slices.Index(monetizationOrder, r.Filters.MonetizationType),
	}
	for _, c := range q.channels(w) {
		s.channels, s.during = append(s.channels, c.Channel), append(s.during, c.During)
		s.bounded = s.bounded || c.During != nil
	}
	if slug := r.Filters.ChannelSlug; slug != "" {
		s.target = s.channel(slug)
		if s.target < 0 {
			return s
		}
	}
	s.collectVideos(w, r.Filters)
	return s
}

// monetizationOrder has the values of the filter in the order of the numbers in plays.Cluster.
var monetizationOrder = []edition.MonetizationType{
	plays.ByClaim:   edition.ClaimMonetization,
	plays.ByVideo:   edition.VideoMonetization,
	plays.ByWebsite: edition.WebsiteMonetization,
}

// channel returns the index of a slug in channels, or -1.
func (s *scope) channel(slug string) int {
	return slices.IndexFunc(s.channels, func(c *world.Channel) bool { return c.Slug == slug })
}

// collectVideos collects the videos whose plays can count: the account's own, and those of all listed channels for the
// products that cover other channels.
func (s *scope) collectVideos(w *world.World, f edition.Filters) {
	candidates := slices.Clone(s.channels)
	if s.product != edition.Content {
		candidates = append(candidates, listedChannels(w.Channels())...)
	}
	seen := map[*world.Channel]bool{}
	last := min(s.to, world.Day(s.until/24))
	for _, c := range candidates {
		if seen[c] || f.VideoOwnerChannelSlug != "" && f.VideoOwnerChannelSlug != c.Slug {
			continue
		}
		seen[c] = true
		s.addSites(c, f)
		for _, v := range w.Placed(w.VideosAt(c, last, s.edits), s.edits) {
			if f.MediaType == "" || (f.MediaType == edition.Live) == v.Live {
				s.addVideo(v)
			}
		}
	}
	slices.SortFunc(s.videos, func(a, b *video) int { return cmp.Compare(a.ID, b.ID) })
	inOrder := make([]video, len(s.videos)) // side by side, since most walks go through them
	for i, v := range s.videos {
		inOrder[i] = *v
		inOrder[i].index = i
		s.videos[i] = &inOrder[i]
	}
}

func listedChannels(channels []*world.Channel) []*world.Channel {
	return slices.DeleteFunc(channels, func(c *world.Channel) bool { return c.Aside })
}

func (s *scope) addSites(c *world.Channel, f edition.Filters) {
	a := &siteSet{index: len(s.siteSets), channel: c}
	spots := 0
	for _, earlier := range s.siteSets {
		spots += len(earlier.views)
	}
	for i, site := range c.Sites() {
		a.views = append(a.views, siteView{
			Site: site, index: spots + i, publisher: s.indexOf(site.Publisher),
			kept:        f.VisitorDomainGroup == "" || f.VisitorDomainGroup == site.Domain,
			playersGone: s.world.PlayersGone(site, s.edits),
		})
		a.playersGone = a.playersGone || a.views[i].playersGone != nil
		a.published = a.published || a.views[i].publisher >= 0
	}
	s.siteSets = append(s.siteSets, a)
}

// addVideo adds a video of the latest siteSet.
func (s *scope) addVideo(v *world.Video) {
	s.videos = append(s.videos, &video{
		Video: v, sites: s.siteSets[len(s.siteSets)-1],
		owner: s.indexOf(v.Owner), claimer: s.indexOf(v.Claimer()),
		detail: v.Owner.Detail(),
		always: len(v.Closed) == 0 && v.Blocked == nil, steady: v.DailyPlays != nil,
	})
}

// indexOf returns the index of one of the account's channels, or -1 for others.
func (s *scope) indexOf(c *world.Channel) int {
	if c == nil {
		return -1
	}
	return slices.Index(s.channels, c)
}

// creditOf returns the channel that a cluster counts for in the product of the report, or -1. CONTENT credits the owner
// of the video, CLAIM its claimer, EMBED the publisher of the page; ALL counts every play once, in that order.
func (s *scope) creditOf(v *video, p *siteView, c *plays.Cluster, hour world.Hour) int {
	owner, claimed, publisher := v.owner, -1, p.publisher
	if v.claimer >= 0 && c.Monetization(v.Video) == plays.ByClaim {
		claimed = v.claimer
	}
	if s.bounded {
		owner, claimed, publisher = s.at(owner, hour), s.at(claimed, hour), s.at(publisher, hour)
	}
	switch s.product {
	case edition.Claim:
		return claimed
	case edition.Embed:
		return publisher
	case edition.All:
		return firstCredited(owner, claimed, publisher)
	default:
		return owner
	}
}

// at returns the index of a channel if it was the account's in an hour, or else -1.
func (s *scope) at(channel int, hour world.Hour) int {
	if channel < 0 || s.during[channel] != nil && !s.during[channel].In(hour) {
		return -1
	}
	return channel
}

// firstCredited returns the first of three that is not negative.
func firstCredited(a, b, c int) int {
	switch {
	case a >= 0:
		return a
	case b >= 0:
		return b
	default:
		return c
	}
}

// days returns the number of days of the report.
func (s *scope) days() int { return int(s.to-s.from) + 1 }

// site returns the site of the cluster.
func (a *cursor) site() *siteView { return &a.video.sites.views[a.cluster.Site(a.video.Video)] }

// hour returns the hour of the cluster. What lies in the store at the end of a day does so in its last known hour.
func (a *cursor) hour() world.Hour {
	if a.cluster.Kind == plays.Stored {
		return min(world.Hour(a.date())*24+23, a.scope.until-1)
	}
	return world.Hour(a.date())*24 + world.Hour(a.cluster.Hour)
}

// date returns a day of the report by its number.
func (s *scope) date(day int) world.Day { return s.from + world.Day(day) }

// lastKnownDay returns the last day of the report with known plays, counted from its first; negative for none.
func (s *scope) lastKnownDay() int { return int((s.until-1)/24) - int(s.from) }

// isPlay reports whether the cluster is of plays.
func (a *cursor) isPlay() bool { return a.cluster.Kind == plays.Played }
