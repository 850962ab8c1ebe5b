package edition

import "strings"

// older are words that a page of the vendor prints and no schema has, in lower case and with blanks, with the words of
// the schema (docs/spec/reporting.md#conflicts).
var older = map[string]string{
	"video device type":    "VISITOR_DEVICE_TYPE", // the definition table of 2018
	"video media type":     "MEDIA_TYPE",          // a column that a client once renamed
	"video monetization":   string(VideoMonetization),
	"website monetization": string(WebsiteMonetization),
	"claim":                string(ClaimMonetization),
}

// Today returns the word of the schema for one of an older page, or "".
func Today(word string) string {
	return older[strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(strings.TrimSpace(word)))]
}

// synonyms are words of the schema that mean the same, each in the pages of some editions only.
var synonyms = [][]string{
	{"IMPRESSIONS", "NB_IMPRESSION"},
	{"ESTIMATED_EARNINGS_USD", "ESTIMATED_EARNINGS_USD_OLD"},
	{"ESTIMATED_EARNINGS_EUR", "ESTIMATED_EARNINGS_EUR_OLD"},
}

// synonymOf returns the word that an edition lists in place of a name, or "".
func synonymOf(listings []Listing, name string) string {
	for _, words := range synonyms {
		for n, word := range words {
			other := words[1-n]
			if word == name && EntryOf(listings, other).Presence == Listed {
				return other
			}
		}
	}
	return ""
}
