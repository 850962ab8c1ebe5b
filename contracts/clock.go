package contracts

import (
	"context"
	"time"
)

// A Timekeeper tells the local time, by which a run waits, limits its rate and dates its evidence. The target has
// another clock.
type Timekeeper interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error // returns the context's error if it ends first
}

// systemClock is a Timekeeper in real time. Nothing else in the package reads the system clock.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now().UTC() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
