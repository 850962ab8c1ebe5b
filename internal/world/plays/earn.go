package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Money is in millionths of a unit of its currency, whole numbers, so that it
// adds up to the last digit however it is grouped.

// MicroUSD is the estimated revenue of a cluster in millionths of a dollar: a
// thousand impressions bring from 0.70 to 3.60.
func (k *Cluster) MicroUSD(v *catalogue.Video) int64 {
	return k.ChancesOf(v, Impression) * price(k.hash)
}

// price returns what an impression of a cluster earns, in millionths of a dollar.
func price(h uint64) int64 { return int64(700 + h>>28%2900) }

// MicroEUR is the same revenue in millionths of a euro, at the day's rate.
func (k *Cluster) MicroEUR(v *catalogue.Video, d catalogue.Day) int64 {
	return EURPerUSD(d).Of(k.MicroUSD(v))
}

// A Rate is the price of a unit of one currency in another, in 1/10000.
type Rate int64

// Of converts an amount.
func (r Rate) Of(micro int64) int64 { return micro * int64(r) / 10000 }

// OldMoney returns an amount as it was counted earlier: a little less.
// The schema has metrics for it that no documentation explains.
func OldMoney(micro int64) int64 { return micro * 97 / 100 }

// EURPerUSD returns the rate of a day: between 0.84 and 0.96, moving a little each day.
func EURPerUSD(d catalogue.Day) Rate {
	const wave = 180 // days up, then as many down
	at := int64(d) % (2 * wave)
	if at > wave {
		at = 2*wave - at
	}
	return Rate(8400 + at*1000/wave + int64(hash.Sum64(uint64(d))%200))
}

// Monetizations are the classes of monetisation in the order of ByClaim and so on, as reports write them
// (docs/spec/reporting.md#csv, ASSUMED).
var Monetizations = []string{"claim", "video_monetization", "website_monetization"}
