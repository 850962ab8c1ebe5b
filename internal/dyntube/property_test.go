package dyntube_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world/hash"
)

const seconds = "2006-01-02T15:04:05.999"

// evenly draws one of 0 to n-1. What rapid draws itself is mostly small, which
// here would be days on which nothing was seen yet.
func evenly(t *rapid.T, n int64, name string) int64 {
	return int64(hash.Sum64(rapid.Uint64().Draw(t, name)) % uint64(n))
}

// someRange draws one that may begin before the account and end after now.
func someRange(t *rapid.T, longest time.Duration) (from, to time.Time) {
	first := time.Date(2019, 12, 30, 0, 0, 0, 0, time.UTC)
	from = first.Add(time.Duration(evenly(t, today.Sub(first).Milliseconds(), "from")) * time.Millisecond)
	to = from.Add(time.Duration(evenly(t, longest.Milliseconds()+1000, "for")-1000) * time.Millisecond)
	return from, to
}

func between(from, to time.Time) string {
	return fmt.Sprintf(`"from": %q, "to": %q`, from.Format(seconds), to.Format(seconds))
}

// someFilter draws members that filter by what one view has.
func someFilter(t *rapid.T, m mock) string {
	v := m.logs(t, `"from": "2020-01-01", "size": 1, "page": %d`, 1+evenly(t, 2_000_000, "example")).Views[0]
	return rapid.SampledFrom([]string{
		"",
		fmt.Sprintf(`, "videoKey": %q`, v.VideoKey),
		fmt.Sprintf(`, "channelKey": %q`, v.ChannelKey),
		fmt.Sprintf(`, "projectKey": %q`, v.ProjectKey),
		fmt.Sprintf(`, "channelKey": %q, "videoKey": %q`, v.ChannelKey, v.VideoKey),
	}).Draw(t, "filter")
}

// TestPagesConcatenate: the pages of any range and filter, of any size, hold
// each view once, in order, and as many as the pager says.
func TestPagesConcatenate(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	rapid.Check(t, func(t *rapid.T) {
		from, to := someRange(t, 12*time.Hour)
		ask := between(from, to) + someFilter(t, m)
		size := rapid.IntRange(20, 200).Draw(t, "size")
		var all []view
		total := 0
		for page := 1; ; page++ {
			got := m.logs(t, `%s, "size": %d, "page": %d`, ask, size, page)
			if got.Pager.Hits != len(got.Views) || got.Pager.Pages != (got.Pager.Total+size-1)/size {
				t.Fatalf("pager %+v for %d views", got.Pager, len(got.Views))
			}
			total = got.Pager.Total
			all = append(all, got.Views...)
			if page >= got.Pager.Pages {
				break
			}
		}
		if len(all) != total {
			t.Fatalf("the pages have %d views, the pager says %d", len(all), total)
		}
		seen := map[string]bool{}
		for i, v := range all {
			if seen[v.ID] || seen["play "+v.ViewID] {
				t.Fatalf("the view %s is there twice", v.ID)
			}
			seen[v.ID], seen["play "+v.ViewID] = true, true
			if v.Date.Before(from) || v.Date.After(to) {
				t.Fatalf("a view at %v, asked for %s", v.Date, ask)
			}
			if i > 0 && !v.Date.Before(all[i-1].Date) {
				t.Fatalf("%v after %v", v.Date, all[i-1].Date)
			}
		}
	})
}

// TestFiltersPartition: what a filter lets through is what anyone would pick
// out of all views, and the filters of one kind let each view through once.
func TestFiltersPartition(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	m := start(t, dyntube.Config{})
	rapid.Check(t, func(t *rapid.T) {
		from, to := someRange(t, 90*time.Minute)
		ask := between(from, to)
		all := m.logs(t, `%s, "size": 1000`, ask)
		if all.Pager.Pages > 1 {
			t.Skip("more than a page")
		}
		for member, of := range map[string]func(view) string{
			"videoKey":   func(v view) string { return v.VideoKey },
			"channelKey": func(v view) string { return v.ChannelKey },
			"projectKey": func(v view) string { return v.ProjectKey },
		} {
			groups := map[string][]view{}
			for _, v := range all.Views {
				groups[of(v)] = append(groups[of(v)], v)
			}
			for key, want := range groups {
				got := m.logs(t, `%s, "size": 1000, %q: %q`, ask, member, key)
				if diff := cmp.Diff(got.Views, want); diff != "" || got.Pager.Total != len(want) {
					t.Fatalf("%s %s: %+v, want %d\n%s", member, key, got.Pager, len(want), diff)
				}
			}
		}
	})
}

// TestTotalsPartition: over any range the totals of all projects, of all videos,
// and of all channels with those that videos have for themselves, are the total
// of all; and so are those of two ranges that meet.
func TestTotalsPartition(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	m := start(
		t,
		dyntube.Config{
			World: openText(
				t,
				`partners: [{name: Small, channels: [{slug: one, uploads: 5}, {slug: two, uploads: 2, audience: 40}, {slug: `+
					`none, audience: 0, uploads: 1}]}]`,
			),
		},
	)
	var videos, channels, projects []string
	for page := 1; ; page++ {
		list := m.videos(t, fmt.Sprintf("size=100&page=%d", page))
		for _, v := range list.Videos {
			videos, channels = append(videos, v.Key), append(channels, v.ChannelKey)
		}
		if page >= list.Pager.TotalPages {
			break
		}
	}
	for _, c := range m.channels(t, "").Channels {
		channels = append(channels, c.Key)
	}
	for _, p := range m.projects(t, "").Projects {
		projects = append(projects, p.Key)
	}
	total := func(t reporter, ask string) int { return m.logs(t, `%s, "size": 1`, ask).Pager.Total }
	rapid.Check(t, func(t *rapid.T) {
		from, to := someRange(t, 3000*24*time.Hour)
		to = maxTime(to, from)
		all := total(t, between(from, to))
		for member, keys := range map[string][]string{"videoKey": videos, "channelKey": channels, "projectKey": projects} {
			sum := 0
			for _, key := range keys {
				sum += total(t, fmt.Sprintf(`%s, %q: %q`, between(from, to), member, key))
			}
			if sum != all {
				t.Fatalf("%s: %d views by %s, %d in all", between(from, to), sum, member, all)
			}
		}
		middle := from.Add(to.Sub(from) / 2).Truncate(time.Millisecond)
		if got := total(t, between(from, middle)) + total(t, between(middle.Add(time.Millisecond), to)); got != all {
			t.Fatalf("the halves of %s have %d views, the whole %d", between(from, to), got, all)
		}
	})
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// TestAClockThatGoesOnAppends: later, the same range has all views that it had,
// unchanged, and those that came since before them. What a mock was asked
// earlier makes no difference.
func TestAClockThatGoesOnAppends(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	w := open(t)
	rapid.Check(t, func(t *rapid.T) {
		var now atomic.Int64
		clock := func() time.Time { return time.UnixMilli(now.Load()).UTC() }
		m := start(t, dyntube.Config{World: w, Now: clock})
		begin, _ := someRange(t, time.Hour)
		now.Store(begin.UnixMilli())
		ask := fmt.Sprintf(
			`"from": %q, "to": "2099-01-01", "size": 1000`,
			begin.Add(-time.Hour).Format(seconds),
		) + someFilter(
			t,
			start(t, dyntube.Config{World: w}),
		)
		earlier := m.logs(t, "%s", ask)
		for range 3 {
			by := time.Duration(1+evenly(t, (30*time.Minute).Milliseconds(), "by")) * time.Millisecond
			now.Add(by.Milliseconds())
			later := m.logs(t, "%s", ask)
			fresh := start(t, dyntube.Config{World: w, Now: clock}).logs(t, "%s", ask)
			if diff := cmp.Diff(later, fresh); diff != "" {
				t.Fatalf("a mock that was asked before answers otherwise:\n%s", diff)
			}
			added := later.Pager.Total - earlier.Pager.Total
			if added < 0 || later.Pager.Pages > 1 {
				t.Fatalf("%d views became %d", earlier.Pager.Total, later.Pager.Total)
			}
			if diff := cmp.Diff(later.Views[added:], earlier.Views); diff != "" {
				t.Fatalf("what was there changed:\n%s", diff)
			}
			for _, v := range later.Views {
				if v.Date.After(clock()) {
					t.Fatalf("a view at %v, and it is %v", v.Date, clock())
				}
			}
			earlier = later
		}
	})
}

// TestAnyPageAgreesWithItsNeighbours: two pages of a size are one of twice the
// size, however far from the newest.
func TestAnyPageAgreesWithItsNeighbours(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	m := start(t, dyntube.Config{})
	rapid.Check(t, func(t *rapid.T) {
		ask := `"from": "2020-01-01"` + someFilter(t, m)
		size := rapid.IntRange(1, 60).Draw(t, "size")
		pages := m.logs(t, `%s, "size": %d`, ask, 2*size).Pager.Pages
		page := 1 + int(evenly(t, int64(max(pages, 1)), "page"))
		both := m.logs(t, `%s, "size": %d, "page": %d`, ask, 2*size, page).Views
		one := m.logs(t, `%s, "size": %d, "page": %d`, ask, size, 2*page-1).Views
		two := m.logs(t, `%s, "size": %d, "page": %d`, ask, size, 2*page).Views
		if diff := cmp.Diff(append(one, two...), both); diff != "" {
			t.Fatalf("pages %d and %d of %d are not page %d of %d:\n%s", 2*page-1, 2*page, size, page, 2*size, diff)
		}
	})
}
