package contracts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// groups are filled by the files of the surfaces.
var groups [][]Case

func register(cases ...Case) { groups = append(groups, cases) }

// Cases are all there are: surface by surface, by their ids. It panics when a
// case is put together wrongly, which a test sees first.
func Cases() []Case {
	var all []Case
	var errs []error
	seen := map[string]bool{}
	for _, group := range groups {
		for _, c := range group {
			c, err := c.complete()
			if seen[c.ID] {
				err = errors.Join(err, fmt.Errorf("%s is there twice", c.ID))
			}
			seen[c.ID] = true
			errs = append(errs, err)
			all = append(all, c)
		}
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

// A Choice picks cases. The zero Choice picks all.
type Choice struct {
	IDs      []string  // nil means any
	Surfaces []Surface // nil means any
	Level    Level     // the least; "" means May, which is all
}

// Of picks from cases, or names an id that is none of them.
func (c Choice) Of(cases []Case) ([]Case, error) {
	for _, id := range c.IDs {
		if !slices.ContainsFunc(cases, func(k Case) bool { return k.ID == id }) {
			return nil, fmt.Errorf("there is no case %q; \"contract list\" shows those there are", id)
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
