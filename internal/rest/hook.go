package rest

import (
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// Events that a user's webhook may be told of (spec/rest.md §13).
const (
	videoCreated     = "video.created"
	videoDeleted     = "video.deleted"
	videoPublished   = "video.published"
	videoComplete    = "video.complete"
	formatReady      = "video.format.ready"
	formatProcessing = "video.format.processing"
	formatError      = "video.format.error"
	formatDeleted    = "video.format.deleted"
)

var hookEvents = []string{videoCreated, videoDeleted, videoPublished, videoComplete, formatReady, formatProcessing, formatError, formatDeleted}

// checkWebhook wants the events of a form to be known ones.
func checkWebhook(values world.Values) error {
	text, _ := values["webhook_events"].(string)
	for _, name := range commaList(text) {
		if err := oneOf(param{Name: "webhook_events", Value: name}, hookEvents...); err != nil {
			return err
		}
	}
	return nil
}

// announceNew tells of a new video, and of each of its stages when that comes.
func (c *call) announceNew(ch *world.Channel, id string, values world.Values) {
	c.announce(ch, videoCreated, id, c.now)
	encoding, done := c.now.Add(c.Waits), c.now.Add(c.Waits+c.Encodes)
	c.announce(ch, formatProcessing, id, encoding)
	if values["status"] != nil {
		c.announce(ch, formatError, id, done)
		return
	}
	c.announce(ch, formatReady, id, done)
	c.announce(ch, videoComplete, id, done)
	if values["published"] == true {
		c.announce(ch, videoPublished, id, done)
	}
}

// announceEdit tells where a video was published by an edit.
func (c *call) announceEdit(before *video) {
	after, err := c.World.Video(before.ID, c.moment)
	if err == nil && !before.stage.published && before.stage.encoded && c.aVideo(after).stage.published {
		c.announce(before.Owner, videoPublished, before.ID, c.now)
	}
}

// announce queues an event, if the owner of a video wants to hear of it.
func (c *call) announce(owner *world.Channel, event, id string, at time.Time) {
	state, _ := c.World.State(world.Users, owner.ID(), c.moment)
	target, _ := state.Values["webhook_url"].(string)
	wants, _ := state.Values["webhook_events"].(string)
	if c.Hooks == nil || target == "" || !strings.Contains(","+strings.Join(commaList(wants), ",")+",", ","+event+",") {
		return
	}
	data := item{{"owner_id", owner.ID()}, {"video_id", id}}
	if preset, ok := strings.CutPrefix(event, "video.format."); ok {
		data = append(data, member{"preset", "mp4_h264_aac"}, member{"status", preset})
	}
	body := appendValue(nil, item{{"type", event}, {"timestamp", at.UnixMilli()}, {"data", data}})
	c.Hooks.add(delivery{at: at, target: target, body: body, event: event, owner: owner.ID(), video: id})
}
