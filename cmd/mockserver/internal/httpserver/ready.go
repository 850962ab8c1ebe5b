package httpserver

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/dailymock/dailymock/internal/bounded"
)

// WriteReady writes the base URL to the file of --ready-file. The file appears
// complete, because a client may read it at once.
func WriteReady(name, base string) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("--ready-file: %w", err)
	}
	_, err = f.WriteString(base + "\n")
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("--ready-file: %w", err)
	}
	return nil
}

// RemoveReady removes the file, unless another mock has replaced it.
func RemoveReady(name, base string, log *slog.Logger) {
	text, err := bounded.ReadFile(name, bounded.Word)
	if err == nil && strings.TrimSpace(string(text)) == base {
		err = os.Remove(name)
	}
	if err != nil && !os.IsNotExist(err) {
		log.Warn("the ready file could not be removed", "error", err)
	}
}
