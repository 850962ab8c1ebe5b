package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/spf13/pflag"
)

//go:generate go test -run ^(TestDocsHoldWhatCommandsPrint|TestInterface)$ . -update

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

// TestWorldPageKnowsAllThereIs: every key of a world file and every channel of
// the default world.
func TestWorldPageKnowsAllThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/world.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	spec, err := catalogue.ParseSpec(dailymock.DefaultWorld())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range spec.Partners {
		for _, c := range p.Channels {
			if !strings.Contains(page, "\n| `"+c.Slug+"` | "+p.Name) {
				t.Errorf("docs/world.md says nothing of %s of %s", c.Slug, p.Name)
			}
		}
	}
	var schema struct {
		Defs map[string]struct {
			Properties map[string]any
		} `json:"$defs"`
	}
	if err := json.Unmarshal(dailymock.WorldSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	for kind, def := range schema.Defs {
		_, rest, _ := strings.Cut(page, "\n### "+kind) // most in the plural
		section, _, _ := strings.Cut(rest, "\n### ")
		for key := range def.Properties {
			if !strings.Contains(section, "\n| `"+key+"` |") {
				t.Errorf("docs/world.md says nothing of %s of a %s", key, kind)
			}
		}
	}
}

// TestCLIPageKnowsEveryFlag keeps docs/cli.md whole.
func TestCLIPageKnowsEveryFlag(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	var s config.Settings
	fs := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	s.Flags(fs)
	fs.VisitAll(func(f *pflag.Flag) {
		if row := "| `--" + f.Name + "` | "; !strings.Contains(string(page), row) {
			t.Errorf("docs/cli.md has no row %q", row)
		} else if f.DefValue != "" && f.Name != "limit" && !strings.Contains(string(page), row+"`"+f.DefValue+"`") {
			t.Errorf("docs/cli.md gives --%s another default than %s", f.Name, f.DefValue)
		}
	})
}
