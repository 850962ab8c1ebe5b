package edition

import (
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// A Request is the input of a report.
type Request struct {
	Edition    string // the documentation whose limits hold, one of Names
	Metrics    []Metric
	Dimensions []Dimension
	Start, End time.Time // UTC days, both included; the time of day is ignored
	Product    Product   // "" means Content
	Filters    Filters
	Outcome    string // the status in which the report ends, on purpose; "" means as its policy says
}

// Filters select a part of the plays. An empty field selects everything.
type Filters struct {
	ChannelSlug           string           `json:"channelSlug,omitempty"`
	VideoOwnerChannelSlug string           `json:"videoOwnerChannelSlug,omitempty"`
	MediaType             MediaType        `json:"mediaType,omitempty"`
	MonetizationType      MonetizationType `json:"monetizationType,omitempty"`
	VisitorDomainGroup    string           `json:"visitorDomainGroup,omitempty"`
}

// FilterNames are the filters of the schema, as a request names them.
var FilterNames = []string{
	"channelSlug", "videoOwnerChannelSlug", "mediaType", "monetizationType", "visitorDomainGroup",
}

// MaxText is the most bytes in the value of a filter, so that a request fits in its token.
const MaxText = 200

// Servable reports whether a request from a token can be served. The limits of today may differ from those that it was
// accepted under.
func (r Request) Servable() bool {
	days := int(world.DayOf(r.End)-world.DayOf(r.Start)) + 1
	return len(r.Metrics) > 0 && len(r.Dimensions) > 0 && len(r.Dimensions) <= maxDimensions && days > 0 && days <= maxDays
}
