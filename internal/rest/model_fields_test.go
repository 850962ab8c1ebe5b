package rest_test

import "strings"

// A writing is a value of a field in a form, and what the field reads then; a
// code is that of its refusal.
type writing struct {
	text  string
	reads any
	code  int
}

type writable struct {
	name     string
	writings []writing
}

func long(n int) string { return strings.Repeat("é", n) }

// videoFields are those that the model writes and reads.
var videoFields = []writable{
	{
		"title",
		[]writing{
			{"Tide & “time”", "Tide & “time”", 0},
			{"A=b+c %41", "A=b+c %41", 0},
			{long(255), long(255), 0},
			{"", nil, 0},
			{long(256), nil, 400},
		},
	},
	{"channel", []writing{{"news", "news", 0}, {"fun", "fun", 0}, {"", nil, 0}, {"nope", nil, 404}}},
	{"is_created_for_kids", []writing{{"0", false, 0}, {"true", true, 0}, {"", nil, 0}, {"perhaps", nil, 400}}},
	{"private", []writing{{"1", true, 0}, {"no", false, 0}, {"maybe", nil, 400}, {"", nil, 400}}},
	{"explicit", []writing{{"false", false, 0}, {"yes", true, 0}, {"2", nil, 400}}},
	{"publish_date_keep_private", []writing{{"1", true, 0}, {"0", false, 0}}},
	{"allowed_in_playlists", []writing{{"no", false, 0}, {"yes", true, 0}}},
	{
		"tags",
		[]writing{
			{"sea", []any{"sea"}, 0},
			{"sea, harbour ,", []any{"sea", "harbour"}, 0},
			{"Ω,sea", []any{"Ω", "sea"}, 0},
			{"", nil, 0},
			{strings.Repeat("a,", 151), nil, 400},
			{long(151), nil, 400},
		},
	},
	{"hashtags", []writing{{"one,#two", []any{"#one", "#two"}, 0}, {"", nil, 0}}},
	{
		"description",
		[]writing{{"Line\nand <b>more</b>", "Line\nand <b>more</b>", 0}, {"", nil, 0}, {long(5001), nil, 400}},
	},
	{"language", []writing{{"fr", "fr", 0}, {"", nil, 0}, {"1x", nil, 400}}},
	{"country", []writing{{"FR", "FR", 0}, {"", nil, 0}, {"ZQ", nil, 400}}},
	{
		"geoblocking",
		[]writing{
			{"deny,FR,us", []any{"deny", "fr", "us"}, 0},
			{"allow", []any{"allow"}, 0},
			{"", nil, 0},
			{"deny", nil, 400},
		},
	},
	{"geoloc", []writing{{"-122.5,37", []any{-122.5, 37.0}, 0}, {"", nil, 0}, {"0,91", nil, 400}, {"1", nil, 400}}},
	{"allow_embed", []writing{{"0", false, 0}, {"1", true, 0}, {"x", nil, 400}}},
	{"custom_classification", []writing{{"a,b", []any{"a", "b"}, 0}, {"", nil, 0}, {"a,b,c,d", nil, 400}}},
	{"soundtrack_isrc", []writing{{"FR-6V8", "FR-6V8", 0}, {"", nil, 0}}},
	{"soundtrack_popularity", []writing{{"7", 7.0, 0}, {"", nil, 0}, {"-1", nil, 400}, {"1.5", nil, 400}}},
	{"stream_altered_with_ai", []writing{{"1", true, 0}, {"0", false, 0}}},
	{"publish_date", []writing{{"", nil, 0}, {"631151999", nil, 0}, {"2026-01-01", nil, 400}}},
	{"expiry_date", []writing{{"", nil, 0}, {"2147558400", nil, 0}, {"2147483647", 2147483647.0, 0}, {"soon", nil, 400}}},
	{"expiry_date_deletion", []writing{{"0", false, 0}}},
	{"mode", []writing{{"radio", nil, 400}}},
}

var userFields = []writable{
	{"screenname", []writing{{"Änna", "Änna", 0}, {"Crew", "Crew", 0}, {long(51), nil, 400}, {"", nil, 400}}},
	{"city", []writing{{"Lagos", "Lagos", 0}, {"", nil, 0}, {long(151), nil, 400}}},
	{"description", []writing{{"Words", "Words", 0}, {"", nil, 0}}},
	{"gender", []writing{{"OTHER", "other", 0}, {"some", nil, 400}}},
}

var playlistFields = []writable{
	{"name", []writing{{"Goals", "Goals", 0}, {long(50), long(50), 0}, {"", nil, 400}, {long(51), nil, 400}}},
	{"description", []writing{{"Ten", "Ten", 0}, {"", nil, 0}, {long(2001), nil, 400}}},
	{"private", []writing{{"1", true, 0}, {"0", false, 0}, {"?", nil, 400}}},
}

var playerFields = []writable{
	{"label", []writing{{"Main", "Main", 0}, {long(255), long(255), 0}, {long(256), nil, 400}, {"", nil, 400}}},
	{"enable_ads", []writing{{"0", false, 0}, {"1", true, 0}, {"x", nil, 400}}},
	{"autoskip_after", []writing{{"12", 12.0, 0}, {"9", nil, 400}}},
	{"wait_for_custom_config_delay", []writing{{"10", 10.0, 0}, {"11", nil, 400}}},
	{"color", []writing{{"#112233", "#112233", 0}, {"", nil, 0}}},
}
