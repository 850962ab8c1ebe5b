package rest

import (
	"slices"
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

// announceNew tells of a new video.
func (c *call) announceNew(v *video) {
	c.announce(v, videoCreated, c.now, nil)
	c.announceStages(v)
}

// announceStages tells of the stages of a video whose source was just named.
func (c *call) announceStages(v *video) {
	encoding, done := c.now.Add(c.Waits), c.now.Add(c.Waits+c.Encodes)
	c.announce(v, formatProcessing, encoding, isThere)
	if v.state.Values["status"] != nil {
		c.announce(v, formatError, done, isThere)
		return
	}
	c.announce(v, formatReady, done, isThere)
	c.announce(v, videoComplete, done, isThere)
	c.announceDates(v, done)
}

// announceEdit tells where a video is published by an edit, and of the dates that
// it has now.
func (c *call) announceEdit(before, v *video) {
	if before.state.Values[sourceTime] != v.state.Values[sourceTime] {
		c.announceStages(v)
		return
	}
	if !before.stage.encoded || !v.stage.published {
		return
	}
	if c.hidden(before) && !c.hidden(v) {
		c.announce(v, videoPublished, c.now, isSeen)
	}
	c.announceDates(v, c.now)
}

// announceDates tells when a video is first seen, after a moment at which it has
// been encoded or, where it was already, was edited; and when it is deleted since
// it has expired.
func (c *call) announceDates(v *video, encoded time.Time) {
	at := encoded
	if from, ok := v.state.Values["publish_date"].(int64); ok && from > encoded.Unix() {
		at = time.Unix(from, 0)
	}
	if at.After(c.now) {
		c.announce(v, videoPublished, at, isSeen)
	}
	if end, ok := c.deletion(v.state); ok && end.After(c.now) {
		c.announce(v, formatDeleted, end, isExpired)
		c.announce(v, videoDeleted, end, isExpired)
	}
}

// announceEnd tells of a video that its owner deleted.
func (c *call) announceEnd(v *video) {
	c.announce(v, formatDeleted, c.now, nil)
	c.announce(v, videoDeleted, c.now, nil)
}

// What has to be so at the time of an event for it to be told.
func isThere(_ *call, v *video) bool { return v != nil && v.stage.status != deleted }
func isSeen(c *call, v *video) bool  { return isThere(c, v) && !c.hidden(v) }
func isExpired(_ *call, v *video) bool {
	return v != nil && v.stage.status == deleted
}

// announce queues an event, if the owner of a video wants to hear of it. still
// is asked then whether it is so; nil is for what has happened.
func (c *call) announce(v *video, event string, at time.Time, still func(*call, *video) bool) {
	owner := v.Owner
	state, _ := c.World.State(world.Users, owner.ID(), c.moment)
	target, _ := state.Values["webhook_url"].(string)
	wants, _ := state.Values["webhook_events"].(string)
	if c.Hooks == nil || target == "" || !slices.Contains(commaList(wants), event) {
		return
	}
	data := item{{"owner_id", owner.ID()}, {"video_id", v.ID}}
	if preset, ok := strings.CutPrefix(event, "video.format."); ok {
		data = append(data, member{"preset", "mp4_h264_aac"}, member{"status", preset})
	}
	d := delivery{at: at, target: target, event: event, owner: owner.ID(), video: v.ID}
	d.body = appendValue(nil, item{{"type", event}, {"timestamp", at.UnixMilli()}, {"data", data}})
	if still != nil {
		d.still = func() bool { return c.stillSo(v.ID, at, still) }
	}
	c.Hooks.add(d)
}

// stillSo looks at a video as it is at a time to come; one that is gone is nil.
func (s *Surface) stillSo(id string, at time.Time, is func(*call, *video) bool) bool {
	later := &call{Surface: s, now: at, moment: s.World.Moment(at)}
	found, err := s.World.Video(id, later.moment)
	if err != nil {
		return is(later, nil)
	}
	return is(later, later.aVideo(found))
}
