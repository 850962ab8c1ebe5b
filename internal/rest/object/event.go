package object

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/webhook"
)

// The events that a user's webhook can subscribe to (docs/spec/rest.md#webhooks).
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

var hookEvents = []string{
	videoCreated, videoDeleted, videoPublished, videoComplete, formatReady, formatProcessing, formatError, formatDeleted,
}

// checkWebhook returns an error if a form names an unknown event.
func checkWebhook(values catalog.Form) error {
	text, _ := values["webhook_events"].(string)
	for _, name := range catalog.CommaList(text) {
		if err := OneOf(catalog.Param{Name: "webhook_events", Value: name}, hookEvents...); err != nil {
			return err
		}
	}
	return nil
}

// The conditions of events; each is evaluated at the time of its event.
const (
	ifExists  = "exists"
	ifVisible = "visible"
	ifExpired = "expired"
)

// announceNew queues the events of a new video.
func announceNew(c *Call, v *Video) {
	announce(c, v, videoCreated, c.Now, "")
	announceEncoding(c, v)
}

// announceEncoding queues the events of encoding, for a video whose source was just named.
func announceEncoding(c *Call, v *Video) {
	encoding, done := c.Now.Add(c.Waits), c.Now.Add(c.Waits+c.Encodes)
	announce(c, v, formatProcessing, encoding, ifExists)
	if v.Edit.Source.Failure != "" {
		announce(c, v, formatError, done, ifExists)
		return
	}
	announce(c, v, formatReady, done, ifExists)
	announce(c, v, videoComplete, done, ifExists)
	announceDates(c, v, done)
}

// announceEdit queues the events that follow from an edit: that the video is published, and its new dates.
func announceEdit(c *Call, before, v *Video) {
	if !before.Edit.Source.Named.Equal(v.Edit.Source.Named) {
		announceEncoding(c, v)
		return
	}
	if !before.Encoding.encoded || !v.Encoding.Published {
		return
	}
	if before.Hidden() && !v.Hidden() {
		announce(c, v, videoPublished, c.Now, ifVisible)
	}
	announceDates(c, v, c.Now)
}

// announceDates queues when a video becomes visible, after it was encoded or edited at a time, and when it is deleted
// because it has expired.
func announceDates(c *Call, v *Video, encoded time.Time) {
	at := encoded
	if from, ok := v.Edit.PublishDate.Get(); ok && from > encoded.Unix() {
		at = time.Unix(from, 0)
	}
	if at.After(c.Now) {
		announce(c, v, videoPublished, at, ifVisible)
	}
	if end, ok := v.Edit.Deletion(c.ExpiryGrace); ok && end.After(c.Now) {
		announce(c, v, formatDeleted, end, ifExpired)
		announce(c, v, videoDeleted, end, ifExpired)
	}
}

// announceEnd queues the events of a video that its owner has deleted.
func announceEnd(c *Call, v *Video) {
	announce(c, v, formatDeleted, c.Now, "")
	announce(c, v, videoDeleted, c.Now, "")
}

// announce queues an event if the owner of the video has subscribed to it.
func announce(c *Call, v *Video, event string, at time.Time, condition string) {
	owner := v.Owner
	hook := c.User(owner).Edit
	target, wants := hook.WebhookURL.Or(""), hook.WebhookEvents.Or("")
	if c.Webhooks == nil || target == "" || !slices.Contains(catalog.CommaList(wants), event) {
		return
	}
	c.Webhooks.Add(webhook.Event{
		Source: webhookSource, Type: event, Subject: v.ID, Owner: owner.ID(), URL: target, At: at, If: condition,
	})
}

// Body returns what an event posts, or false if its condition does not hold.
func (s *Core) Body(e webhook.Event) (body []byte, ok bool) {
	data := reply.ItemOf("owner_id", e.Owner, "video_id", e.Subject)
	if status, ok := strings.CutPrefix(e.Type, "video.format."); ok {
		data = append(data, reply.ItemOf("preset", "mp4_h264_aac", "status", status)...)
	}
	body = reply.Append(nil, reply.ItemOf("type", e.Type, "timestamp", e.At.UnixMilli(), "data", data))
	return body, e.If == "" || s.holds(e)
}

// holds evaluates a condition at the time of its event. A video that is gone fulfils none.
func (s *Core) holds(e webhook.Event) bool {
	c := s.NewCall(context.Background(), e.At)
	found, err := s.World.Video(e.Subject, c.Moment())
	if err != nil {
		return false
	}
	v := c.View(found)
	switch e.If {
	case ifVisible:
		return v.Encoding.status != deleted && !v.Hidden()
	case ifExpired:
		return v.Encoding.status == deleted
	}
	return v.Encoding.status != deleted
}
