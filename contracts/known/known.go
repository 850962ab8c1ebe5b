// Package known reads files of known differences that are accepted until a date.
package known

import (
	"fmt"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/goccy/go-yaml"
)

// Read reads a YAML list of case, reason and until, the last day on which the difference is accepted:
//
//   - case: REST-042
//     reason: the vendor added a category, asked on 2026-11-02
//     until: 2026-12-31
func Read(file string, cases []contracts.Case) ([]contracts.Difference, error) {
	b, err := bounded.ReadYAML(file)
	if err != nil {
		return nil, err
	}
	var entries []struct {
		Case   string `yaml:"case"`
		Reason string `yaml:"reason"`
		Until  string `yaml:"until"`
	}
	if err := yaml.UnmarshalWithOptions(b, &entries, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all := []contracts.Difference{}
	for _, e := range entries {
		if _, err := (contracts.Selection{IDs: []string{e.Case}}).Select(cases); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if _, err := time.Parse(time.DateOnly, e.Until); err != nil || e.Reason == "" {
			return nil, fmt.Errorf("%s: %s: need a reason, and until as a day such as 2026-12-31", file, e.Case)
		}
		all = append(all, contracts.Difference{ID: e.Case, Reason: e.Reason, Until: e.Until})
	}
	return all, nil
}
