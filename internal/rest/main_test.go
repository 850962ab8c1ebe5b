package rest_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain keeps property tests short unless -rapid.checks says how many checks
// there shall be.
func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		_ = checks.Value.Set("40")
	}
	os.Exit(m.Run())
}
