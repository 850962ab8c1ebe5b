package docs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// recordFile returns the file of a folder that keeps the state of a page.
func recordFile(folder, page string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(page), "-"), "-")
	const most = 80 // characters of the name; the hash tells pages apart
	return filepath.Join(folder, strings.TrimPrefix(name[max(0, len(name)-most):], "-")+"-"+hash(page)[:6]+".yaml")
}

// ReadState reads the state of a page from a folder. The error wraps fs.ErrNotExist if the folder has none.
func ReadState(folder, page string) (State, error) {
	file := recordFile(folder, page)
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return State{}, err
	case info.Size() > 2*maxBytes:
		return State{}, fmt.Errorf("%s: %d bytes, the limit is %d", file, info.Size(), 2*maxBytes)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return State{}, err
	}
	var s State
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return State{}, fmt.Errorf("%s: %w", file, err)
	}
	if s.Page != page {
		return State{}, fmt.Errorf("%s: is of the page %s", file, s.Page)
	}
	return s, nil
}

// Write writes the state to a folder, unless the folder has it already.
func (s State) Write(folder string) error {
	text, err := yaml.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	file := recordFile(folder, s.Page)
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if bytes.Equal(old, text) {
		return nil
	}
	tmp := file + ".new"
	if err := os.WriteFile(tmp, text, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, file)
}
