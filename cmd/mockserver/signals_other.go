//go:build !unix

package main

import (
	"os"
	"syscall"
)

func passedOn() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

func ends(os.Signal) bool { return true }

// fromTerminal: Windows knows Ctrl-C alone, and gives it to all of the console.
func fromTerminal(os.Signal) bool { return true }

func killedBy(*os.ProcessState) (signal int, ok bool) { return 0, false }
