package cases

import (
	"slices"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
)

// Cases of the documented fields of objects.

// The documented fields that anybody can read.
const (
	videoFields = `advertising_instream_blocked ai_chapter_generation_required allow_embed allowed_in_playlists
		aspect_ratio available_formats channel country created_time description duration embed_html embed_url
		encoding_progress explicit geoblocking geoloc hashtags height id is_created_for_kids item_type language likes_total
		live_airing_time media_type mode onair owner partner password_protected preview_240p_url preview_360p_url
		preview_480p_url private published publishing_progress soundtrack_isrc status tags thumbnail_60_url
		thumbnail_120_url thumbnail_180_url thumbnail_240_url thumbnail_360_url thumbnail_480_url thumbnail_720_url
		thumbnail_1080_url thumbnail_url tiny_url title updated_time url verified views_last_day views_last_hour
		views_last_month views_last_week views_total width sprite_url sprite_320x_url first_frame_60_url
		first_frame_480_url`
	userFields = `active avatar_25_url avatar_60_url avatar_80_url avatar_120_url avatar_190_url avatar_240_url
		avatar_360_url avatar_480_url avatar_720_url children_total city country cover_url cover_250_url created_time
		description facebook_url followers_total following_total gender id instagram_url item_type language linkedin_url
		parent partner pinterest_url playlists_total reposts_total screenname status twitter_url url username verified
		videos_total views_total website_url`
	playlistFields = `created_time description id item_type name owner private thumbnail_60_url thumbnail_120_url
		thumbnail_180_url thumbnail_240_url thumbnail_360_url thumbnail_480_url thumbnail_720_url thumbnail_1080_url
		thumbnail_url updated_time videos_total`
	channelFields = "id name description slug item_type created_time updated_time"

	ownerFields   = " owner.id owner.screenname owner.username owner.url owner.avatar_240_url owner.item_type"
	otherFields   = " comments_total bookmarks_total ratings_total private_id" // deprecated, and null for others
	itemOfVideo   = videoFields + ownerFields + " channel.id channel.name"
	itemOfOther   = playlistFields + ownerFields
	allOfVideo    = itemOfVideo + otherFields
	childOfParent = "id username screenname created_time country language url videos_total views_total parent"
)

// itemOfOwner are fields of videos of one owner, without those that an owner leaves empty in all of them.
var itemOfOwner = strings.NewReplacer("country ", "", "description ", "", "language ", "").Replace(itemOfVideo)

// A wideList is a path and the fields to ask for there.
type wideList struct{ path, fields string }

// asking returns a path with the fields to ask for, which spaces separate.
func asking(path, names string) string {
	query := "?"
	if strings.Contains(path, "?") {
		query = "&"
	}
	return path + query + "fields=" + strings.Join(strings.Fields(names), ",")
}

// An object finds the path of an object.
type object func(*T) string

func video(t *T) string    { return "/video/" + first(t, "videos") }
func user(t *T) string     { return "/user/" + someOwner(t) }
func playlist(t *T) string { return "/playlist/" + first(t, "playlists") }
func channel(*T) string    { return "/channel/news" }

// fieldsExist returns a case that reads all public fields of an object, twenty at a time on a mock.
func fieldsExist(id, kind, states string, path object, names string) Case {
	return row(id, "the documented fields of a "+kind+" are returned", states, func(t *T) {
		at := path(t)
		all := strings.Fields(names)
		atOnce := len(all)
		if t.Mock() {
			atOnce = 20
		}
		for some := range slices.Chunk(all, atOnce) {
			has(t, t.Get(at+"?fields="+strings.Join(some, ",")).OK(), some...)
		}
	})
}

// noFields returns a case that expects an error for each of some names.
func noFields(id, title, states string, path object, names string) Case {
	return should(row(id, title, states, func(t *T) {
		at, all := path(t), strings.Fields(names)
		if !t.Mock() {
			all = all[:min(len(all), 2)] // each takes a request
		}
		for _, name := range all {
			t.Get(at+"?fields="+name).Failed(400, "invalid_parameter")
		}
	}))
}

// plausible returns a case that reads a page of a list with all fields, and checks the units and values of its items.
func plausible(id, list, states, fields string) Case {
	return revised(should(row(id, "values of "+list+" have the documented units and forms", states, func(t *T) {
		eachValue(t, t.Get(asking("/"+list+"?limit=20", fields)), fields)
	})))
}

// eachValue asserts that each item of a list has some fields, with the documented units and forms.
func eachValue(t *T, a *Response, fields string) {
	t.Helper()
	eachItem(t, a, func(item map[string]any) { hasFields(t, item, fields) })
}

// hasFields asserts that an item of a list has some fields, with the documented units and forms.
func hasFields(t *T, v any, fields string) {
	t.Helper()
	item, _ := v.(map[string]any)
	t.Fits(item, "rest-values")
	for name := range strings.FieldsSeq(fields) {
		if _, ok := item[name]; !ok {
			t.Errorf("an item lacks the field %s", name)
		}
	}
}

func restFields() []Case {
	return []Case{
		plausible("REST-057", "videos", "rest-12.1 rest-2.16 rest-12.10 rest-12.8 rest-2.2", itemOfVideo),
		plausible("REST-058", "users", "rest-12.3 rest-2.16 rest-12.10 rest-12.8", userFields),
		plausible("REST-059", "playlists", "rest-12.4 rest-2.16 rest-12.10 rest-12.8 rest-2.2", itemOfOther),
		plausible("REST-049", "channels", "rest-12.6 rest-2.16 rest-12.8", channelFields),

		fieldsExist("REST-050", "video", "rest-12.1", video, allOfVideo),
		fieldsExist("REST-051", "user", "rest-12.3", user, userFields),
		fieldsExist("REST-052", "playlist", "rest-12.4", playlist, itemOfOther),
		fieldsExist("REST-053", "channel", "rest-12.6", channel, channelFields),
		noFields("REST-054", "names that are not fields of a video are refused", "rest-12.2", video,
			"dislikes_total is_live category trailer"),
		noFields("REST-055", "names that are not fields of a playlist are refused", "rest-12.5", playlist,
			"url privacy type modified_time"),
		noFields("REST-056", "owner.avatar_url is refused as a field of a video", "rest-12.9", video, "owner.avatar_url"),
	}
}
