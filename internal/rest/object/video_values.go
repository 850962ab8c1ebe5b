package object

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/edits"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A videoValue returns the value of a field of a video.
type videoValue = func(*Call, *Video) any

// videoValues are the values of the fields that do not just hold what was written.
var videoValues = merge(map[string]videoValue{
	"id":        func(_ *Call, v *Video) any { return v.ID },
	"item_type": func(*Call, *Video) any { return "video" },
	"title":     func(_ *Call, v *Video) any { return orNil(v.Title()) },
	"owner":     func(c *Call, v *Video) any { return c.User(v.Owner) },
	"channel":   func(c *Call, v *Video) any { return v.categoryOf(c) },
	"tags": func(_ *Call, v *Video) any {
		if v.Tags() == nil {
			return []string{}
		}
		return v.Tags()
	},
	"player_next_video": func(c *Call, v *Video) any { return v.next(c) },

	"url":        func(_ *Call, v *Video) any { return v.PageURL() },
	"tiny_url":   func(_ *Call, v *Video) any { return "https://dai.ly/" + v.ID },
	"private_id": func(c *Call, v *Video) any { return privateID(c, v.ID) },
	"partner":    func(c *Call, v *Video) any { return c.IsPartner(v.Owner) },
	"verified":   func(_ *Call, v *Video) any { return IsVerified(v.Owner) },
	"media_type": func(*Call, *Video) any { return "video" },
	"studio":     func(*Call, *Video) any { return false },

	"description": func(_ *Call, v *Video) any { return v.about() },
	"language":    func(_ *Call, v *Video) any { return v.Edit.Language.Any(v.Owner.Language) },
	"country":     func(_ *Call, v *Video) any { return v.Edit.Country.Any(orNil(v.Owner.Country)) },

	"created_time":  func(_ *Call, v *Video) any { return v.Created.Unix() },
	"uploaded_time": func(_ *Call, v *Video) any { return v.Created.Unix() },
	"updated_time":  func(_ *Call, v *Video) any { return v.UpdatedAt() },
	"modified_time": func(_ *Call, v *Video) any { return v.UpdatedAt() },
	"liked_at":      func(c *Call, v *Video) any { return LikedAt(c, v.ID) },

	"published":           func(_ *Call, v *Video) any { return v.Edit.Published.Or(!v.uploaded()) },
	"private":             func(_ *Call, v *Video) any { return v.Private() },
	"status":              func(_ *Call, v *Video) any { return v.Encoding.status },
	"encoding_progress":   func(_ *Call, v *Video) any { return v.Encoding.encoding },
	"publishing_progress": func(_ *Call, v *Video) any { return v.Encoding.publishing },
	"password":            func(*Call, *Video) any { return nil },
	"password_protected":  func(_ *Call, v *Video) any { return v.HasPassword() },
	"is_created_for_kids": func(_ *Call, v *Video) any {
		if v.uploaded() {
			return v.Edit.CreatedForKids.Any(nil)
		}
		return v.Edit.CreatedForKids.Any(false)
	},

	"duration": known(func(_ *Call, v *Video) any { return int64(v.Duration) }),
	"duration_formatted": known(func(_ *Call, v *Video) any {
		return fmt.Sprintf("%02d:%02d", v.Duration/60, v.Duration%60)
	}),
	"width":             known(func(c *Call, v *Video) any { return v.Media(c).width }),
	"height":            known(func(c *Call, v *Video) any { return v.Media(c).Height }),
	"checksum":          known(func(c *Call, v *Video) any { return v.checksum(c) }),
	"available_formats": encoded(func(c *Call, v *Video) any { return formatsFor(v.Media(c).Height) }),
	"aspect_ratio": known(func(c *Call, v *Video) any {
		m := v.Media(c)
		return float64(int(float64(m.width)/float64(m.Height)*1e6+0.5)) / 1e6
	}),

	"embed_url":  func(c *Call, v *Video) any { return v.embedURL(c) },
	"embed_html": func(c *Call, v *Video) any { return v.embedHTML(c) },

	"views_total":      func(c *Call, v *Video) any { return c.World.Views(v.Video, world.HourOf(c.Now)) },
	"views_last_hour":  lastHours(1),
	"views_last_day":   lastHours(24),
	"views_last_week":  lastHours(7 * 24),
	"views_last_month": lastHours(30 * 24),
	"likes_total": func(c *Call, v *Video) any {
		return c.World.Views(v.Video, world.HourOf(c.Now)) * int64(2+c.World.Bounded("likes "+v.ID, 30)) / 1000
	},
	"bookmarks_total": zero, "comments_total": zero, "ratings_total": zero,

	"claim_rule_blocked_countries":   none,
	"claim_rule_tracked_countries":   none,
	"claim_rule_monetized_countries": func(_ *Call, v *Video) any { return claimedIn(v) },
	"ai_subtitle_languages":          none,
}, each(map[string]any{
	"advertising_instream_blocked": false, "ai_chapter_generation_required": false, "allow_embed": true,
	"allowed_in_playlists": true, "explicit": false, "stream_altered_with_ai": false,
	"expiry_date_availability": true, "expiry_date_deletion": true, "publish_date_keep_private": false,
	"geoblocking": []string{"allow"}, "hashtags": []string{}, "custom_classification": []string{},
}, func(name string, initial any) videoValue {
	return func(_ *Call, v *Video) any { return v.writtenOr(name, initial) }
}), ownerValues, pictureValues, liveValues)

// next returns the video that is to be played after another, nil if the caller may not see it.
func (v *Video) next(c *Call) any {
	id := v.Edit.NextVideo.Or("")
	if id == "" {
		return nil
	}
	if next, err := c.Video(id, "id"); err == nil {
		return next
	}
	return nil
}

func zero(*Call, *Video) any { return int64(0) }
func none(*Call, *Video) any { return []string{} }

// writtenOr returns what was written into a field, or otherwise for null and for what was never written.
func (v *Video) writtenOr(name string, otherwise any) any {
	if value, _ := edits.Written(v.Edit, name); value != nil {
		return value
	}
	return otherwise
}

// encoded returns a value that is null until the video is processed.
func encoded(value videoValue) videoValue {
	return func(c *Call, v *Video) any {
		if !v.Encoding.encoded {
			return nil
		}
		return value(c, v)
	}
}

// known is a value that is null until the video is processed, unless the upload server has read it from the file.
func known(value videoValue) videoValue {
	return func(c *Call, v *Video) any {
		if !v.Encoding.encoded && !v.Edit.Source.Uploaded {
			return nil
		}
		return value(c, v)
	}
}

func lastHours(n world.Hour) videoValue {
	return func(c *Call, v *Video) any {
		now := world.HourOf(c.Now)
		return plays.Between(v.Video, now-n, now)
	}
}

// UpdatedAt returns when users last changed the video, else when it was created, in Unix seconds.
func (v *Video) UpdatedAt() int64 {
	if v.updated.IsZero() {
		return v.Created.Unix()
	}
	return v.updated.Unix()
}

// claimedIn returns the countries in which the claimer of a video earns: all or none.
func claimedIn(v *Video) []string {
	if v.Claimer() == nil {
		return []string{}
	}
	return catalogue.Countries
}

// embedURL names the player of the context parameter (docs/spec/rest.md#global-parameters).
func (v *Video) embedURL(c *Call) string {
	page := "player.html"
	if c.embedder != "" {
		page = "player/" + strings.Map(idCharacter, c.embedder) + ".html"
	}
	return asset(c, "https://geo.dailymotion.com/"+page+"?video="+v.ID)
}

func (v *Video) embedHTML(c *Call) string {
	return `<iframe src="` + v.embedURL(c) + `" frameborder="0" width="480" height="270" allowfullscreen ` +
		`allow="autoplay; web-share"></iframe>`
}

// idCharacter drops what no id holds.
func idCharacter(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// asset follows ssl_assets.
func asset(c *Call, url string) string {
	if c.plainHTTP {
		return "http" + strings.TrimPrefix(url, "https")
	}
	return url
}

// ownerValues are the deprecated fields that repeat the owner's.
var ownerValues = each(map[string]string{
	"owner_fullname": "screenname", "owner_screenname": "screenname", "owner_username": "username", "owner_url": "url",
	"owner_avatar_large_url": "avatar_large_url", "owner_avatar_medium_url": "avatar_medium_url",
	"owner_avatar_small_url": "avatar_small_url",
}, func(_, of string) videoValue {
	return func(c *Call, v *Video) any { return c.User(v.Owner).Read(c, of) }
})
