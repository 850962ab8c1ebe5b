package rows

import (
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// visitorColumns are the dimensions of the viewer.
var visitorColumns = map[edition.Dimension]func(*scope) column{
	"VISITOR_COUNTRY": perByte(catalogue.Countries, of((*plays.Cluster).Country), plays.CountryByte,
		func(c *world.Channel) *hash.Weights { return &c.CountryWeights }, anyVideo),
	"VISITOR_DEVICE_TYPE": perByte(catalogue.Devices, of((*plays.Cluster).Device), plays.DeviceByte,
		func(*world.Channel) *hash.Weights { return &catalogue.DeviceWeights }, (*video).forAllDevices),
	"ACTION": drawn(plays.Actions, plays.ActionDraw, same),
}

// adColumns are the dimensions of ad opportunities.
var adColumns = map[edition.Dimension]func(*scope) column{
	"MONETIZATION_TYPE":    monetizationColumn(plays.Monetizations, same),
	"MONETIZATION_PRODUCT": monetizationColumn(plays.Products, plays.ProductOf),
	"AD_FORMAT":            drawn(plays.AdFormats, plays.AdFormatDraw, same),
	"INVENTORY_POSITION":   positionColumn,
	"OUTCOME":              drawn(plays.Outcomes, plays.OutcomeDraw, same),
	"AD_ERROR_CODE":        perPlay(plays.AdErrorCodes, adErrorCode),
	"AD_ERROR_READABLE":    perPlay(plays.AdErrorWords, adErrorCode),
	"NOAD_REASON_READABLE": noAdReasonColumn,
	"ADS_TXT_STATUS":       adsTxtColumn,
	"BUYER":                drawn(plays.Buyers, plays.BuyerDraw, same),
	"BUYERTYPE":            drawn(plays.BuyerTypes, plays.BuyerDraw, plays.BuyerTypeOf),
}

func adsTxtColumn(s *scope) column {
	c, codes := perPlay(plays.AdsTxtStates, of((*plays.Cluster).AdsTxt))(s), codesOf(plays.AdsTxtStates)
	c.addAll = s.drawBy(plays.SiteByte, anyVideo, func(set *siteSet, b uint8) int {
		return codes[1+plays.AdsTxtOf(set.views[set.channel.SiteWeights[b]].Site)]
	})
	return c
}

// monetizationColumn depends on the site and, where a publisher could earn, on one more bit.
func monetizationColumn(values []string, value func(uint8) uint8) func(*scope) column {
	return func(s *scope) column {
		code := func(a *cursor) int { return int(value(a.cluster.Monetization(a.video.Video))) }
		c := perPlay(values, code)(s)
		codes := codesOf(values)
		tables := make([][256][2]uint64, len(s.siteSets))
		for i, set := range s.siteSets {
			for b := range tables[i] {
				for bit := range tables[i][b] {
					by := plays.MonetizationOf(set.channel, set.channel.SiteWeights[b], uint8(bit))
					tables[i][b][bit] = uint64(codes[1+value(by)])
				}
			}
		}
		c.addAll = func(b *batch, keys []uint64, shift uint) bool {
			table := &tables[b.video.sites.index]
			for i := range keys {
				c := &b.clusters[i]
				keys[i] |= table[c.Byte(plays.SiteByte)][c.Byte(plays.EarnerBit)&1] << (shift & 63)
			}
			return true
		}
		return c
	}
}

// sizeColumn goes through one draw for telephones and another for other devices.
func sizeColumn(values []string, value func(uint8) uint8) func(*scope) column {
	return func(s *scope) column {
		code := func(a *cursor) int { return int(value(a.cluster.PlayerSize(a.video.Video))) }
		c := perPlay(values, code)(s)
		codes := codesOf(values)
		var tables [2][256]uint64 // of other devices, and of telephones
		var phones [256]uint8
		for b := range tables[0] {
			tables[0][b] = uint64(codes[1+value(plays.ScreenSizeDraw.Value(uint8(b)))])
			tables[1][b] = uint64(codes[1+value(plays.PhoneSizeDraw.Value(uint8(b)))])
			if plays.IsPhone(catalogue.DeviceWeights[b]) {
				phones[b] = 1
			}
		}
		c.addAll = func(b *batch, keys []uint64, shift uint) bool {
			if !b.video.forAllDevices() {
				return false
			}
			for i := range keys {
				c := &b.clusters[i]
				table := &tables[phones[c.Byte(plays.DeviceByte)]&1]
				keys[i] |= table[plays.ScreenSizeDraw.Byte(c)] << (shift & 63)
			}
			return true
		}
		return c
	}
}

// positionColumn goes through another draw for short videos, which have no slot in their middle.
func positionColumn(s *scope) column {
	c := perPlay(plays.Positions, of((*plays.Cluster).Position))(s)
	short := drawn(plays.Positions, plays.ShortPositionDraw, same)(s)
	long := drawn(plays.Positions, plays.LongPositionDraw, same)(s)
	c.addAll = func(b *batch, keys []uint64, shift uint) bool {
		if b.video.Duration < plays.ShortVideo {
			return short.addAll(b, keys, shift)
		}
		return long.addAll(b, keys, shift)
	}
	return c
}

func (v *video) forAllDevices() bool {
	for d := range catalogue.Devices {
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

func noAdReasonColumn(s *scope) column {
	c, codes := perPlay(plays.NoAdReasons, noAdReason)(s), codesOf(plays.NoAdReasons)
	c.addAll = func(b *batch, keys []uint64, shift uint) bool {
		for i := range keys {
			code := codes[0]
			if c := &b.clusters[i]; c.Outcome() == plays.NoAd {
				code = codes[1+c.NoAdReason(b.video.Video)]
			}
			keys[i] |= uint64(code) << (shift & 63)
		}
		return true
	}
	return c
}

// fileColumns are the dimensions of stored and delivered files, and of AI features.
var fileColumns = map[edition.Dimension]func(*scope) column{
	"RENDITION_RESOLUTION": resolutionColumn,
	"RENDITION_FPS": listed(catalogue.FrameRates, ofRendition(func(a *cursor) int {
		return int(a.video.FrameRate())
	})),
	"RENDITION_FORMAT": formatColumn,
	"AI_FEATURE_NAME": listed(plays.Features, func(a *cursor) int {
		if a.cluster.Kind != plays.Assisted {
			return -1
		}
		return int(a.cluster.Feature)
	}),
}

func resolutionColumn(s *scope) column {
	c, codes := listed(resolutions(), ofRendition(of((*plays.Cluster).Rendition)))(s), codesOf(resolutions())
	c.addAll = func(b *batch, keys []uint64, shift uint) bool {
		best := b.video.Best()
		for i := range keys {
			keys[i] |= uint64(codes[1+b.clusters[i].PlayedRendition(best)]) << (shift & 63)
		}
		return true
	}
	return c
}

func formatColumn(s *scope) column {
	c, codes := listed(plays.Formats, ofRendition(of((*plays.Cluster).Format)))(s), codesOf(plays.Formats)
	c.addAll = func(b *batch, keys []uint64, shift uint) bool {
		for i := range keys {
			keys[i] |= uint64(codes[1+b.clusters[i].Format(b.video.Video)]) << (shift & 63)
		}
		return true
	}
	return c
}

func resolutions() []string {
	var texts []string
	for _, r := range catalogue.Renditions {
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
