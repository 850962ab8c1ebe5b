package rows

import (
	"sort"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// accountColumns are the dimensions of the credited channel, the owner of the video and its claimer.
var accountColumns = map[edition.Dimension]func(*scope) column{
	"CHANNEL_SLUG":            perCredit(func(c *world.Channel) string { return c.Slug }),
	"ACCOUNT_ID":              perCredit((*world.Channel).ID),
	"ACCOUNT_USERNAME":        perCredit((*world.Channel).Username),
	"PARENT_ACCOUNT_ID":       perCreditAndTime(parent((*world.Channel).ID)),
	"PARENT_ACCOUNT_USERNAME": perCreditAndTime(parent((*world.Channel).Username)),

	"VIDEO_OWNER_CHANNEL_SLUG": perOwner(func(c *world.Channel) string { return c.Slug }),
	"VIDEO_OWNER_ID":           perOwner((*world.Channel).ID),
	"VIDEO_OWNER_USERNAME":     perOwner((*world.Channel).Username),
	"OWNER_OR_PARENT_USERNAME": perOwnerAndTime(userOrParent),

	"CLAIMER_CHANNEL":            perOwner(claimer(func(c *world.Channel) string { return c.Slug })),
	"CLAIMER_OR_PARENT_USERNAME": perOwnerAndTime(ofClaimer(userOrParent)),
}

// perCredit makes a dimension of the channel that the plays are credited to.
func perCredit(value func(*world.Channel) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.channels, value)
		return column{texts: texts, code: func(a *cursor) int { return codes[a.creditedTo] }, perVideo: true}
	}
}

// perOwner makes a dimension of the channel that owns the video.
func perOwner(value func(*world.Channel) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.siteSets, func(a *siteSet) string { return value(a.channel) })
		return column{texts: texts, code: func(a *cursor) int { return codes[a.video.sites.index] }, perVideo: true}
	}
}

// claimer returns the empty text for a channel whose videos are not claimed.
func claimer(value func(*world.Channel) string) func(*world.Channel) string {
	return func(c *world.Channel) string {
		if c.Claimer != nil {
			return value(c.Claimer)
		}
		return ""
	}
}

// ofClaimer is claimer for a value that depends on the parent.
func ofClaimer(value valueOfFamily) valueOfFamily {
	return func(c *world.Channel, parents parentsOf) []valueFrom {
		if c.Claimer == nil {
			return []valueFrom{{0, ""}}
		}
		return value(c.Claimer, parents)
	}
}

// Some dimensions of a channel name its parent, which changes when a channel is adopted or rejected.

// A valueFrom is a value that holds from an hour on.
type valueFrom struct {
	hour world.Hour
	text string
}

type (
	// parentsOf returns the parents of a channel, as world.World.Parentages does.
	parentsOf func(*world.Channel) []world.Parentage
	// A valueOfFamily returns the values of a channel, oldest first. The first holds from hour zero on.
	valueOfFamily func(*world.Channel, parentsOf) []valueFrom
)

func (s *scope) parents(c *world.Channel) []world.Parentage { return s.world.Parentages(c, s.edits) }

// parent is a value of a channel's parent, empty for none.
func parent(value func(*world.Channel) string) valueOfFamily {
	return func(c *world.Channel, parents parentsOf) (values []valueFrom) {
		for _, p := range parents(c) {
			text := ""
			if p.Parent != nil {
				text = value(p.Parent)
			}
			values = append(values, valueFrom{p.From, text})
		}
		return values
	}
}

// userOrParent is the user name of the parent of a channel, or else its own.
func userOrParent(c *world.Channel, parents parentsOf) []valueFrom {
	values := parent((*world.Channel).Username)(c, parents)
	for i := range values {
		if values[i].text == "" {
			values[i].text = c.Username()
		}
	}
	return values
}

// perCreditAndTime makes a dimension of the channel that the plays are credited to, and its parent then.
func perCreditAndTime(value valueOfFamily) func(*scope) column {
	return func(s *scope) column {
		c, codes := perTime(s, s.channels, value, func(a *cursor) int { return a.creditedTo })
		c.perVideo = codes != nil
		return c
	}
}

// perOwnerAndTime makes a dimension of the channel that owns the video, and its parent then.
func perOwnerAndTime(value valueOfFamily) func(*scope) column {
	return func(s *scope) column {
		var owners []*world.Channel
		for _, set := range s.siteSets {
			owners = append(owners, set.channel)
		}
		c, codes := perTime(s, owners, value, func(a *cursor) int { return a.video.sites.index })
		c.perVideo = codes != nil
		return c
	}
}

// perPublisherAndTime makes a dimension of the channel that embeds on the site, and its parent then. It is empty for
// the site of no channel.
func perPublisherAndTime(value valueOfFamily) func(*scope) column {
	return func(s *scope) column {
		publishers := []*world.Channel{nil}
		for _, site := range s.allSites() {
			publishers = append(publishers, site.Publisher)
		}
		c, codes := perTime(s, publishers, value, func(a *cursor) int {
			if !a.isPlay() {
				return 0
			}
			return 1 + a.site().index
		})
		if codes != nil {
			c.addAll = s.drawBy(plays.SiteByte, anyVideo, func(set *siteSet, b uint8) int {
				return codes[1+set.views[set.channel.SiteWeights[b]].index]
			})
		}
		return c
	}
}

// perTime makes a dimension of channels whose values may change. index returns the index of a cluster's channel. If no
// value changes, steady has the codes of the channels.
func perTime(
	s *scope, channels []*world.Channel, value valueOfFamily, index func(*cursor) int,
) (c column, steady []int) {
	var values []valueFrom
	ends := make([]int, len(channels)) // of the values of each channel
	for i, c := range channels {
		if c == nil {
			values = append(values, valueFrom{0, ""})
		} else {
			values = append(values, value(c, s.parents)...)
		}
		ends[i] = len(values)
	}
	texts, codes := dictionary(values, func(v valueFrom) string { return v.text })
	if len(codes) == len(channels) {
		return column{texts: texts, code: func(a *cursor) int { return codes[index(a)] }}, codes
	}
	return column{texts: texts, code: func(a *cursor) int {
		i := index(a)
		start := 0
		if i > 0 {
			start = ends[i-1]
		}
		own := values[start:ends[i]]
		if len(own) == 1 { // most channels never change their parent
			return codes[start]
		}
		hour := a.hour()
		return codes[start+sort.Search(len(own), func(i int) bool { return own[i].hour > hour })-1]
	}}, nil
}
