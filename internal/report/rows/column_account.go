package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
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
