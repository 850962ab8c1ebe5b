// Package slow holds back tests that start browsers, Java, Ruby or the programs of npm.
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
