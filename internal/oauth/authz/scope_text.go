package authz

// Text returns what a scope allows, for the consent page.
func Text(scope string) string {
	if words, ok := scopeTexts[scope]; ok {
		return words
	}
	return "Use a permission that has no description here"
}

var scopeTexts = map[string]string{
	"email":                       "See the e-mail address of your account",
	"userinfo":                    "See and change your name, birthday, address and other personal data",
	"manage_videos":               "Publish, change and delete your videos, and see what is private about them",
	"manage_players":              "Create, change and delete your players",
	"manage_playlists":            "Create, change and delete your playlists",
	"manage_subtitles":            "Add and delete subtitles of your videos",
	"manage_podcasts":             "Create, change and delete your podcasts",
	"manage_likes":                "Like videos for you, and take likes back",
	"manage_subscriptions":        "Follow channels for you, and stop following them",
	"access_ads":                  "See how advertising does on your videos",
	"access_revenue":              "See what your videos earn",
	"create_reports":              "Ask for reports about your videos",
	"delete_reports":              "Delete reports about your videos",
	"read_reports":                "Read reports about your videos",
	"manage_reports":              "Ask for, read and delete reports about your videos",
	"upload_videos":               "Publish videos for you",
	"read_videos":                 "See your videos, private ones too",
	"edit_videos":                 "Change your videos",
	"delete_videos":               "Delete your videos",
	"read_players":                "See your players",
	"read_playlists":              "See your playlists, private ones too",
	"read_video_streams":          "Get at the streams of your videos",
	"read":                        "See what is private in your account",
	"write":                       "Add to your account and change what is there",
	"delete":                      "Delete what is in your account",
	"feed":                        "Read your feed",
	"manage_comments":             "Write and delete comments for you",
	"manage_favorites":            "Add favourites for you, and remove them",
	"manage_friends":              "Add friends for you, and remove them",
	"manage_groups":               "Join groups for you, and leave them",
	"manage_history":              "See and clear the history of what you watched",
	"read_insights":               "See figures and revenue of your account",
	"delegate_account_management": "Manage your account in your place",
	"manage_analytics":            "See the analytics of your account",
	"manage_player":               "Change your player",
	"manage_user_settings":        "Change the settings of your account",
	"manage_collections":          "Create, change and delete your collections",
	"manage_app_connections":      "See and end the access of other applications",
	"manage_applications":         "Create, change and delete your API keys",
	"manage_domains":              "Change the domains of your account",
	"manage_claim_rules":          "Change the rules by which your content is claimed",
	"manage_tiles":                "Change the tiles of your channel",
	"manage_records":              "Record videos for you",
	"manage_features":             "Feature videos on your channel",
	"ifttt":                       "Connect your account to IFTTT",
}
