package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// Where it was watched.
var siteColumns = map[edition.Dimension]func(*scope) column{
	"VISITOR_DOMAIN_GROUP": perSite(func(p siteView) string { return p.Domain }),
	"VISITOR_SUBDOMAIN":    subdomainColumn,
	"VISITOR_PAGE_URL":     pageColumn,

	"PLAYER_ID":          perPlayer(func(_ *scope, site *world.Site, i int) string { return site.Players()[i] }),
	"PLAYER_TITLE":       perPlayer(func(s *scope, site *world.Site, i int) string { return s.world.PlayerTitle(site, i, s.edits) }),
	"PLAYER_TYPE":        perPlay(plays.PlayerTypes, func(a *cursor) int { return int(a.cluster.PlayerType()) }),
	"PLAYER_SIZE":        perPlay(plays.PlayerSizes, func(a *cursor) int { return int(a.cluster.PlayerSize()) }),
	"PLAYER_SIZE_BUCKET": perPlay(plays.SizeBuckets, func(a *cursor) int { return int(a.cluster.SizeBucket()) }),

	"PUBLISHER_ID":      perPublisher(func(c *world.Channel) string { return c.ID() }),
	"PUBLISHER_CHANNEL": perPublisher(func(c *world.Channel) string { return c.Slug }),
	"PUBLISHER_OR_PARENT_USERNAME": perPublisher(func(c *world.Channel) string {
		return userOrParent(c)
	}),
}

// allSites are all spots of the scope, each at its place.
func (s *scope) allSites() []siteView {
	var all []siteView
	for _, a := range s.siteSets {
		all = append(all, a.views...)
	}
	return all
}

// perSite is a dimension that depends on the site alone.
func perSite(value func(siteView) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		for _, p := range s.allSites() {
			values = append(values, value(p))
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int {
			if !a.isPlay() {
				return codes[0]
			}
			return codes[1+a.site.index]
		}}
	}
}

// perPublisher is a dimension of the channel that embeds on the site, empty for
// a site that is no channel's.
func perPublisher(value func(*world.Channel) string) func(*scope) column {
	return perSite(func(p siteView) string {
		if p.Publisher == nil {
			return ""
		}
		return value(p.Publisher)
	})
}

func subdomainColumn(s *scope) column {
	return perPage(s, (*world.Site).Subdomain, func(*video) string { return world.OwnHost })
}

// pageColumn has the pages of all sites and, on the vendor's own, one page for
// each video.
func pageColumn(s *scope) column {
	return perPage(s, (*world.Site).Page, func(v *video) string { return v.PageURL() })
}

// perPage is a dimension that depends on the page, and on the video where the
// site is the vendor's own.
func perPage(s *scope, value func(*world.Site, int) string, own func(*video) string) column {
	values := []string{""}
	for _, v := range s.videos {
		values = append(values, own(v))
	}
	spots := s.allSites()
	starts := make([]int, len(spots))
	for i, p := range spots {
		starts[i] = len(values)
		for n := range p.Pages() {
			values = append(values, value(p.Site, n))
		}
	}
	texts, codes := dictionary(values, func(v string) string { return v })
	return column{texts: texts, code: func(a *cursor) int {
		switch {
		case !a.isPlay():
			return codes[0]
		case a.site.Own():
			return codes[1+a.video.index]
		default:
			return codes[starts[a.site.index]+int(a.cluster.Page)]
		}
	}}
}

// perPlayer is a dimension of the embedded players; the vendor's own pages have
// none, and an empty value.
func perPlayer(value func(*scope, *world.Site, int) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		spots := s.allSites()
		starts := make([]int, len(spots))
		for i, p := range spots {
			starts[i] = len(values)
			for n := range p.Players() {
				values = append(values, value(s, p.Site, n))
			}
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int {
			if a.cluster.Player == 0 {
				return codes[0]
			}
			return codes[starts[a.site.index]+int(a.cluster.Player)-1]
		}}
	}
}
