//go:build unix

package graph_test

import (
	"syscall"
	"testing"
	"time"
)

// processorTime is what this process has used of the processor so far, which a
// busy machine does not stretch as it does the time on the wall.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
