package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestDifferences runs testdata/differences/*.txtar, one script for each way in
// which the mock once differed from the vendor. Its commands are those of
// TestScripts and
//
//	capture NAME REGEXP   sets $NAME to the first group, or the whole match, in the last output
//
// The scripts send their requests with curl, to $URL. With MOCKSERVER=FILE they run
// against that binary, such as one of an earlier release, and -v shows its responses.
func TestDifferences(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("needs curl")
		}
		t.Skip("needs curl")
	}
	params := scripts(filepath.Join("testdata", "differences"))
	params.Cmds["capture"] = capture
	if file := os.Getenv("MOCKSERVER"); file != "" {
		clean := params.Setup
		params.Setup = func(env *testscript.Env) error {
			if err := clean(env); err != nil {
				return err
			}
			folder := filepath.Join(env.WorkDir, ".bin")
			env.Setenv("PATH", folder+string(os.PathListSeparator)+env.Getenv("PATH"))
			if err := os.Mkdir(folder, 0o755); err != nil {
				return err
			}
			return os.Symlink(file, filepath.Join(folder, "mockserver"))
		}
	}
	testscript.Run(t, params)
}

func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME REGEXP")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("no match for %q", args[1])
	}
	ts.Setenv(args[0], found[len(found)-1])
}
