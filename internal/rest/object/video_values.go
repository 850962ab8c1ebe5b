package object

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// videoValues has the fields of a video that are not simply what was written,
// or null.
var videoValues map[string]func(*Call, *video) any

func init() { // not a literal: values read other values
	videoValues = map[string]func(*Call, *video) any{
		"id":        func(_ *Call, v *video) any { return v.ID },
		"item_type": func(*Call, *video) any { return "video" },
		"title":     func(_ *Call, v *video) any { return orNil(v.Title()) },
		"owner":     func(c *Call, v *video) any { return c.Users().User(v.Owner) },
		"channel":   func(c *Call, v *video) any { return c.videos().categoryOf(v) },
		"tags": func(_ *Call, v *video) any {
			if v.Tags() == nil {
				return []string{}
			}
			return v.Tags()
		},
		"player_next_video": func(c *Call, v *video) any { return c.videos().next(v) },

		"url":        func(_ *Call, v *video) any { return v.PageURL() },
		"tiny_url":   func(_ *Call, v *video) any { return "https://dai.ly/" + v.ID },
		"private_id": func(c *Call, v *video) any { return c.videos().privateID(v.ID) },
		"partner":    func(c *Call, v *video) any { return c.Users().isPartner(v.Owner) },
		"verified":   func(_ *Call, v *video) any { return isVerified(v.Owner) },
		"media_type": func(*Call, *video) any { return "video" },
		"studio":     func(*Call, *video) any { return false },

		"description": func(c *Call, v *video) any {
			if v.uploaded() {
				return v.edit.Description.Any(nil)
			}
			return v.edit.Description.Any(v.Description())
		},
		"language": func(_ *Call, v *video) any { return v.edit.Language.Any(v.Owner.Language) },
		"country":  func(_ *Call, v *video) any { return v.edit.Country.Any(orNil(v.Owner.Country)) },

		"created_time":  func(_ *Call, v *video) any { return v.Created.Unix() },
		"uploaded_time": func(_ *Call, v *video) any { return v.Created.Unix() },
		"updated_time":  func(_ *Call, v *video) any { return v.updatedAt() },
		"modified_time": func(_ *Call, v *video) any { return v.updatedAt() },
		"liked_at":      func(c *Call, v *video) any { return c.Users().likedAt(v.ID) },

		"published":           func(_ *Call, v *video) any { return v.edit.Published.Or(!v.uploaded()) },
		"private":             func(_ *Call, v *video) any { return v.isPrivate() },
		"status":              func(_ *Call, v *video) any { return v.encodingState.status },
		"encoding_progress":   func(_ *Call, v *video) any { return v.encodingState.encoding },
		"publishing_progress": func(_ *Call, v *video) any { return v.encodingState.publishing },
		"password":            func(*Call, *video) any { return nil },
		"password_protected":  func(_ *Call, v *video) any { return v.hasPassword() },
		"is_created_for_kids": func(_ *Call, v *video) any {
			if v.uploaded() {
				return v.edit.CreatedForKids.Any(nil)
			}
			return v.edit.CreatedForKids.Any(false)
		},

		"duration": encoded(func(_ *Call, v *video) any { return int64(v.Duration) }),
		"duration_formatted": encoded(func(_ *Call,
			v *video) any {
			return fmt.Sprintf("%02d:%02d", v.Duration/60, v.Duration%60)
		}),
		"width":             encoded(func(c *Call, v *video) any { return c.videos().mediaOf(v).width }),
		"height":            encoded(func(c *Call, v *video) any { return c.videos().mediaOf(v).height }),
		"checksum":          encoded(func(c *Call, v *video) any { return c.videos().checksumOf(v) }),
		"available_formats": encoded(func(c *Call, v *video) any { return formatsFor(c.videos().mediaOf(v).height) }),
		"aspect_ratio": encoded(func(c *Call, v *video) any {
			m := c.videos().mediaOf(v)
			return float64(int(float64(m.width)/float64(m.height)*1e6+0.5)) / 1e6
		}),

		"embed_url":  func(c *Call, v *video) any { return c.videos().embedURL(v) },
		"embed_html": func(c *Call, v *video) any { return c.videos().embedHTML(v) },

		"views_total":      func(c *Call, v *video) any { return c.World.Views(v.Video, world.HourOf(c.Now)) },
		"views_last_hour":  lastHours(1),
		"views_last_day":   lastHours(24),
		"views_last_week":  lastHours(7 * 24),
		"views_last_month": lastHours(30 * 24),
		"likes_total": func(c *Call, v *video) any {
			return c.World.Views(v.Video, world.HourOf(c.Now)) * int64(2+c.World.Bounded("likes "+v.ID, 30)) / 1000
		},
		"bookmarks_total": zero, "comments_total": zero, "ratings_total": zero,

		"claim_rule_blocked_countries":   none,
		"claim_rule_tracked_countries":   none,
		"claim_rule_monetized_countries": func(_ *Call, v *video) any { return claimedIn(v) },
		"ai_subtitle_languages":          none,
	}
	for name, initial := range map[string]any{
		"advertising_instream_blocked": false, "ai_chapter_generation_required": false, "allow_embed": true,
		"allowed_in_playlists": true, "explicit": false, "stream_altered_with_ai": false,
		"expiry_date_availability": true, "expiry_date_deletion": true, "publish_date_keep_private": false,
		"geoblocking": []string{"allow"}, "hashtags": []string{}, "custom_classification": []string{},
	} {
		videoValues[name] = func(_ *Call, v *video) any { return v.writtenOr(name, initial) }
	}
	addPictures()
	addLive()
	addOwners()
}

// next is the video that is to be played after another, nil where the caller
// may not see it.
func (c videoCall) next(v *video) any {
	id := v.edit.NextVideo.Or("")
	if id == "" {
		return nil
	}
	if next, err := c.video(id, "id"); err == nil {
		return next
	}
	return nil
}

func zero(*Call, *video) any { return int64(0) }
func none(*Call, *video) any { return []string{} }

// writtenOr returns what was written into a field, or otherwise for null and for what was never written.
func (v *video) writtenOr(name string, otherwise any) any {
	if value, _ := world.Written(&v.edit, name); value != nil {
		return value
	}
	return otherwise
}

// encoded is a value that is null until the video is processed.
func encoded(value func(*Call, *video) any) func(*Call, *video) any {
	return func(c *Call, v *video) any {
		if !v.encodingState.encoded {
			return nil
		}
		return value(c, v)
	}
}

func lastHours(n world.Hour) func(*Call, *video) any {
	return func(c *Call, v *video) any {
		now := world.HourOf(c.Now)
		return plays.Between(v.Video, now-n, now)
	}
}

func (v *video) updatedAt() int64 {
	if v.updated.IsZero() {
		return v.Created.Unix()
	}
	return v.updated.Unix()
}

// claimedIn are the countries in which the claimer of a video earns: all or none.
func claimedIn(v *video) []string {
	if v.Claimer() == nil {
		return []string{}
	}
	return world.Countries
}

// embedURL names the player of the context parameter (docs/spec/rest.md#global-parameters).
func (c videoCall) embedURL(v *video) string {
	page := "player.html"
	if c.embedder != "" {
		page = "player/" + strings.Map(idCharacter, c.embedder) + ".html"
	}
	return c.asset("https://geo.dailymotion.com/" + page + "?video=" + v.ID)
}

func (c videoCall) embedHTML(v *video) string {
	return `<iframe src="` + c.embedURL(v) + `" frameborder="0" width="480" height="270" allowfullscreen ` +
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
func (c videoCall) asset(url string) string {
	if c.plainHTTP {
		return "http" + strings.TrimPrefix(url, "https")
	}
	return url
}

// addOwners adds the deprecated fields that repeat the owner's.
func addOwners() {
	for name, of := range map[string]string{
		"owner_fullname": "screenname", "owner_screenname": "screenname", "owner_username": "username", "owner_url": "url",
		"owner_avatar_large_url": "avatar_large_url", "owner_avatar_medium_url": "avatar_medium_url",
		"owner_avatar_small_url": "avatar_small_url",
	} {
		videoValues[name] = func(c *Call, v *video) any { return c.Users().User(v.Owner).read(c, of) }
	}
}
