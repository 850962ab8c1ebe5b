package config

import (
	"errors"
	"fmt"

	"github.com/dailymock/dailymock/internal/world"
)

// ParseWorld parses a world file. The error has a line for each mistake that
// starts with file, line and column.
func ParseWorld(file string, text []byte) (world.Spec, error) {
	spec, err := world.ParseSpec(text)
	faults := world.Faults(nil)
	if !errors.As(err, &faults) {
		return spec, err
	}
	var errs []error
	for _, f := range faults {
		errs = append(errs, fmt.Errorf("%s:%w", file, f))
	}
	return spec, errors.Join(errs...)
}
