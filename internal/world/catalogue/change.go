package catalogue

import (
	"time"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Change is what users made different in a video. A nil field leaves what the video had.
type Change struct {
	Title      *string
	Tags       *[]string
	Duration   *int
	Live       *bool
	Visibility *uint8 // index into Visibilities
	Deleted    bool
	Closed     Spans
	Blocked    Blocks
}

// With returns another video with the same id, as a change left it.
func (v *Video) With(c Change) *Video {
	other := *v
	other.memo = new(memo)
	if c.Title != nil {
		other.title = c.Title
	}
	if c.Tags != nil {
		other.tags, other.tagCount = c.Tags, len(*c.Tags)
	}
	if c.Duration != nil {
		other.Duration = *c.Duration
	}
	if c.Live != nil {
		other.Live = *c.Live
	}
	if c.Visibility != nil {
		other.visibility = *c.Visibility + 1
	}
	other.deleted, other.Closed, other.Blocked = c.Deleted, c.Closed, c.Blocked
	return &other
}

// Upload returns the seq-th video that users uploaded to a channel. It draws who watches it from its id.
func (c *Channel) Upload(id string, created time.Time, seq int) *Video {
	v := &Video{
		ID: id, Owner: c, Created: created, Seed: hash.SumString(c.Seed, id), title: new(string), tags: new([]string),
	}
	v.seq, v.first = videosPerYear+seq, DayOf(created) // after those of the made world
	v.Popularity, v.Fade = appeal(c.audience, false, hash.Sum64(v.Seed))
	return v
}
