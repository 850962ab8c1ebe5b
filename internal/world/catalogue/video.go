package catalogue

import (
	"cmp"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Video is one of a channel's, on demand or live. It never changes: a video
// that users edited is another Video with the same ID.
type Video struct {
	ID       string // such as x8qm8fc
	Owner    *Channel
	Created  time.Time // to the second, UTC
	Duration int       // seconds
	Live     bool      // a stream, on air one day a week
	Playlist int       // index of its playlist in the owner's plus 1; 0 for none

	// These decide what is watched of it.
	Seed       uint64
	DailyPlays *int64 // on every day; nil if Popularity and Fade decide
	Popularity uint64 // plays on the first day, in 1/4096
	Fade       uint64 // days after which a quarter of the plays is left
	Closed     Spans  // when it cannot be watched; empty for most
	Blocked    Blocks // where it cannot be watched; empty for most
	Stays      []Stay // in playlists; nil if users moved it neither in nor out

	visibility uint8 // index into Visibilities plus 1; 0: drawn
	devices    uint8 // that it is for, one bit for each of Devices; 0 for all
	deleted    bool
	first      Day       // that of Created
	seq        int       // among those of its channel that came in the same second
	title      *string   // nil if it is made
	tags       *[]string // nil if they are made
	tagCount   int
	madeLive   bool // as Live was before users changed it
	number     int  // among those of the year, or notInSeries
	memo       *memo
}

// A memo keeps what was computed of a video. It is small enough to be there for each.
type memo struct {
	title atomic.Pointer[string]
	tags  atomic.Pointer[[]string]
	words atomic.Pointer[string]
	sum   atomic.Uint64
}

// FirstDay returns the day on which the video came.
func (v *Video) FirstDay() Day { return v.first }

// Memo is a place to remember a sum over the video's past.
func (v *Video) Memo() *atomic.Uint64 { return &v.memo.sum }

// Words is a place to remember which words are in the video's texts.
func (v *Video) Words() *atomic.Pointer[string] { return &v.memo.words }

// Deleted reports whether users deleted the video.
func (v *Video) Deleted() bool { return v.deleted }

// notInSeries is the number of a video that is an episode of no series.
const notInSeries = -1

// Compare returns the order of two videos of a channel: the older one comes first.
func (v *Video) Compare(other *Video) int {
	return cmp.Or(v.Created.Compare(other.Created), cmp.Compare(v.seq, other.seq))
}

// Claimer returns the channel that claims the video, or nil.
func (v *Video) Claimer() *Channel { return v.Owner.Claimer }

// PageURL returns the address of the video on the vendor's own site.
func (v *Video) PageURL() string { return videoURL(v.ID) }

// video makes the i-th video of a year.
func (c *Channel) video(year, i int) Video {
	seed := hash.Sum64(c.Seed ^ uint64(year)<<20 ^ uint64(i)<<4)
	v := c.videoOf(c.videoID(year, i), seed)
	if len(c.titles) > 0 {
		v.title = &c.titles[((year-FirstYear)*c.uploads+i)%len(c.titles)]
	}
	v.number = i
	v.Created = created(year, i, max(c.uploads, 1), hash.Sum64(seed+4))
	return v
}

// videoOf makes all of a video but when it came.
func (c *Channel) videoOf(id string, seed uint64) Video {
	v := Video{
		ID:       id,
		Owner:    c,
		Live:     hash.Bounded(hash.Sum64(seed+3), 12) == 0,
		Seed:     seed,
		tagCount: 1 + hash.Bounded(hash.Sum64(seed+2), 4),
		number:   notInSeries,
	}
	v.madeLive = v.Live
	v.Duration = v.length()
	if h := hash.Sum64(seed + 7); h&3 != 0 { // three of four are in a playlist
		v.Playlist = 1 + hash.Bounded(h, len(c.playlists))
	}
	v.Popularity, v.Fade = appeal(c.audience, v.Live, hash.Sum64(seed+8))
	return v
}

// length draws how long the video is, in seconds.
func (v *Video) length() int {
	if v.Live {
		return 3600 * (1 + hash.Bounded(hash.Sum64(v.Seed+6), 3))
	}
	seconds := lengths[v.Owner.genre]
	return seconds[0] + hash.Bounded(hash.Sum64(v.Seed+5), seconds[1]-seconds[0])
}

// created spreads n uploads evenly over a year, each at some time of its share.
func created(year, i, n int, h uint64) time.Time {
	first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	length := int(time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC).Sub(first) / time.Second)
	share := length / n
	return first.Add(time.Duration(i*share+hash.Bounded(h, share)) * time.Second)
}

// appeal draws how many see a video on its first day and how fast that fades: a
// few videos are seen by many, some for years; a stream keeps its viewers longer.
func appeal(audience int, live bool, h uint64) (popularity, fade uint64) {
	rank := uint64(hash.Bounded(h, 64))
	popularity = uint64(audience) * 4096 * 12 / (6 + rank)
	h = hash.Sum64(h)
	switch {
	case live:
		return popularity, 300
	case h%8 == 0:
		return popularity / 4, 300 + h>>32%700
	default:
		return popularity, 3 + h>>32%12
	}
}

// videoID packs channel, year and number into 31 bits and scrambles them, so
// that an id can be taken apart again without an index of all videos.
func (c *Channel) videoID(year, i int) string {
	packed := c.mark<<14 | uint64(year-FirstYear)&0x3f<<8 | uint64(i)
	return "x" + hash.Base36(scramble(packed), 6)
}

// markBits is how much of a video's id is its channel's.
const markBits = 17

// mark returns the part of video ids that stands for a channel. It follows from the channel's seed; listed channels
// have different marks, and an opened channel never has that of a listed one.
func (w *Catalogue) mark(seed uint64, listed bool) uint64 {
	m := seed >> (64 - markBits)
	for w.marks[m] {
		m = (m + 1) % (1 << markBits)
	}
	if listed {
		w.marks[m] = true
	}
	return m
}

// scramble permutes the numbers below 1<<31; all of them fit in six digits of
// base 36.
func scramble(x uint64) uint64 {
	const mask = 1<<31 - 1
	x &= mask
	for range 3 {
		x = x * 0x2c1b3c6d & mask
		x ^= x >> 15
		x = x * 0x297a2d39 & mask
		x ^= x >> 16
	}
	return x
}
