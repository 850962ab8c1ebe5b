package upload

import (
	"encoding/base64"
	"fmt"
	"math/bits"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A File describes a file from which a video is made.
type File struct {
	Name, Hash    string
	Size          int64
	Milliseconds  int64
	Width, Height int64
	Bitrate       int64
	Uploaded      bool // the upload server has read it; any other file is made up
	extension     string
}

// endingForm matches the ending of a file name.
var endingForm = regexp.MustCompile(`\.[0-9A-Za-z]{1,8}$`)

// EndingOf returns the ending of a name, such as .mp4, or "" if it has none.
func EndingOf(name string) string { return endingForm.FindString(name) }

var secondsInName = regexp.MustCompile(`(?:^|[^0-9])([0-9]{1,6})s(?:[^0-9a-z]|$)`)

// newSource draws what a file is like from its hash. A name that holds a
// length, such as clip-7300s.mp4, has it.
func (s *Server) newSource(name, hash string, size int64) File {
	extension := EndingOf(name)
	src := File{Name: name[:len(name)-len(extension)], Hash: hash, Size: size, extension: strings.ToLower(extension)}
	src.Width, src.Height = drawSize(s.world, hash)
	src.Milliseconds = int64(10000 + s.world.Bounded("length "+hash, 590000))
	if m := secondsInName.FindStringSubmatch(name); m != nil {
		seconds, _ := strconv.ParseInt(m[1], 10, 64) // six digits fit
		src.Milliseconds = seconds * 1000
	}
	// Bits per second, rounded down; a length of 0 counts as one millisecond.
	high, low := bits.Mul64(uint64(size), 8000)
	if quotient := uint64(max(src.Milliseconds, 1)); high < quotient {
		rate, _ := bits.Div64(high, low, quotient)
		src.Bitrate = int64(min(rate, 1<<40))
	}
	return src
}

// members returns the members of the upload server's response. All are texts.
func (src File) members(seal string) []catalog.Param {
	return []catalog.Param{
		{Name: "seal", Value: seal},
		{Name: "acodec", Value: "AAC"},
		{Name: "bitrate", Value: strconv.FormatInt(src.Bitrate, 10)},
		{Name: "dimension", Value: fmt.Sprintf("%dx%d", src.Width, src.Height)},
		{Name: "duration", Value: strconv.FormatInt(src.Milliseconds, 10)},
		{Name: "format", Value: "MPEG-4"},
		{Name: "hash", Value: src.Hash},
		{Name: "name", Value: src.Name},
		{Name: "size", Value: strconv.FormatInt(src.Size, 10)},
		{Name: "streamable", Value: "Yes"},
		{Name: "vcodec", Value: "AVC"},
	}
}

// File finds out what is behind the url of a form: a file that was uploaded
// here, by the fragment of its url or, where that was cut off, from memory; or
// any other address, whose file is made up.
func (s *Server) File(address string) File {
	place, fragment, _ := strings.Cut(address, "#")
	if src, ok := readFragment(fragment); ok {
		src.Name += EndingOf(place)
		return src
	}
	if src, ok := s.sources.Get(filePath(place)); ok {
		src.Name += src.extension
		return src
	}
	name := path.Base(filePath(place))
	src := s.newSource(
		name,
		DrawChecksum(s.world, "source "+place),
		int64(1<<20+s.world.Bounded("size of "+place, 200<<20)),
	)
	src.Name = name
	return src
}

// filePath returns the path of an address without its query.
func filePath(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		_, address, _ = strings.Cut(rest, "/")
	}
	address, _, _ = strings.Cut(address, "?")
	return "/" + address
}

// readFragment reads what the upload server says of a file behind the # of its url.
func readFragment(fragment string) (File, bool) {
	text, err := base64.StdEncoding.DecodeString(wire.Unescape(strings.ReplaceAll(fragment, "+", "%2B")))
	if err != nil || fragment == "" {
		return File{}, false
	}
	form, err := wire.ParseQuery(string(text))
	if err != nil || form.Get("hash") == "" {
		return File{}, false
	}
	src := File{Name: form.Get("name"), Hash: form.Get("hash"), Uploaded: true}
	src.Size, _ = strconv.ParseInt(form.Get("size"), 10, 64) // nonsense counts as nothing
	src.Milliseconds, _ = strconv.ParseInt(form.Get("duration"), 10, 64)
	width, height, _ := strings.Cut(form.Get("dimension"), "x")
	src.Width, _ = strconv.ParseInt(width, 10, 64)
	src.Height, _ = strconv.ParseInt(height, 10, 64)
	if src.Milliseconds < 0 || src.Milliseconds > 1<<40 || src.Size < 0 || len(src.Name) > 1024 || len(src.Hash) > 128 {
		return File{}, false
	}
	return src, true
}

func drawSize(w *world.World, of string) (width, height int64) {
	sizes := [][2]int64{{1920, 1080}, {1280, 720}, {1280, 720}, {1920, 1080}, {854, 480}, {1080, 1920}}
	size := sizes[w.Bounded("size "+of, len(sizes))]
	return size[0], size[1]
}

// DrawChecksum returns a text in the form of a SHA-1 for a video.
func DrawChecksum(w *world.World, of string) string {
	var b strings.Builder
	for i := range 5 {
		fmt.Fprintf(&b, "%08x", w.Bounded(fmt.Sprint("checksum ", of, i), 1<<32))
	}
	return b.String()
}
