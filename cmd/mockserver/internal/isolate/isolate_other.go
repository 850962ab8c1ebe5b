//go:build !linux

package isolate

import "os/exec"

// Enter does nothing.
func Enter() {}

// Start returns ErrUnsupported.
func Start(*exec.Cmd, Config) (*Child, error) { return nil, ErrUnsupported }
