package clock

import (
	"errors"
	"math"
	"testing"
	"time"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

// aWall is a wall clock that the test moves.
type aWall struct{ time.Time }

func (w *aWall) clock(t *testing.T, start time.Time, speed float64) *Clock {
	t.Helper()
	c := &Clock{wall: func() time.Time { return w.Time }}
	if err := c.start(start, speed); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestClockRuns(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for _, tt := range []struct {
		name   string
		start  time.Time
		speed  float64
		do     func(*Clock) error
		passes time.Duration // on the wall
		want   time.Time
	}{
		{"with the wall", time.Time{}, 0, nothing, day, noon.Add(day)},
		{"not at all when pinned", noon.Add(-day), 0, nothing, day, noon.Add(-day)},
		{"from where it is pinned, with a speed", noon.Add(-day), 1, nothing, day, noon},
		{"sixty times as fast", time.Time{}, 60, nothing, time.Minute, noon.Add(time.Hour)},
		{"slower", time.Time{}, 0.5, nothing, time.Hour, noon.Add(30 * time.Minute)},
		{"back with the wall", time.Time{}, 0, nothing, -time.Hour, noon.Add(-time.Hour)},
		{"on after an advance", time.Time{}, 0, advance(time.Hour), time.Minute, noon.Add(time.Hour + time.Minute)},
		{"only by an advance when pinned", noon, 0, advance(time.Hour), time.Minute, noon.Add(time.Hour)},
		{"not when frozen", time.Time{}, 0, change(Change{Frozen: new(true)}), day, noon},
		{"on when no longer frozen", noon, 0, change(Change{Frozen: new(false)}), day, noon.Add(day)},
		{"on from a new time", time.Time{}, 0, change(Change{Now: new(noon.Add(day))}), time.Hour, noon.Add(day + time.Hour)},
		{"from a new time at a new speed", time.Time{}, 0, change(Change{Now: new(noon.Add(day)), Speed: new(2.0)}),
			time.Hour, noon.Add(day + 2*time.Hour)},
		{"to its end and no further", time.Time{}, MaxSpeed, nothing, 100 * 365 * day, Latest},
		{"to its beginning and no further", time.Time{}, MaxSpeed, nothing, -100 * 365 * day, Earliest},
		{"to its end when the wall is beyond it", time.Time{}, 0, nothing, 250 * 365 * day, Latest},
		{"in UTC from a time elsewhere", noon.In(time.FixedZone("", 3600)), 0, nothing, 0, noon},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wall := &aWall{noon}
			c := wall.clock(t, tt.start, tt.speed)
			if err := tt.do(c); err != nil {
				t.Fatal(err)
			}
			wall.Time = wall.Add(tt.passes)
			if got := c.Now(); got != tt.want {
				t.Errorf("shows %v, want %v", got, tt.want)
			}
		})
	}
}

func TestClockRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(*Clock) error
	}{
		{"to go back by advancing", advance(-1)},
		{"to advance beyond its end", advance(math.MaxInt64)},
		{"a time before its beginning", change(Change{Now: new(Earliest.Add(-1))})},
		{"a time beyond its end", change(Change{Now: new(Latest.Add(1))})},
		{"the zero time", change(Change{Now: new(time.Time{})})},
		{"no speed", change(Change{Speed: new(0.0)})},
		{"to run backwards", change(Change{Speed: new(-1.0)})},
		{"more speed than it has", change(Change{Speed: new(MaxSpeed + 1.0)})},
		{"a speed that is no number", change(Change{Speed: new(math.NaN())})},
		{"a good time with a bad speed", change(Change{Now: new(noon), Speed: new(math.Inf(1))})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wall := &aWall{noon}
			c := wall.clock(t, noon.Add(time.Hour), 0)
			if err := tt.do(c); !errors.Is(err, ErrInvalid) {
				t.Errorf("error = %v, want ErrInvalid", err)
			}
			if got, want := c.Read(), (Reading{noon.Add(time.Hour), true, 1}); got != want {
				t.Errorf("after a refusal the clock reads %v, want %v", got, want)
			}
		})
	}
}

func nothing(*Clock) error { return nil }

func advance(by time.Duration) func(*Clock) error {
	return func(c *Clock) error { return c.Advance(by) }
}

func change(to Change) func(*Clock) error {
	return func(c *Clock) error { return c.Change(to) }
}
