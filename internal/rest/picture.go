package rest

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/upload"
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

func (s *core) mediaHost(id string) string {
	return "https://s" + strconv.Itoa(1+s.World.Bounded("host "+id, 2)) + ".dmcdn.net"
}

// letters are five that follow from what they are of.
func (s *core) letters(of string) string {
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
	at := func(suffix string) func(*call, *video) any {
		return encoded(func(c *call, v *video) any { return c.videos().pictureBase(v) + suffix })
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
	videoValues["filmstrip_60_url"] = encoded(func(c *call, v *video) any {
		if v.Duration < 60 {
			return nil // docs/spec/rest-fields.json: null for short videos
		}
		return c.videos().pictureBase(v) + "/filmstrip60"
	})
	videoValues["filmstrip_small_url"] = videoValues["filmstrip_60_url"]
}

var oldThumbnails = map[string]string{"thumbnail_large_url": "/x480", "thumbnail_medium_url": "/x240", "thumbnail_small_url": "/x120"}

func thumbnail(size string) func(*call, *video) any {
	return encoded(func(c *call, v *video) any { return c.videos().shaped(c.videos().pictureBase(v) + size) })
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
