package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// Who watched, and how it came about.
var visitorColumns = map[edition.Dimension]func(*scope) column{
	"VISITOR_COUNTRY":     perPlay(world.Countries, func(a *cursor) int { return int(a.cluster.Country) }),
	"VISITOR_DEVICE_TYPE": perPlay(world.Devices, func(a *cursor) int { return int(a.cluster.Device) }),
	"ACTION":              perPlay(world.Actions, func(a *cursor) int { return int(a.cluster.Action()) }),
}

// What became of the chances to show an ad.
var adColumns = map[edition.Dimension]func(*scope) column{
	"MONETIZATION_TYPE":    perPlay(world.Monetizations, func(a *cursor) int { return int(a.cluster.Monetization) }),
	"MONETIZATION_PRODUCT": perPlay(world.Products, func(a *cursor) int { return int(a.cluster.Product()) }),
	"AD_FORMAT":            perPlay(world.AdFormats, func(a *cursor) int { return int(a.cluster.AdFormat()) }),
	"INVENTORY_POSITION":   perPlay(world.Positions, func(a *cursor) int { return int(a.video.Position(a.cluster)) }),
	"OUTCOME":              perPlay(world.Outcomes, func(a *cursor) int { return int(a.cluster.Outcome()) }),
	"AD_ERROR_CODE":        perPlay(world.AdErrorCodes, adErrorCode),
	"AD_ERROR_READABLE":    perPlay(world.AdErrorWords, adErrorCode),
	"NOAD_REASON_READABLE": perPlay(world.NoAdReasons, noAdReason),
	"ADS_TXT_STATUS":       perPlay(world.AdsTxtStates, func(a *cursor) int { return int(a.video.AdsTxt(a.cluster)) }),
	"BUYER":                perPlay(world.Buyers, func(a *cursor) int { return int(a.cluster.Buyer()) }),
	"BUYERTYPE":            perPlay(world.BuyerTypes, func(a *cursor) int { return int(a.cluster.BuyerType()) }),
}

func adErrorCode(a *cursor) int {
	if a.cluster.Outcome() != world.AdError {
		return -1
	}
	return int(a.cluster.AdErrorCode())
}

func noAdReason(a *cursor) int {
	if a.cluster.Outcome() != world.NoAd {
		return -1
	}
	return int(a.video.NoAdReason(a.cluster))
}

// In which form videos are stored and sent, and what machines wrote for them.
var fileColumns = map[edition.Dimension]func(*scope) column{
	"RENDITION_RESOLUTION": listed(resolutions(), ofRendition(func(a *cursor) int { return int(a.cluster.Rendition) })),
	"RENDITION_FPS":        listed(world.FrameRates, ofRendition(func(a *cursor) int { return int(a.video.FrameRate()) })),
	"RENDITION_FORMAT":     listed(world.Formats, ofRendition(func(a *cursor) int { return int(a.video.Format(a.cluster)) })),
	"AI_FEATURE_NAME": listed(world.Features, func(a *cursor) int {
		if a.cluster.Kind != world.Assisted {
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

// ofRendition is negative for what has no rendition: an upload, or words.
func ofRendition(code func(*cursor) int) func(*cursor) int {
	return func(a *cursor) int {
		if k := a.cluster.Kind; k == world.Uploaded || k == world.Assisted {
			return -1
		}
		return code(a)
	}
}
