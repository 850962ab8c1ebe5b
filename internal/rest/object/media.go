package object

import (
	"cmp"
	"strconv"
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// The form of addresses of pictures is that of the samples in docs/spec/rest-fields.json. Package asset serves what is
// behind them.

// pictureBase returns the address of a video's pictures. It changes with the thumbnail, as caches need it.
func (v *Video) pictureBase(c *Call) string {
	of := "picture " + v.ID
	if !v.Live { // that of a stream is made by the vendor
		of += v.Edit.Thumbnail.Or("")
	}
	return asset(c, c.mediaHost(v.ID)+"/v/"+c.letters(of))
}

func (s *Core) mediaHost(id string) string {
	return "https://s" + strconv.Itoa(1+s.World.Bounded("host "+id, 2)) + ".dmcdn.net"
}

const digits62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// letters returns five characters that follow from a subject.
func (s *Core) letters(of string) string {
	n := s.World.Bounded(of, 62*62*62*62*62)
	b := make([]byte, 5)
	for i := range b {
		b[i] = digits62[n%62]
		n /= 62
	}
	return string(b)
}

// shaped adds thumbnail_ratio to the address of a picture.
func shaped(c *Call, url string) string {
	if c.ratio == "" || c.ratio == "original" {
		return url
	}
	return url + "?ratio=" + c.ratio
}

// pictureValues are the fields that hold addresses of pictures.
var pictureValues = merge(each(map[string]string{
	"thumbnail_url": "", "thumbnail_60_url": "/x60", "thumbnail_62_url": "/x62", "thumbnail_120_url": "/x120",
	"thumbnail_180_url": "/x180", "thumbnail_240_url": "/x240", "thumbnail_360_url": "/x360",
	"thumbnail_480_url": "/x480", "thumbnail_720_url": "/x720", "thumbnail_1080_url": "/x1080",
	"thumbnail_large_url": "/x480", "thumbnail_medium_url": "/x240", "thumbnail_small_url": "/x120",
}, func(_, size string) videoValue {
	return encoded(func(c *Call, v *Video) any { return shaped(c, v.pictureBase(c)+size) })
}), each(map[string]string{
	"first_frame_60_url": "/ff-x60", "first_frame_120_url": "/ff-x120", "first_frame_180_url": "/ff-x180",
	"first_frame_240_url": "/ff-x240", "first_frame_360_url": "/ff-x360", "first_frame_480_url": "/ff-x480",
	"first_frame_720_url": "/ff-x720", "first_frame_1080_url": "/ff-x1080",
	"preview_240p_url": "/preview_240p", "preview_360p_url": "/preview_360p", "preview_480p_url": "/preview_480p",
	"sprite_url": "/sprite", "sprite_320x_url": "/sprite320", "seeker_url": "/seeker",
}, func(_, suffix string) videoValue {
	return encoded(func(c *Call, v *Video) any { return v.pictureBase(c) + suffix })
}), map[string]videoValue{"filmstrip_60_url": encoded(filmstrip), "filmstrip_small_url": encoded(filmstrip)})

// filmstrip returns null for short videos (docs/spec/rest-fields.json).
func filmstrip(c *Call, v *Video) any {
	if v.Duration < 60 {
		return nil
	}
	return v.pictureBase(c) + "/filmstrip60"
}

// media describes the file of a video.
type media struct{ width, Height int64 }

// Media returns the size that the source had, or one that follows from the id.
func (v *Video) Media(c *Call) media {
	m := media{v.Edit.Source.Width, v.Edit.Source.Height}
	if m.width == 0 || m.Height == 0 {
		m.Height = int64(v.Height())
		m.width = (m.Height*16/9 + 1) / 2 * 2
	}
	return m
}

// checksum returns the checksum of a video's file.
func (v *Video) checksum(c *Call) string {
	return cmp.Or(v.Edit.Source.Checksum, upload.DrawChecksum(c.World, v.ID))
}

// formatsFor returns the formats that a file of a height is encoded into.
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

// liveValues are the fields of streams: of live ones, and of the files of videos on demand.
var liveValues = map[string]videoValue{
	"mode": func(_ *Call, v *Video) any {
		if v.Live {
			return "live"
		}
		return "vod"
	},
	"onair":             func(c *Call, v *Video) any { return v.OnAir(c) },
	"broadcasting":      func(c *Call, v *Video) any { return v.OnAir(c) },
	"live_broadcasting": func(c *Call, v *Video) any { return v.OnAir(c) },
	"audience":          live(func(c *Call, v *Video) any { return v.Audience(c) }),
	"audience_total":    live(func(c *Call, v *Video) any { return c.World.Views(v.Video, world.HourOf(c.Now)) }),
	"audience_url": live(func(_ *Call, v *Video) any {
		return "https://www.dailymotion.com/audience/" + v.ID
	}),
	"start_time":              live(func(c *Call, v *Video) any { start, _ := v.Airing(c); return start }),
	"end_time":                live(func(c *Call, v *Video) any { _, end := v.Airing(c); return end }),
	"live_airing_time":        live(func(c *Call, v *Video) any { start, _ := v.Airing(c); return start }),
	"live_auto_record":        live(func(_ *Call, v *Video) any { return v.writtenOr("live_auto_record", false) }),
	"live_audio_bitrate":      live(func(*Call, *Video) any { return int64(128000) }),
	"live_ad_break_remaining": live(func(*Call, *Video) any { return int64(24) }),
	"recurrence": live(func(_ *Call, v *Video) any {
		if _, ok := v.Edit.StartTime.Get(); ok {
			return "once"
		}
		return "weekly"
	}),
	"live_ingests": live(func(*Call, *Video) any { return reply.ItemOf("Default", "publish.dailymotion.com") }),
	"live_publish_url": live(func(c *Call, v *Video) any {
		return "rtmp://publish.dailymotion.com/publish-dm/" + v.ID + "?auth=" + c.letters("publish "+v.ID)
	}),
	"live_publish_srt_url": live(func(c *Call, v *Video) any {
		return "srt://publish.dailymotion.com:5000?streamid=" + v.ID + "," + c.letters("publish "+v.ID)
	}),
	"stream_live_hls_url":    live(stream(".m3u8")),
	"stream_live_rtmp_url":   live(stream(".flv")),
	"stream_live_smooth_url": live(stream(".ism")),
	"stream_hls_url":         encoded(stream(".m3u8")),
	"stream_audio_url":       encoded(stream("-audio.m4a")),
	"stream_source_url":      encoded(sourceStream),
	"stream_h264_url":        encoded(stream("-h264.mp4")),
	"stream_h264_l1_url":     encoded(quality("l1", 0)),
	"stream_h264_l2_url":     encoded(quality("l2", 0)),
	"stream_h264_ld_url":     encoded(quality("ld", 0)),
	"stream_h264_hq_url":     encoded(quality("hq", 0)),
	"stream_h264_hd_url":     encoded(quality("hd", 720)),
	"stream_h264_hd1080_url": encoded(quality("hd1080", 1080)),
	"stream_h264_qhd_url":    encoded(quality("qhd", 1440)),
	"stream_h264_uhd_url":    encoded(quality("uhd", 2160)),
}

// quality returns the address of a stream, null for a file that is not high enough.
func quality(name string, least int64) videoValue {
	return func(c *Call, v *Video) any {
		if v.Media(c).Height < least {
			return nil
		}
		return stream("-"+name+".mp4")(c, v)
	}
}

// live returns a value that is null for a video on demand.
func live(value videoValue) videoValue {
	return func(c *Call, v *Video) any {
		if !v.Live {
			return nil
		}
		return value(c, v)
	}
}

// stream returns the address of a stream, null for a viewer who cannot watch the video.
func stream(suffix string) videoValue {
	return func(c *Call, v *Video) any {
		if !c.CanWatch(v) {
			return nil
		}
		return "https://cdndirector.dailymotion.com/cdn/" + c.letters("stream "+v.ID) + "/" + v.ID + suffix
	}
}

// sourceKept is how long the source file of a video is available. The reference says some days (docs/spec/rest-
// fields.json); the number is ASSUMED.
const sourceKept = 7 * 24 * time.Hour

func sourceStream(c *Call, v *Video) any {
	since := v.Created
	if named := v.Edit.Source.Named; !named.IsZero() {
		since = named
	}
	if c.Now.Sub(since) >= sourceKept {
		return nil
	}
	return stream("-source.mp4")(c, v)
}

// Airing returns when a stream is on the air: at the times that its owner wrote, else each week at the hour of its
// creation.
func (v *Video) Airing(c *Call) (start, end int64) {
	const week = 7 * 86400
	start = v.Created.Unix()
	start += max(c.Now.Unix()-start, 0) / week * week
	start = v.Edit.StartTime.Or(start)
	return start, v.Edit.EndTime.Or(start + int64(v.Duration))
}

// OnAir reports whether a stream is on the air.
func (v *Video) OnAir(c *Call) bool {
	start, end := v.Airing(c)
	return v.Live && start <= c.Now.Unix() && c.Now.Unix() < end
}

// Audience returns how many watch a stream now: as many as in the last hour.
func (v *Video) Audience(c *Call) int64 {
	if !v.OnAir(c) {
		return 0
	}
	now := world.HourOf(c.Now)
	return plays.Between(v.Video, now-1, now)
}
