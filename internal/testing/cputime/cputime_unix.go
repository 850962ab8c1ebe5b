//go:build unix

// Package cputime measures the CPU time of a test's process, which others on the machine do not change.
package cputime

import (
	"syscall"
	"time"
)

// Used returns how much CPU time the process has used.
func Used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails only for an invalid argument
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
