package object

import (
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// limits bound the uploads of an account (docs/spec/rest.md#quotas). Channels of partners have the limits of premium
// creators, all others the standard ones.
type limits struct {
	seconds, bytes int64 // of one video
	videos         int   // in 24 hours
	total          int64 // seconds in 24 hours
}

var (
	standard = limits{7200, 4 << 30, 15, 36000}
	premium  = limits{anyLength, upload.MaxFile, 96, anyLength}
)

// anyLength means no limit: a year, in seconds.
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

// checkQuota counts the videos that were created in the last 24 hours. It is called when a video is created, not when
// its bytes arrive.
func checkQuota(c *Call, ch *world.Channel, src edits.Source) error {
	if c.NoUploadQuota {
		return nil
	}
	l := limitsOf(ch)
	n, seconds := c.World.UploadedSince(ch, c.Now.Add(-24*time.Hour), c.Moment())
	if src.Checksum != "" { // a stream's file has no length yet
		seconds += src.Seconds
	}
	if n >= l.videos || seconds > l.total {
		return reply.UploadLimit()
	}
	return nil
}
