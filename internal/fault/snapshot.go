package fault

import (
	"encoding/json"
	"fmt"
	"maps"
)

// saved is what Snapshot saves of a rule.
type saved struct {
	Rule   string           `json:"rule"`
	Name   string           `json:"name"`
	Counts map[string]count `json:"counts"` // by API key; "" for all
}

// Snapshot returns the rules and their counts as JSON.
func (s *Set) Snapshot() ([]byte, error) {
	all := []saved{}
	for _, a := range s.table.Load().all {
		one := saved{a.String(), a.name, map[string]count{}}
		a.mu.Lock()
		for key, c := range a.counts {
			one.Counts[key] = *c
		}
		a.mu.Unlock()
		all = append(all, one)
	}
	return json.Marshal(all)
}

// Restore replaces the rules and their counts by those of a snapshot.
func (s *Set) Restore(data []byte) error {
	var list []saved
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	if len(list) > maxRules {
		return fmt.Errorf("%d rules, need at most %d", len(list), maxRules)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*armed
	for _, one := range list {
		rules, err := Parse(one.Rule)
		if err != nil {
			return err
		}
		if len(rules) != 1 || len(one.Counts) > maxKeys+1 || checkName(one.Name) != nil {
			return fmt.Errorf("%q is not one rule with a name", one.Rule)
		}
		a, err := arm(rules[0], all)
		if err != nil {
			return err
		}
		a.name = one.Name
		for key, c := range maps.All(one.Counts) {
			a.counts[key] = &c
		}
		all = append(all, a)
	}
	s.table.Store(newTable(all))
	return nil
}
