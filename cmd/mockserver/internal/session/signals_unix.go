//go:build unix

package session

import (
	"os"
	"os/signal"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// Signals returns the signals that are passed on to a client, without those that
// are ignored, by nohup for example.
func Signals() []os.Signal {
	all := []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}
	return slices.DeleteFunc(all, signal.Ignored)
}

// ends reports whether a signal asks a server to stop.
func ends(s os.Signal) bool { return s != syscall.SIGUSR1 && s != syscall.SIGUSR2 }

// fromTerminal reports whether the client has got the signal already: Ctrl-C sends
// it to all processes in the foreground, and many treat a second one as "now".
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

// killedBy returns the signal that ended a process.
func killedBy(p *os.ProcessState) (signal int, ok bool) {
	w, ok := p.Sys().(syscall.WaitStatus)
	return int(w.Signal()), ok && w.Signaled()
}
