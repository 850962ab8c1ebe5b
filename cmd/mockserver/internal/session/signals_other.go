//go:build !unix

package session

import (
	"os"
	"syscall"
)

// Signals returns the signals that are passed on to a client.
func Signals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

// ends reports whether a signal asks a server to stop.
func ends(os.Signal) bool { return true }

// fromTerminal is true: Windows sends Ctrl-C to all processes of the console.
func fromTerminal(os.Signal) bool { return true }

// killedBy is false: Windows has no such signals.
func killedBy(*os.ProcessState) (signal int, ok bool) { return 0, false }
