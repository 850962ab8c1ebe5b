package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/journal"
)

// A Map is a flag of name=value pairs. Sources add up; for one name, the source
// with the higher precedence wins.
type Map struct {
	into        *map[string]string
	check       func(map[string]string) error
	bare        string // the value of a name without one; "" if a value is required
	example     string
	placeholder string
	names       []string // for completion, each with "="
}

// Limits is a flag for limits of reports.
func Limits(into *map[string]string) Map {
	m := Map{into: into, check: edition.CheckLimits, example: "days=30", placeholder: "name=value,..."}
	for _, l := range edition.LimitDefs {
		m.names = append(m.names, l.Name+"=")
	}
	return m
}

// Matcher is a flag for the members of a matcher of the journal.
func Matcher(into *map[string]string) Map {
	check := func(all map[string]string) error { _, err := journal.ParseMatcher(all); return err }
	m := Map{into: into, check: check, example: "surface=rest", placeholder: "name=value,..."}
	for _, name := range journal.MatcherNames() {
		m.names = append(m.names, name+"=")
	}
	return m
}

// restSwitches is a flag for switches of REST.
func restSwitches(into *map[string]string) Map {
	check := func(all map[string]string) error {
		now, _, _ := switches.Renamed(all)
		_, err := switches.Read(now)
		return err
	}
	return Map{
		into: into, check: check, bare: "on", example: "strict_publish,total_cap=500", placeholder: "name[=value],...",
	}
}

func (m Map) String() string {
	if m.into == nil { // pflag asks for the text of a zero Map
		return ""
	}
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(*m.into)) {
		texts = append(texts, name+"="+(*m.into)[name])
	}
	return strings.Join(texts, ",")
}

// Set adds pairs, separated by commas.
func (m Map) Set(text string) error {
	all := maps.Clone(*m.into)
	if all == nil {
		all = map[string]string{}
	}
	for _, one := range splitList(text) {
		name, value, ok := strings.Cut(one, "=")
		if !ok {
			value = m.bare
		}
		if value == "" {
			return fmt.Errorf("got %q, need name=value, such as %s", one, m.example)
		}
		all[name] = value
	}
	if err := m.check(all); err != nil {
		return err
	}
	*m.into = all
	return nil
}

// Type returns the placeholder in help.
func (m Map) Type() string { return m.placeholder }
