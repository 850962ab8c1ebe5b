package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func start(t *testing.T, speed float64) *clock.Clock {
	t.Helper()
	c, err := clock.New(noon, speed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAlarmCallsWhenTheClockIsMoved(t *testing.T) {
	t.Parallel()
	c, called := start(t, 0), make(chan time.Time)
	a := c.NewAlarm(func() { called <- c.Now() })
	a.Set(noon.Add(time.Hour))
	if err := c.Advance(59 * time.Minute); err != nil {
		t.Fatal(err)
	}
	select {
	case at := <-called:
		t.Errorf("called at %v", at)
	default:
	}
	if err := c.Advance(time.Minute); err != nil {
		t.Fatal(err)
	}
	if at := <-called; !at.Equal(noon.Add(time.Hour)) {
		t.Errorf("called at %v", at)
	}
	a.Set(noon)
	<-called // a time that has passed
	a.Set(noon.Add(2 * time.Hour))
	a.Clear()
	if err := c.Advance(3 * time.Hour); err != nil {
		t.Fatal(err)
	}
	a.Set(noon)
	if at := <-called; !at.Equal(noon.Add(4 * time.Hour)) {
		t.Errorf("after Clear, called at %v", at)
	}
}

func TestAlarmCallsWhileTheClockRuns(t *testing.T) {
	t.Parallel()
	c, called := start(t, 60_000), make(chan time.Time)
	c.NewAlarm(func() { called <- c.Now() }).Set(noon.Add(time.Hour)) // 60 ms
	if at := <-called; at.Before(noon.Add(time.Hour)) {
		t.Errorf("called at %v", at)
	}
}

func TestRestoreSetsTheClock(t *testing.T) {
	t.Parallel()
	c := start(t, 0)
	if err := c.Advance(time.Hour); err != nil {
		t.Fatal(err)
	}
	saved, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	other, err := clock.New(time.Time{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range []string{"", "[]", "{}", `{"base":"1999-01-01T00:00:00Z","speed":1}`,
		`{"base":"2026-01-01T00:00:00Z","speed":-1}`} {
		if err := other.Restore([]byte(damaged)); err == nil {
			t.Errorf("%q: no error", damaged)
		}
	}
	if other.Read().Frozen {
		t.Error("a refused restore has changed the clock")
	}
	if err := other.Restore(saved); err != nil {
		t.Fatal(err)
	}
	if got := other.Read(); got != c.Read() {
		t.Errorf("restored %v, want %v", got, c.Read())
	}
	if again, _ := other.Snapshot(); string(again) != string(saved) || !json.Valid(saved) {
		t.Errorf("snapshot %s, then %s", saved, again)
	}
}
