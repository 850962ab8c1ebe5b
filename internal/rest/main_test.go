package rest_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain keeps property tests short unless -rapid.checks sets how many checks they make.
func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		_ = checks.Value.Set("40")
	}
	os.Exit(m.Run())
}
