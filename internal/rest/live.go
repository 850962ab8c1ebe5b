package rest

import (
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// addLive adds the fields of streams: of live ones and of the files behind
// videos on demand.
func addLive() {
	for name, value := range map[string]func(*call, *video) any{
		"mode": func(_ *call, v *video) any {
			if v.Live {
				return "live"
			}
			return "vod"
		},
		"onair":                   func(c *call, v *video) any { return v.onair(c) },
		"broadcasting":            func(c *call, v *video) any { return v.onair(c) },
		"live_broadcasting":       func(c *call, v *video) any { return v.onair(c) },
		"audience":                live(func(c *call, v *video) any { return v.audience(c) }),
		"audience_total":          live(func(c *call, v *video) any { return c.World.Views(v.Video, world.HourOf(c.now)) }),
		"audience_url":            live(func(_ *call, v *video) any { return "https://www.dailymotion.com/audience/" + v.ID }),
		"start_time":              live(func(c *call, v *video) any { start, _ := v.airing(c); return start }),
		"end_time":                live(func(c *call, v *video) any { _, end := v.airing(c); return end }),
		"live_airing_time":        live(func(c *call, v *video) any { start, _ := v.airing(c); return start }),
		"live_auto_record":        live(func(_ *call, v *video) any { return v.writtenOr("live_auto_record", false) }),
		"live_audio_bitrate":      live(func(*call, *video) any { return int64(128000) }),
		"live_ad_break_remaining": live(func(*call, *video) any { return int64(24) }),
		"recurrence": live(func(_ *call, v *video) any {
			if _, ok := v.edit.StartTime.Get(); ok {
				return "once"
			}
			return "weekly"
		}),
		"live_ingests": live(func(*call, *video) any { return reply.ItemOf("Default", "publish.dailymotion.com") }),
		"live_publish_url": live(func(c *call, v *video) any {
			return "rtmp://publish.dailymotion.com/publish-dm/" + v.ID + "?auth=" + c.letters("publish "+v.ID)
		}),
		"live_publish_srt_url": live(func(c *call, v *video) any {
			return "srt://publish.dailymotion.com:5000?streamid=" + v.ID + "," + c.letters("publish "+v.ID)
		}),
		"stream_live_hls_url":    live(stream(".m3u8")),
		"stream_live_rtmp_url":   live(stream(".flv")),
		"stream_live_smooth_url": live(stream(".ism")),
		"stream_hls_url":         encoded(stream(".m3u8")),
		"stream_audio_url":       encoded(stream("-audio.m4a")),
		"stream_source_url":      encoded(sourceStream),
		"stream_h264_url":        encoded(stream("-h264.mp4")),
	} {
		videoValues[name] = value
	}
	for quality, least := range map[string]int64{"l1": 0, "l2": 0, "ld": 0, "hq": 0, "hd": 720, "hd1080": 1080, "qhd": 1440, "uhd": 2160} {
		videoValues["stream_h264_"+quality+"_url"] = encoded(func(c *call, v *video) any {
			if c.videos().mediaOf(v).height < least {
				return nil
			}
			return stream("-"+quality+".mp4")(c, v)
		})
	}
}

// live is a value that is null for a video on demand.
func live(value func(*call, *video) any) func(*call, *video) any {
	return func(c *call, v *video) any {
		if !v.Live {
			return nil
		}
		return value(c, v)
	}
}

// stream is the address of one, null for a viewer who cannot watch the video.
func stream(suffix string) func(*call, *video) any {
	return func(c *call, v *video) any {
		if !c.can(v) {
			return nil
		}
		return "https://cdndirector.dailymotion.com/cdn/" + c.letters("stream "+v.ID) + "/" + v.ID + suffix
	}
}

// sourceKept is how long the file behind a video can be had: some days, says the
// reference (docs/spec/rest-fields.json); how many is ASSUMED.
const sourceKept = 7 * 24 * time.Hour

func sourceStream(c *call, v *video) any {
	since := v.Created
	if named := v.edit.Source.Named; !named.IsZero() {
		since = named
	}
	if c.now.Sub(since) >= sourceKept {
		return nil
	}
	return stream("-source.mp4")(c, v)
}

// airing is from when to when a stream is on the air: as its owner says, else
// each week at the hour of its creation, on the days on which it has viewers.
func (v *video) airing(c *call) (start, end int64) {
	const week = 7 * 86400
	start = v.Created.Unix()
	start += max(c.now.Unix()-start, 0) / week * week
	start = v.edit.StartTime.Or(start)
	return start, v.edit.EndTime.Or(start + int64(v.Duration))
}

func (v *video) onair(c *call) bool {
	start, end := v.airing(c)
	return v.Live && start <= c.now.Unix() && c.now.Unix() < end
}

// audience is how many watch a stream now: those of the last hour.
func (v *video) audience(c *call) int64 {
	if !v.onair(c) {
		return 0
	}
	now := world.HourOf(c.now)
	return plays.Between(v.Video, now-1, now)
}
