package views

import (
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// FirstDay is when all accounts were opened: 2020-01-01, the year of the vendor's oldest sample. Nothing was published
// or viewed before.
const FirstDay world.Day = 18262

// A library is what a channel of the world has published on DynTube since FirstDay: videos on demand and streams.
type library struct {
	Source *world.Channel

	grow sync.Mutex
	last atomic.Pointer[releases]
}

// releases are the contents of a library up to a day. They do not change.
type releases struct {
	through world.Day // all published until then are there, this day too
	Videos  []*world.Video
	Streams []*world.Video
	days    []world.Day // on which each of videos was published, oldest first
}

// Until returns releases that include all that was published until a day.
func (c *library) Until(until world.Day) *releases {
	if s := c.last.Load(); s != nil && s.through >= until {
		return s
	}
	c.grow.Lock()
	defer c.grow.Unlock()
	if s := c.last.Load(); s != nil && s.through >= until {
		return s
	}
	s := newReleases(c.Source, endOfYear(until))
	c.last.Store(s)
	return s
}

func newReleases(c *world.Channel, through world.Day) *releases {
	s := &releases{through: through}
	for _, v := range c.Videos(through) {
		switch day := v.FirstDay(); {
		case day < FirstDay:
		case v.Live:
			s.Streams = append(s.Streams, v)
		default:
			s.Videos = append(s.Videos, v)
			s.days = append(s.days, day)
		}
	}
	return s
}

func endOfYear(d world.Day) world.Day {
	year, _, _ := d.Date()
	return world.DayOf(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC))
}

// Before returns the number of videos that were published before a day.
func (s *releases) Before(d world.Day) int {
	return sort.Search(len(s.days), func(i int) bool { return s.days[i] >= d })
}
