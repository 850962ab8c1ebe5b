package authz

import (
	"slices"
	"strings"
)

// scopes are the names that a client can ask for: the current lists, those seen with private keys, and the historic
// ones that clients still send (docs/spec/oauth.md#scopes, docs/spec/reporting.md#private-key).
var scopes = setOf(`
	email userinfo manage_videos manage_players manage_playlists manage_subtitles
	manage_podcasts manage_likes manage_subscriptions
	access_ads access_revenue create_reports delete_reports read_reports manage_reports
	upload_videos read_videos edit_videos delete_videos read_players read_playlists
	read_video_streams
	read write delete feed manage_comments manage_tiles manage_friends manage_favorites
	manage_groups manage_records manage_features manage_history ifttt read_insights
	manage_claim_rules delegate_account_management manage_analytics manage_player
	manage_user_settings manage_collections manage_app_connections manage_applications
	manage_domains`)

func setOf(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// Parse splits a scope parameter, each name once and in the order of the parameter. unknown is the first name that the
// vendor does not have; such names are left out.
func Parse(parameter string) (known []string, unknown string) {
	for name := range strings.FieldsSeq(parameter) {
		switch {
		case !scopes[name]:
			if unknown == "" {
				unknown = name
			}
		case !slices.Contains(known, name):
			known = append(known, name)
		}
	}
	return known, unknown
}

// Join returns scopes as a scope parameter.
func Join(names []string) string { return strings.Join(names, " ") }
