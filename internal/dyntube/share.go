package dyntube

import (
	"github.com/dailymock/dailymock/internal/world"
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
type share struct {
	views  int
	videos int // published before the day: a video is seen from the day after it came
	own    int // where the second section begins
	shown  int // where the third does
	turn   int // with which video the second begins
	dither int // decides, of 0 to ladder-1, who gets what a fraction of a view would be
}

// A door is the channel through which a video was seen.
type door uint8

const (
	anyDoor   door = iota
	ownDoor        // each video's own channel
	shownDoor      // the channel that shows the project
)

// steps is how many views the newest videos have, the newest first, up to a
// common factor; ladder[r] is what those before the r-th have together.
var (
	steps  = [...]int{40, 30, 24, 20, 17, 14, 12, 10, 8, 7, 6, 5, 4, 3, 2, 2}
	ladder = func() (sums [len(steps) + 1]int) {
		for r, n := range steps {
			sums[r+1] = sums[r] + n
		}
		return sums
	}()
)

// share returns what was seen of the project on a whole day.
func (p *project) share(d world.Day) share {
	s := share{videos: p.shelf(d).before(d)}
	h := world.Mix(p.seed ^ uint64(d)*odd)
	if s.videos == 0 || d < firstDay {
		return share{}
	}
	s.views = p.views(d, h)
	h = world.Mix(h)
	s.own = (s.views + 1) / 2
	s.shown = s.own + (s.views-s.own)/2
	s.turn = world.Below(h, s.videos)
	s.dither = world.Below(world.Mix(h), ladder[s.rungs()])
	return s
}

// maxViews bounds the views of a project on a day.
const maxViews = 2048

// weekdays is what a day of the week does to the views, in 1/256, from Thursday.
var weekdays = [7]int{250, 245, 270, 290, 245, 245, 247}

// views is how many a project has on a day: a quarter of the channel's audience
// when six years have passed, fewer before, a little different each day.
func (p *project) views(d world.Day, h uint64) int {
	n := p.channel.Audience() << 10 // a quarter, in 1/4096
	n = n * min(96+int(d-firstDay)*160/2400, 384) >> 8
	n = n * weekdays[d%7] >> 8
	n = n * (200 + int(h>>56)*112>>8) >> 8 // 0.78 to 1.22 of what was expected
	return min((n+int(h&4095))>>12, maxViews)
}

// rungs is how many of the videos count among the newest.
func (s *share) rungs() int { return min(s.videos, len(steps)) }

// rung is where the views of the r-th newest video begin in the first section.
func (s *share) rung(r int) int {
	return (s.own*ladder[r] + s.dither) / ladder[s.rungs()]
}

// at returns which video was seen at a position, and through which channel.
func (s *share) at(position int) (video int, through door) {
	switch {
	case position < s.own:
		r := 0
		for s.rung(r+1) <= position {
			r++
		}
		return s.videos - 1 - r, ownDoor
	case position < s.shown:
		return (s.turn + position - s.own) % s.videos, ownDoor
	default:
		return s.videos - 1 - (position-s.shown)%s.rungs(), shownDoor
	}
}

// A run is a progression of positions: every step-th from first on, below end.
type run struct{ first, step, end int }

func (r run) count() int {
	if r.first >= r.end {
		return 0
	}
	return (r.end-r.first-1)/r.step + 1
}

// runs returns the positions of a video, or of all for anyVideo, that were seen
// through a channel. No position is in two of them.
func (s *share) runs(video int, through door) (runs [3]run) {
	switch {
	case video == anyVideo:
		runs[0] = run{0, 1, s.views}
		if through == ownDoor {
			runs[0].end = s.shown
		}
		if through == shownDoor {
			runs[0].first = s.shown
		}
		return runs
	case video >= s.videos:
		return runs
	}
	r := s.videos - 1 - video
	if through != shownDoor {
		if r < s.rungs() {
			runs[0] = run{s.rung(r), 1, s.rung(r + 1)}
		}
		runs[1] = run{s.own + (video-s.turn+s.videos)%s.videos, s.videos, s.shown}
	}
	if through != ownDoor && r < s.rungs() {
		runs[2] = run{s.shown + r, s.rungs(), s.views}
	}
	return runs
}

// count is how many positions runs would return.
func (s *share) count(video int, through door) int {
	n := 0
	for _, r := range s.runs(video, through) {
		n += r.count()
	}
	return n
}
