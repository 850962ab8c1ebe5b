package report

import (
	"cmp"
	"slices"

	"github.com/dailymock/dailymock/internal/world"
)

// A scope is the part of the world that one report is about: which videos, which
// days, and which of their plays count, and for whom.
type scope struct {
	world    *world.World
	from, to world.Day
	before   world.Hour // plays of this hour and later were not known when the report was asked for
	product  Product
	moment   world.Moment // what users changed until then is seen

	videos    []*subject
	audiences []*audience
	channels  []*world.Channel // whom plays can be credited to, by slug; -1 is nobody

	bySite       bool // only plays on one site count
	target       int  // the only channel whose plays count; -1 for all
	monetization int  // the only monetisation that counts; -1 for all
}

// A subject is a video in a scope.
type subject struct {
	*world.Video
	place    int // in scope.videos
	audience *audience
	owner    int // its owner and its claimer in scope.channels, where they are the account's
	claimer  int
}

// An audience is what the sites that a channel's videos are watched on mean in
// a scope.
type audience struct {
	place   int // in scope.audiences
	channel *world.Channel
	spots   []spot // by Cluster.Site
}

// A spot is one site in the audience of a channel.
type spot struct {
	*world.Site
	place     int  // among all spots of the scope
	publisher int  // in scope.channels, where it is the account's; -1 otherwise
	kept      bool // the domain filter lets it through

	gone []world.Hour // from when on its players are no longer there; nil where all are
}

// at is where the walk over a scope stands: one cluster of plays.
type at struct {
	scope   *scope
	day     int // since scope.from
	video   *subject
	spot    *spot
	credit  int // in scope.channels: for whom the plays count
	cluster *world.Cluster
}

// newScope finds out what a ticket's report is about.
func newScope(w *world.World, t ticket) *scope {
	r := t.request
	s := &scope{
		world: w,
		from:  world.DayOf(r.Start), to: world.DayOf(r.End), before: world.HourOf(t.created),
		moment:  world.Moment{Time: t.created, Edits: t.edits},
		product: r.Product, target: -1, bySite: r.Filters.VisitorDomainGroup != "",
		monetization: slices.Index(monetizationOrder, r.Filters.MonetizationType),
	}
	s.channels = t.channels(w)
	if slug := r.Filters.ChannelSlug; slug != "" {
		s.target = s.channel(slug)
		if s.target < 0 {
			return s
		}
	}
	s.cast(w, r.Filters)
	return s
}

// monetizationOrder has the filter's values as world.Cluster numbers them.
var monetizationOrder = []MonetizationType{world.ByClaim: ClaimMonetization, world.ByVideo: VideoMonetization, world.ByWebsite: WebsiteMonetization}

// ownChannels are the account's, with those that the filters name and nobody
// else has, sorted by slug.
func ownChannels(w *world.World, a world.Account, f Filters) []*world.Channel {
	own := w.Own(a)
	for _, slug := range []string{f.ChannelSlug, f.VideoOwnerChannelSlug} {
		if c, err := w.Channel(slug); err == nil && w.Owns(a, c) {
			own = append(own, c)
		}
	}
	slices.SortFunc(own, func(a, b *world.Channel) int { return cmp.Compare(a.Slug, b.Slug) })
	return slices.CompactFunc(own, func(a, b *world.Channel) bool { return a.Slug == b.Slug })
}

// channel returns the place of a slug in channels, or -1.
func (s *scope) channel(slug string) int {
	return slices.IndexFunc(s.channels, func(c *world.Channel) bool { return c.Slug == slug })
}

// cast collects the videos whose plays can count: the account's own and, for
// the products that look beyond them, those of every listed channel.
func (s *scope) cast(w *world.World, f Filters) {
	candidates := slices.Clone(s.channels)
	if s.product != Content {
		candidates = append(candidates, notAside(w.Channels())...)
	}
	seen := map[*world.Channel]bool{}
	last := min(s.to, world.Day(s.before/24))
	for _, c := range candidates {
		if seen[c] || f.VideoOwnerChannelSlug != "" && f.VideoOwnerChannelSlug != c.Slug {
			continue
		}
		seen[c] = true
		s.audience(c, f)
		for _, v := range w.Placed(w.VideosAt(c, last, s.moment), s.moment) {
			if f.MediaType == "" || (f.MediaType == Live) == v.Live {
				s.add(v)
			}
		}
	}
	slices.SortFunc(s.videos, func(a, b *subject) int { return cmp.Compare(a.ID, b.ID) })
	for i, v := range s.videos {
		v.place = i
	}
}

func notAside(channels []*world.Channel) []*world.Channel {
	return slices.DeleteFunc(channels, func(c *world.Channel) bool { return c.Aside })
}

func (s *scope) audience(c *world.Channel, f Filters) {
	a := &audience{place: len(s.audiences), channel: c}
	spots := 0
	for _, earlier := range s.audiences {
		spots += len(earlier.spots)
	}
	for i, site := range c.Sites() {
		a.spots = append(a.spots, spot{
			Site: site, place: spots + i, publisher: s.own(site.Publisher),
			kept: f.VisitorDomainGroup == "" || f.VisitorDomainGroup == site.Domain,
			gone: s.world.PlayersGone(site, s.moment),
		})
	}
	s.audiences = append(s.audiences, a)
}

// add puts a video of the newest audience into the scope.
func (s *scope) add(v *world.Video) {
	s.videos = append(s.videos, &subject{
		Video: v, audience: s.audiences[len(s.audiences)-1],
		owner: s.own(v.Owner), claimer: s.own(v.Claimer()),
	})
}

// own returns the place of one of the account's channels, -1 for any other.
func (s *scope) own(c *world.Channel) int {
	if c == nil {
		return -1
	}
	return slices.Index(s.channels, c)
}

// credits tells for whom a cluster counts in the report's product, -1 for
// nobody. CONTENT credits the owner of the video, CLAIM its claimer, EMBED the
// publisher of the page; ALL counts every play once, in that order.
func (s *scope) credits(v *subject, p *spot, c *world.Cluster) int {
	claimed := -1
	if c.Monetization == world.ByClaim {
		claimed = v.claimer
	}
	switch s.product {
	case Claim:
		return claimed
	case Embed:
		return p.publisher
	case All:
		return first(v.owner, claimed, p.publisher)
	default:
		return v.owner
	}
}

// first is the first of three that is not negative.
func first(a, b, c int) int {
	switch {
	case a >= 0:
		return a
	case b >= 0:
		return b
	default:
		return c
	}
}

// days counts the days of the report.
func (s *scope) days() int { return int(s.to-s.from) + 1 }

// visit calls count for each cluster of a's video and day that belongs to the
// report. buf is for reuse; the grown one is returned.
func (s *scope) visit(buf []world.Cluster, a *at, count func(*at)) []world.Cluster {
	buf = a.video.Clusters(buf[:0], s.from+world.Day(a.day), s.before)
	for i := range buf {
		c := &buf[i]
		p := &a.video.audience.spots[c.Site]
		if !p.kept || s.monetization >= 0 && s.monetization != int(c.Monetization) {
			continue
		}
		a.credit = s.credits(a.video, p, c)
		if a.credit < 0 || s.target >= 0 && s.target != a.credit {
			continue
		}
		if c.Player > 0 && p.gone != nil && p.gone[c.Player-1] <= a.hour(c) {
			c.Player = 0
		}
		a.spot, a.cluster = p, c
		count(a)
	}
	return buf
}

// hour is that of a cluster of a's day.
func (a *at) hour(c *world.Cluster) world.Hour {
	return world.Hour(a.date())*24 + world.Hour(c.Hour)
}

// visitEvents calls count for what happened to a's video on its day without any
// viewer. That counts for the owner, and has no site and no monetisation that a
// filter could name.
func (s *scope) visitEvents(buf []world.Cluster, a *at, stored bool, count func(*at)) []world.Cluster {
	if s.bySite || s.monetization >= 0 || s.product == Embed || s.product == Claim {
		return buf
	}
	a.credit, a.spot = a.video.owner, nil
	if a.credit < 0 || s.target >= 0 && s.target != a.credit {
		return buf
	}
	buf = a.video.Events(buf[:0], a.date(), s.before, stored)
	for i := range buf {
		a.cluster = &buf[i]
		count(a)
	}
	return buf
}

// known is the last day of the report of which anything is known, counted from
// its first; negative where nothing is.
func (s *scope) known() int { return int((s.before-1)/24) - int(s.from) }

// played tells whether the cluster is of plays.
func (a *at) played() bool { return a.cluster.Kind == world.Played }
