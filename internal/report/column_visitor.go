package report

import "github.com/dailymock/dailymock/internal/world"

// Who watched, and how it came about.
var visitorColumns = map[Dimension]func(*scope) column{
	"VISITOR_COUNTRY":     ofPlays(world.Countries, func(a *at) int { return int(a.cluster.Country) }),
	"VISITOR_DEVICE_TYPE": ofPlays(world.Devices, func(a *at) int { return int(a.cluster.Device) }),
	"ACTION":              ofPlays(world.Actions, func(a *at) int { return int(a.cluster.Action()) }),
}

// What became of the chances to show an ad.
var adColumns = map[Dimension]func(*scope) column{
	"MONETIZATION_TYPE":    ofPlays(world.Monetizations, func(a *at) int { return int(a.cluster.Monetization) }),
	"MONETIZATION_PRODUCT": ofPlays(world.Products, func(a *at) int { return int(a.cluster.Product()) }),
	"AD_FORMAT":            ofPlays(world.AdFormats, func(a *at) int { return int(a.cluster.AdFormat()) }),
	"INVENTORY_POSITION":   ofPlays(world.Positions, func(a *at) int { return int(a.video.Position(a.cluster)) }),
	"OUTCOME":              ofPlays(world.Outcomes, func(a *at) int { return int(a.cluster.Outcome()) }),
	"AD_ERROR_CODE":        ofPlays(world.AdErrorCodes, adErrorCode),
	"AD_ERROR_READABLE":    ofPlays(world.AdErrorWords, adErrorCode),
	"NOAD_REASON_READABLE": ofPlays(world.NoAdReasons, noAdReason),
	"ADS_TXT_STATUS":       ofPlays(world.AdsTxtStates, func(a *at) int { return int(a.video.AdsTxt(a.cluster)) }),
	"BUYER":                ofPlays(world.Buyers, func(a *at) int { return int(a.cluster.Buyer()) }),
	"BUYERTYPE":            ofPlays(world.BuyerTypes, func(a *at) int { return int(a.cluster.BuyerType()) }),
}

func adErrorCode(a *at) int {
	if a.cluster.Outcome() != world.AdError {
		return -1
	}
	return int(a.cluster.AdErrorCode())
}

func noAdReason(a *at) int {
	if a.cluster.Outcome() != world.NoAd {
		return -1
	}
	return int(a.video.NoAdReason(a.cluster))
}

// In which form videos are stored and sent, and what machines wrote for them.
var fileColumns = map[Dimension]func(*scope) column{
	"RENDITION_RESOLUTION": listed(resolutions(), ofRendition(func(a *at) int { return int(a.cluster.Rendition) })),
	"RENDITION_FPS":        listed(world.FrameRates, ofRendition(func(a *at) int { return int(a.video.FrameRate()) })),
	"RENDITION_FORMAT":     listed(world.Formats, ofRendition(func(a *at) int { return int(a.video.Format(a.cluster)) })),
	"AI_FEATURE_NAME": listed(world.Features, func(a *at) int {
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
func ofRendition(code func(*at) int) func(*at) int {
	return func(a *at) int {
		if k := a.cluster.Kind; k == world.Uploaded || k == world.Assisted {
			return -1
		}
		return code(a)
	}
}
