// Package slow holds back tests: those that start browsers, Java, Ruby or the programs of npm, and from the race
// detector those that take many times as long with it.
package slow

import (
	"os"
	"testing"
)

// Test skips the test unless SLOW is set. .ci/run sets it, and runs each such test as a job of its own.
func Test(tb testing.TB) {
	tb.Helper()
	if os.Getenv("SLOW") == "" {
		tb.Skipf("starts slow programs; SLOW=1 go test -run '^%s$' runs it", tb.Name())
	}
}

// Race skips the test with the race detector, if it runs code that other tests run at once. .ci/run runs such tests
// without it.
func Race(tb testing.TB) {
	tb.Helper()
	if race {
		tb.Skip("takes long with -race, and runs nothing with it that other tests do not")
	}
}
