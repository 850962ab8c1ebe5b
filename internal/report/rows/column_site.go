package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// siteColumns are the dimensions of the site and the player.
var siteColumns = map[edition.Dimension]func(*scope) column{
	"VISITOR_DOMAIN_GROUP": perSite(func(p siteView) string { return p.Domain }),
	"VISITOR_SUBDOMAIN":    subdomainColumn,
	"VISITOR_PAGE_URL":     pageColumn,

	"PLAYER_ID": perPlayer(func(_ *scope, site *catalogue.Site, i int) string { return site.Players()[i] }),
	"PLAYER_TITLE": perPlayer(func(s *scope, site *catalogue.Site, i int) string {
		return s.world.PlayerTitle(site, i, s.edits)
	}),
	"PLAYER_TYPE":        playerTypeColumn,
	"PLAYER_SIZE":        sizeColumn(plays.PlayerSizes, same),
	"PLAYER_SIZE_BUCKET": sizeColumn(plays.SizeBuckets, plays.SizeBucketOf),

	"PUBLISHER_ID":                 perPublisher(func(c *world.Channel) string { return c.ID() }),
	"PUBLISHER_CHANNEL":            perPublisher(func(c *world.Channel) string { return c.Slug }),
	"PUBLISHER_OR_PARENT_USERNAME": perPublisherAndTime(userOrParent),
}

// allSites returns the views of all sites in the scope, each at its index.
func (s *scope) allSites() []siteView {
	var all []siteView
	for _, a := range s.siteSets {
		all = append(all, a.views...)
	}
	return all
}

// perSite makes a dimension that depends only on the site.
func perSite(value func(siteView) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		for _, p := range s.allSites() {
			values = append(values, value(p))
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		c := column{texts: texts, code: func(a *cursor) int {
			if !a.isPlay() {
				return codes[0]
			}
			return codes[1+a.site().index]
		}}
		c.addAll = s.drawBy(plays.SiteByte, anyVideo, func(set *siteSet, b uint8) int {
			return codes[1+set.views[set.channel.SiteWeights[b]].index]
		})
		return c
	}
}

func anyVideo(*video) bool { return true }

// perPublisher makes a dimension of the channel that embeds on the site, empty for the site of no channel.
func perPublisher(value func(*world.Channel) string) func(*scope) column {
	return perSite(func(p siteView) string {
		if p.Publisher == nil {
			return ""
		}
		return value(p.Publisher)
	})
}

func subdomainColumn(s *scope) column {
	return perPage(s, (*catalogue.Site).Subdomain, func(*video) string { return catalogue.OwnHost })
}

// pageColumn has the pages of all sites, and one page of the vendor's own site for each video.
func pageColumn(s *scope) column {
	return perPage(s, (*catalogue.Site).Page, func(v *video) string { return v.PageURL() })
}

// perPage makes a dimension that depends on the page, or on the video for the vendor's own site.
func perPage(s *scope, value func(*catalogue.Site, int) string, own func(*video) string) column {
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
	addAll := s.drawWithin(codes, plays.PageByte, anyVideo, func(p siteView) spot {
		if p.Own() {
			return spot{first: 1, perVideo: 1}
		}
		return spot{first: uint32(starts[p.index]), n: uint32(p.Pages())}
	})
	return column{texts: texts, addAll: addAll, code: func(a *cursor) int {
		switch {
		case !a.isPlay():
			return codes[0]
		case a.site().Own():
			return codes[1+a.video.index]
		default:
			return codes[starts[a.site().index]+int(a.cluster.Page(a.video.Video))]
		}
	}}
}

// perPlayer makes a dimension of the embedded players. It is empty for the vendor's own pages, which have none.
func perPlayer(value func(*scope, *catalogue.Site, int) string) func(*scope) column {
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
		addAll := s.drawWithin(codes, plays.PlayerByte, hasPlayers, func(p siteView) spot {
			if p.Pages() == 0 {
				return spot{}
			}
			return spot{first: uint32(starts[p.index]), n: uint32(len(p.Players()))}
		})
		return column{texts: texts, addAll: addAll, code: func(a *cursor) int {
			if a.cluster.Player(a.video.Video) == 0 {
				return codes[0]
			}
			return codes[starts[a.site().index]+int(a.cluster.Player(a.video.Video))-1]
		}}
	}
}

func playerTypeColumn(s *scope) column {
	c, codes := perPlay(plays.PlayerTypes, of((*plays.Cluster).PlayerType))(s), codesOf(plays.PlayerTypes)
	c.addAll = s.drawBy(plays.SiteByte, hasPlayers, func(set *siteSet, b uint8) int {
		return codes[1+plays.PlayerTypeOn(&set.channel.Rooms[set.channel.SiteWeights[b]])]
	})
	return c
}

// hasPlayers reports whether all players are there on all sites where a video is watched.
func hasPlayers(v *video) bool { return !v.sites.playersGone }

// A spot is where the codes of a site are: at first and, if perVideo is 1, as many places further as the video's index
// says; and then at one of n places, by a byte of the hash.
type spot struct{ first, perVideo, n uint32 }

// drawWithin makes column.addAll for a column that depends on the site, and on one more byte of the hash.
func (s *scope) drawWithin(
	codes []int, place uint, usual func(*video) bool, spotOf func(siteView) spot,
) func(*batch, []uint64, uint) bool {
	tables := make([][256]spot, len(s.siteSets))
	for i, set := range s.siteSets {
		for b := range tables[i] {
			tables[i][b] = spotOf(set.views[set.channel.SiteWeights[b]])
		}
	}
	return func(b *batch, keys []uint64, shift uint) bool {
		if !usual(b.video) {
			return false
		}
		spots := &tables[b.video.sites.index]
		for i := range keys {
			c := &b.clusters[i]
			at := &spots[c.Byte(plays.SiteByte)]
			code := codes[at.first+at.perVideo*uint32(b.video.index)+uint32(c.Byte(place))*at.n>>8]
			keys[i] |= uint64(code) << (shift & 63)
		}
		return true
	}
}
