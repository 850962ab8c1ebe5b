package dyntube

import (
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// firstDay is when all accounts began: 2020-01-01, the year of the vendor's
// oldest sample. Nothing was published or seen before.
const firstDay world.Day = 18262

// A catalogue is what a channel of the world has published on DynTube: its
// videos on demand and its streams since firstDay.
type catalogue struct {
	channel *world.Channel

	grow sync.Mutex
	last atomic.Pointer[releases]
}

// A releases is a catalogue up to some day. It never changes.
type releases struct {
	through world.Day // all published until then are there, this day too
	videos  []*world.Video
	streams []*world.Video
	days    []world.Day // on which each of videos was published, oldest first
}

// until returns one on which all is that was published until a day.
func (c *catalogue) until(until world.Day) *releases {
	if s := c.last.Load(); s != nil && s.through >= until {
		return s
	}
	c.grow.Lock()
	defer c.grow.Unlock()
	if s := c.last.Load(); s != nil && s.through >= until {
		return s
	}
	s := newReleases(c.channel, endOfYear(until))
	c.last.Store(s)
	return s
}

func newReleases(c *world.Channel, through world.Day) *releases {
	s := &releases{through: through}
	for _, v := range c.Videos(through) {
		switch day := world.DayOf(v.Created); {
		case day < firstDay:
		case v.Live:
			s.streams = append(s.streams, v)
		default:
			s.videos = append(s.videos, v)
			s.days = append(s.days, day)
		}
	}
	return s
}

func endOfYear(d world.Day) world.Day {
	year, _, _ := d.Date()
	return world.DayOf(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC))
}

// before counts the videos published before a day.
func (s *releases) before(d world.Day) int {
	return sort.Search(len(s.days), func(i int) bool { return s.days[i] >= d })
}
