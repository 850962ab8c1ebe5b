package report

import "github.com/dailymock/dailymock/internal/world"

// Where it was watched.
var siteColumns = map[Dimension]func(*scope) column{
	"VISITOR_DOMAIN_GROUP": perSpot(func(p spot) string { return p.Domain }),
	"VISITOR_SUBDOMAIN":    subdomainColumn,
	"VISITOR_PAGE_URL":     pageColumn,

	"PLAYER_ID":          perPlayer(func(_ *scope, site *world.Site, i int) string { return site.Players()[i] }),
	"PLAYER_TITLE":       perPlayer(func(s *scope, site *world.Site, i int) string { return s.world.PlayerTitle(site, i, s.moment) }),
	"PLAYER_TYPE":        ofPlays(world.PlayerTypes, func(a *at) int { return int(a.cluster.PlayerType()) }),
	"PLAYER_SIZE":        ofPlays(world.PlayerSizes, func(a *at) int { return int(a.cluster.PlayerSize()) }),
	"PLAYER_SIZE_BUCKET": ofPlays(world.SizeBuckets, func(a *at) int { return int(a.cluster.SizeBucket()) }),

	"PUBLISHER_ID":      perPublisher(func(c *world.Channel) string { return c.ID() }),
	"PUBLISHER_CHANNEL": perPublisher(func(c *world.Channel) string { return c.Slug }),
	"PUBLISHER_OR_PARENT_USERNAME": perPublisher(func(c *world.Channel) string {
		return userOrParent(c)
	}),
}

// spots are all spots of the scope, each at its place.
func (s *scope) spots() []spot {
	var all []spot
	for _, a := range s.audiences {
		all = append(all, a.spots...)
	}
	return all
}

// perSpot is a dimension that depends on the site alone.
func perSpot(value func(spot) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		for _, p := range s.spots() {
			values = append(values, value(p))
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		return column{texts: texts, code: func(a *at) int {
			if !a.played() {
				return codes[0]
			}
			return codes[1+a.spot.place]
		}}
	}
}

// perPublisher is a dimension of the channel that embeds on the site, empty for
// a site that is no channel's.
func perPublisher(value func(*world.Channel) string) func(*scope) column {
	return perSpot(func(p spot) string {
		if p.Publisher == nil {
			return ""
		}
		return value(p.Publisher)
	})
}

func subdomainColumn(s *scope) column {
	return perPage(s, (*world.Site).Subdomain, func(*subject) string { return world.OwnHost })
}

// pageColumn has the pages of all sites and, on the vendor's own, one page for
// each video.
func pageColumn(s *scope) column {
	return perPage(s, (*world.Site).Page, func(v *subject) string { return v.PageURL() })
}

// perPage is a dimension that depends on the page, and on the video where the
// site is the vendor's own.
func perPage(s *scope, value func(*world.Site, int) string, own func(*subject) string) column {
	values := []string{""}
	for _, v := range s.videos {
		values = append(values, own(v))
	}
	spots := s.spots()
	starts := make([]int, len(spots))
	for i, p := range spots {
		starts[i] = len(values)
		for n := range p.Pages() {
			values = append(values, value(p.Site, n))
		}
	}
	texts, codes := dictionary(values, func(v string) string { return v })
	return column{texts: texts, code: func(a *at) int {
		switch {
		case !a.played():
			return codes[0]
		case a.spot.Own():
			return codes[1+a.video.place]
		default:
			return codes[starts[a.spot.place]+int(a.cluster.Page)]
		}
	}}
}

// perPlayer is a dimension of the embedded players; the vendor's own pages have
// none, and an empty value.
func perPlayer(value func(*scope, *world.Site, int) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		spots := s.spots()
		starts := make([]int, len(spots))
		for i, p := range spots {
			starts[i] = len(values)
			for n := range p.Players() {
				values = append(values, value(s, p.Site, n))
			}
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		return column{texts: texts, code: func(a *at) int {
			if a.cluster.Player == 0 {
				return codes[0]
			}
			return codes[starts[a.spot.place]+int(a.cluster.Player)-1]
		}}
	}
}
