package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// writeReady makes the file appear whole: whoever waits for it may read it at once.
func writeReady(name, base string) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("ready-file: %w", err)
	}
	_, err = f.WriteString(base + "\n")
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("ready-file: %w", err)
	}
	return nil
}

// removeReady leaves a file alone that another mock has written meanwhile.
func removeReady(name, base string, log *slog.Logger) {
	text, err := os.ReadFile(name)
	if err == nil && strings.TrimSpace(string(text)) == base {
		err = os.Remove(name)
	}
	if err != nil && !os.IsNotExist(err) {
		log.Warn("the ready file stays", "error", err)
	}
}
