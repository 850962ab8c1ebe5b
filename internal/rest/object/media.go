package object

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// Pictures are addresses alone: nothing stands behind them. Their form is that
// of the samples in docs/spec/rest-fields.json.

// pictureBase is the address of a video's pictures. Another thumbnail has
// another address, as caches need it.
func (c videoCall) pictureBase(v *video) string {
	of := "picture " + v.ID
	of += v.edit.Thumbnail.Or("")
	return c.asset(c.mediaHost(v.ID) + "/v/" + c.letters(of))
}

func (s *Core) mediaHost(id string) string {
	return "https://s" + strconv.Itoa(1+s.World.Bounded("host "+id, 2)) + ".dmcdn.net"
}

// letters are five that follow from what they are of.
func (s *Core) letters(of string) string {
	n := s.World.Bounded(of, 62*62*62*62*62)
	b := make([]byte, 5)
	for i := range b {
		b[i] = digits62[n%62]
		n /= 62
	}
	return string(b)
}

// shaped adds what thumbnail_ratio asks for.
func (c videoCall) shaped(url string) string {
	if c.ratio == "" || c.ratio == "original" {
		return url
	}
	return url + "?ratio=" + c.ratio
}

// addPictures adds the fields that are addresses of pictures.
func addPictures() {
	at := func(suffix string) func(*Call, *video) any {
		return encoded(func(c *Call, v *video) any { return c.videos().pictureBase(v) + suffix })
	}
	for _, height := range strings.Fields("60 62 120 180 240 360 480 720 1080") {
		videoValues["thumbnail_"+height+"_url"] = thumbnail("/x" + height)
		if height != "62" {
			videoValues["first_frame_"+height+"_url"] = at("/ff-x" + height)
		}
	}
	for name, size := range oldThumbnails {
		videoValues[name] = thumbnail(size)
	}
	videoValues["thumbnail_url"] = thumbnail("")
	for _, size := range strings.Fields("240p 360p 480p") {
		videoValues["preview_"+size+"_url"] = at("/preview_" + size)
	}
	videoValues["sprite_url"] = at("/sprite")
	videoValues["seeker_url"] = at("/seeker")
	videoValues["sprite_320x_url"] = at("/sprite320")
	videoValues["filmstrip_60_url"] = encoded(func(c *Call, v *video) any {
		if v.Duration < 60 {
			return nil // docs/spec/rest-fields.json: null for short videos
		}
		return c.videos().pictureBase(v) + "/filmstrip60"
	})
	videoValues["filmstrip_small_url"] = videoValues["filmstrip_60_url"]
}

var oldThumbnails = map[string]string{"thumbnail_large_url": "/x480", "thumbnail_medium_url": "/x240",
	"thumbnail_small_url": "/x120"}

func thumbnail(size string) func(*Call, *video) any {
	return encoded(func(c *Call, v *video) any { return c.videos().shaped(c.videos().pictureBase(v) + size) })
}

// media is what a video's file is like.
type media struct{ width, height int64 }

// mediaOf is what a source said, else drawn.
func (c videoCall) mediaOf(v *video) media {
	m := media{v.edit.Source.Width, v.edit.Source.Height}
	if m.width == 0 || m.height == 0 {
		m.height = int64(v.Height())
		m.width = (m.height*16/9 + 1) / 2 * 2
	}
	return m
}

// checksumOf is that of a video's file.
func (c videoCall) checksumOf(v *video) string {
	return cmp.Or(v.edit.Source.Checksum, upload.DrawChecksum(c.World, v.ID))
}

// formatsFor are those that a file of a height is made into.
func formatsFor(height int64) []string {
	formats := []string{"l1", "l2", "ld", "sd", "hq"}
	for _, f := range []struct {
		height int64
		name   string
	}{{720, "hd720"}, {1080, "hd1080"}, {1440, "uhd1440"}, {2160, "uhd2160"}} {
		if height >= f.height {
			formats = append(formats, f.name)
		}
	}
	return formats
}

// addLive adds the fields of streams: of live ones and of the files behind
// videos on demand.
func addLive() {
	for name, value := range map[string]func(*Call, *video) any{
		"mode": func(_ *Call, v *video) any {
			if v.Live {
				return "live"
			}
			return "vod"
		},
		"onair":             func(c *Call, v *video) any { return v.onair(c) },
		"broadcasting":      func(c *Call, v *video) any { return v.onair(c) },
		"live_broadcasting": func(c *Call, v *video) any { return v.onair(c) },
		"audience":          live(func(c *Call, v *video) any { return v.audience(c) }),
		"audience_total":    live(func(c *Call, v *video) any { return c.World.Views(v.Video, world.HourOf(c.Now)) }),
		"audience_url": live(func(_ *Call,
			v *video) any {
			return "https://www.dailymotion.com/audience/" + v.ID
		}),
		"start_time":              live(func(c *Call, v *video) any { start, _ := v.airing(c); return start }),
		"end_time":                live(func(c *Call, v *video) any { _, end := v.airing(c); return end }),
		"live_airing_time":        live(func(c *Call, v *video) any { start, _ := v.airing(c); return start }),
		"live_auto_record":        live(func(_ *Call, v *video) any { return v.writtenOr("live_auto_record", false) }),
		"live_audio_bitrate":      live(func(*Call, *video) any { return int64(128000) }),
		"live_ad_break_remaining": live(func(*Call, *video) any { return int64(24) }),
		"recurrence": live(func(_ *Call, v *video) any {
			if _, ok := v.edit.StartTime.Get(); ok {
				return "once"
			}
			return "weekly"
		}),
		"live_ingests": live(func(*Call, *video) any { return reply.ItemOf("Default", "publish.dailymotion.com") }),
		"live_publish_url": live(func(c *Call, v *video) any {
			return "rtmp://publish.dailymotion.com/publish-dm/" + v.ID + "?auth=" + c.letters("publish "+v.ID)
		}),
		"live_publish_srt_url": live(func(c *Call, v *video) any {
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
	for quality, least := range map[string]int64{"l1": 0, "l2": 0, "ld": 0, "hq": 0, "hd": 720, "hd1080": 1080,
		"qhd": 1440, "uhd": 2160} {
		videoValues["stream_h264_"+quality+"_url"] = encoded(func(c *Call, v *video) any {
			if c.videos().mediaOf(v).height < least {
				return nil
			}
			return stream("-"+quality+".mp4")(c, v)
		})
	}
}

// live is a value that is null for a video on demand.
func live(value func(*Call, *video) any) func(*Call, *video) any {
	return func(c *Call, v *video) any {
		if !v.Live {
			return nil
		}
		return value(c, v)
	}
}

// stream is the address of one, null for a viewer who cannot watch the video.
func stream(suffix string) func(*Call, *video) any {
	return func(c *Call, v *video) any {
		if !c.can(v) {
			return nil
		}
		return "https://cdndirector.dailymotion.com/cdn/" + c.letters("stream "+v.ID) + "/" + v.ID + suffix
	}
}

// sourceKept is how long the file behind a video can be had: some days, says the
// reference (docs/spec/rest-fields.json); how many is ASSUMED.
const sourceKept = 7 * 24 * time.Hour

func sourceStream(c *Call, v *video) any {
	since := v.Created
	if named := v.edit.Source.Named; !named.IsZero() {
		since = named
	}
	if c.Now.Sub(since) >= sourceKept {
		return nil
	}
	return stream("-source.mp4")(c, v)
}

// airing is from when to when a stream is on the air: as its owner says, else
// each week at the hour of its creation, on the days on which it has viewers.
func (v *video) airing(c *Call) (start, end int64) {
	const week = 7 * 86400
	start = v.Created.Unix()
	start += max(c.Now.Unix()-start, 0) / week * week
	start = v.edit.StartTime.Or(start)
	return start, v.edit.EndTime.Or(start + int64(v.Duration))
}

func (v *video) onair(c *Call) bool {
	start, end := v.airing(c)
	return v.Live && start <= c.Now.Unix() && c.Now.Unix() < end
}

// audience is how many watch a stream now: those of the last hour.
func (v *video) audience(c *Call) int64 {
	if !v.onair(c) {
		return 0
	}
	now := world.HourOf(c.Now)
	return plays.Between(v.Video, now-1, now)
}
