package report

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
var counts = [counters]func(*at) int64{
	plays:       func(a *at) int64 { return int64(a.cluster.Plays) },
	seconds:     func(a *at) int64 { return int64(a.cluster.Seconds) },
	length:      func(a *at) int64 { return int64(a.cluster.Plays) * int64(a.video.Duration) },
	livePlays:   func(a *at) int64 { return when(a.video.Live, int64(a.cluster.Plays)) },
	liveSeconds: func(a *at) int64 { return when(a.video.Live, int64(a.cluster.Seconds)) },
	uploads:     func(a *at) int64 { return when(a.cluster.Kind == world.Uploaded, 1) },

	usd:    func(a *at) int64 { return a.video.MicroUSD(a.cluster) },
	eur:    func(a *at) int64 { return a.video.MicroEUR(a.cluster, a.date()) },
	usdOld: func(a *at) int64 { return world.OldMoney(a.video.MicroUSD(a.cluster)) },
	eurOld: func(a *at) int64 { return world.OldMoney(a.video.MicroEUR(a.cluster, a.date())) },

	chances:     func(a *at) int64 { return a.video.Chances(a.cluster) },
	sellable:    func(a *at) int64 { return when(a.cluster.Outcome() != world.NoAd, a.video.Chances(a.cluster)) },
	noAds:       outcome(world.NoAd),
	impressions: outcome(world.Impression),
	firstImpressions: func(a *at) int64 {
		return when(a.video.Position(a.cluster) == world.PreRoll, a.video.ChancesOf(a.cluster, world.Impression))
	},
	missed: func(a *at) int64 {
		o := a.cluster.Outcome()
		return when(o != world.NoAd && o != world.Impression, a.video.Chances(a.cluster))
	},
	noFills:        outcome(world.NoFill),
	adErrors:       outcome(world.AdError),
	timeouts:       outcome(world.Timeout),
	highlyViewable: func(a *at) int64 { return a.video.HighlyViewable(a.cluster) },
	poorlyViewable: func(a *at) int64 {
		return a.video.ChancesOf(a.cluster, world.Impression) - a.video.HighlyViewable(a.cluster)
	},
	completed: func(a *at) int64 { return a.video.Completed(a.cluster) },
	notCompleted: func(a *at) int64 {
		return a.video.ChancesOf(a.cluster, world.Impression) - a.video.Completed(a.cluster)
	},

	consentFull:    consent(world.ConsentFull),
	consentEmpty:   consent(world.ConsentEmpty),
	consentError:   consent(world.ConsentError),
	consentOther:   consent(world.ConsentOther),
	consentRefused: consent(world.ConsentRefused),
	consentMissing: func(a *at) int64 {
		return when(a.cluster.Consent() != world.ConsentFull, a.video.Chances(a.cluster))
	},
	invalidTraffic: func(a *at) int64 { return when(!a.cluster.Valid(), a.video.Chances(a.cluster)) },
	validTraffic:   func(a *at) int64 { return when(a.cluster.Valid(), a.video.Chances(a.cluster)) },

	lostToAdsTxt:       lostTo(world.NoAdsTxt),
	lostToBrandSafety:  lostTo(world.NotBrandSafe),
	lostToMonetization: lostTo(world.NotMonetized),

	vodBytes:      func(a *at) int64 { return when(!a.video.Live, a.cluster.Bytes()) },
	vodSeconds:    func(a *at) int64 { return when(!a.video.Live, a.cluster.Delivered()) },
	liveBytes:     func(a *at) int64 { return when(a.video.Live, a.cluster.Bytes()) },
	liveDelivered: func(a *at) int64 { return when(a.video.Live, a.cluster.Delivered()) },
	sentBytes:     func(a *at) int64 { return a.cluster.Bytes() },
	sentMedia:     func(a *at) int64 { return when(a.cluster.Kind == world.Played && a.cluster.First, 1) },

	storedBytes:      of(world.Stored, func(a *at) int64 { return a.video.Size(a.cluster.Rendition) }),
	storedSeconds:    of(world.Stored, func(a *at) int64 { return when(a.cluster.First, int64(a.video.Duration)) }),
	storedMedia:      of(world.Stored, func(a *at) int64 { return when(a.cluster.First, 1) }),
	storedRenditions: of(world.Stored, func(*at) int64 { return 1 }),
	everBytes:        of(world.Stored, func(a *at) int64 { return a.video.Size(a.cluster.Rendition) * 3 / 2 }),

	encodedVOD:       of(world.Encoded, func(a *at) int64 { return when(!a.video.Live, int64(a.video.Duration)) }),
	encodedVODMedia:  of(world.Encoded, func(a *at) int64 { return when(!a.video.Live && a.cluster.First, 1) }),
	encodedLive:      of(world.Encoded, func(a *at) int64 { return when(a.video.Live, int64(a.video.Duration)) }),
	encodedLiveMedia: of(world.Encoded, func(a *at) int64 { return when(a.video.Live && a.cluster.First, 1) }),
	encoded:          of(world.Encoded, func(a *at) int64 { return int64(a.video.Duration) }),

	credits: of(world.Assisted, func(a *at) int64 { return a.video.Credits() }),
}

// date is the day of the cluster.
func (a *at) date() world.Day { return a.scope.from + world.Day(a.day) }

func when(counts bool, n int64) int64 {
	if counts {
		return n
	}
	return 0
}

func outcome(o uint8) func(*at) int64 {
	return func(a *at) int64 { return a.video.ChancesOf(a.cluster, o) }
}

func consent(c uint8) func(*at) int64 {
	return func(a *at) int64 { return when(a.cluster.Consent() == c, a.video.Chances(a.cluster)) }
}

// lostTo counts chances that were not for sale for a reason.
func lostTo(reason uint8) func(*at) int64 {
	return func(a *at) int64 {
		return when(a.video.NoAdReason(a.cluster) == reason, a.video.ChancesOf(a.cluster, world.NoAd))
	}
}

// of counts clusters of one kind only.
func of(k world.Kind, count func(*at) int64) func(*at) int64 {
	return func(a *at) int64 {
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
