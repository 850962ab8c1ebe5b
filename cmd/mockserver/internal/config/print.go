package config

import (
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"
)

// Print writes the settings as a file for --config, with the source of each as a
// comment.
func Print(w io.Writer, fs *pflag.FlagSet, from Sources) error {
	var lines [][2]string
	width := 0
	var failed error
	fs.VisitAll(func(f *pflag.Flag) {
		if !isSetting(f) {
			return
		}
		source := from[f.Name]
		if source == "" {
			source = "default"
		}
		value := f.Value.String()
		if f.Name == "control-token" && value != "" {
			value, source = "", source+", not shown"
		}
		text, err := quoted(value)
		if err != nil {
			failed = err
		}
		line := f.Name + ": " + text
		lines = append(lines, [2]string{line, source})
		width = max(width, len(line))
	})
	for _, l := range lines {
		fmt.Fprintf(w, "%-*s  # %s\n", width, l[0], l[1])
	}
	return failed
}

// quoted returns a text as YAML, in quotes only if it needs them.
func quoted(text string) (string, error) {
	if text == "" {
		return `""`, nil
	}
	for _, plain := range []any{new(uint64), new(float64), new(bool)} {
		if yaml.Unmarshal([]byte(text), plain) == nil {
			return text, nil
		}
	}
	b, err := yaml.Marshal(text)
	return strings.TrimSpace(string(b)), err
}
