package graph_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// runNode runs a script of tools/node and decodes what it prints. Without Node or
// its packages the test is skipped, or fails where CI is set.
func runNode(tb testing.TB, result, input any, script string, args ...string) {
	tb.Helper()
	dir := filepath.Join("..", "tools", "node")
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(dir, "node_modules", "graphql-http"))
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
	cmd := exec.CommandContext(tb.Context(), node, append([]string{script}, args...)...)
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
