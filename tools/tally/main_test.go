package main

import (
	"io"
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, events            string
		passed, failed, skipped int
	}{
		{"nothing", ``, 0, 0, 0},
		{"a pass, a skip and a fail", `{"Action":"run","Package":"p","Test":"A"}
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"skip","Package":"p","Test":"B"}
{"Action":"fail","Package":"p","Test":"C"}
{"Action":"fail","Package":"p"}
`, 1, 1, 1},
		{"a package that does not build", `{"Action":"build-fail","ImportPath":"p"}
{"Action":"fail","Package":"p"}
{"Action":"pass","Package":"q","Test":"A"}
`, 1, 1, 0},
		{"a package without tests", `{"Action":"skip","Package":"p"}`, 0, 0, 0},
		{"words of go between the events", "go: downloading\n" + `{"Action":"pass","Package":"p","Test":"A"}`, 1, 0, 0},
	} {
		c, err := tally(strings.NewReader(tt.events), io.Discard)
		if err != nil || c.passed != tt.passed || c.failed != tt.failed || c.skipped != tt.skipped {
			t.Errorf("%s: %d passed, %d failed, %d skipped, error %v; want %d, %d, %d",
				tt.name, c.passed, c.failed, c.skipped, err, tt.passed, tt.failed, tt.skipped)
		}
	}
}
