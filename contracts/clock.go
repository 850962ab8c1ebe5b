package contracts

import (
	"context"
	"time"
)

// A Timekeeper is the clock of the person who runs the cases, by which a run
// waits, paces itself and dates its evidence. It is not the target's.
type Timekeeper interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error // ends early with the context's error
}

// wall is the only place of the package that reads or waits for real time.
type wall struct{}

func (wall) Now() time.Time { return time.Now().UTC() }

func (wall) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
