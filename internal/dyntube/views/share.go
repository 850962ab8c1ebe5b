package views

import (
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// The views of a project on a day have positions, 0 to n-1, and a position
// says which video was seen through which channel. There are three sections:
//
//   - the newest videos, most views for the newest, each through its own channel;
//   - all videos in turn, through their own channels;
//   - the newest in turn, through the channel that shows the project.
//
// So the positions of any video are an interval and two progressions, which are
// counted without a look at any view.
type dailyShare struct {
	views    int
	videos   int // published before the day: a video is seen from the day after it came
	own      int // where the second section begins
	shown    int // where the third does
	offset   int // with which video the second begins
	rounding int // decides, of 0 to ladder-1, who gets what a fraction of a view would be
}

// A channelKind is the kind of channel through which a video was viewed.
type channelKind uint8

const (
	anyChannel     channelKind = iota
	videoChannel               // each video's own channel
	projectChannel             // the channel that shows the project
)

// newestWeights has how many views the newest videos have, the newest first, up to a common factor; newestSums[r] is
// the sum of those before the r-th.
var (
	newestWeights = [...]int{40, 30, 24, 20, 17, 14, 12, 10, 8, 7, 6, 5, 4, 3, 2, 2}
	newestSums    = func() (sums [len(newestWeights) + 1]int) {
		for r, n := range newestWeights {
			sums[r+1] = sums[r] + n
		}
		return sums
	}()
)

// share returns the views of the project on a whole day.
func (p *Project) share(d world.Day) dailyShare {
	s := dailyShare{videos: p.Until(d).Before(d)}
	h := hash.Sum64(p.Seed ^ uint64(d)*odd)
	if s.videos == 0 || d < FirstDay {
		return dailyShare{}
	}
	s.views = p.views(d, h)
	h = hash.Sum64(h)
	s.own = (s.views + 1) / 2
	s.shown = s.own + (s.views-s.own)/2
	s.offset = hash.Bounded(h, s.videos)
	s.rounding = hash.Bounded(hash.Sum64(h), newestSums[s.newest()])
	return s
}

// maxViews is the most views of a project on a day.
const maxViews = 2048

// weekdays has the effect of the day of the week on the views, in 1/256, from Thursday.
var weekdays = [7]int{250, 245, 270, 290, 245, 245, 247}

// views returns the number of views of a project on a day: a quarter of the channel's audience after six years, fewer
// before, a little different each day.
func (p *Project) views(d world.Day, h uint64) int {
	n := p.Source.Audience() << 10 // a quarter, in 1/4096
	n = n * min(96+int(d-FirstDay)*160/2400, 384) >> 8
	n = n * weekdays[d%7] >> 8
	n = n * (200 + int(h>>56)*112>>8) >> 8 // 0.78 to 1.22 of what was expected
	return min((n+int(h&4095))>>12, maxViews)
}

// newest returns how many of the videos count among the newest.
func (s *dailyShare) newest() int { return min(s.videos, len(newestWeights)) }

// newestStart returns where the views of the r-th newest video begin in the first section.
func (s *dailyShare) newestStart(r int) int {
	return (s.own*newestSums[r] + s.rounding) / newestSums[s.newest()]
}

// at returns the video of a position, and the channel through which it was viewed.
func (s *dailyShare) at(position int) (video int, through channelKind) {
	switch {
	case position < s.own:
		r := 0
		for s.newestStart(r+1) <= position {
			r++
		}
		return s.videos - 1 - r, videoChannel
	case position < s.shown:
		return (s.offset + position - s.own) % s.videos, videoChannel
	default:
		return s.videos - 1 - (position-s.shown)%s.newest(), projectChannel
	}
}

// A progression is a progression of positions: every step-th from first on, below end.
type progression struct{ first, step, end int }

func (r progression) count() int {
	if r.first >= r.end {
		return 0
	}
	return (r.end-r.first-1)/r.step + 1
}

// progressions returns the positions of a video, or of all for anyVideo, through a channel. No position is in two of
// them.
func (s *dailyShare) progressions(video int, through channelKind) (runs [3]progression) {
	switch {
	case video == anyVideo:
		runs[0] = progression{0, 1, s.views}
		if through == videoChannel {
			runs[0].end = s.shown
		}
		if through == projectChannel {
			runs[0].first = s.shown
		}
		return runs
	case video >= s.videos:
		return runs
	}
	r := s.videos - 1 - video
	if through != projectChannel {
		if r < s.newest() {
			runs[0] = progression{s.newestStart(r), 1, s.newestStart(r + 1)}
		}
		runs[1] = progression{s.own + (video-s.offset+s.videos)%s.videos, s.videos, s.shown}
	}
	if through != videoChannel && r < s.newest() {
		runs[2] = progression{s.shown + r, s.newest(), s.views}
	}
	return runs
}

// count returns the number of positions that progressions would return.
func (s *dailyShare) count(video int, through channelKind) int {
	n := 0
	for _, r := range s.progressions(video, through) {
		n += r.count()
	}
	return n
}
