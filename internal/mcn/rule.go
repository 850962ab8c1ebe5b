package mcn

import (
	"slices"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
)

// A Severity says whether a broken rule fails a check.
type Severity = string

// The severities.
const (
	Broken      Severity = "finding"     // the partner's software is wrong
	Warning     Severity = "warning"     // it may be wrong; the sources disagree or do not say
	Unreachable Severity = "unreachable" // there was nothing to check
)

// A Rule is one that the importer checks the partner's list, feeds and callback endpoint against.
type Rule struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`  // what is expected
	Basis    string   `json:"basis"` // its mark and where it is written
	Fix      string   `json:"fix"`   // what to change in software that breaks it
}

// The rules that this package finds broken. Those of feeds as documents are in package mrss.
const (
	listUnreachable   = "list-unreachable"
	listNotArray      = "list-not-array"
	entryIncomplete   = "entry-incomplete"
	entryTwice        = "entry-twice"
	childUnknown      = "child-unknown"
	childNotAdopted   = "child-not-adopted"
	feedUnreachable   = "feed-unreachable"
	notFetched        = "host-not-allowed"
	itemNoGUID        = "item-without-guid"
	itemNoTitle       = "item-without-title"
	itemNoCategory    = "item-without-category"
	itemNoMedia       = "item-without-media"
	itemTwice         = "item-guid-twice"
	unknownCategory   = "item-unknown-category"
	mediaUnreachable  = "media-unreachable"
	itemStays         = "item-still-in-feed"
	callbackAway      = "callback-unreachable"
	callbackStatus    = "callback-status"
	callbackBatch     = "callback-batch"
	callbackDuplicate = "callback-duplicate"
	callbackSlow      = "callback-slow"
)

const (
	listBasis     = "DOCUMENTED docs/spec/mcn.md#user-list"
	assumedList   = "ASSUMED docs/spec/mcn.md#user-list"
	formatBasis   = "DOCUMENTED docs/spec/mcn.md#feed-format"
	assumedFormat = "ASSUMED docs/spec/mcn.md#feed-format"
	crawlBasis    = "DOCUMENTED docs/spec/mcn.md#crawl-rules"
	callbackBasis = "DOCUMENTED docs/spec/mcn.md#callback"
	assumedCall   = "ASSUMED docs/spec/mcn.md#callback"
	guardBasis    = "ASSUMED docs/mcn.md#what-is-fetched"
)

// Rules are all rules, those of the list first.
var Rules = []Rule{
	{listUnreachable, Unreachable, "The user list responds with 200.", listBasis,
		"Serve the list at the URL, and check the login."},
	{listNotArray, Broken, `The user list is a JSON array of objects.`, listBasis,
		`Serve [{"id": "x34ps8i", "feed_url": "https://…"}].`},
	{entryIncomplete, Broken, "An entry of the list has an id and a feed_url, both texts.", listBasis,
		"Add the missing member to the entry."},
	{entryTwice, Warning, "A user is in the list once. The last entry is used.", assumedList, "Remove the other entries."},
	{childUnknown, Broken, "The id of an entry is that of a Dailymotion user.", listBasis,
		"Use the id that the API returned when the user signed in, or start the mock without --closed-world."},
	{childNotAdopted, Broken, "The user of an entry is a child of the network.", assumedList,
		"Adopt the user with POST /me/parents/{id} before listing it."},
	{feedUnreachable, Unreachable, "A feed responds with 200.", crawlBasis, "Serve the feed at its feed_url."},
	{notFetched, Warning, "Hosts beside those of the list and the callback are allowed.", guardBasis,
		"Allow the host with --allow-host, so that the mock fetches from it."},
	{mrss.NotWellFormed, Broken, "A feed is well-formed XML 1.0.", formatBasis,
		"Write the feed with an XML library. Escape & and < in texts."},
	{mrss.WrongNamespace, Broken, "The elements of Media RSS are in the namespace http://search.yahoo.com/mrss/.",
		formatBasis, `Declare xmlns:media="http://search.yahoo.com/mrss/".`},
	{mrss.NotRSS, Broken, "A feed is an RSS 2.0 document.", formatBasis,
		`Begin with <rss version="2.0"> and a <channel>.`},
	{mrss.BadEncoding, Broken, "A feed has the encoding that it declares.", formatBasis, "Write and declare UTF-8."},
	{mrss.Entities, Broken, "A feed declares no entities.", assumedFormat,
		"Write the characters, or references such as &#233;."},
	{mrss.TooLarge, Broken, "A feed keeps to the importer's limits.", assumedFormat,
		"Write shorter elements, or only the new and changed items."},
	{mrss.BadValue, Warning, "Attributes and texts have the form that Media RSS says.", assumedFormat,
		"Correct the value."},
	{itemNoGUID, Broken, "An item has a guid.", formatBasis, "Add <guid> with your own key of the video."},
	{itemNoTitle, Broken, "An item has a title.", formatBasis, "Add <title> or <media:title>."},
	{itemNoCategory, Broken, "An item has a category.", formatBasis, "Add <media:category> with a slug such as news."},
	{itemNoMedia, Broken, "An item has a media:content with the URL of the file.", formatBasis,
		`Add <media:content url="https://…/video.mp4"/>.`},
	{itemTwice, Broken, "A guid is in a feed once. The first item is used.", assumedFormat,
		"Give each video a guid of its own."},
	{unknownCategory, Broken, "The category is one of the vendor's seventeen.",
		"DOCUMENTED docs/spec/rest.md#other-endpoints", "Use a slug of GET /channels, such as news."},
	{mediaUnreachable, Broken, "The file of an item can be fetched, with HEAD or a GET of a range.", formatBasis,
		"Serve the file at the URL of media:content."},
	{itemStays, Warning, "An item leaves the feed after its callback said ready. The vendor's documents disagree.",
		crawlBasis, "Remove the item when the callback says ready, or ignore this: feeds may hold everything each time."},
	{callbackAway, Unreachable, "The callback endpoint can be connected to, and responds.", callbackBasis,
		"Start the endpoint, and check the URL."},
	{callbackStatus, Broken, "The callback endpoint responds with 2xx.", assumedCall,
		"Respond with 200 as soon as the events are stored, also to a status other than ready."},
	{callbackBatch, Broken, "The callback endpoint accepts several events in one delivery.", callbackBasis,
		"Handle each element of the array."},
	{callbackDuplicate, Broken, "The callback endpoint responds with 2xx to an event that it has had before.", assumedCall,
		"Ignore an event whose uid has been handled, and respond with 200."},
	{callbackSlow, Warning, "The callback endpoint responds within two seconds.", assumedCall,
		"Store the events, respond, and do the work afterwards."},
}

// ruleOf returns the rule with an id. An unknown id is a mistake of the program.
func ruleOf(id string) Rule {
	return Rules[slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })]
}
