package rows

import "github.com/dailymock/dailymock/internal/world"

// A counter is a whole number that every cluster has. Counters add up; all
// metrics are made from sums of them. They are told apart by their place here.
type counter uint8

const (
	plays counter = iota
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

// counts holds what each counter is for one cluster.
var counts = [counters]func(*cursor) int64{
	plays:       func(a *cursor) int64 { return int64(a.cluster.Plays) },
	seconds:     func(a *cursor) int64 { return int64(a.cluster.Seconds) },
	length:      func(a *cursor) int64 { return int64(a.cluster.Plays) * int64(a.video.Duration) },
	livePlays:   func(a *cursor) int64 { return countIf(a.video.Live, int64(a.cluster.Plays)) },
	liveSeconds: func(a *cursor) int64 { return countIf(a.video.Live, int64(a.cluster.Seconds)) },
	uploads:     func(a *cursor) int64 { return countIf(a.cluster.Kind == world.Uploaded, 1) },

	usd:    func(a *cursor) int64 { return a.video.MicroUSD(a.cluster) },
	eur:    func(a *cursor) int64 { return a.video.MicroEUR(a.cluster, a.date()) },
	usdOld: func(a *cursor) int64 { return world.OldMoney(a.video.MicroUSD(a.cluster)) },
	eurOld: func(a *cursor) int64 { return world.OldMoney(a.video.MicroEUR(a.cluster, a.date())) },

	chances:     func(a *cursor) int64 { return a.video.Chances(a.cluster) },
	sellable:    func(a *cursor) int64 { return countIf(a.cluster.Outcome() != world.NoAd, a.video.Chances(a.cluster)) },
	noAds:       outcome(world.NoAd),
	impressions: outcome(world.Impression),
	firstImpressions: func(a *cursor) int64 {
		return countIf(a.video.Position(a.cluster) == world.PreRoll, a.video.ChancesOf(a.cluster, world.Impression))
	},
	missed: func(a *cursor) int64 {
		o := a.cluster.Outcome()
		return countIf(o != world.NoAd && o != world.Impression, a.video.Chances(a.cluster))
	},
	noFills:        outcome(world.NoFill),
	adErrors:       outcome(world.AdError),
	timeouts:       outcome(world.Timeout),
	highlyViewable: func(a *cursor) int64 { return a.video.HighlyViewable(a.cluster) },
	poorlyViewable: func(a *cursor) int64 {
		return a.video.ChancesOf(a.cluster, world.Impression) - a.video.HighlyViewable(a.cluster)
	},
	completed: func(a *cursor) int64 { return a.video.Completed(a.cluster) },
	notCompleted: func(a *cursor) int64 {
		return a.video.ChancesOf(a.cluster, world.Impression) - a.video.Completed(a.cluster)
	},

	consentFull:    consent(world.ConsentFull),
	consentEmpty:   consent(world.ConsentEmpty),
	consentError:   consent(world.ConsentError),
	consentOther:   consent(world.ConsentOther),
	consentRefused: consent(world.ConsentRefused),
	consentMissing: func(a *cursor) int64 {
		return countIf(a.cluster.Consent() != world.ConsentFull, a.video.Chances(a.cluster))
	},
	invalidTraffic: func(a *cursor) int64 { return countIf(!a.cluster.Valid(), a.video.Chances(a.cluster)) },
	validTraffic:   func(a *cursor) int64 { return countIf(a.cluster.Valid(), a.video.Chances(a.cluster)) },

	lostToAdsTxt:       lostTo(world.NoAdsTxt),
	lostToBrandSafety:  lostTo(world.NotBrandSafe),
	lostToMonetization: lostTo(world.NotMonetized),

	vodBytes:      func(a *cursor) int64 { return countIf(!a.video.Live, a.cluster.Bytes()) },
	vodSeconds:    func(a *cursor) int64 { return countIf(!a.video.Live, a.cluster.Delivered()) },
	liveBytes:     func(a *cursor) int64 { return countIf(a.video.Live, a.cluster.Bytes()) },
	liveDelivered: func(a *cursor) int64 { return countIf(a.video.Live, a.cluster.Delivered()) },
	sentBytes:     func(a *cursor) int64 { return a.cluster.Bytes() },
	sentMedia:     func(a *cursor) int64 { return countIf(a.cluster.Kind == world.Played && a.cluster.First, 1) },

	storedBytes:      ofKind(world.Stored, func(a *cursor) int64 { return a.video.Size(a.cluster.Rendition) }),
	storedSeconds:    ofKind(world.Stored, func(a *cursor) int64 { return countIf(a.cluster.First, int64(a.video.Duration)) }),
	storedMedia:      ofKind(world.Stored, func(a *cursor) int64 { return countIf(a.cluster.First, 1) }),
	storedRenditions: ofKind(world.Stored, func(*cursor) int64 { return 1 }),
	everBytes:        ofKind(world.Stored, func(a *cursor) int64 { return a.video.Size(a.cluster.Rendition) * 3 / 2 }),

	encodedVOD:       ofKind(world.Encoded, func(a *cursor) int64 { return countIf(!a.video.Live, int64(a.video.Duration)) }),
	encodedVODMedia:  ofKind(world.Encoded, func(a *cursor) int64 { return countIf(!a.video.Live && a.cluster.First, 1) }),
	encodedLive:      ofKind(world.Encoded, func(a *cursor) int64 { return countIf(a.video.Live, int64(a.video.Duration)) }),
	encodedLiveMedia: ofKind(world.Encoded, func(a *cursor) int64 { return countIf(a.video.Live && a.cluster.First, 1) }),
	encoded:          ofKind(world.Encoded, func(a *cursor) int64 { return int64(a.video.Duration) }),

	credits: ofKind(world.Assisted, func(a *cursor) int64 { return a.video.Credits() }),
}

// date is the day of the cluster.
func (a *cursor) date() world.Day { return a.scope.from + world.Day(a.day) }

func countIf(counts bool, n int64) int64 {
	if counts {
		return n
	}
	return 0
}

func outcome(o uint8) func(*cursor) int64 {
	return func(a *cursor) int64 { return a.video.ChancesOf(a.cluster, o) }
}

func consent(c uint8) func(*cursor) int64 {
	return func(a *cursor) int64 { return countIf(a.cluster.Consent() == c, a.video.Chances(a.cluster)) }
}

// lostTo counts chances that were not for sale for a reason.
func lostTo(reason uint8) func(*cursor) int64 {
	return func(a *cursor) int64 {
		return countIf(a.video.NoAdReason(a.cluster) == reason, a.video.ChancesOf(a.cluster, world.NoAd))
	}
}

// ofKind counts clusters of one kind only.
func ofKind(k world.Kind, count func(*cursor) int64) func(*cursor) int64 {
	return func(a *cursor) int64 {
		if a.cluster.Kind != k {
			return 0
		}
		return count(a)
	}
}

// isEvent tells whether a counter counts what happens without viewers.
func (k counter) isEvent() bool { return k == uploads || k >= storedBytes }

// isGauge tells whether a counter says how much there is, rather than how much
// came: it is read at the end of a row's last day.
func (k counter) isGauge() bool { return k >= storedBytes && k <= everBytes }
