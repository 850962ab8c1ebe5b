// Command pack compresses files for the binary: FILE to FILE.gz. It knows patterns such as page/*.js.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dailymock/dailymock/internal/packed"
)

func main() {
	for _, pattern := range os.Args[1:] {
		names, err := filepath.Glob(pattern)
		if err == nil && len(names) == 0 {
			err = fmt.Errorf("%s: %w", pattern, os.ErrNotExist)
		}
		for _, name := range names {
			err = errors.Join(err, pack(name))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "pack:", err)
			os.Exit(1)
		}
	}
}

// pack leaves a compressed file as it is if it holds the same, since releases of Go compress in different ways.
func pack(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(name + ".gz"); err == nil && bytes.Equal(packed.Read(old), content) {
		return nil
	}
	return os.WriteFile(name+".gz", packed.Write(content), 0o644)
}
