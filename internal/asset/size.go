package asset

import (
	"image"
	"regexp"
	"strconv"
)

// The addresses are those that REST returns (docs/spec/rest.md#video-fields, docs/spec/rest.md#user-fields).
var (
	videoPath = regexp.MustCompile(`^/v/[0-9A-Za-z]{1,32}(?:/([\w-]{1,32}))?$`)
	userPath  = regexp.MustCompile(`^/u/[0-9A-Za-z]{1,32}(?:/[0-9A-Za-z]{1,32})?/([\w-]{1,32})$`)

	byHeight = regexp.MustCompile(`^(?:ff-|preview_)?x?([1-9]\d{0,3})p?$`)
	byBoth   = regexp.MustCompile(`^([1-9]\d{0,2})x([1-9]\d{0,2})$`)
	covers   = regexp.MustCompile(`^cover(?:-x([1-9]\d{0,2}))?$`)
)

const (
	maxHeight  = 1080 // of a thumbnail, and of one without a size
	maxAvatar  = 720
	maxCover   = 250 // in height, and of one without a size
	coverWidth = 4   // times its height (ASSUMED)
)

// sheets are pictures of many frames; their sizes are ASSUMED.
var sheets = map[string]image.Point{
	"filmstrip60": {1070, 60}, "seeker": {1070, 60}, "sprite": {1070, 600}, "sprite320": {320, 1800},
}

// sizeOf returns the size of the picture at a path, or false if there is none.
func sizeOf(path, ratio string) (image.Point, bool) {
	if m := videoPath.FindStringSubmatch(path); m != nil {
		return videoSize(m[1], ratio)
	}
	if m := userPath.FindStringSubmatch(path); m != nil {
		return userSize(m[1])
	}
	return image.Point{}, false
}

func videoSize(name, ratio string) (image.Point, bool) {
	if size, ok := sheets[name]; ok {
		return size, true
	}
	height := maxHeight
	if name != "" {
		m := byHeight.FindStringSubmatch(name)
		if m == nil {
			return image.Point{}, false
		}
		height = number(m[1])
	}
	width := height * 16 / 9
	if ratio == "square" {
		width = height
	}
	return image.Pt(max(width, 1), height), height <= maxHeight
}

func userSize(name string) (image.Point, bool) {
	if m := byBoth.FindStringSubmatch(name); m != nil {
		size := image.Pt(number(m[1]), number(m[2]))
		return size, size.X <= maxAvatar && size.Y <= maxAvatar
	}
	m := covers.FindStringSubmatch(name)
	if m == nil {
		return image.Point{}, false
	}
	height := maxCover
	if m[1] != "" {
		height = number(m[1])
	}
	return image.Pt(coverWidth*height, height), height <= maxCover
}

// number returns the value of at most four digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits) // the expressions above accept nothing else
	return n
}
