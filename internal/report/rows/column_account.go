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
	"PARENT_ACCOUNT_ID":       perCredit(parent((*world.Partner).ID)),
	"PARENT_ACCOUNT_USERNAME": perCredit(parent((*world.Partner).Username)),

	"VIDEO_OWNER_CHANNEL_SLUG": perOwner(func(c *world.Channel) string { return c.Slug }),
	"VIDEO_OWNER_ID":           perOwner((*world.Channel).ID),
	"VIDEO_OWNER_USERNAME":     perOwner((*world.Channel).Username),
	"OWNER_OR_PARENT_USERNAME": perOwner(userOrParent),

	"CLAIMER_CHANNEL":            perOwner(claimer(func(c *world.Channel) string { return c.Slug })),
	"CLAIMER_OR_PARENT_USERNAME": perOwner(claimer(userOrParent)),
}

// perCredit makes a dimension of the channel that the plays are credited to.
func perCredit(value func(*world.Channel) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.channels, value)
		return column{texts: texts, code: func(a *cursor) int { return codes[a.creditedTo] }}
	}
}

// perOwner makes a dimension of the channel that owns the video.
func perOwner(value func(*world.Channel) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.siteSets, func(a *siteSet) string { return value(a.channel) })
		return column{texts: texts, code: func(a *cursor) int { return codes[a.video.sites.index] }}
	}
}

// parent returns the empty text for a channel without a parent.
func parent(value func(*world.Partner) string) func(*world.Channel) string {
	return func(c *world.Channel) string {
		if p := c.Parent(); p != nil {
			return value(p)
		}
		return ""
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

// userOrParent returns the user name of the parent of a channel, or else its own.
func userOrParent(c *world.Channel) string {
	if p := c.Parent(); p != nil {
		return p.Username()
	}
	return c.Username()
}
