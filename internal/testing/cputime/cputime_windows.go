// Package cputime measures the CPU time of a test's process, which others on the machine do not change.
package cputime

import (
	"syscall"
	"time"
)

// Used returns how much CPU time the process has used.
func Used() time.Duration {
	process, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0
	}
	var created, ended, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(process, &created, &ended, &kernel, &user); err != nil {
		return 0
	}
	return ticks(kernel) + ticks(user)
}

// ticks are of 100 nanoseconds; Filetime.Nanoseconds would count from 1970.
func ticks(f syscall.Filetime) time.Duration {
	return time.Duration(uint64(f.HighDateTime)<<32|uint64(f.LowDateTime)) * 100
}
