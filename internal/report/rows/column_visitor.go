package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// visitorColumns are the dimensions of the viewer.
var visitorColumns = map[edition.Dimension]func(*scope) column{
	"VISITOR_COUNTRY": perByte(world.Countries, of((*plays.Cluster).Country), plays.CountryByte,
		func(c *world.Channel) *hash.Weights { return &c.CountryWeights }, anyVideo),
	"VISITOR_DEVICE_TYPE": perByte(world.Devices, of((*plays.Cluster).Device), plays.DeviceByte,
		func(*world.Channel) *hash.Weights { return &world.DeviceWeights }, (*video).forAllDevices),
	"ACTION": perPlay(plays.Actions, func(a *cursor) int { return int(a.cluster.Action()) }),
}

// adColumns are the dimensions of ad opportunities.
var adColumns = map[edition.Dimension]func(*scope) column{
	"MONETIZATION_TYPE":    perPlay(plays.Monetizations, of((*plays.Cluster).Monetization)),
	"MONETIZATION_PRODUCT": perPlay(plays.Products, of((*plays.Cluster).Product)),
	"AD_FORMAT":            perPlay(plays.AdFormats, func(a *cursor) int { return int(a.cluster.AdFormat()) }),
	"INVENTORY_POSITION":   perPlay(plays.Positions, of((*plays.Cluster).Position)),
	"OUTCOME":              perPlay(plays.Outcomes, func(a *cursor) int { return int(a.cluster.Outcome()) }),
	"AD_ERROR_CODE":        perPlay(plays.AdErrorCodes, adErrorCode),
	"AD_ERROR_READABLE":    perPlay(plays.AdErrorWords, adErrorCode),
	"NOAD_REASON_READABLE": perPlay(plays.NoAdReasons, noAdReason),
	"ADS_TXT_STATUS":       perPlay(plays.AdsTxtStates, of((*plays.Cluster).AdsTxt)),
	"BUYER":                perPlay(plays.Buyers, func(a *cursor) int { return int(a.cluster.Buyer()) }),
	"BUYERTYPE":            perPlay(plays.BuyerTypes, func(a *cursor) int { return int(a.cluster.BuyerType()) }),
}

func (v *video) forAllDevices() bool {
	for d := range world.Devices {
		if !v.MadeFor(uint8(d)) {
			return false
		}
	}
	return true
}

func adErrorCode(a *cursor) int {
	if a.cluster.Outcome() != plays.AdError {
		return -1
	}
	return int(a.cluster.AdErrorCode())
}

func noAdReason(a *cursor) int {
	if a.cluster.Outcome() != plays.NoAd {
		return -1
	}
	return int(a.cluster.NoAdReason(a.video.Video))
}

// fileColumns are the dimensions of stored and delivered files, and of AI features.
var fileColumns = map[edition.Dimension]func(*scope) column{
	"RENDITION_RESOLUTION": listed(resolutions(), ofRendition(of((*plays.Cluster).Rendition))),
	"RENDITION_FPS":        listed(world.FrameRates, ofRendition(func(a *cursor) int { return int(a.video.FrameRate()) })),
	"RENDITION_FORMAT":     listed(plays.Formats, ofRendition(of((*plays.Cluster).Format))),
	"AI_FEATURE_NAME": listed(plays.Features, func(a *cursor) int {
		if a.cluster.Kind != plays.Assisted {
			return -1
		}
		return int(a.cluster.Feature)
	}),
}

func resolutions() []string {
	var texts []string
	for _, r := range world.Renditions {
		texts = append(texts, r.Resolution)
	}
	return texts
}

// ofRendition returns a negative number for a cluster without a rendition: an upload, or the use of an AI feature.
func ofRendition(code func(*cursor) int) func(*cursor) int {
	return func(a *cursor) int {
		if k := a.cluster.Kind; k == plays.Uploaded || k == plays.Assisted {
			return -1
		}
		return code(a)
	}
}
