package main

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report"
)

// A limitValue collects limits by name. What is said later, or by whoever takes
// precedence, wins for its name alone.
type limitValue struct{ into *map[string]string }

func (v limitValue) String() string {
	if v.into == nil { // pflag asks a zero value what its default would be
		return ""
	}
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(*v.into)) {
		texts = append(texts, name+"="+(*v.into)[name])
	}
	return strings.Join(texts, ",")
}

// Set takes one name=value or several with commas between.
func (v limitValue) Set(text string) error {
	all := maps.Clone(*v.into)
	if all == nil {
		all = map[string]string{}
	}
	for one := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, ok := strings.Cut(one, "=")
		if !ok {
			return errors.New("name=value is needed, such as days=30")
		}
		all[name] = value
	}
	if err := report.CheckLimits(all); err != nil {
		return err
	}
	*v.into = all
	return nil
}

// Type is empty: the usage names its own.
func (v limitValue) Type() string { return "" }
