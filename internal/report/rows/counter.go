package rows

import (
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A counter is a whole number of a cluster. Counters add up, and all metrics are computed from their sums.
type counter uint8

const (
	views counter = iota
	seconds
	length
	livePlays
	liveSeconds
	uploads
	usd
	eur
	usdOld
	eurOld
	chances
	sellable
	noAds
	impressions
	firstImpressions
	missed
	noFills
	adErrors
	timeouts
	highlyViewable
	poorlyViewable
	completed
	notCompleted
	consentFull
	consentEmpty
	consentError
	consentOther
	consentRefused
	consentMissing
	invalidTraffic
	validTraffic
	lostToAdsTxt
	lostToBrandSafety
	lostToMonetization
	vodBytes
	vodSeconds
	liveBytes
	liveDelivered
	sentBytes
	sentMedia
	storedBytes
	storedSeconds
	storedMedia
	storedRenditions
	everBytes
	encodedVOD
	encodedVODMedia
	encodedLive
	encodedLiveMedia
	encoded
	credits
	counters // how many there are
)

// counts computes each counter for a cluster.
var counts = [counters]func(*cursor) int64{
	views:       func(a *cursor) int64 { return int64(a.cluster.Plays) },
	seconds:     func(a *cursor) int64 { return int64(a.cluster.Seconds(a.video.Video)) },
	length:      func(a *cursor) int64 { return int64(a.cluster.Plays) * int64(a.video.Duration) },
	livePlays:   func(a *cursor) int64 { return countIf(a.video.Live, int64(a.cluster.Plays)) },
	liveSeconds: func(a *cursor) int64 { return countIf(a.video.Live, int64(a.cluster.Seconds(a.video.Video))) },
	uploads:     func(a *cursor) int64 { return countIf(a.cluster.Kind == plays.Uploaded, 1) },

	usd:    func(a *cursor) int64 { return a.cluster.MicroUSD(a.video.Video) },
	eur:    func(a *cursor) int64 { return a.cluster.MicroEUR(a.video.Video, a.date()) },
	usdOld: func(a *cursor) int64 { return plays.OldMoney(a.cluster.MicroUSD(a.video.Video)) },
	eurOld: func(a *cursor) int64 { return plays.OldMoney(a.cluster.MicroEUR(a.video.Video, a.date())) },

	chances:     func(a *cursor) int64 { return a.cluster.Chances(a.video.Video) },
	sellable:    chancesIf(sellable),
	noAds:       chancesIf(noAds),
	impressions: chancesIf(impressions),
	firstImpressions: func(a *cursor) int64 {
		return countIf(a.cluster.Position(a.video.Video) == plays.PreRoll,
			a.cluster.ChancesOf(a.video.Video, plays.Impression))
	},
	missed:         chancesIf(missed),
	noFills:        chancesIf(noFills),
	adErrors:       chancesIf(adErrors),
	timeouts:       chancesIf(timeouts),
	highlyViewable: func(a *cursor) int64 { return a.cluster.HighlyViewable(a.video.Video) },
	poorlyViewable: func(a *cursor) int64 {
		return a.cluster.ChancesOf(a.video.Video, plays.Impression) - a.cluster.HighlyViewable(a.video.Video)
	},
	completed: func(a *cursor) int64 { return a.cluster.Completed(a.video.Video) },
	notCompleted: func(a *cursor) int64 {
		return a.cluster.ChancesOf(a.video.Video, plays.Impression) - a.cluster.Completed(a.video.Video)
	},

	consentFull:    chancesIf(consentFull),
	consentEmpty:   chancesIf(consentEmpty),
	consentError:   chancesIf(consentError),
	consentOther:   chancesIf(consentOther),
	consentRefused: chancesIf(consentRefused),
	consentMissing: chancesIf(consentMissing),
	invalidTraffic: chancesIf(invalidTraffic),
	validTraffic:   chancesIf(validTraffic),

	lostToAdsTxt:       lostTo(lostToAdsTxt),
	lostToBrandSafety:  lostTo(lostToBrandSafety),
	lostToMonetization: lostTo(lostToMonetization),

	vodBytes:      func(a *cursor) int64 { return countIf(!a.video.Live, a.cluster.Bytes(a.video.Video)) },
	vodSeconds:    func(a *cursor) int64 { return countIf(!a.video.Live, a.cluster.Delivered(a.video.Video)) },
	liveBytes:     func(a *cursor) int64 { return countIf(a.video.Live, a.cluster.Bytes(a.video.Video)) },
	liveDelivered: func(a *cursor) int64 { return countIf(a.video.Live, a.cluster.Delivered(a.video.Video)) },
	sentBytes:     func(a *cursor) int64 { return a.cluster.Bytes(a.video.Video) },
	sentMedia:     func(a *cursor) int64 { return countIf(a.cluster.Kind == plays.Played && a.cluster.First, 1) },

	storedBytes: ofKind(plays.Stored, (*cursor).renditionSize),
	storedSeconds: ofKind(plays.Stored, func(a *cursor) int64 {
		return countIf(a.cluster.First, int64(a.video.Duration))
	}),
	storedMedia:      ofKind(plays.Stored, func(a *cursor) int64 { return countIf(a.cluster.First, 1) }),
	storedRenditions: ofKind(plays.Stored, func(*cursor) int64 { return 1 }),
	everBytes:        ofKind(plays.Stored, func(a *cursor) int64 { return a.renditionSize() * 3 / 2 }),

	encodedVOD: ofKind(plays.Encoded, func(a *cursor) int64 {
		return countIf(!a.video.Live, int64(a.video.Duration))
	}),
	encodedVODMedia: ofKind(plays.Encoded, func(a *cursor) int64 { return countIf(!a.video.Live && a.cluster.First, 1) }),
	encodedLive: ofKind(plays.Encoded, func(a *cursor) int64 {
		return countIf(a.video.Live, int64(a.video.Duration))
	}),
	encodedLiveMedia: ofKind(plays.Encoded, func(a *cursor) int64 { return countIf(a.video.Live && a.cluster.First, 1) }),
	encoded:          ofKind(plays.Encoded, func(a *cursor) int64 { return int64(a.video.Duration) }),

	credits: ofKind(plays.Assisted, func(a *cursor) int64 { return a.video.Credits() }),
}

// count writes the counter of each cluster of a batch to out. The most common counters do so without a
// call for each, by columns of the batch that other counters use as well.
func (k counter) count(b *batch, out []int64) {
	v, all := b.video.Video, b.clusters
	switch {
	case !k.mayCount(b.kind()):
		for i := range all {
			out[i] = 0
		}
	case conditions[k] != nil && b.known>>chances&1 == 1:
		plays.EachIf(out, all, b.column(chances), conditions[k])
	case noAdReasons[k] != nil:
		plays.EachLost(out, all, v, b.column(noAds), *noAdReasons[k])
	case conditions[k] != nil || k == chances:
		plays.EachChances(out, all, v, conditions[k])
	case k == firstImpressions:
		plays.EachFirst(out, all, v, b.column(impressions))
	case k == usd:
		plays.EachMicroUSD(out, all, b.column(impressions))
	case k == highlyViewable:
		plays.EachHighlyViewable(out, all, b.column(impressions))
	case k == completed:
		plays.EachCompleted(out, all, b.column(impressions))
	case k == vodSeconds || k == liveDelivered:
		plays.EachDelivered(out, all, b.column(seconds))
	case k == liveBytes || k == sentBytes && v.Live:
		plays.EachBytes(out, all, v, b.column(liveDelivered))
	case k == vodBytes || k == sentBytes:
		plays.EachBytes(out, all, v, b.column(vodSeconds))
	default:
		k.countAlone(b, out)
	}
}

// countAlone is count for counters that package plays has no function for.
func (k counter) countAlone(b *batch, out []int64) {
	v, all := b.video.Video, b.clusters
	switch k {
	case views, livePlays:
		for i := range all {
			out[i] = int64(all[i].Plays)
		}
	case seconds, liveSeconds:
		for i := range all {
			out[i] = int64(all[i].Seconds(v))
		}
	case length:
		for i := range all {
			out[i] = int64(all[i].Plays) * int64(v.Duration)
		}
	case eur:
		rate := plays.EURPerUSD(b.date())
		for i, amount := range b.column(usd) {
			out[i] = rate.Of(amount)
		}
	case usdOld, eurOld:
		for i, amount := range b.column(k - usdOld + usd) {
			out[i] = plays.OldMoney(amount)
		}
	case sentMedia:
		for i := range all {
			out[i] = countIf(all[i].First, 1) // all are plays, as mayCount says
		}
	case poorlyViewable, notCompleted:
		whole, part := b.column(impressions), b.column(k-1)
		for i := range all {
			out[i] = whole[i] - part[i]
		}
	default:
		for i := range all {
			out[i] = counts[k](b.at(i))
		}
	}
}

// mayCount reports whether a counter can be other than zero for a kind of batch.
func (k counter) mayCount(kind batchKind) bool {
	switch k {
	case livePlays, liveSeconds, liveBytes, liveDelivered:
		return kind == ofLivePlays
	case vodBytes, vodSeconds:
		return kind == ofPlays
	}
	switch kind {
	case ofStored:
		return k.isGauge()
	case ofEvents:
		return k.isEvent()
	default:
		return !k.isEvent()
	}
}

// renditionSize returns the bytes of the rendition that the cluster is about.
func (a *cursor) renditionSize() int64 { return a.video.Size(a.cluster.Rendition(a.video.Video)) }

// date returns the day of the cluster.
func (a *cursor) date() world.Day { return a.scope.date(a.day) }

func countIf(counts bool, n int64) int64 {
	if counts {
		return n
	}
	return 0
}

// conditions are those of the counters that count the ad opportunities of some clusters only.
var conditions = [counters]*plays.Condition{
	sellable:    plays.OutcomeIn(plays.AdError, plays.Impression, plays.NoFill, plays.Timeout),
	missed:      plays.OutcomeIn(plays.AdError, plays.NoFill, plays.Timeout),
	noAds:       plays.OutcomeIn(plays.NoAd),
	impressions: plays.OutcomeIn(plays.Impression),
	noFills:     plays.OutcomeIn(plays.NoFill),
	adErrors:    plays.OutcomeIn(plays.AdError),
	timeouts:    plays.OutcomeIn(plays.Timeout),

	consentFull:    plays.ConsentIn(plays.ConsentFull),
	consentEmpty:   plays.ConsentIn(plays.ConsentEmpty),
	consentError:   plays.ConsentIn(plays.ConsentError),
	consentOther:   plays.ConsentIn(plays.ConsentOther),
	consentRefused: plays.ConsentIn(plays.ConsentRefused),
	consentMissing: plays.ConsentIn(plays.ConsentEmpty, plays.ConsentError, plays.ConsentOther, plays.ConsentRefused),
	invalidTraffic: plays.TrafficIn(plays.InvalidTraffic),
	validTraffic:   plays.TrafficIn(plays.ValidTraffic),
}

func chancesIf(k counter) func(*cursor) int64 {
	condition := conditions[k]
	return func(a *cursor) int64 { return a.cluster.ChancesIf(a.video.Video, condition) }
}

// noAdReasons are those of the counters of ad opportunities that were not for sale.
var noAdReasons = [counters]*uint8{
	lostToAdsTxt: new(plays.NoAdsTxt), lostToBrandSafety: new(plays.NotBrandSafe),
	lostToMonetization: new(plays.NotMonetized),
}

func lostTo(k counter) func(*cursor) int64 {
	reason := *noAdReasons[k]
	return func(a *cursor) int64 {
		return countIf(a.cluster.NoAdReason(a.video.Video) == reason, a.cluster.ChancesOf(a.video.Video, plays.NoAd))
	}
}

// ofKind counts only clusters of one kind.
func ofKind(k plays.Kind, count func(*cursor) int64) func(*cursor) int64 {
	return func(a *cursor) int64 {
		if a.cluster.Kind != k {
			return 0
		}
		return count(a)
	}
}

// isEvent reports whether a counter counts events without viewers.
func (k counter) isEvent() bool { return k == uploads || k >= storedBytes }

// isGauge reports whether a counter is an amount at the end of a row's last day, and not a sum over its days.
func (k counter) isGauge() bool { return k >= storedBytes && k <= everBytes }
