package config

import (
	"errors"
	"fmt"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// ParseWorld parses a world file. The error has a line for each mistake that
// starts with file, line and column.
func ParseWorld(file string, text []byte) (catalogue.Spec, error) {
	spec, err := catalogue.ParseSpec(text)
	faults := catalogue.Faults(nil)
	if !errors.As(err, &faults) {
		return spec, err
	}
	var errs []error
	for _, f := range faults {
		errs = append(errs, fmt.Errorf("%s:%w", file, f))
	}
	return spec, errors.Join(errs...)
}
