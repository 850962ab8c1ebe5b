package edition

import "strings"

// The enumerations of the API, as plain strings.
type (
	Metric           string // such as "VIEWS"
	Dimension        string // such as "DAY"
	Product          string // "CONTENT", "EMBED", "CLAIM" or "ALL"
	MediaType        string // "VIDEO" or "LIVE"
	MonetizationType string // "VIDEO_MONETIZATION", "WEBSITE_MONETIZATION" or "CLAIM"
)

// Tokens store a value as its index in one of these lists. Add new values at the end, and never remove one.

// Metrics are all metrics of the schema (docs/spec/reporting.md#metrics).
var Metrics = []Metric{
	"VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE", "AVERAGE_WATCH_TIME_SEC", "UPLOADS",
	"LIVE_VIEWERS", "LIVE_TIME_WATCHED_SECONDS",
	"ESTIMATED_EARNINGS_USD", "ESTIMATED_EARNINGS_EUR", "ESTIMATED_EARNINGS_USD_OLD", "ESTIMATED_EARNINGS_EUR_OLD",
	"IMPRESSIONS", "NB_IMPRESSION", "NB_P1_IMPRESSION", "NB_MISSED_IMPRESSION",
	"TOTAL_INVENTORY", "SELLABLE_INVENTORY", "NO_ADS", "NO_AD_RATE", "FILL_RATE", "NO_FILLS", "AD_ERRORS", "TIMEOUTS",
	"ECPM_EUR", "ECPM_USD", "ERPM_EUR", "ERPM_USD",
	"VIEWABILITY_SCORE", "HIGH_VIEWABLE_IMPRESSIONS", "LOW_VIEWABLE_IMPRESSIONS",
	"VTR_SCORE", "AD_VIEW_COMPLETED", "AD_VIEW_NOT_COMPLETED",
	"GDPR_FULL_CONSENT_SCORE", "GDPR_FULL_CONSENT_INVENTORY", "GDPR_EMPTY_CONSENT_INVENTORY",
	"GDPR_ERROR_CONSENT_INVENTORY", "GDPR_OTHER_CONSENT_INVENTORY", "GDPR_REFUSE_CONSENT_INVENTORY",
	"NB_INVENTORY_GDPR_MISSING_FULL_CONSENT",
	"IVT_SCORE", "INVALID_TRAFFIC_INVENTORY", "VALID_TRAFFIC_INVENTORY",
	"NO_ADS_TXT_INVENTORY", "NO_BRANDSAFE_INVENTORY", "NO_MONETIZED_INVENTORY",
	"BANDWIDTH_USED_VOD_BYTES", "BANDWIDTH_USED_VOD_SECONDS", "BANDWIDTH_USED_LIVE_BYTES",
	"BANDWIDTH_USED_LIVE_SECONDS", "BANDWIDTH_USED_MEDIA_COUNT", "BANDWIDTH_USED_TOTAL_BYTES",
	"STORAGE_USED_BYTES", "STORAGE_USED_SECONDS", "STORAGE_USED_MEDIA_COUNT", "STORAGE_USED_RENDITION_COUNT",
	"STORAGE_LIFETIME_USED_BYTES", "STORAGE_LIFETIME_USED_SECONDS",
	"STORAGE_LIFETIME_USED_MEDIA_COUNT", "STORAGE_LIFETIME_USED_RENDITION_COUNT",
	"TRANSCODING_USED_VOD_SECONDS", "TRANSCODING_USED_VOD_MEDIA_COUNT",
	"TRANSCODING_USED_LIVE_SECONDS", "TRANSCODING_USED_LIVE_MEDIA_COUNT", "TRANSCODING_USED_TOTAL_SECONDS",
	"AI_USED_CREDITS",
}

// Dimensions are all dimensions of the schema (docs/spec/reporting.md#dimensions).
var Dimensions = []Dimension{
	"MONTH", "DAY", "HOUR", "MINUTE",
	"CHANNEL_SLUG", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_OWNER_ID", "VIDEO_OWNER_USERNAME",
	"VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE", "CONTENT_TAG", "CONTENT_TAG_LIST", "CONTENT_TYPE",
	"PLAYLIST_ID", "PLAYLIST_TITLE", "PLAYLIST_TYPE", "VIDEO_POSITION",
	"PLAYER_ID", "PLAYER_TITLE", "PLAYER_TYPE", "PLAYER_SIZE", "PLAYER_SIZE_BUCKET",
	"PUBLISHER_ID", "PUBLISHER_CHANNEL", "PUBLISHER_OR_PARENT_USERNAME",
	"OWNER_OR_PARENT_USERNAME", "CLAIMER_CHANNEL", "CLAIMER_OR_PARENT_USERNAME",
	"ACCOUNT_ID", "ACCOUNT_USERNAME", "PARENT_ACCOUNT_ID", "PARENT_ACCOUNT_USERNAME",
	"VISITOR_DOMAIN_GROUP", "VISITOR_SUBDOMAIN", "VISITOR_PAGE_URL", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE",
	"ACTION", "VISIBILITY", "MONETIZATION_TYPE", "MONETIZATION_PRODUCT",
	"AD_FORMAT", "INVENTORY_POSITION", "OUTCOME", "AD_ERROR_CODE", "AD_ERROR_READABLE", "NOAD_REASON_READABLE",
	"ADS_TXT_STATUS", "BUYER", "BUYERTYPE",
	"RENDITION_RESOLUTION", "RENDITION_FPS", "RENDITION_FORMAT", "AI_FEATURE_NAME",
}

// The products. A request without one means Content.
const (
	Content Product = "CONTENT"
	Embed   Product = "EMBED"
	Claim   Product = "CLAIM"
	All     Product = "ALL"
)

// Products are all products of the schema.
var Products = []Product{Content, Embed, Claim, All}

// The values of the filters.
const (
	Video MediaType = "VIDEO"
	Live  MediaType = "LIVE"

	VideoMonetization   MonetizationType = "VIDEO_MONETIZATION"
	WebsiteMonetization MonetizationType = "WEBSITE_MONETIZATION"
	ClaimMonetization   MonetizationType = "CLAIM"
)

// The values of the filters; "" stands for a filter that is not set.
var (
	MediaTypes        = []MediaType{"", Video, Live}
	MonetizationTypes = []MonetizationType{"", VideoMonetization, WebsiteMonetization, ClaimMonetization}
)

// IsRevenue reports whether the metric is an amount of money or a price.
func (m Metric) IsRevenue() bool {
	return strings.HasPrefix(string(m), "ESTIMATED_EARNINGS_") || strings.HasPrefix(string(m), "ECPM_") ||
		strings.HasPrefix(string(m), "ERPM_")
}
