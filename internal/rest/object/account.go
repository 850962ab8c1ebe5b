package object

import (
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/world"
)

// partnerFields are those of a video that only partners may write
// (docs/spec/rest-fields.json). Who is a partner stands in the user's field partner, and
// everybody is until that is written.
var partnerFields = []string{"advertising_custom_target", "expiry_date", "geoblocking", "publish_date"}

func (c userCall) isPartner(ch *world.Channel) bool { return c.User(ch).edit.Partner.Or(true) }

// partnersOnly refuses what others may not write. That they cannot choose a
// picture is not told them (docs/spec/rest.md#writing-videos).
func (c userCall) partnersOnly(owner *world.Channel, values catalog.Form) error {
	if c.isPartner(owner) {
		return nil
	}
	for _, name := range partnerFields {
		if values[name] != nil {
			return reply.Forbidden("Insufficient rights for the `%s' parameter: it is for partners", name)
		}
	}
	delete(values, "thumbnail_url")
	return nil
}

// limits are what an account may upload (docs/spec/rest.md#quotas). The channels of
// partners have those of premium creators, all others the standard ones.
type limits struct {
	seconds, bytes int64 // of one video
	videos         int   // in 24 hours
	total          int64 // seconds in 24 hours
}

var (
	standard = limits{7200, 4 << 30, 15, 36000}
	premium  = limits{anyLength, upload.MaxFile, 96, anyLength}
)

// anyLength stands for no limit: a year, in seconds.
const anyLength = 365 * 86400

func limitsOf(ch *world.Channel) limits {
	if ch.Partner != nil {
		return premium
	}
	return standard
}

func (l limits) item() reply.Item {
	return reply.ItemOf("video_duration", l.seconds, "video_size", l.bytes)
}

// checkQuota counts what was created in the last 24 hours. It is looked at when
// a video is created, not when its bytes come in.
func (c videoWriting) checkQuota(ch *world.Channel, src world.Source) error {
	if c.NoUploadQuota {
		return nil
	}
	l := limitsOf(ch)
	n, seconds := c.World.UploadedSince(ch, c.Now.Add(-24*time.Hour), c.Moment)
	if src.Checksum != "" { // a stream's file has no length yet
		seconds += src.Seconds
	}
	if n >= l.videos || seconds > l.total {
		return reply.UploadLimit()
	}
	return nil
}

// An auth is what GET /auth tells of the caller (docs/spec/oauth.md#auth).
type auth struct{ *user }

func (*auth) noun() string { return "auth" }

func (a *auth) read(c *Call, name string) any {
	switch name {
	case "scope":
		if c.Grant != nil && c.Grant.Scopes != nil {
			return c.Grant.Scopes
		}
		return []string{}
	case "roles":
		if c.Grant != nil && c.Grant.Roles != nil {
			return c.Grant.Roles
		}
		return []string{}
	}
	if a.user == nil {
		return nil
	}
	return a.user.read(c, name)
}

// DescribeToken answers GET /auth. Without a token it describes nobody; a
// private key, or a user whom a closed world has no channel for, stands for the
// first channel of its organisation (docs/spec/oauth.md#auth).
func DescribeToken(c *Call, _ []string) (any, error) {
	a := &auth{}
	if c.Grant != nil {
		if me, err := c.Rights().Me(); err == nil {
			a.user = c.Users().User(me)
		} else if own := c.World.Own(c.Grant.Account()); len(own) > 0 {
			a.user = c.Users().User(own[0])
		}
	}
	return c.asked(a)
}
