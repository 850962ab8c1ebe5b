package contracts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// MustComplete sets the defaults of cases and sorts them by surface and id. It panics if two cases share an id or a
// case is invalid.
func MustComplete(cases []Case) []Case {
	var all []Case
	var errs []error
	seen := map[string]bool{}
	for _, c := range cases {
		c, err := c.complete()
		if seen[c.ID] {
			err = errors.Join(err, fmt.Errorf("%s: id used twice", c.ID))
		}
		seen[c.ID] = true
		errs = append(errs, err)
		all = append(all, c)
	}
	if err := errors.Join(errs...); err != nil {
		panic("contracts: " + err.Error())
	}
	slices.SortStableFunc(all, func(a, b Case) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Surfaces, a.Surface), slices.Index(Surfaces, b.Surface)),
			cmp.Compare(a.ID, b.ID),
		)
	})
	return all
}

// A Selection filters cases. The zero Selection keeps all.
type Selection struct {
	IDs      []string  // nil means any
	Surfaces []Surface // nil means any
	Level    Level     // the minimum level; "" means May, which keeps all
}

// Select returns the selected cases, or an error if an id is unknown.
func (c Selection) Select(cases []Case) ([]Case, error) {
	for _, id := range c.IDs {
		if !slices.ContainsFunc(cases, func(k Case) bool { return k.ID == id }) {
			return nil, fmt.Errorf("unknown case %q; \"contract list\" shows the known ones", id)
		}
	}
	least := slices.Index(Levels, cmp.Or(c.Level, May))
	var some []Case
	for _, k := range cases {
		if (c.IDs == nil || slices.Contains(c.IDs, k.ID)) &&
			(c.Surfaces == nil || slices.Contains(c.Surfaces, k.Surface)) &&
			slices.Index(Levels, k.Level) <= least {
			some = append(some, k)
		}
	}
	return some, nil
}
