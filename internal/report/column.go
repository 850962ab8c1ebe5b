package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
)

// A column is a dimension of one report: a dictionary of its values, sorted, and
// the code of the value at a cluster.
type column struct {
	texts []string // as the CSV has them, quoted where needed
	code  func(*at) int
}

// ended returns the column with a comma behind each of its texts, since another
// value follows each.
func (c column) ended() column {
	texts := make([]string, len(c.texts))
	for i, t := range c.texts {
		texts[i] = t + ","
	}
	c.texts = texts
	return c
}

// columns holds the dimensions that a report can have; each makes its column for
// a scope. The values' forms are those of spec/reporting.md §9.2.
var columns map[Dimension]func(*scope) column

func init() { // not a literal: checking a request looks into it, making a column checks
	columns = map[Dimension]func(*scope) column{
		"MONTH":                    monthColumn,
		"DAY":                      dayColumn,
		"HOUR":                     hourColumn,
		"CHANNEL_SLUG":             channelColumn,
		"VIDEO_OWNER_CHANNEL_SLUG": ownerColumn,
		"VIDEO_ID":                 videoColumn(func(v *subject) string { return v.ID }),
		"VIDEO_TITLE":              videoColumn(func(v *subject) string { return v.Title }),
		"MEDIA_TYPE":               videoColumn(mediaTypeOf),
		"VISITOR_DOMAIN_GROUP":     domainColumn,
		"VISITOR_PAGE_URL":         pageColumn,
		"PLAYER_ID":                playerColumn,
		"PLAYLIST_ID":              playlistColumn,
		"VISITOR_COUNTRY":          fixedColumn(world.Countries, func(c *world.Cluster) uint8 { return c.Country }),
		"VISITOR_DEVICE_TYPE":      fixedColumn(world.Devices, func(c *world.Cluster) uint8 { return c.Device }),
		"MONETIZATION_TYPE":        fixedColumn(world.Monetizations, func(c *world.Cluster) uint8 { return c.Monetization }),
	}
}

func dayColumn(s *scope) column {
	texts := make([]string, s.days())
	for i := range texts {
		texts[i] = (s.from + world.Day(i)).String()
	}
	return column{texts, func(a *at) int { return a.day }}
}

func hourColumn(s *scope) column {
	texts := make([]string, 24*s.days())
	for i := range texts {
		texts[i] = fmt.Sprintf("%s %02d:00:00 UTC", s.from+world.Day(i/24), i%24)
	}
	return column{texts, func(a *at) int { return 24*a.day + int(a.cluster.Hour) }}
}

func monthColumn(s *scope) column {
	months := s.months()
	var texts []string
	for i, m := range months {
		if m == len(texts) {
			year, month, _ := (s.from + world.Day(i)).Date()
			texts = append(texts, fmt.Sprintf("%04d-%02d-01", year, month))
		}
	}
	return column{texts, func(a *at) int { return months[a.day] }}
}

// months tells for each day of the report which of its months it lies in.
func (s *scope) months() []int {
	months := make([]int, s.days())
	for i := 1; i < len(months); i++ {
		months[i] = months[i-1]
		if _, _, day := (s.from + world.Day(i)).Date(); day == 1 {
			months[i]++
		}
	}
	return months
}

func channelColumn(s *scope) column {
	texts := make([]string, len(s.channels))
	for i, c := range s.channels {
		texts[i] = quoted(c.Slug)
	}
	return column{texts, func(a *at) int { return a.credit }}
}

func ownerColumn(s *scope) column {
	texts, codes := dictionary(s.audiences, func(a *audience) string { return a.channel.Slug })
	return column{texts, func(a *at) int { return codes[a.video.audience.place] }}
}

// videoColumn is a dimension that depends on the video alone.
func videoColumn(value func(*subject) string) func(*scope) column {
	return func(s *scope) column {
		texts, codes := dictionary(s.videos, value)
		return column{texts, func(a *at) int { return codes[a.video.place] }}
	}
}

func mediaTypeOf(v *subject) string {
	if v.Live {
		return "live"
	}
	return "video"
}

func domainColumn(s *scope) column {
	texts, codes := dictionary(s.spots(), func(p spot) string { return p.Domain })
	return column{texts, func(a *at) int { return codes[a.spot.place] }}
}

// pageColumn has the pages of all sites and, on the vendor's own, one page for
// each video.
func pageColumn(s *scope) column {
	var urls []string
	for _, v := range s.videos {
		urls = append(urls, v.PageURL())
	}
	spots := s.spots()
	starts := make([]int, len(spots))
	for i, p := range spots {
		starts[i] = len(urls)
		for n := range p.Pages() {
			urls = append(urls, p.Page(n))
		}
	}
	texts, codes := dictionary(urls, func(url string) string { return url })
	return column{texts, func(a *at) int {
		if a.spot.Own() {
			return codes[a.video.place]
		}
		return codes[starts[a.spot.place]+int(a.cluster.Page)]
	}}
}

// playerColumn has the embedded players; the vendor's own pages have none, and
// an empty value.
func playerColumn(s *scope) column {
	ids := []string{""}
	spots := s.spots()
	starts := make([]int, len(spots))
	for i, p := range spots {
		starts[i] = len(ids)
		ids = append(ids, p.Players()...)
	}
	texts, codes := dictionary(ids, func(id string) string { return id })
	return column{texts, func(a *at) int {
		if a.cluster.Player == 0 {
			return codes[0]
		}
		return codes[starts[a.spot.place]+int(a.cluster.Player)-1]
	}}
}

// playlistColumn has the playlists of the videos' owners, and an empty value for
// plays outside of any.
func playlistColumn(s *scope) column {
	ids := []string{""}
	starts := make([]int, len(s.audiences))
	for i, a := range s.audiences {
		starts[i] = len(ids)
		for _, p := range a.channel.Playlists() {
			ids = append(ids, p.ID)
		}
	}
	texts, codes := dictionary(ids, func(id string) string { return id })
	return column{texts, func(a *at) int {
		if a.cluster.Playlist == 0 {
			return codes[0]
		}
		return codes[starts[a.video.audience.place]+int(a.cluster.Playlist)-1]
	}}
}

// fixedColumn is a dimension whose values are the same in every world.
func fixedColumn(values []string, code func(*world.Cluster) uint8) func(*scope) column {
	return func(*scope) column {
		return column{values, func(a *at) int { return int(code(a.cluster)) }}
	}
}

// spots are all spots of the scope, each at its place.
func (s *scope) spots() []spot {
	var all []spot
	for _, a := range s.audiences {
		all = append(all, a.spots...)
	}
	return all
}

// dictionary returns the different values of subjects, sorted and ready for the
// CSV, and for each subject the code of its value.
func dictionary[S any](subjects []S, value func(S) string) (texts []string, codes []int) {
	for _, s := range subjects {
		texts = append(texts, value(s))
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	codes = make([]int, len(subjects))
	for i, s := range subjects {
		codes[i], _ = slices.BinarySearch(texts, value(s))
	}
	for i, t := range texts {
		texts[i] = quoted(t)
	}
	return texts, codes
}

// quoted writes a value as RFC 4180 has it: in quotes where it holds a comma, a
// quote or a line break, or blanks at an end.
func quoted(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
