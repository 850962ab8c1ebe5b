package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/store"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

func TestSaverSavesSoonAndAtTheEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	if data, err := store.Read(path); data != nil || err != nil {
		t.Fatalf("without a file: %q, %v", data, err)
	}
	var n atomic.Int64
	s := store.NewSaver(
		path,
		nil,
		func() ([]byte, error) { return strconv.AppendInt(nil, n.Load(), 10), nil },
		func(err error) { t.Error(err) },
	)
	n.Add(1)
	s.Changed()
	s.Changed()
	for deadline := time.Now().Add(10 * time.Second); read(t, path) != "1" && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if got := read(t, path); got != "1" {
		t.Errorf("after a change the file has %q", got)
	}
	n.Add(1)
	s.Changed()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if got := read(t, path); got != "2" {
		t.Errorf("after Close the file has %q", got)
	}
	if data, err := store.Read(path); string(data) != "2" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
}

func TestWriteKeepsTheOldFileOnAnError(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		// Permissions do not stop root, but a folder in place of the file does.
		path := filepath.Join(t.TempDir(), "state.json")
		if err := os.MkdirAll(filepath.Join(path, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := store.Write(path, []byte("new")); err == nil {
			t.Error("a folder was replaced")
		}
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
		return
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "state.json")
	if err := store.Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
	if err := store.Write(path, []byte("new")); err == nil || read(t, path) != "old" {
		t.Errorf("in a read-only folder: %v, the file has %q", err, read(t, path))
	}
	if _, err := store.Read(path); err == nil {
		t.Error("a read-only folder is accepted at the start")
	}
}
