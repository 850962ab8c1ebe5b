// Package node runs the scripts of tools/node, with which tests compare.
package node

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Run runs a script, which needs a package of npm, and decodes what it prints. Without Node or the package the test is
// skipped, or fails where CI is set.
func Run(tb testing.TB, result, input any, pkg, script string, args ...string) {
	tb.Helper()
	dir := folder(tb)
	path, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(dir, "node_modules", pkg))
	}
	if err != nil {
		stop := tb.Skipf
		if os.Getenv("CI") != "" {
			stop = tb.Fatalf
		}
		stop("needs Node and `npm ci --prefix tools/node`: %v", err)
	}
	sent, err := json.Marshal(input)
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), path, append([]string{script}, args...)...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, bytes.NewReader(sent), &stderr
	printed, err := cmd.Output()
	if err != nil {
		tb.Fatalf("%s: %v\n%s", script, err, &stderr)
	}
	if err := json.Unmarshal(printed, result); err != nil {
		tb.Fatalf("%s: %v\n%.300s", script, err, printed)
	}
}

// folder returns tools/node of the module that the test belongs to.
func folder(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "tools", "node", "package.json")); err == nil {
			return filepath.Join(dir, "tools", "node")
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Fatal("no folder above the test has tools/node")
		}
		dir = up
	}
}
