//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestASignalEndsReading sends one signal to commands that wait for a file which never ends.
func TestASignalEndsReading(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"serve --listen 127.0.0.1:0 --world FIFO",
		"serve --listen 127.0.0.1:0 --config FIFO",
		"serve --listen 127.0.0.1:0 --tls-cert FIFO --tls-key FIFO",
		"run --world FIFO -- true",
		"contract --known FIFO",
		"contract plan --known FIFO",
		"world check FIFO",
		"token --signing-key-file FIFO",
		"drift schema FIFO FIFO",
	} {
		for _, sent := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			t.Run(line+" "+sent.String(), func(t *testing.T) {
				t.Parallel()
				endsReading(t, line, sent)
			})
		}
	}
}

// endsReading wants a command to end with 130 when it gets a signal while it reads FIFO.
func endsReading(t *testing.T, line string, sent syscall.Signal) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "mockserver", strings.Fields(strings.ReplaceAll(line, "FIFO", fifo))...)
	cmd.Dir, cmd.Env = t.TempDir(), plainEnviron()
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
		if f, err := os.OpenFile(fifo, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil { // if the command never did
			f.Close()
		}
	}()
	writer, err := os.OpenFile(fifo, os.O_WRONLY, 0) // waits for the command
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	_ = cmd.Process.Signal(sent)
	<-ended
	if got := cmd.ProcessState.ExitCode(); got != 130 || said.String() != "mockserver: interrupted\n" {
		t.Errorf("exit status %d, want 130; it said %q", got, said.String())
	}
}
