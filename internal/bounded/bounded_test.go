package bounded_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/bounded"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := bounded.ReadFile(path, 5); err != nil || string(got) != "12345" {
		t.Errorf("got %q, %v", got, err)
	}
	for path, most := range map[string]int64{path: 4, path + "none": 5, filepath.Dir(path): 5} {
		if _, err := bounded.ReadFile(path, most); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want an error that names it", path, err)
		}
	}
	if _, err := bounded.ReadFile("/dev/zero", 1000); err == nil {
		t.Error("a file without end is read")
	}
}

// steps returns lines that are each nested in the one before.
func steps(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// keys returns a mapping with that many keys.
func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	return b.String()
}

func TestDeepYAMLIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 200_000), "braces": strings.Repeat("{a: ", 50_000),
		"dashes":         strings.Repeat("- ", 200),
		"question marks": strings.Repeat("? ", 200), "lines": steps(200), "keys of one line": strings.Repeat("a: ", 200),
		"mixed": steps(60) + strings.Repeat(" ", 60) + strings.Repeat("- ", 60), "just too deep": strings.Repeat("[", 101),
	} {
		var deep bounded.DepthError
		if err := bounded.CheckYAML([]byte(text)); !errors.As(err, &deep) || deep.Line == 0 {
			t.Errorf("%s: got %v, want a DepthError", name, err)
		}
	}
	for name, text := range map[string]string{
		"nothing": "", "99 levels": steps(49) + strings.Repeat(" ", 49) + strings.Repeat("[", 50), "100 levels": steps(100),
		"brackets in texts": "a: " + strings.Repeat("x[[[[ ", 1000) + "\nb: \"" + strings.Repeat("[", 1000) + "\"\n",
		"comments":          "#" + strings.Repeat("[", 1000), "a list": strings.Repeat("- a: {b: [c]}\n", 1000),
		"many mappings":        strings.Repeat("- a: 1\n  b:\n    - c: 2\n      d: 3\n", 1000),
		"a list of one column": "a:\n" + strings.Repeat("- 1\n- b: 2\n", 5000) + "c: 3\n", "2,000 keys": keys(2000),
		"a few blank lines":      "a: |\n" + strings.Repeat(" x\n"+strings.Repeat("\n", 40), 100),
		"blank lines of Windows": "a: |\r\n x\r\n" + strings.Repeat("\r\n", 80),
		"a block":                "a: |\n " + strings.Repeat("[", 1000),
	} {
		if err := bounded.CheckYAML([]byte(text)); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"too long": strings.Repeat(" ", bounded.YAML+1), "too many signs": "[" + strings.Repeat("a,", 2_100_000),
		"blank lines": "a: |" + strings.Repeat("\n", 900_000), "blanks": "a: |" + strings.Repeat(" \r\n", 5_000_000),
		"keys": keys(100_000), "question marks": strings.Repeat("? a\n", 3000),
		"keys below others": "a:\n- b:\n" + strings.ReplaceAll(keys(5000), "k", "    k"),
	} {
		if err := bounded.CheckYAML([]byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestCheckingTakesLittleMemory, whatever the text: 16 MB of brackets end at the hundredth.
func TestCheckingTakesLittleMemory(t *testing.T) {
	text := []byte(strings.Repeat("[", bounded.YAML))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := bounded.CheckYAML(text); err == nil {
		t.Error("accepted")
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 256<<20 {
		t.Errorf("used %d MB for %d MB of text", used>>20, len(text)>>20)
	}
}
