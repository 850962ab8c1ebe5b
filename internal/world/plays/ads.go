package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// The result of a chance to show an ad follows from the cluster's hash. All chances of a cluster have one outcome, as
// its plays have one value for everything else, so that each row of a report adds up, however it is grouped.

// Outcomes are the possible results of a chance to show an ad, in alphabetical order.
var Outcomes = []string{"ad_error", "impression", "no_ad", "no_fill", "timeout"}

// The values of Cluster.Outcome.
const (
	AdError    uint8 = iota // an ad came and could not be played
	Impression              // an ad was shown
	NoAd                    // the chance was not for sale
	NoFill                  // no buyer wanted it
	Timeout                 // no buyer responded in time
)

// Positions are where in a play an ad's slot lies, in alphabetical order.
var Positions = []string{"midroll", "postroll", "preroll"}

// The values of Cluster.Position.
const (
	MidRoll uint8 = iota
	PostRoll
	PreRoll
)

// The other words about ads, each list in alphabetical order but AdErrorWords,
// which says AdErrorCodes in words. The codes are those of VAST; the words ours.
var (
	AdErrorCodes = []string{"100", "101", "202", "301", "303", "400", "402", "405", "900", "901"}
	AdErrorWords = []string{
		"document not parsed", "document not valid", "linear type not expected", "wrapper timed out", "no ad behind wrapper",
		"file not played", "file timed out", "file type not supported", "undefined error", "unit failed",
	}
	NoAdReasons  = []string{"ads.txt missing", "not brand safe", "not monetized", "too short", "visitor declined"}
	AdsTxtStates = []string{"authorized", "missing"}
	AdFormats    = []string{"bumper", "non_skippable", "skippable"}
	Buyers       = []string{
		"Aerie Exchange", "Bluewater Ads", "Copperline", "Dailymotion", "Eastgate Media", "Fernhill DSP",
	}
	BuyerTypes = []string{"dailymotion", "partner", "programmatic"}
	Products   = []string{"advertising", "content_syndication", "website_monetization"}
)

// The values of Video.NoAdReason that metrics speak of.
const (
	NoAdsTxt uint8 = iota
	NotBrandSafe
	NotMonetized
)

// The values of Cluster.Consent: what the visitor agreed to.
const (
	ConsentEmpty uint8 = iota
	ConsentError
	ConsentFull
	ConsentOther
	ConsentRefused
)

// The values that TrafficIn takes: whether the traffic was judged to be of people.
const (
	InvalidTraffic uint8 = iota
	ValidTraffic
)

var (
	outcomeWeights = hash.NewWeights([]int{5, 60, 17, 13, 5})
	shortSlots     = hash.NewWeights([]int{0, 8, 92})
	longSlots      = hash.NewWeights([]int{32, 8, 60})
	errorWeights   = hash.NewWeights([]int{4, 3, 3, 14, 20, 8, 14, 6, 10, 18})
	reasonWeights  = hash.NewWeights([]int{0, 22, 40, 18, 20})
	formatWeights  = hash.NewWeights([]int{12, 30, 58})
	buyerWeights   = hash.NewWeights([]int{15, 18, 12, 30, 10, 15})
	consentWeights = hash.NewWeights([]int{9, 3, 68, 6, 14})
	trafficWeights = hash.NewWeights([]int{6, 250})
)

// The draws of what an ad opportunity is. Position has one draw for short videos and one for the others.
var (
	OutcomeDraw       = newDraw(1, &outcomeWeights)
	ShortPositionDraw = newDraw(2, &shortSlots)
	LongPositionDraw  = newDraw(2, &longSlots)
	AdFormatDraw      = newDraw(5, &formatWeights)
	BuyerDraw         = newDraw(6, &buyerWeights)
)

// Outcome returns the outcome of the cluster's chances, an index into Outcomes.
func (k *Cluster) Outcome() uint8 { return outcomeWeights[k.attribute(1)] }

// ShortVideo is the length in seconds from which on videos have a slot in their middle.
const ShortVideo = 300

// Position is where the slot of the cluster's chances lies, an index into
// Positions. Videos under five minutes have no slot in their middle.
func (k *Cluster) Position(v *catalogue.Video) uint8 {
	if v.Duration < ShortVideo {
		return shortSlots[k.attribute(2)]
	}
	return longSlots[k.attribute(2)]
}

// Chances is how many ads could have been shown: one for each play at its start
// or end; in the middle one, and one more for each quarter of an hour, up to four.
func (k *Cluster) Chances(v *catalogue.Video) int64 {
	n := int64(k.Plays)
	return n + n*(midrolls(v)-1)&inMiddle[k.attribute(2)] // a short video has no more than one
}

// midrolls is how many ads could be shown in the middle of one play.
func midrolls(v *catalogue.Video) int64 { return int64(1 + min(v.Duration/900, 3)) }

// ChancesOf returns the chances where the cluster's outcome is the one asked for, else 0.
func (k *Cluster) ChancesOf(v *catalogue.Video, outcome uint8) int64 {
	return k.Chances(v) & ofOutcome[outcome][k.attribute(1)]
}

// AdErrorCode is an index into AdErrorCodes; it is meaningful if the outcome is AdError.
func (k *Cluster) AdErrorCode() uint8 { return errorWeights[k.attribute(3)] }

// NoAdReason is an index into NoAdReasons; it is meaningful if the outcome is NoAd. A site without an ads.txt has no
// other reason.
func (k *Cluster) NoAdReason(v *catalogue.Video) uint8 {
	if !v.Owner.Rooms[k.Site(v)].AdsTxt {
		return NoAdsTxt
	}
	return reasonWeights[k.attribute(4)]
}

// AdsTxt is an index into AdsTxtStates: one site in eight has none.
func (k *Cluster) AdsTxt(v *catalogue.Video) uint8 {
	return AdsTxtOf(v.Owner.Sites()[k.Site(v)])
}

// AdsTxtOf is an index into AdsTxtStates.
func AdsTxtOf(s *catalogue.Site) uint8 {
	if !s.HasAdsTxt() {
		return 1
	}
	return 0
}

// BuyerTypeOf returns what sort of buyer one of Buyers is, as an index into BuyerTypes.
func BuyerTypeOf(b uint8) uint8 {
	switch {
	case Buyers[b] == "Dailymotion":
		return 0
	case Buyers[b] == "Bluewater Ads":
		return 1
	default:
		return 2
	}
}

// ProductOf returns what the earnings of a monetisation come from, as an index into Products.
func ProductOf(monetization uint8) uint8 {
	switch monetization {
	case ByWebsite:
		return 2
	case ByClaim:
		return 1
	default:
		return 0
	}
}

// Consent is one of the constants above.
func (k *Cluster) Consent() uint8 { return consentWeights[k.attribute(7)] }

// Valid reports whether the traffic was judged to be of people.
func (k *Cluster) Valid() bool { return trafficWeights[k.attribute(8)] == ValidTraffic }

// HighlyViewable is how many of the impressions were well in sight.
func (k *Cluster) HighlyViewable(v *catalogue.Video) int64 {
	return highlyViewable(k.ChancesOf(v, Impression), k)
}

func highlyViewable(impressions int64, k *Cluster) int64 {
	return impressions * int64(140+k.attribute(9)%96) >> 8
}

// Completed is how many of the impressions were watched to their end.
func (k *Cluster) Completed(v *catalogue.Video) int64 {
	return completed(k.ChancesOf(v, Impression), k)
}

func completed(impressions int64, k *Cluster) int64 {
	return impressions * int64(120+k.attribute(10)%120) >> 8
}
