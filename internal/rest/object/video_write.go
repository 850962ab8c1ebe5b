package object

import (
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// CreateVideo handles POST /user/{id}/videos (docs/spec/rest.md#writing-videos).
func CreateVideo(c *Call, vars []string) (any, error) {
	ch, err := c.ChannelOf(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if err := c.needOver(ch, "manage_videos"); err != nil {
		return nil, err
	}
	values, err := videoForm(c, ch)
	if err != nil {
		return nil, err
	}
	if values["url"] == nil && values["mode"] != "live" {
		return nil, reply.Missing("url")
	}
	src, err := source(c, values, ch)
	if err != nil {
		return nil, err
	}
	if err := checkQuota(c, ch, src); err != nil {
		return nil, err
	}
	edit, err := settle(c, writeVideo(c, edits.VideoEdit{Source: src}, false, values), values)
	if err != nil {
		return nil, err
	}
	id, err := c.World.VideoEdits().Create(ch, "", c.Now, edit)
	if err != nil {
		return nil, err
	}
	c.seeEdits()
	v, err := c.Video(id, "id")
	if err != nil {
		return nil, err
	}
	announceNew(c, v)
	return c.Asked(v)
}

// CreateOwnVideo creates a video of the user who asks and returns it.
func CreateOwnVideo(c *Call, _ []string) (any, error) {
	me, err := c.Me()
	if err != nil {
		return nil, err
	}
	return CreateVideo(c, []string{me.ID()})
}

// ownVideo returns a video that the caller may write.
func ownVideo(c *Call, id string) (*Video, error) {
	v, err := c.Video(id, "id")
	if err != nil {
		return nil, err
	}
	return v, c.needOver(v.Owner, "manage_videos")
}

// EditVideo changes a video and returns it.
func EditVideo(c *Call, vars []string) (any, error) {
	v, err := ownVideo(c, vars[0])
	if err != nil {
		return nil, err
	}
	written, err := videoForm(c, v.Owner)
	if err != nil {
		return nil, err
	}
	if explicit, ok := written["explicit"].(bool); ok && !explicit && v.Edit.Explicit.Or(false) {
		return nil, reply.StaysExplicit()
	}
	var src edits.Source
	if written["url"] != nil {
		if !c.IsPartner(v.Owner) {
			return nil, reply.ForPartners("url")
		}
		if src, err = source(c, written, v.Owner); err != nil {
			return nil, err
		}
	}
	err = c.World.VideoEdits().Change(v.ID, v.Owner, c.Now, func(edit edits.VideoEdit) (edits.VideoEdit, error) {
		if written["url"] != nil {
			edit.Source = src
		}
		if edit = writeVideo(c, edit, v.Live, written); v.uploaded() {
			return settle(c, edit, written)
		}
		if edit.PublishWanted && publishesByExpiry(c, edit, written) {
			edit.Published = edits.Some(true)
		}
		return edit, nil
	})
	if err != nil {
		return nil, err
	}
	c.seeEdits()
	after, err := c.Video(v.ID, "id")
	if err != nil {
		return nil, err
	}
	announceEdit(c, v, after)
	return c.Asked(after)
}

// DeleteVideo deletes a video.
func DeleteVideo(c *Call, vars []string) (any, error) {
	v, err := ownVideo(c, vars[0])
	if err != nil {
		return nil, err
	}
	if err := c.World.VideoEdits().Delete(v.ID, v.Owner, c.Now); err != nil {
		return nil, err
	}
	announceEnd(c, v)
	return c.Nothing(), nil
}

// The dates that reset a bound (docs/spec/rest.md#writing-videos).
const (
	earliestPublish = 631152000  // 1990-01-01
	latestExpiry    = 2147558399 // the last second of 2038-01-19
)

// videoForm reads what a form writes into a video.
func videoForm(c *Call, owner *world.Channel) (catalog.Form, error) {
	n := catalog.SchemaOf("video")
	if c.IsPartner(owner) { // docs/spec/rest.md#oddities: partners may write longer ones
		n = n.With("description", partnerDescription)
	}
	values, err := c.written(n, owner)
	if err != nil {
		return nil, err
	}
	if err := partnersOnly(c, owner, values); err != nil {
		return nil, err
	}
	if at, ok := values["publish_date"].(int64); ok && at < earliestPublish {
		values["publish_date"] = nil
	}
	if at, ok := values["expiry_date"].(int64); ok && at > latestExpiry {
		values["expiry_date"] = nil
	}
	if rule, ok := values["geoblocking"]; ok && rule == nil {
		values["geoblocking"] = []string{"allow"}
	}
	return values, checkNext(c, values)
}

const partnerDescription = 5000

// checkNext returns an error unless the videos that are to be played next exist.
func checkNext(c *Call, values catalog.Form) error {
	if id, ok := values["player_next_video"].(string); ok {
		if _, err := c.World.Video(id, c.Moment()); err != nil {
			return reply.NotFound("video", id, "player_next_video")
		}
	}
	list, _ := values["player_next_videos"].([]string)
	for _, id := range list {
		if _, err := c.World.Video(id, c.Moment()); err != nil {
			return reply.NotFound("video", id, "player_next_videos")
		}
	}
	return nil
}

// writeVideo writes a form to a video, which was a live stream or not.
func writeVideo(c *Call, before edits.VideoEdit, live bool, values catalog.Form) edits.VideoEdit {
	mode, ok := values["mode"].(string)
	if _, sent := values["thumbnail_url"]; sent && (ok && mode == "live" || !ok && live) {
		delete(values, "thumbnail_url")
		c.Notices.Add("thumbnail_url is ignored: the vendor makes the thumbnail of a live stream every five minutes, and " +
			"it cannot be set by hand (docs/spec/rest.md#rules)")
	}
	after := edits.Write(before, values).Rescheduled(before, c.Now, func(name string) bool {
		_, ok := values[name]
		return ok
	})
	if on, ok := values["published"].(bool); ok {
		after.PublishWanted = on
	} else if publishesByExpiry(c, after, values) {
		after.PublishWanted = true
	}
	return after
}

// publishesByExpiry reports whether a form publishes a video by its expiry date: it is in the future, and there is no
// publish date (docs/spec/rest.md#dates).
func publishesByExpiry(c *Call, edit edits.VideoEdit, values catalog.Form) bool {
	_, hasStart := edit.PublishDate.Get()
	return values["expiry_date"] != nil && !edit.Expired(c.Now) && !hasStart
}

// settle decides whether a video is published as its owner wants: that takes a title, a category and whether it is made
// for children (docs/spec/rest.md#writing-videos). Without them it stays unpublished, and a notice says so, unless a
// switch makes that an error.
func settle(c *Call, edit edits.VideoEdit, values catalog.Form) (edits.VideoEdit, error) {
	missing := missingToPublish(&edit)
	if !edit.PublishWanted || len(missing) == 0 {
		edit.Published = edits.Some(edit.PublishWanted)
		return edit, nil
	}
	kids := slices.Contains(missing, createdForKids)
	others := slices.DeleteFunc(slices.Clone(missing), func(name string) bool { return name == createdForKids })
	switch {
	case len(others) > 0 && c.StrictPublish:
		return edit, reply.Missing(others[0])
	case kids && c.MissingKids == switches.KidsError:
		return edit, reply.Missing(createdForKids)
	}
	edit.Published = edits.Some(len(others) == 0 && c.MissingKids == switches.KidsPublish)
	noteMissing(c, missing, edit.Published.Or(false), publishesByExpiry(c, edit, values))
	return edit, nil
}

// createdForKids is the field that older clients do not send.
const createdForKids = "is_created_for_kids"

// noteMissing adds a notice that names the fields without which a video is not published.
func noteMissing(c *Call, missing []string, published, byExpiry bool) {
	what := "published=true"
	if byExpiry {
		what = "expiry_date without publish_date, which publishes a video,"
	}
	end := "the video stays unpublished until they are written"
	if published {
		end = "the mock publishes the video nevertheless, as missing_kids=publish says; the upload guide says that it " +
			"stays unpublished"
	} else if slices.Contains(missing, createdForKids) {
		end += "; --rest missing_kids=publish publishes it without is_created_for_kids"
	}
	c.Notices.Add(what + " needs " + strings.Join(missing, ", ") + ": " + end + " (docs/spec/rest.md#writing-videos)")
}

// missingToPublish returns the names of the fields without which a video cannot be published and that it lacks.
func missingToPublish(edit *edits.VideoEdit) (names []string) {
	for _, f := range catalog.SchemaOf("video").Fields {
		if slices.Contains(f.RequiredOn, "publish") {
			if value, _ := edits.Written(edit, f.Name); value == nil {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// source reads the file behind a form's url, and returns an error if no video can be made from it. The vendor checks
// this
// when the video is created (docs/spec/rest.md#quotas).
func source(c *Call, values catalog.Form, owner *world.Channel) (edits.Source, error) {
	named := time.UnixMilli(c.Now.UnixMilli()).UTC()
	address, _ := values["url"].(string)
	if address == "" {
		return edits.Source{Named: named, Seconds: int64(time.Hour / time.Second)}, nil
	}
	src := c.Uploads.File(address)
	return edits.Source{
		Named: named, Seconds: (src.Milliseconds + 500) / 1000, Width: src.Width, Height: src.Height, Bytes: src.Size,
		Checksum: src.Hash, Failure: Failure(src.Name + " " + address), Uploaded: src.Uploaded,
	}, checkSource(c, src, owner)
}

// noVideo are the endings of files that are not videos.
var noVideo = strings.Fields(".txt .pdf .doc .docx .jpg .jpeg .png .gif .zip .srt .csv .json .xml")

func checkSource(c *Call, src upload.File, owner *world.Channel) error {
	if !isVideo(src) {
		return reply.RefusedSource(reply.UnsupportedFormat)
	}
	l := limitsOf(owner)
	switch {
	case c.NoUploadQuota:
	case src.Milliseconds > l.seconds*1000:
		return reply.RefusedSource(reply.LongVideo)
	case src.Size > l.bytes:
		return reply.RefusedSource(reply.LargeVideo)
	}
	return nil
}

// isVideo reports whether a file can be a video. The format of an address follows from what is behind it; that of an
// uploaded file, from the ending of its name (ASSUMED, docs/spec/rest.md#uploads).
func isVideo(src upload.File) bool {
	name := strings.ToLower(src.Name)
	ending := upload.EndingOf(name)
	return !slices.Contains(noVideo, ending) && !strings.Contains(name, "unsupported-format") &&
		!(src.Uploaded && (ending == "" || src.Size == 0))
}

// partnerFields are the fields of a video that only partners may write (docs/spec/rest-fields.json).
var partnerFields = []string{"advertising_custom_target", "expiry_date", "geoblocking", "publish_date"}

// partnersOnly returns an error if a form writes fields that only partners may write. A thumbnail is ignored without
// an error (docs/spec/rest.md#writing-videos).
func partnersOnly(c *Call, owner *world.Channel, values catalog.Form) error {
	if c.IsPartner(owner) {
		return nil
	}
	for _, name := range partnerFields {
		if values[name] != nil {
			return reply.ForPartners(name)
		}
	}
	delete(values, "thumbnail_url")
	return nil
}
