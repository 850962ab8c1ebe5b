package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/rest"
)

// A flagMap collects values by name. What is said later, or by whoever takes
// precedence, wins for its name alone.
type flagMap struct {
	into  *map[string]string
	check func(map[string]string) error
	bare  string // the value of a name without one; "" where one is needed
	such  string // an example
}

// limits are those of reports.
func limits(into *map[string]string) flagMap {
	return flagMap{into: into, check: edition.CheckLimits, such: "days=30"}
}

// switches are those of the object graph.
func switches(into *map[string]string) flagMap {
	check := func(all map[string]string) error {
		if _, ok := all["html_500"]; ok {
			return fmt.Errorf("html_500 is a fault here: --fault rest-500")
		}
		_, err := rest.ReadSwitches(all)
		return err
	}
	return flagMap{into: into, check: check, bare: "on", such: "strict_publish,total_cap=500"}
}

func (v flagMap) String() string {
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
func (v flagMap) Set(text string) error {
	all := maps.Clone(*v.into)
	if all == nil {
		all = map[string]string{}
	}
	for one := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, ok := strings.Cut(one, "=")
		if !ok {
			value = v.bare
		}
		if value == "" {
			return fmt.Errorf("name=value is needed, such as %s", v.such)
		}
		all[name] = value
	}
	if err := v.check(all); err != nil {
		return err
	}
	*v.into = all
	return nil
}

// Type is empty: the usage names its own.
func (v flagMap) Type() string { return "" }
