package rows

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// videoColumns are the dimensions of the video and its playlists.
var videoColumns = map[edition.Dimension]func(*scope) column{
	"VIDEO_ID":         perVideo(func(v *video) string { return v.ID }),
	"VIDEO_TITLE":      perVideo(func(v *video) string { return v.Title() }),
	"MEDIA_TYPE":       perVideo(mediaTypeOf),
	"CONTENT_TAG_LIST": perVideo(func(v *video) string { return strings.Join(v.Tags(), ",") }),
	"CONTENT_TYPE":     perVideo(func(v *video) string { return catalogue.ContentTypes[v.ContentType()] }),
	"VISIBILITY":       perVideo(func(v *video) string { return catalogue.Visibilities[v.Visibility()] }),
	"CONTENT_TAG":      tagColumn,

	"PLAYLIST_ID": perPlaylist(func(_ *scope, p catalogue.Playlist) string { return p.ID }),
	"PLAYLIST_TITLE": perPlaylist(func(s *scope, p catalogue.Playlist) string {
		return s.world.PlaylistTitle(p, s.edits)
	}),
	"PLAYLIST_TYPE": perPlaylist(func(_ *scope, p catalogue.Playlist) string {
		return catalogue.PlaylistTypes[p.Type()]
	}),
	"VIDEO_POSITION": rankColumn,
}

// perVideo makes a dimension that depends only on the video.
func perVideo(value func(*video) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.videos, value)
		return column{texts: texts, code: func(a *cursor) int { return codes[a.video.index] }, perVideo: true}
	}
}

func mediaTypeOf(v *video) string {
	if v.Live {
		return "live"
	}
	return "video"
}

// tagColumn has one of the tags of the video for each cluster, so that the rows of all tags add up to the total.
func tagColumn(s *scope) column {
	var tags []string
	starts := make([]int, len(s.videos))
	for i, v := range s.videos {
		starts[i] = len(tags)
		tags = append(tags, v.Tags()...)
		if len(v.Tags()) == 0 {
			tags = append(tags, "") // users took them away
		}
	}
	texts, codes := dictionary(tags, func(t string) string { return t })
	return column{texts: texts, code: func(a *cursor) int {
		return codes[starts[a.video.index]+a.cluster.Tag(a.video.Video)]
	}}
}

// perPlaylist makes a dimension of the playlists of the videos, empty for plays outside of playlists.
func perPlaylist(value func(*scope, catalogue.Playlist) string) func(*scope) column {
	return func(s *scope) column {
		values := []string{""}
		list := func(playlists []catalogue.Playlist) (start int) {
			start = len(values)
			for _, p := range playlists {
				values = append(values, value(s, p))
			}
			return start
		}
		starts := make([]int, len(s.siteSets)) // most videos have their owner's
		for i, a := range s.siteSets {
			starts[i] = list(a.channel.Playlists())
		}
		own := map[int]int{}
		for i, v := range s.videos {
			if v.Moved() {
				own[i] = list(v.Playlists())
			}
		}
		texts, codes := dictionary(values, func(v string) string { return v })
		addAll := func(b *batch, keys []uint64, shift uint) bool {
			if b.video.Moved() {
				return false
			}
			code := [2]uint64{uint64(codes[0]), uint64(codes[0])} // of plays outside of the playlist, and in it
			if b.video.Playlist > 0 {
				code[1] = uint64(codes[starts[b.video.sites.index]+b.video.Playlist-1])
			}
			for i := range keys {
				keys[i] |= code[b.clusters[i].ByPlaylist()&1] << (shift & 63)
			}
			return true
		}
		return column{texts: texts, addAll: addAll, code: func(a *cursor) int {
			if a.cluster.Playlist(a.video.Video) == 0 {
				return codes[0]
			}
			start := starts[a.video.sites.index]
			if a.video.Moved() {
				start = own[a.video.index]
			}
			return codes[start+int(a.cluster.Playlist(a.video.Video))-1]
		}}
	}
}

// rankColumn has the rank of the video in its playlist, or in the queue of the player.
func rankColumn(s *scope) column {
	c := perPlay(ranks(), func(a *cursor) int { return a.cluster.VideoPosition(a.video.Video) - 1 })(s)
	codes := codesOf(ranks())
	c.addAll = func(b *batch, keys []uint64, shift uint) bool {
		for i := range keys {
			keys[i] |= uint64(codes[b.clusters[i].VideoPosition(b.video.Video)]) << (shift & 63)
		}
		return true
	}
	return c
}

// ranks returns the positions that a video can have, 1 to 30.
func ranks() []string {
	texts := make([]string, 30)
	for i := range texts {
		texts[i] = fmt.Sprint(i + 1)
	}
	return texts
}
