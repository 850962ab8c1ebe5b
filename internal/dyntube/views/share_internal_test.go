package views

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// evenly draws one of 0 to n-1; what rapid draws itself is mostly small.
func evenly(t *rapid.T, n int, name string) int {
	return hash.Bounded(hash.Sum64(rapid.Uint64().Draw(t, name)), n)
}

func TestAShufflePermutes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := uint64(1 + evenly(t, 3000, "n"))
		s := newPermutation(n, rapid.Uint64().Draw(t, "seed"))
		seen := make([]bool, n)
		for place := range n {
			x := s.at(place)
			if x >= n || seen[x] {
				t.Fatalf("%d stands at %d, and elsewhere or nowhere", x, place)
			}
			seen[x] = true
			if got := s.find(x); got != place {
				t.Fatalf("%d is found at %d, want %d", x, got, place)
			}
		}
		wide := newPermutation(math.MaxUint64, s.seed)
		if x := hash.Sum64(
			rapid.Uint64Range(0, math.MaxUint64-1).Draw(t, "x"),
		); x != math.MaxUint64 &&
			wide.find(wide.at(x)) != x {
			t.Fatalf("%d is not found again in 64 bits", x)
		}
	})
}

// TestAShuffleLooksLikeChance: adjacent items do not stay adjacent or in order.
func TestAShuffleLooksLikeChance(t *testing.T) {
	t.Parallel()
	const n = 1500
	steps := map[int]int{}
	up := 0
	for seed := range uint64(20) {
		s := newPermutation(n, hash.Sum64(seed))
		for place := range uint64(n - 1) {
			step := int(s.at(place+1)) - int(s.at(place))
			steps[step]++
			if step > 0 {
				up++
			}
		}
	}
	for step, times := range steps {
		if times > 20*n/60 {
			t.Errorf("%d of %d steps are %d", times, 20*n, step)
		}
	}
	if up < 20*n*45/100 || up > 20*n*55/100 {
		t.Errorf("%d of %d steps go up", up, 20*n)
	}
}

// TestRunsAreWhatPositionsSay: the closed form of what a video, a channel or all
// have is what looking at each position finds.
func TestRunsAreWhatPositionsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := dailyShare{views: evenly(t, 400, "views"), videos: 1 + evenly(t, 60, "videos")}
		s.own = evenly(t, s.views+1, "own")
		s.shown = s.own + evenly(t, s.views-s.own+1, "shown")
		s.offset = evenly(t, s.videos, "turn")
		s.rounding = evenly(t, newestSums[s.newest()], "dither")
		type through struct {
			video int
			door  channelKind
		}
		want := map[through][]int{}
		for position := range s.views {
			video, d := s.at(position)
			for _, v := range []int{video, anyVideo} {
				for _, d := range []channelKind{d, anyChannel} {
					want[through{v, d}] = append(want[through{v, d}], position)
				}
			}
		}
		for video := anyVideo; video < s.videos+2; video++ {
			for _, d := range []channelKind{anyChannel, videoChannel, projectChannel} {
				var got []int
				for _, r := range s.progressions(video, d) {
					for i := r.first; i < r.end; i += r.step {
						got = append(got, i)
					}
				}
				slices.Sort(got)
				if !slices.Equal(got, want[through{video, d}]) || s.count(video, d) != len(got) {
					t.Fatalf(
						"%+v: video %d through %d is at %v, want %v; count %d",
						s,
						video,
						d,
						got,
						want[through{video, d}],
						s.count(video, d),
					)
				}
			}
		}
	})
}

func TestTheHoursOfADay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := day{n: 1 + evenly(t, maxProjects*maxViews, "n"), seed: rapid.Uint64().Draw(t, "seed")}
		from := evenly(t, x.n, "from")
		last := int64(-1)
		for slot := from; slot < min(x.n, from+500); slot++ {
			at := x.instant(slot)
			if at <= last || at >= millisPerDay {
				t.Fatalf("slot %d of %d is at %d ms, the one before at %d", slot, x.n, at, last)
			}
			last = at
			if latest := instant(slot, x.n, math.MaxUint64); slot+1 < x.n && latest >= instant(slot+1, x.n, 0) {
				t.Fatalf("slot %d of %d may be at %d ms, and the next no later", slot, x.n, latest)
			}
			if x.until(at) != slot+1 || x.until(at-1) != slot {
				t.Fatalf("until %d ms there are %d slots, want %d", at, x.until(at), slot+1)
			}
		}
	})
}

func FuzzKey(f *testing.F) {
	a := &Account{seed: 7, Projects: make([]Project, 3)}
	f.Add(a.KeyOf(VideoKey, 2, 70000), 1, uint32(5))
	f.Add(a.KeyOf(VideoKey, 2, 70000)[:keyLength-1]+"0", 1, uint32(5))
	f.Fuzz(func(t *testing.T, text string, number int, index uint32) {
		want := keyName{KeyKind(number & 31), number & 15, int(index)}
		if got, ok := a.name(a.KeyOf(want.kind, want.Project, want.Index)); !ok || got != want {
			t.Fatalf("the key of %+v is that of %+v", want, got)
		}
		if n, ok := a.name(text); ok && a.KeyOf(n.kind, n.Project, n.Index) != text {
			t.Fatalf("%q passes for the key of %+v", text, n)
		}
	})
}
