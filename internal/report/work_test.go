package report_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
)

// millions asks for a report of some 18 million rows.
func millions() report.Request {
	r := views("2025-09-12", "2026-03-10", "DAY", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE")
	r.Filters.ChannelSlug = "many-rows"
	return r
}

func TestAnExpectationEndsWithItsContext(t *testing.T) {
	t.Parallel()
	d := open(t)
	defer d.Close()
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := d.Expect(ctx, ana, millions())
		first <- err
	}()
	expired, cancelNow := context.WithCancel(t.Context())
	cancelNow()
	if _, err := d.Expect(expired, ana, millions()); !errors.Is(err, context.Canceled) {
		t.Errorf("an expectation whose client has left: %v, want canceled", err)
	}
	cancel()
	select {
	case err := <-first:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a canceled expectation: %v, want canceled", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("an expectation goes on after its client left")
	}
}

func TestStatusDoesNotWaitForTheCount(t *testing.T) {
	t.Parallel()
	d := open(t)
	f := d.mustAsk(t, millions())
	if got := d.mustStatus(t, f.Token); got != report.Finished {
		t.Errorf("status is %s, want FINISHED", got)
	}
	d.Close() // stops the count
}

func TestAClosedEngineStillServes(t *testing.T) {
	t.Parallel()
	d, closed := open(t), open(t)
	closed.Close()
	r := views("2026-03-01", "2026-03-02", "DAY", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY")
	if got, want := closed.mustCSV(t, r), d.mustCSV(t, r); len(got) != len(want) {
		t.Errorf("%d rows from a closed engine, want %d", len(got), len(want))
	}
}
