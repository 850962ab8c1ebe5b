// Package known reads files of known differences that are accepted until a date, and applies them to findings.
package known

import (
	"fmt"
	"slices"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/goccy/go-yaml"
)

// Read reads a YAML list of case or where, reason and until, the last day on which the difference is accepted:
//
//   - case: REST-042
//     reason: the vendor added a category, asked on 2026-11-02
//     until: 2026-12-31
//   - where: GET /videos 200 list[] duration
//     reason: durations are in milliseconds
//     until: 2026-12-31
func Read(file string, cases []contracts.Case) ([]contracts.Difference, error) {
	b, err := bounded.ReadYAML(file)
	if err != nil {
		return nil, err
	}
	var entries []struct {
		Case   string `yaml:"case"`
		Where  string `yaml:"where"`
		Reason string `yaml:"reason"`
		Until  string `yaml:"until"`
	}
	if err := yaml.UnmarshalWithOptions(b, &entries, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all := []contracts.Difference{}
	for _, e := range entries {
		if (e.Case == "") == (e.Where == "") {
			return nil, fmt.Errorf("%s: each entry needs either case or where", file)
		}
		if e.Case != "" {
			if _, err := (contracts.Selection{IDs: []string{e.Case}}).Select(cases); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
		if _, err := time.Parse(time.DateOnly, e.Until); err != nil || e.Reason == "" {
			return nil, fmt.Errorf("%s: %s: need a reason, and until as a day such as 2026-12-31", file, e.Case+e.Where)
		}
		all = append(all, contracts.Difference{ID: e.Case, Where: e.Where, Reason: e.Reason, Until: e.Until})
	}
	return all, nil
}

// Apply turns the accepted changes of findings into information. An entry without its change is a change too.
func Apply(f *contracts.Findings, entries []contracts.Difference, now time.Time) {
	for _, e := range entries {
		if e.Where == "" {
			continue
		}
		here := func(c contracts.Changed) bool { return c.Where == e.Where }
		expired := now.UTC().Format(time.DateOnly) > e.Until
		if !slices.ContainsFunc(f.Changed, here) {
			f.Changed = append(f.Changed, contracts.Changed{Where: e.Where, Class: "dangerous",
				What:   e.Where + " is known to have changed (" + e.Reason + "), but did not",
				Advice: "remove the entry from the file of --known"})
			continue
		}
		f.Changed = slices.DeleteFunc(f.Changed, func(c contracts.Changed) bool {
			if here(c) && !expired {
				f.Information = append(f.Information, "accepted until "+e.Until+" ("+e.Reason+"): "+c.What)
			}
			return here(c) && !expired
		})
	}
}
