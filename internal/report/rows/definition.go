package rows

import (
	"strconv"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// An Aggregation says how the values of a metric in several rows become one.
type Aggregation string

// The aggregations.
const (
	Additive Aggregation = "additive" // they add up
	Ratio    Aggregation = "ratio"    // made anew from sums
	Gauge    Aggregation = "gauge"    // how much there is at the end of the last day
)

// A definition says how a metric is computed from counters.
type definition struct {
	aggregation Aggregation
	counters    []counter
	format      format
}

// A metricColumn is a metric and the indexes of its counters in the sums of a row.
type metricColumn struct {
	definition
	sums []int
}

// definitions has all metrics (docs/spec/reporting.md#metrics), written as in docs/spec/reporting.md#csv. Identities
// such as SELLABLE_INVENTORY = NB_IMPRESSION + NB_MISSED_IMPRESSION hold because both sides count the same clusters.
var definitions = map[edition.Metric]definition{
	"VIEWS":                     sum(views),
	"TIME_WATCHED_SECONDS":      sum(seconds),
	"VIEW_THROUGH_RATE":         percentOf(seconds, length),
	"AVERAGE_WATCH_TIME_SEC":    {Ratio, []counter{seconds, views}, quotient},
	"UPLOADS":                   sum(uploads),
	"LIVE_VIEWERS":              sum(livePlays),
	"LIVE_TIME_WATCHED_SECONDS": sum(liveSeconds),

	"ESTIMATED_EARNINGS_USD":     {Additive, []counter{usd}, money},
	"ESTIMATED_EARNINGS_EUR":     {Additive, []counter{eur}, money},
	"ESTIMATED_EARNINGS_USD_OLD": {Additive, []counter{usdOld}, money},
	"ESTIMATED_EARNINGS_EUR_OLD": {Additive, []counter{eurOld}, money},

	"IMPRESSIONS":          sum(impressions),
	"NB_IMPRESSION":        sum(impressions),
	"NB_P1_IMPRESSION":     sum(firstImpressions),
	"NB_MISSED_IMPRESSION": sum(missed),
	"TOTAL_INVENTORY":      sum(chances),
	"SELLABLE_INVENTORY":   sum(sellable),
	"NO_ADS":               sum(noAds),
	"NO_AD_RATE":           percentOf(noAds, chances),
	"FILL_RATE":            percentOf(impressions, sellable),
	"NO_FILLS":             sum(noFills),
	"AD_ERRORS":            sum(adErrors),
	"TIMEOUTS":             sum(timeouts),
	"ECPM_EUR":             {Ratio, []counter{eur, impressions}, perThousand},
	"ECPM_USD":             {Ratio, []counter{usd, impressions}, perThousand},
	"ERPM_EUR":             {Ratio, []counter{eur, sellable}, perThousand},
	"ERPM_USD":             {Ratio, []counter{usd, sellable}, perThousand},

	"VIEWABILITY_SCORE":         percentOf(highlyViewable, impressions),
	"HIGH_VIEWABLE_IMPRESSIONS": sum(highlyViewable),
	"LOW_VIEWABLE_IMPRESSIONS":  sum(poorlyViewable),
	"VTR_SCORE":                 percentOf(completed, impressions),
	"AD_VIEW_COMPLETED":         sum(completed),
	"AD_VIEW_NOT_COMPLETED":     sum(notCompleted),

	"GDPR_FULL_CONSENT_SCORE":                percentOf(consentFull, chances),
	"GDPR_FULL_CONSENT_INVENTORY":            sum(consentFull),
	"GDPR_EMPTY_CONSENT_INVENTORY":           sum(consentEmpty),
	"GDPR_ERROR_CONSENT_INVENTORY":           sum(consentError),
	"GDPR_OTHER_CONSENT_INVENTORY":           sum(consentOther),
	"GDPR_REFUSE_CONSENT_INVENTORY":          sum(consentRefused),
	"NB_INVENTORY_GDPR_MISSING_FULL_CONSENT": sum(consentMissing),
	"IVT_SCORE":                              percentOf(invalidTraffic, chances),
	"INVALID_TRAFFIC_INVENTORY":              sum(invalidTraffic),
	"VALID_TRAFFIC_INVENTORY":                sum(validTraffic),
	"NO_ADS_TXT_INVENTORY":                   sum(lostToAdsTxt),
	"NO_BRANDSAFE_INVENTORY":                 sum(lostToBrandSafety),
	"NO_MONETIZED_INVENTORY":                 sum(lostToMonetization),

	"BANDWIDTH_USED_VOD_BYTES":    sum(vodBytes),
	"BANDWIDTH_USED_VOD_SECONDS":  sum(vodSeconds),
	"BANDWIDTH_USED_LIVE_BYTES":   sum(liveBytes),
	"BANDWIDTH_USED_LIVE_SECONDS": sum(liveDelivered),
	"BANDWIDTH_USED_TOTAL_BYTES":  sum(sentBytes),
	"BANDWIDTH_USED_MEDIA_COUNT":  sum(sentMedia),

	"STORAGE_USED_BYTES":                    gauge(storedBytes),
	"STORAGE_USED_SECONDS":                  gauge(storedSeconds),
	"STORAGE_USED_MEDIA_COUNT":              gauge(storedMedia),
	"STORAGE_USED_RENDITION_COUNT":          gauge(storedRenditions),
	"STORAGE_LIFETIME_USED_BYTES":           gauge(everBytes),
	"STORAGE_LIFETIME_USED_SECONDS":         gauge(storedSeconds),
	"STORAGE_LIFETIME_USED_MEDIA_COUNT":     gauge(storedMedia),
	"STORAGE_LIFETIME_USED_RENDITION_COUNT": gauge(storedRenditions),

	"TRANSCODING_USED_VOD_SECONDS":      sum(encodedVOD),
	"TRANSCODING_USED_VOD_MEDIA_COUNT":  sum(encodedVODMedia),
	"TRANSCODING_USED_LIVE_SECONDS":     sum(encodedLive),
	"TRANSCODING_USED_LIVE_MEDIA_COUNT": sum(encodedLiveMedia),
	"TRANSCODING_USED_TOTAL_SECONDS":    sum(encoded),
	"AI_USED_CREDITS":                   sum(credits),
}

func sum(k counter) definition   { return definition{Additive, []counter{k}, whole} }
func gauge(k counter) definition { return definition{Gauge, []counter{k}, whole} }

func percentOf(part, of counter) definition {
	return definition{Ratio, []counter{part, of}, percentage}
}

// A format says how a value is computed from one or two sums, and written.
type format uint8

const (
	whole       format = iota // the sum
	money                     // the sum, of millionths, with six decimals
	percentage                // 100 times the first by the second sum, with two decimals
	quotient                  // the first by the second sum, with two decimals
	perThousand               // money for a thousand of the second sum
)

// append writes the value of the metric for the sums of a row.
func (m *metricColumn) append(b []byte, sums []int64) []byte {
	if len(m.sums) == 1 {
		return m.format.append(b, sums[m.sums[0]], 0)
	}
	return m.format.append(b, sums[m.sums[0]], sums[m.sums[1]])
}

// size returns how many bytes append would write.
func (m *metricColumn) size(sums []int64) int {
	switch n := sums[m.sums[0]]; {
	case m.format == whole && n >= 0:
		return digits(n)
	case m.format == money && n >= 0:
		return digits(n/1_000_000) + len(".000000")
	default:
		var b [40]byte
		return len(m.append(b[:0], sums))
	}
}

// digits returns the number of decimal digits of n, which is not negative.
func digits(n int64) int {
	d := 1
	for ; n >= 10; n /= 10 {
		d++
	}
	return d
}

func (f format) append(b []byte, first, second int64) []byte {
	switch f {
	case money:
		return fixed(b, first, 1_000_000)
	case percentage:
		return fixed(b, divide(first*10000, second), 100)
	case quotient:
		return fixed(b, divide(first*100, second), 100)
	case perThousand:
		return fixed(b, divide(first*1000, second), 1_000_000)
	default:
		return strconv.AppendInt(b, first, 10)
	}
}

// divide rounds half up. It returns zero for a division by zero.
func divide(n, by int64) int64 {
	if by == 0 {
		return 0
	}
	return (n + by/2) / by
}

// fixed writes n/unit with as many decimals as unit, a power of ten, has zeros. n is not negative.
func fixed(b []byte, n, unit int64) []byte {
	b = strconv.AppendInt(b, n/unit, 10)
	start := len(b)
	b = strconv.AppendInt(b, unit+n%unit, 10) // with a leading 1, which becomes the point
	b[start] = '.'
	return b
}
