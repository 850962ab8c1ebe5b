//go:build unix

package main

import (
	"os"
	"os/signal"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// passedOn are the signals that a client gets from us; those that nohup and its
// like want ignored stay so.
func passedOn() []os.Signal {
	all := []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}
	return slices.DeleteFunc(all, signal.Ignored)
}

// ends tells whether a signal asks a server to stop.
func ends(s os.Signal) bool { return s != syscall.SIGUSR1 && s != syscall.SIGUSR2 }

// fromTerminal tells whether a client has got the signal already: a key such as
// Ctrl-C sends it to all of the foreground, and twice means "at once" to many.
func fromTerminal(s os.Signal) bool {
	if s != syscall.SIGINT && s != syscall.SIGQUIT {
		return false
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	foreground, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && foreground == unix.Getpgrp()
}

func killedBy(p *os.ProcessState) (signal int, ok bool) {
	w, ok := p.Sys().(syscall.WaitStatus)
	return int(w.Signal()), ok && w.Signaled()
}
