package dailymock

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// The clock keeps between these two moments; the wall clock is read in this
// file and nowhere else. What is asked beyond them is refused, and a clock that
// runs into the end stays there.
var (
	Earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// MaxSpeed is how many seconds of the mock may pass in one real second.
const MaxSpeed = 1_000_000

// ErrClock is what every refusal to move the clock wraps; the text says why.
var ErrClock = errors.New("the clock stays as it is")

// A Clock tells how the mock's time stands.
type Clock struct {
	Now    time.Time // in UTC
	Frozen bool      // whether Now stands still
	Speed  float64   // seconds of the mock in one real second, when not frozen
}

// A ClockChange says what is to change; nil leaves a member as it is.
type ClockChange struct {
	Now    *time.Time
	Frozen *bool
	Speed  *float64 // above 0, MaxSpeed at most
}

// A clock runs from base, at speed, since the wall clock showed since; frozen,
// it shows base. It is safe for concurrent use.
type clock struct {
	wall  func() time.Time
	moved func() // called after each change; nil does nothing

	mu     sync.RWMutex
	base   time.Time
	since  time.Time
	frozen bool
	speed  float64
}

// newClock follows the wall clock; a start pins it there, unless a speed lets
// it run on from it.
func newClock(start time.Time, speed float64) (*clock, error) {
	c := &clock{wall: wallClock}
	return c, c.start(start, speed)
}

func (c *clock) start(start time.Time, speed float64) error {
	c.since, c.speed = c.wall(), 1
	c.base = clamp(c.since)
	var to ClockChange
	if !start.IsZero() {
		to.Now, to.Frozen = &start, new(speed == 0)
	}
	if speed != 0 {
		to.Speed = &speed
	}
	return c.change(to)
}

// wallClock leaves the monotonic reading out: it stops while a machine sleeps,
// and a mock that follows the wall clock would be late from then on.
func wallClock() time.Time { return time.Now().UTC().Round(0) }

// Wall is the machine's own time, for what has to agree with other machines
// rather than with the mock, such as the dates of a certificate.
func Wall() time.Time { return wallClock() }

var started = time.Now()

// elapsed is the real time that has passed since the process started.
func elapsed() time.Duration { return time.Since(started) }

func (c *clock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now(c.wall())
}

// until is how much real time passes before the clock shows t; ok is false while
// it stands still.
func (c *clock) until(t time.Time) (wait time.Duration, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.frozen {
		return 0, false
	}
	return time.Duration(float64(t.Sub(c.now(c.wall()))) / c.speed), true
}

// after calls f when real time has passed, unless it is stopped before.
func after(wait time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(max(wait, time.Millisecond), f)
	return func() { timer.Stop() }
}

func (c *clock) read() Clock {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return Clock{Now: c.now(c.wall()), Frozen: c.frozen, Speed: c.speed}
}

// change takes the whole change, or refuses it and changes nothing.
func (c *clock) change(to ClockChange) error {
	if to.Now != nil && !inside(*to.Now) {
		return fmt.Errorf("%w: %s lies outside of %s", ErrClock, to.Now.UTC().Format(time.RFC3339), span())
	}
	if to.Speed != nil && !(*to.Speed > 0 && *to.Speed <= MaxSpeed) {
		return fmt.Errorf("%w: speed %v must be above 0, and %d at most; to stop the clock, freeze it", ErrClock, *to.Speed, MaxSpeed)
	}
	c.apply(to)
	return nil
}

func (c *clock) apply(to ClockChange) {
	defer c.tell() // when the lock is free
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settle()
	if to.Now != nil {
		c.base = to.Now.UTC().Round(0)
	}
	if to.Frozen != nil {
		c.frozen = *to.Frozen
	}
	if to.Speed != nil {
		c.speed = *to.Speed
	}
}

func (c *clock) advance(by time.Duration) error {
	if by < 0 {
		return fmt.Errorf("%w: it cannot advance by %s; to go back, set it", ErrClock, by)
	}
	defer c.tell() // when the lock is free
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settle()
	if by > Latest.Sub(c.base) {
		return fmt.Errorf("%w: %s from %s lies outside of %s", ErrClock, by, c.base.Format(time.RFC3339), span())
	}
	c.base = c.base.Add(by)
	return nil
}

func (c *clock) tell() {
	if c.moved != nil {
		c.moved()
	}
}

// settle makes the present the new base. The caller holds the lock.
func (c *clock) settle() {
	wall := c.wall()
	c.base, c.since = c.now(wall), wall
}

// now is the time when the wall clock shows wall. The caller holds the lock.
func (c *clock) now(wall time.Time) time.Time {
	if c.frozen {
		return c.base
	}
	passed := wall.Sub(c.since)
	if c.speed != 1 {
		// A product beyond what is left of the time might not fit a Duration.
		left, back := Latest.Sub(c.base), Earliest.Sub(c.base)
		passed = time.Duration(min(max(float64(passed)*c.speed, float64(back)), float64(left)))
	}
	return clamp(c.base.Add(passed))
}

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
