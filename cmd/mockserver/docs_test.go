package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

//go:generate go test -run ^TestDocsHoldWhatCommandsPrint$ . -update

var update = flag.Bool("update", false, "write into the docs what their commands print")

// A printed is a place in a document that holds what a command prints.
var printed = regexp.MustCompile(`(?s)<!-- mockserver ([^\n]*) -->\n.*?<!-- end -->`)

func TestDocsHoldWhatCommandsPrint(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../docs/editions.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		places := 0
		want := printed.ReplaceAllStringFunc(string(text), func(place string) string {
			places++
			command := printed.FindStringSubmatch(place)[1]
			var out, errs bytes.Buffer
			if status := run(t.Context(), strings.Fields(command), nil, &out, &errs); status != 0 {
				t.Fatalf("%s: mockserver %s ends with %d: %s", file, command, status, errs.String())
			}
			return "<!-- mockserver " + command + " -->\n\n" + out.String() + "\n<!-- end -->"
		})
		switch {
		case places == 0:
			t.Errorf("%s holds no command", file)
		case *update:
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		case want != string(text):
			t.Errorf("%s has drifted from what its commands print; go generate ./cmd/mockserver mends it", file)
		}
	}
}
