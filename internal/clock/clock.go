// Package clock is the time of the mock. It can be set, advanced, sped up and frozen, and calls back at a time.
//
//	c, err := clock.New(time.Time{}, 0) // follows the wall clock
//	err = c.Advance(2 * time.Hour)
//	alarm := c.NewAlarm(deliver)
//	alarm.Set(c.Now().Add(time.Minute)) // calls deliver in a minute, or as soon as the clock is moved that far
//
// This file is the only one that reads the wall clock and sets timers.
package clock

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Clock stays between Earliest and Latest. A change beyond them is refused; a running clock stops there.
var (
	Earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// MaxSpeed is the highest speed, in seconds of the mock per real second.
const MaxSpeed = 1_000_000

// ErrInvalid is wrapped by every refusal to change a clock.
var ErrInvalid = errors.New("the clock stays as it is")

// A Reading shows what a clock says at one moment.
type Reading struct {
	Now    time.Time `json:"now"`    // in UTC
	Frozen bool      `json:"frozen"` // whether Now stands still
	Speed  float64   `json:"speed"`  // seconds of the mock per real second while not frozen
}

// A Change sets some of a clock's values. A nil member stays as it is.
type Change struct {
	Now    *time.Time
	Frozen *bool
	Speed  *float64 // above 0, at most MaxSpeed
}

// A Clock shows base at the wall time since, and runs on from it at speed unless it is frozen.
// It is safe for concurrent use.
type Clock struct {
	wall func() time.Time

	mu     sync.RWMutex
	base   time.Time
	since  time.Time
	frozen bool
	speed  float64
	alarms []*Alarm // called when the clock was changed
}

// New returns a clock that follows the wall clock. A start freezes it there, unless a speed lets it run from there.
func New(start time.Time, speed float64) (*Clock, error) {
	c := &Clock{wall: Wall}
	return c, c.start(start, speed)
}

func (c *Clock) start(start time.Time, speed float64) error {
	c.since, c.speed = c.wall(), 1
	c.base = clamp(c.since)
	var to Change
	if !start.IsZero() {
		to.Now, to.Frozen = &start, new(speed == 0)
	}
	if speed != 0 {
		to.Speed = &speed
	}
	return c.Change(to)
}

// Wall returns the machine's time, for what has to agree with other machines, such as the dates of a certificate. It
// leaves the monotonic reading out, which stops while a machine sleeps.
func Wall() time.Time { return time.Now().UTC().Round(0) }

var started = time.Now()

// Elapsed returns the real time since the process started. It is cheaper to read than Wall.
func Elapsed() time.Duration { return time.Since(started) }

// AfterFunc calls f in its own goroutine when real time has passed, unless stop is called before.
func AfterFunc(wait time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(max(wait, 0), f)
	return func() { timer.Stop() }
}

// Now returns the time that the clock shows, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now(c.wall())
}

// Read returns all that the clock shows.
func (c *Clock) Read() Reading {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return Reading{Now: c.now(c.wall()), Frozen: c.frozen, Speed: c.speed}
}

// Change makes the whole change, or changes nothing and returns an error wrapping ErrInvalid.
func (c *Clock) Change(to Change) error {
	if to.Now != nil && !inside(*to.Now) {
		return fmt.Errorf("%w: %s is outside of %s", ErrInvalid, to.Now.UTC().Format(time.RFC3339), span())
	}
	if to.Speed != nil && !validSpeed(*to.Speed) {
		return fmt.Errorf("%w: speed %v must be above 0 and at most %d; to stop the clock, freeze it",
			ErrInvalid, *to.Speed, MaxSpeed)
	}
	c.mu.Lock()
	c.rebase()
	if to.Now != nil {
		c.base = to.Now.UTC().Round(0)
	}
	if to.Frozen != nil {
		c.frozen = *to.Frozen
	}
	if to.Speed != nil {
		c.speed = *to.Speed
	}
	c.unlockAndNotify()
	return nil
}

// Advance moves the clock forward, or returns an error wrapping ErrInvalid.
func (c *Clock) Advance(by time.Duration) error {
	if by < 0 {
		return fmt.Errorf("%w: it cannot advance by %s; to go back, set it", ErrInvalid, by)
	}
	c.mu.Lock()
	c.rebase()
	if by > Latest.Sub(c.base) {
		defer c.mu.Unlock()
		return fmt.Errorf("%w: %s from %s is outside of %s", ErrInvalid, by, c.base.Format(time.RFC3339), span())
	}
	c.base = c.base.Add(by)
	c.unlockAndNotify()
	return nil
}

// AdvanceTo moves the clock forward to a time, or leaves it if it has passed that already. It returns an error wrapping
// ErrInvalid for a time beyond Latest.
func (c *Clock) AdvanceTo(t time.Time) error {
	if t.After(Latest) {
		return fmt.Errorf("%w: %s is outside of %s", ErrInvalid, t.UTC().Format(time.RFC3339), span())
	}
	c.mu.Lock()
	c.rebase()
	if t.After(c.base) {
		c.base = t.UTC().Round(0)
	}
	c.unlockAndNotify()
	return nil
}

// unlockAndNotify unlocks before it calls the alarms, which read the clock.
func (c *Clock) unlockAndNotify() {
	alarms := c.alarms
	c.mu.Unlock()
	for _, a := range alarms {
		a.reset()
	}
}

// rebase makes the present the new base. The caller holds the lock.
func (c *Clock) rebase() {
	wall := c.wall()
	c.base, c.since = c.now(wall), wall
}

// now returns the time when the wall clock shows wall. The caller holds the lock.
func (c *Clock) now(wall time.Time) time.Time {
	if c.frozen {
		return c.base
	}
	passed := wall.Sub(c.since)
	if c.speed != 1 {
		// A longer product might not fit a Duration.
		left, back := Latest.Sub(c.base), Earliest.Sub(c.base)
		passed = time.Duration(min(max(float64(passed)*c.speed, float64(back)), float64(left)))
	}
	return clamp(c.base.Add(passed))
}

// until returns how much real time passes before the clock shows t; ok is false while it is frozen.
func (c *Clock) until(t time.Time) (wait time.Duration, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	left := t.Sub(c.now(c.wall()))
	if left <= 0 {
		return 0, true
	}
	return max(time.Duration(float64(left)/c.speed), time.Millisecond), !c.frozen
}

// state is what Snapshot saves. A running clock goes on from Since when it is restored, as if it had never stopped.
type state struct {
	Base   time.Time `json:"base"`
	Since  time.Time `json:"since"`
	Frozen bool      `json:"frozen"`
	Speed  float64   `json:"speed"`
}

// Snapshot returns the clock's values as JSON.
func (c *Clock) Snapshot() ([]byte, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return json.Marshal(state{c.base, c.since, c.frozen, c.speed})
}

// Restore sets the clock to what Snapshot returned.
func (c *Clock) Restore(data []byte) error {
	var s state
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if !inside(s.Base) || !validSpeed(s.Speed) {
		return fmt.Errorf("%w: base %s or speed %v is out of range", ErrInvalid, s.Base.Format(time.RFC3339), s.Speed)
	}
	c.mu.Lock()
	c.base, c.since, c.frozen, c.speed = s.Base.UTC(), s.Since.UTC(), s.Frozen, s.Speed
	c.unlockAndNotify()
	return nil
}

func validSpeed(speed float64) bool { return speed > 0 && speed <= MaxSpeed }

func inside(t time.Time) bool { return !t.Before(Earliest) && !t.After(Latest) }

func clamp(t time.Time) time.Time {
	switch {
	case t.Before(Earliest):
		return Earliest
	case t.After(Latest):
		return Latest
	}
	return t
}

func span() string {
	return fmt.Sprintf("the years %d to %d", Earliest.Year(), Latest.Year()-1)
}
