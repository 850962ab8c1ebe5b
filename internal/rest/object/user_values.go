package object

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// Read returns the value of a field.
func (u *User) Read(c *Call, name string) any {
	if value := userValues[name]; value != nil {
		return value(c, u)
	}
	if strings.HasPrefix(name, "revenues_") {
		return revenue(c, u.Channel, name)
	}
	value, _ := edits.Written(u.Edit, name)
	return value
}

// A userValue returns the value of a field of a user.
type userValue = func(*Call, *User) any

// userValues are the values of the fields that do not just hold what was written.
var userValues = merge(map[string]userValue{
	"id":         func(_ *Call, u *User) any { return u.ID() },
	"item_type":  func(*Call, *User) any { return "user" },
	"username":   func(_ *Call, u *User) any { return u.Username() },
	"screenname": func(_ *Call, u *User) any { return u.Edit.Screenname.Any(orNil(u.Name)) },
	"url":        func(_ *Call, u *User) any { return "https://www.dailymotion.com/" + u.Username() },
	"active":     func(*Call, *User) any { return "y" },
	"status":     func(*Call, *User) any { return "active" },
	"language":   func(_ *Call, u *User) any { return u.Edit.Language.Any(orNil(u.Language)) },
	"country":    func(_ *Call, u *User) any { return u.Edit.Country.Any(orNil(u.Country)) },
	"description": func(_ *Call, u *User) any {
		return u.Text("description", u.Description())
	},
	"created_time": func(c *Call, u *User) any { return Founded(c, u.Channel) },
	"partner":      func(_ *Call, u *User) any { return u.Edit.Partner.Or(true) },
	"verified":     func(_ *Call, u *User) any { return IsVerified(u.Channel) },
	"limits":       func(c *Call, u *User) any { return limitsOf(u.Channel).item() },

	"email":      func(_ *Call, u *User) any { return emailOf(u.Channel) },
	"first_name": firstName,
	"last_name":  lastName,
	"fullname": func(c *Call, u *User) any {
		first, _ := firstName(c, u).(string)
		last, _ := lastName(c, u).(string)
		return u.Text("fullname", first+" "+last)
	},
	"address": func(c *Call, u *User) any {
		return u.Text("address", u.Street())
	},
	"city": func(c *Call, u *User) any {
		return u.Text("city", u.Town())
	},
	"birthday": func(c *Call, u *User) any {
		return u.Edit.Birthday.Any(int64(c.World.Bounded("born "+u.Slug, 900000000)))
	},
	"gender": func(_ *Call, u *User) any { return u.Text("gender", "prefer-not-to-answer") },

	"website_url": func(_ *Call, u *User) any {
		return u.Text("website_url",
			"https://www."+u.Sites()[1].Domain)
	},
	"advanced_statistics":      no,
	"ban_from_partner_program": no,
	"username_update_required": no,
	"reposts_total":            func(*Call, *User) any { return int64(0) },

	"children_total":  func(c *Call, u *User) any { return len(c.ChildrenOf(u.Channel)) },
	"parent":          func(c *Call, u *User) any { return parentOf(c, u.Channel) },
	"following_total": func(c *Call, u *User) any { return countLinks(c, edits.Following, u.ID()) },
	"followers_total": func(c *Call, u *User) any { return followers(c, u) },
	"fans_total":      func(c *Call, u *User) any { return followers(c, u) },
	"is_following":    func(c *Call, u *User) any { return follows(c, u.ID()) },
	"playlists_total": func(c *Call, u *User) any { return len(PlaylistsOf(c, u.Channel)) },
	"videos_total":    func(c *Call, u *User) any { return countPublic(c, u.Channel) },
	"views_total":     func(c *Call, u *User) any { return ChannelViews(c, u.Channel) },
}, each(avatarSizes, func(_, size string) userValue {
	return func(c *Call, u *User) any { return userPicture(c, u, "avatar_url", u.Edit.Avatar) + "/" + size }
}), each(coverSizes, func(_, size string) userValue {
	return func(c *Call, u *User) any { return userPicture(c, u, "cover_url", u.Edit.Cover) + "/cover" + size }
}))

var (
	avatarSizes = map[string]string{
		"avatar_25_url": "25x25", "avatar_60_url": "60x60", "avatar_80_url": "80x80", "avatar_120_url": "120x120",
		"avatar_190_url": "190x190", "avatar_240_url": "240x240", "avatar_360_url": "360x360", "avatar_480_url": "480x480",
		"avatar_720_url": "720x720", "avatar_large_url": "120x120", "avatar_medium_url": "80x80",
		"avatar_small_url": "60x60", "avatar_url": "480x480",
	}
	coverSizes = map[string]string{
		"cover_100_url": "-x100", "cover_150_url": "-x150", "cover_200_url": "-x200", "cover_250_url": "-x250",
		"cover_url": "", "banner_url": "",
	}
)

func firstName(c *Call, u *User) any {
	return u.Text("first_name", drawn(c, "first "+u.Slug, "Ada", "Bela", "Chloé", "Dario", "Edda", "Farid"))
}

func lastName(c *Call, u *User) any {
	return u.Text("last_name", drawn(c, "last "+u.Slug, "Linden", "Marsh", "Noor", "Okafor", "Petit", "Rossi"))
}

func no(*Call, *User) any { return false }

func countPublic(c *Call, ch *world.Channel) int {
	n := 0
	for range PublicVideos(c, ch) {
		n++
	}
	return n
}

// userPicture returns the address of a user's picture. It changes when the picture is written.
func userPicture(c *Call, u *User, field string, edited edits.Optional[string]) string {
	base := c.mediaHost(u.ID()) + "/u/" + u.ID()
	if written, ok := edited.Get(); ok {
		base += "/" + c.letters(field+written)
	}
	return asset(c, base)
}

// drawn chooses one of a few words for a subject.
func drawn(c *Call, of string, words ...string) string {
	return words[c.World.Bounded(of, len(words))]
}

func followers(c *Call, u *User) int64 {
	return int64(c.World.Bounded("followers "+u.Slug, 40000)) + int64(countLinks(c, edits.Followers, u.ID()))
}

// parentOf returns the first parent, or nil.
func parentOf(c *Call, ch *world.Channel) any {
	for _, id := range c.ParentsOf(ch) {
		if parent, err := c.World.User(id); err == nil {
			return c.User(parent)
		}
	}
	return nil
}

// revenue reads a field such as revenues_video_last_week: dollars to six decimals, as reports count them. Earnings of
// paid content are not counted.
func revenue(c *Call, ch *world.Channel, name string) any {
	by, since, _ := strings.Cut(strings.TrimPrefix(name, "revenues_"), "_")
	monetization, ok := map[string]uint8{"claim": plays.ByClaim, "video": plays.ByVideo, "website": plays.ByWebsite}[by]
	if !ok {
		return dollars(0)
	}
	now := world.HourOf(c.Now)
	from := map[string]world.Hour{"last_day": now - 24, "last_week": now - 7*24, "last_month": now - 30*24}[since]
	if !c.SpendRevenue(c.World.Payers(ch, monetization)...) {
		return nil
	}
	return dollars(c.World.Revenue(c.Context(), ch, monetization, from, now, c.Moment()))
}

// dollars returns millionths of a dollar as a number.
func dollars(micro int64) reply.Raw {
	cents := (micro + 5000) / 10000
	return reply.Raw(fmt.Sprintf("%d.%02d", cents/100, cents%100))
}
