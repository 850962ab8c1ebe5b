package clock

import (
	"slices"
	"sync"
	"time"
)

// An Alarm calls a function when its clock reaches a time: by a timer while the clock runs, at once when it is moved
// there. It is safe for concurrent use.
type Alarm struct {
	clock *Clock
	call  func()

	mu   sync.Mutex
	at   time.Time // zero while the alarm is not set
	stop func()    // stops the timer; nil without one
}

// NewAlarm returns an alarm that calls f in its own goroutine.
func (c *Clock) NewAlarm(f func()) *Alarm {
	a := &Alarm{clock: c, call: f}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alarms = append(slices.Clip(c.alarms), a)
	return a
}

// Set replaces the time of the alarm. A time that has been reached calls the function at once.
func (a *Alarm) Set(t time.Time) {
	a.mu.Lock()
	a.at = t
	a.mu.Unlock()
	a.reset()
}

// Clear removes the time of the alarm.
func (a *Alarm) Clear() { a.Set(time.Time{}) }

// reset sets the timer anew after the clock or the time changed. The timer looks at the clock again when it fires,
// since the wall clock may have been set back.
func (a *Alarm) reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
	if a.at.IsZero() {
		return
	}
	switch wait, running := a.clock.until(a.at); {
	case wait == 0:
		a.at = time.Time{}
		go a.call()
	case running:
		a.stop = AfterFunc(wait, a.reset)
	}
}
